// Resources: who may do what on one, by table; what hides it; and what goes with it when it goes.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

/// The world of these tests: an organization with resources, which the bootstrap key connects as itself.
extension Fixture {
    mutating func connect(_ externalID: String, by principal: Principal? = nil, expires: Int64? = nil) throws -> ResourceID {
        let organization = organization
        return try #require(send(Resources.Connect.self, by: principal) { request in
            request.organizationID = organization
            request.kind = .socialProfile
            request.network = "Instagram"
            request.externalID = externalID
            request.displayName = "Profile \(externalID)"
            request.expireTime = expires.map { Timestamp(nanosecondsSince1970: $0) }
        }.resource).resourceID
    }

    mutating func setRoles(
        _ member: MemberID, _ roles: [ResourceID: ResourceRole], mask: [ResourceID] = [], until end: Int64 = .max, by principal: Principal? = nil
    ) -> Refusal? {
        let organization = organization
        return refusal(Members.SetResourceRoles.self, by: principal) { request in
            request.organizationID = organization
            request.memberID = member
            request.resourceIDs = mask
            request.resourceRoles = roles.map { resource, role in
                .with { $0.resourceID = resource; $0.role = role; $0.period = Validity(end: end).period }
            }
        }
    }

    mutating func workspace(_ name: String, _ resources: [ResourceID] = []) throws -> WorkspaceID {
        let organization = organization
        let id = try #require(send(Workspaces.Create.self) { $0.organizationID = organization; $0.name = name }.workspace).workspaceID
        if !resources.isEmpty {
            try send(Workspaces.Add.self) { $0.organizationID = organization; $0.workspaceID = id; $0.resourceIDs = resources }
        }
        return id
    }

    mutating func letIn(_ member: MemberID, to workspace: WorkspaceID, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Workspaces.GrantAccess.self, by: principal) { $0.organizationID = organization; $0.workspaceID = workspace; $0.memberIDs = [member] }
    }

    mutating func limited(_ email: String) throws -> MemberID {
        let organization = organization
        _ = refusal(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        return try #require(send(Members.Create.self) { $0.organizationID = organization; $0.email = email; $0.seatType = .limited }.member).memberID
    }

    func check(_ permission: Permission, of member: MemberID, on resource: ResourceID, at time: Int64? = nil) -> Authorization.Decision {
        Authorization.check(permission, of: .member(member), in: organization, on: resource, of: state, at: time ?? now)
    }

    func explain(_ permission: Permission, of member: MemberID, on resource: ResourceID, isShown: Bool = true) -> ExplainResponse {
        Authorization.explain(permission, of: .member(member), in: organization, on: resource, isShown: isShown, of: state, at: now)
    }
}

