// GroupService: segments of members, who is in them, and the rules that fill them.

import RosterAPI
import RosterCore

enum GroupsService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Groups.Create.self)
        services.mutation(Groups.Update.self)
        services.mutation(Groups.Delete.self)
        services.mutation(Groups.AddMembers.self)
        services.mutation(Groups.RemoveMembers.self)
        services.mutation(Groups.CreateRule.self)
        services.mutation(Groups.DeleteRule.self)
        services.mutation(Groups.ImportTags.self)
        services.read(Methods.Groups.get) { (request, reading) throws(Refusal) in
            guard let group = reading.node.group(request.groupID, at: reading.time) else { throw .notFound() }
            return .with { $0.group = group }
        }
        services.list(Methods.Groups.list, groups)
        services.list(Methods.Groups.listRules, rules)
        services.list(Methods.Groups.listMembers, validate: { (request) throws(Refusal) in
            guard request.namePrefix.utf8.count <= TypedName.textBytesMax else {
                throw .invalid("name_prefix", "at most \(TypedName.textBytesMax) bytes")
            }
            guard [.unspecified, .members, .candidates].contains(request.scope) else { throw .invalid("scope", "MEMBERS or CANDIDATES") }
        }, members)
    }

    /// In the order in which they were made.
    private static let groups = Listing<ListGroupsRequest, GroupNode, Group>(
        fields: [
            "name": .text { group, _ in group.record.name },
            "description": .text { group, _ in group.record.description },
            "owner_id": .name { group, _ in group.record.ownerID.isZero ? nil : group.record.ownerID.text },
            "member_count": ListField(kind: .number) { group, reading, _ in .number(Int64(group.memberCount(at: reading.time))) },
            "create_time": .time { group, _ in group.record.createTime },
            "update_time": .time { group, _ in group.record.updateTime },
        ],
        count: { _, reading in reading.node.groups.order.count },
        elements: { _, reading in reading.node.groups.order.compactMap { reading.node.groups.groups[$0] } },
        item: { group, reading in reading.node.message(of: group, at: reading.time) })

    /// In the order in which they were made.
    private static let rules = Listing<ListGroupRulesRequest, GroupRuleRecord, GroupRule>(
        fields: [
            "group_id": .name { rule, _ in rule.groupID.text },
            "source": .constant { rule, _ in rule.source },
            "attribute": .text { rule, _ in rule.attribute },
            "match": .constant { rule, _ in rule.match },
            "value": .text { rule, _ in rule.value },
        ],
        isOrderable: false,
        count: { _, reading in reading.node.groups.ruleOrder.count },
        elements: { _, reading in reading.node.groups.ruleOrder.compactMap { reading.node.groups.rules[$0] } },
        item: { rule, reading in reading.node.message(of: rule) })

    /// In the order of creation. Of a group only its members are looked at, of whom one could add the whole organization.
    private static let members = Listing<ListGroupMembersRequest, GroupListElement, GroupMember>(
        fields: MembersService.fields.of(\.member),
        alsoNeeds: .membersRead,
        count: { request, reading in
            request.scope == .candidates ? reading.node.memberOrder.count : reading.node.groups.groups[request.groupID]?.members.count ?? 0
        },
        elements: { (request, reading) throws(Refusal) in
            guard let group = reading.node.groups.groups[request.groupID] else { throw .notFound() }
            let wantsMembers = request.scope != .candidates
            let typed = TypedName(request.namePrefix)
            let (node, time) = (reading.node, reading.time)
            return (wantsMembers ? group.members : node.memberOrder).compactMap { id -> GroupListElement? in
                guard let member = node.members[id], member.record.state != .removed, typed.finds(member.record.personal),
                    member.record.isIn(request.groupID, at: time) == wantsMembers
                else { return nil }
                return GroupListElement(member: member, group: request.groupID)
            }
        },
        item: { element, reading in reading.node.message(of: element.member, in: element.group, at: reading.time) })
}

/// A member in the list of a group.
private struct GroupListElement: Sendable {
    let member: MemberNode
    let group: GroupID
}
