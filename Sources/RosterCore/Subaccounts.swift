// Subaccounts: organizations below others, in one tree with them.

public import RosterAPI

public enum Subaccounts {
    /// First members of one creation.
    static let membersMax = 500

    /// Creates a sub-account, with members of the parent who keep what they have there.
    public enum Create: Command {
        public static let method = Methods.Subaccounts.create

        public static func validate(_ request: CreateSubaccountRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.name(request.name, "name")
            try Subaccounts.validate(request.limits, "limits")
            guard request.members.count <= membersMax else { throw .batchTooLarge("members", most: membersMax) }
            for member in request.members {
                guard !member.memberID.isZero else { throw .malformedID("members.member_id") }
                guard member.role == .unspecified || member.role != .owner && member.role.rank > 0 else { throw .invalid("members.role", "any role but OWNER") }
            }
            guard Set(request.members.map(\.memberID)).count == request.members.count else { throw .invalid("members", "nobody twice") }
            if !request.timeZone.isEmpty { try Validation.timeZone(request.timeZone, "time_zone") }
        }

        /// What a parent's member will be: the role asked for, else its own (C14), capped at CO_OWNER.
        private static func role(of wanted: SubaccountMember, _ member: MemberRecord, at time: Int64) -> (role: OrganizationRole, validity: Validity) {
            if wanted.role != .unspecified { return (wanted.role, .always) }
            switch member.role(at: time) {
            case .owner: return (.coOwner, .always)
            // What it holds by a custom role is said in the parent only.
            case .custom: return (.member, .always)
            case let role: return (role, role == member.role ? member.roleValidity : .always)
            }
        }

        public static func demands(of request: CreateSubaccountRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.furtherTargets = request.members.map { .member($0.memberID) }
            for wanted in request.members {
                guard let member = organization?.members[wanted.memberID]?.record else { continue }
                demands.grants.append(.role(role(of: wanted, member, at: context.now).role))
                if member.seatType == .limited { demands.features.append(.profileConnector) }
            }
            return demands
        }

        public static func decide(_ request: CreateSubaccountRequest, _ context: inout DecisionContext) throws(Refusal) {
            let parent = context.node
            guard parent.depth < Family.depthMax else { throw .subaccountDepth() }
            guard parent.child(named: request.name) == nil else { throw .nameInUse("another sub-account of this account has the name") }
            var first: [(record: MemberRecord, role: OrganizationRole, validity: Validity)] = []
            for wanted in request.members {
                guard let record = parent.members[wanted.memberID]?.record else { throw .notFound() }
                guard record.state == .active else { throw .wrongState("only active members of the parent join a sub-account") }
                let (role, validity) = role(of: wanted, record, at: context.now)
                guard (role == .connector) == (record.seatType == .limited) else { throw .seatType() }
                first.append((record, role, validity))
            }
            let child: OrganizationID = context.newID()
            try context.inside(child) { (context) throws(Refusal) in
                try context.append(.organizationCreated(.with { fact in
                    fact.name = request.name
                    fact.kind = .child
                    fact.parentID = parent.id
                    fact.timeZone = request.timeZone.isEmpty ? parent.record.timeZone : request.timeZone
                    fact.policies = parent.record.policies
                }))
                try context.append(.quotaLimitsChanged(.with { $0.limits = request.limits }))
                for (record, role, validity) in first {
                    try context.checkMemberLimit()
                    let id: MemberID = context.newID()
                    try context.append(.memberCreated(.with { fact in
                        fact.memberID = id
                        fact.role = role
                        fact.rolePeriod = validity.period
                        fact.seatType = record.seatType
                        fact.state = .active
                    }))
                    if let personal = record.personal { try context.setPersonal(personal, of: id) }
                }
            }
        }

        public static func answer(_ request: CreateSubaccountRequest, _ version: Version) -> CreateSubaccountResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    guard let node = version.state[event.organizationID] else { continue }
                    switch event.fact {
                    case .organizationCreated: response.subaccount = node.subaccount
                    case .memberCreated(let fact): if let member = node.member(fact.memberID, at: version.state.time) { response.members.append(member) }
                    default: continue
                    }
                }
            }
        }
    }

    static func validate(_ limits: QuotaLimits?, _ field: String) throws(Refusal) {
        guard let limits, limits.perDay != nil || limits.perMonth != nil else { throw .invalid(field, "a limit per day, per month, or both") }
        guard limits.perDay ?? 0 >= 0 else { throw .invalid(field + ".per_day", "not negative") }
        guard limits.perMonth ?? 0 >= 0 else { throw .invalid(field + ".per_month", "not negative") }
    }
}

extension DecisionContext {
    /// Does something in another organization of the tree than the one addressed.
    mutating func inside(_ other: OrganizationID, _ body: (inout DecisionContext) throws(Refusal) -> Void) throws(Refusal) {
        let addressed = organization
        organization = other
        try body(&self)
        organization = addressed
    }
}

extension TreeState {
    /// A sub-account, from an account above it; nil when it doesn't lie below that.
    public func subaccount(_ id: OrganizationID, below organization: OrganizationID) -> OrganizationNode? {
        guard let node = organizations[id], above(node).contains(where: { $0.id == organization }) else { return nil }
        return node
    }
}