struct ResourcesTests {
    @Test("rows 68, 71, 75 to 78: what each role holds on a resource, by table")
    func table() throws {
        var world = try Fixture(plan: "ADVANCED")
        let resource = try world.connect("1")
        var members: [(String, MemberID)] = [
            ("owner", world.owner), ("co-owner", try world.member("c@x.example", .coOwner)), ("manager", try world.member("m@x.example", .manager)),
            ("nobody", try world.member("n@x.example")), ("full", try world.member("f@x.example", admin: fullAdmin)),
        ]
        for (name, role) in [("guest", ResourceRole.guest), ("moderator", .moderator), ("editor", .editor), ("admin", .admin)] {
            let member = try world.member("\(name)@x.example", .advancedMember)
            #expect(world.setRoles(member, [resource: role]) == nil)
            members.append((name, member))
        }
        let all = ["owner", "co-owner", "manager", "admin"]
        let table: [(Permission, [String])] = [
            (.profileRead, all + ["editor", "moderator", "guest"]), (.reportsView, all + ["editor", "moderator", "guest"]),
            (.inboxRead, all + ["editor", "moderator"]), (.inboxReply, all + ["editor", "moderator"]), (.inboxModerate, all + ["editor", "moderator"]),
            (.postsSchedule, all + ["editor", "moderator"]), (.postsPublish, all + ["editor"]), (.inboxExport, all + ["editor"]),
            (.profileConfigure, all), (.connectionRenew, all), (.connectionDelete, all),
        ]
        for (permission, holders) in table {
            for (name, member) in members {
                let decision = world.check(permission, of: member, on: resource)
                #expect(decision.allowed == holders.contains(name), "\(permission) \(name)")
                if !decision.allowed { #expect(decision.reason == (name == "nobody" ? .noAccess : .missingPermission), "\(permission) \(name)") }
                // Held on a resource, and nowhere else.
                #expect(world.check(permission, of: member).reason == .noAccess)
                #expect(world.check(permission, of: member, on: ResourceID(high: 9, low: 9)).reason == .noAccess)
            }
            let listed = Authorization.membersWithAccess(permission, in: world.node, on: resource, of: world.state, at: world.now)
            #expect(Set(listed.map(\.memberID)) == Set(members.filter { holders.contains($0.0) }.map(\.1)))
        }
        #expect(world.check(.organizationRead, of: members[3].1, on: resource).reason == .noAccess)
        #expect(world.check(.membersRead, of: world.owner, on: resource).allowed)
    }

    @Test("rows 89, 91, 92: a workspace hides its resources, keeps roles, and lets through whom it shall")
    func workspaces() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let (open, kept) = (try world.connect("open"), try world.connect("kept"))
        let (ada, bob) = (try world.member("ada@x.example", .advancedMember), try world.member("bob@x.example"))
        for member in [ada, bob] { #expect(world.setRoles(member, [open: .editor, kept: .editor]) == nil) }
        let workspace = try world.workspace("Emea", [kept])
        for member in [ada, bob] {
            #expect(world.check(.postsPublish, of: member, on: open).allowed)
            #expect(world.check(.postsPublish, of: member, on: kept).reason == .noAccess)
        }
        for role in [OrganizationRole.manager, .coOwner] {
            let member = try world.member("\(role.rank)@x.example", role)
            #expect(world.check(.postsPublish, of: member, on: kept).allowed)
        }
        let explained = world.explain(.postsPublish, of: ada, on: kept)
        #expect(explained.reason == .noAccess && explained.steps.contains { $0.subject == .workspace && $0.effect == .denies })
        #expect(explained.remedies.compactMap(\.change) == [.workspaceID(workspace), .organizationRole(.manager)])
        #expect(world.explain(.connectionDelete, of: ada, on: kept).remedies.compactMap(\.change) == [.organizationRole(.manager)])
        #expect(world.letIn(ada, to: workspace) == nil)
        #expect(world.check(.postsPublish, of: ada, on: kept).allowed && !world.check(.postsPublish, of: bob, on: kept).allowed)
        // A plan without the feature: it still hides, and can't be edited.
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "ENTERPRISE" }
        #expect(world.check(.postsPublish, of: bob, on: kept).reason == .noAccess)
        #expect(world.letIn(bob, to: workspace)?.reason == .planFeatureUnavailable)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "ADVANCED" }
        // Gone, it hides nothing, and nobody refers to it.
        try world.send(Workspaces.Delete.self) { $0.organizationID = organization; $0.workspaceID = workspace }
        #expect(world.check(.postsPublish, of: bob, on: kept).allowed)
        #expect(world.node.members[ada]?.record.workspaces == [])
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("rows 95, 96: a limited seat reaches its own connections, and of them the profile and the token only")
    func connectors() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let connector = try world.limited("client@else.example")
        let other = try world.connect("other")
        let own = try world.connect("own", by: world.acting(for: connector))
        for permission in Permission.catalogue.map(\.permission) where permission.entry?.level == .resource {
            let decision = world.check(permission, of: connector, on: own)
            let isOwn = PermissionSet.ownConnection.contains(permission)
            #expect(decision.allowed == isOwn, "\(permission)")
            #expect(decision.reason == (isOwn ? Reason() : .seatType))
            #expect(world.check(permission, of: connector, on: other).reason == (isOwn ? .noAccess : .seatType))
        }
        func renew(_ resource: ResourceID, by principal: Principal) -> Refusal? {
            world.refusal(Resources.RenewConnection.self, by: principal) { $0.organizationID = organization; $0.resourceID = resource }
        }
        #expect(renew(own, by: world.acting(for: connector)) == nil)
        #expect(renew(other, by: world.acting(for: connector))?.reason == .notFound)
        // Somebody else's token from now on: seen, and no more the connector's to renew.
        #expect(renew(own, by: world.acting(for: world.owner)) == nil)
        #expect(renew(own, by: world.acting(for: connector))?.reason == .notConnectionOwner)
        #expect(world.check(.connectionDelete, of: connector, on: own).allowed && !world.check(.connectionRenew, of: connector, on: own).allowed)
        #expect(world.setRoles(connector, [own: .guest])?.reason == .seatType)
        #expect(world.letIn(connector, to: try world.workspace("W", [own]))?.reason == .seatType)
        #expect(world.check(.profileRead, of: connector, on: own).allowed, "a workspace hides from members, not from who connected")
        #expect(world.refusal(Resources.Disconnect.self, by: world.acting(for: connector)) { $0.organizationID = organization; $0.resourceID = own } == nil)
        #expect(world.node.resources[own] == nil)
    }

