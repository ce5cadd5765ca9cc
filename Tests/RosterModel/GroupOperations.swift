// GroupOperations: segments of members, the rules that fill them, and tags of another system.

import RosterAPI
import RosterCore
import WellKnown

struct NaiveGroup {
    var name: String
    var owner: MemberID
}

struct NaiveGroupRule: Equatable {
    var group: GroupID
    var source: GroupRuleSource
    var attribute: String
    var match: GroupRuleMatch
    var value: String

    /// Whether it puts somebody with this title into its group.
    func fits(title: String) -> Bool {
        guard source == .attribute, attribute.lowercased() == "title", !title.isEmpty else { return false }
        switch match {
        case .prefix: return title.lowercased().hasPrefix(value.lowercased())
        case .present: return true
        default: return title.lowercased() == value.lowercased()
        }
    }

    /// The same rule, whatever its letters' case.
    func isLike(_ other: NaiveGroupRule) -> Bool {
        group == other.group && source == other.source && match == other.match && attribute.lowercased() == other.attribute.lowercased()
            && value.lowercased() == other.value.lowercased()
    }
}

extension NaiveAccount {
    func group(named name: String, but own: GroupID? = nil) -> GroupID? { groups.first { $0.key != own && $0.value.name.lowercased() == name.lowercased() }?.key }

    /// Whoever comes with a title, or gets one, is put into the groups whose rules say so; who is in one stays as it is.
    mutating func applyRules(title: String, to id: MemberID) {
        for rule in rules.values where rule.fits(title: title) && people[id]?.groups[rule.group] == nil { people[id]?.groups[rule.group] = .always }
    }

    mutating func releaseGroups(of id: MemberID) {
        people[id]?.groups = [:]
        for (group, value) in groups where value.owner == id { groups[group]?.owner = MemberID() }
    }
}

struct CreateGroup: ModelCommand {
    let name: String
    let owner: MemberID?

    func validate() throws { try refuse(name.isEmpty, .invalidField) }
    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.groupsManage)
        needs.targets = owner.map { [.member($0)] } ?? []
        return needs
    }

    func judge(_ scene: Scene) throws {
        if let owner { try refuse(scene.person(owner)?.state == .removed, .wrongState) }
        try refuse(scene.account.group(named: name) != nil, .nameInUse)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        let caller = done.caller.flatMap { account.people[$0] == nil ? nil : $0 }
        for id in done.newGroups { account.groups[id] = NaiveGroup(name: name, owner: owner ?? caller ?? MemberID()) }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Groups.Create.self) { request in
            request.organizationID = draft.organization
            request.name = name.isEmpty ? "" : " \(name) "
            request.ownerID = owner ?? MemberID()
        }
    }
}

extension Done {
    var newGroups: [GroupID] { made { event in if case .groupCreated(let fact) = event.fact { fact.groupID } else { nil } } }
}

struct UpdateGroup: ModelCommand {
    let group: GroupID
    let name: String?
    let owner: MemberID?

    func validate() throws { try refuse(name?.isEmpty == true, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.groupsManage, targets: [.group(group)])
        if let owner, !owner.isZero, owner != scene.account.groups[group]?.owner { needs.targets.append(.member(owner)) }
        return needs
    }

    func judge(_ scene: Scene) throws {
        if let name { try refuse(scene.account.group(named: name, but: group) != nil, .nameInUse) }
        if let owner { try refuse(scene.person(owner)?.state == .removed, .wrongState) }
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        if let name { account.groups[group]?.name = name }
        if let owner { account.groups[group]?.owner = owner }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Groups.Update.self) { request in
            request.group = .with { message in
                message.organizationID = draft.organization
                message.groupID = group
                message.name = name ?? ""
                message.ownerID = owner ?? MemberID()
            }
            request.updateMask = FieldMask(paths: (name == nil ? [] : ["name"]) + (owner == nil ? [] : ["owner_id"]))
        }
    }
}

struct DeleteGroup: ModelCommand {
    let group: GroupID

