// How a member stands in the CRM.

public import WellKnown
public import Wire

/// How a member stands in the CRM. (Rows 18, 19.)
public struct CrmSync: Message {
    public static let protoName = "roster.v1.CrmSync"
    public var status = CrmSyncStatus.unspecified
    /// Since when, as far as is known: that of the choice, or of the report of the sync service.
    public var time: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "status", &status)
        try v.field(2, "time", &time)
    }
}

/// The states of a member's synchronisation with the CRM.
public struct CrmSyncStatus: WireEnum {
    public static let protoName = "roster.v1.CrmSyncStatus"
    public static let unspecified = CrmSyncStatus(rawValue: 0)
    /// Takes no part.
    public static let disabled = CrmSyncStatus(rawValue: 1)
    /// Waits for the next synchronisation.
    public static let pending = CrmSyncStatus(rawValue: 2)
    public static let synced = CrmSyncStatus(rawValue: 3)
    /// The CRM has nobody with this address.
    public static let notMatched = CrmSyncStatus(rawValue: 4)
    public static let error = CrmSyncStatus(rawValue: 5)

    public static let cases: [(Int32, String)] = [
        (0, "CRM_SYNC_STATUS_UNSPECIFIED"), (1, "CRM_SYNC_STATUS_DISABLED"), (2, "CRM_SYNC_STATUS_PENDING"),
        (3, "CRM_SYNC_STATUS_SYNCED"), (4, "CRM_SYNC_STATUS_NOT_MATCHED"), (5, "CRM_SYNC_STATUS_ERROR"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
