// A thread for what blocks: those that run the tests are as few as the processors, and two that wait can stop them all.

import Foundation

/// Runs `body`, which may block, on a thread of its own.
public func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// Runs `body`, which may block and can't fail, on a thread of its own.
public func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

/// Runs `body`, which may block, on a thread of its own that nobody waits for: for the end of what a `defer` lets go.
public func leave(_ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread(body)
}
