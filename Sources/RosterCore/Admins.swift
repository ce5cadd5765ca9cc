// Admins: who administers the account center, how far and for how long (rows 28 to 37).

public import RosterAPI

public enum Admins {
    /// Gives an administration right to a member who has none.
    public enum Grant: Command {
        public static let method = Methods.Roles.grantAdmin

        public static func validate(_ request: GrantAdminRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard [.sub, .full].contains(request.admin?.level ?? .unspecified) else { throw .invalid("admin.level", "SUB or FULL") }
            try Validation.administration(request.admin, "admin")
        }

        public static func demands(of request: GrantAdminRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Members.demands(on: request.memberID)
            demands.demand((request.admin ?? AdminGrant()).completed(in: organization, context.catalogue), in: organization)
            return demands
        }

        public static func decide(_ request: GrantAdminRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            let grant = (request.admin ?? AdminGrant()).completed(in: context.node, context.catalogue)
            try context.checkIsNotOver(grant.period, "admin.period")
            guard member.state != .removed else { throw .wrongState("the member is removed") }
            if let held = member.administration(from: context.now) {
                guard held.isSame(as: grant) else { throw .wrongState("the member has an administration right, which UpdateAdmin changes") }
                return
            }
            try context.grantAdministration(grant, to: member)
        }

        public static func answer(_ request: GrantAdminRequest, _ version: Version) -> GrantAdminResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Changes a member's administration right.
    public enum Update: Command {
        public static let method = Methods.Roles.updateAdmin

        private static func mask(_ request: UpdateAdminRequest) throws(Refusal) -> UpdateMask {
            let admin = request.admin ?? AdminGrant()
            return try UpdateMask(request.updateMask, fields: [
                ("level", admin.level != .unspecified), ("categories", !admin.categories.isEmpty), ("period", admin.period != nil),
            ])
        }

        public static func validate(_ request: UpdateAdminRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let admin = request.admin ?? AdminGrant()
            if mask.contains("level") {
                guard [.sub, .full].contains(admin.level) else { throw .invalid("admin.level", "SUB or FULL") }
                guard admin.level == .sub || admin.categories.isEmpty || !mask.contains("categories") else {
                    throw .invalid("admin.categories", "for SUB only")
                }
            }
            try Validation.categories(admin.categories, "admin.categories")
            try Validation.period(admin.period, "admin.period")
        }

        /// The right as it will be; nil for a member who has none.
        private static func changed(_ request: UpdateAdminRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> AdminGrant? {
            guard let held = organization?.members[request.memberID]?.record.administration(from: context.now), let mask = try? mask(request) else { return nil }
            let wanted = request.admin ?? AdminGrant()
            var grant = held
            if mask.contains("level") { grant.level = wanted.level }
            if mask.contains("categories") { grant.categories = wanted.categories }
            if mask.contains("period") { grant.period = wanted.period }
            // FULL has none. What comes from FULL without any is a new sub-admin.
            if mask.contains("level"), grant.level == .full { grant.categories = [] }
            return grant.completed(in: organization, context.catalogue)
        }

        public static func demands(of request: UpdateAdminRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Members.demands(on: request.memberID)
            demands.takesFull = true
            if let grant = changed(request, in: organization, context) { demands.demand(grant, in: organization) }
            return demands
        }

        public static func decide(_ request: UpdateAdminRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            guard let grant = changed(request, in: context.node, context) else { throw .wrongState("the member has no administration right") }
            guard grant.level == .sub || grant.categories.isEmpty else { throw .invalid("admin.categories", "for SUB only") }
            if let held = member.administration(from: context.now), held.isSame(as: grant) { return }
            try context.checkIsNotOver(grant.period, "admin.period")
            try context.grantAdministration(grant, to: member)
        }

        public static func answer(_ request: UpdateAdminRequest, _ version: Version) -> UpdateAdminResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Takes a member's administration right away.
    public enum Revoke: Command {
        public static let method = Methods.Roles.revokeAdmin

        public static func demands(of request: RevokeAdminRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            // Only FULL grants; to take away, an authority that reaches the member's is enough (product.md 3.3, 3).
            Members.demands(on: request.memberID)
        }

        public static func decide(_ request: RevokeAdminRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            guard member.administration(from: context.now) != nil else { throw .wrongState("the member has no administration right") }
            try context.append(.adminRevoked(.with { $0.memberID = request.memberID }))
        }

        public static func answer(_ request: RevokeAdminRequest, _ version: Version) -> RevokeAdminResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }
}

extension AdminGrant {
    /// Categories are a set: in whichever order they were named, the right is the same.
    fileprivate func isSame(as other: AdminGrant) -> Bool {
        level == other.level && Set(categories) == Set(other.categories) && Validity(period) == Validity(other.period)
    }

    /// The same with what a sub-admin gets for whom no category is named: those that are the default of every product of the
    /// organization that has a default, and that its policy lets be granted (C1).
    func completed(in organization: OrganizationNode?, _ catalogue: Catalogue) -> AdminGrant {
        guard level == .sub, categories.isEmpty, let organization else { return self }
        let defaults = organization.pools.keys.compactMap { catalogue.products[$0]?.defaultCategories }.filter { !$0.isEmpty }.map { Set($0) }
        let reportsOnly = organization.record.policies?.subAdminReportsOnly ?? false
        var grant = self
        grant.categories = (defaults.dropFirst().reduce(defaults.first ?? []) { $0.intersection($1) })
            .filter { !reportsOnly || $0 == .reports }.sorted { $0.rawValue < $1.rawValue }
        return grant
    }
}

extension Demands {
    /// An administration right that would be given: it must be within the caller's reach, and in the plan (C10).
    mutating func demand(_ grant: AdminGrant, in organization: OrganizationNode?) {
        let rules = MemberRules(subAdminsManageGroups: organization?.record.policies?.subAdminsManageGroups ?? false)
        grants.append(.administration(grant, rules))
        if grant.categories.contains(.ssoEdi) { features.append(.ssoEdiCategory) }
    }
}

extension DecisionContext {
    /// SEAT_TYPE, CATEGORY_NOT_AVAILABLE.
    fileprivate mutating func grantAdministration(_ grant: AdminGrant, to member: MemberRecord) throws(Refusal) {
        guard member.state != .removed else { throw .wrongState("the member is removed") }
        guard member.seatType != .limited else { throw .seatType("a LIMITED seat administers nothing") }
        try checkCategories(of: grant)
        try append(.adminGranted(.with { fact in
            fact.memberID = member.memberID
            fact.grant = grant
        }))
    }

    /// CATEGORY_NOT_AVAILABLE: no product of the organization allows it, the policy keeps sub-admins to reports, or nothing says
    /// what a sub-admin without categories should get (C1).
    func checkCategories(of grant: AdminGrant) throws(Refusal) {
        let node = node
        // A sub-account is part of what the accounts above it bought.
        let products = Set(([node] + state.above(node)).flatMap(\.pools.keys))
        let allowed = Set(products.flatMap { catalogue.products[$0]?.categories ?? [] })
        let reportsOnly = node.record.policies?.subAdminReportsOnly ?? false
        guard grant.level != .sub || !grant.categories.isEmpty else { throw .categoryNotAvailable() }
        for category in grant.categories {
            guard allowed.contains(category), !reportsOnly || category == .reports else { throw .categoryNotAvailable() }
        }
    }
}
