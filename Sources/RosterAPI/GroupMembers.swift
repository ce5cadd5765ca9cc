// Who is in a group: adding, removing, looking up, and the tags of another system.

public import WellKnown
public import Wire

/// What became of one item of a call.
public struct GroupItemOutcome: WireEnum {
    public static let protoName = "roster.v1.GroupItemOutcome"
    public static let unspecified = GroupItemOutcome(rawValue: 0)
    /// The member is in the group now, with this period.
    public static let added = GroupItemOutcome(rawValue: 1)
    /// The member is out of the group now.
    public static let removed = GroupItemOutcome(rawValue: 2)
    /// It was so already, or the item stood before in the same call.
    public static let unchanged = GroupItemOutcome(rawValue: 3)
    /// Not done; `error` says why.
    public static let failed = GroupItemOutcome(rawValue: 4)

    public static let cases: [(Int32, String)] = [
        (0, "GROUP_ITEM_OUTCOME_UNSPECIFIED"), (1, "GROUP_ITEM_OUTCOME_ADDED"), (2, "GROUP_ITEM_OUTCOME_REMOVED"),
        (3, "GROUP_ITEM_OUTCOME_UNCHANGED"), (4, "GROUP_ITEM_OUTCOME_FAILED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What became of one member of a call, in the order of the request.
public struct GroupItemResult: Message {
    public static let protoName = "roster.v1.GroupItemResult"
    /// As the request named it; zero for an address.
    public var memberID = MemberID()
    /// As the request named it.
    public var email = ""
    public var outcome = GroupItemOutcome.unspecified
    /// With FAILED: NOT_FOUND for nobody's id or address, INVALID_ARGUMENT with INVALID_EMAIL, FAILED_PRECONDITION with
    /// WRONG_STATE for a removed member. With an ErrorInfo, as of a call.
    public var error: Status?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "email", &email)
        try v.field(3, "outcome", &outcome)
        try v.field(4, "error", &error)
    }
}

/// The request of ``Methods/Groups/addMembers``.
public struct AddGroupMembersRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.AddGroupMembersRequest"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    /// 1 to 2000; more are INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var memberIDs: [MemberID] = []
    /// When the memberships count. Absent: always. Of who is a member already it becomes the new period.
    public var period: Period?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(3, "member_ids", &memberIDs)
        try v.field(4, "period", &period)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/addMembers``.
public struct AddGroupMembersResponse: MutatingResponse {
    public static let protoName = "roster.v1.AddGroupMembersResponse"
    /// One for each item of the request, in its order.
    public var results: [GroupItemResult] = []
    public var group: Group?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(2, "group", &group)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Groups/removeMembers``.
public struct RemoveGroupMembersRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RemoveGroupMembersRequest"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    /// 1 to 2000; more are INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var memberIDs: [MemberID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(3, "member_ids", &memberIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/removeMembers``.
public struct RemoveGroupMembersResponse: MutatingResponse {
    public static let protoName = "roster.v1.RemoveGroupMembersResponse"
    /// One for each item of the request, in its order.
    public var results: [GroupItemResult] = []
    public var group: Group?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(2, "group", &group)
        try v.field(15, "result", &result)
    }
}

/// Whom ListMembers looks at.
public struct GroupScope: WireEnum {
    public static let protoName = "roster.v1.GroupScope"
    /// Those in the group.
    public static let unspecified = GroupScope(rawValue: 0)
    /// Those in the group.
    public static let members = GroupScope(rawValue: 1)
    /// The organization's members who aren't in the group: whom one could add.
    public static let candidates = GroupScope(rawValue: 2)

    public static let cases: [(Int32, String)] = [
        (0, "GROUP_SCOPE_UNSPECIFIED"), (1, "GROUP_SCOPE_MEMBERS"), (2, "GROUP_SCOPE_CANDIDATES"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The request of ``Methods/Groups/listMembers``.
public struct ListGroupMembersRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListGroupMembersRequest"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    /// What somebody typed of a name: every word of it begins a word of the given, family or display name or of the e-mail
    /// address, or the whole begins the address. Neither case nor accents count: `mul` finds Müller. At most 256 bytes.
    public var namePrefix = ""
    public var scope = GroupScope.unspecified
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(3, "name_prefix", &namePrefix)
        try v.field(4, "scope", &scope)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Groups/listMembers``.
public struct ListGroupMembersResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListGroupMembersResponse"
    public var members: [GroupMember] = []
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

    public var items: [GroupMember] {
        get { members }
        set { members = newValue }
    }
}

/// A member as seen from a group.
public struct GroupMember: Message {
    public static let protoName = "roster.v1.GroupMember"
    public var member: Member?
    /// Whether it is in the group now.
    public var inGroup = false
    /// When its membership counts. Absent: always, or no membership.
    public var period: Period?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(2, "in_group", &inGroup)
        try v.field(3, "period", &period)
    }
}

/// A tag of another system, and whom it was given to.
public struct Tag: Message {
    public static let protoName = "roster.v1.Tag"
    /// The name of the group; 1 to 256 bytes.
    public var name = ""
    public var emails: [String] = []
    public var memberIDs: [MemberID] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "emails", &emails)
        try v.field(3, "member_ids", &memberIDs)
    }
}

/// The request of ``Methods/Groups/importTags``.
public struct ImportTagsRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ImportTagsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 2000, and with their members at most 2000 items; more are INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var tags: [Tag] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "tags", &tags)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/importTags``.
public struct ImportTagsResponse: MutatingResponse {
    public static let protoName = "roster.v1.ImportTagsResponse"
    /// One for each tag of the request, in its order.
    public var results: [TagResult] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(15, "result", &result)
    }
}

/// What became of one tag.
public struct TagResult: Message {
    public static let protoName = "roster.v1.TagResult"
    /// The group it became.
    public var group: Group?
    /// Whether this call made the group.
    public var created = false
    /// One for each address, then one for each member id, in the order of the request.
    public var results: [GroupItemResult] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group", &group)
        try v.field(2, "created", &created)
        try v.field(3, "results", &results)
    }
}
