// A connected social profile or ad account, and what is known of its token.

public import WellKnown
public import Wire

/// What is known of the token with which a resource is reached. The token itself is not.
public struct Connection: Message {
    public static let protoName = "roster.v1.Connection"
    public var state = ConnectionState.unspecified
    /// When the token ends. Absent: never.
    public var expireTime: Timestamp?
    /// What the token allows, as the network names it.
    public var scopes: [String] = []
    /// Whose token it is: the member who connected the resource or renewed the connection last. Empty: a service did, as itself.
    public var connectedBy = MemberID()
    /// When the present token came.
    public var renewTime: Timestamp?
    /// When the network revoked it; only while it is.
    public var revokeTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "state", &state)
        try v.field(2, "expire_time", &expireTime)
        try v.field(3, "scopes", &scopes)
        try v.field(4, "connected_by", &connectedBy)
        try v.field(5, "renew_time", &renewTime)
        try v.field(6, "revoke_time", &revokeTime)
    }
}

/// A social profile or an ad account of an organization.
public struct Resource: Message {
    public static let protoName = "roster.v1.Resource"
    public var organizationID = OrganizationID()
    public var resourceID = ResourceID()
    public var kind = ResourceKind.unspecified
    /// Where it is: lower-case letters, digits, `_`, `-` and `.`, at most 64, such as `instagram`.
    public var network = ""
    /// Its id there: 1 to 256 bytes. Unique in the organization for the network.
    public var externalID = ""
    /// 1 to 256 bytes.
    public var displayName = ""
    public var connection: Connection?
    /// The workspace it lies in. Empty: in none.
    public var workspaceID = WorkspaceID()
    /// The member who added it. Empty: a service did, as itself.
    public var addedBy = MemberID()
    /// When it was added.
    public var createTime: Timestamp?
    public var updateTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "resource_id", &resourceID)
        try v.field(3, "kind", &kind)
        try v.field(4, "network", &network)
        try v.field(5, "external_id", &externalID)
        try v.field(6, "display_name", &displayName)
        try v.field(7, "connection", &connection)
        try v.field(8, "workspace_id", &workspaceID)
        try v.field(9, "added_by", &addedBy)
        try v.field(11, "create_time", &createTime)
        try v.field(12, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// A connection that must be renewed.
public struct TokenNotification: Message {
    public static let protoName = "roster.v1.TokenNotification"
    public var resourceID = ResourceID()
    public var kind = ResourceKind.unspecified
    public var network = ""
    public var displayName = ""
    /// EXPIRING, EXPIRED or REVOKED.
    public var state = ConnectionState.unspecified
    /// When the token ends or ended.
    public var expireTime: Timestamp?
    /// Since when this is to be done.
    public var notifyTime: Timestamp?
    /// Who must renew it: whoever connected it, as long as it may. Empty: whoever is ADMIN of the resource.
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "kind", &kind)
        try v.field(3, "network", &network)
        try v.field(4, "display_name", &displayName)
        try v.field(5, "state", &state)
        try v.field(6, "expire_time", &expireTime)
        try v.field(7, "notify_time", &notifyTime)
        try v.field(8, "member_id", &memberID)
    }
}

/// How a connection stands, at the point of the read. It changes by time alone.
public struct ConnectionState: WireEnum {
    public static let protoName = "roster.v1.ConnectionState"
    public static let unspecified = ConnectionState(rawValue: 0)
    /// Its token ends in more than 7 days.
    public static let valid = ConnectionState(rawValue: 1)
    /// Its token ends within 7 days.
    public static let expiring = ConnectionState(rawValue: 2)
    /// Its token has ended.
    public static let expired = ConnectionState(rawValue: 3)
    /// Its token doesn't end.
    public static let noExpiry = ConnectionState(rawValue: 4)
    /// The network has revoked its token.
    public static let revoked = ConnectionState(rawValue: 5)

    public static let cases: [(Int32, String)] = [
        (0, "CONNECTION_STATE_UNSPECIFIED"), (1, "CONNECTION_STATE_VALID"), (2, "CONNECTION_STATE_EXPIRING"),
        (3, "CONNECTION_STATE_EXPIRED"), (4, "CONNECTION_STATE_NO_EXPIRY"), (5, "CONNECTION_STATE_REVOKED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
