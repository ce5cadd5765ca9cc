// google.protobuf.Duration: a signed span of time, to the nanosecond.

public import Wire

/// A span of time. It shadows Swift's `Duration` where both are imported; that one is `Swift.Duration`.
public struct Duration: Message, Hashable {
    public static let protoName = "google.protobuf.Duration"

    /// ±315,576,000,000 at most: 10,000 years.
    public var seconds: Int64 = 0
    /// ±999,999,999, of the same sign as `seconds`.
    public var nanos: Int32 = 0

    public init() {}

    public init(seconds: Int64, nanos: Int32 = 0) {
        self.seconds = seconds
        self.nanos = nanos
    }

    public init(nanoseconds: Int64) {
        let (seconds, nanos) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(seconds: seconds, nanos: Int32(truncatingIfNeeded: nanos))
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "seconds", &seconds)
        try v.field(2, "nanos", &nanos)
    }

    /// In nanoseconds, held at the ends of 64 bits (292 years).
    public var nanoseconds: Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, again) = product.addingReportingOverflow(Int64(nanos))
        return overflow || again ? (seconds < 0 ? .min : .max) : sum
    }

    /// Whether it lies within 10,000 years and both parts agree in sign.
    public var isValid: Bool {
        (-315_576_000_000...315_576_000_000).contains(seconds) && (-999_999_999...999_999_999).contains(nanos)
            && (seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0))
    }
}
