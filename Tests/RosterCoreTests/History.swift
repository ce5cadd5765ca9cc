// History: one tree under seeded random commands, for the rules and for the naive model (reliability S1, S3, S4).

import RosterAPI
import RosterModel

@testable import RosterCore

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
    var trials = 0
    var failure: String?

    private struct NoTree: Error {}

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
        guard let append = ledger.submit(call, at: noon).appends.first, let owner = append.version.state[call.newTree]?.record.ownerID else { throw NoTree() }
        _ = ledger.appended(through: 1, epoch: 1, at: noon)
        journal = [append.proposal]
        model = NaiveModel(organization: call.newTree, plan: "ENTERPRISE", pools: ["sales_navigator": 3], owner: owner, email: "p0@x.example")
    }

    /// One command; the journal takes it at once. False when rules and model disagree.
    mutating func step(checking: Bool) -> Bool {
        if generator.chance(30) { now += Int64.random(in: 1...90, using: &generator.numbers) * second }
        if generator.chance(1), generator.chance(10) { now += 40 * day }
        if generator.chance(3), !sweep() { return false }
        var operation = generator.operation(on: model, at: now)
        // The key that may do everything gets as far as that.
        if generator.chance(operation.actor == .bootstrap ? 22 : 9) { operation.expects = generator.chance(25) ? .current : .other }
        let expected = model.refusal(of: operation, at: now)
        ticket += 1
        let revision = expectedRevision(operation)
        let root = model.organization
        let trial = generator.chance(10) ? Trial(of: operation.call(in: root, ticket: ticket, expecting: revision), on: ledger.durable.state, at: now) : nil
        // A plan that was looked at may be carried out by its token.
        let plan = generator.chance(30) ? trial?.token ?? "" : ""
        var effects = ledger.submit(operation.call(in: root, ticket: ticket, expecting: revision, plan: plan), at: now)
        let before = trial == nil ? nil : model
        var violations: [String] = []
        var entry: Entry?
        if let append = effects.appends.first {
            journal.append(append.proposal)
            effects = ledger.appended(through: append.proposal.revision, epoch: append.proposal.epoch, at: now)
            violations = Invariants.violations(of: ledger.durable.state, at: now)
        }
        let outcome: Reason?
        switch effects.answers.first?.answer {
        case .committed(let version, false)?:
            outcome = nil
            entry = version.entry
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
        if let trial, let before {
            trials += 1
            violations += trial.differences(
                from: outcome, entry, ledger.durable.state, isSame: plan.isEmpty, between: before, and: model, at: now)
        }
        // Where nothing was appended, only time went by.
        let problems = violations + (checking ? model.differences(from: ledger.durable.state, at: now) + Invariants.violations(of: ledger.durable.state, at: now) : [])
        if !problems.isEmpty { failure = "after \(operation.command) by \(operation.actor): \(problems)" }
        return problems.isEmpty
    }

    /// What the request says of the revision: that which callers see, or another one.
    private func expectedRevision(_ operation: Operation) -> Int64 {
        if case .nothing = operation.expects { return 0 }
        // Of what isn't there, 0 is true, and asks for nothing.
        let seen = model.seenRevision(of: operation, in: ledger.durable.state, at: now) ?? 0
        if case .current = operation.expects { return seen }
        return seen <= 1 || ticket % 2 == 0 ? seen + 1 : seen - 1
    }

    /// The server takes note of what has ended: nobody may see a difference.
    mutating func sweep() -> Bool {
        guard let next = ledger.durable.state.nextExpiry, next <= now else { return true }
        let watched = model.accounts.keys.sorted().randomElement(using: &generator.numbers) ?? model.organization
        let before = Answers(ledger.durable.state, watched, at: now)
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
        if let difference = Answers(ledger.durable.state, watched, at: now).difference(from: before) { failure = "after a sweep: \(difference)" }
        let violations = Invariants.violations(of: ledger.durable.state, at: now)
        if !violations.isEmpty { failure = "after a sweep: \(violations)" }
        return failure == nil
    }

    /// Replaying everything gives the state, and so does any snapshot with the entries after it. Returns what is wrong.
    func replayProblem(using numbers: inout SeededNumbers) throws -> String? {
        let cut = Int.random(in: 0...journal.count, using: &numbers)
        var state = TreeState(tree: model.organization)
        for proposal in journal[..<cut] { try state.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash) }
        guard var restored = TreeState(snapshot: state.snapshot()) else { return "the snapshot can't be read" }
        if restored.snapshot() != state.snapshot() { return "the snapshot of a snapshot is another" }
        for proposal in journal[cut...] {
            try state.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash)
            try restored.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash)
        }
        let expected = ledger.durable.state.snapshot()
        if state.snapshot() != expected { return "the entries give another state" }
        if restored.snapshot() != expected { return "snapshot and entries give another state" }
        return Invariants.violations(of: restored, at: now).first
    }
}
