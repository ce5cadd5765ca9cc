// Records: what a tree's state consists of. They are messages, so a snapshot is their encoding (architecture 3, decision 5).

public import RosterAPI
public import Wire

// Times are nanoseconds since 1970, 0 for never. `revision` is that of the last change of this very resource.

/// One organization without what lies in it.
public struct OrganizationRecord: Message {
    public static let protoName = "roster.internal.OrganizationRecord"
    public var organizationID = OrganizationID()
    public var revision: Int64 = 0
    public var name = ""
    public var kind = OrganizationKind.unspecified
    public var state = OrganizationState.unspecified
    /// Zero for a root.
    public var parentID = OrganizationID()
    public var timeZone = ""
    public var policies: Policies?
    public var ownerID = MemberID()
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0
    public var deleteTime: Int64 = 0
    public var purgeTime: Int64 = 0
    /// The plan as it was when it was chosen: later changes of the configuration don't reach it.
    public var plan: PlanChanged?
    public var planTime: Int64 = 0
    /// Features of the plan that were enabled on request.
    public var enabledFeatures: [Feature] = []
    public var addOns: [AddOn] = []
    /// The revision of the subscription's last change.
    public var subscriptionRevision: Int64 = 0
    /// The UTC month (months since January 1970) that the next number counts.
    public var assignmentMonth: Int32 = 0
    public var assignmentsInMonth: Int32 = 0
    /// What it may consume with everything below it.
    public var quotaLimits: QuotaLimits?
    /// Of the universal link; 0: the first.
    public var universalLinkGeneration: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "revision", &revision)
        try v.field(3, "name", &name)
        try v.field(4, "kind", &kind)
        try v.field(5, "state", &state)
        try v.field(6, "parent_id", &parentID)
        try v.field(7, "time_zone", &timeZone)
        try v.field(8, "policies", &policies)
        try v.field(9, "owner_id", &ownerID)
        try v.field(10, "create_time", &createTime)
        try v.field(11, "update_time", &updateTime)
        try v.field(12, "delete_time", &deleteTime)
        try v.field(13, "purge_time", &purgeTime)
        try v.field(14, "plan", &plan)
        try v.field(15, "plan_time", &planTime)
        try v.field(16, "enabled_features", &enabledFeatures)
        try v.field(17, "add_ons", &addOns)
        try v.field(18, "subscription_revision", &subscriptionRevision)
        try v.field(19, "assignment_month", &assignmentMonth)
        try v.field(20, "assignments_in_month", &assignmentsInMonth)
        try v.field(21, "quota_limits", &quotaLimits)
        try v.field(40, "universal_link_generation", &universalLinkGeneration)
    }
}

/// One member. A removed one stays as a tombstone, without licenses and grants.
public struct MemberRecord: Message {
    public static let protoName = "roster.internal.MemberRecord"
    public var memberID = MemberID()
    public var revision: Int64 = 0
    public var state = MemberState.unspecified
    public var seatType = SeatType.unspecified
    public var role = OrganizationRole.unspecified
    public var roleValidity = Validity.always
    public var adminLevel = AdminLevel.unspecified
    public var adminCategories: [AdminCategory] = []
    public var adminValidity = Validity.always
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0
    public var activateTime: Int64 = 0
    public var suspendTime: Int64 = 0
    public var removeTime: Int64 = 0
    public var lastLoginTime: Int64 = 0
    /// The licenses it holds (none that is revoked), in the order of assignment.
    public var licenses: [LicenseID] = []
    /// Absent once erased.
    public var personal: PersonalData?
    public var isErased = false
    /// The role and the administration right that ended by time alone, once the sweeper has taken them away; kept so that a
    /// refusal goes on to say so. Unspecified when there is none, and from the next change on.
    public var lapsedRole = OrganizationRole.unspecified
    public var lapsedAdminLevel = AdminLevel.unspecified
    public var lapsedAdminCategories: [AdminCategory] = []
    /// The groups it is in, will be in, and was in until a time that is over and not swept; by group id.
    public internal(set) var groups: [HeldGroup] = []
    /// Absent: nobody ever chose.
    public var crmSync: CrmSyncRecord?
    /// For the role CUSTOM: which.
    public var customRoleID = RoleID()
    /// The toggles of the role; nil: as it has them by itself.
    public var connectResources: Bool?
    public var manageWorkspaces: Bool?
    /// What belonged to the lapsed role.
    public var lapsedCustomRoleID = RoleID()
    public var lapsedConnectResources: Bool?
    public var lapsedManageWorkspaces: Bool?
    /// Roles on resources, one a resource, in the order of the resources' ids; those that lapsed included.
    public var resourceRoles: [ResourceRoleRecord] = []
    /// The workspaces it was let into, in the order of their ids.
    public var workspaces: [WorkspaceID] = []
    /// The invitation that it came by or waits for; zero: it was created.
    public var invitationID = InvitationID()
    /// When it was last invited.
    public var inviteTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "revision", &revision)
        try v.field(3, "state", &state)
        try v.field(4, "seat_type", &seatType)
        try v.field(5, "role", &role)
        try v.field(6, "role_start", &roleValidity.start)
        try v.end(7, "role_end", &roleValidity.end)
        try v.field(8, "admin_level", &adminLevel)
        try v.field(9, "admin_categories", &adminCategories)
        try v.field(10, "admin_start", &adminValidity.start)
        try v.end(11, "admin_end", &adminValidity.end)
        try v.field(12, "create_time", &createTime)
        try v.field(13, "update_time", &updateTime)
        try v.field(14, "activate_time", &activateTime)
        try v.field(15, "remove_time", &removeTime)
        try v.field(16, "last_login_time", &lastLoginTime)
        try v.field(17, "suspend_time", &suspendTime)
        try v.field(18, "licenses", &licenses)
        try v.field(19, "personal", &personal)
        try v.field(20, "is_erased", &isErased)
        try v.field(21, "lapsed_role", &lapsedRole)
        try v.field(22, "lapsed_admin_level", &lapsedAdminLevel)
        try v.field(23, "lapsed_admin_categories", &lapsedAdminCategories)
        try v.field(24, "groups", &groups)
        try v.field(25, "custom_role_id", &customRoleID)
        try v.field(26, "connect_resources", &connectResources)
        try v.field(27, "manage_workspaces", &manageWorkspaces)
        try v.field(28, "resource_roles", &resourceRoles)
        try v.field(29, "workspaces", &workspaces)
        try v.field(32, "crm_sync", &crmSync)
        try v.field(33, "lapsed_custom_role_id", &lapsedCustomRoleID)
        try v.field(34, "lapsed_connect_resources", &lapsedConnectResources)
        try v.field(35, "lapsed_manage_workspaces", &lapsedManageWorkspaces)
        try v.field(30, "invitation_id", &invitationID)
        try v.field(31, "invite_time", &inviteTime)
    }
}

