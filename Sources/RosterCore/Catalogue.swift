// Catalogue: plans and products as data, from the server's configuration (product.md 3.5).

import Digest
public import RosterAPI

/// What the configuration tells the rules: plans, products, and the pepper of fingerprints.
public struct Catalogue: Sendable {
    /// A product: what a license is for.
    public struct Product: Sendable, Equatable {
        public var id: String
        public var name: String
        /// The administration categories that exist for it (C1).
        public var categories: [AdminCategory]
        /// Those of them that a new sub-admin gets for whom none is named (C1). Empty: the product has no say.
        public var defaultCategories: [AdminCategory]

        public init(
            id: String, name: String, categories: [AdminCategory] = [.usersLicenses, .reports, .ssoEdi], defaultCategories: [AdminCategory] = []
        ) {
            self.id = id
            self.name = name
            self.categories = categories
            self.defaultCategories = defaultCategories
        }
    }

    /// A plan: features and limits that are copied into an organization when it chooses the plan. Rules never ask for its name.
    public struct Plan: Sendable, Equatable {
        public var name: String
        public var features: [Feature]
        /// Those of the features that must be enabled on request.
        public var featuresOnRequest: [Feature]
        public var membersMax: Int32
        public var assignmentsPerMonthMax: Int32
        /// Assigned to new standard members when the request names no product.
        public var defaultProductID: String

        public init(
            name: String, features: [Feature], featuresOnRequest: [Feature] = [], membersMax: Int32 = 0, assignmentsPerMonthMax: Int32 = 0,
            defaultProductID: String = ""
        ) {
            self.name = name
            self.features = features
            self.featuresOnRequest = featuresOnRequest
            self.membersMax = membersMax
            self.assignmentsPerMonthMax = assignmentsPerMonthMax
            self.defaultProductID = defaultProductID
        }

        /// The plan as the fact that an organization chose it.
        var chosen: PlanChanged {
            var fact = PlanChanged()
            fact.plan = name
            fact.features = features
            fact.featuresOnRequest = featuresOnRequest
            var limits = Limits()
            limits.members = membersMax
            limits.licenseAssignmentsPerMonth = assignmentsPerMonthMax
            fact.limits = limits
            fact.defaultProductID = defaultProductID
            return fact
        }
    }

    public var plans: [String: Plan]
    public var products: [String: Product]
    /// How long a deleted organization can be undeleted, in nanoseconds.
    public var deletedRetention: Int64 = 30 * 24 * 3600 * 1_000_000_000
    /// How long an invitation lasts from when it was last sent, in nanoseconds.
    public var invitationLifetime: Int64 = 60 * 24 * 3600 * 1_000_000_000
    /// What links of invitations begin with. Empty: the service that hands them out completes them.
    public var linkBaseURL = ""
    /// Kept outside the database; without it no fingerprint can be made or compared.
    private let pepper: [UInt8]
    /// Signs plan tokens.
    let planTokenKey: [UInt8]
    /// Hashes request ids and bodies for the history, where nobody may find them by guessing.
    let requestKey: [UInt8]
    /// Makes the tokens of invitations, and those of universal links.
    let invitationLinkKey: [UInt8]
    let universalLinkKey: [UInt8]

    public init(plans: [Plan] = Catalogue.shippedPlans, products: [Product] = Catalogue.shippedProducts, pepper: [UInt8]) {
        self.plans = Dictionary(plans.map { ($0.name, $0) }) { $1 }
        self.products = Dictionary(products.map { ($0.id, $0) }) { $1 }
        self.pepper = pepper
        planTokenKey = Self.derivedKey(for: "plan tokens", pepper)
        requestKey = Self.derivedKey(for: "request ids", pepper)
        invitationLinkKey = Self.derivedKey(for: "invitation links", pepper)
        universalLinkKey = Self.derivedKey(for: "universal links", pepper)
    }

    /// HMAC-SHA-256(pepper, text).
    public func fingerprint(_ text: String) -> [UInt8] { Digest.hmacSHA256(key: pepper, Array(text.utf8)) }

    /// A key of 32 bytes for one purpose, the same over restarts. No address looks like a label: they have no `@`.
    public func derivedKey(for label: String) -> [UInt8] { Self.derivedKey(for: label, pepper) }

    private static func derivedKey(for label: String, _ pepper: [UInt8]) -> [UInt8] {
        Digest.hmacSHA256(key: pepper, Array(("roster derived key: " + label).utf8))
    }

    /// The table of product.md 3.5.
    public static let shippedPlans: [Plan] = [
        Plan(name: "CORE", features: []),
        Plan(name: "TEAM", features: [.accountCenter]),
        Plan(
            name: "ADVANCED",
            features: [.accountCenter, .teamlink, .smartLinks, .workspaces, .profileConnector, .subaccounts], featuresOnRequest: [.profileConnector]),
        Plan(
            name: "ADVANCED_PLUS",
            features: [.accountCenter, .sso, .crmSync, .crmImport, .biExport, .teamlink, .smartLinks, .workspaces]),
        Plan(name: "ENTERPRISE", features: [.accountCenter, .sso, .ssoEdiCategory, .subaccounts]),
        Plan(
            name: "CUSTOM",
            features: [.accountCenter, .sso, .customRoles, .workspaces, .profileConnector, .subaccounts], featuresOnRequest: [.profileConnector]),
    ]

    /// The products of the three peers, for a server without a configuration of its own.
    public static let shippedProducts: [Product] = [
        Product(id: "sales_navigator", name: "Sales Navigator", defaultCategories: [.reports]),
        Product(id: "recruiter", name: "Recruiter", defaultCategories: [.usersLicenses, .reports]),
        Product(id: "learning", name: "Learning", defaultCategories: [.usersLicenses, .reports]),
        Product(id: "publishing", name: "Publishing"),
        Product(id: "messaging", name: "Messaging"),
    ]
}
