// `roster verify`: replays every tree, checks its chain and its rows, and compares with the state that is served.

import RosterAPI
import RosterCore
import RosterStore

struct Verification: Sendable {
    let journal: any Journal

    struct Report: Sendable {
        var trees = 0
        var entries: Int64 = 0
        var problems: [String] = []

        var text: String {
            problems.isEmpty
                ? "ok \(trees) trees, \(entries) entries, chains and states agree"
                : (problems + ["error \(problems.count) problems in \(trees) trees"]).joined(separator: "\n")
        }
    }

    /// - Parameter served: the durable state of a tree that is in memory; nil for the others.
    func run(served: @Sendable (OrganizationID) -> TreeState? = { _ in nil }) async -> Report {
        var report = Report()
        do throws(JournalError) {
            report.problems += try await journal.checkStorage()
            var after: OrganizationID?
            while true {
                let heads = try await journal.trees(after: after, limit: JournalLimit.sliceRows)
                guard let last = heads.last else { return report }
                for head in heads where !head.isPurged { await verify(head, served, &report) }
                after = last.tree
            }
        } catch {
            report.problems.append("\(error)")
            return report
        }
    }

    private func verify(_ head: TreeHead, _ served: @Sendable (OrganizationID) -> TreeState?, _ report: inout Report) async {
        report.trees += 1
        // Taken first: what is durable now is in the journal, and the replay goes exactly as far.
        let live = served(head.tree)
        let revision = max(head.revision, live?.revision ?? 0)
        do throws(JournalError) {
            var state = TreeState(tree: head.tree)
            while state.revision < revision {
                let slice = try await journal.entries(of: head.tree, after: state.revision, limit: JournalLimit.sliceRows)
                guard !slice.isEmpty else { throw .corrupted("\(head.tree) ends at revision \(state.revision) of \(revision)") }
                for stored in slice where stored.revision <= revision {
                    _ = try Replay.evolve(&state, by: stored)
                    report.entries += 1
                    if stored.revision == head.revision, stored.hash != head.hash { throw .corrupted("\(head.tree): the head is not the last entry") }
                    if stored.revision == live?.revision, let live, live.snapshot() != state.snapshot() {
                        report.problems.append("\(head.tree): the state served at revision \(live.revision) is not what its entries say")
                    }
                }
            }
        } catch {
            report.problems.append("\(error)")
        }
    }
}
