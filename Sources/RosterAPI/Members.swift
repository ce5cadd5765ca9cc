// The messages of MemberService.

public import WellKnown
public import Wire

/// The request of ``Methods/Members/create``.
public struct CreateMemberRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateMemberRequest"
    public var organizationID = OrganizationID()
    /// Trimmed and put in lower case. INVALID_ARGUMENT with INVALID_EMAIL when it isn't an address.
    public var email = ""
    public var profile: Profile?
    /// Any but OWNER. Unspecified: MEMBER, or CONNECTOR for a LIMITED seat.
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    /// Unspecified: STANDARD.
    public var seatType = SeatType.unspecified
    /// Absent: none.
    public var admin: AdminGrant?
    /// Products it gets a license of, for STANDARD seats. Empty: the plan's default product, if it has one.
    public var productIDs: [String] = []
    /// Give no license, not even of the default product.
    public var withoutLicense = false
    /// For the role CUSTOM: which, of the organization level; else empty. Needs the feature CUSTOM_ROLES.
    public var customRoleID = RoleID()
    public var options: MutationOptions?
    /// Groups it is put into, none twice. Needs `groups.edit_members`.
    public var groups: [GroupMembership] = []
    /// Roles on resources, for a role that isn't ADMIN everywhere and no LIMITED seat. Needs `members.manage_roles`, and that the
    /// caller holds on each resource what it gives there. (Rows 84, 92.)
    public var resourceRoles: [ResourceRoleGrant] = []
    /// Workspaces that it reaches, for a role that hasn't all of them and no LIMITED seat. Needs `workspaces.manage` and with it
    /// the feature WORKSPACES. (Row 90.)
    public var workspaceIDs: [WorkspaceID] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "email", &email)
        try v.field(3, "profile", &profile)
        try v.field(4, "role", &role)
        try v.field(5, "role_period", &rolePeriod)
        try v.field(6, "seat_type", &seatType)
        try v.field(7, "admin", &admin)
        try v.field(8, "product_ids", &productIDs)
        try v.field(9, "without_license", &withoutLicense)
        try v.field(15, "options", &options)
        try v.field(17, "groups", &groups)
        try v.field(18, "resource_roles", &resourceRoles)
        try v.field(19, "workspace_ids", &workspaceIDs)
        try v.field(20, "custom_role_id", &customRoleID)
    }
}

/// The answer of ``Methods/Members/create``.
public struct CreateMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/get``.
public struct GetMemberRequest: ReadRequest, SubjectScoped {
    public static let protoName = "roster.v1.GetMemberRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(14, "point", &point)
    }

    public var subject: Subject? { .memberID(memberID) }
}

/// The answer of ``Methods/Members/get``.
public struct GetMemberResponse: ReadResponse {
    public static let protoName = "roster.v1.GetMemberResponse"
    public var member: Member?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Members/list``.
public struct ListMembersRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListMembersRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    /// Of the page before; the other fields must be the same: INVALID_ARGUMENT with PAGE_TOKEN_MISMATCH. All pages show
    /// one point. OUT_OF_RANGE with REVISION_COMPACTED when it is no longer held (5 minutes after the last page).
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

/// The answer of ``Methods/Members/list``.
public struct ListMembersResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListMembersResponse"
    public var members: [Member] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "members", &members)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Member] {
        get { members }
        set { members = newValue }
    }
}

/// The request of ``Methods/Members/update``.
public struct UpdateMemberRequest: MutatingRequest, SubjectScoped {
    public static let protoName = "roster.v1.UpdateMemberRequest"
    /// `organization_id` and `member_id` name the member; of the rest what the mask names is taken.
    public var member: Member?
    /// Of `email`, `profile` and its fields; another path is INVALID_ARGUMENT. Absent: every one of these that is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { member?.organizationID ?? OrganizationID() }
    public var subject: Subject? { .memberID(member?.memberID ?? MemberID()) }
}

/// The answer of ``Methods/Members/update``.
public struct UpdateMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/suspend``.
public struct SuspendMemberRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SuspendMemberRequest"
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

/// The answer of ``Methods/Members/suspend``.
public struct SuspendMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.SuspendMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/reactivate``.
public struct ReactivateMemberRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ReactivateMemberRequest"
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

/// The answer of ``Methods/Members/reactivate``.
public struct ReactivateMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.ReactivateMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/remove``.
public struct RemoveMemberRequest: MutatingRequest, SubjectScoped {
    public static let protoName = "roster.v1.RemoveMemberRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(15, "options", &options)
    }

    public var subject: Subject? { .memberID(memberID) }
}

/// The answer of ``Methods/Members/remove``.
public struct RemoveMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.RemoveMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/restore``.
public struct RestoreMemberRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RestoreMemberRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// Unspecified: MEMBER.
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    /// For the role CUSTOM: which; else empty.
    public var customRoleID = RoleID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "role", &role)
        try v.field(4, "role_period", &rolePeriod)
        try v.field(5, "custom_role_id", &customRoleID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Members/restore``.
public struct RestoreMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.RestoreMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/erase``.
public struct EraseMemberRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.EraseMemberRequest"
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

/// The answer of ``Methods/Members/erase``.
public struct EraseMemberResponse: MutatingResponse {
    public static let protoName = "roster.v1.EraseMemberResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/recordLogin``.
public struct RecordLoginRequest: MutatingRequest, SubjectScoped {
    public static let protoName = "roster.v1.RecordLoginRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(15, "options", &options)
    }

    public var subject: Subject? { .memberID(memberID) }
}

/// The answer of ``Methods/Members/recordLogin``.
public struct RecordLoginResponse: MutatingResponse {
    public static let protoName = "roster.v1.RecordLoginResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}
