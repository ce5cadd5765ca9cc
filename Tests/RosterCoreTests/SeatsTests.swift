// Seats: parking, handing on, several at once, the monthly cap and the forecast (product.md 3.2, 3.3, 6).

import RosterAPI
import Testing

@testable import RosterCore

struct SeatsTests {
    private static let product = "sales_navigator"

    private func seats(_ world: Fixture, at time: Int64? = nil) -> [Int32] {
        guard let seats = world.node.pool(Self.product, at: time ?? world.now)?.seats else { return [] }
        return [seats.purchased, seats.active, seats.pending, seats.parked, seats.available]
    }

    /// A member with a license in use.
    private func holder(_ email: String, _ world: inout Fixture, until end: Int64? = nil) throws -> (member: MemberID, license: LicenseID) {
        let organization = world.organization
        let member = try world.member(email)
        #expect(world.assign(member, until: end) == nil)
        let license = try #require(world.node.members[member]?.record.licenses.first)
        try world.send(Licenses.Activate.self) { $0.organizationID = organization; $0.licenseID = license }
        return (member, license)
    }

    private func park(_ license: LicenseID, _ world: inout Fixture) -> Refusal? {
        let organization = world.organization
        return world.refusal(Licenses.Park.self) { $0.organizationID = organization; $0.licenseID = license }
    }

    private func unpark(_ license: LicenseID, _ world: inout Fixture) -> Refusal? {
        let organization = world.organization
        return world.refusal(Licenses.Unpark.self) { $0.organizationID = organization; $0.licenseID = license }
    }

    private func reassign(_ license: LicenseID, to member: MemberID, _ world: inout Fixture) -> Refusal? {
        let organization = world.organization
        return world.refusal(Licenses.Reassign.self) { $0.organizationID = organization; $0.licenseID = license; $0.memberID = member }
    }

    // MARK: Parking

