// The effects that a mutation would have, as a dry run tells them.

public import Wire

/// The effects that a mutation would have.
public struct Plan: Message {
    public static let protoName = "roster.v1.Plan"
    /// The events that would be appended, in order.
    public var events: [Event] = []
    /// The seats of each pool that would change.
    public var seats: [SeatChange] = []
    /// The mails that would be sent.
    public var mails: [PlannedMail] = []
    /// What members would gain or lose, in the organization and on its resources: the first 100 changes.
    public var permissionChanges: [PermissionChange] = []
    /// How many members would gain permissions, and how many would lose some.
    public var membersGaining: Int32 = 0
    public var membersLosing: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "events", &events)
        try v.field(2, "seats", &seats)
        try v.field(3, "mails", &mails)
        try v.field(4, "permission_changes", &permissionChanges)
        try v.field(5, "members_gaining", &membersGaining)
        try v.field(6, "members_losing", &membersLosing)
    }
}

/// How a license pool would change.
public struct SeatChange: Message {
    public static let protoName = "roster.v1.SeatChange"
    public var organizationID = OrganizationID()
    public var productID = ""
    public var purchasedBefore: Int32 = 0
    public var purchasedAfter: Int32 = 0
    /// Seats taken: pending and active.
    public var usedBefore: Int32 = 0
    public var usedAfter: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "product_id", &productID)
        try v.field(3, "purchased_before", &purchasedBefore)
        try v.field(4, "purchased_after", &purchasedAfter)
        try v.field(5, "used_before", &usedBefore)
        try v.field(6, "used_after", &usedAfter)
    }
}

/// A mail that would be sent.
public struct PlannedMail: Message {
    public static let protoName = "roster.v1.PlannedMail"
    public var memberID = MemberID()
    public var template = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "template", &template)
    }
}

/// What one member would gain and lose, in an organization or on one resource.
public struct PermissionChange: Message {
    public static let protoName = "roster.v1.PermissionChange"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    public var gained: [Permission] = []
    public var lost: [Permission] = []
    /// On this resource. Zero: at organization level.
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "gained", &gained)
        try v.field(4, "lost", &lost)
        try v.field(5, "resource_id", &resourceID)
    }
}
