// Groups through the socket: made, filled, looked up, ruled, and found again after a restart.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

extension Tenant {
    func group(_ name: String, by client: RosterClient? = nil, _ fill: (inout CreateGroupRequest) -> Void = { _ in }) async throws -> Group {
        var request = CreateGroupRequest()
        request.organizationID = organization
        request.name = name
        fill(&request)
        return try #require(try await (client ?? self.client).groups.create(request).group)
    }

    @discardableResult
    func add(_ members: [Member], to group: Group, by client: RosterClient? = nil) async throws -> AddGroupMembersResponse {
        try await (client ?? self.client).groups.addMembers {
            $0.organizationID = organization
            $0.groupID = group.groupID
            $0.memberIDs = members.map(\.memberID)
        }
    }

    /// Addresses in the list of a group.
    func names(_ group: Group, typed: String = "", _ scope: GroupScope = .members, filter: String = "") async throws -> [String] {
        var found: [String] = []
        for try await item in client.groups.listMembers.items({
            $0.organizationID = organization
            $0.groupID = group.groupID
            $0.namePrefix = typed
            $0.scope = scope
            $0.filter = filter
            $0.pageSize = 2
        }) {
            #expect(item.inGroup == (scope != .candidates))
            found.append(String(item.member?.email.prefix { $0 != "@" } ?? ""))
        }
        return found
    }
}

@Suite("Groups")
struct GroupsServerTests {
    @Test("rows 38, 43: a group shows its owner, when it was made and last modified; it is found again after a restart")
    func life() async throws {
        let world = World()
        let (key, organization, made) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            let owner = try tenant.client.acting(for: .member(tenant.owner))
            let group = try await tenant.group(" Sales EMEA ", by: owner) { $0.description = "Whoever sells in EMEA" }
            #expect(group.name == "Sales EMEA" && group.ownerID == tenant.owner && group.memberCount == 0)
            let created = try #require(group.createTime)
            #expect(group.updateTime == created)
            let ben = try await tenant.member("ben@example.com")
            let added = try await tenant.add([ben], to: group)
            let now = try #require(added.group)
            #expect(now.memberCount == 1 && now.createTime == created && now.updateTime == added.result?.time && now.revision == added.result?.revision)
            let renamed = try await tenant.client.groups.update {
                $0.group = .with { $0.organizationID = tenant.organization; $0.groupID = group.groupID; $0.name = "Sales"; $0.ownerID = ben.memberID }
            }
            #expect(renamed.group?.name == "Sales" && renamed.group?.ownerID == ben.memberID && renamed.group?.description == group.description)
            let refused = try await refusal { try await tenant.group("SALES") }
            #expect(refused.code == .alreadyExists && refused.reason == .nameInUse)
            let stale = try await refusal {
                try await tenant.client.groups.delete {
                    $0.organizationID = tenant.organization
                    $0.groupID = group.groupID
                    $0.options = .with { $0.expectedRevision = group.revision }
                }
            }
            #expect(stale.reason == .revisionMismatch)
            let past = try await tenant.client.groups.get {
                $0.organizationID = tenant.organization
                $0.groupID = group.groupID
                $0.point = .with { $0.point = .exactRevision(group.revision) }
            }
            #expect(past.group == group)
            _ = try await tenant.group("Support")
            let list = try await tenant.client.groups.list { $0.organizationID = tenant.organization; $0.filter = "member_count > 0"; $0.orderBy = "update_time desc" }
            #expect(list.groups == [try #require(renamed.group)] && list.totalSize == 1)
            await tenant.client.close()
            return (tenant.key, tenant.organization, try #require(renamed.group))
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            #expect(try await client.groups.get { $0.organizationID = organization; $0.groupID = made.groupID }.group == made)
            let members = try await client.groups.listMembers { $0.organizationID = organization; $0.groupID = made.groupID }
            #expect(members.members.map { $0.member?.email } == ["ben@example.com"])
            _ = try await client.groups.delete { $0.organizationID = organization; $0.groupID = made.groupID }
            let gone = try await refusal { try await client.groups.get { $0.organizationID = organization; $0.groupID = made.groupID } }
            #expect(gone.code == .notFound)
            let ben = try #require(members.members.first?.member)
            #expect(try await client.members.get { $0.organizationID = organization; $0.memberID = ben.memberID }.member?.groups == [])
            await client.close()
        }
    }