    @Test("parking frees the seat and keeps the license; taking it up again needs a seat, and is no new assignment")
    func parking() throws {
        var world = try Fixture(seats: 1)
        let organization = world.organization
        let (ana, license) = try holder("ana@lumen.example", &world)
        let ben = try world.member("ben@lumen.example")
        #expect(seats(world) == [1, 1, 0, 0, 0])
        let parked = try world.send(Licenses.Park.self) { $0.organizationID = organization; $0.licenseID = license }
        #expect(parked.assignment?.state == .parked && parked.assignment?.parkTime?.nanosecondsSince1970 == world.now)
        #expect(seats(world) == [1, 0, 0, 1, 1])
        // It is still the member's one license of the product, and no product that opens.
        #expect(world.assign(ana)?.reason == .alreadyAssigned)
        #expect(world.node.member(ana, at: world.now)?.licenses.map(\.state) == [.parked])
        guard case .putMembership(let row)? = world.journal.last?.index.first else { Issue.record("no row"); return }
        #expect(try MembershipRecord(decoding: row.bytes).licenses == [])

        #expect(world.assign(ben) == nil)
        let made = world.node.record.assignmentsInMonth
        #expect(unpark(license, &world)?.reason == .seatsExhausted)
        let other = try #require(world.node.members[ben]?.record.licenses.first)
        try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = other }
        let back = try world.send(Licenses.Unpark.self) { $0.organizationID = organization; $0.licenseID = license }
        #expect(back.assignment?.state == .active && back.assignment?.parkTime == nil && back.assignment?.activateTime != nil)
        #expect(seats(world) == [1, 1, 0, 0, 0])
        #expect(world.node.record.assignmentsInMonth == made)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).snapshot() == world.state.snapshot())
    }

    @Test("only what is ACTIVE is parked, only what is PARKED is taken up again; the other states are WRONG_STATE")
    func parkingStates() throws {
        var world = try Fixture(seats: 5)
        let organization = world.organization
        let pending = try world.member("pending@lumen.example", licensed: true)
        let pendingLicense = try #require(world.node.members[pending]?.record.licenses.first)
        let (_, active) = try holder("active@lumen.example", &world)
        let (_, parked) = try holder("parked@lumen.example", &world)
        let (_, revoked) = try holder("revoked@lumen.example", &world)
        let (_, ended) = try holder("ended@lumen.example", &world, until: noon + 10 * second)
        #expect(park(parked, &world) == nil)
        try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = revoked }
        world.now = noon + 10 * second
        for license in [pendingLicense, parked, revoked, ended] { #expect(park(license, &world)?.reason == .wrongState) }
        for license in [pendingLicense, active, revoked, ended] { #expect(unpark(license, &world)?.reason == .wrongState) }
        #expect(park(LicenseID(high: 9, low: 9), &world)?.reason == .notFound)
        // A suspended member keeps its seat, and its license can be parked.
        let (suspended, its) = try holder("suspended@lumen.example", &world)
        #expect(world.suspend(suspended) == nil)
        #expect(seats(world) == [5, 2, 1, 1, 2])
        #expect(park(its, &world) == nil && unpark(its, &world) == nil)
    }

    @Test("a parked license is revoked, ends with its period and goes with its member; it counts nowhere then")
    func parkedEnds() throws {
        var world = try Fixture(seats: 3)
        let organization = world.organization
        let (_, revoked) = try holder("a@lumen.example", &world)
        let (leaver, _) = try holder("b@lumen.example", &world)
        let (member, ending) = try holder("c@lumen.example", &world, until: noon + 100 * second)
        for license in [revoked, try #require(world.node.members[leaver]?.record.licenses.first), ending] { #expect(park(license, &world) == nil) }
        #expect(seats(world) == [3, 0, 0, 3, 3])
        let answer = try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = revoked }
        #expect(answer.assignment?.state == .revoked && answer.assignment?.parkTime == nil)
        #expect(world.remove(leaver) == nil)
        #expect(seats(world) == [3, 0, 0, 1, 3])
        #expect(seats(world, at: noon + 100 * second) == [3, 0, 0, 0, 3])
        world.now = noon + 100 * second
        #expect(unpark(ending, &world)?.reason == .wrongState)
        #expect(world.node.assignment(ending, at: world.now)?.parkTime == nil)
        #expect(world.assign(member) == nil, "what ended stands in nobody's way")
    }

    // MARK: Handing on

    @Test("a seat is handed on in one entry, on a full pool too, and the one who gave it has no license")
    func reassignment() throws {
        var world = try Fixture(seats: 1)
        let organization = world.organization
        let (ana, license) = try holder("ana@lumen.example", &world)
        let ben = try world.member("ben@lumen.example")
        let made = world.node.record.assignmentsInMonth
        let revision = world.state.revision
        let answer = try world.send(Licenses.Reassign.self) { $0.organizationID = organization; $0.licenseID = license; $0.memberID = ben }
        #expect(world.state.revision == revision + 1)
        let revoked = try #require(answer.revoked)
        #expect(revoked.licenseID == license && revoked.state == .revoked && revoked.memberID == ana)
        let assignment = try #require(answer.assignment)
        #expect(assignment.memberID == ben && assignment.state == .pending && assignment.productID == Self.product)
        #expect(seats(world) == [1, 0, 1, 0, 0])
        #expect(world.node.members[ana]?.record.licenses == [])
        #expect(world.node.record.assignmentsInMonth == made + 1)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("what can't be handed on, and who can't get it; a refused call leaves the seat where it is")
    func reassignmentRefusals() throws {
        var world = try Fixture(plan: "ADVANCED", seats: 5)
        let organization = world.organization
        let (ana, license) = try holder("ana@lumen.example", &world)
        let (_, parked) = try holder("parked@lumen.example", &world)
        #expect(park(parked, &world) == nil)
        let ben = try world.member("ben@lumen.example")
        #expect(reassign(parked, to: ben, &world)?.reason == .wrongState)
        #expect(reassign(license, to: ana, &world)?.reason == .alreadyAssigned)
        let (holding, _) = try holder("holding@lumen.example", &world)
        #expect(reassign(license, to: holding, &world)?.reason == .alreadyAssigned)
        let admin = try #require(world.send(Members.Create.self) { $0.organizationID = organization; $0.email = "d@x.example"; $0.seatType = .adminOnly }.member)
        #expect(reassign(license, to: admin.memberID, &world)?.reason == .seatType)
        #expect(world.remove(ben) == nil)
        #expect(reassign(license, to: ben, &world)?.reason == .wrongState)
        #expect(reassign(license, to: MemberID(high: 9, low: 9), &world)?.reason == .notFound)
        #expect(reassign(LicenseID(high: 9, low: 9), to: ana, &world)?.reason == .notFound)
        #expect(world.node.assignments[license]?.state == .active)
    }

    // MARK: Several at once

    @Test("several members get a license each, all or none, in one entry")
    func several() throws {
        var world = try Fixture(seats: 3)
        let organization = world.organization
        let members = try (0..<4).map { try world.member("m\($0)@lumen.example") }
        func assign(_ members: [MemberID]) -> Refusal? {
            world.refusal(Licenses.Assign.self) { $0.organizationID = organization; $0.memberIDs = members; $0.productID = Self.product }
        }
        #expect(assign(members)?.reason == .seatsExhausted)
        #expect(seats(world) == [3, 0, 0, 0, 3])
        #expect(assign([members[0], members[0]])?.reason == .invalidField)
        #expect(assign([members[0], MemberID(high: 9, low: 9)])?.reason == .notFound)
        #expect(assign((0..<2_001).map { MemberID(high: 1, low: UInt64($0)) })?.reason == .batchTooLarge)
        let revision = world.state.revision
        let answer = try world.send(Licenses.Assign.self) { $0.organizationID = organization; $0.memberIDs = Array(members[..<3]); $0.productID = Self.product }
        #expect(world.state.revision == revision + 1)
        #expect(answer.assignments.map(\.memberID) == Array(members[..<3]) && answer.assignment == answer.assignments.first)
        #expect(assign([members[3], members[0]])?.reason == .seatsExhausted)

        let licenses = answer.assignments.map(\.licenseID)
        #expect(world.refusal(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseIDs = licenses; $0.licenseID = licenses[0] }?.reason == .invalidField)
        let revoked = try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseIDs = licenses }
        #expect(revoked.assignments.map(\.licenseID) == licenses && revoked.assignments.allSatisfy { $0.state == .revoked })
        #expect(world.refusal(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseIDs = licenses }?.reason == .wrongState)
        #expect(seats(world) == [3, 0, 0, 0, 3])
    }

    @Test("a repeated call under its request id tells the same, once more")
    func replay() throws {
        var world = try Fixture(seats: 2)
        let organization = world.organization
        let (_, license) = try holder("ana@lumen.example", &world)
        let ben = try world.member("ben@lumen.example")
        func fill(_ request: inout ReassignLicenseRequest) {
            request.organizationID = organization
            request.licenseID = license
            request.memberID = ben
            request.options = .with { $0.requestID = "once" }
        }
        var first = try world.send(Licenses.Reassign.self, fill)
        var second = try world.send(Licenses.Reassign.self, fill)
        #expect(second.result?.replayed == true)
        (first.result, second.result) = (nil, nil)
        #expect(first == second)
        #expect(seats(world) == [2, 0, 1, 0, 1])
    }

    // MARK: The monthly cap

    @Test("the cap: how much of it is used, a warning from four fifths on, and the first of the next month in UTC")
    func cap() throws {
        let capped = Catalogue(plans: [.init(name: "P", features: [.accountCenter], assignmentsPerMonthMax: 5), .init(name: "FREE", features: [.accountCenter])], pepper: [1])
        var world = try Fixture(plan: "P", catalogue: capped)
        let organization = world.organization
        var seen: [AssignmentCapState] = []
        func note() { if let cap = world.node.seatSummary(in: world.state, at: world.now).assignmentCap { seen.append(cap.state) } }
        note()
        for number in 0..<3 {
            try world.member("m\(number)@lumen.example", licensed: true)
            note()
        }
        // Handing on counts, parking and taking up again don't.
        let (_, license) = try holder("ana@lumen.example", &world)
        note()
        #expect(park(license, &world) == nil && unpark(license, &world) == nil)
        let ben = try world.member("ben@lumen.example")
        #expect(reassign(license, to: ben, &world) == nil)
        note()
        #expect(seen == [.within, .within, .within, .within, .near, .reached])
        let cap = try #require(world.node.seatSummary(in: world.state, at: world.now).assignmentCap)
        #expect(cap.limit == 5 && cap.used == 5 && cap.remaining == 0)
        // 2026-12-01T00:00:00Z
        let reset = try #require(cap.resetTime?.nanosecondsSince1970)
        #expect(reset == 1_796_083_200 * second)
        let mine = try #require(world.node.members[ben]?.record.licenses.first)
        let carl = try world.member("carl@lumen.example")
        let refusal = reassign(mine, to: carl, &world)
        #expect(refusal?.reason == .assignmentCapReached && refusal?.metadata["limit"] == "5")
        #expect(world.node.assignments[mine]?.state == .pending, "the seat stays where it is")
        world.now = reset - 1
        #expect(world.assign(carl)?.reason == .assignmentCapReached)
        #expect(world.node.seatSummary(in: world.state, at: reset).assignmentCap?.used == 0)
        world.now = reset
        #expect(world.assign(carl) == nil)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "FREE" }
        #expect(world.node.seatSummary(in: world.state, at: world.now).assignmentCap == nil)
    }

    // MARK: Forecast

    @Test("the forecast: what fits now, when the rest fits by the ends that are known, and what never will")
    func forecast() throws {
        var world = try Fixture(seats: 4)
        try world.member("a@lumen.example", licensed: true)
        for (number, end) in [300, 100, 100].enumerated() { _ = try holder("b\(number)@lumen.example", &world, until: noon + Int64(end) * second) }
        func forecast(_ count: Int32, at time: Int64 = noon, _ fill: (inout ForecastSeatsRequest) -> Void = { _ in }) -> ForecastSeatsResponse {
            var request = ForecastSeatsRequest()
            request.demands = [.with { $0.productID = Self.product; $0.count = count }]
            fill(&request)
            return world.node.forecast(request, in: world.state, at: time)
        }
        func fitTime(_ count: Int32, at time: Int64 = noon) -> Int64? { forecast(count, at: time).fitTime.map { ($0.nanosecondsSince1970 - noon) / second } }
        #expect([0, 1, 2, 3, 4].map { fitTime($0) } == [0, 100, 100, 300, nil])
        #expect(fitTime(2, at: noon + 200 * second) == 200)
        let two = forecast(2)
        #expect(!two.fits && two.reasons == ["SEATS_EXHAUSTED"])
        #expect(two.products.first?.missing == 2 && two.products.first?.seats?.available == 0)
        #expect(two.products.first?.steps.map(\.available) == [2, 3])
        #expect(forecast(2) { $0.time = .init(nanosecondsSince1970: noon + 100 * second) }.fits)
        // What is asked of several products fits when all of it does; a product without a pool never.
        let both = forecast(1) { $0.demands.append(.with { $0.productID = "learning"; $0.count = 1 }) }
        #expect(!both.fits && both.fitTime == nil && both.products.map(\.missing) == [1, 1] && both.products[1].seats == nil)
    }

    @Test("the forecast knows the monthly cap and the plan's limit of members")
    func forecastLimits() throws {
        let own = Catalogue(plans: [.init(name: "P", features: [.accountCenter], membersMax: 5, assignmentsPerMonthMax: 4)], pepper: [1])
        var world = try Fixture(plan: "P", catalogue: own)
        try world.member("a@lumen.example", licensed: true)
        func forecast(_ count: Int32, _ members: Int32 = 0) -> ForecastSeatsResponse {
            world.node.forecast(.with { $0.demands = [.with { $0.productID = Self.product; $0.count = count }]; $0.newMembers = members }, in: world.state, at: noon)
        }
        #expect(forecast(3, 3).fits && forecast(3, 3).fitTime?.nanosecondsSince1970 == noon)
        #expect(forecast(3, 4).reasons == ["QUOTA_EXCEEDED"] && forecast(3, 4).fitTime == nil)
        #expect(forecast(3, 4).membersRemaining == 3)
        #expect(forecast(4).reasons == ["ASSIGNMENT_CAP_REACHED"] && forecast(4).fitTime == forecast(4).assignmentCap?.resetTime)
        #expect(forecast(5).fitTime == nil, "more than a month's cap never fits in one month")
        #expect(forecast(11).reasons == ["SEATS_EXHAUSTED", "ASSIGNMENT_CAP_REACHED"])
    }

    @Test("the forecast says what Assign does: seeded pools, every count, every end", arguments: 0..<20 as Range<UInt64>)
    func forecastAgrees(seed: UInt64) throws {
        var generator = SplitMix(seed)
        let size = Int32.random(in: 1...8, using: &generator)
        var world = try Fixture(seats: size)
        for number in 0..<Int(size) where Bool.random(using: &generator) {
            let end = Bool.random(using: &generator) ? nil : noon + Int64.random(in: 1...20, using: &generator) * second
            let (_, license) = try holder("m\(number)@lumen.example", &world, until: end)
            if Int.random(in: 0..<3, using: &generator) == 0 { #expect(park(license, &world) == nil) }
        }
        for count in 1...size {
            let request = ForecastSeatsRequest.with { $0.demands = [.with { $0.productID = Self.product; $0.count = count }] }
            let fit = world.node.forecast(request, in: world.state, at: noon).fitTime?.nanosecondsSince1970
            // The first second from which on so many assignments are accepted.
            let found = (0...21).map { noon + Int64($0) * second }.first { time in
                var trial = world
                trial.now = time
                guard let members = try? (0..<Int(count)).map({ try trial.member("n\($0)@lumen.example") }) else { return false }
                let organization = trial.organization
                return trial.refusal(Licenses.Assign.self) { $0.organizationID = organization; $0.memberIDs = members; $0.productID = Self.product } == nil
            }
            #expect(fit == found, "\(count) of \(size)")
        }
    }
}

struct MonthStartTests {
    @Test("a month's first moment is where its number begins", arguments: [-14, -1, 0, 1, 13, 361, 362, 682, 683, 2_000] as [Int32])
    func start(_ number: Int32) {
        let start = CivilMonth.start(of: number)
        #expect(CivilMonth.number(of: start) == number && CivilMonth.number(of: start - 1) == number - 1)
    }

    @Test("a month beyond the range of times begins never") func beyond() { #expect(CivilMonth.start(of: 100_000) == .max) }
}
