// State snapshots on disk: written now and then, so that a tree's load replays a short tail only.

import RosterAPI
import RosterCore
import RosterStore
import Synchronization

/// An optimisation and never the truth: a lost or bad snapshot means a longer replay (architecture, decision 5).
final class Snapshots: Sendable {
    /// Revisions of a tail that make a new snapshot worth its bytes.
    static let tailMax: Int64 = 4_096

    let files: SnapshotFiles
    /// The revision of each tree's last snapshot that this process knows of.
    private let written = Mutex<[OrganizationID: Int64]>([:])

    init(files: SnapshotFiles) { self.files = files }

    /// Writes a snapshot when the last lies far enough back. On a long-read thread: it encodes and syncs.
    func keepUp(with snapshot: Snapshot) {
        let state = snapshot.state
        let last = written.withLock { $0[state.tree] }
        guard state.revision - (last ?? 0) >= Snapshots.tailMax else { return }
        // Full storage or a folder gone: the next round tries again, and nothing depends on it.
        guard (try? files.write(SnapshotFile(tree: state.tree, revision: state.revision, hash: state.chainHash, bytes: state.snapshot()))) != nil else { return }
        written.withLock { $0[state.tree] = state.revision }
    }

    /// Personal data was erased, or the tree is gone: no file may hold it any longer.
    func drop(_ tree: OrganizationID) {
        files.removeSnapshots(of: tree)
        written.withLock { $0[tree] = nil }
    }
}
