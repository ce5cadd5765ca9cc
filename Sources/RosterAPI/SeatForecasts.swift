// Whether so many new licenses would fit: the messages of ForecastSeats.

public import WellKnown
public import Wire

/// So many new licenses of a product.
public struct SeatDemand: Message {
    public static let protoName = "roster.v1.SeatDemand"
    public var productID = ""
    /// 0 to 1,000,000.
    public var count: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "count", &count)
    }
}

/// The request of ``Methods/Licenses/forecastSeats``.
public struct ForecastSeatsRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ForecastSeatsRequest"
    public var organizationID = OrganizationID()
    /// What is to be assigned or reserved by invitations: 1 to 100 products, none twice.
    public var demands: [SeatDemand] = []
    /// How many of those who get them would be new members: they count toward the plan's limit of members. 0 to 1,000,000.
    public var newMembers: Int32 = 0
    /// When that would be, not before the point. Absent: at the point.
    public var time: Timestamp?
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "demands", &demands)
        try v.field(3, "new_members", &newMembers)
        try v.field(4, "time", &time)
        try v.field(14, "point", &point)
    }
}

/// What becomes of a pool's available seats by time alone.
public struct SeatStep: Message {
    public static let protoName = "roster.v1.SeatStep"
    /// When licenses end.
    public var time: Timestamp?
    /// From then on.
    public var available: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "time", &time)
        try v.field(2, "available", &available)
    }
}

/// Whether the licenses of one product would fit.
public struct SeatForecast: Message {
    public static let protoName = "roster.v1.SeatForecast"
    public var productID = ""
    /// As asked for.
    public var count: Int32 = 0
    /// The seats at the time asked about. None where there is no pool.
    public var seats: SeatCounts?
    public var fits = false
    /// How many seats too few there are.
    public var missing: Int32 = 0
    /// From when on they fit, by the ends that are known. Absent: not by time alone.
    public var fitTime: Timestamp?
    /// The next times after the one asked about at which seats become free: at most 100.
    public var steps: [SeatStep] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "count", &count)
        try v.field(3, "seats", &seats)
        try v.field(4, "fits", &fits)
        try v.field(5, "missing", &missing)
        try v.field(6, "fit_time", &fitTime)
        try v.field(7, "steps", &steps)
    }
}

/// The answer of ``Methods/Licenses/forecastSeats``.
public struct ForecastSeatsResponse: ReadResponse {
    public static let protoName = "roster.v1.ForecastSeatsResponse"
    /// Everything that was asked for would fit at the time asked about.
    public var fits = false
    /// What each would be refused with that doesn't: SEATS_EXHAUSTED, ASSIGNMENT_CAP_REACHED, QUOTA_EXCEEDED, in this order.
    public var reasons: [String] = []
    /// From when on everything fits. Absent: not by time alone.
    public var fitTime: Timestamp?
    /// In the order of the request.
    public var products: [SeatForecast] = []
    /// As it is at the time asked about. Absent: the plan has no cap.
    public var assignmentCap: AssignmentCap?
    /// How many more members the plan allows. Absent: as many as you like.
    public var membersRemaining: Int32?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "fits", &fits)
        try v.field(2, "reasons", &reasons)
        try v.field(3, "fit_time", &fitTime)
        try v.field(4, "products", &products)
        try v.field(5, "assignment_cap", &assignmentCap)
        try v.field(6, "members_remaining", &membersRemaining)
        try v.field(14, "revision", &revision)
    }
}
