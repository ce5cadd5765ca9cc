// GroupsState: the groups of an organization with the indexes that keep every change of them small.

public import HashTreeCollections
public import RosterAPI
import WellKnown

/// All groups and rules of one organization.
public struct GroupsState: Sendable {
    public internal(set) var groups: TreeDictionary<GroupID, GroupNode> = [:]
    /// Group ids in the order in which groups were made.
    public internal(set) var order = SortedChunks<GroupID>()
    /// Folded name → group: names are unique whatever their case (product.md 3.3, 9).
    var byName: TreeDictionary<String, GroupID> = [:]
    /// Member → the groups it answers for, so that its removal finds them.
    var owned: TreeDictionary<MemberID, [GroupID]> = [:]
    public internal(set) var rules: TreeDictionary<RuleID, GroupRuleRecord> = [:]
    public internal(set) var ruleOrder = SortedChunks<RuleID>()
    var rulesByAttribute: TreeDictionary<RuleAttribute, AttributeRules> = [:]

    /// The group with this name, however it is written.
    public func group(named name: String) -> GroupNode? { byName[CaseFolding.fold(name)].flatMap { groups[$0] } }

    mutating func insert(_ record: GroupRecord, members: SortedChunks<MemberID> = SortedChunks()) {
        groups[record.groupID] = GroupNode(record: record, members: members)
        order.insert(record.groupID)
        byName[CaseFolding.fold(record.name)] = record.groupID
        own(record.groupID, by: record.ownerID)
    }

    mutating func remove(_ id: GroupID) {
        guard let record = groups[id]?.record else { return }
        groups[id] = nil
        order.remove(id)
        byName[CaseFolding.fold(record.name)] = nil
        disown(id, by: record.ownerID)
    }

    mutating func rename(_ id: GroupID, _ name: String) {
        guard let before = groups[id]?.record.name else { return }
        byName[CaseFolding.fold(before)] = nil
        byName[CaseFolding.fold(name)] = id
        groups[id]?.record.name = name
    }

    mutating func setOwner(_ id: GroupID, _ owner: MemberID) {
        guard let before = groups[id]?.record.ownerID else { return }
        disown(id, by: before)
        own(id, by: owner)
        groups[id]?.record.ownerID = owner
    }

    private mutating func own(_ id: GroupID, by member: MemberID) {
        if !member.isZero { owned[member, default: []].append(id) }
    }

    private mutating func disown(_ id: GroupID, by member: MemberID) {
        guard !member.isZero, var left = owned[member] else { return }
        left.removeAll { $0 == id }
        owned[member] = left.isEmpty ? nil : left
    }

    // MARK: Rules

    mutating func insert(_ rule: GroupRuleRecord) {
        rules[rule.ruleID] = rule
        ruleOrder.insert(rule.ruleID)
        rulesByAttribute[RuleAttribute(rule), default: AttributeRules()].insert(rule)
    }

    mutating func remove(_ id: RuleID) {
        guard let rule = rules[id] else { return }
        rules[id] = nil
        ruleOrder.remove(id)
        let attribute = RuleAttribute(rule)
        guard var left = rulesByAttribute[attribute] else { return }
        left.remove(rule)
        rulesByAttribute[attribute] = left.isEmpty ? nil : left
    }
}

/// A group with who is in it.
public struct GroupNode: Sendable {
    public internal(set) var record: GroupRecord
    /// Everybody with a membership, in the order of creation; those whose time has not come or is over included.
    public internal(set) var members: SortedChunks<MemberID>
    /// When memberships begin and end that do so.
    var starts = SortedChunks<MembershipTime>()
    var ends = SortedChunks<MembershipTime>()
    /// The rules that put people into it.
    var rules: [RuleID] = []

    init(record: GroupRecord, members: SortedChunks<MemberID> = SortedChunks()) {
        self.record = record
        self.members = members
    }

    /// Memberships in force at a time.
    public func memberCount(at time: Int64) -> Int {
        let waiting = starts.count - starts.count { $0.time <= time }
        return members.count - waiting - ends.count { $0.time <= time }
    }

    /// Counts the ends of a membership in (+1) or out (-1).
    mutating func count(_ member: MemberID, _ validity: Validity, by change: Int) {
        if validity.start != 0 {
            let start = MembershipTime(time: validity.start, member: member)
            change > 0 ? starts.insert(start) : starts.remove(start)
        }
        if validity.end != .max {
            let end = MembershipTime(time: validity.end, member: member)
            change > 0 ? ends.insert(end) : ends.remove(end)
        }
    }
}

/// When a member's membership begins or ends.
struct MembershipTime: Comparable, Sendable {
    let time: Int64
    let member: MemberID

    static func < (a: MembershipTime, b: MembershipTime) -> Bool { (a.time, a.member) < (b.time, b.member) }
}

extension OrganizationNode {
    /// The groups in force of a member, as a time has them, by id.
    public func groups(of member: MemberRecord, at time: Int64) -> [GroupMembership] {
        member.groups.filter { time < $0.validity.end }.map { held in
            .with { membership in
                membership.groupID = held.groupID
                membership.period = held.validity.period
            }
        }
    }

    /// A group as Get shows it at a time; nil if there is none.
    public func group(_ id: GroupID, at time: Int64) -> Group? { groups.groups[id].map { message(of: $0, at: time) } }

    /// A group's message at a time.
    public func message(of group: GroupNode, at time: Int64) -> Group {
        .with { message in
            message.organizationID = id
            message.groupID = group.record.groupID
            message.name = group.record.name
            message.description = group.record.description
            message.ownerID = group.record.ownerID
            message.memberCount = Int32(truncatingIfNeeded: group.memberCount(at: time))
            message.createTime = Timestamp(unlessZero: group.record.createTime)
            message.updateTime = Timestamp(unlessZero: group.record.updateTime)
            message.revision = group.record.revision
        }
    }

    /// A rule's message.
    public func message(of rule: GroupRuleRecord) -> GroupRule {
        .with { message in
            message.organizationID = id
            message.ruleID = rule.ruleID
            message.groupID = rule.groupID
            message.source = rule.source
            message.attribute = rule.attribute
            message.match = rule.match
            message.value = rule.value
            message.createTime = Timestamp(unlessZero: rule.createTime)
            message.revision = rule.revision
        }
    }

    /// A member as seen from a group.
    public func message(of member: MemberNode, in group: GroupID, at time: Int64) -> GroupMember {
        .with { message in
            message.member = self.message(of: member, at: time)
            let validity = member.record.membership(of: group)
            message.inGroup = validity?.contains(time) ?? false
            message.period = validity.flatMap { time < $0.end ? $0.period : nil }
        }
    }
}
