// When a failed call is made again, and after which time.

internal import RPC

/// How often and how soon the client repeats a call that failed with UNAVAILABLE, or that the server asked to repeat
/// (RESOURCE_EXHAUSTED with RetryInfo). Nothing else is ever repeated.
///
/// That is safe for mutations as well: each carries a request id, the same in every attempt, and the server gives a repeated
/// one its first answer (product.md 4.1). All attempts share the call's one timeout.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts in all, 1 to 10. 1: never repeat. Default 5.
    public var attemptsMax = 5
    /// The delay before the second attempt. It doubles each time, and varies by a fifth. Default 0.1 s.
    public var delayInitial = Swift.Duration.milliseconds(100)
    /// The longest delay, but for one that the server asks for. Default 5 s.
    public var delayMax = Swift.Duration.seconds(5)

    public init() {}

    /// Every call is made once.
    public static var never: RetryPolicy {
        var policy = RetryPolicy()
        policy.attemptsMax = 1
        return policy
    }

    /// The delay after `attempts` failed ones, the last with `error`. nil: give up.
    func delay(after attempts: Int, _ error: RosterError, random: Double = .random(in: 0.8...1.2)) -> Swift.Duration? {
        guard attempts < min(attemptsMax, 10) else { return nil }
        let asked = error.retryDelay
        switch error.code {
        case .unavailable: break
        case .resourceExhausted where asked != nil: break
        default: return nil
        }
        var delay = delayInitial
        for _ in 1..<max(attempts, 1) { delay = min(delay * 2, delayMax) }
        // Never sooner than the server wants.
        return max(min(delay, delayMax) * random, asked ?? .zero)
    }
}
