// What a node keeps of states that are no longer the newest, and how an erasure reaches all of it (architecture 3, decision 13).

import Loops
import RosterAPI
import RosterCore
import Synchronization

/// The last revision of each tree at which personal data was erased since the node started.
///
/// Whoever puts an older state together may do so while an erasure happens. So a state says which erasures it reflects, and is kept
/// only if no later one is known.
final class Erasures: Sendable {
    private let revisions = Mutex<[OrganizationID: Int64]>([:])

    /// 0: none.
    func last(in tree: OrganizationID) -> Int64 { revisions.withLock { $0[tree] ?? 0 } }

    func permit(_ snapshot: Snapshot) -> Bool { snapshot.erasuresThrough >= last(in: snapshot.state.tree) }

    fileprivate func note(_ revision: Int64, in tree: OrganizationID) {
        revisions.withLock { $0[tree] = max($0[tree] ?? 0, revision) }
    }
}

/// Checkpoints, pinned listings and snapshots of all trees.
final class PastStates: Sendable {
    let erasures = Erasures()
    let pinned: PinnedListings
    let checkpoints: Checkpoints
    /// Nil for a journal that is in memory only.
    let snapshots: Snapshots?
    /// The thread that writes snapshots.
    private let background: WorkerThread

    init(snapshots: Snapshots?, background: WorkerThread) {
        pinned = PinnedListings(erasures: erasures)
        checkpoints = Checkpoints(erasures: erasures)
        self.snapshots = snapshots
        self.background = background
    }

    /// Lets go of every state from before an erasure, on disk too, before its answer leaves; from now on none is kept.
    func erased(in tree: OrganizationID, at revision: Int64) {
        erasures.note(revision, in: tree)
        let garbage = (pinned.drop(tree: tree), checkpoints.drop(tree))
        background.execute { withExtendedLifetime(garbage) {} }
        snapshots?.drop(tree)
    }

    /// The tree left memory, and its checkpoints with it.
    func evicted(_ tree: OrganizationID) { release(checkpoints.drop(tree)) }

    /// About what a tree's checkpoints take of memory: each as many versions as lie between two, but no more than a whole state.
    func bytes(of state: TreeState) -> Int {
        checkpoints.count(of: state.tree) * min(Int(Checkpoints.every) * TreeState.versionBytes, state.estimatedBytes)
    }

    /// Lets go of listings that nobody asked for in time.
    func expire(now: Int64) { release(pinned.expire(now: now)) }

    /// Frees large things where nobody waits for it.
    func release(_ garbage: [some Sendable]) {
        if !garbage.isEmpty { background.execute { withExtendedLifetime(garbage) {} } }
    }

    /// Writes a snapshot of a tree if one is due, and says whether it did. On the background thread.
    func keepUp(with snapshot: Snapshot) -> Bool {
        guard let snapshots, erasures.permit(snapshot), snapshots.keepUp(with: snapshot, now: MonotonicClock.now()) else { return false }
        // Something was erased while the file was written.
        if !erasures.permit(snapshot) { snapshots.drop(snapshot.state.tree) }
        return true
    }

    /// The tree is about to be purged: nothing of it is kept any longer, here or on disk.
    func purge(_ tree: OrganizationID) {
        erased(in: tree, at: .max)
    }
}
