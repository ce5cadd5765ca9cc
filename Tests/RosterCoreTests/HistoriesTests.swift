// Histories: seeded random commands, where the rules and the naive model must agree after every step (reliability S1, S3, S4).

import RosterAPI
import RosterModel
import Testing

@testable import RosterCore

#if canImport(Glibc)
    import Glibc
#endif

/// One organization under random commands.
struct History {
    var model: NaiveModel
    var ledger: Ledger
    var generator: CommandGenerator
    var reach = Reach()
    var journal: [Proposal] = []
    var now = noon
    var ticket: UInt64 = 0
    var sweeps = 0
    var failure: String?

    init(seed: UInt64) throws {
        generator = CommandGenerator(seed: seed)
        let request = CreateOrganizationRequest.with { request in
            request.name = "Lumen"
            request.ownerEmail = "p0@x.example"
            request.plan = "ENTERPRISE"
            request.pools = [.with { $0.productID = "sales_navigator"; $0.purchased = 3 }]
        }
        let call = Call(
            Organizations.Create.self, request, by: Operation.bootstrap, ticket: 0, seed: Seed(milliseconds: noon / 1_000_000, random: (seed, 1)),
            catalogue: NaiveModel.catalogue)
        ledger = Ledger(state: TreeState(tree: call.newTree), epoch: 1)
        let append = try #require(ledger.submit(call, at: noon).appends.first)
        _ = ledger.appended(through: 1, epoch: 1, at: noon)
        journal = [append.proposal]
        let owner = try #require(append.version.state[call.newTree]?.record.ownerID)
        model = NaiveModel(organization: call.newTree, plan: "ENTERPRISE", pools: ["sales_navigator": 3], owner: owner, email: "p0@x.example")
    }

    /// One command; the journal takes it at once. False when rules and model disagree.
    mutating func step(checking: Bool) -> Bool {
        if generator.chance(30) { now += Int64.random(in: 1...90, using: &generator.numbers) * second }
        if generator.chance(1), generator.chance(10) { now += 40 * day }
        if generator.chance(3), !sweep() { return false }
        let operation = generator.operation(on: model, at: now)
        let expected = model.refusal(of: operation, at: now)
        ticket += 1
        var effects = ledger.submit(operation.call(in: model.organization, ticket: ticket), at: now)
        var violations: [String] = []
        if let append = effects.appends.first {
            journal.append(append.proposal)
            effects = ledger.appended(through: append.proposal.revision, epoch: append.proposal.epoch, at: now)
            violations = Invariants.violations(of: ledger.durable.state, at: now)
        }
        let outcome: Reason?
        switch effects.answers.first?.answer {
        case .committed(let version, false)?:
            outcome = nil
            model.apply(operation, version.entry, at: now)
        case .unchanged?:
            outcome = nil
            model.apply(operation, nil, at: now)
        case .refused(let refusal)?: outcome = refusal.reason
        default: outcome = Reason("no answer")
        }
        reach.count(operation, outcome)
        guard outcome == expected else {
            failure = "\(operation.command) by \(operation.actor): \(outcome?.name ?? "accepted"), expected \(expected?.name ?? "accepted")"
            return false
        }
        // Where nothing was appended, only time went by.
        let problems = violations + (checking ? model.differences(from: ledger.durable.state, at: now) + Invariants.violations(of: ledger.durable.state, at: now) : [])
        if !problems.isEmpty { failure = "after \(operation.command): \(problems)" }
        return problems.isEmpty
    }

    /// The server takes note of what has ended: nobody may see a difference.
    mutating func sweep() -> Bool {
        guard let next = ledger.durable.state.nextExpiry, next <= now else { return true }
        let before = Answers(ledger.durable.state, model.organization, at: now)
        while let next = ledger.durable.state.nextExpiry, next <= now {
            ticket += 1
            let call = Call(Sweep(), ticket: ticket, seed: Seed(milliseconds: now / 1_000_000, random: (ticket, 3)), catalogue: NaiveModel.catalogue)
            guard let append = ledger.submit(call, at: now).appends.first else {
                failure = "something has ended, and the sweep finds nothing"
                return false
            }
            journal.append(append.proposal)
            _ = ledger.appended(through: append.proposal.revision, epoch: append.proposal.epoch, at: now)
            sweeps += 1
        }
        if let difference = Answers(ledger.durable.state, model.organization, at: now).difference(from: before) { failure = "after a sweep: \(difference)" }
        let violations = Invariants.violations(of: ledger.durable.state, at: now)
        if !violations.isEmpty { failure = "after a sweep: \(violations)" }
        return failure == nil
    }

    /// Replaying everything gives the state, and so does any snapshot with the entries after it.
    func checkReplay(using numbers: inout SeededNumbers) throws {
        let cut = Int.random(in: 0...journal.count, using: &numbers)
        var state = TreeState(tree: model.organization)
        for proposal in journal[..<cut] { try state.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash) }
        var restored = try #require(TreeState(snapshot: state.snapshot()))
        #expect(restored.snapshot() == state.snapshot())
        for proposal in journal[cut...] {
            try state.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash)
            try restored.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash)
        }
        let expected = ledger.durable.state.snapshot()
        #expect(state.snapshot() == expected && restored.snapshot() == expected)
        #expect(Invariants.violations(of: restored, at: now).isEmpty)
    }
}

struct HistoriesTests {
    /// Commands in all: 60,000, or what ROSTER_SIMULATION_COMMANDS says.
    static let commands = getenv("ROSTER_SIMULATION_COMMANDS").flatMap { Int(String(cString: $0)) } ?? 60_000

    @Test("S1, S3, S4: rules and naive model agree after every step, every outcome is reached, replay = snapshot + tail")
    func agree() throws {
        let fresh = UInt64.random(in: 0 ... .max)
        var reach = Reach()
        var sweeps = 0
        let length = 1500
        var seeds = (1...UInt64(max(Self.commands / length, 1))).map { $0 }
        seeds.append(fresh)
        for seed in seeds {
            var history = try History(seed: seed)
            for index in 0..<length {
                guard history.step(checking: index % 8 == 0 || index > length - 50) else {
                    Issue.record("seed \(seed), step \(index): \(history.failure ?? "")")
                    return
                }
            }
            var numbers = SeededNumbers(seed: seed)
            try history.checkReplay(using: &numbers)
            reach.merge(history.reach)
            sweeps += history.sweeps
        }
        #expect(sweeps > Self.commands / 1000, "the server sweeps as well")
        let missing = reach.missing(atLeast: Self.commands >= 1_000_000 ? 100 : 1)
        #expect(missing.isEmpty, "not reached often enough: \(missing); fresh seed \(fresh)")
    }
}
