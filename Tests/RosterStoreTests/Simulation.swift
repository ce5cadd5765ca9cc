// Simulation: ledgers of several trees over one journal on a disk that fails, tears and forgets, against naive models (reliability S1).

import RosterAPI
import RosterCore
import RosterModel

@testable import RosterStore

/// A deterministic world: everything that happens follows from its seed.
///
/// Models learn of a command when its answer leaves, so an answer that leaves too early, twice, or out of order shows at once. After a
/// crash the models learn of those entries that were found again though nobody had been answered, once each, by their request ids.
final class Simulation {
    struct Weakening {
        var ledger: Ledger.Weakening = []
        var journal: SimulatedJournal.Weakening = []
        /// Rule 5 off: whoever goes away takes the decided entry along.
        var cancelsDecided = false
    }

    /// A command on its way.
    private struct Sent {
        let tree: Int
        let operation: Operation
        let isRetry: Bool
    }

    /// One organization: its ledger, and what it should be.
    private final class Tree {
        var ledger: Ledger
        var model: NaiveModel
        /// Revision → what its answer said; by request id for retries.
        var answered: [String: Int64] = [:]
        var ownerClaim: String
        /// The revision through which the model knows.
        var known: Int64
        /// Proposals with the journal by revision: whether contended.
        var outstanding: [Int64: Bool] = [:]

        init(ledger: Ledger, model: NaiveModel, ownerClaim: String) {
            self.ledger = ledger
            self.model = model
            self.ownerClaim = ownerClaim
            known = ledger.durable.state.revision
        }
    }

    /// Small, so that the bound is met.
    private static let bounds: Ledger.Bounds = {
        var bounds = Ledger.Bounds()
        bounds.commands = 16
        bounds.recentVersions = 8
        return bounds
    }()

    private var journal = SimulatedJournal()
    private var trees: [Tree] = []
    private var generator: CommandGenerator
    private var numbers: SeededNumbers
    private var sent: [UInt64: Sent] = [:]
    /// Everything attempted since the last crash or drain, by request id.
    private var attempted: [String: Operation] = [:]
    private var tickets: UInt64 = 0
    private var now: Int64 = 1_793_620_800_000_000_000
    private let weakening: Weakening
    private(set) var reach = Reach()
    private(set) var commands = 0
    private(set) var crashes = 0
    private(set) var failures = 0
    /// The first disagreement; nil: none.
    private(set) var problem: String?

    init(seed: UInt64, weakening: Weakening = Weakening()) {
        generator = CommandGenerator(seed: seed)
        numbers = SeededNumbers(seed: seed &* 31 &+ 7)
        self.weakening = weakening
        journal.weakening = weakening.journal
        for index in 0..<2 { createTree(index, seed: seed) }
    }

    private func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

    private func report(_ text: String) { problem = problem ?? text }

    // MARK: Setting up

    private func createTree(_ index: Int, seed: UInt64) {
        let email = "p\(index)@x.example"
        var request = CreateOrganizationRequest()
        request.name = "Lumen"
        request.ownerEmail = email
        request.plan = "ENTERPRISE"
        var pool = PoolSize()
        pool.productID = "sales_navigator"
        pool.purchased = 3
        request.pools = [pool]
        let call = Call(
            Organizations.Create.self, request, by: Operation.bootstrap, ticket: 0,
            seed: Seed(milliseconds: now / 1_000_000, random: (seed, UInt64(index))), catalogue: NaiveModel.catalogue)
        var ledger = Ledger(state: TreeState(tree: call.newTree), epoch: Epoch.first, bounds: Self.bounds)
        for append in ledger.submit(call, at: now).appends { journal.append(append.proposal) { _ in } }
        while journal.step() {}
        _ = ledger.appended(through: 1, epoch: Epoch.first, at: now)
        ledger.weakening = weakening.ledger
        let owner = ledger.durable.state[call.newTree]?.record.ownerID ?? MemberID()
        let model = NaiveModel(organization: call.newTree, plan: "ENTERPRISE", pools: ["sales_navigator": 3], owner: owner, email: email)
        trees.append(Tree(ledger: ledger, model: model, ownerClaim: email))
    }

