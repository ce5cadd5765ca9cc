// Timers: their order, and a heap that agrees with a sorted list.

import TestThreads
import Testing
@testable import Loops

@Suite("Loop timers", .timeLimit(.minutes(5)))
struct LoopTimerTests {
    @Test("timers fire in the order of their deadlines; a cancelled one doesn't, a moved one once")
    func order() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let fired = await withCheckedContinuation { (done: CheckedContinuation<[String], Never>) in
            loop.execute {
                var fired: [String] = []
                loop.schedule(afterNanoseconds: 4_000_000) { fired.append("late") }
                loop.schedule(afterNanoseconds: 1_000_000) { fired.append("early") }
                let cancelled = loop.schedule(afterNanoseconds: 2_000_000) { fired.append("cancelled") }
                let moved = loop.schedule(afterNanoseconds: 500_000) { fired.append("moved") }
                moved.set(afterNanoseconds: 3_000_000)
                cancelled.cancel()
                cancelled.cancel()
                loop.schedule(afterNanoseconds: 5_000_000) { done.resume(returning: fired) }
            }
        }
        #expect(fired == ["early", "moved", "late"])
    }

    @Test("a timer set from its own firing waits for another turn")
    func rearm() async throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        let turns = await withCheckedContinuation { (done: CheckedContinuation<[Int64], Never>) in
            loop.execute {
                var turns: [Int64] = []
                var timer: LoopTimer?
                timer = loop.schedule(afterNanoseconds: 0) {
                    turns.append(loop.now)
                    if turns.count < 3 { timer?.set(afterNanoseconds: 0) } else { done.resume(returning: turns) }
                }
            }
        }
        #expect(Set(turns).count == 3)
    }

    @Test("the heap agrees with a sorted list over 20,000 random steps")
    func heap() throws {
        let loop = try EventLoop()
        defer { leave { loop.stop() } }
        var heap = TimerHeap()
        var model: [ObjectIdentifier: (Int64, LoopTimer)] = [:]
        var random = SystemRandomNumberGenerator()
        let all = (0..<64).map { _ in LoopTimer(on: loop) {} }
        for _ in 0..<20_000 {
            let timer = all[Int.random(in: 0..<all.count, using: &random)]
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let deadline = Int64.random(in: 0..<1_000, using: &random)
                heap.set(timer, at: deadline)
                model[ObjectIdentifier(timer)] = (deadline, timer)
            case 2:
                if timer.isSet { heap.remove(timer) }
                model[ObjectIdentifier(timer)] = nil
            default:
                let now = Int64.random(in: 0..<1_000, using: &random)
                let earliest = model.values.map(\.0).min()
                let due = heap.takeDue(at: now)
                #expect((due != nil) == (earliest.map { $0 <= now } ?? false))
                if let due {
                    #expect(due.deadline == earliest)
                    model[ObjectIdentifier(due)] = nil
                }
            }
            #expect(heap.count == model.count)
            #expect(heap.earliest == model.values.map(\.0).min())
        }
        heap.removeAll()
    }
}
