// Worker threads: order, the bound of the queue, and the end.

import TestThreads
import Testing
@testable import Loops

private actor Clerk {
    private let thread: WorkerThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    init(_ thread: WorkerThread) { self.thread = thread }
    func isAtHome() -> Bool { thread.isCurrent }
}

@Suite("Worker thread", .timeLimit(.minutes(5)))
struct WorkerThreadTests {
    @Test("a full queue refuses, and what it accepted all runs in order")
    func bound() async throws {
        let thread = try WorkerThread(name: "bounded", queueLimit: 4)
        let log = Shared<[Int]>([])
        let gate = Shared(0)
        // The thread is held inside the first item, so that the others wait.
        await withCheckedContinuation { (held: CheckedContinuation<Void, Never>) in
            thread.execute {
                held.resume()
                while gate.withLock({ $0 }) == 0 {}
            }
        }
        let accepted = (1...6).map { number in thread.execute { log.withLock { $0.append(number) } } }
        #expect(accepted == [true, true, true, false, false, false])
        #expect(thread.queueDepth == 4)
        // A consumer's own turn always gets in.
        #expect(thread.executeTurn { log.withLock { $0.append(7) } })
        gate.withLock { $0 = 1 }
        await onOwnThread { thread.stop() }
        #expect(log.withLock { $0 } == [1, 2, 3, 7])
        #expect(thread.deepestQueue == 5)
        #expect(!thread.execute {})
        #expect(!thread.executeTurn {})
    }

    @Test("an actor and a task can live on it")
    func executor() async throws {
        let thread = try WorkerThread(name: "clerk")
        #expect(await Clerk(thread).isAtHome())
        #expect(await thread.spawn { thread.isCurrent }.value)
        await onOwnThread { thread.stop() }
    }
}
