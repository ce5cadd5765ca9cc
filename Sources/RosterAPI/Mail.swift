// The messages of MailService.

public import WellKnown
public import Wire

/// The states of a mail.
public struct MailState: WireEnum {
    public static let protoName = "roster.v1.MailState"
    public static let unspecified = MailState(rawValue: 0)
    /// Waits for somebody who delivers it.
    public static let queued = MailState(rawValue: 1)
    /// In somebody's hands, until its lease runs out.
    public static let leased = MailState(rawValue: 2)
    public static let sent = MailState(rawValue: 3)
    /// It couldn't be delivered, or came back.
    public static let bounced = MailState(rawValue: 4)
    /// Not sent: pointless by then, or the recipient wants no mail.
    public static let suppressed = MailState(rawValue: 5)

    public static let cases: [(Int32, String)] = [
        (0, "MAIL_STATE_UNSPECIFIED"),
        (1, "MAIL_STATE_QUEUED"),
        (2, "MAIL_STATE_LEASED"),
        (3, "MAIL_STATE_SENT"),
        (4, "MAIL_STATE_BOUNCED"),
        (5, "MAIL_STATE_SUPPRESSED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The request of ``Methods/Mail/leaseOutbox``.
public struct LeaseOutboxRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.LeaseOutboxRequest"
    public var organizationID = OrganizationID()
    /// At most so many: 1 to 1000; 0 stands for 50.
    public var limit: Int32 = 0
    /// For how long: 1 second to 1 day. Absent: 5 minutes.
    public var lease: WellKnown.Duration?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "limit", &limit)
        try v.field(3, "lease", &lease)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Mail/leaseOutbox``.
public struct LeaseOutboxResponse: MutatingResponse {
    public static let protoName = "roster.v1.LeaseOutboxResponse"
    public var mails: [OutboxMail] = []
    /// How many wait beside these and are in nobody's hands.
    public var waiting: Int32 = 0
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mails", &mails)
        try v.field(2, "waiting", &waiting)
        try v.field(15, "result", &result)
    }
}

/// A mail, ready to be sent.
public struct OutboxMail: Message {
    public static let protoName = "roster.v1.OutboxMail"
    public var organizationID = OrganizationID()
    public var mailID = MailID()
    /// Which mail it is: `invitation`, or `invitation_reminder` for one that was sent again.
    public var template = ""
    public var memberID = MemberID()
    public var invitationID = InvitationID()
    /// The recipient.
    public var email = ""
    /// A BCP 47 tag, if the recipient's profile has one.
    public var locale = ""
    /// What the template speaks of: `organization_name`, `recipient_name`, `inviter_name`, `role`, `seat_type`,
    /// `expire_time` (RFC 3339). What isn't known is left out.
    public var parameters: [String: String] = [:]
    /// The link to accept by. A secret.
    public var link = ""
    public var createTime: Timestamp?
    public var leaseEndTime: Timestamp?
    /// How often it was leased, this time included.
    public var attempt: Int32 = 0
    /// That of the invitation: which of its links it is.
    public var generation: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "mail_id", &mailID)
        try v.field(3, "template", &template)
        try v.field(4, "member_id", &memberID)
        try v.field(5, "invitation_id", &invitationID)
        try v.field(6, "email", &email)
        try v.field(7, "locale", &locale)
        try v.field(8, "parameters", &parameters)
        try v.field(9, "link", &link)
        try v.field(10, "create_time", &createTime)
        try v.field(11, "lease_end_time", &leaseEndTime)
        try v.field(12, "attempt", &attempt)
        try v.field(13, "generation", &generation)
    }
}

/// The request of ``Methods/Mail/ackOutbox``.
public struct AckOutboxRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.AckOutboxRequest"
    public var organizationID = OrganizationID()
    /// At least one, at most 1000; no mail twice.
    public var outcomes: [MailOutcome] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "outcomes", &outcomes)
        try v.field(15, "options", &options)
    }
}

/// What became of a mail.
public struct MailOutcome: Message {
    public static let protoName = "roster.v1.MailOutcome"
    public var mailID = MailID()
    /// SENT, BOUNCED or SUPPRESSED.
    public var state = MailState.unspecified

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mail_id", &mailID)
        try v.field(2, "state", &state)
    }
}

/// The answer of ``Methods/Mail/ackOutbox``.
public struct AckOutboxResponse: MutatingResponse {
    public static let protoName = "roster.v1.AckOutboxResponse"
    /// One for each outcome, in the order of the request.
    public var results: [AckResult] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(15, "result", &result)
    }
}

/// What became of one acknowledgement.
public struct AckResult: Message {
    public static let protoName = "roster.v1.AckResult"
    /// Empty when there is no such mail.
    public var mailID = MailID()
    /// As it is from now on.
    public var state = MailState.unspecified
    /// Why it was not taken note of. Absent: it was.
    public var error: Status?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "mail_id", &mailID)
        try v.field(2, "state", &state)
        try v.field(3, "error", &error)
    }
}
