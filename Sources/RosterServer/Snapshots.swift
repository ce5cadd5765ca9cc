// State snapshots on disk: written now and then, so that a tree's load replays a short tail only.

import RosterAPI
import RosterCore
import RosterStore
import Synchronization

/// An optimisation and never the truth: a lost or bad snapshot means a longer replay (architecture, decision 5).
final class Snapshots: Sendable {
    /// Revisions of a tail that make a new snapshot worth its bytes.
    static let tailMax: Int64 = 4_096

    /// How long nothing is written after a failure: full storage or a folder gone doesn't pass within seconds, and the state was encoded
    /// for nothing.
    static let pauseNanoseconds: Int64 = 60_000_000_000

    let files: SnapshotFiles

    private struct State {
        /// The newest revision on disk of each tree that has a file.
        var newest: [OrganizationID: Int64]
        /// Monotonic nanoseconds.
        var pausedUntil: Int64 = .min
    }

    private let state: Mutex<State>

    init(files: SnapshotFiles) {
        self.files = files
        state = Mutex(State(newest: files.newest()))
    }

    /// At start: deletes what a crash kept from being deleted.
    func tidy(for journal: any Journal) async throws(JournalError) {
        try await files.tidy(for: journal)
        state.withLock { $0.newest = files.newest() }
    }

    /// Writes a snapshot when the last lies far enough back; false: nothing was due, or it failed. On a long-read thread: it encodes and syncs.
    /// - Parameter now: monotonic nanoseconds.
    func keepUp(with snapshot: Snapshot, now: Int64) -> Bool {
        let tree = snapshot.state
        let isDue = state.withLock { $0.pausedUntil <= now && tree.revision - ($0.newest[tree.tree] ?? 0) >= Snapshots.tailMax }
        guard isDue else { return false }
        let written = (try? files.write(SnapshotFile(tree: tree.tree, revision: tree.revision, hash: tree.chainHash, bytes: tree.snapshot()))) != nil
        state.withLock { state in
            if written { state.newest[tree.tree] = tree.revision } else { state.pausedUntil = now + Snapshots.pauseNanoseconds }
        }
        return written
    }

    /// Personal data was erased, or the tree is gone: no file may hold it any longer. Cheap where there is none.
    func drop(_ tree: OrganizationID) {
        guard state.withLock({ $0.newest.removeValue(forKey: tree) }) != nil else { return }
        files.removeSnapshots(of: tree)
    }
}
