// NaiveModel: what a tree of organizations should be, written a second time with dictionaries and no events, to disagree with the first.

public import RosterAPI
public import RosterCore

/// A tree by the letter of product.md. Slow, obvious, and independent of RosterCore's rules: it shares ids and enums only.
public struct NaiveModel {
    public struct Key: Equatable, Sendable {
        var organization: OrganizationID
        var name = "key"
        var permissions: PermissionSet
        var ceiling: Int32
        /// 0: never.
        var expire: Int64 = 0
        var isRevoked = false

        func isLive(at now: Int64) -> Bool { !isRevoked && (expire == 0 || now < expire) }
    }

    /// The root.
    public let organization: OrganizationID
    public internal(set) var accounts: [OrganizationID: NaiveAccount]
    public internal(set) var keys: [KeyID: Key] = [:]
    /// The subscription is the tree's.
    var plan: String
    var enabled: Set<Feature> = []
    /// Assignments of the month, in the whole tree.
    var assignmentMonth = -1
    var assignments = 0

    public init(organization: OrganizationID, plan: String, pools: [String: Int32], owner: MemberID, email: String) {
        self.organization = organization
        self.plan = plan
        var account = NaiveAccount(owner: owner)
        account.pools = pools
        account.people[owner] = NaivePerson(email: email, role: .owner, seat: .standard)
        accounts = [organization: account]
    }

    /// Those of the root.
    public var people: [MemberID: NaivePerson] { accounts[organization]?.people ?? [:] }
    public var owner: MemberID { accounts[organization]?.owner ?? MemberID() }

    /// Time goes by: what has ended is gone.
    mutating func pass(to now: Int64) {
        for id in accounts.keys { accounts[id]?.pass(to: now) }
    }

    // MARK: Plans, by product.md 3.5 and those that the tests add

    static let features: [String: Set<Feature>] = [
        "CORE": [], "TEAM": [.accountCenter],
        "ADVANCED": [.accountCenter, .teamlink, .smartLinks, .workspaces, .profileConnector, .subaccounts],
        "ADVANCED_PLUS": [.accountCenter, .sso, .crmSync, .crmImport, .biExport, .teamlink, .smartLinks, .workspaces],
        "ENTERPRISE": [.accountCenter, .sso, .ssoEdiCategory, .subaccounts],
        "CUSTOM": [.accountCenter, .sso, .customRoles, .workspaces, .profileConnector, .subaccounts],
        "SMALL": [.accountCenter], "CAPPED": [.accountCenter, .profileConnector], "FAMILY": [.accountCenter, .subaccounts], "WHOLE": whole,
    ]
    static let whole: Set<Feature> = [
        .accountCenter, .sso, .ssoEdiCategory, .crmSync, .crmImport, .biExport, .teamlink, .smartLinks, .customRoles, .workspaces, .profileConnector,
        .subaccounts,
    ]
    public static let plans = ["CORE", "TEAM", "ADVANCED", "ADVANCED_PLUS", "ENTERPRISE", "CUSTOM", "SMALL", "CAPPED", "FAMILY", "WHOLE"]
    /// The connector is enabled on request in these.
    static let onRequest: [String: Set<Feature>] = ["ADVANCED": [.profileConnector], "CUSTOM": [.profileConnector]]
    var membersMax: Int { Self.membersMax[plan] ?? 0 }
    static let membersMax = ["SMALL": 7, "FAMILY": 16]
    var assignmentsMax: Int { plan == "CAPPED" ? 4 : 0 }
    var defaultProduct: String? { plan == "SMALL" ? "sales_navigator" : nil }

    public static let products = ["sales_navigator", "learning"]
    /// Only one of the products has the category SSO_EDI.
    static let categories: [String: Set<AdminCategory>] = ["sales_navigator": [.usersLicenses, .reports], "learning": [.usersLicenses, .reports, .ssoEdi]]
    static let defaultCategories: [String: Set<AdminCategory>] = ["sales_navigator": [.reports], "learning": [.usersLicenses, .reports]]

