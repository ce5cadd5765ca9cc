// The fence between one owner of a tree and the next.

internal import RosterCore

/// The right to write to a tree, counted upwards; whoever names less than the journal's is refused.
///
/// The upper half counts openings: it rises, durably, each time somebody takes the tree over. The lower half counts the failures of
/// that one owner: after a failed append the journal refuses the rest of the epoch, and the owner goes on with the next. So an owner
/// that raises its own epoch never reaches that of a later owner.
public enum Epoch {
    /// That of a tree's first owner, who creates it with revision 1.
    public static let first: Int64 = 1 << 32

    /// The first epoch of whoever takes over from the owner of `epoch`.
    static func opening(after epoch: Int64) -> Int64 { (epoch >> 32 + 1) << 32 }

    static func sameOwner(_ one: Int64, _ other: Int64) -> Bool { one >> 32 == other >> 32 }
}

/// Where a tree stands and who may write next: the one rule of succession, the same in every journal.
struct Succession: Equatable {
    var epoch: Int64
    var revision: Int64
    var hash: Hash256
    /// An append of this epoch failed, so the rest of it is refused.
    var isClosed = false

    /// Before the first entry. Any owner may be the first: there is nobody to fence off.
    static func beforeFirst(epoch: Int64) -> Succession { Succession(epoch: epoch, revision: 0, hash: .zero) }

    /// Refuses the rest of an epoch whose entry failed for another reason than its place.
    mutating func close(epoch: Int64) {
        self.epoch = epoch
        isClosed = true
    }

    /// A whole batch failed, a proposal of epoch `tried` among it. Closes that epoch and not one from before it, so that what follows
    /// in it is an echo and not a wrong successor.
    mutating func closeTried(_ tried: Int64) {
        close(epoch: tried > epoch && Epoch.sameOwner(tried, epoch) ? tried : epoch)
    }

    /// Takes a proposal in, or closes its epoch and says why not.
    mutating func admit(_ proposal: Proposal) -> AppendFailure? {
        // Whoever takes the tree for a new one isn't its owner, who goes on undisturbed.
        if proposal.revision == 1, revision > 0 { return .notSuccessor }
        let isOpen = proposal.epoch == epoch
            ? !isClosed : isClosed && proposal.epoch > epoch && Epoch.sameOwner(proposal.epoch, epoch)
        guard isOpen else { return .epochClosed }
        epoch = proposal.epoch
        isClosed = false
        guard proposal.revision == revision + 1, proposal.previousHash == hash,
            proposal.hash == Hash256.of(proposal.previousHash.bytes, proposal.entry)
        else {
            isClosed = true
            return .notSuccessor
        }
        revision = proposal.revision
        hash = proposal.hash
        return nil
    }
}
