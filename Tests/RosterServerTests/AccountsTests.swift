// The account center and the account switcher through the server: who enters, what it finds, and where it can go from there.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Accounts")
struct AccountsTests {
    private func open(_ client: RosterClient, _ organization: OrganizationID) async throws(RosterError) -> SwitchAccountResponse {
        try await client.organizations.switchAccount { $0.organizationID = organization }
    }

    /// One member of each kind that the rows about the account center tell apart.
    private func staff(_ tenant: Tenant) async throws -> [String: MemberID] {
        _ = try await tenant.client.organizations.enableFeature { $0.organizationID = tenant.organization; $0.feature = .profileConnector }
        var staff = ["owner": tenant.owner]
        for (name, role) in [("co-owner", OrganizationRole.coOwner), ("manager", .manager), ("advanced", .advancedMember), ("member", .member)] {
            staff[name] = try await tenant.member("\(name)@example.com") { $0.role = role }.memberID
        }
        staff["connector"] = try await tenant.member("connector@example.com") { $0.seatType = .limited }.memberID
        staff["full"] = try await tenant.member("full@example.com") { $0.admin = .with { $0.level = .full } }.memberID
        for (name, category) in [("people", AdminCategory.usersLicenses), ("reports", .reports), ("sso", .ssoEdi)] {
            staff[name] = try await tenant.member("\(name)@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [category] } }.memberID
        }
        return staff
    }

    /// A plan with everything, so that only rights decide.
    private static func world() -> World {
        World { $0.plans.append(.init(name: "ALL", features: Feature.all, featuresOnRequest: [.profileConnector])) }
    }

    @Test("row 2: only who holds an administration right enters the account center; for everybody else each of its calls is refused")
    func entry() async throws {
        try await Self.world().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ALL")
            let (organization, staff) = (tenant.organization, try await staff(tenant))
            for (name, member) in staff {
                let client = try tenant.client.acting(for: .member(member))
                let account = try await open(client, organization)
                let isAdmin = !["advanced", "member", "connector"].contains(name)
                #expect(account.areas.isEmpty == !isAdmin, "\(name)")
                guard !isAdmin else { continue }
                let calls = [
                    try await outcome { try await client.members.list { $0.organizationID = organization } },
                    try await outcome { try await client.members.create { $0.organizationID = organization; $0.email = "new@example.com" } },
                    try await outcome { try await client.licenses.getSeatSummary { $0.organizationID = organization } },
                    try await outcome { try await client.groups.list { $0.organizationID = organization } },
                    try await outcome { try await client.invitations.list { $0.organizationID = organization } },
                    try await outcome { try await client.roles.listAdmins { $0.organizationID = organization } },
                    try await outcome { try await client.settings.getFeatures { $0.organizationID = organization } },
                    try await outcome { try await client.organizations.getSubscription { $0.organizationID = organization } },
                    try await outcome { try await client.subaccounts.list { $0.organizationID = organization } },
                    try await outcome { try await client.organizations.update { $0.organization = .with { $0.organizationID = organization; $0.name = "Mine" } } },
                ]
                #expect(calls.allSatisfy { $0 == "MISSING_PERMISSION" }, "\(name): \(calls)")
                // Product use goes on.
                #expect(account.permissions.contains(.organizationRead) && account.memberID == member, "\(name)")
            }
            // The right alone decides: with it a member enters, without it no more; one that has not begun is none.
            let bob = try #require(staff["member"])
            let client = try tenant.client.acting(for: .member(bob))
            _ = try await tenant.client.roles.grantAdmin { $0.organizationID = organization; $0.memberID = bob; $0.admin = .with { $0.level = .full } }
            #expect(try await open(client, organization).areas.count == 4)
            _ = try await tenant.client.roles.revokeAdmin { $0.organizationID = organization; $0.memberID = bob }
            #expect(try await open(client, organization).areas.isEmpty)
            let start = Timestamp(nanosecondsSince1970: Int64(Date.now.timeIntervalSince1970 + 3600) * 1_000_000_000)
            _ = try await tenant.client.roles.grantAdmin { request in
                request.organizationID = organization
                request.memberID = bob
                request.admin = .with { $0.level = .full; $0.period = .with { $0.startTime = start } }
            }
            let early = try await open(client, organization)
            #expect(early.areas.isEmpty && early.validUntil == start)
            // The right takes no license: an administrator's seat holds none, and enters.
            let office = try await tenant.member("office@example.com") { $0.seatType = .adminOnly; $0.admin = .with { $0.level = .full } }
            #expect(try await open(try tenant.client.acting(for: .member(office.memberID)), organization).areas.count == 4)
            let licensed = try await refusal {
                try await tenant.client.licenses.assign { $0.organizationID = organization; $0.memberID = office.memberID; $0.productID = "sales_navigator" }
            }
            #expect(licensed.reason == .seatType)
            // And a license gives no right.
            let seller = try await tenant.member("seller@example.com") { $0.productIDs = ["sales_navigator"] }
            #expect(try await open(try tenant.client.acting(for: .member(seller.memberID)), organization).areas.isEmpty)
            // Neither does a suspended administrator.
            let full = try #require(staff["full"])
            _ = try await tenant.client.members.suspend { $0.organizationID = organization; $0.memberID = full }
            #expect(try await refusal { try await open(try tenant.client.acting(for: .member(full)), organization) }.code == .notFound)
        }
    }

