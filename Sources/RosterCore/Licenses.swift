// Licenses: pools of seats, and who takes them. Pending and active licenses of a pool never exceed what was purchased.

public import RosterAPI

public enum Licenses {
    /// The most members or licenses of one call (C11).
    static let batchMax = 2_000

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

    /// Gives one member, or several, a license each.
    public enum Assign: Command {
        public static let method = Methods.Licenses.assign

        private static func members(_ request: AssignLicenseRequest) -> [MemberID] {
            request.memberIDs.isEmpty ? [request.memberID] : request.memberIDs
        }

        public static func validate(_ request: AssignLicenseRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.product(request.productID, "product_id", catalogue)
            try Validation.period(request.period, "period")
            guard request.memberID.isZero || request.memberIDs.isEmpty else { throw .invalid("member_ids", "not with member_id") }
            try Validation.batch(request.memberIDs, "member_ids", most: batchMax)
        }

        public static func demands(of request: AssignLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Demands(naming: members(request).map { .member($0) })
        }

        public static func decide(_ request: AssignLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsNotOver(request.period, "period")
            for member in members(request) { try context.assignLicense(of: request.productID, to: member, request.period) }
        }

        public static func answer(_ request: AssignLicenseRequest, _ version: Version) -> AssignLicenseResponse {
            .with { response in
                response.assignments = version.assigned(in: request.organizationID)
                response.assignment = response.assignments.first
            }
        }
    }

    /// Takes one license back, or several.
    public enum Revoke: Command {
        public static let method = Methods.Licenses.revoke

        private static func licenses(_ request: RevokeLicenseRequest) -> [LicenseID] {
            request.licenseIDs.isEmpty ? [request.licenseID] : request.licenseIDs
        }

        public static func validate(_ request: RevokeLicenseRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard request.licenseID.isZero || request.licenseIDs.isEmpty else { throw .invalid("license_ids", "not with license_id") }
            try Validation.batch(request.licenseIDs, "license_ids", most: batchMax)
        }

        public static func demands(of request: RevokeLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Demands(naming: licenses(request).map { .license($0) })
        }

        public static func decide(_ request: RevokeLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            for license in licenses(request) {
                try context.revokeLicense(try context.license(license, "the license is revoked") { $0 != .revoked })
            }
        }

        public static func answer(_ request: RevokeLicenseRequest, _ version: Version) -> RevokeLicenseResponse {
            .with { response in
                response.assignments = licenses(request).compactMap { version.state[request.organizationID]?.assignment($0, at: version.state.time) }
                response.assignment = response.assignments.first
            }
        }
    }

    /// Gives the seat of a license to another member.
    public enum Reassign: Command {
        public static let method = Methods.Licenses.reassign

        public static func validate(_ request: ReassignLicenseRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.period(request.period, "period")
        }

        public static func demands(of request: ReassignLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .license(request.licenseID)
            demands.furtherTargets = [.member(request.memberID)]
            return demands
        }

        public static func decide(_ request: ReassignLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsNotOver(request.period, "period")
            let license = try context.license(request.licenseID, "only a pending or active license has a seat to hand on") { [.pending, .active].contains($0) }
            // The one who holds it can't get it.
            guard license.memberID != request.memberID else { throw .alreadyAssigned() }
            try context.revokeLicense(license)
            try context.assignLicense(of: license.productID, to: request.memberID, request.period)
        }

        public static func answer(_ request: ReassignLicenseRequest, _ version: Version) -> ReassignLicenseResponse {
            .with { response in
                response.assignment = version.assigned(in: request.organizationID).first
                response.revoked = version.state[request.organizationID]?.assignment(request.licenseID, at: version.state.time)
            }
        }
    }
}

extension Version {
    /// The licenses that the entry assigned in an organization.
    fileprivate func assigned(in organization: OrganizationID) -> [LicenseAssignment] {
        (entry?.events ?? []).compactMap { event in
            guard event.organizationID == organization, case .licenseAssigned(let fact) = event.fact else { return nil }
            return state[organization]?.assignment(fact.licenseID, at: state.time)
        }
    }
}

extension DecisionContext {
    /// A license in a state that suits; one that ended by time alone is revoked. WRONG_STATE otherwise.
    func license(_ id: LicenseID, _ problem: String, _ suits: (LicenseState) -> Bool) throws(Refusal) -> AssignmentRecord {
        guard let assignment = node.assignments[id] else { throw .notFound() }
        guard suits(assignment.validity.end <= now ? .revoked : assignment.state) else { throw .wrongState(problem) }
        return assignment
    }

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

    /// WRONG_STATE, SEAT_TYPE, ALREADY_ASSIGNED, SEATS_EXHAUSTED, ASSIGNMENT_CAP_REACHED, in this order.
    mutating func assignLicense(of product: String, to id: MemberID, _ period: Period? = nil) throws(Refusal) {
        let node = node
        guard let member = node.members[id]?.record else { throw .notFound() }
        guard member.state != .removed else { throw .wrongState("the member is removed") }
        guard member.seatType == .standard else { throw .seatType() }
        let now = now
        let holdsOne = member.licenses.contains { license in
            guard let held = node.assignments[license] else { return false }
            return held.productID == product && now < held.validity.end
        }
        if holdsOne { throw .alreadyAssigned() }
        guard let pool = node.pools[product], pool.available(at: now) > 0 else { throw .seatsExhausted(product: product) }
        if let cap = node.assignmentCap(in: state, at: now), cap.remaining == 0 { throw .assignmentCapReached(limit: cap.limit) }
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
