// What waits for the next commit, from any thread.

internal import RosterAPI
internal import RosterCore
internal import Synchronization

/// One proposal of a commit, and whoever waits for it.
struct CommitWork: Sendable {
    let proposal: Proposal
    let completion: @Sendable (Result<Void, AppendFailure>) -> Void

    var byteCount: Int { proposal.entry.count + proposal.personal.reduce(256) { $0 + $1.bytes.count + 96 } }

    /// Answers without having tried.
    func refuse() { completion(.failure(.closed)) }
}

/// A queue with one consumer, the journal's thread. The ledgers' own bounds (architecture 2.1, rule 6) bound it.
final class CommitQueue: Sendable {
    private struct State {
        var waiting: [CommitWork] = []
        var bytes = 0
        var isTurnDue = false
        var isClosed = false
        var statistics = JournalStatistics()
    }

    private let state = Mutex(State())

    /// What became of a piece of work.
    enum Entrance {
        case refused
        case taken
        /// Taken, and the caller must see to it that the journal's thread takes a turn.
        case takenTurnDue
    }

    func add(_ work: CommitWork) -> Entrance {
        state.withLock { state in
            guard !state.isClosed else { return .refused }
            state.waiting.append(work)
            state.bytes += work.byteCount
            if state.isTurnDue { return .taken }
            state.isTurnDue = true
            return .takenTurnDue
        }
    }

    /// Everything that waits, up to the bounds of one commit.
    func take() -> (batch: [CommitWork], isMore: Bool) {
        state.withLock { state in
            var count = 0
            var bytes = 0
            while count < state.waiting.count, count < JournalLimit.batchEntries, bytes < JournalLimit.batchBytes {
                bytes += state.waiting[count].byteCount
                count += 1
            }
            let batch: [CommitWork]
            if count == state.waiting.count {
                batch = state.waiting
                state.waiting = []
            } else {
                batch = Array(state.waiting[..<count])
                state.waiting.removeFirst(count)
            }
            state.bytes -= bytes
            state.isTurnDue = !state.waiting.isEmpty
            return (batch, state.isTurnDue)
        }
    }

    /// Refuses what comes from now on.
    func close() { state.withLock { $0.isClosed = true } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func count(_ change: (inout JournalStatistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    var statistics: JournalStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = state.waiting.count
            statistics.waitingBytes = state.bytes
            return statistics
        }
    }
}
