// How the history of an organization is written: the head of an entry.

public import WellKnown
public import Wire

/// Who did something. Ids only: whose they are can be erased.
public struct EntryActor: Message {
    public static let protoName = "roster.v1.EntryActor"
    /// The key that the calling service showed. Empty for what the server did by itself, such as an expiry.
    public var keyID = KeyID()
    /// The member that the service acted for. Empty: the service acted as itself.
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
        try v.field(2, "member_id", &memberID)
    }
}

/// The head of an entry: what is public about it beside its events.
public struct EntryHeader: Message {
    public static let protoName = "roster.v1.EntryHeader"
    /// The root of the tree.
    public var organizationID = OrganizationID()
    /// 1 for the first entry; no gaps.
    public var revision: Int64 = 0
    /// When it was recorded. Never before the entry before it.
    public var time: Timestamp?
    public var actor: EntryActor?
    /// The method called, such as `roster.v1.MemberService/Create`. Empty for what the server did by itself.
    public var method = ""
    /// What the caller gave in `options.reason`.
    public var reason = ""
    /// What the caller gave in `options.request_id`.
    public var requestID = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "revision", &revision)
        try v.field(3, "time", &time)
        try v.field(4, "actor", &actor)
        try v.field(5, "method", &method)
        try v.field(6, "reason", &reason)
        try v.field(7, "request_id", &requestID)
    }
}
