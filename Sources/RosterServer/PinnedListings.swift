// Listings that a client is paging through: the point's state and the sorted ids, kept so that every page shows the same.

import RosterAPI
import Synchronization

/// What was computed for a first page. The type of the elements is erased so that one store serves every list.
final class PinnedListing: Sendable {
    let snapshot: Snapshot
    /// Filtered and sorted; the method that made them knows their type.
    let elements: any Sendable

    init(snapshot: Snapshot, elements: any Sendable) {
        self.snapshot = snapshot
        self.elements = elements
    }
}

/// The pinned listings of a node (product 4.1): 5 minutes after their last page, at most 8 a key and 256 in all, the oldest dropped.
final class PinnedListings: Sendable {
    static let lifetimeNanoseconds: Int64 = 300 * 1_000_000_000
    static let perKeyMax = 8
    static let inAllMax = 256

    /// One listing: the digest of what was asked for, and the point that its pages show.
    struct Name: Hashable, Sendable {
        let digest: [UInt8]
        let revision: Int64
        let time: Int64
    }

    private struct Pin {
        let listing: PinnedListing
        let key: KeyID
        var usedAt: Int64
    }

    private let pins = Mutex<[Name: Pin]>([:])
    private let erasures: Erasures

    init(erasures: Erasures) { self.erasures = erasures }

    /// Keeps a listing, unless something was erased since its state was put together.
    /// - Parameter now: monotonic nanoseconds.
    func pin(_ listing: PinnedListing, as name: Name, key: KeyID, now: Int64) {
        pins.withLock { pins in
            // Under the lock: a drop that follows an erasure finds the listing, or the listing finds the erasure.
            guard erasures.permit(listing.snapshot) else { return }
            pins[name] = Pin(listing: listing, key: key, usedAt: now)
            let own = pins.filter { $0.value.key == key }
            if own.count > PinnedListings.perKeyMax, let oldest = own.min(by: { $0.value.usedAt < $1.value.usedAt }) { pins[oldest.key] = nil }
            if pins.count > PinnedListings.inAllMax, let oldest = pins.min(by: { $0.value.usedAt < $1.value.usedAt }) { pins[oldest.key] = nil }
        }
    }

    func find(_ name: Name, now: Int64) -> PinnedListing? {
        pins.withLock { pins in
            guard let pin = pins[name], now - pin.usedAt < PinnedListings.lifetimeNanoseconds else { return nil }
            pins[name]?.usedAt = now
            return pin.listing
        }
    }

    /// Personal data was erased in a tree: its listings go with it (architecture, decision 13). They are handed out, because freeing
    /// a large one takes long: neither under the lock nor on a thread that others wait for.
    func drop(tree: OrganizationID) -> [PinnedListing] {
        remove { $0.listing.snapshot.state.tree == tree }
    }

    /// Takes out what nobody asked for in time, as ``drop(tree:)`` does.
    func expire(now: Int64) -> [PinnedListing] {
        remove { now - $0.usedAt >= PinnedListings.lifetimeNanoseconds }
    }

    private func remove(where isDue: (Pin) -> Bool) -> [PinnedListing] {
        pins.withLock { pins in
            let due = pins.filter { isDue($0.value) }
            for name in due.keys { pins[name] = nil }
            return due.values.map(\.listing)
        }
    }
}
