// Sub-accounts: how they come to be, what they have from above, and what nobody beside them sees.

import RosterAPI
import Testing

@testable import RosterCore

extension Fixture {
    mutating func create(_ name: String, below parent: OrganizationID? = nil, by principal: Principal? = nil, _ fill: (inout CreateSubaccountRequest) -> Void = { _ in }) throws -> CreateSubaccountResponse {
        let organization = parent ?? organization
        return try send(Subaccounts.Create.self, by: principal) { request in
            request.organizationID = organization
            request.name = name
            request.limits = .with { $0.perDay = 100 }
            fill(&request)
        }
    }

    mutating func subaccount(_ name: String, below parent: OrganizationID? = nil) throws -> OrganizationID {
        try #require(create(name, below: parent).subaccount?.organization?.organizationID)
    }

    mutating func refusal(creating name: String, below parent: OrganizationID? = nil, by principal: Principal? = nil, _ fill: (inout CreateSubaccountRequest) -> Void = { _ in }) -> Refusal? {
        do {
            _ = try create(name, below: parent, by: principal, fill)
            return nil
        } catch { return error as? Refusal }
    }

    /// A member of any organization of the tree, by the bootstrap key.
    mutating func member(_ email: String, _ role: OrganizationRole = .member, in organization: OrganizationID) throws -> MemberID {
        try #require(send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = email
            request.role = role
            request.withoutLicense = true
        }.member).memberID
    }

    func check(_ permission: Permission, of subject: AccessSubject, in organization: OrganizationID) -> Authorization.Decision {
        Authorization.check(permission, of: subject, in: organization, of: state, at: now)
    }
}

