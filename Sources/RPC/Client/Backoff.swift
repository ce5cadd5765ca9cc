/// How long to wait before the next attempt to connect (wire C8, gRPC's connection-backoff.md).

/// Exponential with jitter, measured from the start of an attempt.
public struct Backoff: Sendable {
    /// Nanoseconds. Default 1 s.
    public var initialNanoseconds: Int64 = 1_000_000_000
    public var multiplier = 1.6
    /// Default 120 s.
    public var maxNanoseconds: Int64 = 120_000_000_000
    /// Up to this part more or less. Default 0.2.
    public var jitter = 0.2

    public init() {}

    private var current: Double?

    /// The delay after one more failure in a row.
    mutating func next(random: Double = .random(in: -1...1)) -> Int64 {
        let base = min(current.map { $0 * multiplier } ?? Double(initialNanoseconds), Double(maxNanoseconds))
        current = base
        return Int64(base * (1 + jitter * random))
    }

    /// A connection worked.
    mutating func reset() { current = nil }
}
