// Groups: named segments of members, and the rules that put people into them (rows 38, 41, 43).

public import RosterAPI

public enum Groups {
    /// The most groups, and the most rules, of an organization.
    static let countMax = 10_000
    static let descriptionBytesMax = 1024
    /// The most items of one call (C11).
    static let itemsMax = 2000

    /// Creates a group.
    public enum Create: Command {
        public static let method = Methods.Groups.create

        public static func validate(_ request: CreateGroupRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.name(request.name, "name")
            try Validation.text(request.description, "description", bytesMax: descriptionBytesMax)
        }

        public static func demands(of request: CreateGroupRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            if !request.ownerID.isZero { demands.furtherTargets = [.member(request.ownerID)] }
            return demands
        }

        public static func decide(_ request: CreateGroupRequest, _ context: inout DecisionContext) throws(Refusal) {
            if !request.ownerID.isZero { try context.checkGroupOwner(request.ownerID) }
            guard context.node.groups.group(named: request.name) == nil else { throw .groupNameInUse() }
            _ = try context.createGroup(request.name, request.description, owner: request.ownerID)
        }

        public static func answer(_ request: CreateGroupRequest, _ version: Version) -> CreateGroupResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .groupCreated(let fact) = event.fact {
                        response.group = version.state[request.organizationID]?.group(fact.groupID, at: version.state.time)
                    }
                }
            }
        }
    }

    /// Changes name, description and owner.
    public enum Update: Command {
        public static let method = Methods.Groups.update

        private static func mask(_ request: UpdateGroupRequest) throws(Refusal) -> UpdateMask {
            let group = request.group ?? Group()
            return try UpdateMask(request.updateMask, fields: [
                ("name", !group.name.isEmpty), ("description", !group.description.isEmpty), ("owner_id", !group.ownerID.isZero),
            ])
        }

        public static func validate(_ request: UpdateGroupRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let group = request.group ?? Group()
            if mask.contains("name") { try Validation.name(group.name, "group.name") }
            if mask.contains("description") { try Validation.text(group.description, "group.description", bytesMax: descriptionBytesMax) }
        }

        public static func demands(of request: UpdateGroupRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Groups.demands(on: request.group?.groupID ?? GroupID())
            let owner = request.group?.ownerID ?? MemberID()
            if !owner.isZero, (try? mask(request))?.contains("owner_id") ?? false { demands.furtherTargets = [.member(owner)] }
            return demands
        }

        public static func decide(_ request: UpdateGroupRequest, _ context: inout DecisionContext) throws(Refusal) {
            let mask = try mask(request)
            let wanted = request.group ?? Group()
            let node = context.node
            guard let record = node.groups.groups[wanted.groupID]?.record else { throw .notFound() }
            var fact = GroupUpdated()
            fact.groupID = record.groupID
            let unchanged = fact
            let name = CaseFolding.trim(wanted.name)
            if mask.contains("name"), name != record.name {
                // Its own name in other letters is free for it.
                if let holder = node.groups.group(named: name), holder.record.groupID != record.groupID { throw .groupNameInUse() }
                fact.name = name
            }
            if mask.contains("description"), wanted.description != record.description { fact.description = wanted.description }
            if mask.contains("owner_id"), wanted.ownerID != record.ownerID {
                if !wanted.ownerID.isZero { try context.checkGroupOwner(wanted.ownerID) }
                fact.ownerID = wanted.ownerID
            }
            if fact != unchanged { try context.append(.groupUpdated(fact)) }
        }

        public static func answer(_ request: UpdateGroupRequest, _ version: Version) -> UpdateGroupResponse {
            .with { $0.group = version.state[request.organizationID]?.group(request.group?.groupID ?? GroupID(), at: version.state.time) }
        }
    }

    /// Deletes a group with its memberships and rules.
    public enum Delete: Command {
        public static let method = Methods.Groups.delete

        public static func demands(of request: DeleteGroupRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Groups.demands(on: request.groupID)
        }

        public static func decide(_ request: DeleteGroupRequest, _ context: inout DecisionContext) throws(Refusal) {
            for rule in context.node.groups.groups[request.groupID]?.rules ?? [] {
                try context.append(.groupRuleDeleted(.with { $0.ruleID = rule }))
            }
            try context.append(.groupDeleted(.with { $0.groupID = request.groupID }))
        }

        public static func answer(_ request: DeleteGroupRequest, _ version: Version) -> DeleteGroupResponse { DeleteGroupResponse() }
    }

    // MARK: Rules

    /// Makes a rule.
    public enum CreateRule: Command {
        public static let method = Methods.Groups.createRule

        private static func match(_ request: CreateGroupRuleRequest) -> GroupRuleMatch { request.match == .unspecified ? .equals : request.match }

        public static func validate(_ request: CreateGroupRuleRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard [.attribute, .csvColumn].contains(request.source) else { throw .invalid("source", "ATTRIBUTE or CSV_COLUMN") }
            try Validation.name(request.attribute, "attribute")
            switch match(request) {
            case .equals, .prefix:
                try Validation.text(request.value, "value", bytesMax: 1024)
                guard !CaseFolding.trim(request.value).isEmpty else { throw .invalid("value", "not empty") }
            case .present:
                guard request.value.isEmpty else { throw .invalid("value", "none for PRESENT") }
            default:
                throw .invalid("match", "EQUALS, PREFIX or PRESENT")
            }
        }

        public static func demands(of request: CreateGroupRuleRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Groups.demands(on: request.groupID)
        }

        public static func decide(_ request: CreateGroupRuleRequest, _ context: inout DecisionContext) throws(Refusal) {
            let groups = context.node.groups
            guard groups.rules.count < countMax else { throw .quotaExceeded("group rules") }
            let attribute = RuleAttribute(source: request.source, name: CaseFolding.fold(request.attribute))
            let same = groups.rulesByAttribute[attribute]?.rules(match(request), request.value) ?? []
            if same.contains(where: { groups.rules[$0]?.groupID == request.groupID }) { throw .nameInUse("the group has this rule") }
            let id: RuleID = context.newID()
            try context.append(.groupRuleCreated(.with { fact in
                fact.ruleID = id
                fact.groupID = request.groupID
                fact.source = request.source
                fact.attribute = CaseFolding.trim(request.attribute)
                fact.match = match(request)
                fact.value = CaseFolding.trim(request.value)
            }))
        }

        public static func answer(_ request: CreateGroupRuleRequest, _ version: Version) -> CreateGroupRuleResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                for event in version.entry?.events ?? [] {
                    if case .groupRuleCreated(let fact) = event.fact { response.rule = node.groups.rules[fact.ruleID].map(node.message) }
                }
            }
        }
    }

    /// Ends a rule. Who came into the group by it stays.
    public enum DeleteRule: Command {
        public static let method = Methods.Groups.deleteRule

        public static func demands(of request: DeleteGroupRuleRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .groupRule(request.ruleID)
            return demands
        }

        public static func decide(_ request: DeleteGroupRuleRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.append(.groupRuleDeleted(.with { $0.ruleID = request.ruleID }))
        }

        public static func answer(_ request: DeleteGroupRuleRequest, _ version: Version) -> DeleteGroupRuleResponse { DeleteGroupRuleResponse() }
    }

    static func demands(on group: GroupID) -> Demands {
        var demands = Demands()
        demands.target = .group(group)
        return demands
    }
}