struct SubaccountsTests {
    @Test("row 106 (partial), row 15: a sub-account has name, limits, the parent's zone and the root's plan, and no owner")
    func creation() throws {
        var world = try Fixture()
        let made = try world.create("Paris") { $0.limits = .with { $0.perDay = 5; $0.perMonth = 0 } }
        let subaccount = try #require(made.subaccount)
        let organization = try #require(subaccount.organization)
        #expect(organization.kind == .child && organization.parentID == world.organization && organization.ownerID.isZero)
        #expect(organization.plan == "ENTERPRISE" && organization.timeZone == "Etc/UTC" && organization.state == .active)
        #expect(subaccount.depth == 2 && subaccount.members == 0 && subaccount.subaccounts == 0)
        #expect(subaccount.limits?.perDay == 5 && subaccount.limits?.perMonth == 0)
        let node = try #require(world.state[organization.organizationID])
        #expect(node.features == world.node.features && node.planMask == world.node.planMask)
        #expect(world.journal.last?.isContended == false, "nothing that another tree could hold")
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("what is wrong with a creation is refused", arguments: [0, 1, 2, 3, 4, 5, 6] as [Int])
    func invalid(_ number: Int) throws {
        var world = try Fixture()
        let owner = world.owner
        let refusal = world.refusal(creating: number == 0 ? " " : "Paris") { request in
            switch number {
            case 1: request.limits = nil
            case 2: request.limits = QuotaLimits()
            case 3: request.limits = .with { $0.perMonth = -1 }
            case 4: request.members = [.with { $0.memberID = owner }, .with { $0.memberID = owner }]
            case 5: request.members = [.with { $0.memberID = owner; $0.role = .owner }]
            case 6: request.members = .init(repeating: .with { $0.memberID = owner }, count: 501)
            default: break
            }
        }
        #expect(refusal?.code == .invalidArgument && (number != 6 || refusal?.reason == .batchTooLarge))
    }

    @Test("row 15: who may not: without the permission, without the feature, below the fifth level, under a name of its siblings")
    func refusals() throws {
        var world = try Fixture(plan: "TEAM")
        let organization = world.organization
        #expect(world.refusal(creating: "Paris")?.reason == .planFeatureUnavailable)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "ENTERPRISE" }
        let manager = world.acting(for: try world.member("manager@lumen.example", .manager))
        #expect(world.refusal(creating: "Paris", by: manager)?.metadata["permission"] == "subaccounts.manage")
        let paris = try world.subaccount("Paris")
        #expect(world.refusal(creating: "PARIS")?.reason == .nameInUse)
        // The same name elsewhere in the tree is another name.
        let inner = try world.subaccount("Paris", below: paris)
        let fourth = try world.subaccount("IV", below: inner)
        let fifth = try world.subaccount("V", below: fourth)
        #expect(world.state[fifth]?.depth == 5)
        #expect(world.refusal(creating: "VI", below: fifth)?.reason == .subaccountDepth)
        var generator = SplitMix(9)
        let stranger = MemberID.random(using: &generator)
        #expect(world.refusal(creating: "Lyon") { $0.members = [.with { $0.memberID = stranger }] }?.reason == .notFound)
        let bob = try world.member("bob@lumen.example")
        #expect(world.suspend(bob) == nil)
        #expect(world.refusal(creating: "Lyon") { $0.members = [.with { $0.memberID = bob }] }?.reason == .wrongState)
        #expect(world.state[organization]?.children.count == 1)
    }

    @Test("row 107 (partial), C14: first members take their role along, capped at CO_OWNER, or get the one that is asked for")
    func members() throws {
        var world = try Fixture()
        let owner = world.owner
        let manager = try world.member("manager@lumen.example", .manager)
        let other = try world.member("other@lumen.example", .advancedMember, admin: fullAdmin, licensed: true)
        let made = try world.create("Paris") { request in
            request.members = [.with { $0.memberID = owner }, .with { $0.memberID = manager; $0.role = .member }, .with { $0.memberID = other }]
        }
        #expect(made.members.map(\.role) == [.coOwner, .member, .advancedMember])
        #expect(made.members.map(\.email) == ["olivia@lumen.example", "manager@lumen.example", "other@lumen.example"])
        #expect(made.members.allSatisfy { $0.licenses.isEmpty && $0.admin == nil && $0.state == .active })
        #expect(made.subaccount?.members == 3)
        // They keep what they have in the parent.
        #expect(world.node.members[manager]?.record.role == .manager && world.node.members[other]?.record.licenses.count == 1)
        #expect(world.refusal(creating: "Lyon") { $0.members = [.with { $0.memberID = manager; $0.role = .connector }] }?.reason == .seatType)
        // Nobody hands on more than it has.
        let low = Principal(keyID: KeyID(high: 9, low: 9), keyOrganization: world.organization, permissions: .all, ceiling: 60)
        #expect(world.refusal(creating: "Lyon", by: low) { $0.members = [.with { $0.memberID = owner }] }?.reason == .roleCeiling)
        #expect(world.refusal(creating: "Lyon", by: low) { $0.members = [.with { $0.memberID = manager }] } == nil)
    }

    @Test("a role with an end ends in the sub-account, too")
    func temporaryRole() throws {
        var world = try Fixture()
        let organization = world.organization
        let bob = try world.member("bob@lumen.example")
        let end = world.now + day
        try world.send(Members.SetOrganizationRole.self) { request in
            request.organizationID = organization
            request.memberID = bob
            request.role = .manager
            request.period = Validity(end: end).period
        }
        let made = try world.create("Paris") { $0.members = [.with { $0.memberID = bob }] }
        let child = try #require(made.subaccount?.organization?.organizationID)
        let member = try #require(made.members.first?.memberID)
        #expect(made.members.first?.role == .manager)
        #expect(world.state[child]?.member(member, at: end)?.role == .member)
    }

    @Test("a parent's OWNER, CO_OWNER and FULL hold FULL below; others of the parent, siblings' members and the parent's own hold nothing")
    func relations() throws {
        var world = try Fixture()
        let coOwner = try world.member("co@lumen.example", .coOwner)
        let full = try world.member("full@lumen.example", admin: fullAdmin)
        let manager = try world.member("manager@lumen.example", .manager)
        let paris = try world.subaccount("Paris")
        let lyon = try world.subaccount("Lyon")
        let inner = try world.subaccount("Inner", below: paris)
        let boss = try world.member("boss@paris.example", .coOwner, in: paris)
        for admin in [world.owner, coOwner, full] {
            for organization in [paris, lyon, inner] {
                #expect(world.check(.keysManage, of: .member(admin), in: organization).allowed)
                #expect(!world.check(.organizationTransfer, of: .member(admin), in: organization).allowed)
            }
        }
        for organization in [paris, lyon, inner] { #expect(world.check(.organizationRead, of: .member(manager), in: organization).reason == .notAMember) }
        #expect(world.check(.keysManage, of: .member(boss), in: paris).allowed)
        #expect(world.check(.keysManage, of: .member(boss), in: inner).allowed)
        #expect(world.check(.organizationRead, of: .member(boss), in: lyon).reason == .notAMember)
        #expect(world.check(.organizationRead, of: .member(boss), in: world.organization).reason == .notAMember)
        // As actors: what lies beside or above is not there.
        let acting = world.acting(for: boss)
        for organization in [lyon, world.organization] {
            #expect(world.refusal(Organizations.Update.self, by: acting) { request in
                request.organization = .with { $0.organizationID = organization; $0.timeZone = "Europe/Paris" }
            }?.reason == .notFound)
        }
        // A member of the parent with nothing to do below: known, but without rights.
        #expect(world.refusal(Organizations.Update.self, by: world.acting(for: manager)) { request in
            request.organization = .with { $0.organizationID = paris; $0.timeZone = "Europe/Paris" }
        }?.reason == .missingPermission)
    }

    @Test("a person is an address: its membership below and its administration above are one person's")
    func persons() throws {
        var world = try Fixture()
        let full = try world.member("full@lumen.example", admin: fullAdmin)
        let made = try world.create("Paris") { $0.members = [.with { $0.memberID = full }] }
        let (paris, below) = (try #require(made.subaccount?.organization?.organizationID), try #require(made.members.first?.memberID))
        for subject in [AccessSubject.member(full), .member(below), .email(EmailAddress("full@lumen.example"))] {
            #expect(world.check(.keysManage, of: subject, in: paris).allowed)
        }
        // Nobody changes its own standing, by whichever of its memberships it acts.
        for member in [full, below] {
            #expect(world.refusal(Members.SetOrganizationRole.self, by: world.acting(for: member)) { request in
                request.organizationID = paris
                request.memberID = below
                request.role = .manager
            }?.reason == .selfModification)
        }
        // Suspended below, still an administrator from above; suspended above, what it is below.
        #expect(world.refusal(Members.Suspend.self) { $0.organizationID = paris; $0.memberID = below } == nil)
        #expect(world.check(.keysManage, of: .member(full), in: paris).allowed)
        #expect(world.refusal(Members.Reactivate.self, by: world.acting(for: full)) { $0.organizationID = paris; $0.memberID = below }?.reason == .selfModification)
        #expect(world.refusal(Members.Reactivate.self) { $0.organizationID = paris; $0.memberID = below } == nil)
        #expect(world.suspend(full) == nil)
        #expect(world.check(.keysManage, of: .member(below), in: paris).reason == .missingPermission)
        #expect(world.check(.organizationRead, of: .member(below), in: paris).allowed)
        #expect(world.check(.organizationRead, of: .member(full), in: paris).reason == .notAMember)
        #expect(world.refusal(Members.RecordLogin.self, by: world.acting(for: full)) { $0.organizationID = paris; $0.memberID = below }?.reason == .notFound)
    }

    @Test("the root's plan, its features on request, its limits and its end reach every level at once")
    func fromAbove() throws {
        let small = Catalogue(
            plans: Catalogue.shippedPlans + [.init(name: "SMALL", features: [.accountCenter, .subaccounts], membersMax: 3, defaultProductID: "sales_navigator")], pepper: [1])
        var world = try Fixture(plan: "ADVANCED", catalogue: small)
        let organization = world.organization
        let paris = try world.subaccount("Paris")
        let inner = try world.subaccount("Inner", below: paris)
        func node(_ world: Fixture) -> OrganizationNode { world.state[inner] ?? .platform }
        #expect(node(world).missing(.profileConnector) == .featureNotEnabled)
        try world.send(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        #expect(node(world).has(.profileConnector))
        // The subscription is the root's.
        for child in [paris, inner] {
            #expect(world.refusal(Organizations.ChangePlan.self) { $0.organizationID = child; $0.plan = "TEAM" }?.reason == .wrongState)
            #expect(world.refusal(Organizations.EnableFeature.self) { $0.organizationID = child; $0.feature = .profileConnector }?.reason == .wrongState)
            #expect(world.refusal(Organizations.PurchaseAddOn.self) { $0.organizationID = child; $0.productID = "learning"; $0.seats = 1 }?.reason == .wrongState)
            #expect(world.refusal(Organizations.Delete.self) { $0.organizationID = child }?.reason == .wrongState)
        }
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "SMALL" }
        #expect(node(world).organization.plan == "SMALL" && !node(world).has(.workspaces) && node(world).subscription.limits?.members == 3)
        // One limit for the whole tree; a sub-account without seats of the default product has nothing to give.
        func add(_ email: String) -> Refusal? { world.refusal(Members.Create.self) { $0.organizationID = inner; $0.email = email } }
        #expect(add("a@inner.example") == nil && add("b@inner.example") == nil)
        #expect(add("c@inner.example")?.reason == .quotaExceeded)
        #expect(world.refusal(creating: "Lyon") { request in request.members = [.with { $0.memberID = MemberID(high: 1, low: 1) }] }?.reason == .notFound)
        // Deleted with the root, undeleted with it.
        let member = try #require(node(world).memberOrder.first { _ in true })
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        #expect(node(world).organization.state == .deleted)
        #expect(world.check(.organizationRead, of: .member(member), in: inner).reason == .accountDeactivated)
        #expect(add("d@inner.example")?.reason == .accountDeactivated)
        #expect(world.refusal(Organizations.Undelete.self) { $0.organizationID = inner }?.reason == .wrongState)
        try world.send(Organizations.Undelete.self) { $0.organizationID = organization }
        #expect(world.check(.organizationRead, of: .member(member), in: inner).allowed)
    }

    @Test("a name is the parent's to give: who sees the sub-account only can't find out its siblings'")
    func names() throws {
        var world = try Fixture()
        let paris = try world.subaccount("Paris")
        let lyon = try world.subaccount("Lyon")
        let boss = try world.member("boss@paris.example", .coOwner, in: paris)
        func rename(_ child: OrganizationID, _ name: String, by principal: Principal? = nil) -> Refusal? {
            world.refusal(Organizations.Update.self, by: principal) { request in
                request.organization = .with { $0.organizationID = child; $0.name = name }
            }
        }
        let bound = Principal(keyID: KeyID(high: 9, low: 9), keyOrganization: paris, permissions: .all, ceiling: 100)
        for principal in [world.acting(for: boss), bound, bound.acting(for: .member(boss))] {
            #expect(rename(paris, "LYON", by: principal)?.metadata["permission"] == "subaccounts.manage")
            #expect(rename(paris, "Marseille", by: principal)?.metadata["permission"] == "subaccounts.manage")
            #expect(rename(paris, "Paris", by: principal) == nil, "the name it has")
        }
        let owner = world.acting(for: world.owner)
        #expect(rename(paris, "LYON", by: owner)?.reason == .nameInUse)
        #expect(rename(paris, "PARIS", by: owner) == nil)
        #expect(rename(paris, "Marseille", by: owner) == nil)
        #expect(rename(lyon, "paris") == nil, "a name that was given up")
    }

    @Test("a key reaches its organization and what lies below")
    func keys() throws {
        var world = try Fixture()
        let paris = try world.subaccount("Paris")
        let lyon = try world.subaccount("Lyon")
        let inner = try world.subaccount("Inner", below: paris)
        let bound = Principal(keyID: KeyID(high: 9, low: 9), keyOrganization: paris, permissions: .all, ceiling: 80)
        func reason(_ organization: OrganizationID) -> Reason? {
            world.refusal(Members.Create.self, by: bound) { $0.organizationID = organization; $0.email = "x@lumen.example" }?.reason
        }
        #expect(reason(paris) == nil && reason(inner) == nil)
        #expect(reason(lyon) == .notFound && reason(world.organization) == .notFound)
        #expect(world.refusal(creating: "Deep", below: inner, by: bound) == nil)
    }

    @Test("snapshots, replay, index rows and expiries know every level")
    func storage() throws {
        var world = try Fixture()
        let organization = world.organization
        let paris = try world.subaccount("Paris")
        let inner = try world.subaccount("Inner", below: paris)
        let bob = try world.member("bob@inner.example", in: inner)
        let end = world.now + day
        try world.send(Members.SetOrganizationRole.self) { request in
            request.organizationID = inner
            request.memberID = bob
            request.role = .manager
            request.period = Validity(end: end).period
        }
        #expect(world.state.nextExpiry == end)
        let loaded = try #require(TreeState(snapshot: world.state.snapshot()))
        #expect(Invariants.violations(of: loaded).isEmpty)
        #expect(loaded[inner]?.depth == 3 && loaded[inner]?.features == world.node.features && loaded[paris]?.child(named: "inner") == inner)
        let summaries = IndexChange.all(of: world.state, catalogue).compactMap { change -> OrganizationSummary? in
            if case .putOrganization(let row) = change { try? OrganizationSummary(decoding: row.bytes) } else { nil }
        }
        #expect(Set(summaries.map(\.organizationID)) == [organization, paris, inner])
        #expect(summaries.first { $0.organizationID == inner }?.parentID == paris)
        // The end of the root is written to the rows of all levels.
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        let rows = world.journal.last?.index.compactMap { change -> OrganizationSummary? in
            if case .putOrganization(let row) = change { try? OrganizationSummary(decoding: row.bytes) } else { nil }
        } ?? []
        #expect(Set(rows.map(\.organizationID)) == [organization, paris, inner] && rows.allSatisfy { $0.state == .deleted })
    }
}
