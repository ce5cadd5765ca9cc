// Event loops: who runs where, in which order, and what stops when.

import Glibc
import TestThreads
import Testing
@testable import Loops

private actor Elsewhere {
    private var calls = 0
    func call() -> Int {
        calls += 1
        return calls
    }
}

private actor Resident {
    private let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    init(_ loop: EventLoop) { self.loop = loop }
    func isAtHome() -> Bool { loop.isCurrent }
}

@Suite("Event loop", .timeLimit(.minutes(5)))
struct EventLoopTests {
    @Test("a spawned task comes back to its loop after every await of a foreign actor")
    func resumption() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let elsewhere = Elsewhere()
        let strays = await loop.spawn {
            var strays = loop.isCurrent ? 0 : 1
            for _ in 0..<2_000 {
                _ = await elsewhere.call()
                if !loop.isCurrent { strays += 1 }
            }
            return strays
        }.value
        #expect(strays == 0)
    }

    @Test("an actor can live on a loop")
    func actorOnLoop() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        #expect(await Resident(loop).isAtHome())
        #expect(!loop.isCurrent)
    }

    @Test("work from many threads all runs, in order per thread")
    func manyThreads() async throws {
        let loop = try EventLoop()
        let workers = try (0..<4).map { try WorkerThread(name: "w\($0)") }
        let seen = Shared<[[Int]]>(Array(repeating: [], count: workers.count))
        await withTaskGroup(of: Void.self) { group in
            for (index, worker) in workers.enumerated() {
                group.addTask {
                    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                        worker.execute {
                            for number in 0..<1_000 {
                                loop.execute { seen.withLock { $0[index].append(number) } }
                            }
                            loop.execute { done.resume() }
                        }
                    }
                }
            }
        }
        #expect(seen.withLock { $0 } == Array(repeating: Array(0..<1_000), count: workers.count))
        await onOwnThread {
            for worker in workers { worker.stop() }
            loop.stop()
        }
    }

    @Test("work queued on the loop itself runs in order, after what runs now")
    func localOrder() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let log = Shared<[Int]>([])
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.execute {
                loop.execute { log.withLock { $0.append(2) } }
                loop.execute {
                    log.withLock { $0.append(3) }
                    done.resume()
                }
                log.withLock { $0.append(1) }
            }
        }
        #expect(log.withLock { $0 } == [1, 2, 3])
    }

    @Test("the clock is read once a turn")
    func clock() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let (within, across) = await loop.spawn {
            let first = loop.now
            while MonotonicClock.now() < first + 2_000_000 {}
            let second = loop.now
            await withCheckedContinuation { done in loop.schedule(afterNanoseconds: 0) { done.resume() } }
            return (second - first, loop.now - first)
        }.value
        #expect(within == 0)
        #expect(across >= 2_000_000)
    }

    @Test("stop runs what is queued and the hooks, and lets go of the loop")
    func stop() throws {
        weak var released: EventLoop?
        let ran = Shared(0)
        do {
            let loop = try EventLoop()
            released = loop
            loop.execute {
                loop.onStop { ran.withLock { $0 += 10 } }
                for _ in 0..<5 { loop.execute { ran.withLock { $0 += 1 } } }
            }
            loop.stop()
            loop.stop()
            loop.execute { ran.withLock { $0 += 100 } }
        }
        #expect(ran.withLock { $0 } == 15)
        #expect(released == nil)
    }

    @Test("a group has a loop a processor, and gives them in turn")
    func group() async throws {
        let group = try LoopGroup()
        #expect(group.loops.count == LoopGroup.processors)
        await onOwnThread { group.stop() }
        let three = try LoopGroup(count: 3)
        let turns = (0..<6).map { _ in ObjectIdentifier(three.next()) }
        #expect(Set(turns.prefix(3)).count == 3)
        #expect(turns.prefix(3) == turns.suffix(3))
        await onOwnThread { three.stop() }
    }
}

@Suite("Event sources", .timeLimit(.minutes(5)))
struct EventSourceTests {
    /// Tells a closure of its events.
    private final class Source: EventSource, @unchecked Sendable {     // used on its loop only
        var onReady: (Source) -> Void = { _ in }
        var onTurnEnd: () -> Void = {}
        override func ready(_ readiness: Readiness) { onReady(self) }
        override func endOfTurn() { onTurnEnd() }
    }

    private static func pair() -> (Int32, Int32) {
        var pair: [Int32] = [-1, -1]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        return (pair[0], pair[1])
    }

    @Test("a source that is deregistered in a turn hears nothing more of that turn")
    func staleEvents() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let first = Self.pair(), second = Self.pair()
        let calls = await withCheckedContinuation { (done: CheckedContinuation<Int, Never>) in
            loop.execute {
                let a = Source(loop: loop, descriptor: first.0), b = Source(loop: loop, descriptor: second.0)
                var calls = 0
                // Both are readable in the same turn; whoever is called first removes both.
                let both: (Source) -> Void = { _ in
                    calls += 1
                    loop.deregister(a)
                    loop.deregister(b)
                    loop.schedule(afterNanoseconds: 1_000_000) { done.resume(returning: calls) }
                }
                a.onReady = both
                b.onReady = both
                try? loop.register(a, for: .readable)
                try? loop.register(b, for: .readable)
                write(first.1, "x", 1)
                write(second.1, "x", 1)
            }
        }
        #expect(calls == 1)
        for descriptor in [first.0, first.1, second.0, second.1] { close(descriptor) }
    }

    @Test("the end of a turn comes once, however often it is asked for")
    func endOfTurn() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let ends = await withCheckedContinuation { (done: CheckedContinuation<Int, Never>) in
            loop.execute {
                let source = Source(loop: loop, descriptor: -1)
                var ends = 0
                source.onTurnEnd = { ends += 1 }
                for _ in 0..<3 { loop.atEndOfTurn(source) }
                loop.schedule(afterNanoseconds: 1_000_000) { done.resume(returning: ends) }
            }
        }
        #expect(ends == 1)
    }
}