    @Test("a role on a resource begins and ends by time alone, at once; the sweep changes no answer")
    func periods() throws {
        var world = try Fixture(plan: "ADVANCED")
        let resource = try world.connect("1")
        let member = try world.member("m@x.example", .advancedMember)
        let organization = world.organization
        try world.send(Members.SetResourceRoles.self) { request in
            request.organizationID = organization
            request.memberID = member
            request.resourceRoles = [.with {
                $0.resourceID = resource
                $0.role = .editor
                $0.period = Validity(start: noon + 10 * second, end: noon + 20 * second).period
            }]
        }
        let table: [(Int64, Bool, Reason, Int64?)] = [
            (0, false, .grantExpired, 10), (10, true, Reason(), 20), (19, true, Reason(), 20), (20, false, .grantExpired, nil), (30, false, .grantExpired, nil),
        ]
        for (seconds, allowed, reason, until) in table {
            let decision = world.check(.postsPublish, of: member, on: resource, at: noon + seconds * second)
            #expect(decision.allowed == allowed && decision.reason == reason, "\(seconds)")
            #expect(decision.validUntil == until.map { noon + $0 * second }, "\(seconds)")
        }
        #expect(world.check(.connectionRenew, of: member, on: resource).reason == .noAccess)
        #expect(world.state.nextExpiry == noon + 20 * second)
        world.now = noon + 30 * second
        let before = Answers(world.state, world.organization, at: world.now)
        world.tickets += 1
        let call = Call(Sweep(), ticket: world.tickets, seed: Seed(milliseconds: 1, random: (world.tickets, 4)), catalogue: world.catalogue)
        guard case .committed(let version, _) = try world.carryOut(call), case .grantExpired(let fact)? = version.entry?.events.first?.fact else {
            Issue.record("nothing was swept")
            return
        }
        #expect(fact.kind == .resourceRole && fact.memberID == member && fact.resourceID == resource)
        #expect(Answers(world.state, world.organization, at: world.now).difference(from: before) == nil)
        #expect(world.check(.postsPublish, of: member, on: resource).reason == .grantExpired)
        #expect(world.state.nextExpiry == nil && world.node.member(member, at: world.now)?.resourceRoles == [])
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        #expect(world.setRoles(member, [resource: .guest]) == nil)
        #expect(world.check(.postsPublish, of: member, on: resource).reason == .missingPermission)
    }

