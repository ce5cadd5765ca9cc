// Members: the people of an organization, from the first day to the erasure of their data (product.md 3.2).

public import RosterAPI

public enum Members {
    /// Creates an ACTIVE member with role, administration and licenses in one go.
    public enum Create: Command {
        public static let method = Methods.Members.create

        public static func validate(_ request: CreateMemberRequest, _ catalogue: Catalogue) throws(Refusal) {
            _ = try Validation.email(request.email, "email")
            try Validation.profile(request.profile, "profile")
            try MemberSetup(request).validate(catalogue)
        }

        public static func demands(of request: CreateMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            MemberSetup(request).demand(&demands, in: organization, context.catalogue)
            return demands
        }

        public static func decide(_ request: CreateMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            let email = try Validation.email(request.email, "email")
            let setup = MemberSetup(request)
            try setup.check(context)
            _ = try setup.carryOut(for: email, profile: request.profile, state: .active, in: &context)
        }

        public static func answer(_ request: CreateMemberRequest, _ version: Version) -> CreateMemberResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .memberCreated(let fact) = event.fact {
                        response.member = version.state[request.organizationID]?.member(fact.memberID, at: version.state.time)
                    }
                }
            }
        }
    }

    /// Changes employee information and the e-mail address.
    public enum Update: Command {
        public static let method = Methods.Members.update

        /// What people are called and spoken to by, which they change themselves (row 95).
        private static let personal: Set<String> = [
            "profile.given_name", "profile.family_name", "profile.display_name", "profile.locale",
        ]

        private static func mask(_ request: UpdateMemberRequest) throws(Refusal) -> UpdateMask {
            let member = request.member ?? Member()
            let profile = member.profile ?? Profile()
            return try UpdateMask(request.updateMask, fields: [
                ("email", !member.email.isEmpty),
                ("profile.given_name", !profile.givenName.isEmpty), ("profile.family_name", !profile.familyName.isEmpty),
                ("profile.display_name", !profile.displayName.isEmpty), ("profile.employee_id", !profile.employeeID.isEmpty),
                ("profile.title", !profile.title.isEmpty), ("profile.job_function", !profile.jobFunction.isEmpty),
                ("profile.department", !profile.department.isEmpty), ("profile.region", !profile.region.isEmpty),
                ("profile.manager", !profile.manager.isEmpty), ("profile.locale", !profile.locale.isEmpty),
                ("profile.attributes", !profile.attributes.isEmpty),
            ])
        }

        public static func validate(_ request: UpdateMemberRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let member = request.member ?? Member()
            if mask.contains("email") { _ = try Validation.email(member.email, "member.email") }
            if mask.reaches("profile") { try Validation.profile(member.profile, "member.profile") }
        }

        /// The new address; nil when it stays.
        private static func newEmail(_ request: UpdateMemberRequest, _ member: MemberRecord?) -> EmailAddress? {
            guard (try? mask(request))?.contains("email") ?? false, let email = EmailAddress(request.member?.email ?? "") else { return nil }
            return email.text == member?.personal?.email ? nil : email
        }

        public static func demands(of request: UpdateMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            let id = request.member?.memberID ?? MemberID()
            demands.target = .member(id)
            // Of itself a member changes what is personal; whoever keeps members has shown the right already.
            if (try? mask(request))?.reaches(beyond: personal) ?? false { demands.permissions = [.membersWrite] }
            // Another address is another person's membership; everything else is only data.
            if let email = newEmail(request, organization?.members[id]?.record) {
                demands.changesStanding = true
                // In a sub-account it may bring FULL along.
                if let organization, context.state.administers(email, organization, from: context.now) { demands.demand(.with { $0.level = .full }, in: organization) }
            }
            demands.allowsSelf = true
            demands.allowsOwnerItself = true
            return demands
        }

        public static func decide(_ request: UpdateMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            let node = context.node
            guard let id = request.member?.memberID, let member = node.members[id]?.record else { throw .notFound() }
            guard member.state != .removed, let personal = member.personal else { throw .wrongState("the member is removed") }
            var data = personal
            let mask = try mask(request)
            data.profile = merge(request.member?.profile ?? Profile(), into: personal.profile ?? Profile(), mask)
            if data.profile == Profile() { data.profile = nil }
            if let email = newEmail(request, member) {
                guard node.member(email: email) == nil else { throw .emailInUse() }
                if member.role == .owner {
                    context.claim(Claim(.take, .owner, context.fingerprint(email.text)))
                    context.claim(Claim(.release, .owner, context.fingerprint(personal.email)))
                }
                data.email = email.text
                try context.append(.memberEmailChanged(.with { $0.memberID = id }))
                // What the CRM knows, it knows of the old address.
                if member.crmSync?.isEnabled ?? false { try context.setCrmSync(of: id, to: .pending) }
                // The open invitation was somebody else's; the member goes on waiting under one of its own (product.md 3.2).
                if member.state == .pending { try context.inviteAnew(member) }
            }
            if data.profile != personal.profile {
                try context.append(.memberUpdated(.with { fact in
                    fact.memberID = id
                    fact.fields = mask.sorted.filter { $0 != "email" }
                }))
            }
            if data != personal { try context.setPersonal(data, of: id) }
            try context.applyGroupRules(RuleAttributes(data.profile).new(since: RuleAttributes(personal.profile)), to: id)
        }

        private static func merge(_ wanted: Profile, into profile: Profile, _ mask: UpdateMask) -> Profile {
            var profile = profile
            if mask.contains("profile.given_name") { profile.givenName = wanted.givenName }
            if mask.contains("profile.family_name") { profile.familyName = wanted.familyName }
            if mask.contains("profile.display_name") { profile.displayName = wanted.displayName }
            if mask.contains("profile.employee_id") { profile.employeeID = wanted.employeeID }
            if mask.contains("profile.title") { profile.title = wanted.title }
            if mask.contains("profile.job_function") { profile.jobFunction = wanted.jobFunction }
            if mask.contains("profile.department") { profile.department = wanted.department }
            if mask.contains("profile.region") { profile.region = wanted.region }
            if mask.contains("profile.manager") { profile.manager = wanted.manager }
            if mask.contains("profile.locale") { profile.locale = wanted.locale }
            if mask.contains("profile.attributes") { profile.attributes = wanted.attributes }
            return profile
        }

        public static func answer(_ request: UpdateMemberRequest, _ version: Version) -> UpdateMemberResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.member?.memberID ?? MemberID(), at: version.state.time) }
        }
    }

    // MARK: States

    /// Lets a member do nothing; it keeps its seats.
    public enum Suspend: Command {
        public static let method = Methods.Members.suspend

        public static func demands(of request: SuspendMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Members.demands(on: request.memberID)
        }

        public static func decide(_ request: SuspendMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard try Members.record(request.memberID, context).state == .active else { throw .wrongState("only an active member is suspended") }
            try context.append(.memberSuspended(.with { $0.memberID = request.memberID }))
        }

        public static func answer(_ request: SuspendMemberRequest, _ version: Version) -> SuspendMemberResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Ends a suspension.
    public enum Reactivate: Command {
        public static let method = Methods.Members.reactivate

        public static func demands(of request: ReactivateMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Members.demands(on: request.memberID)
        }

        public static func decide(_ request: ReactivateMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard try Members.record(request.memberID, context).state == .suspended else { throw .wrongState("only a suspended member is reactivated") }
            try context.append(.memberReactivated(.with { $0.memberID = request.memberID }))
        }

        public static func answer(_ request: ReactivateMemberRequest, _ version: Version) -> ReactivateMemberResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Removes a member: licenses and grants end, the address is free. Everybody but the owner may leave.
    public enum Remove: Command {
        public static let method = Methods.Members.remove

        public static func demands(of request: RemoveMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Members.demands(on: request.memberID)
            demands.allowsSelf = true
            return demands
        }

        public static func decide(_ request: RemoveMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            guard member.state != .removed else { throw .wrongState("the member is removed") }
            if member.state == .pending { try context.append(.invitationRevoked(.with { $0.invitationID = member.invitationID })) }
            try context.remove(member)
        }

        public static func answer(_ request: RemoveMemberRequest, _ version: Version) -> RemoveMemberResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Takes a removed member back, with an organization role and nothing else.
    public enum Restore: Command {
        public static let method = Methods.Members.restore

        private static func role(_ request: RestoreMemberRequest, _ member: MemberRecord?) -> OrganizationRole {
            request.role != .unspecified ? request.role : member?.seatType == .limited ? .connector : .member
        }

        public static func validate(_ request: RestoreMemberRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard request.role != .owner else { throw .invalid("role", "any role but OWNER") }
            if request.role != .unspecified || !request.customRoleID.isZero { try Validation.role(request.role, request.customRoleID) }
            try Validation.period(request.rolePeriod, "role_period")
        }

        public static func demands(of request: RestoreMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Members.demands(on: request.memberID)
            let role = role(request, organization?.members[request.memberID]?.record)
            demands.demand(role, request.customRoleID, in: organization)
            if role.rank > OrganizationRole.advancedMember.rank || role == .custom { demands.permissions = [.membersManageRoles] }
            if role == .connector { demands.features = [.profileConnector] }
            return demands
        }

        public static func decide(_ request: RestoreMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsNotOver(request.rolePeriod, "role_period")
            let member = try Members.record(request.memberID, context)
            guard member.state == .removed else { throw .wrongState("only a removed member is restored") }
            guard let email = member.personal?.email else { throw .wrongState("the member's data is erased") }
            let role = role(request, member)
            guard (role == .connector) == (member.seatType == .limited) else { throw .seatType() }
            guard context.node.memberByEmail[email] == nil else { throw .emailInUse() }
            try context.checkMemberLimit()
            try context.append(.memberRestored(.with { fact in
                fact.memberID = request.memberID
                fact.role = role
                fact.customRoleID = request.customRoleID
                fact.rolePeriod = request.rolePeriod
            }))
        }

        public static func answer(_ request: RestoreMemberRequest, _ version: Version) -> RestoreMemberResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Deletes the personal data of a removed member for good.
    public enum Erase: Command {
        public static let method = Methods.Members.erase

        public static func demands(of request: EraseMemberRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .member(request.memberID)
            demands.worksWhileInactive = true
            return demands
        }

        public static func decide(_ request: EraseMemberRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            guard member.state == .removed else { throw .wrongState("only a removed member is erased") }
            guard !member.isErased else { return }
            try context.append(.memberErased(.with { $0.memberID = request.memberID }))
            context.erasePersonal(of: request.memberID)
        }

        public static func answer(_ request: EraseMemberRequest, _ version: Version) -> EraseMemberResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Records that a member signed in; licenses that wait become active.
    public enum RecordLogin: Command {
        public static let method = Methods.Members.recordLogin

        public static func demands(of request: RecordLoginRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .member(request.memberID)
            return demands
        }

        public static func decide(_ request: RecordLoginRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            guard member.state == .active else { throw .wrongState("only an active member signs in") }
            try context.append(.loginRecorded(.with { $0.memberID = request.memberID }))
            for assignment in member.licenses.compactMap({ context.node.assignments[$0] })
            where assignment.state == .pending && assignment.validity.contains(context.now) {
                try context.activateLicense(assignment)
            }
        }

        public static func answer(_ request: RecordLoginRequest, _ version: Version) -> RecordLoginResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    // MARK: What they share

    /// A change of a member's standing: owner, self and ceiling count.
    static func demands(on member: MemberID) -> Demands {
        var demands = Demands()
        demands.target = .member(member)
        demands.changesStanding = true
        return demands
    }

    static func record(_ id: MemberID, _ context: DecisionContext) throws(Refusal) -> MemberRecord {
        guard let member = context.node.members[id]?.record else { throw .notFound() }
        return member
    }
}

extension DecisionContext {
    /// What is over already is granted to nobody.
    func checkIsNotOver(_ period: Period?, _ field: String) throws(Refusal) {
        guard Validity(period).end > now else { throw .invalid(field + ".end_time", "later than now") }
    }

    /// Removes a member with all that it holds.
    mutating func remove(_ member: MemberRecord) throws(Refusal) {
        for assignment in member.licenses.compactMap({ node.assignments[$0] }) { try revokeLicense(assignment) }
        if member.role == .custom { try releaseRole(of: member) }
        try releaseGroups(of: member)
        if member.adminLevel != .unspecified { try append(.adminRevoked(.with { $0.memberID = member.memberID })) }
        try releaseResources(of: member)
        try append(.memberRemoved(.with { $0.memberID = member.memberID }))
    }

    /// QUOTA_EXCEEDED when the plan's number of members is reached.
    func checkMemberLimit() throws(Refusal) {
        guard let most = node.plan?.limits?.members, most > 0, state.presentMembers >= most else { return }
        throw .quotaExceeded("members")
    }
}
