// The authorization matrix through the socket: every cell of Tests/Worlds/authorization.txt (reliability 5).

import RosterAPI
import RosterClient
import Testing
import Wire

@Suite("Authorization", .timeLimit(.minutes(5)))
struct AuthorizationTests {
    /// One call with the answer that it must get.
    private struct Cell: Sendable {
        let label: String
        let method: any AnyMethod
        let json: String
        let client: RosterClient
        let answer: String
    }

    @Test("the rows name methods and permissions that exist")
    func rows() throws {
        let table = try AuthorizationTable()
        let unknown = Set(table.rows.map { "roster.v1." + $0.method }).subtracting(Methods.all.map(\.name))
        #expect(unknown.isEmpty, "no such method: \(unknown.sorted())")
        #expect(Set(table.rows.map(\.title)).count == table.rows.count, "a row stands there twice")
        let permissions = Permission.catalogue.filter { $0.level != .resource }.map { "\($0.permission)" }
        #expect(Set(table.permissions.keys) == Set(permissions))
        for row in table.rows { for permission in row.permissions { #expect(table.permissions[permission] != nil, "\(row.title): \(permission)") } }
    }

    @Test("every method, set of rights and relation: what the table says is what the server answers")
    func matrix() async throws {
        let table = try AuthorizationTable()
        try await World(AuthorizationWorld.plans).run { server in
            let world = try AuthorizationWorld(server, table)
            let served = try await server.servedMethods()
            let missing = Set(served.map(\.name)).subtracting(table.rows.map { "roster.v1." + $0.method })
            #expect(missing.isEmpty, "methods without a row in Tests/Worlds/authorization.txt: \(missing.sorted())")
            let cells = try await Self.cells(world, of: served)
            #expect(cells.count > 10_000)
            let clock = ContinuousClock()
            let begin = clock.now
            let wrong = try await Self.send(cells)
            print("authorization matrix: \(cells.count) cells in \((clock.now - begin).formatted(.units(allowed: [.seconds, .milliseconds])))")
            #expect(wrong.isEmpty, "\(wrong.count) of \(cells.count) cells:\n\(wrong.prefix(60).joined(separator: "\n"))")
            await world.close()
        }
    }

    /// All cells, in the order of the table.
    private static func cells(_ world: AuthorizationWorld, of methods: [any AnyMethod]) async throws -> [Cell] {
        let callers = try await AuthorizationCallers(world)
        var cells: [Cell] = []
        for row in world.table.rows {
            guard let method = methods.first(where: { $0.name == "roster.v1." + row.method }) else { continue }
            for relation in world.table.relations {
                for rights in world.table.rights {
                    guard let answer = try world.table.answer(row, rights, relation),
                        let caller = try await callers.caller(rights, relation, asking: row)
                    else { continue }
                    var things = caller.account.things
                    things["self"] = caller.member?.memberID.text
                    cells.append(Cell(
                        label: "\(row.title) | \(rights.name) | \(relation.name)", method: method,
                        json: try row.template.json(method, things: things),
                        client: try world.client(caller.key).acting(for: caller.person), answer: answer))
                }
            }
        }
        try await callers.settle()
        return cells
    }

    /// Sends all, some at a time, and tells which were answered otherwise.
    private static func send(_ cells: [Cell]) async throws -> [String] {
        let codes = try AuthorizationTable().codes
        return try await withThrowingTaskGroup(of: [(Int, String)].self) { group in
            let lanes = 16
            for lane in 0..<lanes {
                group.addTask {
                    var wrong: [(Int, String)] = []
                    for index in stride(from: lane, to: cells.count, by: lanes) {
                        let cell = cells[index]
                        let got = try await answer(cell.method, cell.json, cell.client)
                        let reason = String(cell.answer.prefix { $0 != " " })
                        let wanted = cell.answer == "OK" ? "OK" : "\(try #require(codes[reason], "\(reason) has no code"))/\(cell.answer)"
                        if got != wanted { wrong.append((index, "\(cell.label): \(got), not \(wanted)")) }
                    }
                    return wrong
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// `OK`, or code, reason and the permission that is missing.
    private static func answer<M: AnyMethod>(_ method: M, _ json: String, _ client: RosterClient) async throws -> String {
        let request = try M.Request(json: json)
        do throws(RosterError) {
            _ = try await client.call(method, request)
            return "OK"
        } catch {
            return "\(error.code.name)/\(error.reason?.name ?? "?")" + (error.metadata["permission"].map { " \($0)" } ?? "")
        }
    }
}
