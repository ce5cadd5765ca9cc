// The messages of RoleService about roles and permissions.

public import WellKnown
public import Wire

/// A role, built-in or of the organization's own.
public struct Role: Message {
    public static let protoName = "roster.v1.Role"
    public var organizationID = OrganizationID()
    /// Empty for a built-in role.
    public var roleID = RoleID()
    /// ORGANIZATION or RESOURCE.
    public var level = PermissionLevel.unspecified
    /// At organization level: which; CUSTOM for one of the organization's own.
    public var organizationRole = OrganizationRole.unspecified
    /// At resource level: which; CUSTOM for one of the organization's own.
    public var resourceRole = ResourceRole.unspecified
    /// 1 to 256 bytes, unique among the roles of its level.
    public var name = ""
    /// Up to 1024 bytes.
    public var description = ""
    /// What it holds by itself, by name: before plan, seat and the member's toggles. What every member holds belongs to each
    /// role of the organization level.
    public var permissions: [Permission] = []
    /// At organization level, its place on the ladder: OWNER 100, CO_OWNER 80, MANAGER 60, ADVANCED_MEMBER 40, MEMBER 20,
    /// CONNECTOR 10; of a custom role, that of the lowest of these from MEMBER up that holds all its permissions.
    public var rank: Int32 = 0
    /// Of a custom role: how many members hold it, now or from a later time on.
    public var holders: Int32 = 0
    public var createTime: Timestamp?
    public var updateTime: Timestamp?
    /// The revision of its last change; 0 for a built-in role.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "role_id", &roleID)
        try v.field(3, "level", &level)
        try v.field(4, "organization_role", &organizationRole)
        try v.field(5, "resource_role", &resourceRole)
        try v.field(6, "name", &name)
        try v.field(7, "description", &description)
        try v.field(8, "permissions", &permissions)
        try v.field(9, "rank", &rank)
        try v.field(10, "holders", &holders)
        try v.field(11, "create_time", &createTime)
        try v.field(12, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// A permission of the catalogue.
public struct CataloguedPermission: Message {
    public static let protoName = "roster.v1.CataloguedPermission"
    /// Such as `members.read`.
    public var permission = Permission()
    public var level = PermissionLevel.unspecified
    /// The area of the account center that it opens. Unspecified: none.
    public var area = AccountCenterArea.unspecified
    /// What the organization's plan must have for anybody to use it.
    public var features: [Feature] = []
    /// The built-in organization roles that hold it.
    public var organizationRoles: [OrganizationRole] = []
    /// Whether the administration FULL holds it.
    public var fullAdmin = false
    /// The administration categories that hold it.
    public var adminCategories: [AdminCategory] = []
    /// The built-in resource roles that hold it, on their resource.
    public var resourceRoles: [ResourceRole] = []
    /// Whether a connector holds it on the connections that it made.
    public var ownConnections = false
    /// The organization roles whose members hold it when MemberService.SetCapabilities switches it on.
    public var byToggle: [OrganizationRole] = []
    /// The administration categories that hold it when the organization's policy says so (`sub_admins_manage_groups`).
    public var byPolicy: [AdminCategory] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "permission", &permission)
        try v.field(2, "level", &level)
        try v.field(3, "area", &area)
        try v.field(4, "features", &features)
        try v.field(5, "organization_roles", &organizationRoles)
        try v.field(6, "full_admin", &fullAdmin)
        try v.field(7, "admin_categories", &adminCategories)
        try v.field(8, "resource_roles", &resourceRoles)
        try v.field(9, "own_connections", &ownConnections)
        try v.field(10, "by_toggle", &byToggle)
        try v.field(11, "by_policy", &byPolicy)
    }
}

/// The request of ``Methods/Roles/listRoles``.
public struct ListRolesRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListRolesRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Roles/listRoles``.
public struct ListRolesResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListRolesResponse"
    public var roles: [Role] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "roles", &roles)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Role] {
        get { roles }
        set { roles = newValue }
    }
}

/// The request of ``Methods/Roles/listPermissions``.
public struct ListPermissionsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListPermissionsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    /// Only empty: the order is that of the catalogue.
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Roles/listPermissions``.
public struct ListPermissionsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListPermissionsResponse"
    public var permissions: [CataloguedPermission] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "permissions", &permissions)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [CataloguedPermission] {
        get { permissions }
        set { permissions = newValue }
    }
}

/// The request of ``Methods/Roles/createCustomRole``.
public struct CreateCustomRoleRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateCustomRoleRequest"
    public var organizationID = OrganizationID()
    /// ORGANIZATION or RESOURCE.
    public var level = PermissionLevel.unspecified
    /// 1 to 256 bytes.
    public var name = ""
    /// Up to 1024 bytes.
    public var description = ""
    /// At least one, each of the role's level. What isn't named is denied, but for what every member holds. A name that
    /// doesn't exist is INVALID_ARGUMENT with UNKNOWN_PERMISSION.
    public var permissions: [Permission] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "level", &level)
        try v.field(3, "name", &name)
        try v.field(4, "description", &description)
        try v.field(5, "permissions", &permissions)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Roles/createCustomRole``.
public struct CreateCustomRoleResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateCustomRoleResponse"
    public var role: Role?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role", &role)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Roles/updateCustomRole``.
public struct UpdateCustomRoleRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateCustomRoleRequest"
    /// `organization_id` and `role_id` name the role; of the rest what the mask names is taken.
    public var role: Role?
    /// Of `name`, `description` and `permissions`; another path is INVALID_ARGUMENT. Absent: every one of these that is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role", &role)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { role?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Roles/updateCustomRole``.
public struct UpdateCustomRoleResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateCustomRoleResponse"
    public var role: Role?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role", &role)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Roles/deleteCustomRole``.
public struct DeleteCustomRoleRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DeleteCustomRoleRequest"
    public var organizationID = OrganizationID()
    public var roleID = RoleID()
    /// Of a role of the organization level: what its holders get. CO_OWNER, MANAGER, ADVANCED_MEMBER, MEMBER or CUSTOM.
    public var replacementRole = OrganizationRole.unspecified
    /// Of a role of the resource level: what its holders get on the same resource.
    public var replacementResourceRole = ResourceRole.unspecified
    /// For CUSTOM: which, another one of the same level; else empty.
    public var replacementCustomRoleID = RoleID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "role_id", &roleID)
        try v.field(3, "replacement_role", &replacementRole)
        try v.field(4, "replacement_resource_role", &replacementResourceRole)
        try v.field(5, "replacement_custom_role_id", &replacementCustomRoleID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Roles/deleteCustomRole``.
public struct DeleteCustomRoleResponse: MutatingResponse {
    public static let protoName = "roster.v1.DeleteCustomRoleResponse"
    /// How many members got the replacement.
    public var replaced: Int32 = 0
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "replaced", &replaced)
        try v.field(15, "result", &result)
    }
}
