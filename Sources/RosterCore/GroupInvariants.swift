// GroupInvariants: what holds of groups in every state (product.md 3.3, 9 and 10).

import RosterAPI

extension Invariants {
    static func checkGroups(of node: OrganizationNode, _ found: inout [String]) {
        let groups = node.groups
        var holders: [GroupID: [MemberID]] = [:]
        var ends: [GroupID: [MembershipTime]] = [:]
        var starts: [GroupID: [MembershipTime]] = [:]
        for id in node.memberOrder {
            guard let member = node.members[id]?.record else { continue }
            if zip(member.groups, member.groups.dropFirst()).contains(where: { $0.groupID >= $1.groupID }) { found.append("\(id): its groups are not sorted") }
            if member.state == .removed, !member.groups.isEmpty || groups.owned[id] != nil { found.append("\(id): removed, but in a group or the owner of one") }
            for held in member.groups {
                holders[held.groupID, default: []].append(id)
                if held.validity.start != 0 { starts[held.groupID, default: []].append(MembershipTime(time: held.validity.start, member: id)) }
                if held.validity.end != .max { ends[held.groupID, default: []].append(MembershipTime(time: held.validity.end, member: id)) }
            }
        }
        for (id, group) in groups.groups {
            if group.record.groupID != id { found.append("\(id): the record has another id") }
            if groups.byName[CaseFolding.fold(group.record.name)] != id { found.append("\(id): its name leads elsewhere") }
            if !group.members.elementsEqual(holders.removeValue(forKey: id) ?? []) { found.append("\(id): others are in it than its members") }
            let isOrdered = group.starts.elementsEqual((starts[id] ?? []).sorted()) && group.ends.elementsEqual((ends[id] ?? []).sorted())
            if !isOrdered { found.append("\(id): the order of beginnings or ends is wrong") }
            let owner = group.record.ownerID
            if !owner.isZero, node.members[owner] == nil || groups.owned[owner]?.contains(id) != true { found.append("\(id): its owner doesn't know") }
            for rule in group.rules where groups.rules[rule]?.groupID != id { found.append("\(id): a rule that isn't its own") }
        }
        for id in holders.keys { found.append("\(id): members of a group that doesn't exist") }
        let owned = groups.owned.values.reduce(0) { $0 + $1.count }
        if groups.byName.count != groups.groups.count || owned != groups.groups.values.count(where: { !$0.record.ownerID.isZero }) {
            found.append("\(node.id): names or owners of groups that don't exist")
        }
        if !groups.order.elementsEqual(groups.groups.keys.sorted()) { found.append("\(node.id): the order of groups is wrong") }
        for (id, rule) in groups.rules {
            if groups.groups[rule.groupID]?.rules.contains(id) != true { found.append("\(id): its group doesn't know the rule") }
            if groups.rulesByAttribute[RuleAttribute(rule)]?.rules(rule.match, rule.value).contains(id) != true { found.append("\(id): nobody finds the rule") }
        }
        if !groups.ruleOrder.elementsEqual(groups.rules.keys.sorted()) { found.append("\(node.id): the order of rules is wrong") }
    }
}
