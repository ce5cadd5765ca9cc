// How much of the assignments that a plan allows in a month is used.

public import WellKnown
public import Wire

/// The assignments of a calendar month (UTC) under a plan that caps them, over all products.
public struct AssignmentCap: Message {
    public static let protoName = "roster.v1.AssignmentCap"
    public var limit: Int32 = 0
    /// Made this month: by Assign and Reassign, and with new members and invitations; revoked since or not.
    public var used: Int32 = 0
    /// What may still be made this month.
    public var remaining: Int32 = 0
    /// When the count begins anew: the start of the next month.
    public var resetTime: Timestamp?
    public var state = AssignmentCapState.unspecified

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "limit", &limit)
        try v.field(2, "used", &used)
        try v.field(3, "remaining", &remaining)
        try v.field(4, "reset_time", &resetTime)
        try v.field(5, "state", &state)
    }
}

/// How near an organization is to its plan's cap of a month.
public struct AssignmentCapState: WireEnum {
    public static let protoName = "roster.v1.AssignmentCapState"
    public static let unspecified = AssignmentCapState(rawValue: 0)
    /// Less than four fifths are used.
    public static let within = AssignmentCapState(rawValue: 1)
    /// Four fifths or more are used: a warning.
    public static let near = AssignmentCapState(rawValue: 2)
    /// All are used: the next assignment of the month is ASSIGNMENT_CAP_REACHED.
    public static let reached = AssignmentCapState(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "ASSIGNMENT_CAP_STATE_UNSPECIFIED"), (1, "ASSIGNMENT_CAP_STATE_WITHIN"), (2, "ASSIGNMENT_CAP_STATE_NEAR"),
        (3, "ASSIGNMENT_CAP_STATE_REACHED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
