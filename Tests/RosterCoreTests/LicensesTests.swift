// Licenses: seats are counted right at every moment.

import RosterAPI
import Testing

@testable import RosterCore

struct LicensesTests {
    private func seats(_ world: Fixture, at time: Int64? = nil) -> [Int32] {
        guard let seats = world.node.pool("sales_navigator", at: time ?? world.now)?.seats else { return [] }
        return [seats.purchased, seats.active, seats.pending, seats.parked, seats.available]
    }

    @Test("row 16: available = purchased − pending − active through the life of a license")
    func lifecycle() throws {
        var world = try Fixture(seats: 2)
        let organization = world.organization
        let ana = try world.member("ana@lumen.example", licensed: true)
        #expect(seats(world) == [2, 0, 1, 0, 1])
        let ben = try world.member("ben@lumen.example")
        #expect(world.assign(ben) == nil)
        #expect(seats(world) == [2, 0, 2, 0, 0])
        let carl = try world.member("carl@lumen.example")
        #expect(world.assign(carl)?.reason == .seatsExhausted)
        #expect(world.assign(ana)?.reason == .alreadyAssigned)
        try world.send(Members.RecordLogin.self) { $0.organizationID = organization; $0.memberID = ana }
        #expect(seats(world) == [2, 1, 1, 0, 0])
        let license = try #require(world.node.members[ben]?.record.licenses.first)
        try world.send(Licenses.Activate.self) { $0.organizationID = organization; $0.licenseID = license }
        #expect(world.refusal(Licenses.Activate.self) { $0.organizationID = organization; $0.licenseID = license }?.reason == .wrongState)
        #expect(seats(world) == [2, 2, 0, 0, 0])
        let revoked = try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = license }
        #expect(revoked.assignment?.state == .revoked)
        #expect(world.refusal(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = license }?.reason == .wrongState)
        #expect(seats(world) == [2, 1, 0, 0, 1])
        #expect(world.assign(carl) == nil)
    }

    @Test("a license with an end frees its seat at that very moment, without any call (5, 14)")
    func expiry() throws {
        var world = try Fixture(seats: 1)
        let ana = try world.member("ana@lumen.example")
        #expect(world.assign(ana, until: noon + 100 * second) == nil)
        let ben = try world.member("ben@lumen.example")
        #expect(world.assign(ben)?.reason == .seatsExhausted)
        #expect(seats(world, at: noon + 100 * second - 1) == [1, 0, 1, 0, 0])
        #expect(seats(world, at: noon + 100 * second) == [1, 0, 0, 0, 1])
        world.now = noon + 100 * second
        #expect(world.assign(ben) == nil)
        #expect(world.node.member(ana, at: world.now)?.licenses == [])
        #expect(world.assign(ana)?.reason == .seatsExhausted)
    }

    @Test("index rows carry the ends of role and licenses, for whoever reads them later")
    func indexRows() throws {
        var world = try Fixture()
        let organization = world.organization
        let ana = try world.member("ana@lumen.example")
        try world.send(Members.SetOrganizationRole.self) { request in
            request.organizationID = organization
            request.memberID = ana
            request.role = .manager
            request.period = Validity(start: noon + second, end: noon + 2 * second).period
        }
        #expect(world.assign(ana, until: noon + 3 * second) == nil)
        guard case .putMembership(let row)? = world.journal.last?.index.first else { Issue.record("no row"); return }
        let record = try MembershipRecord(decoding: row.bytes)
        let seen = (0...3).map { record.role(at: noon + $0 * second) }
        #expect(seen == [.member, .manager, .member, .member])
        #expect(record.productIDs(at: noon + 3 * second - 1) == ["sales_navigator"] && record.productIDs(at: noon + 3 * second) == [])
    }

    @Test("a pool shrinks to what is taken, not below (SEATS_IN_USE)")
    func pool() throws {
        var world = try Fixture(seats: 3)
        let organization = world.organization
        try world.member("ana@lumen.example", licensed: true)
        func resize(_ seats: Int32, _ product: String = "sales_navigator") -> Refusal? {
            world.refusal(Licenses.UpdatePool.self) { $0.organizationID = organization; $0.productID = product; $0.purchased = seats }
        }
        let refusal = resize(0)
        #expect(refusal?.reason == .seatsInUse && refusal?.metadata["used"] == "1")
        #expect(resize(1) == nil && resize(0, "learning") == nil)
        #expect(resize(1, "nothing")?.reason == .invalidField)
        #expect(resize(-1)?.reason == .invalidField && resize(1_000_001)?.reason == .invalidField)
        #expect(world.assign(world.owner)?.reason == .seatsExhausted)
        #expect(world.assign(world.owner, "learning")?.reason == .seatsExhausted)
    }

    @Test("rows 93, 94: LIMITED and ADMIN_ONLY seats hold no license; STANDARD gets the plan's default product")
    func seatTypes() throws {
        let own = Catalogue(
            plans: [.init(name: "P", features: [.accountCenter, .profileConnector], defaultProductID: "sales_navigator")], pepper: [1])
        var world = try Fixture(plan: "P", seats: 3, catalogue: own)
        let organization = world.organization
        func create(_ email: String, _ seat: SeatType, without: Bool = false) throws -> Member {
            try #require(world.send(Members.Create.self) { request in
                request.organizationID = organization
                request.email = email
                request.seatType = seat
                request.withoutLicense = without
            }.member)
        }
        #expect(try create("a@lumen.example", .standard).licenses.map(\.productID) == ["sales_navigator"])
        #expect(try create("b@lumen.example", .standard, without: true).licenses == [])
        let limited = try create("c@lumen.example", .limited)
        #expect(limited.role == .connector && limited.licenses == [])
        #expect(world.assign(limited.memberID)?.reason == .seatType)
        #expect(world.setRole(limited.memberID, .member)?.reason == .seatType)
        let admin = try create("d@lumen.example", .adminOnly)
        #expect(world.assign(admin.memberID)?.reason == .seatType)
        try world.member("e@lumen.example")
        #expect(world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "f@lumen.example" }?.reason == .seatsExhausted)
        #expect(world.node.memberByEmail["f@lumen.example"] == nil, "nothing is created when the pool is full")
    }

    @Test("the monthly cap counts by UTC calendar month, revoked assignments included")
    func assignmentCap() throws {
        let capped = Catalogue(plans: [.init(name: "P", features: [.accountCenter], assignmentsPerMonthMax: 2)], pepper: [1])
        var world = try Fixture(plan: "P", catalogue: capped)
        let organization = world.organization
        let ana = try world.member("ana@lumen.example")
        for _ in 0..<2 {
            #expect(world.assign(ana) == nil)
            let license = try #require(world.node.members[ana]?.record.licenses.first)
            try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = license }
        }
        #expect(world.assign(ana)?.reason == .assignmentCapReached)
        world.now += 29 * day
        #expect(world.assign(ana) == nil, "2026-12-01")
    }
}

struct CivilMonthTests {
    @Test("months since January 1970", arguments: [
        (0, 0), (31 * 86_400 - 1, 0), (31 * 86_400, 1), (-1, -1), (951_782_400, 361), (951_868_800, 362), (1_793_620_800, 682),
    ] as [(Int64, Int32)])
    func number(_ seconds: Int64, _ month: Int32) { #expect(CivilMonth.number(of: seconds * second) == month) }
}
