// How an organization and its members are connected with a CRM: the resources.

public import WellKnown
public import Wire

/// How an organization is connected with a CRM.
public struct CrmSettings: Message {
    public static let protoName = "roster.v1.CrmSettings"
    public var organizationID = OrganizationID()
    public var provider = CrmProvider.unspecified
    /// Which of the provider's instances: its host, or the provider's own id of it. At most 256 bytes of UTF-8.
    public var instance = ""
    /// Whether the sync service works for this organization at all.
    public var syncEnabled = false
    public var writeback: CrmWriteback?
    /// People may make contacts and leads in the CRM from within the products.
    public var createContacts = false
    /// The products mark what in the CRM looks out of date.
    public var dataValidation = false
    /// That of the newest report of the sync service.
    public var lastSyncTime: Timestamp?
    public var updateTime: Timestamp?
    /// The revision of its last change by UpdateCrm.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "provider", &provider)
        try v.field(3, "instance", &instance)
        try v.field(4, "sync_enabled", &syncEnabled)
        try v.field(5, "writeback", &writeback)
        try v.field(6, "create_contacts", &createContacts)
        try v.field(7, "data_validation", &dataValidation)
        try v.field(8, "last_sync_time", &lastSyncTime)
        try v.field(9, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// What people do in the products that is written into the CRM.
public struct CrmWriteback: Message {
    public static let protoName = "roster.v1.CrmWriteback"
    public var inmails = false
    public var messages = false
    public var notes = false
    public var calls = false
    /// Views of smart links. Needs the feature SMART_LINKS.
    public var smartLinks = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "inmails", &inmails)
        try v.field(2, "messages", &messages)
        try v.field(3, "notes", &notes)
        try v.field(4, "calls", &calls)
        try v.field(5, "smart_links", &smartLinks)
    }
}

/// The kinds of CRM that an organization can be connected with.
public struct CrmProvider: WireEnum {
    public static let protoName = "roster.v1.CrmProvider"
    /// None.
    public static let unspecified = CrmProvider(rawValue: 0)
    public static let salesforce = CrmProvider(rawValue: 1)
    public static let dynamics365 = CrmProvider(rawValue: 2)
    public static let hubspot = CrmProvider(rawValue: 3)
    public static let other = CrmProvider(rawValue: 4)

    public static let cases: [(Int32, String)] = [
        (0, "CRM_PROVIDER_UNSPECIFIED"), (1, "CRM_PROVIDER_SALESFORCE"), (2, "CRM_PROVIDER_DYNAMICS_365"),
        (3, "CRM_PROVIDER_HUBSPOT"), (4, "CRM_PROVIDER_OTHER"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// How one member stands in the CRM.
public struct MemberCrmSync: Message {
    public static let protoName = "roster.v1.MemberCrmSync"
    public var memberID = MemberID()
    public var crmSync: CrmSync?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "crm_sync", &crmSync)
    }
}
