// What roles and administration are worth: their rank for the ceiling rule, and the permissions they hold.

public import WellKnown

extension PermissionSet {
    /// The permissions of one level that any of these columns of product.md 3.4 holds.
    public init(level: PermissionLevel, heldBy holders: Holders) {
        self.init(Permission.catalogue.lazy.filter { $0.level == level && !$0.holders.isDisjoint(with: holders) }.map(\.permission))
    }

    /// What FULL holds: every organization permission but `organization.transfer`.
    public static let fullAdmin = PermissionSet(level: .organization, heldBy: .fullAdmin)
    /// Every permission of each level.
    public static let organization = PermissionSet(level: .organization, heldBy: .everyone)
    public static let resource = PermissionSet(Permission.catalogue.lazy.filter { $0.level == .resource }.map(\.permission))
    public static let key = PermissionSet(Permission.catalogue.lazy.filter { $0.level == .key }.map(\.permission))
    public static let all = PermissionSet(Permission.catalogue.lazy.map(\.permission))
    /// What a role on a resource holds there.
    public static let resourceGuest = PermissionSet(level: .resource, heldBy: .guest)
    public static let resourceModerator = PermissionSet(level: .resource, heldBy: .moderator)
    public static let resourceEditor = PermissionSet(level: .resource, heldBy: .editor)
    public static let resourceAdmin = PermissionSet(level: .resource, heldBy: .admin)
    /// What a connector holds on the connections it made.
    public static let ownConnection = PermissionSet(level: .resource, heldBy: .ownConnection)

    /// What a toggle adds to MEMBER, and takes from ADVANCED_MEMBER.
    public static let connectToggle = PermissionSet(level: .organization, heldBy: .memberByToggle)
    /// What a toggle adds to MANAGER.
    public static let workspacesToggle = PermissionSet(level: .organization, heldBy: .managerByToggle)
    /// What the policy `sub_admins_manage_groups` adds to USERS_LICENSES.
    public static let usersLicensesByPolicy = PermissionSet(level: .organization, heldBy: .usersLicensesByPolicy)

    fileprivate static let owner = PermissionSet(level: .organization, heldBy: .owner)
    fileprivate static let coOwner = PermissionSet(level: .organization, heldBy: .coOwner)
    fileprivate static let manager = PermissionSet(level: .organization, heldBy: .manager)
    fileprivate static let advancedMember = PermissionSet(level: .organization, heldBy: .advancedMember)
    fileprivate static let member = PermissionSet(level: .organization, heldBy: .member)
    fileprivate static let connector = PermissionSet(level: .organization, heldBy: .connector)
    fileprivate static let usersLicenses = PermissionSet(level: .organization, heldBy: .usersLicenses)
    fileprivate static let reports = PermissionSet(level: .organization, heldBy: .reports)
    fileprivate static let ssoEDI = PermissionSet(level: .organization, heldBy: .ssoEDI)
}

extension OrganizationRole {
    /// Its place on the ladder (product.md 3.1); 0 if it isn't a role.
    public var rank: Int32 {
        switch self {
        case .owner: 100
        case .coOwner: 80
        case .manager: 60
        case .advancedMember: 40
        case .member: 20
        case .connector: 10
        default: 0
        }
    }

    /// The organization permissions it holds by itself, before plan, seat and the member's toggles.
    public var permissions: PermissionSet {
        switch self {
        case .owner: .owner
        case .coOwner: .coOwner
        case .manager: .manager
        case .advancedMember: .advancedMember
        case .member: .member
        case .connector: .connector
        default: []
        }
    }

    /// Whether it implies the administration FULL (product.md 3.1).
    public var impliesFullAdmin: Bool { rank >= 80 }

    /// Whether it holds ADMIN on every resource (rows 68, 70, 71).
    public var impliesResourceAdmin: Bool { rank >= 60 }
}

extension AdminCategory {
    /// The organization permissions of the category.
    public var permissions: PermissionSet {
        switch self {
        case .usersLicenses: .usersLicenses
        case .reports: .reports
        case .ssoEdi: .ssoEDI
        default: []
        }
    }
}

extension AdminGrant {
    /// The authority that comes with it (product.md 3.3, 3): 80 for FULL, 30 for SUB, 0 for neither.
    public var authority: Int32 {
        switch level {
        case .full: 80
        case .sub: 30
        default: 0
        }
    }

    /// The organization permissions it holds, while its period lasts.
    public var permissions: PermissionSet {
        switch level {
        case .full: .fullAdmin
        case .sub: categories.reduce(into: PermissionSet()) { $0.formUnion($1.permissions) }
        default: []
        }
    }
}

extension Period {
    /// Whether it counts at a time.
    public func contains(_ time: Timestamp) -> Bool {
        if let startTime, time < startTime { return false }
        if let endTime, time >= endTime { return false }
        return true
    }

    /// The next time after `time` at which it begins or ends.
    public func nextChange(after time: Timestamp) -> Timestamp? {
        if let startTime, time < startTime { return startTime }
        if let endTime, time < endTime { return endTime }
        return nil
    }
}
