// Random walks of people who want more than they have (reliability 5): nobody gets there, by no sequence of calls.

import Foundation
import Loops
import RosterAPI
import RosterClient
import Testing
import Wire

@testable import RosterCore
@testable import RosterServer

@Suite("Escalation", .timeLimit(.minutes(5)))
struct EscalationTests {
    /// ROSTER_ESCALATION_WALKS; fresh ones in every run unless ROSTER_ESCALATION_SEED names the first.
    static let walks = Int(ProcessInfo.processInfo.environment["ROSTER_ESCALATION_WALKS"] ?? "") ?? 400
    static let seed = UInt64(ProcessInfo.processInfo.environment["ROSTER_ESCALATION_SEED"] ?? "") ?? UInt64.random(in: 0..<(1 << 40))
    static let stepsPerWalk = 12
    static let walksPerOrganization = 25

    @Test("random walks: nobody's rights grow beyond what the walker holds, its own never, and the owner stays", .timeLimit(.minutes(15)))
    func walks() async throws {
        let table = try AuthorizationTable()
        try await World { AuthorizationWorld.plans(&$0); $0.journal = .memory }.run { server in
            let methods = try await server.servedMethods().filter { $0.kind == .mutation }
            let lanes = 4
            let organizations = (Self.walks + Self.walksPerOrganization - 1) / Self.walksPerOrganization
            let outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for lane in 0..<lanes {
                    group.addTask {
                        let world = try AuthorizationWorld(server, table)
                        var outcome = Outcome()
                        for number in stride(from: lane, to: organizations, by: lanes) where outcome.escalations.isEmpty {
                            try await Self.walk(in: world, methods, seed: Self.seed &+ UInt64(number), &outcome)
                        }
                        await world.close()
                        return outcome
                    }
                }
                return try await group.reduce(into: Outcome()) { $0.add($1) }
            }
            #expect(outcome.escalations.isEmpty, "first seed \(Self.seed):\n\(outcome.escalations.joined(separator: "\n"))")
            // Walks that get nowhere prove nothing.
            print("escalation: \(organizations * Self.walksPerOrganization) walks, \(outcome.committed) of \(outcome.calls) calls had an effect")
            #expect(outcome.committed > outcome.calls / 20)
            #expect(outcome.reasons.isSuperset(of: ["MISSING_PERMISSION", "ROLE_CEILING", "OWNER_IMMUTABLE", "SELF_MODIFICATION"]), "\(outcome.reasons.sorted())")
        }
    }

    private struct Outcome: Sendable {
        var calls = 0
        var committed = 0
        var reasons: Set<String> = []
        var escalations: [String] = []

        mutating func add(_ other: Outcome) {
            calls += other.calls
            committed += other.committed
            reasons.formUnion(other.reasons)
            escalations += other.escalations
        }
    }

    /// What a member holds, masked by nothing but its own state.
    private struct Standing {
        var permissions: PermissionSet
        var authority: Int32
    }

    /// Some walks in one organization, by one person each and by those whom it makes members.
    private static func walk(in world: AuthorizationWorld, _ methods: [any AnyMethod], seed: UInt64, _ outcome: inout Outcome) async throws {
        var numbers = SeededNumbers(seed)
        let account = try await world.root("walk-\(seed)")
        var pool = IDPool(account.things)
        for member in account.members.values { pool.insert(member.memberID.text) }
        // Policies change what the rules are, so they stay as they are.
        let rows = world.table.rows.filter { row in
            !row.isPlatform && !row.isAboutPerson && !row.title.contains("policies") && row.method != "OrganizationService/Delete"
        }
        let calls = rows.compactMap { row in methods.first { $0.name == "roster.v1." + row.method }.map { (row, $0) } }
        let walkers = account.members.filter { !["OWNER", "CO_OWNER"].contains($0.key) }.sorted { $0.key < $1.key }
        let client = try world.client(account.key)
        for _ in 0..<walksPerOrganization {
            guard let walker = walkers.randomElement(using: &numbers)?.value.memberID else { return }
            let before = try await standings(account.id, world.server)
            guard let own = before.members[walker], own.authority > 0 else { continue }
            var company = [walker]
            var trail: [String] = []
            for step in 0..<stepsPerWalk {
                guard let (row, method) = calls.randomElement(using: &numbers), let actor = company.randomElement(using: &numbers) else { return }
                var things = account.things
                things["self"] = actor.text
                things["address"] = "new-\(step)-\(numbers.next())@walk.example"
                let (answer, made) = try await call(
                    method, row, things, pool, account, try client.acting(for: .member(actor)), &numbers)
                outcome.calls += 1
                guard answer == "OK" else {
                    outcome.reasons.insert(answer)
                    continue
                }
                outcome.committed += 1
                trail.append("\(actor): \(row.title)")
                for id in made { pool.insert(id) }
                let after = try await standings(account.id, world.server)
                var wrong: [String] = []
                if after.owner != before.owner { wrong.append("the owner is another") }
                if after.members[before.owner].map({ $0.authority < 100 }) ?? true { wrong.append("the owner lost its standing") }
                for (member, now) in after.members {
                    let had = before.members[member] ?? Standing(permissions: [], authority: 0)
                    let bound = member == walker ? had.permissions : had.permissions.union(own.permissions)
                    let gained = now.permissions.subtracting(bound)
                    if !gained.isEmpty { wrong.append("\(member == walker ? "the walker" : "\(member)") gained \(gained.permissions)") }
                    if now.authority > max(had.authority, own.authority) { wrong.append("\(member) has authority \(now.authority)") }
                    if before.members[member] == nil, company.count < 4 { company.append(member) }
                }
                for (key, now) in after.keys where before.keys[key] == nil {
                    if !now.permissions.isSubset(of: own.permissions.union(.resource)) || now.authority > own.authority { wrong.append("a key with \(now)") }
                }
                if !wrong.isEmpty {
                    outcome.escalations.append("seed \(seed), walker with \(own): \(trail.joined(separator: "; ")): \(wrong.joined(separator: ", "))")
                    return
                }
            }
        }
    }

    private static func call<M: AnyMethod>(
        _ method: M, _ row: AuthorizationTable.Row, _ things: [String: String], _ pool: IDPool, _ account: Account, _ client: RosterClient,
        _ numbers: inout SeededNumbers
    ) async throws -> (answer: String, made: [String]) {
        let request = try M.Request(json: try row.template.json(method, things: things, validateOnly: false))
        let shuffled = try RequestShuffle.shuffled(request, pool, keeping: account.id.text, &numbers)
        do throws(RosterError) {
            let response = try await client.call(method, shuffled)
            return ("OK", ((try? IDWalk.ids(in: response)) ?? []).map(\.text))
        } catch {
            return (error.reason?.name ?? error.code.name, [])
        }
    }

    /// Who holds what, from the state itself: it has no answers to ask for before the masks.
    private static func standings(
        _ organization: OrganizationID, _ server: Running
    ) async throws -> (members: [MemberID: Standing], keys: [KeyID: Standing], owner: MemberID) {
        let actor = try #require(try await server.node.backend.registry.tree(of: organization))
        let state = actor.cell.snapshot.state
        let node = try #require(state[organization])
        let now = max(state.time, WallClock.now())
        var members: [MemberID: Standing] = [:]
        for (id, member) in node.members {
            let isActive = member.record.state == .active
            // Suspended, it keeps what it was given: whoever reactivates it gives nothing.
            var record = member.record
            if record.state == .suspended { record.state = .active }
            members[id] = Standing(permissions: MemberNode.permissions(of: record, member.rules, at: now), authority: isActive ? member.authority(at: now) : 0)
        }
        let keys = state.keys.filter { $0.value.organizationID == organization && $0.value.revokeTime == 0 }
            .map { ($0.key, Standing(permissions: PermissionSet($0.value.permissions), authority: $0.value.ceiling)) }
        return (members, Dictionary(uniqueKeysWithValues: keys), node.record.ownerID)
    }
}
