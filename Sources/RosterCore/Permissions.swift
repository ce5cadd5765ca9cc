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

    /// max(rank of the role, 80 for FULL, 30 for SUB) at this time (product.md 3.3, 3).
    ///
    /// A removed member holds nothing, so it has none.
    public func authority(at time: Int64) -> Int32 {
        state == .removed ? 0 : max(role(at: time).rank, administration(at: time)?.authority ?? 0)
    }

    /// The most that it has or will have from this time on: what was granted for later counts, what has ended doesn't.
    public func authority(from time: Int64) -> Int32 {
        if state == .removed { return 0 }
        let granted = roleValidity.end > time ? role.rank : 0
        let administration = adminValidity.end > time ? AdminGrant.with { $0.level = adminLevel }.authority : 0
        return max(authority(at: time), granted, administration)
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

    /// What role and administration give at this time, masked by the member's state and seat type, not yet by organization and plan.
    func permissions(at time: Int64) -> PermissionSet {
        guard state == .active else { return [] }
        var permissions = role(at: time).permissions
        if let administration = administration(at: time) { permissions.formUnion(administration.permissions) }
        return seatType == .limited ? permissions.intersection(PermissionSet.limitedSeat) : permissions
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
