// When something granted counts.

public import WellKnown
public import Wire

/// A stretch of time in which something granted counts. It begins and ends exactly at these times, without any call.
public struct Period: Message {
    public static let protoName = "roster.v1.Period"
    /// The first moment. Absent: from the moment it was granted.
    public var startTime: Timestamp?
    /// The first moment at which it no longer counts; later than `start_time`. Absent: it doesn't end.
    public var endTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "start_time", &startTime)
        try v.field(2, "end_time", &endTime)
    }
}
