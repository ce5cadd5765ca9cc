// Timers of an event loop, in a binary heap ordered by deadline.

/// A timer on an event loop that can be set, moved and cancelled, each in O(log n).
///
/// Confined to its loop. It fires at most once per ``set(afterNanoseconds:)``. A timer that is set is kept alive by the
/// loop, and so is what its closure captures.
///
/// `@unchecked Sendable`: a reference may travel, but every method is for the loop's thread, which it asserts.
public final class LoopTimer: @unchecked Sendable {
    private unowned let loop: EventLoop
    private let body: () -> Void
    /// When it fires, on the loop's clock (nanoseconds).
    fileprivate(set) var deadline: Int64 = 0
    /// Its place in the heap, or -1 when it is not set.
    fileprivate var index = -1

    /// A timer that is not set yet.
    public init(on loop: EventLoop, _ body: @escaping () -> Void) {
        self.loop = loop
        self.body = body
    }

    /// Whether it will fire.
    public var isSet: Bool { index >= 0 }

    /// Fires `delay` nanoseconds after the turn's clock reading; a timer that is set is moved. Delays ≤ 0 fire in the next turn.
    public func set(afterNanoseconds delay: Int64) {
        let (sum, overflow) = loop.now.addingReportingOverflow(max(1, delay))
        set(at: overflow ? .max : sum)
    }

    /// Fires at a point of the loop's clock (``EventLoop/now``).
    public func set(at deadline: Int64) {
        loop.assertCurrent()
        loop.timers.set(self, at: deadline)
    }

    /// Does not fire any more. Harmless when it is not set.
    public func cancel() {
        guard index >= 0 else { return }
        loop.assertCurrent()
        loop.timers.remove(self)
    }

    func fire() { body() }
}

/// The set timers of a loop, the earliest first.
struct TimerHeap {
    private var heap: [LoopTimer] = []

    var earliest: Int64? { heap.first?.deadline }
    var count: Int { heap.count }

    mutating func set(_ timer: LoopTimer, at deadline: Int64) {
        timer.deadline = deadline
        if timer.index < 0 {
            timer.index = heap.count
            heap.append(timer)
            siftUp(timer.index)
        } else {
            siftUp(timer.index)
            siftDown(timer.index)
        }
    }

    mutating func remove(_ timer: LoopTimer) {
        let index = timer.index
        timer.index = -1
        let last = heap.removeLast()
        guard index < heap.count else { return }
        heap[index] = last
        last.index = index
        siftUp(index)
        siftDown(last.index)
    }

    /// Takes the earliest timer if it is due.
    mutating func takeDue(at now: Int64) -> LoopTimer? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        remove(first)
        return first
    }

    mutating func removeAll() {
        for timer in heap { timer.index = -1 }
        heap.removeAll()
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        let timer = heap[index]
        while index > 0 {
            let parent = (index - 1) / 2
            guard timer.deadline < heap[parent].deadline else { break }
            place(heap[parent], at: index)
            index = parent
        }
        place(timer, at: index)
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        let timer = heap[index]
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline { child += 1 }
            guard heap[child].deadline < timer.deadline else { break }
            place(heap[child], at: index)
            index = child
        }
        place(timer, at: index)
    }

    private mutating func place(_ timer: LoopTimer, at index: Int) {
        heap[index] = timer
        timer.index = index
    }
}
