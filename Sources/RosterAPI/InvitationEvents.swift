// What happens to invitations, and to members by them.

public import WellKnown
public import Wire

/// An invited person is in: the member is ACTIVE.
public struct MemberJoined: Message {
    public static let protoName = "roster.v1.MemberJoined"
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
    }
}

/// A removed member is invited again: it is PENDING, with this role. What else it is given follows as facts of the same
/// entry.
public struct MemberReinvited: Message {
    public static let protoName = "roster.v1.MemberReinvited"
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

/// A PENDING member is invited. Who it is lies in the member's personal data.
public struct InvitationCreated: Message {
    public static let protoName = "roster.v1.InvitationCreated"
    public var invitationID = InvitationID()
    public var memberID = MemberID()
    public var terms: InvitationTerms?
    public var expireTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "terms", &terms)
        try v.field(4, "expire_time", &expireTime)
    }
}

/// The invitation was sent again, with a new token: it is PENDING.
public struct InvitationResent: Message {
    public static let protoName = "roster.v1.InvitationResent"
    public var invitationID = InvitationID()
    public var generation: Int32 = 0
    public var expireTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
        try v.field(2, "generation", &generation)
        try v.field(3, "expire_time", &expireTime)
    }
}

/// The person accepted.
public struct InvitationAccepted: Message {
    public static let protoName = "roster.v1.InvitationAccepted"
    public var invitationID = InvitationID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
    }
}

/// The person declined. The member's removal follows as facts of the same entry.
public struct InvitationDeclined: Message {
    public static let protoName = "roster.v1.InvitationDeclined"
    public var invitationID = InvitationID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
    }
}

/// The invitation was taken back. The member's removal follows as facts of the same entry, unless it goes on under another
/// address.
public struct InvitationRevoked: Message {
    public static let protoName = "roster.v1.InvitationRevoked"
    public var invitationID = InvitationID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
    }
}

/// The invitation's time ran out: from then on the member was removed with all that it had, and its seats were free. Noted
/// in the organization's next entry, whatever that is about, else in one of the server's own.
public struct InvitationExpired: Message {
    public static let protoName = "roster.v1.InvitationExpired"
    public var invitationID = InvitationID()
    public var memberID = MemberID()
    /// When it ended.
    public var effectiveTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation_id", &invitationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "effective_time", &effectiveTime)
    }
}

/// The universal link is another from now on.
public struct UniversalLinkRotated: Message {
    public static let protoName = "roster.v1.UniversalLinkRotated"
    public var generation: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "generation", &generation)
    }
}