/// The seats of one product in one organization.
public struct PoolRecord: Message {
    public static let protoName = "roster.internal.PoolRecord"
    public var productID = ""
    public var revision: Int64 = 0
    public var purchased: Int32 = 0
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "revision", &revision)
        try v.field(3, "purchased", &purchased)
        try v.field(4, "create_time", &createTime)
        try v.field(5, "update_time", &updateTime)
    }
}

/// One seat held by one member, or once held.
public struct AssignmentRecord: Message {
    public static let protoName = "roster.internal.AssignmentRecord"
    public var licenseID = LicenseID()
    public var revision: Int64 = 0
    public var memberID = MemberID()
    public var productID = ""
    public var state = LicenseState.unspecified
    public var validity = Validity.always
    public var assignTime: Int64 = 0
    public var activateTime: Int64 = 0
    public var revokeTime: Int64 = 0
    /// Only while it is parked.
    public var parkTime: Int64 = 0
    /// While its holder is invited only: when the invitation ends, and with it this. `.max`: the holder is in.
    public var reservationEnd: Int64 = .max

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "license_id", &licenseID)
        try v.field(2, "revision", &revision)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "product_id", &productID)
        try v.field(5, "state", &state)
        try v.field(6, "start", &validity.start)
        try v.end(7, "end", &validity.end)
        try v.field(8, "assign_time", &assignTime)
        try v.field(9, "activate_time", &activateTime)
        try v.field(10, "revoke_time", &revokeTime)
        try v.field(12, "park_time", &parkTime)
        try v.end(11, "reservation_end", &reservationEnd)
    }
}

/// One API key. Only hashes of its secret are known.
public struct KeyRecord: Message {
    public static let protoName = "roster.internal.KeyRecord"
    public var keyID = KeyID()
    public var revision: Int64 = 0
    /// The organization it is bound to; `.platform` for a platform-wide key.
    public var organizationID = OrganizationID()
    public var name = ""
    public var permissions: [Permission] = []
    /// The rank with which it acts as itself.
    public var ceiling: Int32 = 0
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0
    public var expireTime: Int64 = 0
    public var revokeTime: Int64 = 0
    public var rotateTime: Int64 = 0
    public var creatorKeyID = KeyID()
    public var creatorMemberID = MemberID()
    /// HMAC-SHA-256 of the whole key with the server's pepper.
    public var secretHash: [UInt8] = []
    public var previousSecretHash: [UInt8] = []
    public var previousSecretExpireTime: Int64 = 0
    /// Set once the sweeper has taken note of its expiry; its secrets are forgotten.
    public var isExpired = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
        try v.field(2, "revision", &revision)
        try v.field(3, "organization_id", &organizationID)
        try v.field(4, "name", &name)
        try v.field(5, "permissions", &permissions)
        try v.field(6, "ceiling", &ceiling)
        try v.field(7, "create_time", &createTime)
        try v.field(8, "update_time", &updateTime)
        try v.field(9, "expire_time", &expireTime)
        try v.field(10, "revoke_time", &revokeTime)
        try v.field(11, "rotate_time", &rotateTime)
        try v.field(12, "creator_key_id", &creatorKeyID)
        try v.field(13, "creator_member_id", &creatorMemberID)
        try v.field(14, "secret_hash", &secretHash)
        try v.field(15, "previous_secret_hash", &previousSecretHash)
        try v.field(16, "previous_secret_expire_time", &previousSecretExpireTime)
        try v.field(17, "is_expired", &isExpired)
    }
}

/// What a request id stands for: the entry that answered it.
public struct RequestRecord: Message {
    public static let protoName = "roster.internal.RequestRecord"
    public var key = Hash256.zero
    public var revision: Int64 = 0
    /// HMAC-SHA-256 of the request without its id, with the server's key: another body under the same id is an error.
    public var digest = Hash256.zero
    public var time: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.digest(1, "key", &key)
        try v.field(2, "revision", &revision)
        try v.digest(3, "digest", &digest)
        try v.field(4, "time", &time)
    }
}

extension FieldVisitor {
    /// An end of a validity; "for ever" is left out.
    mutating func end(_ number: Int32, _ name: String, _ end: inout Int64) throws(WireError) {
        var value = end == .max ? 0 : end
        try field(number, name, &value)
        end = value == 0 ? .max : value
    }
}
