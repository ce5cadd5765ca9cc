// Who has access to what, listed: the reverse questions of AccessService.

public import WellKnown
public import Wire

/// The request of ``Methods/Access/listAccessibleResources``.
public struct ListAccessibleResourcesRequest: ListRequest, ReadRequest, SubjectScoped {
    public static let protoName = "roster.v1.ListAccessibleResourcesRequest"
    public var organizationID = OrganizationID()
    /// Absent: whoever calls.
    public var subject: Subject?
    /// Such as `posts.publish`.
    public var permission = Permission()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    /// Of the page before; the other fields must be the same.
    public var pageToken = ""
    public var filter = ""
    /// Only empty.
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.oneof("subject", 2, "member_id", &subject, { if case .memberID(let x) = $0 { x } else { nil } }, Subject.memberID)
        try v.oneof("subject", 3, "email", &subject, { if case .email(let x) = $0 { x } else { nil } }, Subject.email)
        try v.field(4, "permission", &permission)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Access/listAccessibleResources``.
public struct ListAccessibleResourcesResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListAccessibleResourcesResponse"
    public var resources: [AccessibleResource] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resources", &resources)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [AccessibleResource] {
        get { resources }
        set { resources = newValue }
    }
}

/// A resource on which someone has the permission asked for.
public struct AccessibleResource: Message {
    public static let protoName = "roster.v1.AccessibleResource"
    public var resourceID = ResourceID()
    public var kind = ResourceKind.unspecified
    public var network = ""
    /// What the permission comes from.
    public var grantedBy: [ExplainSubject] = []
    /// The next time at which the answer could change by time alone. Absent: it can't.
    public var validUntil: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "kind", &kind)
        try v.field(3, "network", &network)
        try v.field(4, "granted_by", &grantedBy)
        try v.field(5, "valid_until", &validUntil)
    }
}

/// The request of ``Methods/Access/listMembersWithAccess``.
public struct ListMembersWithAccessRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListMembersWithAccessRequest"
    public var organizationID = OrganizationID()
    public var permission = Permission()
    /// For a permission on a resource. Empty: at organization level.
    public var resourceID = ResourceID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    /// Of the page before; the other fields must be the same.
    public var pageToken = ""
    /// Knows `role`, `granted_by` and `organization_id`.
    public var filter = ""
    /// Only empty.
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(4, "permission", &permission)
        try v.field(5, "resource_id", &resourceID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Access/listMembersWithAccess``.
public struct ListMembersWithAccessResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListMembersWithAccessResponse"
    public var members: [MemberAccess] = []
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

    public var items: [MemberAccess] {
        get { members }
        set { members = newValue }
    }
}

/// A member who has the permission asked for.
public struct MemberAccess: Message {
    public static let protoName = "roster.v1.MemberAccess"
    /// Where it is a member: the organization asked about, or one above it.
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// In force there now.
    public var role = OrganizationRole.unspecified
    /// What the permission comes from.
    public var grantedBy: [ExplainSubject] = []
    /// The next time at which the answer could change by time alone. Absent: it can't.
    public var validUntil: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "role", &role)
        try v.field(4, "granted_by", &grantedBy)
        try v.field(5, "valid_until", &validUntil)
    }
}
