// Pools of seats and who takes them: the resources, and the messages of LicenseService.

public import WellKnown
public import Wire

/// How many seats are there, and what they are used for.
public struct SeatCounts: Message {
    public static let protoName = "roster.v1.SeatCounts"
    public var purchased: Int32 = 0
    /// Taken by licenses in use, and by those not used yet.
    public var active: Int32 = 0
    public var pending: Int32 = 0
    /// Licenses laid aside; they take no seat.
    public var parked: Int32 = 0
    /// purchased − active − pending.
    public var available: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "purchased", &purchased)
        try v.field(2, "active", &active)
        try v.field(3, "pending", &pending)
        try v.field(4, "parked", &parked)
        try v.field(5, "available", &available)
    }
}

/// The seats of one product in an organization.
public struct LicensePool: Message {
    public static let protoName = "roster.v1.LicensePool"
    public var organizationID = OrganizationID()
    public var productID = ""
    public var seats: SeatCounts?
    public var createTime: Timestamp?
    public var updateTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "product_id", &productID)
        try v.field(3, "seats", &seats)
        try v.field(4, "create_time", &createTime)
        try v.field(5, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// One seat of a pool in a member's hands.
public struct LicenseAssignment: Message {
    public static let protoName = "roster.v1.LicenseAssignment"
    public var organizationID = OrganizationID()
    public var licenseID = LicenseID()
    public var memberID = MemberID()
    public var productID = ""
    public var state = LicenseState.unspecified
    /// When it counts. Absent: until it is revoked.
    public var period: Period?
    public var assignTime: Timestamp?
    public var activateTime: Timestamp?
    public var revokeTime: Timestamp?
    /// When it was parked; only while it is.
    public var parkTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "license_id", &licenseID)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "product_id", &productID)
        try v.field(5, "state", &state)
        try v.field(6, "period", &period)
        try v.field(7, "assign_time", &assignTime)
        try v.field(8, "activate_time", &activateTime)
        try v.field(9, "revoke_time", &revokeTime)
        try v.field(10, "park_time", &parkTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Licenses/listPools``.
public struct ListPoolsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListPoolsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    /// Knows `product_id`.
    public var filter = ""
    /// Only empty: the order is that of product ids.
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Licenses/listPools``.
public struct ListPoolsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListPoolsResponse"
    public var pools: [LicensePool] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "pools", &pools)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [LicensePool] {
        get { pools }
        set { pools = newValue }
    }
}

/// The request of ``Methods/Licenses/updatePool``.
public struct UpdatePoolRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdatePoolRequest"
    public var organizationID = OrganizationID()
    /// A product that the server's configuration knows.
    public var productID = ""
    /// Its seats from now on: 0 to 1,000,000.
    public var purchased: Int32 = 0
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "product_id", &productID)
        try v.field(3, "purchased", &purchased)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/updatePool``.
public struct UpdatePoolResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdatePoolResponse"
    public var pool: LicensePool?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "pool", &pool)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Licenses/getSeatSummary``.
public struct GetSeatSummaryRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetSeatSummaryRequest"
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Licenses/getSeatSummary``.
public struct GetSeatSummaryResponse: ReadResponse {
    public static let protoName = "roster.v1.GetSeatSummaryResponse"
    /// Over all products.
    public var total: SeatCounts?
    /// Per product, ordered by product id.
    public var pools: [LicensePool] = []
    /// Members with a LIMITED seat, who aren't counted as paid users. (Row 94.)
    public var limited: Int32 = 0
    /// Absent: the plan has no cap.
    public var assignmentCap: AssignmentCap?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "total", &total)
        try v.field(2, "pools", &pools)
        try v.field(3, "limited", &limited)
        try v.field(4, "assignment_cap", &assignmentCap)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Licenses/listAssignments``.
public struct ListAssignmentsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListAssignmentsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Licenses/listAssignments``.
public struct ListAssignmentsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListAssignmentsResponse"
    public var assignments: [LicenseAssignment] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignments", &assignments)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [LicenseAssignment] {
        get { assignments }
        set { assignments = newValue }
    }
}
