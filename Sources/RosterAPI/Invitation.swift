// A person on the way into an organization: the invitation, and what it offers.

public import WellKnown
public import Wire

/// The states of an invitation.
public struct InvitationState: WireEnum {
    public static let protoName = "roster.v1.InvitationState"
    public static let unspecified = InvitationState(rawValue: 0)
    /// Waits for the person. Its seats are taken.
    public static let pending = InvitationState(rawValue: 1)
    public static let accepted = InvitationState(rawValue: 2)
    public static let declined = InvitationState(rawValue: 3)
    /// Its time ran out. It can be sent again.
    public static let expired = InvitationState(rawValue: 4)
    /// Taken back, or the member was removed or got another address.
    public static let revoked = InvitationState(rawValue: 5)

    public static let cases: [(Int32, String)] = [
        (0, "INVITATION_STATE_UNSPECIFIED"),
        (1, "INVITATION_STATE_PENDING"),
        (2, "INVITATION_STATE_ACCEPTED"),
        (3, "INVITATION_STATE_DECLINED"),
        (4, "INVITATION_STATE_EXPIRED"),
        (5, "INVITATION_STATE_REVOKED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// An invitation of one person.
public struct Invitation: Message {
    public static let protoName = "roster.v1.Invitation"
    public var organizationID = OrganizationID()
    public var invitationID = InvitationID()
    /// The person as a member; PENDING while the invitation is.
    public var memberID = MemberID()
    /// The address invited. Empty once the member's data is erased.
    public var email = ""
    public var state = InvitationState.unspecified
    /// What was offered. The member may have been given something else since.
    public var terms: InvitationTerms?
    /// 1, and one more each time it is sent again.
    public var generation: Int32 = 0
    /// Who invited. Empty: a service by itself.
    public var inviterID = MemberID()
    /// What became of its last mail. Unspecified: none, or too long ago.
    public var mailState = MailState.unspecified
    public var createTime: Timestamp?
    /// When it was last sent, by mail or not.
    public var sendTime: Timestamp?
    /// When a pending one ends; of others, when it would have ended.
    public var expireTime: Timestamp?
    /// When it was accepted, declined, revoked, or ended. Absent while it is pending.
    public var endTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "email", &email)
        try v.field(5, "state", &state)
        try v.field(6, "terms", &terms)
        try v.field(7, "generation", &generation)
        try v.field(8, "inviter_id", &inviterID)
        try v.field(9, "mail_state", &mailState)
        try v.field(10, "create_time", &createTime)
        try v.field(11, "send_time", &sendTime)
        try v.field(12, "expire_time", &expireTime)
        try v.field(13, "end_time", &endTime)
        try v.field(14, "revision", &revision)
    }
}

/// What a person is invited to: the choices of InviteRequest as they were carried out.
public struct InvitationTerms: Message {
    public static let protoName = "roster.v1.InvitationTerms"
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    public var seatType = SeatType.unspecified
    public var admin: AdminGrant?
    /// The default product of the plan included.
    public var productIDs: [String] = []
    /// For CUSTOM: which.
    public var customRoleID = RoleID()
    public var resourceRoles: [ResourceRoleGrant] = []
    public var workspaceIDs: [WorkspaceID] = []
    public var groups: [GroupMembership] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role", &role)
        try v.field(2, "role_period", &rolePeriod)
        try v.field(3, "seat_type", &seatType)
        try v.field(4, "admin", &admin)
        try v.field(5, "product_ids", &productIDs)
        try v.field(6, "custom_role_id", &customRoleID)
        try v.field(7, "resource_roles", &resourceRoles)
        try v.field(8, "workspace_ids", &workspaceIDs)
        try v.field(9, "groups", &groups)
    }
}
