// GroupEvolution: what becomes of the state by facts about groups.

import RosterAPI

extension OrganizationContents {
    mutating func applyGroup(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .groupCreated(let fact):
            var record = GroupRecord()
            record.groupID = fact.groupID
            record.revision = revision
            record.name = fact.name
            record.description = fact.description
            record.ownerID = fact.ownerID
            record.createTime = now
            record.updateTime = now
            groups.insert(record)
        case .groupUpdated(let fact):
            try touchGroup(fact.groupID, revision, now)
            if let name = fact.name { groups.rename(fact.groupID, name) }
            if let description = fact.description { groups.groups[fact.groupID]?.record.description = description }
            if let owner = fact.ownerID { groups.setOwner(fact.groupID, owner) }
        case .groupDeleted(let fact):
            guard let group = groups.groups[fact.groupID] else { throw UnreadableHistory(revision: revision, problem: "a group that doesn't exist") }
            for member in group.members { try withMember(member, revision, now) { $0.setMembership(of: fact.groupID, nil) } }
            groups.remove(fact.groupID)
        case .groupMemberAdded(let fact):
            try touchGroup(fact.groupID, revision, now)
            try setMembership(of: fact.groupID, fact.memberID, Validity(fact.period), revision, now)
        case .groupMemberRemoved(let fact):
            try touchGroup(fact.groupID, revision, now)
            try setMembership(of: fact.groupID, fact.memberID, nil, revision, now)
        case .groupRuleCreated(let fact):
            var rule = GroupRuleRecord()
            rule.ruleID = fact.ruleID
            rule.revision = revision
            rule.groupID = fact.groupID
            rule.source = fact.source
            rule.attribute = fact.attribute
            rule.match = fact.match
            rule.value = fact.value
            rule.createTime = now
            restore(rule)
        case .groupRuleDeleted(let fact):
            guard let rule = groups.rules[fact.ruleID] else { throw UnreadableHistory(revision: revision, problem: "a rule that doesn't exist") }
            groups.remove(fact.ruleID)
            groups.groups[rule.groupID]?.rules.removeAll { $0 == fact.ruleID }
        default:
            throw UnreadableHistory(revision: revision, problem: "an event that this version doesn't know")
        }
    }

    /// A rule that is made, or read from a snapshot.
    mutating func restore(_ rule: GroupRuleRecord) {
        groups.insert(rule)
        groups.groups[rule.groupID]?.rules.append(rule.ruleID)
    }

    /// Finds out who is in which group, from the members' records; called once all are read from a snapshot.
    mutating func deriveGroupMembers() {
        if groups.groups.isEmpty { return }
        var found: [GroupID: [MemberID]] = [:]
        for id in memberOrder {
            guard let member = members[id]?.record else { continue }
            for held in member.groups {
                found[held.groupID, default: []].append(id)
                groups.groups[held.groupID]?.count(id, held.validity, by: 1)
            }
        }
        for (group, members) in found { groups.groups[group]?.members = SortedChunks(sorted: members) }
    }

    /// An expiry changes nothing that anybody sees, so member and group keep their revisions.
    mutating func expireMembership(_ fact: GrantExpired, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        guard let before = members[fact.memberID]?.record else { throw UnreadableHistory(revision: revision, problem: "a member who doesn't exist") }
        try setMembership(of: fact.groupID, fact.memberID, nil, before.revision, before.updateTime, computedAt: now)
    }

    /// Whose invitation ends by time alone is in no group and owns none; nothing else of them changes, and they keep their revisions.
    mutating func leaveGroups(_ member: MemberRecord, at end: Int64) throws(UnreadableHistory) {
        for held in member.groups { try setMembership(of: held.groupID, member.memberID, nil, member.revision, member.updateTime, computedAt: end) }
        for group in groups.owned[member.memberID] ?? [] { groups.setOwner(group, MemberID()) }
    }

    private mutating func touchGroup(_ id: GroupID, _ revision: Int64, _ now: Int64) throws(UnreadableHistory) {
        guard groups.groups[id] != nil else { throw UnreadableHistory(revision: revision, problem: "a group that doesn't exist") }
        groups.groups[id]?.record.revision = revision
        groups.groups[id]?.record.updateTime = now
    }

    private mutating func setMembership(
        of group: GroupID, _ member: MemberID, _ validity: Validity?, _ revision: Int64, _ now: Int64, computedAt time: Int64? = nil
    ) throws(UnreadableHistory) {
        let before = members[member]?.record.membership(of: group)
        try withMember(member, revision, now, computedAt: time) { $0.setMembership(of: group, validity) }
        if let before { groups.groups[group]?.count(member, before, by: -1) }
        if let validity {
            groups.groups[group]?.members.insert(member)
            groups.groups[group]?.count(member, validity, by: 1)
        } else {
            groups.groups[group]?.members.remove(member)
        }
    }
}