    public static let catalogue: Catalogue = {
        var catalogue = basicCatalogue
        catalogue.invitationLifetime = invitationLifetime
        return catalogue
    }()

    private static let basicCatalogue = Catalogue(
        plans: Catalogue.shippedPlans + [
            .init(name: "SMALL", features: [.accountCenter], membersMax: 7, defaultProductID: "sales_navigator"),
            .init(name: "CAPPED", features: [.accountCenter, .profileConnector], assignmentsPerMonthMax: 4),
            .init(name: "FAMILY", features: [.accountCenter, .subaccounts], membersMax: 16),
            .init(name: "WHOLE", features: Array(whole)),
        ],
        products: [
            .init(id: "sales_navigator", name: "Sales Navigator", categories: [.usersLicenses, .reports], defaultCategories: [.reports]),
            .init(id: "learning", name: "Learning", defaultCategories: [.usersLicenses, .reports]),
        ], pepper: Array("pepper".utf8))

    func lacks(_ feature: Feature) -> Reason? {
        guard Self.features[plan]?.contains(feature) == true else { return .planFeatureUnavailable }
        return Self.onRequest[plan]?.contains(feature) == true && !enabled.contains(feature) ? .featureNotEnabled : nil
    }

    // MARK: Seats

    /// Months since 1970 by counting days, year after year.
    static func month(_ now: Int64) -> Int {
        var days = now / 86_400_000_000_000
        var year = 1970
        while true {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as [Int64]
            for (index, length) in lengths.enumerated() {
                if days < length { return (year - 1970) * 12 + index }
                days -= length
            }
            year += 1
        }
    }

    /// - Parameter made: how many licenses the same call makes before this one.
    func isCapReached(at now: Int64, alsoMade made: Int) -> Bool {
        assignmentsMax > 0 && (assignmentMonth == Self.month(now) ? assignments : 0) + made >= assignmentsMax
    }

    mutating func assigned(_ license: LicenseID, _ product: String, to member: MemberID, in organization: OrganizationID, _ span: Stretch, at now: Int64) {
        accounts[organization]?.licenses[license] = NaiveLicense(member: member, product: product, span: span)
        let month = Self.month(now)
        assignments = assignmentMonth == month ? assignments + 1 : 1
        assignmentMonth = month
    }

    /// Members of the whole tree who aren't removed.
    var presentCount: Int { accounts.values.reduce(0) { $0 + $1.people.values.count { $0.state != .removed } } }

    var isFull: Bool { membersMax > 0 && presentCount >= membersMax }

    /// The categories that an administration right would come to: those named, or for none the defaults (C1).
    func completed(_ admin: AdminRight?, in organization: OrganizationID) -> AdminRight? {
        guard var admin, admin.level == .sub, admin.categories.isEmpty, let account = accounts[organization] else { return admin }
        let defaults = account.pools.keys.compactMap { Self.defaultCategories[$0] }
        admin.categories = defaults.dropFirst().reduce(defaults.first ?? []) { $0.intersection($1) }
        if account.isReportsOnly { admin.categories.formIntersection([.reports]) }
        return admin
    }

    /// CATEGORY_NOT_AVAILABLE: no product has it, or the policy keeps sub-admins to reports.
    func hasUnavailableCategory(_ admin: AdminRight, in organization: OrganizationID) -> Bool {
        guard admin.level == .sub, let account = accounts[organization] else { return false }
        // A sub-account is part of what the accounts above it bought.
        let pools = ([account] + above(organization)).flatMap(\.pools.keys)
        let allowed = pools.reduce(into: Set<AdminCategory>()) { $0.formUnion(Self.categories[$1] ?? []) }
        return admin.categories.isEmpty || !admin.categories.isSubset(of: account.isReportsOnly ? allowed.intersection([.reports]) : allowed)
    }
}
