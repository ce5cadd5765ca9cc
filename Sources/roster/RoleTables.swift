// What people want to see of roles, permissions and administrators.

import RosterAPI

extension Role: Tabular {
    static var columns: [Column<Role>] {
        [
            Column("ROLE") { $0.roleID.isZero ? "" : $0.roleID.text }, Column("NAME") { $0.name }, Column("LEVEL") { $0.level.label },
            Column("RANK") { $0.rank == 0 ? "" : String($0.rank) }, Column("HOLDERS") { $0.roleID.isZero ? "" : String($0.holders) },
            Column("PERMISSIONS") { $0.permissions.map(\.text).joined(separator: " ") },
        ]
    }
}

extension CataloguedPermission: Tabular {
    static var columns: [Column<CataloguedPermission>] {
        [
            Column("PERMISSION") { $0.permission.text }, Column("LEVEL") { $0.level.label },
            Column("AREA") { $0.area == .unspecified ? "" : $0.area.label }, Column("FEATURES") { $0.features.map(\.label).joined(separator: " ") },
            Column("HELD BY") { $0.holderLabels.joined(separator: " ") },
        ]
    }

    private var holderLabels: [String] {
        organizationRoles.map(\.label) + (fullAdmin ? [AdminLevel.full.label] : []) + adminCategories.map(\.label) + resourceRoles.map(\.label)
            + (ownConnections ? ["CONNECTOR (own connections)"] : []) + byToggle.map { "\($0.label) (toggle)" } + byPolicy.map { "\($0.label) (policy)" }
    }
}

extension Admin: Tabular {
    static var columns: [Column<Admin>] {
        [
            Column("MEMBER") { $0.member?.memberID.text ?? "" }, Column("NAME") { $0.member?.profile?.shownName ?? "" },
            Column("E-MAIL") { $0.member?.email ?? "" }, Column("ROLE") { $0.member?.role.label ?? "" },
            Column("ADMIN") { ([$0.level.label] + $0.categories.map(\.label)).joined(separator: " ") },
            Column("BY ROLE") { $0.byRole ? "yes" : "" }, Column("FROM") { $0.grant?.period?.startTime?.label ?? "" },
            Column("UNTIL") { $0.grant?.period?.endTime?.label ?? "" },
        ]
    }
}

extension PermissionChange: Tabular {
    static var columns: [Column<PermissionChange>] {
        [
            Column("MEMBER") { $0.memberID.text }, Column("GAINS") { $0.gained.map(\.text).joined(separator: " ") },
            Column("LOSES") { $0.lost.map(\.text).joined(separator: " ") },
        ]
    }
}

extension Capabilities {
    /// What role and toggles come to.
    var label: String {
        [(connectResources, "connect-resources"), (manageWorkspaces, "manage-workspaces")].filter { $0.0 == true }.map(\.1).joined(separator: ", ")
    }
}
