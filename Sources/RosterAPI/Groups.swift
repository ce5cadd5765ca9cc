// Groups of members: the resource, and the messages that make, show and change it.

public import WellKnown
public import Wire

/// A named segment of members. (Rows 38, 43.)
public struct Group: Message {
    public static let protoName = "roster.v1.Group"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    /// 1 to 256 bytes of UTF-8; spaces around it are dropped.
    public var name = ""
    /// At most 1024 bytes of UTF-8.
    public var description = ""
    /// The member who answers for the group. Empty: nobody, also once that member was removed.
    public var ownerID = MemberID()
    /// Memberships in force.
    public var memberCount: Int32 = 0
    public var createTime: Timestamp?
    /// The last change of the group itself or of who is in it.
    public var updateTime: Timestamp?
    /// The revision of its last change, memberships included.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(3, "name", &name)
        try v.field(4, "description", &description)
        try v.field(5, "owner_id", &ownerID)
        try v.field(6, "member_count", &memberCount)
        try v.field(7, "create_time", &createTime)
        try v.field(8, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Groups/create``.
public struct CreateGroupRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateGroupRequest"
    public var organizationID = OrganizationID()
    public var name = ""
    public var description = ""
    /// Empty: the member who calls; for a key that acts as itself, nobody.
    public var ownerID = MemberID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(3, "description", &description)
        try v.field(4, "owner_id", &ownerID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/create``.
public struct CreateGroupResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateGroupResponse"
    public var group: Group?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group", &group)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Groups/get``.
public struct GetGroupRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetGroupRequest"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Groups/get``.
public struct GetGroupResponse: ReadResponse {
    public static let protoName = "roster.v1.GetGroupResponse"
    public var group: Group?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group", &group)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Groups/list``.
public struct ListGroupsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListGroupsRequest"
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

/// The answer of ``Methods/Groups/list``.
public struct ListGroupsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListGroupsResponse"
    public var groups: [Group] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "groups", &groups)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Group] {
        get { groups }
        set { groups = newValue }
    }
}

/// The request of ``Methods/Groups/update``.
public struct UpdateGroupRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateGroupRequest"
    /// `organization_id` and `group_id` name the group; of the rest what the mask names is taken.
    public var group: Group?
    /// Of `name`, `description` and `owner_id`; another path is INVALID_ARGUMENT. Absent: every one of these that is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group", &group)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { group?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Groups/update``.
public struct UpdateGroupResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateGroupResponse"
    public var group: Group?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group", &group)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Groups/delete``.
public struct DeleteGroupRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DeleteGroupRequest"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/delete``.
public struct DeleteGroupResponse: MutatingResponse {
    public static let protoName = "roster.v1.DeleteGroupResponse"
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(15, "result", &result)
    }
}
