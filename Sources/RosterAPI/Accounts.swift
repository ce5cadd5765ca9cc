// Accounts as a person finds them: whose they are, which it has, and what it opens in one.

public import WellKnown
public import Wire

/// The request of ``Methods/Organizations/transferOwnership``.
public struct TransferOwnershipRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.TransferOwnershipRequest"
    public var organizationID = OrganizationID()
    /// The member who will be the owner.
    public var memberID = MemberID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/transferOwnership``.
public struct TransferOwnershipResponse: MutatingResponse {
    public static let protoName = "roster.v1.TransferOwnershipResponse"
    public var organization: Organization?
    /// The owner now, and the one until then.
    public var owner: Member?
    public var previousOwner: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(2, "owner", &owner)
        try v.field(3, "previous_owner", &previousOwner)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Organizations/switchAccount``.
public struct SwitchAccountRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SwitchAccountRequest"
    /// The account to be opened.
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Organizations/switchAccount``.
public struct SwitchAccountResponse: ReadResponse {
    public static let protoName = "roster.v1.SwitchAccountResponse"
    public var organization: Organization?
    /// The membership that counts: the person's there, or without one the administrator's in the nearest account above.
    public var memberID = MemberID()
    /// The value of the metadata `roster-actor` with which the service acts for this person there from now on.
    public var rosterActor = ""
    /// The person's role there, in force now. Unspecified when it only administers an account above.
    public var role = OrganizationRole.unspecified
    /// The person administers this account by its role in an account above.
    public var parentAdmin = false
    /// Everything the person may do there at organization level, ordered by name; the key's own rights still bound it.
    public var permissions: [Permission] = []
    /// The areas of the account center that the person may open. Empty: it can't enter at all. (Rows 1, 2, 3.)
    public var areas: [AreaAccess] = []
    /// The applications: the license pools that the person holds a seat of or administers, ordered by product id. (Row 6.)
    public var instances: [ApplicationInstance] = []
    /// The next time at which `permissions` could change by time alone. Absent: they can't.
    public var validUntil: Timestamp?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "roster_actor", &rosterActor)
        try v.field(4, "role", &role)
        try v.field(5, "parent_admin", &parentAdmin)
        try v.field(6, "permissions", &permissions)
        try v.field(7, "areas", &areas)
        try v.field(8, "instances", &instances)
        try v.field(9, "valid_until", &validUntil)
        try v.field(14, "revision", &revision)
    }
}

/// An area of the account center that somebody may open.
public struct AreaAccess: Message {
    public static let protoName = "roster.v1.AreaAccess"
    public var area = AccountCenterArea.unspecified
    /// Of PEOPLE: which of its pages.
    public var pages: [PeoplePage] = []
    /// What the person may do there, ordered by name.
    public var permissions: [Permission] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "area", &area)
        try v.field(2, "pages", &pages)
        try v.field(3, "permissions", &permissions)
    }
}

/// An application as a person finds it in an account: a license pool seen by switching.
public struct ApplicationInstance: Message {
    public static let protoName = "roster.v1.ApplicationInstance"
    public var productID = ""
    /// What people call the product.
    public var name = ""
    /// The person holds a license of it.
    public var licensed = false
    /// The person administers its licenses.
    public var administered = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "name", &name)
        try v.field(3, "licensed", &licensed)
        try v.field(4, "administered", &administered)
    }
}

/// The request of ``Methods/Organizations/listMyOrganizations``.
public struct ListMyOrganizationsRequest: ListRequest {
    public static let protoName = "roster.v1.ListMyOrganizationsRequest"
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    /// Knows `state`, `role`, `name`, `organization_state` and `parent_id`.
    public var filter = ""
    /// Only empty: the order is that of organization ids.
    public var orderBy = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
    }
}

/// The answer of ``Methods/Organizations/listMyOrganizations``.
public struct ListMyOrganizationsResponse: ListResponse {
    public static let protoName = "roster.v1.ListMyOrganizationsResponse"
    public var memberships: [Membership] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "memberships", &memberships)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
    }

    public var items: [Membership] {
        get { memberships }
        set { memberships = newValue }
    }
}

/// One account that a person belongs to, or is invited to.
public struct Membership: Message {
    public static let protoName = "roster.v1.Membership"
    public var organizationID = OrganizationID()
    public var name = ""
    public var memberID = MemberID()
    /// PENDING: an invitation that waits for the person.
    public var state = MemberState.unspecified
    /// In force now.
    public var role = OrganizationRole.unspecified
    /// The products it holds a license of there.
    public var productIDs: [String] = []
    /// The state of the account; another than ACTIVE can't be switched to.
    public var organizationState = OrganizationState.unspecified
    /// The account above it; empty for a root.
    public var parentID = OrganizationID()
    /// The person's administration right, in force now. Absent: none.
    public var admin: AdminGrant?
    /// The applications: what it can switch to, ordered by product id.
    public var instances: [ApplicationInstance] = []
    /// Of a PENDING member: the invitation, and until when it can be accepted.
    public var invitationID = InvitationID()
    public var invitationExpireTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "state", &state)
        try v.field(5, "role", &role)
        try v.field(6, "product_ids", &productIDs)
        try v.field(7, "organization_state", &organizationState)
        try v.field(8, "parent_id", &parentID)
        try v.field(9, "admin", &admin)
        try v.field(10, "instances", &instances)
        try v.field(11, "invitation_id", &invitationID)
        try v.field(12, "invitation_expire_time", &invitationExpireTime)
    }
}

/// The areas of the account center (row 3).
public struct AccountCenterArea: WireEnum {
    public static let protoName = "roster.v1.AccountCenterArea"
    public static let unspecified = AccountCenterArea(rawValue: 0)
    /// Users, groups and administrators.
    public static let people = AccountCenterArea(rawValue: 1)
    public static let settings = AccountCenterArea(rawValue: 2)
    /// The account itself, its sub-accounts and its history.
    public static let home = AccountCenterArea(rawValue: 3)
    public static let reports = AccountCenterArea(rawValue: 4)

    public static let cases: [(Int32, String)] = [
        (0, "ACCOUNT_CENTER_AREA_UNSPECIFIED"), (1, "ACCOUNT_CENTER_AREA_PEOPLE"), (2, "ACCOUNT_CENTER_AREA_SETTINGS"),
        (3, "ACCOUNT_CENTER_AREA_HOME"), (4, "ACCOUNT_CENTER_AREA_REPORTS"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The pages of the area PEOPLE (row 3).
public struct PeoplePage: WireEnum {
    public static let protoName = "roster.v1.PeoplePage"
    public static let unspecified = PeoplePage(rawValue: 0)
    /// Opened by `members.read`.
    public static let users = PeoplePage(rawValue: 1)
    /// Opened by `groups.read`.
    public static let groups = PeoplePage(rawValue: 2)
    /// Opened by `admins.manage`.
    public static let admins = PeoplePage(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "PEOPLE_PAGE_UNSPECIFIED"), (1, "PEOPLE_PAGE_USERS"), (2, "PEOPLE_PAGE_GROUPS"), (3, "PEOPLE_PAGE_ADMINS"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
