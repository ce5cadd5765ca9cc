// What the rest of the server sees of a tree: its newest durable state, published by the journal, read by every loop.

import RosterAPI
import RosterCore
import Synchronization

/// A durable state of a tree; immutable, so that a reference to it is all a reader needs.
final class Snapshot: Sendable {
    let state: TreeState
    /// Nothing that was erased up to this revision is in the state.
    let erasuresThrough: Int64

    /// - Parameter erased: the tree's last erasure before the state was put together, for one that was rebuilt from the journal.
    init(_ state: TreeState, reflecting erased: Int64 = 0) {
        self.state = state
        erasuresThrough = max(state.revision, erased)
    }

    private struct Settled {
        let snapshot: Snapshot
        /// From when until when it is the state as it stands.
        let times: Range<Int64>
    }
    private let settled = Mutex<Settled?>(nil)

    /// The state with every invitation ended that is over by this time; kept, since until the next entry many will ask.
    func settled(at time: Int64) -> Snapshot {
        if state.isSettled(at: time) { return self }
        let kept = settled.withLock { $0 }
        if let kept, kept.times.contains(time) { return kept.snapshot }
        let after = state.settled(at: time)
        let snapshot = Snapshot(after, reflecting: erasuresThrough)
        settled.withLock { $0 = Settled(snapshot: snapshot, times: time..<max(time + 1, after.nextInvitationEnd)) }
        return snapshot
    }

    var revision: Int64 { state.revision }

    /// The time that newest reads are judged at: the clock's, but never before what is recorded.
    func time(at now: Int64) -> Int64 { max(now, state.time) }
}

/// The published snapshot of one resident tree.
///
/// A bare atomic pointer would be a use-after-free, so readers keep a strong reference of their own and compare `version`
/// (3 ns) to see whether it is still the newest; only a change costs the mutex (`LoopTrees`).
final class TreeCell: Sendable {
    /// The version of a cell whose tree was evicted: readers forget it and ask the registry again.
    static let retired = UInt64.max
    /// Calls that may wait for a revision of one tree.
    static let waitersMax = 1_024

    let tree: OrganizationID
    private let version = Atomic<UInt64>(1)
    private let usedAt = Atomic<Int64>(0)
    private struct Published {
        var snapshot: Snapshot
        var waiters: [(revision: Int64, waiter: Waiter)] = []
    }
    private let published: Mutex<Published>

    init(_ snapshot: Snapshot) {
        tree = snapshot.state.tree
        published = Mutex(Published(snapshot: snapshot))
    }

    var currentVersion: UInt64 { version.load(ordering: .acquiring) }

    func read() -> (version: UInt64, snapshot: Snapshot) {
        published.withLock { (version.load(ordering: .relaxed), $0.snapshot) }
    }

    /// About what the tree takes of memory, in bytes: its state and the versions that its ledger keeps.
    var estimatedBytes: Int {
        let versions = min(currentVersion - 1, UInt64(Ledger.Bounds().recentVersions))
        return snapshot.state.estimatedBytes + Int(versions) * TreeState.versionBytes
    }

    /// When it was last read or written, in monotonic nanoseconds, to the second: what eviction goes by.
    var lastUse: Int64 { usedAt.load(ordering: .relaxed) }

    /// Notes a use; writes at most once a second, so that loops don't fight for the cache line.
    func use(at now: Int64) {
        if now - usedAt.load(ordering: .relaxed) > 1_000_000_000 { usedAt.store(now, ordering: .relaxed) }
    }

    var snapshot: Snapshot { published.withLock { $0.snapshot } }

    /// Makes a durable state visible. On the journal's thread, in the order of revisions, before any answer of that revision leaves.
    func publish(_ snapshot: Snapshot) {
        let due = published.withLock { published in
            published.snapshot = snapshot
            if version.load(ordering: .relaxed) != TreeCell.retired { version.wrappingAdd(1, ordering: .releasing) }
            let due = published.waiters.filter { $0.revision <= snapshot.revision }
            if !due.isEmpty { published.waiters.removeAll { $0.revision <= snapshot.revision } }
            return due
        }
        for (_, waiter) in due { waiter.resume(true) }
    }

    /// Waits until `revision` is durable. False: the wait was cancelled, the tree evicted (ask again), or too many wait here.
    func reached(_ revision: Int64) async -> Bool {
        let waiter = Waiter()
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Bool, Never>) in
                waiter.wait(continuation)
                let now: Bool? = published.withLock { published in
                    if published.snapshot.revision >= revision { return true }
                    // Cancelled before it waited: nobody would take it off the list.
                    if Task.isCancelled { return false }
                    guard version.load(ordering: .relaxed) != TreeCell.retired, published.waiters.count < TreeCell.waitersMax else { return false }
                    published.waiters.append((revision, waiter))
                    return nil
                }
                if let now { waiter.resume(now) }
            }
        } onCancel: {
            published.withLock { $0.waiters.removeAll { $0.waiter === waiter } }
            waiter.resume(false)
        }
    }

    func retire() {
        let waiters = published.withLock { published in
            version.store(TreeCell.retired, ordering: .releasing)
            defer { published.waiters = [] }
            return published.waiters
        }
        for (_, waiter) in waiters { waiter.resume(false) }
    }
}

/// A continuation that several may want to resume: the first does.
private final class Waiter: Sendable {
    private enum State {
        case new
        case waiting(UnsafeContinuation<Bool, Never>)
        case done(Bool)
    }

    private let state = Mutex(State.new)

    func wait(_ continuation: UnsafeContinuation<Bool, Never>) {
        let early: Bool? = state.withLock { state in
            if case .done(let value) = state { return value }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    func resume(_ value: Bool) {
        let continuation: UnsafeContinuation<Bool, Never>? = state.withLock { state in
            defer { if case .done = state {} else { state = .done(value) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(returning: value)
    }
}
