// The accounts of customers: the resource, and the messages of their life.

public import WellKnown
public import Wire

/// A customer's account.
public struct Organization: Message {
    public static let protoName = "roster.v1.Organization"
    public var organizationID = OrganizationID()
    /// What people call it. 1 to 256 bytes; not unique.
    public var name = ""
    public var kind = OrganizationKind.unspecified
    /// The organization above it; only of a CHILD.
    public var parentID = OrganizationID()
    /// The state that counts: its own, or that of the nearest organization above it that isn't ACTIVE.
    public var state = OrganizationState.unspecified
    /// The one owner; only of a ROOT. (Row 69.)
    public var ownerID = MemberID()
    /// The name of a time zone of the IANA database, such as `Europe/Paris`. Days and months of quotas begin in it.
    public var timeZone = ""
    public var policies: Policies?
    /// The subscription's plan; of a CHILD that of its root.
    public var plan = ""
    public var createTime: Timestamp?
    public var updateTime: Timestamp?
    /// When it was deleted, and when it will be gone for good; only while DELETED.
    public var deleteTime: Timestamp?
    public var purgeTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(3, "kind", &kind)
        try v.field(4, "parent_id", &parentID)
        try v.field(5, "state", &state)
        try v.field(6, "owner_id", &ownerID)
        try v.field(7, "time_zone", &timeZone)
        try v.field(8, "policies", &policies)
        try v.field(9, "plan", &plan)
        try v.field(10, "create_time", &createTime)
        try v.field(11, "update_time", &updateTime)
        try v.field(12, "delete_time", &deleteTime)
        try v.field(13, "purge_time", &purgeTime)
        try v.field(14, "revision", &revision)
    }
}

/// Policies of an organization: where its customers' habits differ.
public struct Policies: Message {
    public static let protoName = "roster.v1.Policies"
    /// A sub-admin can be granted the category REPORTS only.
    public var subAdminReportsOnly = false
    /// Sub-admins for USERS_LICENSES may create and delete groups as well.
    public var subAdminsManageGroups = false
    /// Whoever may change roles may grant any role but the owner's, also one above the own.
    public var literalRoleAssignment = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "sub_admin_reports_only", &subAdminReportsOnly)
        try v.field(2, "sub_admins_manage_groups", &subAdminsManageGroups)
        try v.field(3, "literal_role_assignment", &literalRoleAssignment)
    }
}

/// How many seats of a product.
public struct PoolSize: Message {
    public static let protoName = "roster.v1.PoolSize"
    public var productID = ""
    /// 0 to 1,000,000.
    public var purchased: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "purchased", &purchased)
    }
}

/// The request of ``Methods/Organizations/create``.
public struct CreateOrganizationRequest: MutatingRequest {
    public static let protoName = "roster.v1.CreateOrganizationRequest"
    public var name = ""
    /// The owner, who becomes an ACTIVE member with the role OWNER.
    public var ownerEmail = ""
    public var ownerProfile: Profile?
    /// A plan that the server's configuration knows.
    public var plan = ""
    /// The license pools. No product twice.
    public var pools: [PoolSize] = []
    /// Products the owner gets a license of. Each needs a pool with a free seat.
    public var ownerProductIDs: [String] = []
    /// Absent: `Etc/UTC`.
    public var timeZone = ""
    public var policies: Policies?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(2, "name", &name)
        try v.field(3, "owner_email", &ownerEmail)
        try v.field(4, "owner_profile", &ownerProfile)
        try v.field(5, "plan", &plan)
        try v.field(6, "pools", &pools)
        try v.field(7, "owner_product_ids", &ownerProductIDs)
        try v.field(8, "time_zone", &timeZone)
        try v.field(9, "policies", &policies)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/create``.
public struct CreateOrganizationResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateOrganizationResponse"
    public var organization: Organization?
    public var owner: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(2, "owner", &owner)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Organizations/get``.
public struct GetOrganizationRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetOrganizationRequest"
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Organizations/get``.
public struct GetOrganizationResponse: ReadResponse {
    public static let protoName = "roster.v1.GetOrganizationResponse"
    public var organization: Organization?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Organizations/list``.
public struct ListOrganizationsRequest: ListRequest {
    public static let protoName = "roster.v1.ListOrganizationsRequest"
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    /// Knows `state`, `name` and `has_mail`.
    public var filter = ""
    /// Only empty: the order is that of ids.
    public var orderBy = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
    }
}

/// The answer of ``Methods/Organizations/list``.
public struct ListOrganizationsResponse: ListResponse {
    public static let protoName = "roster.v1.ListOrganizationsResponse"
    public var organizations: [OrganizationSummary] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organizations", &organizations)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
    }

    public var items: [OrganizationSummary] {
        get { organizations }
        set { organizations = newValue }
    }
}

/// What the index knows of an organization.
public struct OrganizationSummary: Message {
    public static let protoName = "roster.v1.OrganizationSummary"
    public var organizationID = OrganizationID()
    public var name = ""
    /// The state that counts, as Organization has it.
    public var state = OrganizationState.unspecified
    /// When a deleted one is gone for good.
    public var purgeTime: Timestamp?
    /// The organization above it; empty for a root.
    public var parentID = OrganizationID()
    /// Its plan has the account center. (Row 1.)
    public var accountCenter = false
    /// The products it has a pool of, ordered by name.
    public var productIDs: [String] = []
    /// Mails wait there to be delivered (MailService).
    public var hasMail = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(3, "state", &state)
        try v.field(4, "purge_time", &purgeTime)
        try v.field(5, "parent_id", &parentID)
        try v.field(6, "account_center", &accountCenter)
        try v.field(7, "product_ids", &productIDs)
        try v.field(8, "has_mail", &hasMail)
    }
}

/// The request of ``Methods/Organizations/update``.
public struct UpdateOrganizationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateOrganizationRequest"
    /// `organization_id` names the organization; of the rest what the mask names is taken.
    public var organization: Organization?
    /// Of `name`, `time_zone`, `policies` and its fields; another path is INVALID_ARGUMENT. Absent: every one of these that
    /// is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { organization?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Organizations/update``.
public struct UpdateOrganizationResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateOrganizationResponse"
    public var organization: Organization?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Organizations/delete``.
public struct DeleteOrganizationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DeleteOrganizationRequest"
    public var organizationID = OrganizationID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/delete``.
public struct DeleteOrganizationResponse: MutatingResponse {
    public static let protoName = "roster.v1.DeleteOrganizationResponse"
    public var organization: Organization?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Organizations/undelete``.
public struct UndeleteOrganizationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UndeleteOrganizationRequest"
    public var organizationID = OrganizationID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/undelete``.
public struct UndeleteOrganizationResponse: MutatingResponse {
    public static let protoName = "roster.v1.UndeleteOrganizationResponse"
    public var organization: Organization?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(15, "result", &result)
    }
}
