// RoleService: roles, permissions and who administers.

import RosterAPI
import RosterCore
import Wire

enum RolesService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Roles.Create.self)
        services.mutation(Roles.Update.self)
        services.mutation(Roles.Delete.self)
        services.mutation(Admins.Grant.self)
        services.mutation(Admins.Update.self)
        services.mutation(Admins.Revoke.self)
        services.list(Methods.Roles.listRoles, roles)
        services.list(Methods.Roles.listPermissions, permissions)
        services.list(Methods.Roles.listAdmins, admins)
        services.read(
            Methods.Roles.simulateRoleChange,
            cost: { RoleSimulation.reach(of: $0.change, in: $1.node) },
            validate: { (request) throws(Refusal) in try RoleSimulation.validate(request) },
            answer: { (request, reading) throws(Refusal) in try RoleSimulation.run(request, on: reading.state, at: reading.time) })
    }

    /// Built-in ones first, then custom ones in the order in which they were made.
    private static let roles = Listing<ListRolesRequest, Role, Role>(
        fields: [
            "level": .constant { role, _ in role.level },
            "organization_role": .constant { role, _ in role.organizationRole },
            "resource_role": .constant { role, _ in role.resourceRole },
            "role_id": .name { role, _ in role.roleID.isZero ? nil : role.roleID.text },
            "name": .text { role, _ in role.name },
            "permissions": .names { role, _ in role.permissions.map(\.text) },
            "rank": .number { role, _ in Int64(role.rank) },
            "create_time": .time { role, _ in role.createTime?.nanosecondsSince1970 ?? 0 },
        ],
        count: { _, reading in reading.node.roleCount },
        elements: { _, reading in reading.node.roles(at: reading.time) },
        item: { role, _ in role })

    private static let permissions = Listing<ListPermissionsRequest, CataloguedPermission, CataloguedPermission>(
        fields: [
            "permission": .name { entry, _ in entry.permission.text },
            "level": .constant { entry, _ in entry.level },
            "area": .constant { entry, _ in entry.area },
        ],
        isOrderable: false,
        count: { _, _ in Permission.catalogue.count },
        elements: { _, _ in Permission.catalogue.map(\.message) },
        item: { entry, _ in entry })

    /// In the order in which they became members.
    private static let admins = Listing<ListAdminsRequest, MemberNode, Admin>(
        fields: [
            "level": .constant { member, reading in member.administers(at: reading.time)?.level ?? .user },
            "categories": .constants { member, reading in member.administers(at: reading.time)?.categories ?? [] },
            "by_role": .boolean { member, reading in member.administers(at: reading.time)?.byRole ?? false },
            "member.email": .text { member, _ in member.record.personal?.email },
            "member.role": .constant { member, reading in member.record.role(at: reading.time) },
            "member.state": .constant { member, _ in member.record.state },
            "member.create_time": .time { member, _ in member.record.createTime },
        ],
        count: { _, reading in reading.node.members.count },
        elements: { _, reading in
            reading.node.memberOrder.compactMap { reading.node.members[$0] }.filter { $0.administers(at: reading.time) != nil }
        },
        item: { member, reading in reading.node.admin(member, at: reading.time) ?? Admin() })
}