    @Test("SetResourceRoles replaces what the caller sees, or what the mask names; the ceiling is what the caller holds there")
    func setting() throws {
        var world = try Fixture(plan: "ADVANCED")
        let (one, two, three) = (try world.connect("1"), try world.connect("2"), try world.connect("3"))
        let (member, manager) = (try world.member("m@x.example"), try world.member("boss@x.example", .manager))
        let full = try world.member("full@x.example", admin: fullAdmin)
        func roles() -> [ResourceID: ResourceRole] {
            Dictionary(uniqueKeysWithValues: (world.node.member(member, at: world.now)?.resourceRoles ?? []).map { ($0.resourceID, $0.role) })
        }
        #expect(world.setRoles(member, [one: .guest, two: .editor], by: world.acting(for: manager)) == nil)
        #expect(roles() == [one: .guest, two: .editor])
        #expect(world.setRoles(member, [three: .admin], mask: [three, two]) == nil)
        #expect(roles() == [one: .guest, three: .admin])
        let revision = world.state.revision
        #expect(world.setRoles(member, [one: .guest, three: .admin]) == nil && world.state.revision == revision, "what is so already is no change")
        #expect(world.setRoles(member, [two: .guest], mask: [one])?.reason == .invalidField)
        #expect(world.setRoles(member, [two: .guest], by: world.acting(for: full))?.reason == .roleCeiling)
        #expect(world.setRoles(member, [one: .guest], by: world.acting(for: full)) == nil, "to take away, and to leave what is there, is no grant")
        #expect(roles() == [one: .guest])
        #expect(world.setRoles(member, [ResourceID(high: 5, low: 5): .guest])?.reason == .notFound)
        #expect(world.setRoles(world.owner, [one: .guest])?.reason == .ownerImmutable)
        #expect(world.setRoles(manager, [one: .guest])?.reason == .wrongState, "ADMIN everywhere")
        #expect(world.setRoles(manager, [one: .guest], by: world.acting(for: manager))?.reason == .selfModification)
        let reader = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: .platform, permissions: [.membersManageRoles, .profileRead, .reportsView], ceiling: 100)
        #expect(world.setRoles(member, [two: .guest], mask: [two], by: reader) == nil, "a key gives what it holds")
        #expect(world.setRoles(member, [two: .editor], mask: [two], by: reader)?.reason == .roleCeiling)
    }

    @Test("invariant 10: nothing refers to a resource, a workspace or a member that is gone")
    func removal() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let (one, two) = (try world.connect("1"), try world.connect("2"))
        let workspace = try world.workspace("W", [two])
        let member = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "m@x.example"
            request.resourceRoles = [.with { $0.resourceID = one; $0.role = .guest }, .with { $0.resourceID = two; $0.role = .editor }]
            request.workspaceIDs = [workspace]
        }.member)
        #expect(member.resourceRoles.count == 2 && member.workspaceIDs == [workspace])
        #expect(world.check(.postsPublish, of: member.memberID, on: two).allowed)
        try world.send(Resources.Disconnect.self, by: world.acting(for: world.owner)) { $0.organizationID = organization; $0.resourceID = one }
        #expect(world.node.member(member.memberID, at: world.now)?.resourceRoles.map(\.resourceID) == [two])
        #expect(try world.connect("1") != one, "its external id is free")
        #expect(world.remove(member.memberID) == nil)
        #expect(world.node.members[member.memberID]?.record.resourceRoles == [])
        let facts = try Entry(journal: try #require(world.journal.last).entry).events.compactMap(\.fact)
        #expect(facts.count == 3, "\(facts)")
        #expect(world.restore(member.memberID) == nil)
        #expect(world.check(.profileRead, of: member.memberID, on: two).reason == .noAccess)
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).snapshot() == world.state.snapshot())
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("connection states and who is to renew follow from the time alone")
    func connections() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let ada = try world.member("ada@x.example", .advancedMember)
        let resource = try world.connect("1", by: world.acting(for: ada), expires: noon + 30 * day)
        func record() throws -> ResourceRecord { try #require(world.node.resources[resource]?.record) }
        #expect(world.check(.connectionRenew, of: ada, on: resource).allowed, "ADMIN of what it connected")
        let table: [(Int64, ConnectionState)] = [(0, .valid), (23 * day - 1, .valid), (23 * day, .expiring), (30 * day - 1, .expiring), (30 * day, .expired)]
        for (after, state) in table {
            #expect(try record().connectionState(at: noon + after) == state, "\(after)")
            let notification = world.node.tokenNotification(try record(), at: noon + after)
            #expect((notification == nil) == (state == .valid))
            if let notification {
                #expect(notification.memberID == ada && notification.notifyTime?.nanosecondsSince1970 == noon + 23 * day)
            }
        }
        let update = UpdateResourceRequest.with { request in
            request.resource = .with { $0.organizationID = organization; $0.resourceID = resource; $0.connection = .with { $0.state = .revoked } }
        }
        try world.send(Resources.Update.self) { $0 = update }
        #expect(try record().connectionState(at: noon) == .revoked)
        #expect(world.setRoles(ada, [resource: .guest]) == nil)
        #expect(world.node.tokenNotification(try record(), at: noon)?.memberID == MemberID(), "whoever is ADMIN: the connector may renew no more")
        try world.send(Resources.RenewConnection.self, by: world.acting(for: world.owner)) { $0.organizationID = organization; $0.resourceID = resource }
        #expect(try record().connectionState(at: noon + 1000 * day) == .noExpiry && record().connectedBy == world.owner)
        #expect(world.refusal(Resources.Connect.self) { request in
            request.organizationID = organization
            request.kind = .adAccount
            request.network = "INSTAGRAM"
            request.externalID = "1"
            request.displayName = "Twin"
        }?.reason == .nameInUse)
    }

    @Test("Explain on a resource agrees with Check, each remedy alone would allow it, and what is not shown is as unknown")
    func explanations() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let (open, kept) = (try world.connect("open"), try world.connect("kept"))
        let workspace = try world.workspace("W", [kept])
        let connector = try world.limited("client@else.example")
        let own = try world.connect("own", by: world.acting(for: connector))
        let member = try world.member("m@x.example"), advanced = try world.member("a@x.example", .advancedMember)
        #expect(world.setRoles(member, [open: .moderator, kept: .editor]) == nil)
        #expect(world.setRoles(advanced, [kept: .guest]) == nil && world.letIn(advanced, to: workspace) == nil)
        let ended = try world.member("e@x.example")
        #expect(world.setRoles(ended, [open: .editor], until: noon + second) == nil)
        let suspended = try world.member("s@x.example")
        #expect(world.setRoles(suspended, [open: .admin]) == nil && world.suspend(suspended) == nil)
        world.now = noon + 5 * second
        let subjects = [world.owner, connector, member, advanced, ended, suspended, try world.member("f@x.example", admin: fullAdmin)]
        for subject in subjects {
            for resource in [open, kept, own, ResourceID(high: 7, low: 7)] {
                for permission in Permission.catalogue.map(\.permission) where permission.entry?.level != .key {
                    let decision = world.check(permission, of: subject, on: resource)
                    let explained = world.explain(permission, of: subject, on: resource)
                    #expect(explained.allowed == decision.allowed && explained.reason == decision.reason)
                    #expect(explained.allowed == explained.steps.contains { $0.effect == .grants } && !explained.steps.contains { $0.effect == .denies } || !explained.allowed)
                    let hidden = world.explain(permission, of: subject, on: resource, isShown: false)
                    if hidden.reason == .noAccess, decision.reason == .noAccess, permission.entry?.level == .resource {
                        #expect(hidden == world.explain(permission, of: subject, on: ResourceID(high: 8, low: 8), isShown: false), "\(permission)")
                    }
                    for remedy in explained.remedies {
                        var tried = world
                        switch remedy.change {
                        case .resourceRole(let grant): #expect(tried.setRoles(subject, [grant.resourceID: grant.role], mask: [grant.resourceID]) == nil)
                        case .workspaceID(let workspace): #expect(tried.letIn(subject, to: workspace) == nil)
                        case .organizationRole(let role): #expect(tried.setRole(subject, role) == nil)
                        case .memberState: #expect(tried.refusal(Members.Reactivate.self) { $0.organizationID = organization; $0.memberID = subject } == nil)
                        default: continue
                        }
                        #expect(tried.check(permission, of: subject, on: resource).allowed, "\(permission) \(remedy)")
                    }
                }
                let effective = Authorization.effectivePermissions(of: .member(subject), in: organization, on: resource, of: world.state, at: world.now)
                for permission in Permission.catalogue.map(\.permission) where permission.entry?.level == .resource {
                    #expect(effective.contains { $0.permission == permission } == world.check(permission, of: subject, on: resource).allowed)
                }
            }
        }
    }

    @Test("a dry run tells what is gained and lost on resources")
    func dryRun() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let (one, two) = (try world.connect("1"), try world.connect("2"))
        let member = try world.member("m@x.example")
        let plan = { (world: Fixture, call: Call) throws -> Plan in try DryRun(call, on: world.state, at: world.now).plan }
        let given = try plan(world, world.call(Members.SetResourceRoles.self, .with { request in
            request.organizationID = organization
            request.memberID = member
            request.resourceRoles = [.with { $0.resourceID = one; $0.role = .guest }]
        }))
        #expect(given.permissionChanges.map(\.resourceID) == [one] && given.permissionChanges.first?.gained == [.profileRead, .reportsView])
        #expect(given.membersGaining == 1 && given.membersLosing == 0)
        let promoted = try plan(world, world.call(Members.SetOrganizationRole.self, .with { $0.organizationID = organization; $0.memberID = member; $0.role = .manager }))
        #expect(Set(promoted.permissionChanges.map(\.resourceID)) == [ResourceID(), one, two] && promoted.membersGaining == 1)
        #expect(world.setRoles(member, [one: .guest]) == nil)
        let workspace = try world.workspace("W", [one])
        let freed = try plan(world, world.call(Workspaces.Delete.self, .with { $0.organizationID = organization; $0.workspaceID = workspace }))
        #expect(freed.permissionChanges.map(\.memberID) == [member])
        let gone = try plan(world, world.call(Resources.Disconnect.self, .with { $0.organizationID = organization; $0.resourceID = two }, by: world.acting(for: world.owner)))
        #expect(gone.membersLosing == 1 && gone.permissionChanges.map(\.memberID) == [world.owner])
    }
}
