// ResourceRecords: what the state holds of resources, workspaces, and members' roles on them.

public import RosterAPI
public import Wire

/// One connected profile or ad account, with what is known of its token.
public struct ResourceRecord: Message {
    public static let protoName = "roster.internal.ResourceRecord"
    public var resourceID = ResourceID()
    public var revision: Int64 = 0
    public var kind = ResourceKind.unspecified
    public var network = ""
    public var externalID = ""
    public var displayName = ""
    /// Who added it; zero: a service, as itself.
    public var addedBy = MemberID()
    /// Whose token it is; zero: nobody's in particular.
    public var connectedBy = MemberID()
    /// When the token ends; 0: never.
    public var expireTime: Int64 = 0
    public var scopes: [String] = []
    /// When the present token came.
    public var renewTime: Int64 = 0
    /// When the network revoked it; 0: it didn't.
    public var revokeTime: Int64 = 0
    /// Zero: in none.
    public var workspaceID = WorkspaceID()
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "revision", &revision)
        try v.field(3, "kind", &kind)
        try v.field(4, "network", &network)
        try v.field(5, "external_id", &externalID)
        try v.field(6, "display_name", &displayName)
        try v.field(7, "added_by", &addedBy)
        try v.field(8, "connected_by", &connectedBy)
        try v.field(9, "expire_time", &expireTime)
        try v.field(10, "scopes", &scopes)
        try v.field(11, "renew_time", &renewTime)
        try v.field(12, "revoke_time", &revokeTime)
        try v.field(13, "workspace_id", &workspaceID)
        try v.field(14, "create_time", &createTime)
        try v.field(15, "update_time", &updateTime)
    }
}

/// One workspace. What lies in it, and who reaches it, stands with the resources and the members.
public struct WorkspaceRecord: Message {
    public static let protoName = "roster.internal.WorkspaceRecord"
    public var workspaceID = WorkspaceID()
    public var revision: Int64 = 0
    public var name = ""
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "revision", &revision)
        try v.field(3, "name", &name)
        try v.field(4, "create_time", &createTime)
        try v.field(5, "update_time", &updateTime)
    }
}

/// A member's role on one resource.
public struct ResourceRoleRecord: Message {
    public static let protoName = "roster.internal.ResourceRoleRecord"
    public var resourceID = ResourceID()
    public var role = ResourceRole.unspecified
    /// For CUSTOM.
    public var customRoleID = RoleID()
    public var validity = Validity.always
    /// The sweeper has taken note of its end. It is kept so that a refusal goes on to say so.
    public var isLapsed = false

    public init() {}

    init(_ grant: ResourceRoleGrant) {
        resourceID = grant.resourceID
        role = grant.role
        customRoleID = grant.customRoleID
        validity = Validity(grant.period)
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "role", &role)
        try v.field(3, "custom_role_id", &customRoleID)
        try v.field(4, "start", &validity.start)
        try v.end(5, "end", &validity.end)
        try v.field(6, "is_lapsed", &isLapsed)
    }

    /// As the member's message shows it.
    var grant: ResourceRoleGrant {
        .with { grant in
            grant.resourceID = resourceID
            grant.role = role
            grant.customRoleID = customRoleID
            grant.period = validity.period
        }
    }
}
