// The shipped permissions as data: level, area of the account center, feature needed, and who holds them (product.md 3.4).

public import Wire

/// One permission of the catalogue.
public struct PermissionEntry: Sendable {
    public let permission: Permission
    public let name: StaticString
    public let level: PermissionLevel
    /// The area of the account center it opens. None: not part of the account center.
    public let area: AccountCenterArea?
    /// What the organization's features must include: ACCOUNT_CENTER for every area, and what the permission itself needs.
    public let features: FeatureSet
    /// Who holds it.
    public let holders: Holders
}

/// What a permission is about, and so where a role that contains it counts.
public struct PermissionLevel: WireEnum {
    public static let protoName = "roster.v1.PermissionLevel"
    public static let unspecified = PermissionLevel(rawValue: 0)
    /// The organization.
    public static let organization = PermissionLevel(rawValue: 1)
    /// One social profile or ad account.
    public static let resource = PermissionLevel(rawValue: 2)
    /// Held by API keys only, never by a member.
    public static let key = PermissionLevel(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "PERMISSION_LEVEL_UNSPECIFIED"), (1, "PERMISSION_LEVEL_ORGANIZATION"), (2, "PERMISSION_LEVEL_RESOURCE"),
        (3, "PERMISSION_LEVEL_KEY"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The columns of the tables of product.md 3.4: roles, administration and resource roles.
public struct Holders: OptionSet, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    static let owner = Holders(rawValue: 1 << 0), coOwner = Holders(rawValue: 1 << 1), manager = Holders(rawValue: 1 << 2)
    static let advancedMember = Holders(rawValue: 1 << 3), member = Holders(rawValue: 1 << 4), connector = Holders(rawValue: 1 << 5)
    static let fullAdmin = Holders(rawValue: 1 << 6)
    static let usersLicenses = Holders(rawValue: 1 << 7), reports = Holders(rawValue: 1 << 8), ssoEDI = Holders(rawValue: 1 << 9)
    static let guest = Holders(rawValue: 1 << 10), moderator = Holders(rawValue: 1 << 11)
    static let editor = Holders(rawValue: 1 << 12), admin = Holders(rawValue: 1 << 13)
    /// A connector, on the connections it made.
    static let ownConnection = Holders(rawValue: 1 << 14)
    /// A MEMBER or MANAGER whose toggle is on (MemberService.SetCapabilities).
    static let memberByToggle = Holders(rawValue: 1 << 15), managerByToggle = Holders(rawValue: 1 << 16)
    /// USERS_LICENSES where the organization's policy says so (C15).
    static let usersLicensesByPolicy = Holders(rawValue: 1 << 17)

    /// CO_OWNER, FULL, OWNER.
    static let top: Holders = [.owner, .coOwner, .fullAdmin]
    /// MANAGER and above.
    static let management: Holders = [.top, .manager]
    /// Every ACTIVE member.
    static let everyone: Holders = [.management, .advancedMember, .member, .connector]
}

extension Permission {
    /// The entry of this permission, if the catalogue has it.
    public var entry: PermissionEntry? {
        Int(number) <= Self.catalogue.count && number > 0 ? Self.catalogue[Int(number) - 1] : nil
    }

    // Numbers are those of the catalogue below, in its order. They never leave the process.
    public static let organizationRead = Permission(1), accessCheck = Permission(2), resourcesConnect = Permission(3)
    public static let membersRead = Permission(4), invitationsRead = Permission(5), licensesRead = Permission(6), groupsRead = Permission(7)
    public static let membersWrite = Permission(8), membersRemove = Permission(9), invitationsWrite = Permission(10)
    public static let licensesAssign = Permission(11), groupsEditMembers = Permission(12), mailSend = Permission(13)
    public static let membersManageRoles = Permission(14), resourcesManage = Permission(15), workspacesRead = Permission(16)
    public static let settingsRead = Permission(17), settingsWrite = Permission(18), crmManage = Permission(19), tokensManage = Permission(20)
    public static let subscriptionRead = Permission(21), addonsBuy = Permission(22), historyRead = Permission(23)
    public static let organizationUpdate = Permission(24), workspacesManage = Permission(25), groupsManage = Permission(26)
    public static let reportsRead = Permission(27), reportsExport = Permission(28), ssoManage = Permission(29), ediManage = Permission(30)
    public static let adminsManage = Permission(31), rolesManage = Permission(32), licensesManagePools = Permission(33)
    public static let subscriptionChange = Permission(34), subaccountsRead = Permission(35), subaccountsManage = Permission(36)
    public static let keysManage = Permission(37), accessCheckOthers = Permission(38), organizationDelete = Permission(39)
    public static let organizationTransfer = Permission(40)
    public static let actorsAssume = Permission(41), platformOrganizations = Permission(42), platformKeys = Permission(43)
    public static let profileRead = Permission(44), reportsView = Permission(45), inboxRead = Permission(46), inboxReply = Permission(47)
    public static let inboxModerate = Permission(48), postsSchedule = Permission(49), postsPublish = Permission(50)
    public static let inboxExport = Permission(51), profileConfigure = Permission(52)
    public static let connectionRenew = Permission(53), connectionDelete = Permission(54)

