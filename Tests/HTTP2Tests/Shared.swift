// State that a loop changes and a test awaits.

import Synchronization

/// A value with waiters: `wait` returns as soon as a change makes its condition true.
final class Shared<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var waiters: [(condition: @Sendable (Value) -> Bool, continuation: CheckedContinuation<Value, Never>)] = []
    }
    private let state: Mutex<State>

    init(_ value: Value) { state = Mutex(State(value: value)) }

    var current: Value { state.withLock { $0.value } }

    func update(_ body: (inout Value) -> Void) {
        let ready = state.withLock { state in
            body(&state.value)
            let value = state.value
            let ready = state.waiters.filter { $0.condition(value) }.map { ($0.continuation, value) }
            state.waiters.removeAll { $0.condition(value) }
            return ready
        }
        for (continuation, value) in ready { continuation.resume(returning: value) }
    }

    @discardableResult
    func wait(_ condition: @escaping @Sendable (Value) -> Bool) async -> Value {
        await withCheckedContinuation { continuation in
            let value: Value? = state.withLock { state in
                if condition(state.value) { return state.value }
                state.waiters.append((condition, continuation))
                return nil
            }
            if let value { continuation.resume(returning: value) }
        }
    }
}
