// At which moment a read is answered: the point's state and time.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import WellKnown

/// A tree's state at the point of a read, and the time that expiries are judged at (product 4.1).
struct Point: Sendable {
    /// As things stand at ``time``: what is over by then is over in it.
    let snapshot: Snapshot
    /// Nanoseconds since 1970.
    let time: Int64

    init(snapshot: Snapshot, time: Int64) {
        self.snapshot = snapshot.settled(at: time)
        self.time = time
    }

    var state: TreeState { snapshot.state }
}

/// Finds points. The newest is at hand; older revisions are among the ledger's recent versions, or rebuilt from the journal.
struct Points: Sendable {
    let journal: any Journal
    let longReads: LongReads
    let past: PastStates

    /// What can be said of a point before anything is looked up.
    static func validate(_ point: ReadPoint?) throws(Refusal) {
        switch point?.point {
        case .exactRevision(let revision) where revision < 1: throw .invalid("point.exact_revision", "begins at 1")
        case .atLeastRevision(let revision) where revision < 1: throw .invalid("point.at_least_revision", "begins at 1")
        case .atTime(let time) where !time.isValid: throw .invalid("point.at_time", "not a time")
        default: return
        }
    }

    /// The point if it is the newest revision: what needs no waiting.
    static func newest(_ point: ReadPoint?, _ snapshot: Snapshot, now: Int64) -> Point? {
        let now = snapshot.time(at: now)
        return switch point?.point {
        case nil: Point(snapshot: snapshot, time: now)
        case .atLeastRevision(let revision): revision <= snapshot.revision ? Point(snapshot: snapshot, time: now) : nil
        case .exactRevision(let revision): revision == snapshot.revision ? Point(snapshot: snapshot, time: snapshot.state.time) : nil
        case .atTime(let time):
            time.nanosecondsSince1970 >= snapshot.state.time && time.nanosecondsSince1970 <= now
                ? Point(snapshot: snapshot, time: time.nanosecondsSince1970) : nil
        }
    }

    /// A point that stays what it is. Nil: the newest is meant, and there; `at_least_revision` waits for that until the call is cancelled.
    func fixed(_ point: ReadPoint?, in actor: OrganizationActor, now: Int64) async throws(Refusal) -> Point? {
        let snapshot = actor.cell.snapshot
        switch point?.point {
        case nil: return nil
        case .atLeastRevision(let revision):
            guard await actor.cell.reached(revision) else { throw .unavailable() }
            return nil
        case .exactRevision, .atTime:
            if let newest = Points.newest(point, snapshot, now: now) { return newest }
        }
        switch point?.point {
        case nil, .atLeastRevision: return nil
        case .exactRevision(let revision):
            guard revision <= snapshot.revision else { throw .revisionInFuture(newest: snapshot.revision) }
            let past = try await state(of: actor, at: revision)
            return Point(snapshot: past, time: past.state.time)
        case .atTime(let time):
            let nanoseconds = time.nanosecondsSince1970
            guard nanoseconds <= snapshot.time(at: now) else { throw .revisionInFuture(newest: snapshot.revision) }
            let tree = actor.cell.tree
            let revision: Int64
            do throws(JournalError) {
                try journal.admitRead()
                revision = try await journal.revision(of: tree, at: nanoseconds)
            } catch {
                throw error.refusal
            }
            guard revision > 0 else { throw .notFound() }
            return Point(snapshot: try await state(of: actor, at: revision), time: nanoseconds)
        }
    }

    private func state(of actor: OrganizationActor, at revision: Int64) async throws(Refusal) -> Snapshot {
        // What is erased while the state is put together may be in it.
        let erased = past.erasures.last(in: actor.cell.tree)
        return try await Snapshot(version(of: actor, at: revision).state, reflecting: erased)
    }

    /// The state at a durable revision together with its entry.
    func version(of actor: OrganizationActor, at revision: Int64) async throws(Refusal) -> Version {
        let tree = actor.cell.tree
        let erased = past.erasures.last(in: tree)
        if revision >= erased, let recent = await actor.onExecutor({ $0.version(at: revision) }), recent.entry != nil { return recent }
        let (journal, checkpoints) = (journal, past.checkpoints)
        let result = try await longReads.run(for: tree, waitingMax: Ledger.Bounds().commands) { () async -> Result<Version?, JournalError> in
            await Result { () async throws(JournalError) in
                let start = checkpoints.last(of: tree, before: revision)?.state ?? TreeState(tree: tree)
                return try await Replay(journal: journal).version(from: start, through: revision) { state in
                    if state.revision % Checkpoints.every == 0 { checkpoints.offer(Snapshot(state, reflecting: erased)) }
                }
            }
        }
        // Missing or damaged: the journal's trouble, not the caller's.
        guard case .success(let version?) = result else { throw .unavailable() }
        return version
    }
}

extension Result {
    /// The outcome of an asynchronous body.
    init(_ body: () async throws(Failure) -> Success) async {
        do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

extension JournalError {
    /// What a caller sees of trouble below: nothing of its text.
    var refusal: Refusal {
        switch self {
        case .storageFull: .storageFull()
        case .overloaded: .rateLimited(retryMilliseconds: 100)
        case .purged: .notFound()
        default: .unavailable()
        }
    }
}
