// A person in an organization, and what is known of it.

public import WellKnown
public import Wire

/// Employee information. Every text is at most 256 bytes of UTF-8. (Row 24.)
public struct Profile: Message {
    public static let protoName = "roster.v1.Profile"
    public var givenName = ""
    public var familyName = ""
    /// Absent: given and family name.
    public var displayName = ""
    /// The employer's own number or name for the person.
    public var employeeID = ""
    public var title = ""
    public var jobFunction = ""
    public var department = ""
    public var region = ""
    /// Whom the person reports to, by that one's employee id or e-mail address.
    public var manager = ""
    /// A BCP 47 tag, such as `fr-CA`.
    public var locale = ""
    /// Whatever else the employer keeps: at most 64 entries, keys of 1 to 64 bytes, values of at most 1024.
    public var attributes: [String: String] = [:]

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "given_name", &givenName)
        try v.field(2, "family_name", &familyName)
        try v.field(3, "display_name", &displayName)
        try v.field(4, "employee_id", &employeeID)
        try v.field(5, "title", &title)
        try v.field(6, "job_function", &jobFunction)
        try v.field(7, "department", &department)
        try v.field(8, "region", &region)
        try v.field(9, "manager", &manager)
        try v.field(10, "locale", &locale)
        try v.field(16, "attributes", &attributes)
    }
}

/// A person in an organization.
public struct Member: Message {
    public static let protoName = "roster.v1.Member"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// At most 254 bytes, lower case, the domain in ASCII. Empty once erased.
    public var email = ""
    public var profile: Profile?
    /// In force now: outside its period a role counts as MEMBER.
    public var role = OrganizationRole.unspecified
    public var rolePeriod: Period?
    public var seatType = SeatType.unspecified
    public var state = MemberState.unspecified
    /// Absent: no administration.
    public var admin: AdminGrant?
    /// The licenses it holds: pending, active and parked. (Rows 17, 26.)
    public var licenses: [MemberLicense] = []
    /// When it was created or first invited.
    public var createTime: Timestamp?
    /// When it was last invited.
    public var inviteTime: Timestamp?
    /// When its first license was activated.
    public var activationTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0
    public var lastLoginTime: Timestamp?
    public var updateTime: Timestamp?
    /// When it was suspended or removed; only while it is.
    public var suspendTime: Timestamp?
    public var removeTime: Timestamp?
    /// Absent: nobody ever chose whether it takes part, or the plan has no CRM_SYNC. (SettingsService.SetCrmSync.)
    public var crmSync: CrmSync?
    /// The groups it is in, and will be in; by group id. (Row 26.)
    public var groups: [GroupMembership] = []
    /// The roles it was given on resources, those in workspaces that it doesn't reach included; one that is over shows no more.
    /// A role that is ADMIN everywhere doesn't show here.
    public var resourceRoles: [ResourceRoleGrant] = []
    /// The workspaces that it was let into. A role that has every workspace doesn't show here.
    public var workspaceIDs: [WorkspaceID] = []
    /// The invitation that it came by or waits for. Empty: it was created.
    public var invitationID = InvitationID()
    /// For the role CUSTOM: which; else empty.
    public var customRoleID = RoleID()
    /// What role and toggles come to now, before plan and seat: both are said.
    public var capabilities: Capabilities?
    /// When it came in: by accepting its invitation, or when it was created. Absent while it hasn't. (Row 66.)
    public var joinTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "email", &email)
        try v.field(4, "profile", &profile)
        try v.field(5, "role", &role)
        try v.field(6, "role_period", &rolePeriod)
        try v.field(7, "seat_type", &seatType)
        try v.field(8, "state", &state)
        try v.field(9, "admin", &admin)
        try v.field(10, "licenses", &licenses)
        try v.field(11, "create_time", &createTime)
        try v.field(12, "invite_time", &inviteTime)
        try v.field(13, "activation_time", &activationTime)
        try v.field(14, "revision", &revision)
        try v.field(16, "last_login_time", &lastLoginTime)
        try v.field(17, "update_time", &updateTime)
        try v.field(18, "suspend_time", &suspendTime)
        try v.field(19, "remove_time", &removeTime)
        try v.field(20, "crm_sync", &crmSync)
        try v.field(21, "groups", &groups)
        try v.field(22, "custom_role_id", &customRoleID)
        try v.field(23, "capabilities", &capabilities)
        try v.field(24, "resource_roles", &resourceRoles)
        try v.field(25, "workspace_ids", &workspaceIDs)
        try v.field(26, "invitation_id", &invitationID)
        try v.field(27, "join_time", &joinTime)
    }
}

/// A license that a member holds.
public struct MemberLicense: Message {
    public static let protoName = "roster.v1.MemberLicense"
    public var licenseID = LicenseID()
    public var productID = ""
    public var state = LicenseState.unspecified
    public var period: Period?
    public var assignTime: Timestamp?
    public var activateTime: Timestamp?
    /// When it was parked; only while it is.
    public var parkTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "product_id", &productID)
        try v.field(3, "state", &state)
        try v.field(4, "period", &period)
        try v.field(5, "assign_time", &assignTime)
        try v.field(6, "activate_time", &activateTime)
        try v.field(7, "park_time", &parkTime)
    }
}
