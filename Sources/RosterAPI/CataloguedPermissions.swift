// The catalogue of permissions as the messages that ListPermissions answers with.

extension PermissionEntry {
    /// The entry for callers.
    public var message: CataloguedPermission {
        .with { message in
            message.permission = permission
            message.level = level
            message.area = area ?? .unspecified
            message.features = features.features
            message.organizationRoles = Self.organizationRoles.filter { holders.contains($0.column) }.map(\.role)
            message.fullAdmin = holders.contains(.fullAdmin)
            message.adminCategories = Self.categories.filter { holders.contains($0.column) }.map(\.category)
            message.resourceRoles = Self.resourceRoles.filter { holders.contains($0.column) }.map(\.role)
            message.ownConnections = holders.contains(.ownConnection)
            message.byToggle = [(Holders.managerByToggle, OrganizationRole.manager), (.memberByToggle, .member)].filter { holders.contains($0.0) }.map(\.1)
            message.byPolicy = holders.contains(.usersLicensesByPolicy) ? [.usersLicenses] : []
        }
    }

    private static let organizationRoles: [(column: Holders, role: OrganizationRole)] = [
        (.owner, .owner), (.coOwner, .coOwner), (.manager, .manager), (.advancedMember, .advancedMember), (.member, .member), (.connector, .connector),
    ]
    private static let categories: [(column: Holders, category: AdminCategory)] = [(.usersLicenses, .usersLicenses), (.reports, .reports), (.ssoEDI, .ssoEdi)]
    private static let resourceRoles: [(column: Holders, role: ResourceRole)] = [
        (.guest, .guest), (.moderator, .moderator), (.editor, .editor), (.admin, .admin),
    ]
}
