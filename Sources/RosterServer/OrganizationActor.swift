// One tree's ledger on its organization executor: decisions in turn, proposals to the journal, answers when they are durable.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import Synchronization
import WellKnown

/// The only writer of a tree (architecture 2.1).
///
/// Everything that happens to it arrives in `inbox`: calls from loops, acknowledgements from the journal's thread. One turn at a
/// time is queued on the executor, so trees take turns, and a turn stops after `commandsPerTurn` commands. There is no `await`
/// between a decision and its append.
actor OrganizationActor {
    /// Commands of one turn; what is left waits behind the other trees of the executor.
    static let commandsPerTurn = 64

    nonisolated let cell: TreeCell
    nonisolated let executor: WorkerThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let journal: any Journal
    private nonisolated let budget: UndurableBudget
    private nonisolated let durable: @Sendable (OrganizationActor, Ledger.Append) -> Void
    private nonisolated let lost: @Sendable (OrganizationActor) -> Void

    private struct Submission {
        let call: Call
        let answer: @Sendable (Answer) -> Void
    }

    private enum Acknowledgement {
        case durable(revision: Int64, epoch: Int64)
        case failed(revision: Int64, epoch: Int64, Ledger.AppendFailure)
    }

    private struct Inbox {
        var submissions: [Submission] = []
        var acknowledgements: [Acknowledgement] = []
        var isScheduled = false
        /// Calls taken in and not answered yet, those of the ledger included.
        var open = 0
        /// No further call is taken in: the tree is being evicted, or the node drains.
        var isClosed = false
    }

    private nonisolated let inbox = Mutex(Inbox())
    private var ledger: Ledger
    private var submitted: [UInt64: Submission] = [:]

    /// - Parameters:
    ///   - durable: runs on the journal's thread after each durable entry was published, before its answer leaves.
    ///   - lost: runs when the ledger can't go on, because what the journal holds is no longer known here.
    init(
        ledger: Ledger, cell: TreeCell, executor: WorkerThread, journal: any Journal, budget: UndurableBudget,
        durable: @escaping @Sendable (OrganizationActor, Ledger.Append) -> Void, lost: @escaping @Sendable (OrganizationActor) -> Void
    ) {
        self.ledger = ledger
        self.cell = cell
        self.executor = executor
        self.journal = journal
        self.budget = budget
        self.durable = durable
        self.lost = lost
    }

    /// Takes a call in and waits for its answer, which leaves when what it was computed from is durable. Not cancellable:
    /// decided is decided. Nil: the tree was evicted meanwhile; ask the registry again.
    nonisolated func submit(_ call: Call) async -> Answer? {
        guard budget.take(call.byteCount) else { return .refused(.overloaded()) }
        cell.use(at: MonotonicClock.now())
        let answer = await withUnsafeContinuation { (continuation: UnsafeContinuation<Answer?, Never>) in
            let refusal: Answer?? = inbox.withLock { inbox in
                if inbox.isClosed { return .some(nil) }
                if inbox.open >= Ledger.Bounds().commands { return .some(.refused(.overloaded())) }
                inbox.open += 1
                inbox.submissions.append(Submission(call: call) { continuation.resume(returning: $0) })
                return .none
            }
            if let refusal { continuation.resume(returning: refusal) } else { schedule() }
        }
        budget.giveBack(call.byteCount)
        return answer
    }

    /// Runs `body` on the executor with the ledger's durable state.
    nonisolated func onExecutor<Value: Sendable>(_ body: @escaping @Sendable (Ledger) -> Value) async -> Value {
        await read(body)
    }

    private func read<Value: Sendable>(_ body: @Sendable (Ledger) -> Value) -> Value { body(ledger) }

    /// Closes the tree to further calls if nothing is open. True: it may be forgotten, by whoever asked; nobody else is told so.
    nonisolated func close() -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isClosed, inbox.open == 0, !inbox.isScheduled else { return false }
            inbox.isClosed = true
            return true
        }
    }

    /// Takes nothing in any more; what was taken in is answered.
    nonisolated func refuseAll() { inbox.withLock { $0.isClosed = true } }

    nonisolated var isIdle: Bool { inbox.withLock { $0.open == 0 } }

    // MARK: The journal's side

    /// On the journal's thread: the snapshot first, so that whoever sees the answer can read what it says.
    private nonisolated func completed(_ append: Ledger.Append, _ result: Result<Void, AppendFailure>) {
        let revision = append.proposal.revision
        let acknowledgement: Acknowledgement
        switch result {
        case .success:
            cell.publish(Snapshot(append.version.state))
            durable(self, append)
            acknowledgement = .durable(revision: revision, epoch: append.proposal.epoch)
        case .failure(let failure):
            acknowledgement = .failed(revision: revision, epoch: append.proposal.epoch, failure)
        }
        inbox.withLock { inbox in
            // One commit makes many entries durable, and to have reached a revision is to have reached those before it.
            if case .durable(_, append.proposal.epoch) = acknowledgement, case .durable(_, append.proposal.epoch)? = inbox.acknowledgements.last {
                inbox.acknowledgements.removeLast()
            }
            inbox.acknowledgements.append(acknowledgement)
        }
        schedule()
    }

    // MARK: Turns

    private nonisolated func schedule() {
        let first = inbox.withLock { inbox in
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        guard first else { return }
        // Refused only when the executor has stopped, after every ledger was drained.
        executor.executeTurn { self.assumeIsolated { $0.turn() } }
    }

    private func turn() {
        let (acknowledgements, submissions) = inbox.withLock { inbox in
            let count = min(inbox.submissions.count, OrganizationActor.commandsPerTurn)
            defer {
                inbox.acknowledgements = []
                inbox.submissions.removeFirst(count)
            }
            return (inbox.acknowledgements, Array(inbox.submissions.prefix(count)))
        }
        let now = WallClock.now()
        for acknowledgement in acknowledgements {
            switch acknowledgement {
            case .durable(let revision, let epoch): carryOut(ledger.appended(through: revision, epoch: epoch, at: now))
            case .failed(let revision, let epoch, let failure):
                // An echo of an earlier failure comes under an epoch that the ledger has left.
                let isEcho = epoch != ledger.epoch
                carryOut(ledger.failed(at: revision, epoch: epoch, failure, at: now))
                if !isEcho, [.notSuccessor, .epochClosed, .closed].contains(failure) {
                    refuseAll()
                    lost(self)
                }
            }
        }
        for submission in submissions {
            submitted[submission.call.ticket] = submission
            carryOut(ledger.submit(submission.call, at: now))
        }
        let more = inbox.withLock { inbox in
            inbox.isScheduled = !inbox.submissions.isEmpty || !inbox.acknowledgements.isEmpty
            return inbox.isScheduled
        }
        if more { executor.executeTurn { self.assumeIsolated { $0.turn() } } }
    }

    private func carryOut(_ effects: Ledger.Effects) {
        for append in effects.appends {
            journal.append(append.proposal) { result in self.completed(append, result) }
        }
        if effects.answers.isEmpty { return }
        for (ticket, answer) in effects.answers { submitted.removeValue(forKey: ticket)?.answer(answer) }
        inbox.withLock { $0.open -= effects.answers.count }
    }
}
