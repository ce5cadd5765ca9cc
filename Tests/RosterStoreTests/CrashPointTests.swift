// Every crash point of the journal: what was acknowledged is there, and nothing that nobody attempted (reliability S2).

import RosterAPI
import RosterCore
import Testing

@testable import RosterStore

@Suite("Crash points", .timeLimit(.minutes(5)))
struct CrashPointTests {
    /// What a script saw before the crash.
    private final class Witness {
        var attempted: [OrganizationID: [Hash256]] = [:]
        var acknowledged: [OrganizationID: Int64] = [:]
    }

    /// Runs a script of appends over some trees until the given operation, then crashes; nil when the script ended before.
    private func run(seed: UInt64, until operation: Int, weakening: SimulatedJournal.Weakening) -> (SimulatedJournal, Witness)? {
        var generator = SeededGenerator(seed: seed)
        let journal = SimulatedJournal()
        journal.weakening = weakening
        journal.faults.fullWrites = [Int.random(in: 2...9, using: &generator)]
        if seed % 3 == 0 { journal.faults.failedSyncs = [Int.random(in: 2...12, using: &generator)] }
        let witness = Witness()
        var trees = (1...3).map { ScriptedTree(UInt64($0)) }
        var durable = trees
        var failed = [Bool](repeating: false, count: trees.count)
        for _ in 0..<12 {
            let index = Int.random(in: 0..<trees.count, using: &generator)
            if failed[index], journal.isIdle {
                trees[index].goBack(to: durable[index])
                failed[index] = false
            }
            if !failed[index] {
                let entry = Array("\(generator.next())".utf8)
                let proposal = trees[index].next(entry)
                let now = trees[index]
                witness.attempted[proposal.tree, default: []].append(proposal.hash)
                journal.append(proposal) { result in
                    switch result {
                    case .success:
                        witness.acknowledged[proposal.tree] = proposal.revision
                        durable[index] = now
                    case .failure: failed[index] = true
                    }
                }
            }
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                if journal.operations == operation || journal.hasEnded { return (journal.crashed(using: &generator), witness) }
                journal.step()
            }
        }
        while journal.operations < operation {
            if journal.hasEnded { break }
            if !journal.step() { return nil }
        }
        return (journal.crashed(using: &generator), witness)
    }

    /// The number of crash points looked at, and what was wrong with them.
    private func check(scripts: Range<UInt64>, weakening: SimulatedJournal.Weakening = []) -> (points: Int, problems: [String]) {
        var points = 0
        var problems: [String] = []
        for seed in scripts {
            var operation = 0
            while let (journal, witness) = run(seed: seed, until: operation, weakening: weakening) {
                points += 1
                for number in 1...3 {
                    let tree = OrganizationID(UInt64(number))
                    let entries = journal.tables.entries(of: tree, after: 0, limit: 256)
                    let revision = journal.tables.head(of: tree)?.revision ?? 0
                    if revision < witness.acknowledged[tree] ?? 0 { problems.append("seed \(seed), operation \(operation): an acknowledged entry is lost") }
                    if !Set(entries.map(\.hash)).isSubset(of: witness.attempted[tree] ?? []) { problems.append("seed \(seed): an entry nobody wrote") }
                    if entries.map(\.revision) != Array(1...Int64(max(entries.count, 1))).prefix(entries.count).map({ $0 }) {
                        problems.append("seed \(seed): revisions with gaps")
                    }
                    var previous = Hash256.zero
                    for entry in entries {
                        previous = Hash256.of(previous.bytes, entry.bytes)
                        if previous != entry.hash { problems.append("seed \(seed): a broken chain") }
                    }
                    // The tree goes on from what was recovered.
                    if let head = journal.open(tree) {
                        var owner = ScriptedTree(UInt64(number))
                        owner.epoch = head.epoch
                        owner.revision = head.revision
                        owner.hash = head.hash
                        var went = false
                        journal.append(owner.next()) { if case .success = $0 { went = true } }
                        while journal.step() {}
                        if !went, !journal.hasEnded, journal.faults.fullWrites.isEmpty { problems.append("seed \(seed): the tree is stuck") }
                    }
                }
                operation += 1
                if operation > 500 { break }
            }
        }
        return (points, problems)
    }

    @Test("200 scripts, each crashed after each operation: acknowledged ⊆ recovered ⊆ attempted")
    func everyPoint() {
        let (points, problems) = check(scripts: 0..<200)
        #expect(points > 2_000)
        #expect(problems.isEmpty, "\(problems.count): \(problems.prefix(3))")
    }

    @Test("the check sees an answer before its sync, and a failed sync that is believed", arguments: [1, 2])
    func broken(_ weakening: Int) {
        let (_, problems) = check(scripts: 0..<60, weakening: SimulatedJournal.Weakening(rawValue: weakening))
        #expect(problems.contains { $0.contains("lost") })
    }
}
