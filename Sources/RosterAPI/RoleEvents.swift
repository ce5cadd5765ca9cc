// What happens to custom roles and to members' toggles.

public import Wire

/// The member's toggles are now these; one that is absent is as the role has it by itself.
public struct CapabilitiesChanged: Message {
    public static let protoName = "roster.v1.CapabilitiesChanged"
    public var memberID = MemberID()
    public var capabilities: Capabilities?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "capabilities", &capabilities)
    }
}

/// A role of the organization's own came to be.
public struct CustomRoleCreated: Message {
    public static let protoName = "roster.v1.CustomRoleCreated"
    public var roleID = RoleID()
    /// ORGANIZATION or RESOURCE.
    public var level = PermissionLevel.unspecified
    public var name = ""
    public var description = ""
    public var permissions: [Permission] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role_id", &roleID)
        try v.field(2, "level", &level)
        try v.field(3, "name", &name)
        try v.field(4, "description", &description)
        try v.field(5, "permissions", &permissions)
    }
}

/// What the role is now called and holds: all of it, not only what changed. It counts for every holder from now on.
public struct CustomRoleUpdated: Message {
    public static let protoName = "roster.v1.CustomRoleUpdated"
    public var roleID = RoleID()
    public var name = ""
    public var description = ""
    public var permissions: [Permission] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role_id", &roleID)
        try v.field(2, "name", &name)
        try v.field(3, "description", &description)
        try v.field(4, "permissions", &permissions)
    }
}

/// The role is gone. Whoever held it holds the replacement for the same period; whose role was over is a MEMBER, or has no
/// role on the resource.
public struct CustomRoleDeleted: Message {
    public static let protoName = "roster.v1.CustomRoleDeleted"
    public var roleID = RoleID()
    /// Of a role of the organization level. Unspecified: nobody held it.
    public var replacementRole = OrganizationRole.unspecified
    /// Of a role of the resource level. Unspecified: nobody held it.
    public var replacementResourceRole = ResourceRole.unspecified
    /// For CUSTOM: which.
    public var replacementCustomRoleID = RoleID()
    /// How many members held it.
    public var replaced: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role_id", &roleID)
        try v.field(2, "replacement_role", &replacementRole)
        try v.field(3, "replacement_resource_role", &replacementResourceRole)
        try v.field(4, "replacement_custom_role_id", &replacementCustomRoleID)
        try v.field(5, "replaced", &replaced)
    }
}
