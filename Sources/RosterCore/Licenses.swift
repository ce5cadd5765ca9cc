// Licenses: pools of seats, and who takes them. Pending and active licenses of a pool never exceed what was purchased.

public import RosterAPI

public enum Licenses {
    /// Makes or resizes a pool.
    public enum UpdatePool: Command {
        public static let method = Methods.Licenses.updatePool

        public static func validate(_ request: UpdatePoolRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.product(request.productID, "product_id", catalogue)
            try Validation.seats(request.purchased, "purchased")
        }

        public static func demands(of request: UpdatePoolRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .pool(request.productID)
            return demands
        }

        public static func decide(_ request: UpdatePoolRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.resizePool(request.productID, to: request.purchased)
        }

        public static func answer(_ request: UpdatePoolRequest, _ version: Version) -> UpdatePoolResponse {
            .with { $0.pool = version.state[request.organizationID]?.pool(request.productID, at: version.state.time) }
        }
    }

    /// Gives a member a license.
    public enum Assign: Command {
        public static let method = Methods.Licenses.assign

        public static func validate(_ request: AssignLicenseRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.product(request.productID, "product_id", catalogue)
            try Validation.period(request.period, "period")
        }

        public static func demands(of request: AssignLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .member(request.memberID)
            return demands
        }

        public static func decide(_ request: AssignLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsNotOver(request.period, "period")
            guard context.node.members[request.memberID]?.record.state != .removed else { throw .wrongState("the member is removed") }
            try context.assignLicense(of: request.productID, to: request.memberID, request.period)
        }

        public static func answer(_ request: AssignLicenseRequest, _ version: Version) -> AssignLicenseResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .licenseAssigned(let fact) = event.fact {
                        response.assignment = version.state[request.organizationID]?.assignment(fact.licenseID, at: version.state.time)
                    }
                }
            }
        }
    }

    /// Takes a license back.
    public enum Revoke: Command {
        public static let method = Methods.Licenses.revoke

        public static func demands(of request: RevokeLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .license(request.licenseID)
            return demands
        }

        public static func decide(_ request: RevokeLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard let assignment = context.node.assignments[request.licenseID], assignment.state != .revoked, context.now < assignment.validity.end else {
                throw .wrongState("the license is revoked")
            }
            try context.revokeLicense(assignment)
        }

        public static func answer(_ request: RevokeLicenseRequest, _ version: Version) -> RevokeLicenseResponse {
            .with { $0.assignment = version.state[request.organizationID]?.assignment(request.licenseID, at: version.state.time) }
        }
    }

    /// Marks a pending license as in use.
    public enum Activate: Command {
        public static let method = Methods.Licenses.activate

        public static func demands(of request: ActivateLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .license(request.licenseID)
            return demands
        }

        public static func decide(_ request: ActivateLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard let assignment = context.node.assignments[request.licenseID], assignment.state == .pending,
                assignment.validity.contains(context.now)
            else { throw .wrongState("only a pending license is activated, within its period") }
            try context.activateLicense(assignment)
        }

        public static func answer(_ request: ActivateLicenseRequest, _ version: Version) -> ActivateLicenseResponse {
            .with { $0.assignment = version.state[request.organizationID]?.assignment(request.licenseID, at: version.state.time) }
        }
    }
}

extension DecisionContext {
    /// SEATS_IN_USE when more seats are taken than would remain.
    mutating func resizePool(_ product: String, to purchased: Int32) throws(Refusal) {
        let pool = node.pools[product]
        if let pool {
            if pool.record.purchased == purchased { return }
            let used = pool.record.purchased - pool.available(at: now)
            guard purchased >= used else { throw .seatsInUse(product: product, used: used) }
        }
        try append(.licensePoolUpdated(.with { fact in
            fact.productID = product
            fact.purchased = purchased
            fact.previousPurchased = pool?.record.purchased ?? 0
        }))
    }

    /// SEAT_TYPE, ALREADY_ASSIGNED, SEATS_EXHAUSTED, ASSIGNMENT_CAP_REACHED, in this order.
    mutating func assignLicense(of product: String, to id: MemberID, _ period: Period? = nil) throws(Refusal) {
        let node = node
        guard let member = node.members[id]?.record else { throw .notFound() }
        guard member.seatType == .standard else { throw .seatType() }
        let now = now
        let holdsOne = member.licenses.contains { license in
            guard let held = node.assignments[license] else { return false }
            return held.productID == product && now < held.validity.end
        }
        if holdsOne { throw .alreadyAssigned() }
        guard let pool = node.pools[product], pool.available(at: now) > 0 else { throw .seatsExhausted(product: product) }
        let record = node.record
        if let most = record.plan?.limits?.licenseAssignmentsPerMonth, most > 0 {
            let made = record.assignmentMonth == CivilMonth.number(of: now) ? record.assignmentsInMonth : 0
            guard made < most else { throw .assignmentCapReached() }
        }
        let license: LicenseID = newID()
        try append(.licenseAssigned(.with { fact in
            fact.licenseID = license
            fact.memberID = id
            fact.productID = product
            fact.state = .pending
            fact.period = period
        }))
    }

    mutating func activateLicense(_ assignment: AssignmentRecord) throws(Refusal) {
        try append(.licenseActivated(.with { fact in
            fact.licenseID = assignment.licenseID
            fact.memberID = assignment.memberID
        }))
    }

    mutating func revokeLicense(_ assignment: AssignmentRecord) throws(Refusal) {
        try append(.licenseRevoked(.with { fact in
            fact.licenseID = assignment.licenseID
            fact.memberID = assignment.memberID
        }))
    }
}
