// Work too long for a loop (lists, old revisions, dry runs' reports) on threads of its own, shared fairly between organizations.

import Loops
import RosterAPI
import RosterCore
import Synchronization

/// At most `perOrganization` pieces of one organization's work are on the threads; some more wait in its own line, so that
/// nobody's listings stand before another organization's (product 4.1, fairness). Beyond: RATE_LIMITED.
final class LongReads: Sendable {
    /// Elements that a loop may look at at once (architecture 2.2), each as often as the query asks.
    static let loopElementsMax = 1_000

    /// Calls of one organization that may wait for its turn, but for those that say otherwise.
    static let waitingMax = 32

    private typealias Work = @Sendable () async -> Void

    private struct Line {
        var running = 0
        var waiting: [Work] = []
    }

    private let threads: [WorkerThread]
    private let perOrganization: Int
    private let lines = Mutex<[OrganizationID: Line]>([:])

    init(threads: [WorkerThread], perOrganization: Int) {
        self.threads = threads
        self.perOrganization = perOrganization
    }

    /// Runs `body` on a long-read thread. A caller that stopped waiting costs its turn all the same.
    func run<Value: Sendable>(
        for organization: OrganizationID, waitingMax: Int = LongReads.waitingMax, _ body: @escaping @Sendable () async -> Value
    ) async throws(Refusal) -> Value {
        let value = await withUnsafeContinuation { (continuation: UnsafeContinuation<Value?, Never>) in
            let work: Work = { continuation.resume(returning: await body()) }
            switch enter(organization, work, waitingMax) {
            case .start: start(organization, work)
            case .wait: break
            case .refuse: continuation.resume(returning: nil)
            }
        }
        guard let value else { throw .rateLimited(retryMilliseconds: 100) }
        return value
    }

    /// Work of the node itself, in nobody's line.
    func background(_ body: @escaping @Sendable () async -> Void) {
        threads[threads.count - 1].spawn { await body() }
    }

    private enum Verdict { case start, wait, refuse }

    private func enter(_ organization: OrganizationID, _ work: @escaping Work, _ waitingMax: Int) -> Verdict {
        lines.withLock { lines in
            var line = lines[organization] ?? Line()
            defer { lines[organization] = line }
            if line.running < perOrganization {
                line.running += 1
                return .start
            }
            guard line.waiting.count < waitingMax else { return .refuse }
            line.waiting.append(work)
            return .wait
        }
    }

    private func start(_ organization: OrganizationID, _ work: @escaping Work) {
        let thread = threads[Int(truncatingIfNeeded: organization.low % UInt64(threads.count))]
        thread.spawn {
            await work()
            self.leave(organization)
        }
    }

    private func leave(_ organization: OrganizationID) {
        let next: Work? = lines.withLock { lines in
            guard var line = lines[organization] else { return nil }
            if line.waiting.isEmpty {
                line.running -= 1
                lines[organization] = line.running == 0 ? nil : line
                return nil
            }
            let next = line.waiting.removeFirst()
            lines[organization] = line
            return next
        }
        if let next { start(organization, next) }
    }
}