    // MARK: Running

    /// Runs until so many commands were sent, or something disagrees.
    func run(commands limit: Int) {
        while commands < limit, problem == nil {
            switch Int.random(in: 0..<1000, using: &numbers) {
            case 0..<500: submit(Int.random(in: 0..<trees.count, using: &numbers))
            case 500..<503: for _ in 0..<24 where problem == nil { submit(0) }
            case 503..<990: if !journal.step(), journal.hasEnded { crash() }
            case 990..<994: fault()
            case 994..<997: drain()
            default: crash()
            }
            if journal.hasEnded { crash() }
        }
        drain()
    }

    private func submit(_ index: Int) {
        let tree = trees[index]
        commands += 1
        tickets += 1
        var isRetry = false
        var operation = generator.operation(on: tree.model, at: now)
        // The owner's address is the claim that trees contend for.
        if chance(3) {
            operation = Operation(
                command: SetEmail(member: owner(of: tree), email: "p\(Int.random(in: 0..<4, using: &numbers))@x.example"), actor: .member(owner(of: tree)),
                organization: tree.model.organization, requestID: operation.requestID, seed: operation.seed)
        } else if chance(5), let id = attempted.keys.sorted().randomElement(using: &numbers), let earlier = attempted[id], earlier.seed != operation.seed, sent.values.contains(where: { $0.operation.requestID == id && $0.tree == index }) {
            operation = earlier
            isRetry = true
        }
        attempted[operation.requestID] = operation
        sent[tickets] = Sent(tree: index, operation: operation, isRetry: isRetry)
        carryOut(tree.ledger.submit(operation.call(in: tree.model.organization, ticket: tickets), at: now), index)
        if tree.ledger.undurableCount > Self.bounds.commands { report("more undurable commands than the bound") }
    }

    private func owner(of tree: Tree) -> MemberID { tree.model.owner }

    private func carryOut(_ effects: Ledger.Effects, _ index: Int) {
        for append in effects.appends {
            let proposal = append.proposal
            if weakening.cancelsDecided, chance(2) { continue }
            let others = trees[index].outstanding
            if !others.isEmpty, proposal.isContended || others.values.contains(true) { report("a contended claim was not alone") }
            trees[index].outstanding[proposal.revision] = proposal.isContended
            journal.append(proposal) { [unowned self] result in
                let tree = trees[index]
                switch result {
                case .success:
                    tree.outstanding[proposal.revision] = nil
                    carryOut(tree.ledger.appended(through: proposal.revision, epoch: proposal.epoch, at: now), index)
                case .failure(let failure):
                    failures += 1
                    // The journal refuses the rest of the epoch too.
                    if proposal.epoch == tree.ledger.epoch { tree.outstanding.removeAll() }
                    carryOut(tree.ledger.failed(at: proposal.revision, epoch: proposal.epoch, failure, at: now), index)
                }
            }
        }
        for (ticket, answer) in effects.answers { receive(answer, ticket) }
    }

    // MARK: Answers

    private func receive(_ answer: Answer, _ ticket: UInt64) {
        guard let sent = sent.removeValue(forKey: ticket) else {
            report("ticket \(ticket) was answered twice")
            return
        }
        let tree = trees[sent.tree]
        let operation = sent.operation
        switch answer {
        case .committed(let version, let isReplay):
            guard let entry = version.entry else { return report("a commit without an entry") }
            if isReplay || tree.answered[operation.requestID] != nil {
                if tree.answered[operation.requestID] != entry.revision { report("\(operation.requestID) took effect at \(entry.revision), and at \(tree.answered[operation.requestID] ?? 0)") }
            } else {
                learn(operation, entry, tree)
            }
        case .unchanged:
            judge(operation, nil, tree)
            tree.model.apply(operation, nil, at: now)
        case .refused(let refusal):
            if [.storageFull, .rateLimited, Reason("UNAVAILABLE")].contains(refusal.reason) { return }
            judge(operation, refusal.reason, tree)
        case .recorded(let revision):
            if tree.answered[operation.requestID] != revision { report("a replay of what was never answered") }
        case .elsewhere: report("no creation is under way")
        }
    }

