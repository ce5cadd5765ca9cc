// A thread that waits for descriptors, timers and work, and runs what is ready: the executor of everything near a socket.

internal import CLinux
internal import Synchronization

/// One thread with epoll, timers and a queue; also an executor of Swift concurrency, so that tasks and actors can live on it.
///
/// A turn: wait → read the clock once → descriptors → timers → queued work → each source that asked for the end of the
/// turn (one write per connection). Nothing on a loop may block. A loop's thread holds the loop until ``stop()``.
///
/// `@unchecked Sendable`: what other threads touch is in `inbox` (a mutex) or immutable; everything else is used on the
/// loop's thread only, which ``assertCurrent()`` checks in debug builds.
public final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// The thread's name, for debuggers and metrics.
    public let name: String

    private struct Inbox {
        var items: [WorkItem] = []
        /// The loop waits in epoll, or is about to: the next item must write to the eventfd.
        var sleeping = false
        var stopping = false
        var joined = false
        var ended = false
    }
    private let inbox = Mutex(Inbox())
    private let epoll: Int32
    private let wakeUp: Int32
    private var thread = pthread_t()

    // Confined to the loop's thread from here on.
    /// Nanoseconds on the monotonic clock, read once a turn.
    public var now: Int64 { clock }
    /// Unchecked, since a number is read and set whole: no access to it can overlap another.
    @exclusivity(unchecked) private var clock: Int64
    var timers = TimerHeap()
    private var local: [WorkItem] = []
    private var running: [WorkItem] = []
    private var turnEnd: [EventSource] = []
    private var ending: [EventSource] = []
    private var sources: [EventSource?] = []
    private var generations: [UInt32] = []
    private var freeSlots: [Int] = []
    private var stopHooks: [() -> Void] = []
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    /// Reads land here: one buffer for all connections of the loop. 64 KiB; valid until the next read.
    public let readBuffer: UnsafeMutableRawBufferPointer
    /// Writes are gathered here: one buffer for all connections of the loop. 128 KiB; free again after each write.
    public let writeBuffer: UnsafeMutableRawBufferPointer

    /// Starts the thread. Throws when the process is out of descriptors or threads.
    public init(name: String = "loop") throws(SystemError) {
        self.name = name
        clock = MonotonicClock.now()
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw SystemError(call: "epoll_create1") }
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            let error = SystemError(call: "eventfd")
            close(epoll)
            throw error
        }
        readBuffer = .allocate(byteCount: 64 * 1024, alignment: 64)
        writeBuffer = .allocate(byteCount: 128 * 1024, alignment: 64)
        var event = epoll_event()
        event.events = Readiness.readable.rawValue
        event.data.u64 = .max
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)

        let argument = Unmanaged.passRetained(self)
        let error = pthread_create(&thread, nil, { argument in
            if let argument {
                let loop = Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue()
                clinux_set_thread_owner(argument)
                clinux_block_signals()
                clinux_name_thread(loop.name)
                loop.run()
                clinux_set_thread_owner(nil)
            }
            return nil
        }, argument.toOpaque())
        guard error == 0 else {
            argument.release()
            throw SystemError(call: "pthread_create", number: error)
        }
    }

    deinit {
        close(epoll)
        close(wakeUp)
        readBuffer.deallocate()
        writeBuffer.deallocate()
    }

    // MARK: Who runs

    /// Whether the caller is on this loop's thread.
    public var isCurrent: Bool {
        clinux_thread_owner() == Unmanaged.passUnretained(self).toOpaque()
    }

    /// Traps in debug builds when the caller is not on this loop's thread: the proof behind every class confined to a loop.
    @inlinable public func assertCurrent() {
        assert(isCurrent, "used outside of its loop")
    }

    public func checkIsolated() {
        precondition(isCurrent, "not on the loop \(name)")
    }

    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    // MARK: Work

    /// Runs `body` on the loop, in a later step of this turn or in the next. From any thread; in order per calling thread.
    /// After the loop has ended the closure is dropped.
    public func execute(_ body: @escaping @Sendable () -> Void) {
        enqueue(.closure(body))
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.job(UnownedJob(job)))
    }

    private func enqueue(_ item: WorkItem) {
        if isCurrent {
            local.append(item)
            return
        }
        let wake = inbox.withLock { inbox in
            guard !inbox.ended else { return false }
            inbox.items.append(item)
            defer { inbox.sleeping = false }
            return inbox.sleeping
        }
        if wake { writeWakeUp() }
    }

    /// Starts a task that runs on this loop wherever it is not on an actor: the one way to start a task here (an
    /// unstructured `Task { }` would leave for the global pool at its first await).
    @discardableResult
    public func spawn<Success: Sendable>(
        _ body: @escaping @Sendable () async -> Success
    ) -> Task<Success, Never> {
        Task(executorPreference: self) { await body() }
    }

    /// Runs `body` on the loop after `delay` nanoseconds. On the loop only; the timer can be cancelled.
    @discardableResult
    public func schedule(afterNanoseconds delay: Int64, _ body: @escaping () -> Void) -> LoopTimer {
        let timer = LoopTimer(on: self, body)
        timer.set(afterNanoseconds: delay)
        return timer
    }

    // MARK: Descriptors

    /// Watches the source's descriptor. On the loop only. Throws when epoll refuses (out of memory or watches).
    public func register(_ source: EventSource, for interest: Readiness) throws(SystemError) {
        assertCurrent()
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = sources.count
            sources.append(nil)
            generations.append(0)
        }
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = UInt64(generations[slot]) << 32 | UInt64(slot)
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, source.descriptor, &event) == 0 else {
            let error = SystemError(call: "epoll_ctl")
            freeSlots.append(slot)
            throw error
        }
        sources[slot] = source
        source.slot = slot
        source.interest = interest
    }

    /// Changes what is watched; free of charge when nothing changes.
    public func watch(_ source: EventSource, for interest: Readiness) {
        guard source.interest != interest, source.slot >= 0 else { return }
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = UInt64(generations[source.slot]) << 32 | UInt64(source.slot)
        epoll_ctl(epoll, EPOLL_CTL_MOD, source.descriptor, &event)
        source.interest = interest
    }

    /// Forgets the source; events already fetched for it are dropped. Close the descriptor after this.
    public func deregister(_ source: EventSource) {
        assertCurrent()
        let slot = source.slot
        guard slot >= 0 else { return }
        var event = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, source.descriptor, &event)
        source.slot = -1
        source.interest = []
        sources[slot] = nil
        generations[slot] &+= 1
        freeSlots.append(slot)
    }

    /// Calls the source's ``EventSource/endOfTurn()`` once before the loop waits again, however often it is asked for.
    public func atEndOfTurn(_ source: EventSource) {
        assertCurrent()
        guard !source.inTurnEnd else { return }
        source.inTurnEnd = true
        turnEnd.append(source)
    }

    /// Descriptors that are watched now. On the loop only.
    public var sourceCount: Int { sources.count - freeSlots.count }

    // MARK: The end

    /// Runs `body` on the loop when it stops, before its thread ends: the place to close what lives on the loop.
    public func onStop(_ body: @escaping () -> Void) {
        assertCurrent()
        stopHooks.append(body)
    }

    /// Runs what is queued, ends the thread and waits for it. Not from the loop itself; a second call returns at once.
    /// Tasks that still await something else are never resumed, so stop the loops last.
    public func stop() {
        precondition(!isCurrent, "a loop can't wait for itself")
        let (wake, join) = inbox.withLock { inbox in
            let first = !inbox.joined
            inbox.stopping = true
            inbox.joined = true
            defer { inbox.sleeping = false }
            return (inbox.sleeping, first)
        }
        if wake { writeWakeUp() }
        if join { pthread_join(thread, nil) }
    }

    // MARK: The turn

    /// Work items that may run between two looks at the descriptors, so that a flood of jobs can't starve the sockets.
    private static let itemsPerTurn = 4_096

    private func run() {
        while true {
            let stopping = prepareToWait()
            if stopping, local.isEmpty {
                let hooks = stopHooks
                stopHooks = []
                for hook in hooks { hook() }
                runWork()
                runTurnEnd()
                if !takeInbox(), local.isEmpty { break }
                continue
            }
            poll()
            runTimers()
            takeInbox()
            runWork()
            runTurnEnd()
        }
        // What comes from now on is dropped: kept, it would hold the loop that holds it.
        let late = inbox.withLock { inbox in
            inbox.ended = true
            defer { inbox.items = [] }
            return inbox.items
        }
        withExtendedLifetime(late) {}
        local.removeAll()
        timers.removeAll()
        sources.removeAll()
    }

    private var waits = false

    /// Decides whether the next poll may block. Returns whether the loop was told to stop and its inbox is empty.
    private func prepareToWait() -> Bool {
        guard local.isEmpty, turnEnd.isEmpty else {
            waits = false
            return false
        }
        return inbox.withLock { inbox in
            waits = inbox.items.isEmpty && !inbox.stopping
            inbox.sleeping = waits
            return inbox.stopping && inbox.items.isEmpty
        }
    }

    private func poll() {
        var timeout: Int32 = 0
        if waits {
            timeout = -1
            if let earliest = timers.earliest {
                let milliseconds = (max(0, earliest - MonotonicClock.now()) + 999_999) / 1_000_000
                timeout = Int32(clamping: milliseconds)
            }
        }
        let count = events.withUnsafeMutableBufferPointer { epoll_wait(epoll, $0.baseAddress, 256, timeout) }
        clock = MonotonicClock.now()
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let event = events[index]
            let data = event.data.u64
            if data == .max {
                var value: UInt64 = 0
                read(wakeUp, &value, 8)
                continue
            }
            let slot = Int(data & 0xffff_ffff)
            guard generations[slot] == UInt32(data >> 32), let source = sources[slot] else { continue }
            source.ready(Readiness(rawValue: event.events))
        }
    }

    private func runTimers() {
        while let timer = timers.takeDue(at: now) { timer.fire() }
    }

    /// Moves the work that other threads brought behind the loop's own.
    @discardableResult
    private func takeInbox() -> Bool {
        inbox.withLock { inbox in
            inbox.sleeping = false
            guard !inbox.items.isEmpty else { return false }
            if local.isEmpty {
                swap(&local, &inbox.items)
            } else {
                local.append(contentsOf: inbox.items)
                inbox.items.removeAll(keepingCapacity: true)
            }
            return true
        }
    }

    private func runWork() {
        // As the task executor only: told that the loop is also the serial executor, the runtime sends a task through the queue
        // again at every call of a nonisolated async function (three times a streamed message, measured). An actor on a loop
        // is proved by `isIsolatingCurrentContext`.
        let executor = asUnownedTaskExecutor()
        var budget = Self.itemsPerTurn
        while !local.isEmpty, budget > 0 {
            swap(&local, &running)
            budget -= running.count
            for item in running {
                switch item {
                case .job(let job): job.runSynchronously(on: executor)
                case .closure(let body): body()
                }
            }
            running.removeAll(keepingCapacity: true)
        }
    }

    private func runTurnEnd() {
        guard !turnEnd.isEmpty else { return }
        swap(&turnEnd, &ending)          // who asks again during this has another turn, after the descriptors had theirs
        for source in ending {
            source.inTurnEnd = false
            source.endOfTurn()
        }
        ending.removeAll(keepingCapacity: true)
    }

    private func writeWakeUp() {
        var one: UInt64 = 1
        write(wakeUp, &one, 8)
    }
}

extension EventLoop: CustomStringConvertible {
    public var description: String { name }
}
