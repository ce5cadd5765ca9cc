// Organizations: creation, life and subscription.

import RosterAPI
import Testing

@testable import RosterCore

struct OrganizationsTests {
    @Test("row 69, C18: a new organization has exactly one owner, who is active and holds the transfer")
    func owner() throws {
        let world = try Fixture()
        let owner = try #require(world.node.members[world.owner]?.record)
        #expect(owner.role == .owner && owner.state == .active && owner.personal?.email == "olivia@lumen.example")
        #expect(world.check(.organizationTransfer, of: world.owner).allowed)
        #expect(world.journal.count == 1 && world.journal[0].isContended)
    }

    @Test("creation and undeletion: the claim of the owner stands while the organization is deleted (3.2)")
    func deleteAndUndelete() throws {
        var world = try Fixture()
        let organization = world.organization
        let deleted = try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        #expect(deleted.organization?.state == .deleted)
        #expect(deleted.organization?.purgeTime?.nanosecondsSince1970 == world.now + 30 * day)
        #expect(world.check(.membersRead, of: world.owner).reason == .accountDeactivated)
        #expect(world.refusal(Organizations.Delete.self) { $0.organizationID = organization }?.reason == .accountDeactivated)
        #expect(world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "a@lumen.example" }?.reason == .accountDeactivated)
        let owner = world.acting(for: world.owner)
        #expect(try world.send(Organizations.Undelete.self, by: owner) { $0.organizationID = organization }.organization?.state == .active)
        #expect(world.refusal(Organizations.Undelete.self) { $0.organizationID = organization }?.reason == .wrongState)
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        world.now += 31 * day
        #expect(world.refusal(Organizations.Undelete.self) { $0.organizationID = organization }?.reason == .wrongState)
        #expect(world.journal.dropFirst().allSatisfy { $0.claims.isEmpty })
    }