    /// Every shipped permission; the one with number n stands at n - 1.
    public static let catalogue: [PermissionEntry] = [
        organization("organization.read", nil, .everyone),
        organization("access.check", nil, .everyone),
        organization("resources.connect", nil, [.management, .advancedMember, .connector, .memberByToggle]),

        organization("members.read", .people, [.management, .usersLicenses]),
        organization("invitations.read", .people, [.management, .usersLicenses]),
        organization("licenses.read", .people, [.management, .usersLicenses]),
        organization("groups.read", .people, [.management, .usersLicenses]),

        organization("members.write", .people, [.management, .usersLicenses]),
        organization("members.remove", .people, [.management, .usersLicenses]),
        organization("invitations.write", .people, [.management, .usersLicenses]),
        organization("licenses.assign", .people, [.management, .usersLicenses]),
        organization("groups.edit_members", .people, [.management, .usersLicenses]),
        organization("mail.send", .people, [.management, .usersLicenses]),

        organization("members.manage_roles", .people, .management),
        organization("resources.manage", .settings, .management),
        organization("workspaces.read", .settings, .management),
        organization("settings.read", .settings, .management),
        organization("settings.write", .settings, .management),
        organization("crm.manage", .settings, .management, needs: .crmSync),
        organization("tokens.manage", .settings, .management),
        // Without the account center, so that an organization without it can see what it has and choose a plan that has it.
        organization("subscription.read", nil, .management),
        organization("addons.buy", nil, .management),
        organization("history.read", .home, .management),
        organization("organization.update", .home, .management),
        organization("workspaces.manage", .settings, [.top, .managerByToggle], needs: .workspaces),
        organization("groups.manage", .people, [.management, .usersLicensesByPolicy]),
        organization("reports.read", .reports, [.management, .reports]),
        organization("reports.export", .reports, [.management, .reports], needs: .biExport),
        organization("sso.manage", .settings, [.management, .ssoEDI], needs: .sso),
        organization("edi.manage", .settings, [.management, .ssoEDI]),

        organization("admins.manage", .people, .top),
        organization("roles.manage", .people, .top, needs: .customRoles),
        organization("licenses.manage_pools", .people, .top),
        organization("subscription.change", nil, .top),
        organization("subaccounts.read", .home, .top),
        organization("subaccounts.manage", .home, .top, needs: .subaccounts),
        organization("keys.manage", nil, .top),
        organization("access.check_others", nil, .top),
        organization("organization.delete", nil, .top),
        organization("organization.transfer", nil, .owner),

        key("actors.assume"),
        key("platform.organizations"),
        key("platform.keys"),

        resource("profile.read", [.guest, .moderator, .editor, .admin, .ownConnection]),
        resource("reports.view", [.guest, .moderator, .editor, .admin]),
        resource("inbox.read", [.moderator, .editor, .admin]),
        resource("inbox.reply", [.moderator, .editor, .admin]),
        resource("inbox.moderate", [.moderator, .editor, .admin]),
        resource("posts.schedule", [.moderator, .editor, .admin]),
        resource("posts.publish", [.editor, .admin]),
        resource("inbox.export", [.editor, .admin]),
        resource("profile.configure", [.admin]),
        resource("connection.renew", [.admin, .ownConnection]),
        resource("connection.delete", [.admin, .ownConnection]),
    ].enumerated().map { $1(UInt8(truncatingIfNeeded: $0 + 1)) }

    static let catalogueByName = catalogue.sorted { $0.permission.text < $1.permission.text }

    private typealias Row = @Sendable (UInt8) -> PermissionEntry

    private static func organization(
        _ name: StaticString, _ area: AccountCenterArea?, _ holders: Holders, needs feature: Feature? = nil
    ) -> Row {
        var features = FeatureSet()
        if area != nil { features.insert(.accountCenter) }
        if let feature { features.insert(feature) }
        return { [features] in
            PermissionEntry(permission: Permission($0), name: name, level: .organization, area: area, features: features, holders: holders)
        }
    }

    private static func resource(_ name: StaticString, _ holders: Holders) -> Row {
        { PermissionEntry(permission: Permission($0), name: name, level: .resource, area: nil, features: [], holders: holders) }
    }

    private static func key(_ name: StaticString) -> Row {
        { PermissionEntry(permission: Permission($0), name: name, level: .key, area: nil, features: [], holders: []) }
    }
}
