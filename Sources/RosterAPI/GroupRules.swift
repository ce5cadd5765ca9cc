// Rules that put people into groups, and their messages.

public import WellKnown
public import Wire

/// Where a rule's attribute comes from.
public struct GroupRuleSource: WireEnum {
    public static let protoName = "roster.v1.GroupRuleSource"
    public static let unspecified = GroupRuleSource(rawValue: 0)
    /// What is known of the person when it signs in (single sign-on), is created, invited or updated: a field of Profile by
    /// its name in proto, such as `department`, or a key of `profile.attributes`.
    public static let attribute = GroupRuleSource(rawValue: 1)
    /// A column of an uploaded CSV file, by its heading.
    public static let csvColumn = GroupRuleSource(rawValue: 2)

    public static let cases: [(Int32, String)] = [
        (0, "GROUP_RULE_SOURCE_UNSPECIFIED"), (1, "GROUP_RULE_SOURCE_ATTRIBUTE"), (2, "GROUP_RULE_SOURCE_CSV_COLUMN"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// How a rule compares. Neither case nor spaces around the value count.
public struct GroupRuleMatch: WireEnum {
    public static let protoName = "roster.v1.GroupRuleMatch"
    public static let unspecified = GroupRuleMatch(rawValue: 0)
    /// The value is the rule's.
    public static let equals = GroupRuleMatch(rawValue: 1)
    /// The value begins with the rule's.
    public static let prefix = GroupRuleMatch(rawValue: 2)
    /// There is a value at all.
    public static let present = GroupRuleMatch(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "GROUP_RULE_MATCH_UNSPECIFIED"), (1, "GROUP_RULE_MATCH_EQUALS"), (2, "GROUP_RULE_MATCH_PREFIX"),
        (3, "GROUP_RULE_MATCH_PRESENT"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A rule that puts people into a group. (Row 41.)
public struct GroupRule: Message {
    public static let protoName = "roster.v1.GroupRule"
    public var organizationID = OrganizationID()
    public var ruleID = RuleID()
    public var groupID = GroupID()
    public var source = GroupRuleSource.unspecified
    /// 1 to 64 bytes; its case doesn't count.
    public var attribute = ""
    public var match = GroupRuleMatch.unspecified
    /// At most 1024 bytes; none for PRESENT. Name no person in it: it stays in the history.
    public var value = ""
    public var createTime: Timestamp?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "rule_id", &ruleID)
        try v.field(3, "group_id", &groupID)
        try v.field(4, "source", &source)
        try v.field(5, "attribute", &attribute)
        try v.field(6, "match", &match)
        try v.field(7, "value", &value)
        try v.field(8, "create_time", &createTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Groups/createRule``.
public struct CreateGroupRuleRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateGroupRuleRequest"
    public var organizationID = OrganizationID()
    public var groupID = GroupID()
    public var source = GroupRuleSource.unspecified
    public var attribute = ""
    /// Unspecified: EQUALS.
    public var match = GroupRuleMatch.unspecified
    public var value = ""
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "group_id", &groupID)
        try v.field(3, "source", &source)
        try v.field(4, "attribute", &attribute)
        try v.field(5, "match", &match)
        try v.field(6, "value", &value)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/createRule``.
public struct CreateGroupRuleResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateGroupRuleResponse"
    public var rule: GroupRule?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "rule", &rule)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Groups/listRules``.
public struct ListGroupRulesRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListGroupRulesRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    /// Only empty.
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

/// The answer of ``Methods/Groups/listRules``.
public struct ListGroupRulesResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListGroupRulesResponse"
    public var rules: [GroupRule] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "rules", &rules)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [GroupRule] {
        get { rules }
        set { rules = newValue }
    }
}

/// The request of ``Methods/Groups/deleteRule``.
public struct DeleteGroupRuleRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DeleteGroupRuleRequest"
    public var organizationID = OrganizationID()
    public var ruleID = RuleID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "rule_id", &ruleID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Groups/deleteRule``.
public struct DeleteGroupRuleResponse: MutatingResponse {
    public static let protoName = "roster.v1.DeleteGroupRuleResponse"
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(15, "result", &result)
    }
}
