/// Somebody who awaits something on a loop.

/// A suspended task and the number that tells it from others, so that a late cancellation can't wake its successor.
struct Waiter<Value: Sendable> {
    let id: UInt64
    let continuation: CheckedContinuation<Value, Never>

    func resume(_ value: sending Value) {
        continuation.resume(returning: value)
    }
}
