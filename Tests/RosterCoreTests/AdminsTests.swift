// Administration rights: levels, categories, periods, and who may give them (rows 28 to 37).

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

extension Fixture {
    mutating func grantAdmin(_ member: MemberID, _ admin: AdminGrant, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Admins.Grant.self, by: principal) { $0.organizationID = organization; $0.memberID = member; $0.admin = admin }
    }

    mutating func updateAdmin(_ member: MemberID, _ admin: AdminGrant, mask: [String] = [], by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Admins.Update.self, by: principal) { request in
            request.organizationID = organization
            request.memberID = member
            request.admin = admin
            if !mask.isEmpty { request.updateMask = FieldMask(paths: mask) }
        }
    }

    mutating func revokeAdmin(_ member: MemberID, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Admins.Revoke.self, by: principal) { $0.organizationID = organization; $0.memberID = member }
    }

    func admin(_ member: MemberID) -> AdminGrant? { node.member(member, at: now)?.admin }

    /// Takes note of what has ended, as the server does by itself.
    mutating func sweep() throws {
        tickets += 1
        _ = try carryOut(Call(Sweep(), ticket: tickets, seed: Seed(milliseconds: now / 1_000_000, random: (generator.next(), generator.next())), catalogue: catalogue))
    }
}

struct AdminsTests {
    @Test("granted, changed by mask, revoked; each only where there is one, or none")
    func life() throws {
        var world = try Fixture()
        let member = try world.member("m@lumen.example", licensed: true)
        #expect(world.updateAdmin(member, fullAdmin)?.reason == .wrongState)
        #expect(world.revokeAdmin(member)?.reason == .wrongState)
        #expect(world.grantAdmin(member, subAdmin(.usersLicenses)) == nil)
        #expect(world.grantAdmin(member, fullAdmin)?.reason == .wrongState)
        let revision = world.state.revision
        #expect(world.grantAdmin(member, subAdmin(.usersLicenses)) == nil && world.state.revision == revision, "the same again")
        #expect(world.updateAdmin(member, subAdmin(.reports, .ssoEdi), mask: ["categories"]) == nil)
        #expect(world.admin(member) == subAdmin(.reports, .ssoEdi))
        #expect(world.updateAdmin(member, fullAdmin) == nil)
        #expect(world.admin(member) == fullAdmin, "FULL has no categories")
        #expect(world.updateAdmin(member, subAdmin(.reports), mask: ["categories"])?.reason == .invalidField)
        #expect(world.updateAdmin(member, .with { $0.level = .full; $0.categories = [.reports] })?.reason == .invalidField)
        #expect(world.updateAdmin(member, subAdmin(), mask: ["level"]) == nil)
        #expect(world.admin(member) == subAdmin(.reports), "what comes from FULL is a new sub-admin")
        #expect(world.updateAdmin(member, .with { $0.level = .user })?.reason == .invalidField)
        #expect(world.updateAdmin(member, fullAdmin, mask: ["rank"])?.reason == .invalidField)
        #expect(world.revokeAdmin(member) == nil)
        #expect(world.admin(member) == nil && world.node.member(member, at: world.now)?.licenses.count == 1)
        #expect(world.grantAdmin(member, .with { $0.level = .user })?.reason == .invalidField)
    }

    @Test("with a period, before and after which it counts for nothing; one that is over can be given again")
    func period() throws {
        var world = try Fixture()
        let member = try world.member("m@lumen.example")
        let period = Validity(start: noon + day, end: noon + 2 * day).period
        #expect(world.grantAdmin(member, .with { $0.level = .full; $0.period = period }) == nil)
        #expect(world.check(.adminsManage, of: member, at: noon).reason == .grantExpired)
        #expect(world.check(.adminsManage, of: member, at: noon + day).allowed)
        #expect(world.grantAdmin(member, fullAdmin)?.reason == .wrongState, "it has one that begins later")
        #expect(world.updateAdmin(member, .with { $0.period = Validity(end: noon).period })?.reason == .invalidField)
        #expect(world.updateAdmin(member, AdminGrant(), mask: ["period"]) == nil)
        #expect(world.check(.adminsManage, of: member, at: noon).validUntil == nil)
        #expect(world.updateAdmin(member, .with { $0.period = period }) == nil)
        world.now = noon + 2 * day
        #expect(world.updateAdmin(member, fullAdmin)?.reason == .wrongState)
        #expect(world.grantAdmin(member, subAdmin(.reports)) == nil)
        #expect(world.check(.reportsRead, of: member).allowed && world.check(.adminsManage, of: member).reason == .missingPermission)
    }

