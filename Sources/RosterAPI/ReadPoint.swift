// At which moment a read is answered.

public import WellKnown
public import Wire

/// At which moment of an organization a read is answered. Absent: the newest revision, now.
///
/// Whether the caller may read is always judged by its rights now; only the data is that of the point.
public struct ReadPoint: Message {
    public static let protoName = "roster.v1.ReadPoint"
    public var point: Point?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.oneof("point", 1, "exact_revision", &point, { if case .exactRevision(let x) = $0 { x } else { nil } }, Point.exactRevision)
        try v.oneof("point", 2, "at_time", &point, { if case .atTime(let x) = $0 { x } else { nil } }, Point.atTime)
        try v.oneof("point", 3, "at_least_revision", &point, { if case .atLeastRevision(let x) = $0 { x } else { nil } }, Point.atLeastRevision)
    }

    public enum Point: Sendable, Equatable {
        /// Exactly this revision, at the time it was recorded. OUT_OF_RANGE with REVISION_IN_FUTURE or REVISION_COMPACTED
        /// when it isn't there.
        case exactRevision(Int64)
        /// The state as it was at this time, expiries included.
        case atTime(Timestamp)
        /// The newest revision, but not before this one was reached: what makes a caller see its own writes. The call waits
        /// for it until its deadline.
        case atLeastRevision(Int64)
    }
}

extension ReadPoint {
    /// Exactly this revision.
    public static func exactly(_ revision: Int64) -> ReadPoint { .with { $0.point = .exactRevision(revision) } }
    /// As it was at this time.
    public static func at(_ time: Timestamp) -> ReadPoint { .with { $0.point = .atTime(time) } }
    /// Not before this revision: with the one of a mutation's result, a read sees what that wrote.
    public static func atLeast(_ revision: Int64) -> ReadPoint { .with { $0.point = .atLeastRevision(revision) } }
}
