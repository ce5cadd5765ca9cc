// GroupMembers: who is put into a group and taken out of it, many at once with a result for each (rows 22, 39, 42).

public import RosterAPI
import WellKnown

extension Groups {
    /// Adds members to a group.
    public enum AddMembers: Command {
        public static let method = Methods.Groups.addMembers

        public static func validate(_ request: AddGroupMembersRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Groups.checkItems(request.memberIDs.count, "member_ids")
            try Validation.period(request.period, "period")
        }

        public static func demands(of request: AddGroupMembersRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Groups.demands(on: request.groupID)
        }

        public static func decide(_ request: AddGroupMembersRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsNotOver(request.period, "period")
            for id in request.memberIDs where GroupItem.member(id).refusal(in: context.node) == nil {
                try context.addToGroup(request.groupID, id, request.period)
            }
        }

        public static func answer(_ request: AddGroupMembersRequest, _ version: Version) -> AddGroupMembersResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                var changed = version.groupChanges
                response.results = request.memberIDs.map { GroupItem.member($0).result(.added, in: request.groupID, of: node, &changed) }
                response.group = node.group(request.groupID, at: version.state.time)
            }
        }
    }

    /// Takes members out of a group.
    public enum RemoveMembers: Command {
        public static let method = Methods.Groups.removeMembers

        public static func validate(_ request: RemoveGroupMembersRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Groups.checkItems(request.memberIDs.count, "member_ids")
        }

        public static func demands(of request: RemoveGroupMembersRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Groups.demands(on: request.groupID)
        }

        public static func decide(_ request: RemoveGroupMembersRequest, _ context: inout DecisionContext) throws(Refusal) {
            for id in request.memberIDs {
                // One that ended by time alone is left to the sweeper.
                guard let held = context.node.members[id]?.record.membership(of: request.groupID), context.now < held.end else { continue }
                try context.removeFromGroup(request.groupID, id)
            }
        }

        public static func answer(_ request: RemoveGroupMembersRequest, _ version: Version) -> RemoveGroupMembersResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                var changed = version.groupChanges
                response.results = request.memberIDs.map { GroupItem.member($0).result(.removed, in: request.groupID, of: node, &changed) }
                response.group = node.group(request.groupID, at: version.state.time)
            }
        }
    }

    /// Turns the tags of another system into groups (row 42).
    public enum ImportTags: Command {
        public static let method = Methods.Groups.importTags

        public static func validate(_ request: ImportTagsRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Groups.checkItems(request.tags.count, "tags")
            let items = request.tags.reduce(0) { $0 + $1.emails.count + $1.memberIDs.count }
            guard items <= itemsMax else { throw .batchTooLarge("tags", most: itemsMax) }
            for tag in request.tags { try Validation.name(tag.name, "tags.name") }
        }

        public static func demands(of request: ImportTagsRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            if let groups = organization?.groups, request.tags.contains(where: { groups.group(named: $0.name) == nil }) {
                demands.permissions = [.groupsManage]
            }
            return demands
        }

        private static func items(of tag: Tag) -> [GroupItem] { tag.emails.map(GroupItem.email) + tag.memberIDs.map(GroupItem.member) }

        public static func decide(_ request: ImportTagsRequest, _ context: inout DecisionContext) throws(Refusal) {
            for tag in request.tags {
                let known = context.node.groups.group(named: tag.name)?.record.groupID
                let group = if let known { known } else { try context.createGroup(tag.name) }
                for item in items(of: tag) where item.refusal(in: context.node) == nil {
                    guard let member = item.find(in: context.node) else { continue }
                    try context.addToGroup(group, member.memberID)
                }
            }
        }

        public static func answer(_ request: ImportTagsRequest, _ version: Version) -> ImportTagsResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                var changed = version.groupChanges
                var created: Set<GroupID> = []
                for event in version.entry?.events ?? [] {
                    if case .groupCreated(let fact) = event.fact { created.insert(fact.groupID) }
                }
                response.results = request.tags.map { tag in
                    .with { result in
                        guard let group = node.groups.group(named: tag.name) else { return }
                        let id = group.record.groupID
                        result.group = node.message(of: group, at: version.state.time)
                        // A name that stands twice is made once.
                        result.created = created.remove(id) != nil
                        result.results = items(of: tag).map { $0.result(.added, in: id, of: node, &changed) }
                    }
                }
            }
        }
    }

    fileprivate static func checkItems(_ count: Int, _ field: String) throws(Refusal) {
        guard count > 0 else { throw .invalid(field, "not empty") }
        guard count <= itemsMax else { throw .batchTooLarge(field, most: itemsMax) }
    }
}

/// Whom an item of a call names.
private enum GroupItem {
    case member(MemberID)
    case email(String)

    /// The member named, removed ones included where they are named by id.
    func find(in node: OrganizationNode) -> MemberRecord? {
        switch self {
        case .member(let id): node.members[id]?.record
        case .email(let text): EmailAddress(text).flatMap { node.member(email: $0)?.record }
        }
    }

    /// Why it can't be in a group; nil when it can.
    func refusal(in node: OrganizationNode) -> Refusal? {
        if case .email(let text) = self, EmailAddress(text) == nil { return .invalidEmail("email") }
        guard let member = find(in: node) else { return .notFound() }
        return member.state == .removed ? .wrongState("the member is removed") : nil
    }

    /// What became of it, from the entry and the state as of it, so that a replay tells the same.
    /// - Parameter changed: the memberships that the entry changed; each is told once.
    func result(_ outcome: GroupItemOutcome, in group: GroupID, of node: OrganizationNode, _ changed: inout Set<GroupChange>) -> GroupItemResult {
        .with { result in
            switch self {
            case .member(let id): result.memberID = id
            case .email(let text): result.email = text
            }
            let member = find(in: node)?.memberID
            let refusal = refusal(in: node)
            // Nobody is taken out of a group by being removed twice.
            let isRefused = refusal != nil && (outcome == .added || member == nil)
            if let member, changed.remove(GroupChange(group: group, member: member)) != nil {
                result.outcome = outcome
            } else if let refusal, isRefused {
                result.outcome = .failed
                result.error = refusal.status
            } else {
                result.outcome = .unchanged
            }
        }
    }
}

/// A membership that an entry changed.
private struct GroupChange: Hashable {
    let group: GroupID
    let member: MemberID
}

extension Version {
    fileprivate var groupChanges: Set<GroupChange> {
        var changes: Set<GroupChange> = []
        for event in entry?.events ?? [] {
            switch event.fact {
            case .groupMemberAdded(let fact): changes.insert(GroupChange(group: fact.groupID, member: fact.memberID))
            case .groupMemberRemoved(let fact): changes.insert(GroupChange(group: fact.groupID, member: fact.memberID))
            default: continue
            }
        }
        return changes
    }
}
