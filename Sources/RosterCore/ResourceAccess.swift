// ResourceAccess: what somebody may do on one resource, and what keeps it from more (product.md 3.1, 3.3, 3.4).

public import RosterAPI

extension MemberRecord {
    /// Where the role on a resource is, or belongs.
    func resourceRolePosition(of resource: ResourceID) -> Int {
        var low = 0
        var high = resourceRoles.count
        while low < high {
            let middle = (low + high) / 2
            if resourceRoles[middle].resourceID < resource { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The role it was given on a resource, whatever hides it.
    func resourceRole(on resource: ResourceID) -> ResourceRoleRecord? {
        let position = resourceRolePosition(of: resource)
        guard position < resourceRoles.count, resourceRoles[position].resourceID == resource else { return nil }
        return resourceRoles[position]
    }

    /// Whether it was let into a workspace.
    func reaches(_ workspace: WorkspaceID) -> Bool { workspaces.contains(workspace) }

    /// Whether its workspace hides a resource from what this member was given on it.
    func isHidden(_ resource: ResourceRecord) -> Bool { !resource.workspaceID.isZero && !reaches(resource.workspaceID) }

    /// What an ACTIVE member with a LIMITED seat holds on a resource: renewing is for the one whose token it is.
    func connectorPermissions(on resource: ResourceRecord) -> PermissionSet {
        if resource.connectedBy == memberID { return .ownConnection }
        return resource.addedBy == memberID ? .ownConnection.subtracting([.connectionRenew]) : []
    }
}

extension OrganizationNode {
    /// What a role holds on the resource it is given for. Empty for a custom role that doesn't exist.
    func permissions(of role: ResourceRole, _ customRole: RoleID) -> PermissionSet {
        switch role {
        case .guest: .resourceGuest
        case .moderator: .resourceModerator
        case .editor: .resourceEditor
        case .admin: .resourceAdmin
        case .custom: customRoles[customRole].flatMap { $0.level == .resource ? $0.permissions : nil } ?? []
        default: []
        }
    }

    /// What a member holds on a resource at a time, masked by its state, seat type and workspaces: one look-up and a search.
    @inline(__always)
    func permissions(of member: MemberRecord, on resource: ResourceRecord, at time: Int64) -> PermissionSet {
        guard member.state == .active else { return [] }
        if member.seatType == .limited { return member.connectorPermissions(on: resource) }
        if member.role(at: time).impliesResourceAdmin { return .resource }
        guard let role = member.resourceRole(on: resource.resourceID), role.validity.contains(time), !member.isHidden(resource) else { return [] }
        return permissions(of: role.role, role.customRoleID)
    }
}

/// How somebody stands to one resource at a time, with what is kept from it.
struct ResourceStanding {
    /// What it may do there.
    var permissions = PermissionSet()
    /// What that comes from.
    var source = ExplainSubject.unspecified
    /// What it was given, but its workspaces hide.
    var hidden = PermissionSet()
    /// What it was given for another time.
    var lapsed = PermissionSet()
    /// When its role on the resource begins or ends next, unless that changes nothing.
    var nextChange: Int64?
}

extension Evaluation {
    /// Nil for a resource that doesn't exist.
    /// - Parameter isActive: as if the member were ACTIVE.
    func standing(on resource: ResourceID, assumingActive isActive: Bool = false) -> ResourceStanding? {
        guard let record = node.resources[resource]?.record else { return nil }
        var standing = ResourceStanding()
        if let key {
            standing.permissions = key.permissions.intersection(.resource)
            standing.source = .key
            return standing
        }
        guard var member = member?.record, isActive || member.state == .active else { return standing }
        member.state = .active
        standing.permissions = node.permissions(of: member, on: record, at: time)
        if member.seatType == .limited {
            standing.source = .connection
            return standing
        }
        if member.role(at: time).impliesResourceAdmin {
            standing.source = .organizationRole
            return standing
        }
        if member.givenRole.impliesResourceAdmin { standing.lapsed = .resource }
        guard let role = member.resourceRole(on: resource) else { return standing }
        standing.source = .resourceRole
        let given = node.permissions(of: role.role, role.customRoleID)
        if member.isHidden(record) {
            standing.hidden = given
        } else {
            standing.nextChange = role.validity.nextChange(after: time)
            if !role.validity.contains(time) { standing.lapsed.formUnion(given) }
        }
        return standing
    }

    /// Whether the subject sees a resource to which it stands so.
    func sees(_ standing: ResourceStanding) -> Bool { !standing.permissions.isEmpty || granted.contains(.resourcesManage) }

    /// Why not on a resource, after all that masks the subject as a whole; nil when allowed.
    func denial(of permission: Permission, onResource resource: ResourceID) -> Reason? {
        guard let standing = standing(on: resource) else { return .noAccess }
        if standing.permissions.contains(permission) { return nil }
        let sees = sees(standing)
        if sees, permission.entry?.level != .resource, granted.contains(permission) { return nil }
        if standing.hidden.contains(permission) { return .noAccess }
        if standing.lapsed.contains(permission) || sees && isOutsidePeriod(permission) { return .grantExpired }
        return sees ? .missingPermission : .noAccess
    }
}

extension Caller {
    /// What the caller may do on a resource.
    func permissions(on resource: ResourceRecord, in node: OrganizationNode, at time: Int64) -> PermissionSet {
        guard let memberID else { return principal.permissions.intersection(.resource) }
        guard let member = node.members[memberID]?.record else { return [] }
        return node.permissions(of: member, on: resource, at: time).intersection(principal.permissions)
    }

    /// Whether the caller sees a resource.
    ///
    /// - Parameters:
    ///   - node: the organization as it is now, which rights are judged by.
    ///   - time: now.
    public func sees(_ resource: ResourceNode, in node: OrganizationNode, at time: Int64) -> Bool {
        permissions.contains(.resourcesManage) || !permissions(on: resource.record, in: node, at: time).isEmpty
    }

    /// Whether the caller may renew a connection, or keeps all resources.
    public func answersFor(_ resource: ResourceNode, in node: OrganizationNode, at time: Int64) -> Bool {
        permissions.contains(.resourcesManage) || permissions(on: resource.record, in: node, at: time).contains(.connectionRenew)
    }

    /// Whether the caller sees a workspace.
    public func sees(_ workspace: WorkspaceID, in node: OrganizationNode, at time: Int64) -> Bool {
        if permissions.contains(.workspacesRead) || permissions.contains(.workspacesManage) { return true }
        guard let memberID, let member = node.members[memberID]?.record, member.state == .active else { return false }
        return member.role(at: time).impliesResourceAdmin || member.reaches(workspace)
    }
}
