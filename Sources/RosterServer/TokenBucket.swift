// A key's allowance of calls, drawn in lots so that a call usually meets no lock.
import Synchronization

/// A key's allowance of calls (product 4.1, fairness): refilled at a steady rate, holding at most one second of it.
///
/// A connection draws tokens in small lots and spends them without a lock, so the mutex is met once in `lot` calls; the
/// bound is loose by one lot a connection.
final class TokenBucket: Sendable {
    /// The most tokens a connection draws at once.
    static let lot: Int32 = 64

    private struct State {
        var tokens: Double
        var refilledAt: Int64
    }

    private let perSecond: Double
    private let state: Mutex<State>

    /// - Parameter perSecond: calls a second; also the burst.
    init(perSecond: Int) {
        self.perSecond = Double(max(perSecond, 1))
        state = Mutex(State(tokens: Double(max(perSecond, 1)), refilledAt: .min))
    }

    /// Draws up to one lot; 0 when the key has used its second.
    /// - Parameter now: monotonic nanoseconds.
    func draw(now: Int64) -> Int32 {
        state.withLock { state in
            let elapsed = state.refilledAt == .min ? 0 : max(0, now - state.refilledAt)
            state.tokens = min(perSecond, state.tokens + Double(elapsed) * perSecond / 1e9)
            state.refilledAt = max(state.refilledAt, now)
            let drawn = min(Int32(min(state.tokens, Double(TokenBucket.lot))), TokenBucket.lot)
            state.tokens -= Double(drawn)
            return drawn
        }
    }

    /// When a lot will be there again: the RetryInfo of RATE_LIMITED.
    var retryMilliseconds: Int32 {
        Int32(clamping: max(1, Int64(1_000 / perSecond * Double(TokenBucket.lot))))
    }
}
