// Waiting for asynchronous work from a thread that may block: `main`, and nobody else.

import Glibc
import Loops
import Synchronization

enum Blocking {
    /// Runs `body` on `thread` and waits for it. Never from that thread, nor from a loop.
    static func run<Value: Sendable, Failure: Error>(
        on thread: WorkerThread, _ body: @escaping @Sendable () async throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let box = Box<Result<Value, Failure>>()
        thread.spawn { box.fill(await Result { () async throws(Failure) in try await body() }) }
        return try box.wait().get()
    }

    /// One value handed from a thread to another that waits.
    private final class Box<Value: Sendable>: @unchecked Sendable {
        // `value` is written once before the semaphore is posted and read once after it was waited for.
        private var value: Value?
        private let filled: UnsafeMutablePointer<sem_t>

        init() {
            filled = .allocate(capacity: 1)
            sem_init(filled, 0, 0)
        }

        deinit {
            sem_destroy(filled)
            filled.deallocate()
        }

        func fill(_ value: Value) {
            self.value = value
            sem_post(filled)
        }

        func wait() -> Value {
            while true {
                while sem_wait(filled) != 0 {}
                if let value { return value }
            }
        }
    }
}
