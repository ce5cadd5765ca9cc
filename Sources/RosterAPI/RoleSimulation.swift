// The messages that say what another role, or a role of another kind, would change.

public import Wire

/// The request of ``Methods/Roles/simulateRoleChange``.
public struct SimulateRoleChangeRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SimulateRoleChangeRequest"
    public var organizationID = OrganizationID()
    public var change: Change?
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.oneof("change", 2, "edit", &change, { if case .edit(let x) = $0 { x } else { nil } }, Change.edit)
        try v.oneof("change", 3, "deletion", &change, { if case .deletion(let x) = $0 { x } else { nil } }, Change.deletion)
        try v.oneof("change", 4, "assignment", &change, { if case .assignment(let x) = $0 { x } else { nil } }, Change.assignment)
        try v.field(14, "point", &point)
    }

    public enum Change: Sendable, Equatable {
        case edit(RoleEdit)
        case deletion(RoleDeletion)
        case assignment(RoleAssignment)
    }
}

/// A custom role as it would be.
public struct RoleEdit: Message {
    public static let protoName = "roster.v1.RoleEdit"
    public var roleID = RoleID()
    /// All that it would hold. At least one, each of the role's level.
    public var permissions: [Permission] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role_id", &roleID)
        try v.field(2, "permissions", &permissions)
    }
}

/// A custom role that would be deleted.
public struct RoleDeletion: Message {
    public static let protoName = "roster.v1.RoleDeletion"
    public var roleID = RoleID()
    /// What its holders would get, as in DeleteCustomRole; without any of the three: nothing but to be a MEMBER, or no role on
    /// the resource.
    public var replacementRole = OrganizationRole.unspecified
    public var replacementResourceRole = ResourceRole.unspecified
    public var replacementCustomRoleID = RoleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role_id", &roleID)
        try v.field(2, "replacement_role", &replacementRole)
        try v.field(3, "replacement_resource_role", &replacementResourceRole)
        try v.field(4, "replacement_custom_role_id", &replacementCustomRoleID)
    }
}

/// Another organization role that a member would get, for always.
public struct RoleAssignment: Message {
    public static let protoName = "roster.v1.RoleAssignment"
    public var memberID = MemberID()
    /// CO_OWNER, MANAGER, ADVANCED_MEMBER, MEMBER or CUSTOM.
    public var role = OrganizationRole.unspecified
    /// For CUSTOM: which; else empty.
    public var customRoleID = RoleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "role", &role)
        try v.field(3, "custom_role_id", &customRoleID)
    }
}

/// The answer of ``Methods/Roles/simulateRoleChange``.
public struct SimulateRoleChangeResponse: ReadResponse {
    public static let protoName = "roster.v1.SimulateRoleChangeResponse"
    /// What members would gain and lose: the first 100, in the order in which they became members.
    public var permissionChanges: [PermissionChange] = []
    /// How many members would gain permissions, and how many would lose some.
    public var membersGaining: Int32 = 0
    public var membersLosing: Int32 = 0
    /// How many members the change reaches: the role's holders, or the one member.
    public var membersReached: Int32 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "permission_changes", &permissionChanges)
        try v.field(2, "members_gaining", &membersGaining)
        try v.field(3, "members_losing", &membersLosing)
        try v.field(4, "members_reached", &membersReached)
        try v.field(14, "revision", &revision)
    }
}
