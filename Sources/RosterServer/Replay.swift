// States rebuilt from the journal: the newest for a tree that is loaded, older ones for reads of the past, all of it for `verify`.

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
                last = try Replay.evolve(&state, by: stored)
                passed(state)
            }
        }
        return Version(state: state, entry: last)
    }

    /// Decodes strictly: an unknown event or field refuses the tree, so that an older binary can't lose facts.
    static func evolve(_ state: inout TreeState, by stored: StoredEntry) throws(JournalError) -> Entry {
        do {
            let entry = try Entry(journal: stored.bytes)
            try state.evolve(entry, personal: stored.personal, hash: stored.hash)
            return entry
        } catch {
            throw .corrupted("revision \(stored.revision) of \(state.tree): \(error)")
        }
    }
}
