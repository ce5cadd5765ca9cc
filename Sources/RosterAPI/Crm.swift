// The messages of SettingsService that concern a CRM.

public import WellKnown
public import Wire

/// The request of ``Methods/Settings/getCrm``.
public struct GetCrmRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetCrmRequest"
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Settings/getCrm``.
public struct GetCrmResponse: ReadResponse {
    public static let protoName = "roster.v1.GetCrmResponse"
    public var crm: CrmSettings?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "crm", &crm)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Settings/updateCrm``.
public struct UpdateCrmRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateCrmRequest"
    /// `organization_id` names the organization; of the rest what the mask names is taken.
    public var crm: CrmSettings?
    /// Of `provider`, `instance`, `sync_enabled`, `writeback` and its fields, `create_contacts`, `data_validation`; another
    /// path is INVALID_ARGUMENT. Absent: every one of these that is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "crm", &crm)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { crm?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Settings/updateCrm``.
public struct UpdateCrmResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateCrmResponse"
    public var crm: CrmSettings?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "crm", &crm)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Settings/setCrmSync``.
public struct SetCrmSyncRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SetCrmSyncRequest"
    public var organizationID = OrganizationID()
    /// 1 to 2000, none twice. Beyond: INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var memberIDs: [MemberID] = []
    /// Whether they take part.
    public var enabled = false
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_ids", &memberIDs)
        try v.field(3, "enabled", &enabled)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Settings/setCrmSync``.
public struct SetCrmSyncResponse: MutatingResponse {
    public static let protoName = "roster.v1.SetCrmSyncResponse"
    /// In the order of the request.
    public var members: [MemberCrmSync] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "members", &members)
        try v.field(15, "result", &result)
    }
}

/// What the sync service found out about one member.
public struct CrmSyncReport: Message {
    public static let protoName = "roster.v1.CrmSyncReport"
    public var memberID = MemberID()
    /// SYNCED, NOT_MATCHED or ERROR.
    public var status = CrmSyncStatus.unspecified
    /// When it looked: for a report to count, not before what is known. Absent, or later than now: now.
    public var time: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "status", &status)
        try v.field(3, "time", &time)
    }
}

/// The request of ``Methods/Settings/reportCrmSyncStatus``.
public struct ReportCrmSyncStatusRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ReportCrmSyncStatusRequest"
    public var organizationID = OrganizationID()
    /// 1 to 2000, no member twice. Beyond: INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var reports: [CrmSyncReport] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "reports", &reports)
        try v.field(15, "options", &options)
    }
}

/// What became of one report.
public struct CrmSyncReportResult: Message {
    public static let protoName = "roster.v1.CrmSyncReportResult"
    /// How the member stands now. Absent for an unknown one.
    public var crmSync: CrmSync?
    /// Why the report wasn't taken, with the same details as an error of a call. Absent: it was.
    public var error: Status?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "crm_sync", &crmSync)
        try v.field(2, "error", &error)
    }
}

/// The answer of ``Methods/Settings/reportCrmSyncStatus``.
public struct ReportCrmSyncStatusResponse: MutatingResponse {
    public static let protoName = "roster.v1.ReportCrmSyncStatusResponse"
    /// In the order of the request.
    public var results: [CrmSyncReportResult] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(15, "result", &result)
    }
}
