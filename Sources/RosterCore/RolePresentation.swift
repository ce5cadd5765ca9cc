// RolePresentation: roles, permissions and administrators as the messages that callers see.

public import RosterAPI
import WellKnown

extension OrganizationNode {
    /// Built-in roles, then custom ones in the order in which they were made.
    public func roles(at time: Int64) -> [Role] {
        BuiltInRole.all.map { $0.message(in: id) } + customRoles.order.compactMap { role($0, at: time) }
    }

    /// How many roles there are.
    public var roleCount: Int { BuiltInRole.all.count + customRoles.order.count }

    /// A custom role as ListRoles shows it at a time; nil if there is none.
    public func role(_ id: RoleID, at time: Int64) -> Role? {
        guard let role = customRoles[id] else { return nil }
        return .with { message in
            message.organizationID = self.id
            message.roleID = id
            message.level = role.level
            if role.level == .organization { message.organizationRole = .custom } else { message.resourceRole = .custom }
            message.name = role.record.name
            message.description = role.record.description
            message.permissions = role.permissions.permissions
            message.rank = role.rank
            message.holders = Int32(truncatingIfNeeded: customRoles.count(of: id, at: time))
            message.createTime = Timestamp(unlessZero: role.record.createTime)
            message.updateTime = Timestamp(unlessZero: role.record.updateTime)
            message.revision = role.record.revision
        }
    }

    /// What a member administers, as ListAdmins shows it at a time; nil for one who administers nothing and won't.
    public func admin(_ member: MemberNode, at time: Int64) -> Admin? {
        guard let (level, categories, grant, byRole) = member.administers(at: time) else { return nil }
        return .with { message in
            message.member = self.message(of: member, at: time)
            message.level = level
            message.categories = categories
            message.grant = grant
            message.byRole = byRole
        }
    }
}

extension MemberNode {
    /// How far it administers the account center at a time, by its right or by its role; nil: not at all, and not later either.
    public func administers(at time: Int64) -> (level: AdminLevel, categories: [AdminCategory], grant: AdminGrant?, byRole: Bool)? {
        guard record.state != .removed else { return nil }
        let grant = record.administration(from: time)
        let role = record.role(at: time)
        let current = record.administration(at: time)
        if role.impliesFullAdmin || current?.level == .full { return (.full, [], grant, role.impliesFullAdmin || role == .manager) }
        if role == .manager { return (.sub, [.usersLicenses, .reports, .ssoEdi], grant, true) }
        if let current { return (current.level, current.categories.sorted { $0.rawValue < $1.rawValue }, grant, false) }
        return grant.map { (.user, [], $0, false) }
    }
}

extension BuiltInRole {
    func message(in organization: OrganizationID) -> Role {
        .with { message in
            message.organizationID = organization
            message.level = level
            message.organizationRole = organizationRole
            message.resourceRole = resourceRole
            message.name = name
            message.description = description
            message.permissions = permissions.permissions
            message.rank = organizationRole.rank
        }
    }
}
