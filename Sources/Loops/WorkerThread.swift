// A thread that runs work in order and may block: journals, long reads, name lookups.

internal import CLinux
internal import Synchronization

/// One thread with a bounded queue; also an executor of Swift concurrency, for actors that must not share a loop.
///
/// `@unchecked Sendable`: the queue is guarded by `lock`; everything else is immutable, or used on the thread only.
public final class WorkerThread: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// The thread's name, for debuggers and metrics.
    public let name: String
    /// The most closures that may wait; ``execute(_:)`` refuses more. Jobs of Swift concurrency can't be refused, so
    /// whoever calls an actor on this thread bounds his calls himself; they count in ``queueDepth``.
    public let queueLimit: Int

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let arrived: UnsafeMutablePointer<pthread_cond_t>
    private var thread = pthread_t()
    // Guarded by lock.
    private var queue: [WorkItem] = []
    private var running = 0
    private var waiting = false
    private var stopping = false
    private var joined = false
    private var deepest = 0

    /// Starts the thread. Throws when the process is out of threads.
    public init(name: String, queueLimit: Int = 65_536) throws(SystemError) {
        self.name = name
        self.queueLimit = queueLimit
        lock = .allocate(capacity: 1)
        arrived = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(arrived, nil)
        let argument = Unmanaged.passRetained(self)
        let error = pthread_create(&thread, nil, { argument in
            if let argument {
                let worker = Unmanaged<WorkerThread>.fromOpaque(argument).takeRetainedValue()
                clinux_set_thread_owner(argument)
                clinux_block_signals()
                clinux_name_thread(worker.name)
                worker.run()
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
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(lock)
        arrived.deallocate()
        lock.deallocate()
    }

    /// Whether the caller is on this thread.
    public var isCurrent: Bool {
        clinux_thread_owner() == Unmanaged.passUnretained(self).toOpaque()
    }

    public func checkIsolated() {
        precondition(isCurrent, "not on the thread \(name)")
    }

    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Runs `body` on the thread, in order. False when ``queueLimit`` items wait already, or the thread was stopped:
    /// then `body` never runs.
    @discardableResult
    public func execute(_ body: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        guard !stopping, queue.count + running < queueLimit else {
            pthread_mutex_unlock(lock)
            return false
        }
        append(.closure(body))
        return true
    }

    /// Runs `body` on the thread, in order, however much waits: for the turns of a consumer that queues one at a time, so that their
    /// number is bounded by that of the consumers. False only when the thread was stopped: then `body` never runs.
    @discardableResult
    public func executeTurn(_ body: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        guard !stopping else {
            pthread_mutex_unlock(lock)
            return false
        }
        append(.closure(body))
        return true
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(lock)
        append(.job(job))
    }

    /// Takes the locked mutex, unlocks it.
    private func append(_ item: WorkItem) {
        queue.append(item)
        deepest = max(deepest, queue.count + running)
        let wake = waiting
        waiting = false
        pthread_mutex_unlock(lock)
        if wake { pthread_cond_signal(arrived) }
    }

    /// Starts a task that runs on this thread wherever it is not on an actor.
    @discardableResult
    public func spawn<Success: Sendable>(
        _ body: @escaping @Sendable () async -> Success
    ) -> Task<Success, Never> {
        Task(executorPreference: self) { await body() }
    }

    /// Items that wait now or run.
    public var queueDepth: Int {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return queue.count + running
    }

    /// The most items that ever waited.
    public var deepestQueue: Int {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return deepest
    }

    /// Runs what is queued, ends the thread and waits for it. Not from the thread itself; a second call returns at once.
    public func stop() {
        precondition(!isCurrent, "a thread can't wait for itself")
        pthread_mutex_lock(lock)
        stopping = true
        let join = !joined
        joined = true
        pthread_mutex_unlock(lock)
        pthread_cond_signal(arrived)
        if join { pthread_join(thread, nil) }
    }

    private func run() {
        let serial = asUnownedSerialExecutor(), task = asUnownedTaskExecutor()
        var batch: [WorkItem] = []
        while true {
            pthread_mutex_lock(lock)
            running = 0
            while queue.isEmpty, !stopping {
                waiting = true
                pthread_cond_wait(arrived, lock)
            }
            if queue.isEmpty {
                pthread_mutex_unlock(lock)
                return
            }
            swap(&batch, &queue)
            running = batch.count
            pthread_mutex_unlock(lock)
            for item in batch {
                switch item {
                case .job(let job): job.runSynchronously(isolatedTo: serial, taskExecutor: task)
                case .closure(let body): body()
                }
            }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
