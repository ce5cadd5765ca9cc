// Seats and licenses through a socket: what is counted, what frees and takes a seat, and what a member's own page shows of it.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Seats", .timeLimit(.minutes(5)))
struct SeatsTests {
    private func counts(_ tenant: Tenant, _ product: String? = nil) async throws -> [Int32] {
        let summary = try await tenant.client.licenses.getSeatSummary { $0.organizationID = tenant.organization }
        let seats = try #require(product == nil ? summary.total : summary.pools.first { $0.productID == product }?.seats)
        return [seats.purchased, seats.active, seats.pending, seats.parked, seats.available]
    }

    private func license(_ tenant: Tenant, _ member: MemberID, _ product: String = "sales_navigator") async throws -> LicenseID {
        try #require(try await tenant.client.licenses.assign { $0.organizationID = tenant.organization; $0.memberID = member; $0.productID = product }.assignment).licenseID
    }

    private func page(_ tenant: Tenant, _ member: MemberID) async throws -> Member {
        try #require(try await tenant.client.members.get { $0.organizationID = tenant.organization; $0.memberID = member }.member)
    }

    @Test("rows 16, 17: activated, pending, parked and available licenses, in all, per product and per member, through a license's life")
    func snapshot() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 3)
            let (organization, licenses) = (tenant.organization, tenant.client.licenses)
            _ = try await licenses.updatePool { $0.organizationID = organization; $0.productID = "recruiter"; $0.purchased = 2 }
            let bob = try await tenant.member("bob@example.com") { $0.productIDs = ["sales_navigator"] }
            let eve = try await tenant.member("eve@example.com") { $0.productIDs = ["sales_navigator", "recruiter"] }
            #expect(try await counts(tenant) == [5, 0, 3, 0, 2])
            // The first login activates.
            let login = try await tenant.client.acting(for: .member(bob.memberID)).members.recordLogin { $0.organizationID = organization; $0.memberID = bob.memberID }
            #expect(login.member?.licenses.map(\.state) == [.active])
            #expect(login.member?.activationTime == login.result?.time && login.member?.licenses.first?.activateTime == login.result?.time)
            #expect(try await counts(tenant, "sales_navigator") == [3, 1, 1, 0, 1])
            #expect(try await counts(tenant, "recruiter") == [2, 0, 1, 0, 1])
            let active = try #require(login.member?.licenses.first).licenseID
            _ = try await licenses.park { $0.organizationID = organization; $0.licenseID = active }
            #expect(try await counts(tenant, "sales_navigator") == [3, 0, 1, 1, 2])
            let parked = try await page(tenant, bob.memberID)
            #expect(parked.licenses.map(\.state) == [.parked] && parked.licenses.first?.parkTime != nil)
            // Per member: its page, the members by the state of their licenses, and the assignments of one.
            let pending = try await tenant.client.members.list { $0.organizationID = organization; $0.filter = "licenses.state = PENDING" }
            #expect(pending.members.map(\.memberID) == [eve.memberID])
            let without = try await tenant.client.members.list { $0.organizationID = organization; $0.filter = "NOT licenses.product_id : *" }
            #expect(without.members.map(\.memberID) == [tenant.owner])
            let hers = try await licenses.listAssignments { $0.organizationID = organization; $0.filter = "member_id = \(eve.memberID)" }
            #expect(Set(hers.assignments.map(\.productID)) == ["sales_navigator", "recruiter"] && hers.assignments.allSatisfy { $0.state == .pending })
            _ = try await licenses.unpark { $0.organizationID = organization; $0.licenseID = active }
            #expect(try await counts(tenant) == [5, 1, 2, 0, 2])
            // As it was before.
            let before = try await licenses.getSeatSummary { request in
                request.organizationID = organization
                request.point = .with { $0.point = .exactRevision(eve.revision) }
            }
            #expect(before.total?.pending == 3 && before.total?.active == 0)
        }
    }

    @Test("rows 22, 26: an existing member is given a license and loses it; its page shows what it holds")
    func assignAndRemove() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 1)
            let bob = try await tenant.member("bob@example.com")
            #expect(bob.licenses == [])
            let license = try await license(tenant, bob.memberID)
            #expect(try await page(tenant, bob.memberID).licenses.map(\.licenseID) == [license])
            let eve = try await tenant.member("eve@example.com")
            #expect(try await refusal { try await self.license(tenant, eve.memberID) }.reason == .seatsExhausted)
            #expect(try await refusal { try await self.license(tenant, bob.memberID) }.reason == .alreadyAssigned)
            _ = try await tenant.client.licenses.revoke { $0.organizationID = tenant.organization; $0.licenseID = license }
            #expect(try await page(tenant, bob.memberID).licenses == [])
            _ = try await self.license(tenant, eve.memberID)
        }
    }

    @Test("row 4: a sub-admin manages the licenses of several products, and changes nothing that is beyond them")
    func subAdmin() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 2)
            let organization = tenant.organization
            for product in ["recruiter", "learning"] {
                _ = try await tenant.client.licenses.updatePool { $0.organizationID = organization; $0.productID = product; $0.purchased = 2 }
            }
            let admin = try await tenant.member("admin@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }
            let client = try tenant.client.acting(for: .member(admin.memberID))
            let people = [try await tenant.member("bob@example.com"), try await tenant.member("eve@example.com")].map(\.memberID)
            for product in ["sales_navigator", "recruiter", "learning"] {
                let given = try await client.licenses.assign { $0.organizationID = organization; $0.memberIDs = people; $0.productID = product }
                #expect(given.assignments.map(\.memberID) == people)
            }
            let held = try await page(tenant, people[0]).licenses
            #expect(held.map(\.productID) == ["sales_navigator", "recruiter", "learning"])
            // With the licenses come the applications, and go.
            func applications() async throws -> Set<String> {
                let account = try await tenant.client.acting(for: .member(people[0])).organizations.switchAccount { $0.organizationID = organization }
                return Set(account.instances.filter(\.licensed).map(\.productID))
            }
            #expect(try await applications() == ["sales_navigator", "recruiter", "learning"])
            let recruiter = try #require(held.first { $0.productID == "recruiter" }).licenseID
            _ = try await client.licenses.revoke { $0.organizationID = organization; $0.licenseID = recruiter }
            #expect(try await applications() == ["sales_navigator", "learning"])
            let again = try await client.licenses.assign { $0.organizationID = organization; $0.memberID = people[0]; $0.productID = "recruiter" }
            #expect(again.assignment?.memberID == people[0])
            let all = try await page(tenant, people[0]).licenses.map(\.licenseID)
            let revoked = try await client.licenses.revoke { $0.organizationID = organization; $0.licenseIDs = all }
            #expect(revoked.assignments.count == 3 && revoked.assignments.allSatisfy { $0.state == .revoked })
            #expect(try await applications() == [])
            #expect(try await counts(tenant) == [6, 0, 3, 0, 3])
            #expect(try await refusal { try await client.licenses.updatePool { $0.organizationID = organization; $0.productID = "learning"; $0.purchased = 9 } }.reason == .missingPermission)
            let bystander = try tenant.client.acting(for: .member(people[1]))
            #expect(try await refusal { try await bystander.licenses.getSeatSummary { $0.organizationID = organization } }.reason == .missingPermission)
        }
    }

    @Test("a seat is handed on in one entry; the plan of a dry run says what becomes of the seats")
    func reassign() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 1)
            let (bob, eve) = (try await tenant.member("bob@example.com"), try await tenant.member("eve@example.com"))
            let license = try await license(tenant, bob.memberID)
            func reassign(dry: Bool) async throws -> ReassignLicenseResponse {
                try await tenant.client.licenses.reassign {
                    $0.organizationID = tenant.organization
                    $0.licenseID = license
                    $0.memberID = eve.memberID
                    $0.options = .with { $0.validateOnly = dry }
                }
            }
            let plan = try #require(try await reassign(dry: true).result?.plan)
            #expect(plan.events.count == 2 && plan.seats.map(\.usedBefore) == [1] && plan.seats.map(\.usedAfter) == [1])
            let done = try await reassign(dry: false)
            #expect(done.assignment?.memberID == eve.memberID && done.revoked?.state == .revoked)
            #expect(try await page(tenant, bob.memberID).licenses == [])
            #expect(try await page(tenant, eve.memberID).licenses.map(\.licenseID) == [try #require(done.assignment).licenseID])
            // An entry of two facts: the organization's revision went on by one.
            #expect(done.result?.revision == done.assignment?.revision && done.assignment?.revision == done.revoked?.revision)
        }
    }

    @Test("row 94: limited users are not counted as paid users: they take no seat, can be given none, and are counted apart")
    func limited() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 1)
            let organization = tenant.organization
            _ = try await tenant.client.organizations.enableFeature { $0.organizationID = organization; $0.feature = .profileConnector }
            var limited: [Member] = []
            for number in 0..<3 { limited.append(try await tenant.member("client\(number)@example.com") { $0.seatType = .limited }) }
            #expect(limited.allSatisfy { $0.role == .connector && $0.licenses == [] })
            #expect(try await counts(tenant) == [1, 0, 0, 0, 1])
            let refused = try await refusal { try await self.license(tenant, limited[0].memberID) }
            #expect(refused.code == .failedPrecondition && refused.reason == .seatType)
            let paid = try await tenant.member("bob@example.com") { $0.productIDs = ["sales_navigator"] }
            let license = try #require(paid.licenses.first).licenseID
            let handed = try await refusal { try await tenant.client.licenses.reassign { $0.organizationID = organization; $0.licenseID = license; $0.memberID = limited[1].memberID } }
            #expect(handed.reason == .seatType)
            func summary() async throws(RosterError) -> GetSeatSummaryResponse { try await tenant.client.licenses.getSeatSummary { $0.organizationID = organization } }
            #expect(try await summary().limited == 3)
            _ = try await tenant.client.members.remove { $0.organizationID = organization; $0.memberID = limited[2].memberID }
            let after = try await summary()
            #expect(after.limited == 2 && after.total?.available == 0)
        }
    }

    @Test("the monthly cap through a socket: the summary warns, the call past it is refused, the forecast tells when it would fit")
    func cap() async throws {
        let world = World { $0.plans.append(.init(name: "CAPPED", features: [.accountCenter], assignmentsPerMonthMax: 2)) }
        try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CAPPED", seats: 9)
            let organization = tenant.organization
            func cap() async throws -> AssignmentCap { try #require(try await tenant.client.licenses.getSeatSummary { $0.organizationID = organization }.assignmentCap) }
            #expect(try await cap().state == .within)
            for name in ["bob", "eve"] { try await tenant.member("\(name)@example.com") { $0.productIDs = ["sales_navigator"] } }
            let reached = try await cap()
            #expect(reached.state == .reached && reached.used == 2 && reached.remaining == 0)
            let late = try await refusal { try await tenant.member("late@example.com") { $0.productIDs = ["sales_navigator"] } }
            #expect(late.code == .resourceExhausted && late.reason == .assignmentCapReached && late.metadata["limit"] == "2")
            let forecast = try await tenant.client.licenses.forecastSeats {
                $0.organizationID = organization
                $0.demands = [.with { $0.productID = "sales_navigator"; $0.count = 2 }]
            }
            #expect(!forecast.fits && forecast.reasons == ["ASSIGNMENT_CAP_REACHED"] && forecast.fitTime == reached.resetTime)
            #expect(forecast.products.first?.fits == true)
        }
    }

    @Test("will these 400 fit? not now, but once what ends has ended; and what the question can't be")
    func forecast() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 401)
            let organization = tenant.organization
            let end = Timestamp(nanosecondsSince1970: Int64(Date.now.timeIntervalSince1970 + 3600) * 1_000_000_000)
            let people = [try await tenant.member("bob@example.com"), try await tenant.member("eve@example.com")].map(\.memberID)
            for (index, period) in [nil, Period.with { $0.endTime = end }].enumerated() {
                _ = try await tenant.client.licenses.assign { $0.organizationID = organization; $0.memberID = people[index]; $0.productID = "sales_navigator"; $0.period = period }
            }
            func forecast(_ fill: (inout ForecastSeatsRequest) -> Void = { _ in }) async throws(RosterError) -> ForecastSeatsResponse {
                var request = ForecastSeatsRequest()
                request.organizationID = organization
                request.demands = [.with { $0.productID = "sales_navigator"; $0.count = 400 }]
                fill(&request)
                return try await tenant.client.licenses.forecastSeats(request)
            }
            let now = try await forecast()
            #expect(!now.fits && now.products.first?.missing == 1 && now.fitTime == end && now.revision > 0)
            #expect(now.products.first?.steps.map(\.time) == [end])
            #expect(try await forecast { $0.time = end }.fits)
            #expect(try await forecast { $0.demands[0].count = 399 }.fits)
            #expect(try await refusal { try await forecast { $0.demands = [] } }.reason == .invalidField)
            #expect(try await refusal { try await forecast { $0.demands[0].count = -1 } }.reason == .invalidField)
            #expect(try await refusal { try await forecast { $0.demands[0].productID = "nothing" } }.reason == .invalidField)
            #expect(try await refusal { try await forecast { $0.demands.append($0.demands[0]) } }.reason == .invalidField)
        }
    }

    @Test("assignments are filtered by member, product, state and time, and ordered; an ended one counts as revoked")
    func assignments() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 9)
            let (organization, client) = (tenant.organization, tenant.client.licenses)
            _ = try await client.updatePool { $0.organizationID = organization; $0.productID = "recruiter"; $0.purchased = 9 }
            let names = ["bob", "eve", "zed"]
            var members: [MemberID] = []
            for name in names { members.append(try await tenant.member("\(name)@example.com").memberID) }
            let (bob, eve, zed) = (try await license(tenant, members[0]), try await license(tenant, members[1]), try await license(tenant, members[2], "recruiter"))
            let end = Timestamp(nanosecondsSince1970: Int64(Date.now.timeIntervalSince1970 + 7200) * 1_000_000_000)
            let ending = try #require(try await client.assign { request in
                request.organizationID = organization
                request.memberID = members[2]
                request.productID = "sales_navigator"
                request.period = .with { $0.endTime = end }
            }.assignment).licenseID
            _ = try await client.activate { $0.organizationID = organization; $0.licenseID = bob }
            _ = try await client.park { $0.organizationID = organization; $0.licenseID = bob }
            _ = try await client.revoke { $0.organizationID = organization; $0.licenseID = eve }
            func list(_ filter: String, _ order: String = "") async throws -> [LicenseID] {
                try await client.listAssignments { $0.organizationID = organization; $0.filter = filter; $0.orderBy = order }.assignments.map(\.licenseID)
            }
            #expect(try await list("") == [bob, zed, ending])
            #expect(try await list("", "member.email desc, product_id") == [zed, ending, bob])
            #expect(try await list("state = REVOKED") == [eve])
            #expect(try await list("park_time : *") == [bob])
            #expect(try await list("product_id = recruiter OR member_id = \(members[0])") == [bob, zed])
            #expect(try await list("member.email = \"zed@example.com\" AND product_id = sales_navigator") == [ending])
            #expect(try await list("period.end_time < 2999-01-01T00:00:00Z") == [ending])
            #expect(try await list("license_id = \(zed)") == [zed])
            _ = try await tenant.client.members.suspend { $0.organizationID = organization; $0.memberID = members[2] }
            #expect(try await list("member.state = SUSPENDED AND state = PENDING") == [zed, ending])
            #expect(try await counts(tenant) == [18, 0, 2, 1, 16], "a suspended member keeps its seats")
            #expect(try await refusal { try await list("seat = 3") }.reason == .badFilter)
        }
    }
}
