// NaiveModel: what one organization should be, written a second time with dictionaries and no events, to disagree with the first.

public import RosterAPI
public import RosterCore

/// One organization by the letter of product.md. Slow, obvious, and independent of RosterCore's rules: it shares ids and enums only.
public struct NaiveModel {
    public struct Person: Equatable {
        public var email: String
        public var title = ""
        public var role: OrganizationRole
        /// When the role ends by time alone.
        public var roleEnd = Int64.max
        public var seat: SeatType
        public var state = MemberState.active
        public var admin: AdminGrant?
        public var isErased = false
    }

    public struct License: Equatable {
        var member: MemberID
        var product: String
        var state = LicenseState.pending
        var end: Int64
    }

    public struct Key: Equatable {
        var permissions: Set<Permission>
        var ceiling: Int32
        var isRevoked = false
    }

    public var organization: OrganizationID
    public var people: [MemberID: Person] = [:]
    public var licenses: [LicenseID: License] = [:]
    public var pools: [String: Int32]
    public var keys: [KeyID: Key] = [:]
    var plan: String
    var enabled: Set<Feature> = []
    var isLiteral = false
    var isReportsOnly = false
    public var isDeleted = false
    var purge: Int64 = 0
    var assignmentMonth = -1
    var assignments = 0

    public init(organization: OrganizationID, plan: String, pools: [String: Int32], owner: MemberID, email: String) {
        self.organization = organization
        self.plan = plan
        self.pools = pools
        people[owner] = Person(email: email, role: .owner, seat: .standard)
    }

    // MARK: Plans, by product.md 3.5 and the two that the tests add

    static let features: [String: Set<Feature>] = [
        "CORE": [], "TEAM": [.accountCenter],
        "ADVANCED": [.accountCenter, .teamlink, .smartLinks, .workspaces, .profileConnector, .subaccounts],
        "ENTERPRISE": [.accountCenter, .sso, .ssoEdiCategory, .subaccounts],
        "SMALL": [.accountCenter], "CAPPED": [.accountCenter, .profileConnector],
    ]
    public static let plans = ["CORE", "TEAM", "ADVANCED", "ENTERPRISE", "SMALL", "CAPPED"]
    public static let products = ["sales_navigator", "learning"]
    static let onRequest: Set<Feature> = [.profileConnector]
    var membersMax: Int { plan == "SMALL" ? 7 : 0 }
    var assignmentsMax: Int { plan == "CAPPED" ? 4 : 0 }
    var defaultProduct: String? { plan == "SMALL" ? "sales_navigator" : nil }

    public static let catalogue = Catalogue(
        plans: Catalogue.shippedPlans + [
            .init(name: "SMALL", features: [.accountCenter], membersMax: 7, defaultProductID: "sales_navigator"),
            .init(name: "CAPPED", features: [.accountCenter, .profileConnector], assignmentsPerMonthMax: 4),
        ], pepper: Array("pepper".utf8))

    func lacks(_ feature: Feature) -> Reason? {
        guard Self.features[plan]?.contains(feature) == true else { return .planFeatureUnavailable }
        // ADVANCED asks for the connector to be enabled, CAPPED doesn't.
        return plan == "ADVANCED" && Self.onRequest.contains(feature) && !enabled.contains(feature) ? .featureNotEnabled : nil
    }

    // MARK: Who may do what, by product.md 3.4

    static func rank(_ role: OrganizationRole) -> Int32 {
        [.owner: 100, .coOwner: 80, .manager: 60, .advancedMember: 40, .member: 20, .connector: 10][role] ?? 0
    }

    static let usersLicenses: Set<Permission> = [
        .membersRead, .invitationsRead, .licensesRead, .groupsRead, .membersWrite, .membersRemove, .invitationsWrite, .licensesAssign, .groupsEditMembers, .mailSend,
    ]
    static let everybody: Set<Permission> = [.organizationRead, .accessCheck]
    static let manager: Set<Permission> = usersLicenses.union(everybody).union([
        .resourcesConnect, .membersManageRoles, .resourcesManage, .workspacesRead, .settingsRead, .settingsWrite, .crmManage, .tokensManage,
        .subscriptionRead, .addonsBuy, .historyRead, .organizationUpdate, .groupsManage, .reportsRead, .reportsExport, .ssoManage, .ediManage,
    ])
    static let full: Set<Permission> = manager.union([
        .workspacesManage, .adminsManage, .rolesManage, .licensesManagePools, .subscriptionChange, .subaccountsRead, .subaccountsManage, .keysManage,
        .accessCheckOthers, .organizationDelete,
    ])

