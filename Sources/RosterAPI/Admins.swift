// The messages of RoleService about administration rights.

public import WellKnown
public import Wire

/// Somebody who administers the organization.
public struct Admin: Message {
    public static let protoName = "roster.v1.Admin"
    /// `member.admin` is its own right as it counts now, `member.role` its role.
    public var member: Member?
    /// In force now, by its right or by its role, whichever reaches further. OWNER and CO_OWNER imply FULL, MANAGER implies
    /// SUB with every category. USER: the right begins later.
    public var level = AdminLevel.unspecified
    public var categories: [AdminCategory] = []
    /// The right that it was given, also when it begins later. Absent: it administers by its role alone.
    public var grant: AdminGrant?
    /// Whether its role implies an administration now.
    public var byRole = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(2, "level", &level)
        try v.field(3, "categories", &categories)
        try v.field(4, "grant", &grant)
        try v.field(5, "by_role", &byRole)
    }
}

/// The request of ``Methods/Roles/listAdmins``.
public struct ListAdminsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListAdminsRequest"
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

/// The answer of ``Methods/Roles/listAdmins``.
public struct ListAdminsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListAdminsResponse"
    public var admins: [Admin] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "admins", &admins)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Admin] {
        get { admins }
        set { admins = newValue }
    }
}

/// The request of ``Methods/Roles/grantAdmin``.
public struct GrantAdminRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GrantAdminRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// SUB or FULL.
    public var admin: AdminGrant?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "admin", &admin)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Roles/grantAdmin``.
public struct GrantAdminResponse: MutatingResponse {
    public static let protoName = "roster.v1.GrantAdminResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Roles/updateAdmin``.
public struct UpdateAdminRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateAdminRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// SUB or FULL. FULL has no categories; from FULL to SUB without categories is the default of a new sub-admin.
    public var admin: AdminGrant?
    /// Of `level`, `categories` and `period`; another path is INVALID_ARGUMENT. Absent: every one of these that is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "admin", &admin)
        try v.field(4, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Roles/updateAdmin``.
public struct UpdateAdminResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateAdminResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Roles/revokeAdmin``.
public struct RevokeAdminRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RevokeAdminRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Roles/revokeAdmin``.
public struct RevokeAdminResponse: MutatingResponse {
    public static let protoName = "roster.v1.RevokeAdminResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}
