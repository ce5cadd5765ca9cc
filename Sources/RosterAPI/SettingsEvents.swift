// What happens to settings.

public import WellKnown
public import Wire

/// How the organization is connected with a CRM from now on: all of it, not only what changed. Where that is another CRM than
/// before, every member whose state in it was known is PENDING again.
public struct CrmSettingsUpdated: Message {
    public static let protoName = "roster.v1.CrmSettingsUpdated"
    public var provider = CrmProvider.unspecified
    public var instance = ""
    public var syncEnabled = false
    public var writeback: CrmWriteback?
    public var createContacts = false
    public var dataValidation = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "provider", &provider)
        try v.field(2, "instance", &instance)
        try v.field(3, "sync_enabled", &syncEnabled)
        try v.field(4, "writeback", &writeback)
        try v.field(5, "create_contacts", &createContacts)
        try v.field(6, "data_validation", &dataValidation)
    }
}

/// How a member stands in the CRM from now on: because somebody chose it, the sync service said it, or the member's address
/// is another.
public struct CrmSyncChanged: Message {
    public static let protoName = "roster.v1.CrmSyncChanged"
    public var memberID = MemberID()
    public var status = CrmSyncStatus.unspecified
    /// Since when.
    public var time: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "status", &status)
        try v.field(3, "time", &time)
    }
}

/// What the products offer in this organization from now on: all of it, not only what changed.
public struct FeatureSettingsUpdated: Message {
    public static let protoName = "roster.v1.FeatureSettingsUpdated"
    public var roiReporting = false
    public var inmailAndMessages = false
    public var teamlink = false
    public var smartLinks = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "roi_reporting", &roiReporting)
        try v.field(2, "inmail_and_messages", &inmailAndMessages)
        try v.field(3, "teamlink", &teamlink)
        try v.field(4, "smart_links", &smartLinks)
    }
}
