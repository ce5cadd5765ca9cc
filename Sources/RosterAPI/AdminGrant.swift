// How far a member administers the account center: level and categories.

public import Wire

/// How far a member administers the account center. Independent of the organization role.
public struct AdminLevel: WireEnum {
    public static let protoName = "roster.v1.AdminLevel"
    public static let unspecified = AdminLevel(rawValue: 0)
    /// Uses the products, and administers nothing.
    public static let user = AdminLevel(rawValue: 1)
    /// Administers the categories named, in any combination.
    public static let sub = AdminLevel(rawValue: 2)
    /// Administers everything.
    public static let full = AdminLevel(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "ADMIN_LEVEL_UNSPECIFIED"), (1, "ADMIN_LEVEL_USER"), (2, "ADMIN_LEVEL_SUB"), (3, "ADMIN_LEVEL_FULL"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What a sub-admin may be trusted with.
public struct AdminCategory: WireEnum {
    public static let protoName = "roster.v1.AdminCategory"
    public static let unspecified = AdminCategory(rawValue: 0)
    /// Users, invitations, licenses and groups.
    public static let usersLicenses = AdminCategory(rawValue: 1)
    /// Viewing and generating reports.
    public static let reports = AdminCategory(rawValue: 2)
    /// Single sign-on and employee data integration. Needs the feature SSO_EDI_CATEGORY.
    public static let ssoEdi = AdminCategory(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "ADMIN_CATEGORY_UNSPECIFIED"), (1, "ADMIN_CATEGORY_USERS_LICENSES"), (2, "ADMIN_CATEGORY_REPORTS"),
        (3, "ADMIN_CATEGORY_SSO_EDI"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A member's administration right.
public struct AdminGrant: Message {
    public static let protoName = "roster.v1.AdminGrant"
    /// SUB or FULL to grant; USER stands for no grant.
    public var level = AdminLevel.unspecified
    /// For SUB, without repetition; for the others none. A SUB for whom none is named gets those that are the default of
    /// every product of the organization that has a default, such as REPORTS for Sales Navigator. A category that no product of
    /// the organization allows, and no default at all, is FAILED_PRECONDITION with CATEGORY_NOT_AVAILABLE.
    public var categories: [AdminCategory] = []
    /// When it counts. Absent: always.
    public var period: Period?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "level", &level)
        try v.field(2, "categories", &categories)
        try v.field(3, "period", &period)
    }
}