    @Test("an update takes what its mask names, without a mask what is set; unknown paths are refused")
    func update() throws {
        var world = try Fixture()
        let organization = world.organization
        func change(_ world: inout Fixture, _ paths: [String]?, _ fill: (inout Organization) -> Void) throws -> Organization? {
            try world.send(Organizations.Update.self) { request in
                request.organization = .with { $0.organizationID = organization; fill(&$0) }
                request.updateMask = paths.map { .init(paths: $0) }
            }.organization
        }
        #expect(try change(&world, nil) { $0.name = "Lumen" }?.name == "Lumen")
        #expect(try change(&world, ["time_zone"]) { $0.name = "ignored"; $0.timeZone = "Europe/Paris" }?.name == "Lumen")
        #expect(try change(&world, ["policies"]) { $0.policies = .with { $0.literalRoleAssignment = true } }?.policies?.literalRoleAssignment == true)
        let before = world.state.revision
        #expect(try change(&world, ["name"]) { $0.name = "Lumen" }?.name == "Lumen")
        #expect(world.state.revision == before, "nothing to change takes no revision")
        for paths in [["plan"], ["policies.nothing"], [""]] {
            #expect(world.refusal(Organizations.Update.self) { request in
                request.organization = .with { $0.organizationID = organization }
                request.updateMask = .init(paths: paths)
            }?.code == .invalidArgument)
        }
        #expect(world.refusal(Organizations.Update.self) { request in
            request.organization = .with { $0.organizationID = organization }
            request.updateMask = .init(paths: ["name"])
        }?.reason == .invalidField)
    }

    @Test("policies widen what others may grant, so a manager can't change them")
    func policiesNeedFull() throws {
        var world = try Fixture()
        let manager = world.acting(for: try world.member("manager@lumen.example", .manager))
        let organization = world.organization
        let refusal = world.refusal(Organizations.Update.self, by: manager) { request in
            request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.literalRoleAssignment = true } }
        }
        #expect(refusal?.reason == .missingPermission && refusal?.metadata["permission"] == "admins.manage")
    }

    @Test("a low key takes no detour: neither policies nor the literal rule lift its ceiling")
    func policiesKeepTheCeiling() throws {
        var world = try Fixture()
        let organization = world.organization
        let low = Principal(
            keyID: KeyID(high: 9, low: 9), keyOrganization: organization,
            permissions: [.organizationUpdate, .adminsManage, .membersManageRoles, .membersWrite], ceiling: 60)
        func allowLiteral(_ principal: Principal) -> Refusal? {
            world.refusal(Organizations.Update.self, by: principal) { request in
                request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.literalRoleAssignment = true } }
            }
        }
        #expect(allowLiteral(low)?.reason == .roleCeiling)
        #expect(allowLiteral(bootstrap) == nil)
        let member = try world.member("m@lumen.example")
        #expect(world.setRole(member, .coOwner, by: low)?.reason == .roleCeiling)
        #expect(world.setRole(member, .manager, by: low) == nil)
    }

    @Test("rows 14, 93: the owner gets a seat of the plan's default product, if one was bought")
    func ownersProduct() throws {
        let standard = Catalogue(plans: [.init(name: "STANDARD", features: [.accountCenter], defaultProductID: "sales_navigator")], pepper: [1])
        for seats: Int32 in [0, 1] {
            let world = try Fixture(plan: "STANDARD", seats: seats, catalogue: standard)
            #expect(world.node.member(world.owner, at: noon)?.licenses.count == Int(seats))
        }
    }

    @Test("an empty organization id is no id, whatever the method")
    func emptyID() throws {
        var world = try Fixture()
        #expect(world.refusal(Organizations.Delete.self) { _ in }?.reason == .malformedID)
        #expect(world.refusal(Members.Create.self) { $0.email = "a@lumen.example" }?.reason == .malformedID)
        #expect(world.refusal(Keys.Revoke.self) { $0.keyID = KeyID(high: 1, low: 1) }?.reason == .malformedID)
    }

    @Test("row 1: a method that may be called about oneself is gated by the plan when it is about others")
    func gateOfOthers() throws {
        var world = try Fixture(plan: "TEAM")
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "CORE" }
        let owner = world.acting(for: world.owner)
        func login(_ principal: Principal) -> Refusal? {
            world.refusal(Members.RecordLogin.self, by: principal) { $0.organizationID = organization; $0.memberID = member }
        }
        #expect(login(owner)?.reason == .planFeatureUnavailable)
        #expect(login(world.acting(for: member)) == nil)
        #expect(world.remove(member, by: owner)?.reason == .planFeatureUnavailable)
        #expect(world.remove(member, by: world.acting(for: member)) == nil)
        let caller = try world.state.authorize(owner, Methods.Members.get.guard, in: organization, about: .one(.memberID(member)), at: noon)
        #expect(throws: Refusal.featureMissing(.accountCenter, .planFeatureUnavailable)) { try caller.checkPlan(of: world.node) }
        let own = try world.state.authorize(owner, Methods.Members.get.guard, in: organization, about: .one(.memberID(world.owner)), at: noon)
        try own.checkPlan(of: world.node)
    }

    @Test("row 1, C8: without ACCOUNT_CENTER every admin call is refused, and the subscription can still be changed")
    func accountCenter() throws {
        var world = try Fixture(plan: "CORE")
        let organization = world.organization
        let refusal = world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "a@lumen.example" }
        #expect(refusal?.reason == .planFeatureUnavailable && refusal?.metadata["feature"] == "ACCOUNT_CENTER")
        #expect(world.check(.membersRead, of: world.owner).reason == .planFeatureUnavailable)
        #expect(world.check(.organizationRead, of: world.owner).allowed)
        let owner = world.acting(for: world.owner)
        try world.send(Organizations.ChangePlan.self, by: owner) { $0.organizationID = organization; $0.plan = "TEAM" }
        try world.member("a@lumen.example")
        #expect(world.check(.membersRead, of: world.owner).allowed)
    }

    @Test("row 13: the profile connector needs the plan, and then to be enabled on request")
    func profileConnector() throws {
        var world = try Fixture(plan: "TEAM")
        let organization = world.organization
        func invite(_ world: inout Fixture) -> Refusal? {
            world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "client@else.example"; $0.seatType = .limited }
        }
        #expect(invite(&world)?.reason == .planFeatureUnavailable)
        #expect(world.refusal(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }?.reason == .planFeatureUnavailable)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "ADVANCED" }
        #expect(invite(&world)?.reason == .featureNotEnabled)
        let enabled = try world.send(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        #expect(enabled.subscription?.features.contains(.profileConnector) == true && enabled.subscription?.featuresToEnable == [])
        #expect(invite(&world) == nil)
        #expect(world.node.seatSummary(in: world.state, at: world.now).limited == 1)
        let change = try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "TEAM" }
        let lost = try #require(change.lostFeatures.first { $0.feature == .profileConnector })
        #expect(lost.uses == 1, "a downgrade names what rests on a feature")
    }

    @Test("rows 14, 72: a manager reads the subscription and buys add-ons, and can't change the plan")
    func addOns() throws {
        var world = try Fixture(seats: 1)
        let organization = world.organization
        let manager = world.acting(for: try world.member("manager@lumen.example", .manager))
        let bought = try world.send(Organizations.PurchaseAddOn.self, by: manager) { request in
            request.organizationID = organization
            request.productID = "sales_navigator"
            request.seats = 5
        }
        #expect(bought.subscription?.addOns.map(\.seats) == [5])
        #expect(world.node.pool("sales_navigator", at: world.now)?.seats?.available == 6)
        #expect(world.refusal(Organizations.ChangePlan.self, by: manager) { $0.organizationID = organization; $0.plan = "TEAM" }?.reason == .missingPermission)
        #expect(world.refusal(Organizations.PurchaseAddOn.self, by: manager) { request in
            request.organizationID = organization
            request.productID = "sales_navigator"
            request.seats = 1_000_000
        }?.reason == .quotaExceeded)
    }

    @Test("a plan's limit of members holds for creation, restoration and downgrade")
    func memberLimit() throws {
        let small = Catalogue(plans: Catalogue.shippedPlans + [.init(name: "SMALL", features: [.accountCenter], membersMax: 2)], pepper: [1])
        var world = try Fixture(plan: "SMALL", catalogue: small)
        let organization = world.organization
        let second = try world.member("second@lumen.example")
        #expect(world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "third@lumen.example" }?.reason == .quotaExceeded)
        #expect(world.remove(second) == nil)
        try world.member("third@lumen.example")
        #expect(world.restore(second)?.reason == .quotaExceeded)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "TEAM" }
        #expect(world.restore(second) == nil)
        #expect(world.refusal(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "SMALL" }?.reason == .seatsInUse)
    }

    @Test("creation: what is wrong with a request is refused before anything else")
    func invalid() throws {
        func reason(_ fill: (inout CreateOrganizationRequest) -> Void) -> Refusal? {
            var request = CreateOrganizationRequest.with { $0.name = "A"; $0.ownerEmail = "a@b.example"; $0.plan = "TEAM" }
            fill(&request)
            let call = Call(Organizations.Create.self, request, by: bootstrap, ticket: 1, seed: Seed(milliseconds: 1, random: (1, 1)), catalogue: catalogue)
            var ledger = Ledger(state: TreeState(tree: call.newTree), epoch: 1)
            guard case .refused(let refusal)? = ledger.submit(call, at: noon).answers.first?.answer else { return nil }
            return refusal
        }
        #expect(reason { _ in } == nil)
        #expect(reason { $0.name = "" }?.violations.first?.field == "name")
        #expect(reason { $0.name = String(repeating: "x", count: 257) }?.reason == .invalidField)
        #expect(reason { $0.ownerEmail = "nobody" }?.reason == .invalidEmail)
        #expect(reason { $0.plan = "GOLD" }?.violations.first?.field == "plan")
        #expect(reason { $0.timeZone = "not a zone" }?.reason == .invalidField)
        #expect(reason { $0.pools = [.with { $0.productID = "learning"; $0.purchased = -1 }] }?.reason == .invalidField)
        #expect(reason { $0.pools = [.with { $0.productID = "learning" }, .with { $0.productID = "learning" }] }?.reason == .invalidField)
        #expect(reason { $0.ownerProductIDs = ["learning"] }?.reason == .seatsExhausted)
        #expect(reason { $0.options = .with { $0.requestID = String(repeating: "x", count: 65) } }?.reason == .invalidField)
        #expect(reason { $0.options = .with { $0.requestID = "é" } }?.reason == .invalidField)
        #expect(reason { $0.options = .with { $0.reason = String(repeating: "x", count: 513) } }?.reason == .invalidField)
        #expect(reason { $0.options = .with { $0.planToken = "?" } }?.reason == .invalidField)
    }

    @Test("Create needs a platform-wide key with platform.organizations, acting as itself")
    func creationGuard() throws {
        let request = CreateOrganizationRequest.with { $0.name = "A"; $0.ownerEmail = "a@b.example"; $0.plan = "TEAM" }
        let bound = Principal(keyID: KeyID(high: 1, low: 3), keyOrganization: OrganizationID(high: 9, low: 9), permissions: .all, ceiling: 100)
        let weak = Principal(keyID: KeyID(high: 1, low: 3), keyOrganization: .platform, permissions: [.membersWrite], ceiling: 100)
        for principal in [bound, weak, bootstrap.acting(for: .user(try #require(EmailAddress("a@b.example"))))] {
            let call = Call(Organizations.Create.self, request, by: principal, ticket: 1, seed: Seed(milliseconds: 1, random: (1, 1)), catalogue: catalogue)
            var ledger = Ledger(state: TreeState(tree: call.newTree), epoch: 1)
            guard case .refused(let refusal)? = ledger.submit(call, at: noon).answers.first?.answer else { Issue.record("accepted"); continue }
            #expect(refusal.reason == .missingPermission && refusal.metadata["permission"] == "platform.organizations")
        }
    }
}
