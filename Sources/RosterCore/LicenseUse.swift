// LicenseUse: licenses taken into use, laid aside, and taken into use again (product.md 3.2).

public import RosterAPI

extension Licenses {
    /// Marks a pending license as in use.
    public enum Activate: Command {
        public static let method = Methods.Licenses.activate

        public static func demands(of request: ActivateLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Demands(naming: [.license(request.licenseID)])
        }

        public static func decide(_ request: ActivateLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            let license = try context.license(request.licenseID, "only a pending license is activated") { $0 == .pending }
            guard license.validity.contains(context.now) else { throw .wrongState("the license's period hasn't begun") }
            // Whoever hasn't come in uses nothing: acceptance activates it.
            guard context.node.members[license.memberID]?.record.state != .pending else { throw .wrongState("the member hasn't accepted yet") }
            try context.activateLicense(license)
        }

        public static func answer(_ request: ActivateLicenseRequest, _ version: Version) -> ActivateLicenseResponse {
            .with { $0.assignment = version.state[request.organizationID]?.assignment(request.licenseID, at: version.state.time) }
        }
    }

    /// Lays an active license aside: its work is kept and its seat is free.
    public enum Park: Command {
        public static let method = Methods.Licenses.park

        public static func demands(of request: ParkLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Demands(naming: [.license(request.licenseID)])
        }

        public static func decide(_ request: ParkLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            let license = try context.license(request.licenseID, "only an active license is parked") { $0 == .active }
            try context.append(.licenseParked(.with { fact in
                fact.licenseID = license.licenseID
                fact.memberID = license.memberID
            }))
        }

        public static func answer(_ request: ParkLicenseRequest, _ version: Version) -> ParkLicenseResponse {
            .with { $0.assignment = version.state[request.organizationID]?.assignment(request.licenseID, at: version.state.time) }
        }
    }

    /// Takes a parked license into use again, if it can have a seat.
    public enum Unpark: Command {
        public static let method = Methods.Licenses.unpark

        public static func demands(of request: UnparkLicenseRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Demands(naming: [.license(request.licenseID)])
        }

        public static func decide(_ request: UnparkLicenseRequest, _ context: inout DecisionContext) throws(Refusal) {
            let license = try context.license(request.licenseID, "only a parked license is taken into use again") { $0 == .parked }
            guard let pool = context.node.pools[license.productID], pool.available(at: context.now) > 0 else {
                throw .seatsExhausted(product: license.productID)
            }
            try context.append(.licenseUnparked(.with { fact in
                fact.licenseID = license.licenseID
                fact.memberID = license.memberID
            }))
        }

        public static func answer(_ request: UnparkLicenseRequest, _ version: Version) -> UnparkLicenseResponse {
            .with { $0.assignment = version.state[request.organizationID]?.assignment(request.licenseID, at: version.state.time) }
        }
    }
}
