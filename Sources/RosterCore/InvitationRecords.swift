// InvitationRecords: invitations and the mails that wait, as a tree's state holds them.

public import RosterAPI
public import Wire

/// One invitation, from the day it was made; those that are over stay.
public struct InvitationRecord: Message {
    public static let protoName = "roster.internal.InvitationRecord"
    public var invitationID = InvitationID()
    public var revision: Int64 = 0
    public var memberID = MemberID()
    public var state = InvitationState.unspecified
    /// The token follows from it and the id.
    public var generation: Int32 = 0
    public var terms: InvitationTerms?
    /// Zero for a service by itself.
    public var inviterID = MemberID()
    public var createTime: Int64 = 0
    public var sendTime: Int64 = 0
    public var expireTime: Int64 = 0
    public var endTime: Int64 = 0
    public var mailID = MailID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
        try v.field(2, "revision", &revision)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "state", &state)
        try v.field(5, "generation", &generation)
        try v.field(6, "terms", &terms)
        try v.field(7, "inviter_id", &inviterID)
        try v.field(8, "create_time", &createTime)
        try v.field(9, "send_time", &sendTime)
        try v.field(10, "expire_time", &expireTime)
        try v.field(11, "end_time", &endTime)
        try v.field(12, "mail_id", &mailID)
    }
}

/// One mail of the outbox: a template and ids, put into words when it is leased.
public struct MailRecord: Message {
    public static let protoName = "roster.internal.MailRecord"
    public var mailID = MailID()
    public var revision: Int64 = 0
    public var template = ""
    public var memberID = MemberID()
    public var invitationID = InvitationID()
    /// That of the invitation when the mail was written.
    public var generation: Int32 = 0
    /// By what events said: a lease that ran out is still LEASED here (``state(at:)``).
    public var state = MailState.unspecified
    public var createTime: Int64 = 0
    public var leaseEnd: Int64 = 0
    /// How often it was leased.
    public var attempts: Int32 = 0
    public var doneTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mail_id", &mailID)
        try v.field(2, "revision", &revision)
        try v.field(3, "template", &template)
        try v.field(4, "member_id", &memberID)
        try v.field(5, "invitation_id", &invitationID)
        try v.field(6, "generation", &generation)
        try v.field(7, "state", &state)
        try v.field(8, "create_time", &createTime)
        try v.field(9, "lease_end", &leaseEnd)
        try v.field(10, "attempts", &attempts)
        try v.field(11, "done_time", &doneTime)
    }

    /// A lease that ran out left the mail in the queue at that very moment.
    public func state(at time: Int64) -> MailState { state == .leased && leaseEnd <= time ? .queued : state }
}
