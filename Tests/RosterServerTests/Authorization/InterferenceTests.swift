// What one tenant does shows in nothing that another one sees (reliability 5).

import RosterAPI
import RosterClient
import Synchronization
import Testing
import Wire

@Suite("Non-interference", .timeLimit(.minutes(5)))
struct InterferenceTests {
    static let calls = 10_000
    /// Say what time it is, so they are asked at a point.
    private static let timely = ["LicenseService/ForecastSeats"]

    @Test("a tenant's replies are the same bytes before, while and after another tenant makes 10,000 random calls", .timeLimit(.minutes(10)))
    func interference() async throws {
        let table = try AuthorizationTable()
        try await World { AuthorizationWorld.plans(&$0); $0.journal = .memory }.run { server in
            let world = try AuthorizationWorld(server, table)
            let (noisy, quiet) = (try await world.root("noisy"), try await world.root("quiet"))
            let methods = try await server.servedMethods()
            let quietClient = try world.client(quiet.key)
            let before = try await Self.script(table, methods, quiet, quietClient)
            #expect(before.count > 15)
            let revision = try await quietClient.organizations.get { $0.organizationID = quiet.id }.revision
            let noise = try await withThrowingTaskGroup(of: Int.self) { group in
                for lane in 0..<8 {
                    group.addTask { try await Self.noise(server, table, methods, noisy, quiet, seed: UInt64(lane), calls: Self.calls / 8) }
                }
                // The whole script again and again meanwhile, and changes of its own, which count one by one.
                var own: Int64 = 0
                for _ in 0..<20 {
                    try await Self.compare(before, Self.script(table, methods, quiet, quietClient), "meanwhile")
                }
                for number in 0..<20 {
                    let named = try await quietClient.organizations.update { $0.organization = .with { $0.organizationID = quiet.id; $0.name = "N\(number)" } }
                    own += 1
                    #expect(named.result?.revision == revision + own, "revisions are counted for oneself")
                }
                return try await group.reduce(0, +)
            }
            #expect(noise > Self.calls / 20, "\(noise) of \(Self.calls) random calls had an effect")
            print("non-interference: \(noise) of \(Self.calls) random calls had an effect")
            let settled = try await Self.script(table, methods, quiet, quietClient)
            _ = try await Self.noise(server, table, methods, noisy, quiet, seed: 99, calls: 500)
            try await Self.compare(settled, Self.script(table, methods, quiet, quietClient), "afterwards")
            await world.close()
        }
    }

    private static func compare(_ before: [String: [UInt8]], _ after: [String: [UInt8]], _ when: String) throws {
        for (title, bytes) in before { #expect(after[title] == bytes, "\(title) \(when)") }
    }

    /// Every read that the table has a row for: its reply by the row's title.
    private static func script(
        _ table: AuthorizationTable, _ methods: [any AnyMethod], _ account: Account, _ client: RosterClient
    ) async throws -> [String: [UInt8]] {
        var replies: [String: [UInt8]] = [:]
        for row in table.rows where !row.isPlatform && !row.isAboutPerson && !row.template.things.contains("self") {
            guard let method = methods.first(where: { $0.name == "roster.v1." + row.method }), method.kind == .read else { continue }
            replies[row.title] = try await reply(method, row, account, client)
        }
        return replies
    }

    private static func reply<M: AnyMethod>(_ method: M, _ row: AuthorizationTable.Row, _ account: Account, _ client: RosterClient) async throws -> [UInt8] {
        var request = try M.Request(json: try row.template.json(method, things: account.things))
        if timely.contains(row.method), var read = request as? any ReadRequest {
            read.point = .with { $0.point = .exactRevision(10) }
            if let same = read as? M.Request { request = same }
        }
        // A page's token says when it was given; without a next page there is none.
        if var list = request as? any ListRequest {
            list.pageSize = 1_000
            if let whole = list as? M.Request { request = whole }
        }
        do throws(RosterError) {
            return try await client.call(method, request).encoded()
        } catch {
            return [UInt8(truncatingIfNeeded: error.code.rawValue)] + Array(error.message.utf8) + error.details.flatMap { $0.encoded() }
        }
    }

    /// Random calls of one tenant, some of them with the other's ids; tells how many had an effect.
    private static func noise(
        _ server: Running, _ table: AuthorizationTable, _ methods: [any AnyMethod], _ account: Account, _ victim: Account, seed: UInt64, calls: Int
    ) async throws -> Int {
        var numbers = SeededNumbers(seed)
        var pool = IDPool(account.things)
        for id in victim.things.values { pool.insert(id) }
        let rows = table.rows.filter { !$0.isPlatform && !$0.isAboutPerson && $0.method != "OrganizationService/Delete" }
            .compactMap { row in methods.first { $0.name == "roster.v1." + row.method }.map { (row, $0) } }
        let client = try server.client(account.key)
        let people = account.members.values.map(\.memberID).sorted()
        var committed = 0
        for number in 0..<calls {
            guard let (row, method) = rows.randomElement(using: &numbers), let person = people.randomElement(using: &numbers) else { break }
            var things = numbers.chance(10) ? victim.things : account.things
            things["self"] = person.text
            things["address"] = "noise-\(seed)-\(number)@noisy.example"
            let caller = numbers.chance(2) ? client : try client.acting(for: .member(person))
            if try await call(method, row, things, pool, account, caller, &numbers) { committed += 1 }
        }
        await client.close()
        return committed
    }

    private static func call<M: AnyMethod>(
        _ method: M, _ row: AuthorizationTable.Row, _ things: [String: String], _ pool: IDPool, _ account: Account, _ client: RosterClient,
        _ numbers: inout SeededNumbers
    ) async throws -> Bool {
        let request = try M.Request(json: try row.template.json(method, things: things, validateOnly: false))
        let shuffled = try RequestShuffle.shuffled(request, pool, keeping: account.id.text, &numbers)
        do throws(RosterError) {
            _ = try await client.call(method, shuffled)
            return method.kind == .mutation
        } catch {
            return false
        }
    }
}
