// State that a loop changes and a test awaits.

import Synchronization
import Testing

/// A value with waiters: each change is shown to all of them, so that none misses a condition that is true for a moment only.
final class Shared<Value: Sendable>: Sendable {
    private struct Waiter {
        let condition: @Sendable (Value) -> Bool
        var met: Value?
    }
    private struct State {
        var value: Value
        var waiters: [Int: Waiter] = [:]
        var waiterCount = 0
    }
    private let state: Mutex<State>

    init(_ value: Value) { state = Mutex(State(value: value)) }

    var current: Value { state.withLock { $0.value } }

    func update(_ body: (inout Value) -> Void) {
        state.withLock { state in
            body(&state.value)
            for (id, waiter) in state.waiters where waiter.met == nil && waiter.condition(state.value) { state.waiters[id]?.met = state.value }
        }
    }

    /// Returns once a change makes the condition true. After 20 s the test fails and goes on with what there is: a wait without an end,
    /// which no time limit could cut short, would hold up the whole run.
    @discardableResult
    func wait(sourceLocation: SourceLocation = #_sourceLocation, _ condition: @escaping @Sendable (Value) -> Bool) async -> Value {
        let id = state.withLock { state in
            state.waiterCount += 1
            state.waiters[state.waiterCount] = Waiter(condition: condition, met: condition(state.value) ? state.value : nil)
            return state.waiterCount
        }
        defer { state.withLock { _ = $0.waiters.removeValue(forKey: id) } }
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            if let value = state.withLock({ $0.waiters[id]?.met }) { return value }
            guard !Task.isCancelled, ContinuousClock.now < deadline else {
                Issue.record("waited in vain", sourceLocation: sourceLocation)
                return current
            }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}
