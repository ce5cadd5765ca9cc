// What happens to members.

public import Wire

/// A person became a member, or is invited to. E-mail address and profile lie in the member's personal data.
public struct MemberCreated: Message {
    public static let protoName = "roster.v1.MemberCreated"
    public var memberID = MemberID()
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    public var seatType = SeatType.unspecified
    /// ACTIVE or PENDING.
    public var state = MemberState.unspecified
    /// For CUSTOM: which.
    public var customRoleID = RoleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "role", &role)
        try v.field(3, "role_period", &rolePeriod)
        try v.field(4, "seat_type", &seatType)
        try v.field(5, "state", &state)
        try v.field(6, "custom_role_id", &customRoleID)
    }
}

/// Employee information changed, in the member's personal data.
public struct MemberUpdated: Message {
    public static let protoName = "roster.v1.MemberUpdated"
    public var memberID = MemberID()
    /// The paths of the fields, such as `profile.title`; never their values.
    public var fields: [String] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "fields", &fields)
    }
}

/// The member is bound to another address, which lies in its personal data.
public struct MemberEmailChanged: Message {
    public static let protoName = "roster.v1.MemberEmailChanged"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// The member's organization role is now this one, and its toggles are as the role has them by itself.
public struct MemberRoleChanged: Message {
    public static let protoName = "roster.v1.MemberRoleChanged"
    public var memberID = MemberID()
    public var role = OrganizationRole.unspecified
    public var period: Period?
    public var previousRole = OrganizationRole.unspecified
    /// For CUSTOM: which.
    public var customRoleID = RoleID()
    public var previousCustomRoleID = RoleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "role", &role)
        try v.field(3, "period", &period)
        try v.field(4, "previous_role", &previousRole)
        try v.field(5, "custom_role_id", &customRoleID)
        try v.field(6, "previous_custom_role_id", &previousCustomRoleID)
    }
}

/// The member may do nothing until it is reactivated.
public struct MemberSuspended: Message {
    public static let protoName = "roster.v1.MemberSuspended"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// A suspension ended.
public struct MemberReactivated: Message {
    public static let protoName = "roster.v1.MemberReactivated"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// The member left. What became of its licenses and grants follows as facts of the same entry.
public struct MemberRemoved: Message {
    public static let protoName = "roster.v1.MemberRemoved"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// A removed member is back, with this role and nothing else.
public struct MemberRestored: Message {
    public static let protoName = "roster.v1.MemberRestored"
    public var memberID = MemberID()
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    /// For CUSTOM: which.
    public var customRoleID = RoleID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "role", &role)
        try v.field(3, "role_period", &rolePeriod)
        try v.field(4, "custom_role_id", &customRoleID)
    }
}

/// The personal data of a removed member was deleted for good.
public struct MemberErased: Message {
    public static let protoName = "roster.v1.MemberErased"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// The member signed in.
public struct LoginRecorded: Message {
    public static let protoName = "roster.v1.LoginRecorded"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// The member's administration right is now this one.
public struct AdminGranted: Message {
    public static let protoName = "roster.v1.AdminGranted"
    public var memberID = MemberID()
    public var grant: AdminGrant?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "grant", &grant)
    }
}

/// The member has no administration right any more.
public struct AdminRevoked: Message {
    public static let protoName = "roster.v1.AdminRevoked"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}