    @Test("row 3: people with users, groups and admins, settings, home, and reports; each opens to whom it is for, and holds what it says")
    func areas() async throws {
        try await Self.world().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ALL")
            let (organization, staff) = (tenant.organization, try await staff(tenant))
            let everything = ["PEOPLE: USERS GROUPS ADMINS", "SETTINGS:", "HOME:", "REPORTS:"]
            let expected = [
                "owner": everything, "co-owner": everything, "full": everything,
                "manager": ["PEOPLE: USERS GROUPS", "SETTINGS:", "HOME:", "REPORTS:"],
                "people": ["PEOPLE: USERS GROUPS"], "reports": ["REPORTS:"], "sso": ["SETTINGS:"],
                "advanced": [], "member": [], "connector": [],
            ]
            let target = try await tenant.member("target@example.com").memberID
            let catalogue = try await tenant.client.roles.listPermissions { $0.organizationID = organization; $0.pageSize = 1_000 }.permissions
            for (name, member) in staff {
                let client = try tenant.client.acting(for: .member(member))
                let account = try await open(client, organization)
                let areas = account.areas.map { access in
                    ([label(access.area.name) + ":"] + access.pages.map { label($0.name) }).joined(separator: " ")
                }
                #expect(areas == expected[name], "\(name)")
                // What it says of an area is what Check says of the area's permissions, each of them.
                var allowed: [AccountCenterArea: [Permission]] = [:]
                for entry in catalogue where entry.area != .unspecified {
                    let check = try await client.access.check { $0.organizationID = organization; $0.permission = entry.permission }
                    if check.allowed { allowed[entry.area, default: []].append(entry.permission) }
                }
                #expect(Dictionary(uniqueKeysWithValues: account.areas.map { ($0.area, Set($0.permissions)) }) == allowed.mapValues { Set($0) }, "\(name)")
                // The pages are there.
                let pages = account.areas.flatMap(\.pages)
                #expect(try await outcome { try await client.members.list { $0.organizationID = organization } } == (pages.contains(.users) ? "OK" : "MISSING_PERMISSION"), "\(name)")
                #expect(try await outcome { try await client.groups.list { $0.organizationID = organization } } == (pages.contains(.groups) ? "OK" : "MISSING_PERMISSION"), "\(name)")
                let granted = try await outcome {
                    try await client.roles.grantAdmin { request in
                        request.organizationID = organization
                        request.memberID = target
                        request.admin = .with { $0.level = .sub; $0.categories = [.reports] }
                        request.options = .with { $0.validateOnly = true }
                    }
                }
                #expect(granted == (pages.contains(.admins) ? "OK" : "MISSING_PERMISSION"), "\(name)")
            }
        }
    }

    private func label(_ name: String?) -> String { name.map { String($0.split(separator: "_").last ?? "") } ?? "?" }

    @Test("row 6: an administrator of several product lines finds all instances in one place, and switches between accounts")
    func instances() async throws {
        try await World().run { server in
            let (a, b) = (try await server.tenant("ada@a.example.com"), try await server.tenant("bea@b.example.com"))
            for (tenant, products) in [(a, ["recruiter", "learning"]), (b, ["publishing"])] {
                for product in products {
                    _ = try await tenant.client.licenses.updatePool { $0.organizationID = tenant.organization; $0.productID = product; $0.purchased = 2 }
                }
            }
            let admin = AdminGrant.with { $0.level = .sub; $0.categories = [.usersLicenses] }
            let inA = try await a.member("boss@example.com") { $0.admin = admin; $0.productIDs = ["recruiter"] }
            let inB = try await b.member("boss@example.com") { $0.admin = admin }
            let user = try await a.member("user@example.com") { $0.productIDs = ["learning"] }
            func lines(_ instances: [ApplicationInstance]) -> [String] { instances.map { "\($0.name)\($0.licensed ? " licensed" : "")\($0.administered ? " administered" : "")" } }
            let expected = [
                a.organization: ["Learning administered", "Recruiter licensed administered", "Sales Navigator administered"],
                b.organization: ["Publishing administered", "Sales Navigator administered"],
            ]
            // Everything at one glance, then each dashboard by itself.
            let boss = try server.client(as: .user(email: "boss@example.com"))
            let mine = try await boss.organizations.listMyOrganizations { _ in }
            #expect(Dictionary(uniqueKeysWithValues: mine.memberships.map { ($0.organizationID, lines($0.instances)) }) == expected)
            #expect(mine.memberships.allSatisfy { $0.admin == admin && $0.organizationState == .active })
            for (tenant, member) in [(a, inA), (b, inB)] {
                let account = try await open(boss, tenant.organization)
                #expect(lines(account.instances) == expected[tenant.organization] && account.rosterActor == member.memberID.text)
                // What it manages there: seats of each instance.
                let there = try tenant.client.acting(for: .member(account.memberID))
                let pools = try await there.licenses.listPools { $0.organizationID = tenant.organization }.pools.map(\.productID)
                #expect(Set(pools) == Set(account.instances.map(\.productID)))
            }
            for product in ["sales_navigator", "recruiter"] {
                _ = try await a.client.acting(for: .member(inA.memberID)).licenses.assign { $0.organizationID = a.organization; $0.memberID = user.memberID; $0.productID = product }
            }
            // A user finds what it has a seat of.
            #expect(lines(try await open(try a.client.acting(for: .member(user.memberID)), a.organization).instances) == ["Learning licensed", "Recruiter licensed", "Sales Navigator licensed"])
            // Without its right, the administrator too.
            _ = try await a.client.roles.revokeAdmin { $0.organizationID = a.organization; $0.memberID = inA.memberID }
            let after = try await boss.organizations.listMyOrganizations { $0.filter = "name = \"The company of ada@a.example.com\"" }
            #expect(after.memberships.map { lines($0.instances) } == [["Recruiter licensed"]] && after.memberships.first?.admin == nil)
        }
    }

    @Test("row 65: owner, co-owner and manager open the team settings, and nobody by any other role")
    func teamSettings() async throws {
        try await Self.world().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ALL")
            let (organization, staff) = (tenant.organization, try await staff(tenant))
            let target = try await tenant.member("target@example.com").memberID
            for name in ["owner", "co-owner", "manager", "advanced", "member", "connector"] {
                let client = try tenant.client.acting(for: .member(try #require(staff[name])))
                let calls = [
                    try await outcome { try await client.members.list { $0.organizationID = organization } },
                    try await outcome { try await client.members.get { $0.organizationID = organization; $0.memberID = target } },
                    try await outcome {
                        try await client.members.setOrganizationRole { request in
                            request.organizationID = organization
                            request.memberID = target
                            request.role = .advancedMember
                            request.options = .with { $0.validateOnly = true }
                        }
                    },
                    try await outcome { try await client.members.remove { $0.organizationID = organization; $0.memberID = target; $0.options = .with { $0.validateOnly = true } } },
                    try await outcome { try await client.settings.getFeatures { $0.organizationID = organization } },
                    try await outcome {
                        try await client.settings.updateFeatures { request in
                            request.features = .with { $0.organizationID = organization; $0.roiReporting = true }
                            request.options = .with { $0.validateOnly = true }
                        }
                    },
                ]
                let opens = ["owner", "co-owner", "manager"].contains(name)
                #expect(calls.allSatisfy { $0 == (opens ? "OK" : "MISSING_PERMISSION") }, "\(name): \(calls)")
                #expect(try await open(client, organization).areas.contains { $0.area == .settings } == opens, "\(name)")
            }
        }
    }

    @Test("rows 87, 88: the switcher lists what the person's address belongs to; under another address is another person, who signs in by itself")
    func addresses() async throws {
        try await World().run { server in
            let tenants = [try await server.tenant("a@example.com"), try await server.tenant("b@example.com"), try await server.tenant("c@example.com")]
            let (a, b, c) = (tenants[0], tenants[1], tenants[2])
            let inA = try await a.member("zoe@work.example.com") { $0.role = .manager }
            try await b.member("Zoe@Work.example.com")
            let inC = try await c.member("zoe@home.example.com")
            func signedIn(_ address: String) throws -> RosterClient { try server.client(as: .user(email: address)) }
            func mine(_ address: String) async throws -> [OrganizationID] { try await signedIn(address).organizations.listMyOrganizations { _ in }.memberships.map(\.organizationID) }
            #expect(try await mine("zoe@work.example.com") == [a.organization, b.organization].sorted())
            #expect(try await mine("ZOE@home.example.com") == [c.organization])
            #expect(try await mine("nobody@example.com") == [])
            // Switching reaches what is listed. What lies under the other address is as unknown as what doesn't exist.
            var generator = SystemRandomNumberGenerator()
            let nowhere = OrganizationID.random(using: &generator)
            let work = try signedIn("zoe@work.example.com")
            #expect(try await open(work, a.organization).role == .manager)
            #expect(try await open(work, b.organization).role == .member)
            let hidden = try await refusal { try await open(work, c.organization) }
            let unknown = try await refusal { try await open(work, nowhere) }
            #expect(hidden.code == .notFound && hidden.message == unknown.message && hidden.details == unknown.details)
            // After a sign-out and a sign-in: the other account, and no longer the first two.
            let home = try signedIn("zoe@home.example.com")
            #expect(try await open(home, c.organization).memberID == inC.memberID)
            #expect(try await refusal { try await open(home, a.organization) }.code == .notFound)
            // A new address takes the membership along.
            _ = try await a.client.members.update { request in
                request.member = .with { $0.organizationID = a.organization; $0.memberID = inA.memberID; $0.email = "zoe@home.example.com" }
            }
            #expect(try await mine("zoe@work.example.com") == [b.organization])
            #expect(try await mine("zoe@home.example.com") == [a.organization, c.organization].sorted())
            #expect(try await open(home, a.organization).memberID == inA.memberID)
            // A service without a person opens nothing.
            #expect(try await refusal { try await open(a.client, a.organization) }.reason == .missingPermission)
            #expect(try await refusal { try await a.client.organizations.listMyOrganizations { _ in } }.code == .invalidArgument)
        }
    }

    @Test("row 108: from account to account in a tree: every one that the person belongs to or administers, and no other")
    func switcher() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let bob = try await tenant.member("bob@example.com")
            let paris = try await tenant.subaccount("Paris") { $0.members = [.with { $0.memberID = bob.memberID; $0.role = .manager }] }
            let inner = try await tenant.subaccount("Inner", below: paris)
            let lyon = try await tenant.subaccount("Lyon")
            let client = try server.client(as: .user(email: "bob@example.com"))
            let mine = try await client.organizations.listMyOrganizations { _ in }.memberships
            #expect(mine.map(\.name) == ["The company of ada@example.com", "Paris"] && mine.map(\.parentID) == [OrganizationID(), tenant.organization])
            #expect(mine.map(\.role) == [.member, .manager])
            var places: [MemberID] = []
            for membership in mine {
                let account = try await open(client, membership.organizationID)
                #expect(account.rosterActor == membership.memberID.text && account.memberID == membership.memberID)
                #expect(account.role == membership.role && !account.parentAdmin)
                // The value that it returns is whom the service acts for from now on.
                let there = try tenant.client.acting(for: .member(account.memberID))
                #expect(try await there.organizations.get { $0.organizationID = membership.organizationID }.organization?.name == membership.name)
                #expect(try await outcome { try await there.members.list { $0.organizationID = membership.organizationID } } == (account.role == .manager ? "OK" : "MISSING_PERMISSION"))
                places.append(account.memberID)
            }
            #expect(Set(places).count == 2)
            // Elsewhere in the tree it has nothing: of an account below one of its own it learns that, of one beside nothing at all.
            for organization in [inner, lyon] { #expect(try await refusal { try await open(client, organization) }.reason == .missingPermission) }
            let stranger = try await tenant.client.members.create { $0.organizationID = paris; $0.email = "eve@example.com" }
            let eve = try server.client(as: .user(email: "eve@example.com"))
            #expect(try await open(eve, paris).memberID == stranger.member?.memberID)
            for organization in [tenant.organization, lyon] { #expect(try await refusal { try await open(eve, organization) }.code == .notFound) }
            // The owner goes everywhere, as administrator from above.
            let owner = try tenant.client.acting(for: .member(tenant.owner))
            #expect(try await open(owner, tenant.organization).role == .owner)
            let below = try await owner.subaccounts.list { $0.organizationID = tenant.organization }.subaccounts.compactMap { $0.organization?.organizationID }
            #expect(below == [paris, inner, lyon])
            for organization in below {
                let account = try await open(owner, organization)
                #expect(account.parentAdmin && account.rosterActor == tenant.owner.text && account.memberID == tenant.owner && account.role == .unspecified && account.areas.count == 4)
                let there = try tenant.client.acting(for: .member(account.memberID))
                #expect(try await outcome { try await there.members.list { $0.organizationID = organization } } == "OK")
            }
            // Who is suspended there, or of an account that is closed, doesn't get in; the list says why.
            let inParis = try #require(mine.last).memberID
            _ = try await tenant.client.members.suspend { $0.organizationID = paris; $0.memberID = inParis }
            #expect(try await refusal { try await open(client, paris) }.reason == .missingPermission)
            #expect(try await client.organizations.listMyOrganizations { $0.filter = "state = SUSPENDED" }.memberships.map(\.organizationID) == [paris])
            _ = try await tenant.client.members.reactivate { $0.organizationID = paris; $0.memberID = inParis }
            #expect(try await open(client, paris).role == .manager)
            _ = try await tenant.client.organizations.delete { $0.organizationID = tenant.organization }
            #expect(try await refusal { try await open(client, paris) }.reason == .accountDeactivated)
            #expect(try await client.organizations.listMyOrganizations { _ in }.memberships.map(\.organizationState) == [.deleted, .deleted])
            #expect(try await client.organizations.listMyOrganizations { $0.filter = "organization_state = ACTIVE" }.memberships == [])
        }
    }
}