    private func judge(_ operation: Operation, _ outcome: Reason?, _ tree: Tree) {
        let expected = tree.model.refusal(of: operation, at: now) { email in self.trees.contains { $0 !== tree && $0.ownerClaim == email } }
        reach.count(operation, outcome)
        // Whether another tree's claim stood at the moment of the commit can't be told from here.
        if outcome == .alreadyOwnsOrganization || expected == .alreadyOwnsOrganization { return }
        if outcome != expected { report("\(operation.command) by \(operation.actor): \(outcome?.name ?? "accepted"), expected \(expected?.name ?? "accepted")") }
    }

    /// The model learns of a durable entry.
    private func learn(_ operation: Operation, _ entry: Entry, _ tree: Tree) {
        if entry.revision != tree.known + 1 { report("revision \(entry.revision) was answered after \(tree.known)") }
        judge(operation, nil, tree)
        tree.known = entry.revision
        tree.answered[operation.requestID] = entry.revision
        tree.model.apply(operation, entry, at: now)
        tree.ownerClaim = tree.model.people[tree.model.owner]?.email ?? ""
    }

    // MARK: Faults

    private func fault() {
        if chance(85) { journal.faults.fullWrites.insert(journal.disk.writes + Int.random(in: 1...3, using: &numbers)) }
        else { journal.faults.failedSyncs.insert(journal.disk.syncs + Int.random(in: 1...3, using: &numbers)) }
    }

    /// Everything on its way arrives; only then does time move, so that every decision's time is known.
    private func drain() {
        while journal.step() {}
        if journal.hasEnded { return crash() }
        if !sent.isEmpty { report("\(sent.count) commands were never answered") }
        compare()
        attempted.removeAll()
        now += Int64.random(in: 1...200, using: &numbers) * 1_000_000_000
        if chance(2) { now += 40 * 86_400_000_000_000 }
    }

    private func crash() {
        crashes += 1
        sent.removeAll()
        // Taking the trees over writes as well, so the disk may fail again meanwhile.
        repeat { journal = journal.crashed(using: &numbers) } while !trees.allSatisfy(recover) && problem == nil
        compare()
        attempted.removeAll()
    }

    /// False: the process ended again before the tree was taken over.
    private func recover(_ tree: Tree) -> Bool {
        let id = tree.model.organization
        guard let head = journal.open(id) else {
            if !journal.hasEnded { report("the tree is gone") }
            return false
        }
        var state = TreeState(tree: id)
        for stored in entries(of: id) {
            guard let entry = try? Entry(journal: stored.bytes), (try? state.evolve(entry, personal: stored.personal, hash: stored.hash)) != nil else {
                report("revision \(stored.revision) can't be replayed")
                return true
            }
            guard stored.revision > tree.known else { continue }
            guard let operation = attempted[entry.header?.requestID ?? ""] else {
                report("an entry that nobody attempted")
                return true
            }
            if tree.answered[operation.requestID] != nil { report("\(operation.requestID) took effect twice") }
            learn(operation, entry, tree)
        }
        if head.revision < tree.known { report("revision \(tree.known) was acknowledged, and only \(head.revision) is there") }
        if head.hash != state.chainHash { report("the head's hash is not the chain's") }
        tree.ledger = Ledger(state: state, epoch: head.epoch, bounds: Self.bounds)
        tree.ledger.weakening = weakening.ledger
        tree.outstanding.removeAll()
        return true
    }

    /// All of them, slice after slice.
    private func entries(of tree: OrganizationID) -> [StoredEntry] {
        var all: [StoredEntry] = []
        while case let slice = journal.tables.entries(of: tree, after: all.last?.revision ?? 0, limit: .max), !slice.isEmpty { all += slice }
        return all
    }

    private func compare() {
        for tree in trees {
            let state = tree.ledger.durable.state
            let found = Invariants.violations(of: state, at: now) + tree.model.differences(from: state, at: now)
            if let first = found.first { report(first) }
        }
    }
}
