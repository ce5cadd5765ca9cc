// Records of groups: what a tree's state keeps of a group, of a membership and of a rule.

public import RosterAPI
public import Wire

/// One group. Who is in it stands in the records of its members.
public struct GroupRecord: Message {
    public static let protoName = "roster.internal.GroupRecord"
    public var groupID = GroupID()
    /// Of the last change of the group or of its memberships.
    public var revision: Int64 = 0
    public var name = ""
    public var description = ""
    /// Zero: nobody.
    public var ownerID = MemberID()
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "revision", &revision)
        try v.field(3, "name", &name)
        try v.field(4, "description", &description)
        try v.field(5, "owner_id", &ownerID)
        try v.field(6, "create_time", &createTime)
        try v.field(7, "update_time", &updateTime)
    }
}

/// One group that a member is in.
public struct HeldGroup: Message {
    public static let protoName = "roster.internal.HeldGroup"
    public var groupID = GroupID()
    public var validity = Validity.always

    public init() {}

    public init(_ groupID: GroupID, _ validity: Validity) {
        self.groupID = groupID
        self.validity = validity
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "group_id", &groupID)
        try v.field(2, "start", &validity.start)
        try v.end(3, "end", &validity.end)
    }
}

/// One rule that puts people into a group.
public struct GroupRuleRecord: Message {
    public static let protoName = "roster.internal.GroupRuleRecord"
    public var ruleID = RuleID()
    public var revision: Int64 = 0
    public var groupID = GroupID()
    public var source = GroupRuleSource.unspecified
    public var attribute = ""
    public var match = GroupRuleMatch.unspecified
    public var value = ""
    public var createTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "rule_id", &ruleID)
        try v.field(2, "revision", &revision)
        try v.field(3, "group_id", &groupID)
        try v.field(4, "source", &source)
        try v.field(5, "attribute", &attribute)
        try v.field(6, "match", &match)
        try v.field(7, "value", &value)
        try v.field(8, "create_time", &createTime)
    }
}

extension MemberRecord {
    /// The position of a group among those it is in, which are sorted; else where it would stand.
    private func position(of group: GroupID) -> (index: Int, isHeld: Bool) {
        var low = 0
        var high = groups.count
        while low < high {
            let middle = (low + high) / 2
            if groups[middle].groupID < group { low = middle + 1 } else { high = middle }
        }
        return (low, low < groups.count && groups[low].groupID == group)
    }

    /// When its membership of the group counts; nil: it has none.
    public func membership(of group: GroupID) -> Validity? {
        let (index, isHeld) = position(of: group)
        return isHeld ? groups[index].validity : nil
    }

    /// Whether it is in the group at this time.
    public func isIn(_ group: GroupID, at time: Int64) -> Bool { membership(of: group)?.contains(time) ?? false }

    /// Sets or ends a membership.
    mutating func setMembership(of group: GroupID, _ validity: Validity?) {
        let (index, isHeld) = position(of: group)
        switch (validity, isHeld) {
        case (let validity?, true): groups[index].validity = validity
        case (let validity?, false): groups.insert(HeldGroup(group, validity), at: index)
        case (nil, true): groups.remove(at: index)
        case (nil, false): return
        }
    }
}