    static let resources: Set<Permission> = [
        .profileRead, .reportsView, .inboxRead, .inboxReply, .inboxModerate, .postsSchedule, .postsPublish, .inboxExport, .profileConfigure,
        .connectionRenew, .connectionDelete,
    ]

    static func permissions(_ role: OrganizationRole) -> Set<Permission> {
        switch role {
        case .owner: full.union([.organizationTransfer])
        case .coOwner: full
        case .manager: manager
        case .advancedMember, .connector: everybody.union([.resourcesConnect])
        default: everybody
        }
    }

    static func permissions(_ admin: AdminGrant?) -> Set<Permission> {
        if admin?.level == .full { return full }
        var all: Set<Permission> = []
        for category in admin?.categories ?? [] {
            switch category {
            case .usersLicenses: all.formUnion(usersLicenses)
            case .reports: all.formUnion([.reportsRead, .reportsExport])
            default: all.formUnion([.ssoManage, .ediManage])
            }
        }
        return all
    }

    static func authority(_ person: Person) -> Int32 {
        if person.state == .removed { return 0 }
        return max(rank(person.role), person.admin?.level == .full ? 80 : person.admin?.level == .sub ? 30 : 0)
    }

    /// Time goes by: whose role has ended is a MEMBER.
    mutating func pass(to now: Int64) {
        for (id, person) in people where person.roleEnd <= now {
            people[id]?.role = .member
            people[id]?.roleEnd = .max
        }
    }

    // MARK: Seats

    func used(_ product: String, at now: Int64) -> Int32 {
        Int32(licenses.values.filter { $0.product == product && [.pending, .active].contains($0.state) && now < $0.end }.count)
    }

    var present: [MemberID: Person] { people.filter { $0.value.state != .removed } }

    func holds(_ member: MemberID, _ product: String, at now: Int64) -> Bool {
        licenses.values.contains { $0.member == member && $0.product == product && $0.state != .revoked && now < $0.end }
    }

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

    func cannotAssign(_ product: String, to seat: SeatType, member: MemberID?, at now: Int64, alsoMade made: Int = 0) -> Reason? {
        if seat != .standard { return .seatType }
        if let member, holds(member, product, at: now) { return .alreadyAssigned }
        guard let purchased = pools[product], used(product, at: now) < purchased else { return .seatsExhausted }
        if assignmentsMax > 0, (assignmentMonth == Self.month(now) ? assignments : 0) + made >= assignmentsMax { return .assignmentCapReached }
        return nil
    }

    mutating func assigned(_ license: LicenseID, _ product: String, to member: MemberID, until end: Int64, at now: Int64) {
        licenses[license] = License(member: member, product: product, end: end)
        let month = Self.month(now)
        assignments = assignmentMonth == month ? assignments + 1 : 1
        assignmentMonth = month
    }

    // MARK: Comparison

    /// In what the real state differs; empty when in nothing.
    public func differences(from node: OrganizationNode, _ state: TreeState, at now: Int64) -> [String] {
        var present = self
        present.pass(to: now)
        return present.differencesNow(from: node, state, now)
    }

    private func differencesNow(from node: OrganizationNode, _ state: TreeState, _ now: Int64) -> [String] {
        var found: [String] = []
        if node.members.count != people.count { found.append("\(node.members.count) members, not \(people.count)") }
        for (id, person) in people {
            guard let real = node.member(id, at: now) else {
                found.append("\(id) is missing")
                continue
            }
            let held = licenses.filter { $0.value.member == id && $0.value.state != .revoked && now < $0.value.end }
            if real.email != (person.isErased ? "" : person.email) || (real.profile?.title ?? "") != (person.isErased ? "" : person.title)
                || real.role != person.role || real.seatType != person.seat || real.state != person.state || real.admin != person.admin
            {
                found.append("\(id) is \(real), not \(person)")
            }
            if Set(real.licenses.map(\.licenseID)) != Set(held.keys) { found.append("\(id) holds other licenses") }
            for license in real.licenses where license.state != licenses[license.licenseID]?.state { found.append("\(license.licenseID) is \(license.state)") }
        }
        for (product, purchased) in pools {
            let seats = node.pool(product, at: now)?.seats
            if seats?.purchased != purchased || seats?.available != purchased - used(product, at: now) { found.append("\(product): other seats") }
        }
        if node.pools.count != pools.count || (node.state == .deleted) != isDeleted || node.record.plan?.plan != plan { found.append("other pools, state or plan") }
        for (id, key) in keys {
            let real = state.keys[id]
            if real.map({ Set($0.permissions) }) != key.permissions || real?.ceiling != key.ceiling || (real?.revokeTime != 0) != key.isRevoked { found.append("\(id): another key") }
        }
        return found
    }
}
