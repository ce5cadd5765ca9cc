// Older states rebuilt from the journal, for reads of the past and answers that are replayed.

import RosterAPI
import RosterCore
import RosterStore

/// Reads a tree's entries in slices and evolves a state by them. Runs where it is awaited: on a long-read thread.
struct Replay: Sendable {
    let journal: any Journal

    /// The state at a revision, with the entry that led to it; nil when the tree has no such revision.
    /// - Parameters:
    ///   - state: an earlier state of the tree: the empty one, or a checkpoint.
    ///   - passed: sees each state on the way.
    func version(from state: TreeState, through revision: Int64, passed: (TreeState) -> Void = { _ in }) async throws(JournalError) -> Version? {
        var state = state
        var last: Entry?
        while state.revision < revision {
            let slice = try await journal.entries(of: state.tree, after: state.revision, limit: Int(min(revision - state.revision, Int64(JournalLimit.sliceRows))))
            if slice.isEmpty { return nil }
            for stored in slice {
                last = try state.replay(stored)
                passed(state)
            }
        }
        return Version(state: state, entry: last)
    }
}
