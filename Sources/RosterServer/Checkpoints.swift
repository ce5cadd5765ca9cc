// Older states kept here and there, so that a read of the past or a replayed answer needs a short replay only.

import RosterAPI
import Synchronization

/// Durable states of trees at every `every`-th revision. They share most of their memory with the newest, so a checkpoint
/// costs about what has changed since the one before.
final class Checkpoints: Sendable {
    static let every: Int64 = 64
    /// Checkpoints of one tree; the oldest of the newest run go first.
    static let perTreeMax = 128
    /// Trees that have any; the least recently used go first.
    static let treesMax = 256

    private struct Tree {
        /// In the order of revisions.
        var snapshots: [Snapshot] = []
        var usedAt: UInt64 = 0
    }

    private struct State {
        var trees: [OrganizationID: Tree] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let erasures: Erasures

    init(erasures: Erasures) { self.erasures = erasures }

    /// Keeps the snapshot if its revision is one to keep, and nothing was erased since it was put together.
    func offer(_ snapshot: Snapshot) {
        guard snapshot.revision % Checkpoints.every == 0 else { return }
        state.withLock { state in
            // Under the lock: a drop that follows an erasure finds the snapshot, or the snapshot finds the erasure.
            guard erasures.permit(snapshot) else { return }
            state.clock += 1
            var tree = state.trees[snapshot.state.tree] ?? Tree()
            tree.usedAt = state.clock
            let place = tree.snapshots.firstIndex { $0.revision >= snapshot.revision } ?? tree.snapshots.count
            if place == tree.snapshots.count || tree.snapshots[place].revision != snapshot.revision { tree.snapshots.insert(snapshot, at: place) }
            if tree.snapshots.count > Checkpoints.perTreeMax { tree.snapshots.removeFirst() }
            state.trees[snapshot.state.tree] = tree
            if state.trees.count > Checkpoints.treesMax, let oldest = state.trees.min(by: { $0.value.usedAt < $1.value.usedAt }) {
                state.trees[oldest.key] = nil
            }
        }
    }

    /// The newest one before a revision: where a replay up to it begins.
    func last(of tree: OrganizationID, before revision: Int64) -> Snapshot? {
        state.withLock { state in
            state.clock += 1
            state.trees[tree]?.usedAt = state.clock
            return state.trees[tree]?.snapshots.last { $0.revision < revision }
        }
    }

    /// How many a tree has.
    func count(of tree: OrganizationID) -> Int { state.withLock { $0.trees[tree]?.snapshots.count ?? 0 } }

    /// Personal data was erased, or the tree left memory. What is taken out is handed out: freeing it may take long.
    func drop(_ tree: OrganizationID) -> [Snapshot] {
        state.withLock { $0.trees.removeValue(forKey: tree)?.snapshots ?? [] }
    }
}
