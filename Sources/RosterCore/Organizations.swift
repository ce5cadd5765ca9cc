// Organizations: the accounts of customers, their subscription and their life.

public import RosterAPI
import WellKnown

public enum Organizations {
    /// Creates a root organization: the first entry of a new tree, decided on an empty state.
    public enum Create: Command {
        public static let method = Methods.Organizations.create

        public static func validate(_ request: CreateOrganizationRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.name(request.name, "name")
            _ = try Validation.email(request.ownerEmail, "owner_email")
            try Validation.profile(request.ownerProfile, "owner_profile")
            _ = try Validation.plan(request.plan, "plan", catalogue)
            for pool in request.pools {
                try Validation.product(pool.productID, "pools.product_id", catalogue)
                try Validation.seats(pool.purchased, "pools.purchased")
            }
            guard Set(request.pools.map(\.productID)).count == request.pools.count else { throw .invalid("pools", "no product twice") }
            for product in request.ownerProductIDs { try Validation.product(product, "owner_product_ids", catalogue) }
            guard Set(request.ownerProductIDs).count == request.ownerProductIDs.count else { throw .invalid("owner_product_ids", "none twice") }
            if !request.timeZone.isEmpty { try Validation.timeZone(request.timeZone, "time_zone") }
        }

        public static func decide(_ request: CreateOrganizationRequest, _ context: inout DecisionContext) throws(Refusal) {
            // A tree of one's own: there is one already only when a plan is carried out again.
            guard context.before.revision == 0 else { throw .planStale() }
            let email = try Validation.email(request.ownerEmail, "owner_email")
            let plan = try Validation.plan(request.plan, "plan", context.catalogue)
            // The request's claim first: a repetition must find its first answer, not the owner that it made.
            if let claim = context.creationClaim { context.claim(claim) }
            context.claim(Claim(.take, .owner, context.fingerprint(email.text)))
            try context.append(.organizationCreated(.with { fact in
                fact.name = request.name
                fact.kind = .root
                fact.timeZone = request.timeZone.isEmpty ? "Etc/UTC" : request.timeZone
                fact.policies = request.policies
            }))
            try context.append(.planChanged(plan.chosen))
            for pool in request.pools { try context.resizePool(pool.productID, to: pool.purchased) }
            let owner: MemberID = context.newID()
            try context.append(.memberCreated(.with { fact in
                fact.memberID = owner
                fact.role = .owner
                fact.seatType = .standard
                fact.state = .active
            }))
            try context.setPersonal(PersonalData(email: email.text, profile: request.ownerProfile), of: owner)
            var products = request.ownerProductIDs
            // As for any member; but no pool needs to be bought with the organization.
            let standard = plan.defaultProductID
            if products.isEmpty, !standard.isEmpty, context.node.pools[standard]?.available(at: context.now) ?? 0 > 0 { products = [standard] }
            for product in products { try context.assignLicense(of: product, to: owner) }
        }

        public static func answer(_ request: CreateOrganizationRequest, _ version: Version) -> CreateOrganizationResponse {
            .with { response in
                guard let node = version.state[version.state.tree] else { return }
                response.organization = node.organization
                response.owner = node.member(node.record.ownerID, at: version.state.time)
            }
        }
    }

    /// Changes attributes.
    public enum Update: Command {
        public static let method = Methods.Organizations.update

        private static func mask(_ request: UpdateOrganizationRequest) throws(Refusal) -> UpdateMask {
            let organization = request.organization ?? Organization()
            let policies = organization.policies ?? Policies()
            return try UpdateMask(request.updateMask, fields: [
                ("name", !organization.name.isEmpty), ("time_zone", !organization.timeZone.isEmpty),
                ("policies.sub_admin_reports_only", policies.subAdminReportsOnly),
                ("policies.sub_admins_manage_groups", policies.subAdminsManageGroups),
                ("policies.literal_role_assignment", policies.literalRoleAssignment),
            ])
        }

        public static func validate(_ request: UpdateOrganizationRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let organization = request.organization ?? Organization()
            if mask.contains("name") { try Validation.name(organization.name, "organization.name") }
            if mask.contains("time_zone") { try Validation.timeZone(organization.timeZone, "organization.time_zone") }
        }

        public static func demands(of request: UpdateOrganizationRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            // Policies widen what others may grant, so whoever changes them must be able to grant it.
            if (try? mask(request))?.reaches("policies") ?? false {
                demands.permissions = [.adminsManage]
                demands.takesFull = true
            }
            if let organization, renames(request, organization) { demands.parentPermission = .subaccountsManage }
            return demands
        }

        /// A sub-account's name is its parent's to give: whether another one has it, is nobody's business below.
        private static func renames(_ request: UpdateOrganizationRequest, _ node: OrganizationNode) -> Bool {
            !node.parentID.isZero && (try? mask(request))?.contains("name") ?? false && request.organization?.name != node.record.name
        }

        public static func decide(_ request: UpdateOrganizationRequest, _ context: inout DecisionContext) throws(Refusal) {
            let mask = try mask(request)
            let wanted = request.organization ?? Organization()
            let record = context.node.record
            var fact = OrganizationUpdated()
            if mask.contains("name"), wanted.name != record.name {
                if let namesake = context.state[record.parentID]?.child(named: wanted.name), namesake != record.organizationID {
                    throw .nameInUse("another sub-account of the parent has the name")
                }
                fact.name = wanted.name
            }
            if mask.contains("time_zone"), wanted.timeZone != record.timeZone { fact.timeZone = wanted.timeZone }
            var policies = record.policies ?? Policies()
            let wantedPolicies = wanted.policies ?? Policies()
            if mask.contains("policies.sub_admin_reports_only") { policies.subAdminReportsOnly = wantedPolicies.subAdminReportsOnly }
            if mask.contains("policies.sub_admins_manage_groups") { policies.subAdminsManageGroups = wantedPolicies.subAdminsManageGroups }
            if mask.contains("policies.literal_role_assignment") { policies.literalRoleAssignment = wantedPolicies.literalRoleAssignment }
            if policies != record.policies ?? Policies() { fact.policies = policies }
            if fact != OrganizationUpdated() { try context.append(.organizationUpdated(fact)) }
        }

