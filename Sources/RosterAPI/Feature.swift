// What a plan includes and bounds.

public import Wire

/// A capability that a plan includes, that is switched on by request, or that comes by an upgrade. Rules ask for a
/// feature and never for a plan.
public struct Feature: WireEnum {
    public static let protoName = "roster.v1.Feature"
    public static let unspecified = Feature(rawValue: 0)
    /// The administration itself: people, settings, home and reports.
    public static let accountCenter = Feature(rawValue: 1)
    /// Single sign-on.
    public static let sso = Feature(rawValue: 2)
    /// The administration category SSO_EDI can be granted.
    public static let ssoEdiCategory = Feature(rawValue: 3)
    /// Synchronisation with a CRM.
    public static let crmSync = Feature(rawValue: 4)
    /// Adding people from a CRM.
    public static let crmImport = Feature(rawValue: 5)
    /// Reading report data in business intelligence tools.
    public static let biExport = Feature(rawValue: 6)
    public static let teamlink = Feature(rawValue: 7)
    public static let smartLinks = Feature(rawValue: 8)
    /// Roles of one's own, at both levels.
    public static let customRoles = Feature(rawValue: 9)
    /// Changing workspaces. Without it those that exist still hide their resources.
    public static let workspaces = Feature(rawValue: 10)
    /// Limited users who connect their own profiles. Must also be enabled on request (OrganizationService.EnableFeature).
    public static let profileConnector = Feature(rawValue: 11)
    /// Creating sub-accounts.
    public static let subaccounts = Feature(rawValue: 12)

    public static let cases: [(Int32, String)] = [
        (0, "FEATURE_UNSPECIFIED"), (1, "FEATURE_ACCOUNT_CENTER"), (2, "FEATURE_SSO"), (3, "FEATURE_SSO_EDI_CATEGORY"),
        (4, "FEATURE_CRM_SYNC"), (5, "FEATURE_CRM_IMPORT"), (6, "FEATURE_BI_EXPORT"), (7, "FEATURE_TEAMLINK"),
        (8, "FEATURE_SMART_LINKS"), (9, "FEATURE_CUSTOM_ROLES"), (10, "FEATURE_WORKSPACES"), (11, "FEATURE_PROFILE_CONNECTOR"),
        (12, "FEATURE_SUBACCOUNTS"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What an organization's plan bounds, sub-accounts included. 0 stands for no bound of its own.
public struct Limits: Message {
    public static let protoName = "roster.v1.Limits"
    /// The most members that aren't removed.
    public var members: Int32 = 0
    /// The most license assignments in a calendar month (UTC), over all products.
    public var licenseAssignmentsPerMonth: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "members", &members)
        try v.field(2, "license_assignments_per_month", &licenseAssignmentsPerMonth)
    }
}
