// What happens to mails.

public import WellKnown
public import Wire

/// A mail waits to be delivered.
public struct MailQueued: Message {
    public static let protoName = "roster.v1.MailQueued"
    public var mailID = MailID()
    public var template = ""
    public var memberID = MemberID()
    public var invitationID = InvitationID()
    /// That of the invitation it tells of.
    public var generation: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mail_id", &mailID)
        try v.field(2, "template", &template)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "invitation_id", &invitationID)
        try v.field(5, "generation", &generation)
    }
}

/// Somebody has the mail in its hands.
public struct MailLeased: Message {
    public static let protoName = "roster.v1.MailLeased"
    public var mailID = MailID()
    public var leaseEndTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mail_id", &mailID)
        try v.field(2, "lease_end_time", &leaseEndTime)
    }
}

/// What became of the mail.
public struct MailDone: Message {
    public static let protoName = "roster.v1.MailDone"
    public var mailID = MailID()
    /// SENT, BOUNCED or SUPPRESSED.
    public var state = MailState.unspecified

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mail_id", &mailID)
        try v.field(2, "state", &state)
    }
}
