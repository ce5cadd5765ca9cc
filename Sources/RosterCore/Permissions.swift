// Permissions: what a member holds at a time, and what a plan leaves of it. Who holds what is the catalogue's (RosterAPI).

public import RosterAPI

extension MemberRecord {
    /// The role that counts at this time: outside its period a role counts as MEMBER.
    public func role(at time: Int64) -> OrganizationRole { roleValidity.contains(time) ? role : .member }

    /// The administration right that counts at this time, without its period; nil for none.
    public func administration(at time: Int64) -> AdminGrant? {
        guard adminLevel != .unspecified, adminValidity.contains(time) else { return nil }
        return .with { grant in
            grant.level = adminLevel
            grant.categories = adminCategories
        }
    }

    /// The administration right that it was given and that isn't over at this time, with its period; nil for none.
    public func administration(from time: Int64) -> AdminGrant? {
        guard adminLevel != .unspecified, time < adminValidity.end else { return nil }
        return .with { grant in
            grant.level = adminLevel
            grant.categories = adminCategories
            grant.period = adminValidity.period
        }
    }

    /// The role it was given last, within its period or not.
    var givenRole: OrganizationRole { lapsedRole == .unspecified ? role : lapsedRole }

    /// The administration right it was given last, within its period or not; nil for none.
    var givenAdministration: AdminGrant? {
        let lapsed = adminLevel == .unspecified
        guard !lapsed || lapsedAdminLevel != .unspecified else { return nil }
        return .with { grant in
            grant.level = lapsed ? lapsedAdminLevel : adminLevel
            grant.categories = lapsed ? lapsedAdminCategories : adminCategories
        }
    }

    /// What the role gives at this time with its toggles, whatever state and seat are. Outside its period it is a plain MEMBER's.
    func rolePermissions(_ customRole: CustomRole?, at time: Int64) -> PermissionSet {
        guard roleValidity.contains(time) else { return .everyMember }
        if let customRole { return customRole.permissions.union(.everyMember) }
        return role.permissions(connectResources: connectResources, manageWorkspaces: manageWorkspaces)
    }

    /// What role and toggles come to, for callers.
    func capabilities(_ customRole: CustomRole?, at time: Int64) -> Capabilities {
        let permissions = rolePermissions(customRole, at: time)
        return .with { capabilities in
            capabilities.connectResources = permissions.contains(.resourcesConnect)
            capabilities.manageWorkspaces = permissions.contains(.workspacesManage)
        }
    }
}

extension MemberNode {
    /// max(rank of the role, 80 for FULL, 30 for SUB) at this time (product.md 3.3, 3).
    ///
    /// A removed member holds nothing, so it has none.
    public func authority(at time: Int64) -> Int32 {
        if record.state == .removed { return 0 }
        let rank = record.roleValidity.contains(time) ? givenRank : OrganizationRole.member.rank
        return max(rank, record.administration(at: time)?.authority ?? 0)
    }

    /// The most that it has or will have from this time on: what was granted for later counts, what has ended doesn't.
    public func authority(from time: Int64) -> Int32 {
        if record.state == .removed { return 0 }
        let granted = record.roleValidity.end > time ? givenRank : 0
        return max(authority(at: time), granted, record.administration(from: time)?.authority ?? 0)
    }

    /// Whether it holds FULL at this time, by a right or by OWNER or CO_OWNER, which imply it. A custom role of their rank doesn't.
    func holdsFull(at time: Int64) -> Bool {
        guard record.state != .removed else { return false }
        return record.administration(at: time)?.level == .full || record.role(at: time).impliesFullAdmin
    }

    /// Whether it holds FULL at some time from this one on, suspended or not.
    func holdsFull(from time: Int64) -> Bool {
        guard record.state != .removed else { return false }
        let isGiven = record.roleValidity.end > time && record.role.impliesFullAdmin
        return holdsFull(at: time) || isGiven || record.administration(from: time)?.level == .full
    }

    /// The rank of the role in the record, within its period or not.
    private var givenRank: Int32 { rules.customRole?.rank ?? record.role.rank }

    /// What role and toggles give at this time, whatever state and seat are.
    func rolePermissions(at time: Int64) -> PermissionSet { record.rolePermissions(rules.customRole, at: time) }

    /// What the role that it was given last gives, within its period or not.
    var givenRolePermissions: PermissionSet {
        if record.lapsedRole == .unspecified { return record.rolePermissions(rules.customRole, at: record.roleValidity.start) }
        if let lapsed = rules.lapsedCustomRole { return lapsed.permissions.union(.everyMember) }
        return record.lapsedRole.permissions(connectResources: record.lapsedConnectResources, manageWorkspaces: record.lapsedManageWorkspaces)
    }

    /// What the administration right that it was given last gives, within its period or not.
    var givenAdminPermissions: PermissionSet { record.givenAdministration.map { rules.permissions(of: $0) } ?? [] }
}

extension OrganizationRole {
    /// What it holds with its toggles; nil: as it has them by itself. Toggles of other roles change nothing (rows 73, 74).
    func permissions(connectResources: Bool?, manageWorkspaces: Bool?) -> PermissionSet {
        var permissions = permissions
        for (toggled, isOn) in [(PermissionSet.connectToggle, connectResources), (.workspacesToggle, manageWorkspaces)] {
            guard let isOn, toggles.isSuperset(of: toggled) else { continue }
            if isOn { permissions.formUnion(toggled) } else { permissions.subtract(toggled) }
        }
        return permissions
    }

    /// The permissions that its members' toggles switch.
    var toggles: PermissionSet {
        switch self {
        case .member, .advancedMember: .connectToggle
        case .manager: .workspacesToggle
        default: []
        }
    }
}

extension PermissionSet {
    /// What every ACTIVE member holds by being one.
    static let everyMember = OrganizationRole.member.permissions
    /// What a LIMITED seat leaves at organization level: oneself, and connecting profiles (rows 93 to 96).
    static let limitedSeat = OrganizationRole.connector.permissions

    /// What a set of features lets anybody have.
    init(allowedBy features: FeatureSet) {
        self.init(Permission.catalogue.lazy.filter { $0.features.isSubset(of: features) }.map(\.permission))
    }
}

extension Permission {
    /// The features without which nobody has it.
    public var features: FeatureSet { entry?.features ?? [] }
}