    @Test("categories are a set: the same in another order are the same right")
    func order() throws {
        var world = try Fixture()
        let member = try world.member("m@lumen.example", licensed: true)
        #expect(world.grantAdmin(member, subAdmin(.reports, .usersLicenses)) == nil)
        let revision = world.state.revision
        #expect(world.grantAdmin(member, subAdmin(.usersLicenses, .reports)) == nil)
        #expect(world.updateAdmin(member, subAdmin(.usersLicenses, .reports)) == nil)
        #expect(world.state.revision == revision, "nothing has changed")
        #expect(world.admin(member) == subAdmin(.reports, .usersLicenses))
    }

    @Test("C1: a sub-admin without categories gets the default of the organization's products; it is data")
    func defaults() throws {
        func granted(_ products: [String], reportsOnly: Bool = false) throws -> Result<[AdminCategory], Refusal> {
            var world = try Fixture()
            let organization = world.organization
            try world.send(Licenses.UpdatePool.self) { $0.organizationID = organization; $0.productID = "sales_navigator"; $0.purchased = 0 }
            for product in products { try world.send(Licenses.UpdatePool.self) { $0.organizationID = organization; $0.productID = product; $0.purchased = 5 } }
            if reportsOnly {
                try world.send(Organizations.Update.self) { request in
                    request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminReportsOnly = true } }
                }
            }
            let member = try world.member("m@lumen.example")
            if let refusal = world.grantAdmin(member, subAdmin()) { return .failure(refusal) }
            return .success(world.admin(member)?.categories ?? [])
        }
        #expect(try granted([]).get() == [.reports])
        #expect(try granted(["publishing"]).get() == [.reports], "a product without a default has no say")
        #expect(try granted(["learning"]).get() == [.reports], "what every product has")
        #expect(try granted(["learning"], reportsOnly: true).get() == [.reports])
        func alone(_ product: Catalogue.Product, reportsOnly: Bool = false) throws -> Result<[AdminCategory], Refusal> {
            let catalogue = Catalogue(products: [.init(id: "sales_navigator", name: "S", defaultCategories: product.defaultCategories)], pepper: [1])
            var world = try Fixture(catalogue: catalogue)
            let member = try world.member("m@lumen.example")
            if let refusal = world.grantAdmin(member, subAdmin()) { return .failure(refusal) }
            return .success(world.admin(member)?.categories ?? [])
        }
        let shipped = Dictionary(uniqueKeysWithValues: Catalogue.shippedProducts.map { ($0.id, $0) })
        #expect(try alone(#require(shipped["learning"])).get() == [.usersLicenses, .reports])
        #expect(try alone(#require(shipped["recruiter"])).get() == [.usersLicenses, .reports])
        guard case .failure(let refusal) = try alone(#require(shipped["publishing"])) else { throw CancellationError() }
        #expect(refusal.reason == .categoryNotAvailable)
        // The same for a new member.
        var world = try Fixture()
        let new = try world.member("n@lumen.example", admin: subAdmin())
        #expect(world.admin(new) == subAdmin(.reports))
    }

    @Test("categories, plan, policy and seat")
    func refusals() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        #expect(world.grantAdmin(member, subAdmin(.ssoEdi))?.reason == .planFeatureUnavailable)
        #expect(world.grantAdmin(member, subAdmin(.reports, .reports))?.reason == .invalidField)
        #expect(world.grantAdmin(member, .with { $0.level = .full; $0.categories = [.reports] })?.reason == .invalidField)
        try world.send(Organizations.Update.self) { request in
            request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminReportsOnly = true } }
        }
        #expect(world.grantAdmin(member, subAdmin(.usersLicenses))?.reason == .categoryNotAvailable)
        #expect(world.grantAdmin(member, subAdmin(.reports)) == nil)
        #expect(world.updateAdmin(member, subAdmin(.reports, .usersLicenses))?.reason == .categoryNotAvailable)
        try world.send(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        let limited = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "client@else.example"
            request.seatType = .limited
        }.member).memberID
        #expect(world.grantAdmin(limited, subAdmin(.reports))?.reason == .seatType)
        #expect(world.remove(member) == nil)
        #expect(world.grantAdmin(member, subAdmin(.reports))?.reason == .wrongState)
        let only = Catalogue(products: [.init(id: "sales_navigator", name: "S", categories: [.reports])], pepper: [1])
        var narrow = try Fixture(catalogue: only)
        #expect(narrow.grantAdmin(try narrow.member("m@lumen.example"), subAdmin(.usersLicenses))?.reason == .categoryNotAvailable)
    }

    @Test("only FULL grants and changes, whoever reaches the member takes away; the owner is untouchable, nobody its own (C20)")
    func ceiling() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        let full = world.acting(for: try world.member("f@lumen.example", admin: fullAdmin))
        let manager = world.acting(for: try world.member("b@lumen.example", .manager))
        #expect(world.grantAdmin(member, subAdmin(.reports), by: manager)?.reason == .missingPermission)
        #expect(world.grantAdmin(member, fullAdmin, by: full) == nil)
        #expect(world.updateAdmin(member, subAdmin(.reports), by: full) == nil)
        #expect(world.revokeAdmin(member, by: full) == nil)
        #expect(world.grantAdmin(world.owner, fullAdmin, by: full)?.reason == .ownerImmutable)
        guard case .member(let own)? = full.person else { throw CancellationError() }
        #expect(world.revokeAdmin(own, by: full)?.reason == .selfModification)
        #expect(world.updateAdmin(own, subAdmin(.reports), by: full)?.reason == .selfModification)
        func key(_ ceiling: Int32) -> Principal { Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: organization, permissions: .all, ceiling: ceiling) }
        #expect(world.grantAdmin(member, subAdmin(.reports), by: key(79))?.reason == .roleCeiling)
        #expect(world.grantAdmin(member, subAdmin(.reports)) == nil)
        #expect(world.revokeAdmin(member, by: key(29))?.reason == .roleCeiling)
        #expect(world.revokeAdmin(member, by: key(30)) == nil)
    }

    @Test("who administers: by right, by role, later, and not any more")
    func list() throws {
        var world = try Fixture()
        let coOwner = try world.member("a@lumen.example", .coOwner)
        let manager = try world.member("b@lumen.example", .manager)
        let sub = try world.member("c@lumen.example", admin: subAdmin(.reports))
        let full = try world.member("d@lumen.example", .manager, admin: fullAdmin)
        let later = try world.member("e@lumen.example", admin: .with { $0.level = .full; $0.period = Validity(start: noon + day).period })
        let gone = try world.member("f@lumen.example", admin: fullAdmin)
        let plain = try world.member("g@lumen.example", .advancedMember)
        #expect(world.remove(gone) == nil)
        func admin(_ id: MemberID, at time: Int64 = noon) -> Admin? { world.node.members[id].flatMap { world.node.admin($0, at: time) } }
        #expect(admin(world.owner)?.level == .full && admin(world.owner)?.byRole == true && admin(world.owner)?.grant == nil)
        #expect(admin(coOwner)?.level == .full)
        #expect(admin(manager)?.level == .sub && admin(manager)?.categories == [.usersLicenses, .reports, .ssoEdi] && admin(manager)?.byRole == true)
        #expect(admin(sub)?.categories == [.reports] && admin(sub)?.byRole == false && admin(sub)?.grant == subAdmin(.reports))
        #expect(admin(full)?.level == .full && admin(full)?.grant == fullAdmin)
        #expect(admin(later)?.level == .user && admin(later)?.grant?.level == .full && admin(later, at: noon + day)?.level == .full)
        #expect(admin(gone) == nil && admin(plain) == nil)
    }
}
