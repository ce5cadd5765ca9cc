// The node's bound on work that was taken in but is not durable, over all trees.

import Synchronization

/// Counts bytes before a call hops to its tree (architecture 2.1, rule 6: 64 MiB in all).
final class UndurableBudget: Sendable {
    static let bytesMax = 64 << 20

    private let bytes = Atomic<Int>(0)

    /// False: the node has enough to do, and nothing was taken.
    func take(_ count: Int) -> Bool {
        if bytes.wrappingAdd(count, ordering: .relaxed).newValue <= UndurableBudget.bytesMax { return true }
        bytes.wrappingSubtract(count, ordering: .relaxed)
        return false
    }

    func giveBack(_ count: Int) { bytes.wrappingSubtract(count, ordering: .relaxed) }
}
