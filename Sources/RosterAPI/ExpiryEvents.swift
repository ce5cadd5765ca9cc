// What happens by time alone.

public import WellKnown
public import Wire

/// What a grant was that expired.
public struct GrantKind: WireEnum {
    public static let protoName = "roster.v1.GrantKind"
    public static let unspecified = GrantKind(rawValue: 0)
    /// An organization role: the member is a MEMBER.
    public static let role = GrantKind(rawValue: 1)
    /// An administration right: the member has none.
    public static let administration = GrantKind(rawValue: 2)
    /// A license: it is revoked, and its seat is free.
    public static let license = GrantKind(rawValue: 3)
    /// An API key: it is accepted no more.
    public static let key = GrantKind(rawValue: 4)
    /// The secret that a key had before its rotation: it is accepted no more.
    public static let previousSecret = GrantKind(rawValue: 5)
    /// A membership of a group: the member is out of it.
    public static let groupMembership = GrantKind(rawValue: 6)
    /// A role on a resource: the member has none there.
    public static let resourceRole = GrantKind(rawValue: 7)

    public static let cases: [(Int32, String)] = [
        (0, "GRANT_KIND_UNSPECIFIED"), (1, "GRANT_KIND_ROLE"), (2, "GRANT_KIND_ADMINISTRATION"), (3, "GRANT_KIND_LICENSE"),
        (4, "GRANT_KIND_KEY"), (5, "GRANT_KIND_PREVIOUS_SECRET"), (6, "GRANT_KIND_GROUP_MEMBERSHIP"),
        (7, "GRANT_KIND_RESOURCE_ROLE"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// Something granted until a time is over. It counted for nothing from that time on; this fact, which follows a little later,
/// changes no answer.
public struct GrantExpired: Message {
    public static let protoName = "roster.v1.GrantExpired"
    public var kind = GrantKind.unspecified
    /// Of a role, an administration right, a license, a membership of a group and a role on a resource.
    public var memberID = MemberID()
    /// Of a license.
    public var licenseID = LicenseID()
    /// Of a key and a previous secret.
    public var keyID = KeyID()
    /// When it ended.
    public var effectiveTime: Timestamp?
    /// Of a membership of a group.
    public var groupID = GroupID()
    /// Of a role on a resource.
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "kind", &kind)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "license_id", &licenseID)
        try v.field(4, "key_id", &keyID)
        try v.field(5, "effective_time", &effectiveTime)
        try v.field(6, "group_id", &groupID)
        try v.field(7, "resource_id", &resourceID)
    }
}
