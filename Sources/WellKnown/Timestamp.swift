// google.protobuf.Timestamp: a moment in UTC, to the nanosecond.

public import Wire

/// A moment, as seconds and nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
public struct Timestamp: Message, Comparable, Hashable {
    public static let protoName = "google.protobuf.Timestamp"

    /// From -62,135,596,800 (year 1) to 253,402,300,799 (year 9999).
    public var seconds: Int64 = 0
    /// 0 to 999,999,999, forwards in time also before 1970.
    public var nanos: Int32 = 0

    public init() {}

    public init(seconds: Int64, nanos: Int32 = 0) {
        self.seconds = seconds
        self.nanos = nanos
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "seconds", &seconds)
        try v.field(2, "nanos", &nanos)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds ? left.nanos < right.nanos : left.seconds < right.seconds
    }
}

extension Timestamp {
    /// From a clock's reading: 1677 to 2262 fit into 64 bits.
    public init(nanosecondsSince1970 nanoseconds: Int64) {
        var (seconds, nanos) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if nanos < 0 {
            nanos += 1_000_000_000
            seconds -= 1
        }
        self.init(seconds: seconds, nanos: Int32(truncatingIfNeeded: nanos))
    }

    /// Nanoseconds since 1970, held at the ends of 64 bits.
    public var nanosecondsSince1970: Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, again) = product.addingReportingOverflow(Int64(nanos))
        return overflow || again ? (seconds < 0 ? .min : .max) : sum
    }

    /// Whether it lies in the years 1 to 9999 and `nanos` in its range, as the standard demands.
    public var isValid: Bool {
        (-62_135_596_800...253_402_300_799).contains(seconds) && (0...999_999_999).contains(nanos)
    }

    /// This moment moved by a number of nanoseconds.
    public func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp {
        let (whole, part) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        var seconds = seconds &+ whole
        var nanos = Int64(nanos) + part
        if nanos < 0 {
            nanos += 1_000_000_000
            seconds &-= 1
        } else if nanos >= 1_000_000_000 {
            nanos -= 1_000_000_000
            seconds &+= 1
        }
        return Timestamp(seconds: seconds, nanos: Int32(truncatingIfNeeded: nanos))
    }
}
