// What happens to license pools and assignments.

public import Wire

/// A pool was made or resized.
public struct LicensePoolUpdated: Message {
    public static let protoName = "roster.v1.LicensePoolUpdated"
    public var productID = ""
    /// Seats from now on.
    public var purchased: Int32 = 0
    /// Seats before; 0 for a new pool.
    public var previousPurchased: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "purchased", &purchased)
        try v.field(3, "previous_purchased", &previousPurchased)
    }
}

/// A seat of the pool is now the member's.
public struct LicenseAssigned: Message {
    public static let protoName = "roster.v1.LicenseAssigned"
    public var licenseID = LicenseID()
    public var memberID = MemberID()
    public var productID = ""
    /// PENDING or ACTIVE.
    public var state = LicenseState.unspecified
    public var period: Period?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "product_id", &productID)
        try v.field(4, "state", &state)
        try v.field(5, "period", &period)
    }
}

/// A pending license is in use from now on.
public struct LicenseActivated: Message {
    public static let protoName = "roster.v1.LicenseActivated"
    public var licenseID = LicenseID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "member_id", &memberID)
    }
}

/// The license was taken back, and its seat is free.
public struct LicenseRevoked: Message {
    public static let protoName = "roster.v1.LicenseRevoked"
    public var licenseID = LicenseID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "member_id", &memberID)
    }
}

/// An active license was laid aside, and its seat is free.
public struct LicenseParked: Message {
    public static let protoName = "roster.v1.LicenseParked"
    public var licenseID = LicenseID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "member_id", &memberID)
    }
}

/// A parked license is active again, and takes a seat.
public struct LicenseUnparked: Message {
    public static let protoName = "roster.v1.LicenseUnparked"
    public var licenseID = LicenseID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "member_id", &memberID)
    }
}
