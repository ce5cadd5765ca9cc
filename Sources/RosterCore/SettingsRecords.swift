// SettingsRecords: what an organization chose for its products and its CRM, and how its members stand there.

public import RosterAPI
public import Wire

/// All settings of one organization. What was never chosen is absent.
public struct SettingsRecord: Message {
    public static let protoName = "roster.internal.SettingsRecord"
    public var crm: CrmSettingsUpdated?
    public var crmRevision: Int64 = 0
    public var crmUpdateTime: Int64 = 0
    /// That of the newest report of the sync service.
    public var crmSyncTime: Int64 = 0
    public var features: FeatureSettingsUpdated?
    public var featuresRevision: Int64 = 0
    public var featuresUpdateTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "crm", &crm)
        try v.field(2, "crm_revision", &crmRevision)
        try v.field(3, "crm_update_time", &crmUpdateTime)
        try v.field(4, "crm_sync_time", &crmSyncTime)
        try v.field(5, "features", &features)
        try v.field(6, "features_revision", &featuresRevision)
        try v.field(7, "features_update_time", &featuresUpdateTime)
    }
}

/// How one member stands in the CRM, and since when.
public struct CrmSyncRecord: Message {
    public static let protoName = "roster.internal.CrmSyncRecord"
    public var status = CrmSyncStatus.unspecified
    public var time: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "status", &status)
        try v.field(2, "time", &time)
    }

    /// Whether the member takes part in the synchronisation.
    public var isEnabled: Bool { status != .disabled && status != .unspecified }

    /// Whether the sync service has found something out.
    var isKnown: Bool { [.synced, .notMatched, .error].contains(status) }
}
