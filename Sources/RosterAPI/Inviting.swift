// The messages of InvitationService by which people are invited.

public import WellKnown
public import Wire

/// The request of ``Methods/Invitations/parseInvitees``.
public struct ParseInviteesRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ParseInviteesRequest"
    public var organizationID = OrganizationID()
    public var text = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "text", &text)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Invitations/parseInvitees``.
public struct ParseInviteesResponse: ReadResponse {
    public static let protoName = "roster.v1.ParseInviteesResponse"
    /// The addresses, each once, in their normal form, in the order of the text.
    public var invitees: [ParsedInvitee] = []
    /// Addresses that stand in the text before.
    public var duplicates: [ParsedInvitee] = []
    /// What stands between separators and is no address.
    public var invalid: [InvalidInvitee] = []
    /// Commas that follow no address, or that nothing follows: harmless.
    public var strayCommas: [Int32] = []
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitees", &invitees)
        try v.field(2, "duplicates", &duplicates)
        try v.field(3, "invalid", &invalid)
        try v.field(4, "stray_commas", &strayCommas)
        try v.field(14, "revision", &revision)
    }
}

/// An address in a text.
public struct ParsedInvitee: Message {
    public static let protoName = "roster.v1.ParsedInvitee"
    public var email = ""
    /// Where it begins: how many characters (Unicode code points) stand before it.
    public var position: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "email", &email)
        try v.field(2, "position", &position)
    }
}

/// A piece of a text that is no address.
public struct InvalidInvitee: Message {
    public static let protoName = "roster.v1.InvalidInvitee"
    /// As it was written; at most 256 bytes of it.
    public var text = ""
    /// Where it begins: how many characters (Unicode code points) stand before it.
    public var position: Int32 = 0
    /// Why, as a call of its own would be told: INVALID_ARGUMENT with INVALID_EMAIL.
    public var error: Status?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "text", &text)
        try v.field(2, "position", &position)
        try v.field(3, "error", &error)
    }
}

/// Somebody to be invited.
public struct Invitee: Message {
    public static let protoName = "roster.v1.Invitee"
    /// Trimmed and put in lower case.
    public var email = ""
    /// What is known already. The person may change it later.
    public var profile: Profile?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "email", &email)
        try v.field(2, "profile", &profile)
    }
}

/// What becomes of the others when one invitee is refused.
public struct InviteMode: WireEnum {
    public static let protoName = "roster.v1.InviteMode"
    /// As PER_ITEM.
    public static let unspecified = InviteMode(rawValue: 0)
    /// The others are invited.
    public static let perItem = InviteMode(rawValue: 1)
    /// Nobody is.
    public static let atomic = InviteMode(rawValue: 2)

    public static let cases: [(Int32, String)] = [
        (0, "INVITE_MODE_UNSPECIFIED"),
        (1, "INVITE_MODE_PER_ITEM"),
        (2, "INVITE_MODE_ATOMIC"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The request of ``Methods/Invitations/invite``.
public struct InviteRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.InviteRequest"
    public var organizationID = OrganizationID()
    /// The people, and after them those of the text: at least one, at most 2000 in all. An address that stands there before
    /// is no error and counts once.
    public var invitees: [Invitee] = []
    /// Addresses as ParseInvitees reads them.
    public var text = ""
    /// Any but OWNER. Unspecified: MEMBER, or CONNECTOR for a LIMITED seat.
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    /// Unspecified: STANDARD.
    public var seatType = SeatType.unspecified
    /// Absent: none.
    public var admin: AdminGrant?
    /// Products each gets a license of, for STANDARD seats. Empty: the plan's default product, if it has one.
    public var productIDs: [String] = []
    /// Give no license, not even of the default product.
    public var withoutLicense = false
    public var options: MutationOptions?
    /// Queue a mail with the link for each of them, for whoever delivers (MailService).
    public var sendEmail = false
    public var mode = InviteMode.unspecified
    /// For CUSTOM: which; else empty.
    public var customRoleID = RoleID()
    /// Roles on resources, for a role that isn't ADMIN everywhere and no LIMITED seat. (Rows 84, 92.)
    public var resourceRoles: [ResourceRoleGrant] = []
    /// Workspaces that they reach, for a role that hasn't all of them and no LIMITED seat. (Row 90.)
    public var workspaceIDs: [WorkspaceID] = []
    /// Groups they are put into, none twice. Needs `groups.edit_members`. (Row 21.)
    public var groups: [GroupMembership] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitees", &invitees)
        try v.field(3, "text", &text)
        try v.field(4, "role", &role)
        try v.field(5, "role_period", &rolePeriod)
        try v.field(6, "seat_type", &seatType)
        try v.field(7, "admin", &admin)
        try v.field(8, "product_ids", &productIDs)
        try v.field(9, "without_license", &withoutLicense)
        try v.field(15, "options", &options)
        try v.field(16, "send_email", &sendEmail)
        try v.field(17, "mode", &mode)
        try v.field(18, "custom_role_id", &customRoleID)
        try v.field(19, "resource_roles", &resourceRoles)
        try v.field(20, "workspace_ids", &workspaceIDs)
        try v.field(21, "groups", &groups)
    }
}

/// The answer of ``Methods/Invitations/invite``.
public struct InviteResponse: MutatingResponse {
    public static let protoName = "roster.v1.InviteResponse"
    /// One for each invitee, in the order of the request.
    public var results: [InviteResult] = []
    /// How many of them were invited.
    public var invited: Int32 = 0
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(2, "invited", &invited)
        try v.field(15, "result", &result)
    }
}

/// What became of one invitee.
public struct InviteResult: Message {
    public static let protoName = "roster.v1.InviteResult"
    /// Its place among the invitees of the request, from 0.
    public var index: Int32 = 0
    /// Its address in the normal form; as it was written (at most 256 bytes) when it is none.
    public var email = ""
    public var invitationID = InvitationID()
    public var memberID = MemberID()
    /// The address stands in the request before, and was dealt with there.
    public var isDuplicate = false
    /// Why it was not invited. Absent: it was.
    public var error: Status?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "index", &index)
        try v.field(2, "email", &email)
        try v.field(3, "invitation_id", &invitationID)
        try v.field(4, "member_id", &memberID)
        try v.field(5, "is_duplicate", &isDuplicate)
        try v.field(6, "error", &error)
    }
}
