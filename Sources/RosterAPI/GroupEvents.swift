// What happens to groups, their memberships and their rules.

public import Wire

/// A group of members came to be.
public struct GroupCreated: Message {
    public static let protoName = "roster.v1.GroupCreated"
    public var groupID = GroupID()
    public var name = ""
    public var description = ""
    public var ownerID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "name", &name)
        try v.field(3, "description", &description)
        try v.field(4, "owner_id", &ownerID)
    }
}

/// Attributes of a group changed. A field that is absent kept its value.
public struct GroupUpdated: Message {
    public static let protoName = "roster.v1.GroupUpdated"
    public var groupID = GroupID()
    public var name: String?
    public var description: String?
    /// Empty: nobody owns it from now on.
    public var ownerID: MemberID?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "name", &name)
        try v.field(3, "description", &description)
        try v.field(4, "owner_id", &ownerID)
    }
}

/// The group is gone, and with it every membership of it. Its rules ended as facts of the same entry.
public struct GroupDeleted: Message {
    public static let protoName = "roster.v1.GroupDeleted"
    public var groupID = GroupID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
    }
}

/// The member is in the group from now on, or its membership has another period.
public struct GroupMemberAdded: Message {
    public static let protoName = "roster.v1.GroupMemberAdded"
    public var groupID = GroupID()
    public var memberID = MemberID()
    public var period: Period?
    /// The rule that did it; empty: the caller.
    public var ruleID = RuleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "period", &period)
        try v.field(4, "rule_id", &ruleID)
    }
}

/// The member is in the group no more.
public struct GroupMemberRemoved: Message {
    public static let protoName = "roster.v1.GroupMemberRemoved"
    public var groupID = GroupID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "member_id", &memberID)
    }
}

/// From now on whoever comes with a matching attribute becomes a member of the group.
public struct GroupRuleCreated: Message {
    public static let protoName = "roster.v1.GroupRuleCreated"
    public var ruleID = RuleID()
    public var groupID = GroupID()
    public var source = GroupRuleSource.unspecified
    public var attribute = ""
    public var match = GroupRuleMatch.unspecified
    public var value = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "rule_id", &ruleID)
        try v.field(2, "group_id", &groupID)
        try v.field(3, "source", &source)
        try v.field(4, "attribute", &attribute)
        try v.field(5, "match", &match)
        try v.field(6, "value", &value)
    }
}

/// A rule ended.
public struct GroupRuleDeleted: Message {
    public static let protoName = "roster.v1.GroupRuleDeleted"
    public var ruleID = RuleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "rule_id", &ruleID)
    }
}