    @Test("row 38: a group stands for a segment of users: by job, title, region or reporting line, picked from the list or by a rule")
    func segments() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let admin = try tenant.acting(for: try await tenant.member("admin@example.com") { $0.admin = .with { $0.level = .full } }.memberID)
            let profiles: [(String, Profile)] = [
                ("ana", .with { $0.jobFunction = "Sales"; $0.title = "Account Executive"; $0.region = "EMEA"; $0.manager = "boss@example.com" }),
                ("bob", .with { $0.jobFunction = "Sales"; $0.title = "Team Lead"; $0.region = "APAC"; $0.manager = "boss@example.com" }),
                ("eva", .with { $0.jobFunction = "Legal"; $0.title = "Account Executive"; $0.region = "EMEA"; $0.manager = "other@example.com" }),
            ]
            var people: [String: Member] = [:]
            for (name, profile) in profiles { people[name] = try await tenant.member("\(name)@example.com") { $0.profile = profile } }
            for (attribute, value, expected) in [
                ("job_function", "Sales", ["ana", "bob"]), ("title", "Account Executive", ["ana", "eva"]), ("region", "EMEA", ["ana", "eva"]),
                ("manager", "boss@example.com", ["ana", "bob"]),
            ] {
                // Who is there is picked from the users' list; who comes later comes in by the rule.
                let group = try await tenant.group("By \(attribute)", by: admin) { $0.description = "\(attribute): \(value)" }
                let picked = try await admin.members.list { $0.organizationID = tenant.organization; $0.filter = "profile.\(attribute) = \"\(value)\"" }.members
                #expect(picked.map(\.memberID) == expected.compactMap { people[$0]?.memberID }, "\(attribute)")
                #expect(try await tenant.add(picked, to: group, by: admin).group?.memberCount == 2)
                _ = try await admin.groups.createRule {
                    $0.organizationID = tenant.organization
                    $0.groupID = group.groupID
                    $0.source = .attribute
                    $0.attribute = attribute
                    $0.value = value
                }
                let profile = profiles.first { $0.0 == expected[0] }?.1
                let later = try await tenant.member("\(attribute)@example.com") { $0.profile = profile }
                #expect(later.groups.contains { $0.groupID == group.groupID })
                let names = try await tenant.names(group)
                #expect(names == expected + [attribute], "\(attribute)")
                #expect(try await admin.groups.get { $0.organizationID = tenant.organization; $0.groupID = group.groupID }.group?.description == "\(attribute): \(value)")
                _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = later.memberID }
            }
            let listed = try await admin.groups.list { $0.organizationID = tenant.organization; $0.orderBy = "name" }.groups
            #expect(listed.map(\.name) == ["By job_function", "By manager", "By region", "By title"] && listed.allSatisfy { $0.memberCount == 2 })
        }
    }

    @Test("rows 22, 26, 39, and row 54 (partial): one or several users into a group and out of it, with a result each; the profile shows and changes it")
    func membership() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let group = try await tenant.group("Sales")
            var people: [Member] = []
            for index in 0..<4 { people.append(try await tenant.member("p\(index)@example.com")) }
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = people[3].memberID }
            let response = try await tenant.add(people + [people[0]], to: group)
            #expect(response.results.map(\.outcome) == [.added, .added, .added, .failed, .unchanged])
            #expect(response.results[3].error?.reason == .wrongState && response.results.map(\.memberID) == (people + [people[0]]).map(\.memberID))
            #expect(response.group?.memberCount == 3)
            let profile = try await tenant.client.members.get { $0.organizationID = tenant.organization; $0.memberID = people[0].memberID }
            #expect(profile.member?.groups == [.with { $0.groupID = group.groupID }] && profile.member?.revision == response.result?.revision)
            let filtered = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = "groups:\(group.groupID.text)" }
            #expect(filtered.members.map(\.memberID) == people[0..<3].map(\.memberID))
            // Several users picked in the users' list; both calls are one entry, and a repetition is none.
            let out = try await tenant.client.groups.removeMembers {
                $0.organizationID = tenant.organization
                $0.groupID = group.groupID
                $0.memberIDs = people[0..<2].map(\.memberID) + [people[3].memberID]
            }
            #expect(out.results.map(\.outcome) == [.removed, .removed, .unchanged] && out.group?.memberCount == 1)
            let again = try await tenant.client.groups.removeMembers {
                $0.organizationID = tenant.organization
                $0.groupID = group.groupID
                $0.memberIDs = [people[0].memberID]
            }
            #expect(again.results.map(\.outcome) == [.unchanged] && again.result?.revision == out.result?.revision)
            // From the profile page: a license given and taken back.
            let license = try #require(try await tenant.client.licenses.assign {
                $0.organizationID = tenant.organization
                $0.memberID = people[0].memberID
                $0.productID = "sales_navigator"
            }.assignment)
            #expect(try await tenant.client.members.get { $0.organizationID = tenant.organization; $0.memberID = people[0].memberID }.member?.licenses.count == 1)
            _ = try await tenant.client.licenses.revoke { $0.organizationID = tenant.organization; $0.licenseID = license.licenseID }
            let bare = try await tenant.client.members.get { $0.organizationID = tenant.organization; $0.memberID = people[0].memberID }
            #expect(bare.member?.licenses == [] && bare.member?.groups == [])
        }
    }

    @Test("a repeated call has one effect and gets the results of the first; a dry run has none (5, 3)")
    func replay() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let group = try await tenant.group("Sales")
            let ben = try await tenant.member("ben@example.com")
            var request = AddGroupMembersRequest.with { $0.organizationID = tenant.organization; $0.groupID = group.groupID; $0.memberIDs = [ben.memberID, tenant.owner] }
            request.options = .with { $0.validateOnly = true }
            let tried = try await tenant.client.groups.addMembers(request)
            #expect(tried.results.map(\.outcome) == [.added, .added] && tried.result?.plan?.events.count == 2 && tried.group?.memberCount == 2)
            #expect(try await tenant.client.groups.get { $0.organizationID = tenant.organization; $0.groupID = group.groupID }.group?.memberCount == 0)
            request.options = .with { $0.requestID = "once" }
            let first = try await tenant.client.groups.addMembers(request)
            _ = try await tenant.client.groups.removeMembers { $0.organizationID = tenant.organization; $0.groupID = group.groupID; $0.memberIDs = [ben.memberID] }
            let second = try await tenant.client.groups.addMembers(request)
            #expect(second.result?.replayed == true && second.results == first.results && second.group == first.group)
            #expect(try await tenant.client.groups.get { $0.organizationID = tenant.organization; $0.groupID = group.groupID }.group?.memberCount == 1)
        }
    }

    @Test("row 40: on the group's side, a typed name finds whom to add, and whoever is in it")
    func lookup() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let group = try await tenant.group("Sales")
            let names = [("Zoë", "Müller"), ("Zoltán", "Kovács"), ("Łukasz", "Müllner"), ("Ana", "Mul"), ("Bob", "Stone")]
            var people: [Member] = []
            for (index, (given, family)) in names.enumerated() {
                people.append(try await tenant.member("p\(index).x@example.com") { $0.profile = .with { $0.givenName = given; $0.familyName = family } })
            }
            try await tenant.add([people[3]], to: group)
            #expect(try await tenant.names(group, typed: "mul", .candidates) == ["p0.x", "p2.x"])
            #expect(try await tenant.names(group, typed: "MÜL", .members) == ["p3.x"])
            #expect(try await tenant.names(group, typed: "zo k", .candidates) == ["p1.x"])
            #expect(try await tenant.names(group, typed: "p4.x@ex", .candidates) == ["p4.x"])
            #expect(try await tenant.names(group, .candidates).count == 5, "with the owner")
            #expect(try await tenant.names(group, typed: "luk", .candidates, filter: "role = MANAGER") == [])
            // Typed, picked, added.
            try await tenant.add([people[0], people[2]], to: group)
            #expect(try await tenant.names(group, typed: "mul") == ["p0.x", "p2.x", "p3.x"])
            #expect(try await tenant.names(group, typed: "mul", .candidates) == [])
            // The names of people are seen by those who may see people.
            let narrow = try await tenant.client.keys.create {
                $0.organizationID = tenant.organization
                $0.name = "groups only"
                $0.permissions = [.groupsRead]
                $0.ceiling = 30
            }
            let client = try server.client(narrow.secret)
            #expect(try await client.groups.get { $0.organizationID = tenant.organization; $0.groupID = group.groupID }.group?.memberCount == 3)
            let refused = try await refusal { try await client.groups.listMembers { $0.organizationID = tenant.organization; $0.groupID = group.groupID } }
            #expect(refused.reason == .missingPermission && refused.metadata["permission"] == "members.read")
            let tooLong = try await refusal {
                try await tenant.client.groups.listMembers { $0.organizationID = tenant.organization; $0.groupID = group.groupID; $0.namePrefix = String(repeating: "x", count: 257) }
            }
            #expect(tooLong.code == .invalidArgument)
        }
    }

    @Test("row 41 (partial): a rule puts whoever comes with its attribute into its group, at creation and at an update")
    func rules() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let (emea, board) = (try await tenant.group("EMEA"), try await tenant.group("Board"))
            let rule = try #require(try await tenant.client.groups.createRule {
                $0.organizationID = tenant.organization
                $0.groupID = emea.groupID
                $0.source = .attribute
                $0.attribute = "region"
                $0.value = "EMEA"
            }.rule)
            _ = try await tenant.client.groups.createRule {
                $0.organizationID = tenant.organization
                $0.groupID = board.groupID
                $0.source = .csvColumn
                $0.attribute = "region"
                $0.value = "EMEA"
            }
            let ben = try await tenant.member("ben@example.com") { $0.profile = .with { $0.region = "emea" } }
            #expect(ben.groups.map(\.groupID) == [emea.groupID])
            let eva = try await tenant.member("eva@example.com")
            let moved = try await tenant.client.members.update {
                $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = eva.memberID; $0.profile = .with { $0.region = "EMEA" } }
            }
            #expect(moved.member?.groups.map(\.groupID) == [emea.groupID])
            let rules = try await tenant.client.groups.listRules { $0.organizationID = tenant.organization; $0.filter = "source = ATTRIBUTE" }
            #expect(rules.rules == [rule])
            _ = try await tenant.client.groups.deleteRule { $0.organizationID = tenant.organization; $0.ruleID = rule.ruleID }
            let late = try await tenant.member("late@example.com") { $0.profile = .with { $0.region = "EMEA" } }
            #expect(late.groups == [])
            let gone = try await refusal { try await tenant.client.groups.deleteRule { $0.organizationID = tenant.organization; $0.ruleID = rule.ruleID } }
            #expect(gone.code == .notFound)
            #expect(try await tenant.names(emea).count == 2, "who came by it stays")
        }
    }

    @Test("row 42: the tags of another system become groups in one call, with a result for each item; again it changes nothing")
    func tags() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let (ben, eva) = (try await tenant.member("ben@example.com"), try await tenant.member("eva@example.com"))
            let known = try await tenant.group("Key accounts")
            func importTags(by client: RosterClient) async throws(RosterError) -> ImportTagsResponse {
                try await client.groups.importTags {
                    $0.organizationID = tenant.organization
                    $0.tags = [
                        .with { $0.name = "key accounts"; $0.emails = ["Ben@example.com", "stranger@example.com"] },
                        .with { $0.name = "Berlin"; $0.emails = ["eva@example.com"]; $0.memberIDs = [ben.memberID] },
                    ]
                }
            }
            // Who may edit memberships and create no groups imports no new tags.
            let sub = try await tenant.member("sub@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }
            let refused = try await refusal { try await importTags(by: tenant.client.acting(for: .member(sub.memberID))) }
            #expect(refused.reason == .missingPermission && refused.metadata["permission"] == "groups.manage")
            let first = try await importTags(by: tenant.client)
            #expect(first.results.map(\.created) == [false, true] && first.results[0].group?.groupID == known.groupID)
            #expect(first.results.map { $0.results.map(\.outcome) } == [[.added, .failed], [.added, .added]])
            #expect(first.results[0].results[1].error?.reason == .notFound && first.results[0].results[1].email == "stranger@example.com")
            let berlin = try #require(first.results[1].group)
            #expect(try await tenant.names(berlin) == ["ben", "eva"] && berlin.memberCount == 2)
            #expect(try await importTags(by: tenant.client).result?.revision == first.result?.revision)
            // Now that the groups are there, whoever edits memberships may.
            #expect(try await importTags(by: tenant.client.acting(for: .member(sub.memberID))).results[1].results.map(\.outcome) == [.unchanged, .unchanged])
            #expect(eva.groups == [])
        }
    }

    @Test("row 44: the members of a group are given licenses and rights, members come singly and in bulk; row 45 (partial): lists filter by group")
    func licensesAndPermissions() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let admin = try tenant.acting(for: try await tenant.member("admin@example.com") { $0.role = .coOwner }.memberID)
            let group = try await tenant.group("Sales")
            let first = try await tenant.member("first@example.com") { $0.groups = [.with { $0.groupID = group.groupID }] }
            var others: [Member] = []
            for index in 0..<3 { others.append(try await tenant.member("m\(index)@example.com")) }
            try await tenant.add([others[0]], to: group)
            #expect(try await tenant.add([others[1], others[2]], to: group).group?.memberCount == 4)
            let outsider = try await tenant.member("outsider@example.com") { $0.productIDs = ["sales_navigator"] }
            // What is done to a group is done to its members.
            for try await item in tenant.client.groups.listMembers.items({ $0.organizationID = tenant.organization; $0.groupID = group.groupID }) {
                let member = try #require(item.member)
                _ = try await admin.licenses.assign { $0.organizationID = tenant.organization; $0.memberID = member.memberID; $0.productID = "sales_navigator" }
                let changed = try await admin.members.setOrganizationRole {
                    $0.organizationID = tenant.organization
                    $0.memberID = member.memberID
                    $0.role = .manager
                }
                #expect(changed.member?.role == .manager)
                _ = try await admin.roles.grantAdmin { request in
                    request.organizationID = tenant.organization
                    request.memberID = member.memberID
                    request.admin = .with { $0.level = .sub; $0.categories = [.reports] }
                }
            }
            // All of them at once, too.
            _ = try await admin.licenses.updatePool { $0.organizationID = tenant.organization; $0.productID = "learning"; $0.purchased = 4 }
            let inGroup = try await tenant.client.groups.listMembers { $0.organizationID = tenant.organization; $0.groupID = group.groupID }.members
            let given = try await admin.licenses.assign { request in
                request.organizationID = tenant.organization
                request.memberIDs = inGroup.compactMap(\.member?.memberID)
                request.productID = "learning"
            }
            #expect(given.assignments.count == 4)
            #expect(inGroup.allSatisfy { $0.member?.admin?.categories == [.reports] && $0.member?.role == .manager && $0.member?.licenses.count == 1 })
            let held = try await tenant.client.licenses.listAssignments { $0.organizationID = tenant.organization; $0.filter = "groups:\(group.groupID.text)" }
            #expect(Set(held.assignments.map(\.memberID)) == Set(([first] + others).map(\.memberID)) && !held.assignments.contains { $0.memberID == outsider.memberID })
            let managers = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = "groups:\(group.groupID.text) AND role = MANAGER" }
            #expect(managers.totalSize == 4)
        }
    }

    @Test("row 55: inside a group, the licenses of its users are seen and managed, and so is one user")
    func insideTheGroup() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let admin = try tenant.acting(for: try await tenant.member("admin@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }.memberID)
            let group = try await tenant.group("Sales")
            let ben = try await tenant.member("ben@example.com") { $0.productIDs = ["sales_navigator"]; $0.groups = [.with { $0.groupID = group.groupID }] }
            let eva = try await tenant.member("eva@example.com") { $0.groups = [.with { $0.groupID = group.groupID }] }
            func licensed() async throws -> [MemberID] {
                try await admin.groups.listMembers {
                    $0.organizationID = tenant.organization
                    $0.groupID = group.groupID
                    $0.filter = "licenses.product_id:sales_navigator"
                }.members.compactMap(\.member?.memberID)
            }
            #expect(try await licensed() == [ben.memberID])
            let license = try #require(ben.licenses.first)
            _ = try await admin.licenses.revoke { $0.organizationID = tenant.organization; $0.licenseID = license.licenseID }
            _ = try await admin.licenses.assign { $0.organizationID = tenant.organization; $0.memberID = eva.memberID; $0.productID = "sales_navigator" }
            #expect(try await licensed() == [eva.memberID])
            _ = try await admin.members.update {
                $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = ben.memberID; $0.profile = .with { $0.title = "Head of Sales" } }
            }
            _ = try await admin.members.suspend { $0.organizationID = tenant.organization; $0.memberID = ben.memberID }
            let seen = try await admin.groups.listMembers { $0.organizationID = tenant.organization; $0.groupID = group.groupID }
            #expect(seen.members.map { $0.member?.state } == [.suspended, .active] && seen.members[0].member?.profile?.title == "Head of Sales")
            _ = try await admin.members.remove { $0.organizationID = tenant.organization; $0.memberID = ben.memberID }
            #expect(try await tenant.names(group) == ["eva"])
        }
    }

    @Test("a membership ends by itself at its time, and the sweep makes a fact of it (5, 14)")
    func expiry() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let group = try await tenant.group("Sales")
            let ben = try await tenant.member("ben@example.com")
            let end = Timestamp(nanosecondsSince1970: Int64((Date.now.timeIntervalSince1970 + 0.5) * 1e9))
            let added = try await tenant.client.groups.addMembers {
                $0.organizationID = tenant.organization
                $0.groupID = group.groupID
                $0.memberIDs = [ben.memberID]
                $0.period = .with { $0.endTime = end }
            }
            #expect(added.group?.memberCount == 1)
            func now() async throws(RosterError) -> GetGroupResponse {
                try await tenant.client.groups.get { $0.organizationID = tenant.organization; $0.groupID = group.groupID }
            }
            var seen = try await now()
            for _ in 0..<600 where seen.revision == added.result?.revision {
                try await Task.sleep(for: .milliseconds(50))
                await server.node.sweep()
                seen = try await now()
            }
            #expect(seen.revision == (added.result?.revision ?? 0) + 1 && seen.group?.memberCount == 0)
            #expect(seen.group?.updateTime == added.group?.updateTime, "an expiry changes no answer")
        }
    }

    @Test("C15: memberships are USERS_LICENSES' business, groups themselves those of MANAGER and above")
    func rights() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let sub = try await tenant.member("sub@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }
            let plain = try await tenant.member("plain@example.com")
            let (asSub, asManager, asPlain) = (
                try tenant.client.acting(for: .member(sub.memberID)), try tenant.client.acting(for: .member(manager.memberID)),
                try tenant.client.acting(for: .member(plain.memberID))
            )
            let group = try await tenant.group("Sales", by: asManager)
            #expect(group.ownerID == manager.memberID)
            let refused = try await refusal { try await tenant.group("Mine", by: asSub) }
            #expect(refused.metadata["permission"] == "groups.manage")
            #expect(try await tenant.add([plain], to: group, by: asSub).group?.memberCount == 1)
            for call in [
                { try await refusal { try await tenant.add([sub], to: group, by: asPlain) } },
                { try await refusal { try await asPlain.groups.list { $0.organizationID = tenant.organization } } },
                { try await refusal { try await asSub.groups.delete { $0.organizationID = tenant.organization; $0.groupID = group.groupID } } },
            ] { #expect(try await call().reason == .missingPermission) }
            // A group of another organization is nobody's.
            let other = try await server.tenant("eve@example.com")
            let foreign = try await refusal { try await other.add([plain], to: group) }
            #expect(foreign.code == .notFound)
        }
    }
}