extension Refusal {
    static func groupNameInUse() -> Refusal { .nameInUse("another group has this name") }
}

extension DecisionContext {
    /// NOT_FOUND or WRONG_STATE for whom can't answer for a group.
    func checkGroupOwner(_ id: MemberID) throws(Refusal) {
        guard let owner = node.members[id]?.record else { throw .notFound() }
        guard owner.state != .removed else { throw .wrongState("the member is removed") }
    }

    /// A new group; its name is free. QUOTA_EXCEEDED when there are enough.
    /// - Parameter owner: zero: the member who calls, if it is one of this organization.
    mutating func createGroup(_ name: String, _ description: String = "", owner: MemberID = MemberID()) throws(Refusal) -> GroupID {
        guard node.groups.groups.count < Groups.countMax else { throw .quotaExceeded("groups") }
        let callers = caller.memberID.flatMap { node.members[$0] == nil ? nil : $0 } ?? MemberID()
        let id: GroupID = newID()
        try append(.groupCreated(.with { fact in
            fact.groupID = id
            fact.name = CaseFolding.trim(name)
            fact.description = description
            fact.ownerID = owner.isZero ? callers : owner
        }))
        return id
    }

    /// Puts a member into a group, or gives its membership another period; nothing where it is so already.
    /// - Parameter rule: the rule that does it, which leaves a membership that is there as it is.
    mutating func addToGroup(_ group: GroupID, _ member: MemberID, _ period: Period? = nil, by rule: RuleID = RuleID()) throws(Refusal) {
        let held = node.members[member]?.record.membership(of: group)
        // What ended by time alone is there until the sweeper passes.
        if let held, now < held.end, held == Validity(period) || !rule.isZero { return }
        try append(.groupMemberAdded(.with { fact in
            fact.groupID = group
            fact.memberID = member
            fact.period = period
            fact.ruleID = rule
        }))
    }

    mutating func removeFromGroup(_ group: GroupID, _ member: MemberID) throws(Refusal) {
        try append(.groupMemberRemoved(.with { fact in
            fact.groupID = group
            fact.memberID = member
        }))
    }

    /// Puts a member into the groups that follow from what is known of it (row 41).
    mutating func applyGroupRules(_ attributes: RuleAttributes, to member: MemberID) throws(Refusal) {
        for (group, rule) in node.groups.groups(matching: attributes) { try addToGroup(group, member, by: rule) }
    }

    /// Ends every membership of a member who leaves, and what it answers for.
    mutating func releaseGroups(of member: MemberRecord) throws(Refusal) {
        for held in member.groups { try removeFromGroup(held.groupID, member.memberID) }
        for group in node.groups.owned[member.memberID] ?? [] {
            try append(.groupUpdated(.with { fact in
                fact.groupID = group
                fact.ownerID = MemberID()
            }))
        }
    }
}