    func needs(_ scene: Scene) -> Needs { Needs(.groupsManage, targets: [.group(group)]) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.groups[group] = nil
        for id in account.people.keys { account.people[id]?.groups[group] = nil }
        account.rules = account.rules.filter { $0.value.group != group }
    }

    func call(_ draft: Draft) -> Call { draft.call(Groups.Delete.self) { $0.organizationID = draft.organization; $0.groupID = group } }
}

/// What can be done of it is done.
struct AddGroupMembers: ModelCommand {
    let group: GroupID
    let members: [MemberID]
    let span: Stretch

    func validate() throws { try refuse(members.isEmpty, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.groupsEditMembers, targets: [.group(group)]) }
    func judge(_ scene: Scene) throws { try scene.refuseOver(span) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for member in members where account.people[member].map({ $0.state != .removed }) ?? false { account.people[member]?.groups[group] = span }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Groups.AddMembers.self) { request in
            request.organizationID = draft.organization
            request.groupID = group
            request.memberIDs = members
            request.period = span.period
        }
    }
}

struct RemoveGroupMembers: ModelCommand {
    let group: GroupID
    let members: [MemberID]

    func validate() throws { try refuse(members.isEmpty, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.groupsEditMembers, targets: [.group(group)]) }
    func apply(to account: inout NaiveAccount, _ done: Done) { for member in members { account.people[member]?.groups[group] = nil } }

    func call(_ draft: Draft) -> Call {
        draft.call(Groups.RemoveMembers.self) { $0.organizationID = draft.organization; $0.groupID = group; $0.memberIDs = members }
    }
}

struct CreateGroupRule: ModelCommand {
    let rule: NaiveGroupRule

    func validate() throws {
        try refuse(rule.source == .unspecified || rule.attribute.isEmpty || (rule.match == .present) != rule.value.isEmpty, .invalidField)
    }

    func needs(_ scene: Scene) -> Needs { Needs(.groupsManage, targets: [.group(rule.group)]) }
    func judge(_ scene: Scene) throws { try refuse(scene.account.rules.values.contains { $0.isLike(rule) }, .nameInUse) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for id in done.made({ event -> RuleID? in if case .groupRuleCreated(let fact) = event.fact { fact.ruleID } else { nil } }) { account.rules[id] = rule }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Groups.CreateRule.self) { request in
            request.organizationID = draft.organization
            request.groupID = rule.group
            request.source = rule.source
            request.attribute = rule.attribute
            request.match = rule.match
            request.value = rule.value
        }
    }
}

struct DeleteGroupRule: ModelCommand {
    let rule: RuleID

    func needs(_ scene: Scene) -> Needs { Needs(.groupsManage, targets: [.groupRule(rule)]) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.rules[rule] = nil }
    func call(_ draft: Draft) -> Call { draft.call(Groups.DeleteRule.self) { $0.organizationID = draft.organization; $0.ruleID = rule } }
}

struct ImportTags: ModelCommand {
    struct Tagged: Sendable {
        let name: String
        let emails: [String]
        let members: [MemberID]
    }

    let tags: [Tagged]

    func validate() throws { try refuse(tags.isEmpty || tags.contains { $0.name.isEmpty }, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.groupsEditMembers)
        if tags.contains(where: { scene.account.group(named: $0.name) == nil }) { needs.permissions.append(.groupsManage) }
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        let caller = done.caller.flatMap { account.people[$0] == nil ? nil : $0 }
        var new = done.newGroups[...]
        for tag in tags {
            guard let group = account.group(named: tag.name) ?? new.popFirst() else { continue }
            if account.groups[group] == nil { account.groups[group] = NaiveGroup(name: tag.name, owner: caller ?? MemberID()) }
            let named = tag.emails.compactMap { email in account.people.first { $0.value.state != .removed && $0.value.email == email }?.key }
            for member in named + tag.members where account.people[member].map({ $0.state != .removed }) ?? false {
                account.people[member]?.groups[group] = .always
            }
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Groups.ImportTags.self) { request in
            request.organizationID = draft.organization
            request.tags = tags.map { tag in
                .with { message in
                    message.name = tag.name
                    message.emails = tag.emails
                    message.memberIDs = tag.members
                }
            }
        }
    }
}
