// What a member can be given beside its organization role: roles on resources, and memberships of groups.

public import Wire

/// What kind of thing a connected resource is.
public struct ResourceKind: WireEnum {
    public static let protoName = "roster.v1.ResourceKind"
    public static let unspecified = ResourceKind(rawValue: 0)
    public static let socialProfile = ResourceKind(rawValue: 1)
    public static let adAccount = ResourceKind(rawValue: 2)

    public static let cases: [(Int32, String)] = [
        (0, "RESOURCE_KIND_UNSPECIFIED"), (1, "RESOURCE_KIND_SOCIAL_PROFILE"), (2, "RESOURCE_KIND_AD_ACCOUNT"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What a member is on one resource (a social profile or an ad account).
public struct ResourceRole: WireEnum {
    public static let protoName = "roster.v1.ResourceRole"
    public static let unspecified = ResourceRole(rawValue: 0)
    /// Reads.
    public static let guest = ResourceRole(rawValue: 1)
    /// The whole inbox, and scheduling without publishing.
    public static let moderator = ResourceRole(rawValue: 2)
    /// Everything but configuration.
    public static let editor = ResourceRole(rawValue: 3)
    /// Everything.
    public static let admin = ResourceRole(rawValue: 4)
    /// A role of the organization's own; `custom_role_id` beside it says which.
    public static let custom = ResourceRole(rawValue: 5)

    public static let cases: [(Int32, String)] = [
        (0, "RESOURCE_ROLE_UNSPECIFIED"), (1, "RESOURCE_ROLE_GUEST"), (2, "RESOURCE_ROLE_MODERATOR"), (3, "RESOURCE_ROLE_EDITOR"),
        (4, "RESOURCE_ROLE_ADMIN"), (5, "RESOURCE_ROLE_CUSTOM"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A role on one resource.
public struct ResourceRoleGrant: Message {
    public static let protoName = "roster.v1.ResourceRoleGrant"
    public var resourceID = ResourceID()
    public var role = ResourceRole.unspecified
    /// For CUSTOM: which; else empty.
    public var customRoleID = RoleID()
    /// When it counts. Absent: always.
    public var period: Period?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "role", &role)
        try v.field(3, "custom_role_id", &customRoleID)
        try v.field(4, "period", &period)
    }
}

/// A membership of a group.
public struct GroupMembership: Message {
    public static let protoName = "roster.v1.GroupMembership"
    public var groupID = GroupID()
    /// When it counts. Absent: always.
    public var period: Period?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "period", &period)
    }
}