        public static func answer(_ request: UpdateOrganizationRequest, _ version: Version) -> UpdateOrganizationResponse {
            .with { $0.organization = version.state[request.organizationID]?.organization }
        }
    }

    /// Deletes softly: it keeps its owner, its name and everything in it until the purge.
    public enum Delete: Command {
        public static let method = Methods.Organizations.delete

        public static func decide(_ request: DeleteOrganizationRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard context.node.parentID.isZero else { throw .wrongState("a sub-account is not deleted by itself") }
            let purge = context.now + context.catalogue.deletedRetention
            try context.append(.organizationDeleted(.with { $0.purgeTime = Timestamp(nanosecondsSince1970: purge) }))
        }

        public static func answer(_ request: DeleteOrganizationRequest, _ version: Version) -> DeleteOrganizationResponse {
            .with { $0.organization = version.state[request.organizationID]?.organization }
        }
    }

    /// Takes a deletion back. The owner claim was kept, so nothing can have come between.
    public enum Undelete: Command {
        public static let method = Methods.Organizations.undelete

        public static func demands(of request: UndeleteOrganizationRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.worksWhileInactive = true
            return demands
        }

        public static func decide(_ request: UndeleteOrganizationRequest, _ context: inout DecisionContext) throws(Refusal) {
            let record = context.node.record
            guard context.node.parentID.isZero else { throw .wrongState("a sub-account is undeleted with its root") }
            guard record.state == .deleted, context.now < record.purgeTime else { throw .wrongState("only a deleted organization is undeleted, before its purge") }
            try context.append(.organizationUndeleted(OrganizationUndeleted()))
        }

        public static func answer(_ request: UndeleteOrganizationRequest, _ version: Version) -> UndeleteOrganizationResponse {
            .with { $0.organization = version.state[request.organizationID]?.organization }
        }
    }

    // MARK: Subscription

    /// Chooses a plan: its features and limits are copied.
    public enum ChangePlan: Command {
        public static let method = Methods.Organizations.changePlan

        public static func validate(_ request: ChangePlanRequest, _ catalogue: Catalogue) throws(Refusal) {
            _ = try Validation.plan(request.plan, "plan", catalogue)
        }

        public static func decide(_ request: ChangePlanRequest, _ context: inout DecisionContext) throws(Refusal) {
            let plan = try Validation.plan(request.plan, "plan", context.catalogue)
            let node = context.node
            try context.checkHasSubscription()
            let members = context.state.presentMembers
            if plan.membersMax > 0, members > plan.membersMax { throw .seatsInUse(product: "", used: Int32(truncatingIfNeeded: members)) }
            var fact = plan.chosen
            fact.previousFeatures = node.features.features
            try context.append(.planChanged(fact))
        }

        public static func answer(_ request: ChangePlanRequest, _ version: Version) -> ChangePlanResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                response.subscription = node.subscription
                response.lostFeatures = version.state.lostFeatures(of: node)
            }
        }
    }

    /// Enables a feature that the plan includes on request only.
    public enum EnableFeature: Command {
        public static let method = Methods.Organizations.enableFeature

        public static func validate(_ request: EnableFeatureRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard request.feature != .unspecified, request.feature.name != nil else { throw .invalid("feature", "a feature") }
        }

        public static func decide(_ request: EnableFeatureRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkHasSubscription()
            switch context.node.missing(request.feature) {
            case nil: return
            case .featureNotEnabled?: try context.append(.featureEnabled(.with { $0.feature = request.feature }))
            case let reason?: throw .featureMissing(request.feature, reason)
            }
        }

        public static func answer(_ request: EnableFeatureRequest, _ version: Version) -> EnableFeatureResponse {
            .with { $0.subscription = version.state[request.organizationID]?.subscription }
        }
    }

    /// Buys more seats of a product (rows 14, 72).
    public enum PurchaseAddOn: Command {
        public static let method = Methods.Organizations.purchaseAddOn

        public static func validate(_ request: PurchaseAddOnRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.product(request.productID, "product_id", catalogue)
            try Validation.seats(request.seats, "seats", from: 1)
        }

        public static func decide(_ request: PurchaseAddOnRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkHasSubscription()
            let purchased = context.node.pools[request.productID]?.record.purchased ?? 0
            guard purchased + request.seats <= 1_000_000 else { throw .quotaExceeded("seats of a product") }
            try context.append(.addOnPurchased(.with { fact in
                fact.productID = request.productID
                fact.seats = request.seats
            }))
            try context.resizePool(request.productID, to: purchased + request.seats)
        }

        public static func answer(_ request: PurchaseAddOnRequest, _ version: Version) -> PurchaseAddOnResponse {
            .with { $0.subscription = version.state[request.organizationID]?.subscription }
        }
    }
}

extension DecisionContext {
    /// A sub-account has the subscription of its root, where it is changed.
    fileprivate func checkHasSubscription() throws(Refusal) {
        guard node.parentID.isZero else { throw .wrongState("the subscription is that of the root, and changed there") }
    }
}
