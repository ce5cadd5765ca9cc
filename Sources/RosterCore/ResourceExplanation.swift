// ResourceExplanation: why a decision on a resource is what it is, and which single grant would make it another.

import RosterAPI

extension Evaluation {
    /// The steps about a resource: its workspace, then the role on it.
    /// - Parameter isShown: whether whoever asks may know of the resource; else it is as one that doesn't exist.
    func resourceSteps(_ permission: Permission, on resource: ResourceID, isShown: Bool) -> [ExplainStep] {
        var steps: [ExplainStep] = []
        func add(_ subject: ExplainSubject, _ effect: ExplainEffect, _ message: String, _ reason: Reason = Reason()) {
            steps.append(.with { step in
                step.subject = subject
                step.effect = effect
                step.reason = reason
                step.message = message
            })
        }
        guard let standing = standing(on: resource), let record = node.resources[resource]?.record, isShown || sees(standing) else {
            add(.resourceRole, .denies, "There is no such resource for this subject.", .noAccess)
            return steps
        }
        addWorkspace(of: record, standing, permission, add)
        switch standing.source {
        case .key: break
        case .connection: addConnection(standing, permission, add)
        case .organizationRole:
            // Said of the organization role already.
            add(.resourceRole, .neutral, "The organization role stands for ADMIN on every resource.")
        case .resourceRole: addRole(on: resource, standing, permission, add)
        default: addNoRole(standing, permission, add)
        }
        return steps
    }

    private typealias Add = (ExplainSubject, ExplainEffect, String, Reason) -> Void

    private func addWorkspace(of record: ResourceRecord, _ standing: ResourceStanding, _ permission: Permission, _ add: Add) {
        if record.workspaceID.isZero {
            add(.workspace, .neutral, "The resource lies in no workspace.", Reason())
        } else if standing.hidden.contains(permission) {
            add(.workspace, .denies, "The resource lies in a workspace that the member does not reach.", .noAccess)
        } else if standing.source == .resourceRole, let member, member.record.isHidden(record) {
            add(.workspace, .neutral, "The resource lies in a workspace that the member does not reach.", Reason())
        } else {
            add(.workspace, .neutral, "The workspace of the resource does not stand in the way.", Reason())
        }
    }

    private func addConnection(_ standing: ResourceStanding, _ permission: Permission, _ add: Add) {
        if standing.permissions.contains(permission) {
            add(.connection, .grants, "The member made the connection.", Reason())
        } else if standing.permissions.isEmpty {
            add(.connection, .denies, "A limited seat reaches its own connections only.", .noAccess)
        } else {
            add(.connection, .neutral, "The member's own connection does not go that far.", Reason())
        }
    }

    private func addRole(on resource: ResourceID, _ standing: ResourceStanding, _ permission: Permission, _ add: Add) {
        let name = member?.record.resourceRole(on: resource)?.role.name.map { String($0.dropFirst("RESOURCE_ROLE_".count)) } ?? ""
        if standing.permissions.contains(permission) {
            add(.resourceRole, .grants, "The role \(name) on the resource holds the permission.", Reason())
        } else if standing.hidden.contains(permission) {
            add(.resourceRole, .neutral, "The role \(name) on the resource holds the permission, but its workspace hides it.", Reason())
        } else if standing.lapsed.contains(permission) {
            add(.resourceRole, .denies, "A role held the permission on the resource, or will, but not at this time.", .grantExpired)
        } else if sees(standing) {
            add(.resourceRole, .neutral, "The role \(name) on the resource does not hold the permission.", Reason())
        } else {
            add(.resourceRole, .denies, "The member has no role on the resource.", .noAccess)
        }
    }

    private func addNoRole(_ standing: ResourceStanding, _ permission: Permission, _ add: Add) {
        if standing.lapsed.contains(permission) {
            add(.resourceRole, .denies, "The organization role stood for ADMIN on the resource, but not at this time.", .grantExpired)
        } else if sees(standing) {
            add(.resourceRole, .neutral, "The subject has no role on the resource.", Reason())
        } else {
            add(.resourceRole, .denies, "The subject has no role on the resource.", .noAccess)
        }
    }

    // MARK: Remedies

    /// The single grants each of which would give a permission of the resource level; the organization and the member are active.
    func resourceRemedies(_ permission: Permission, on resource: ResourceID, isShown: Bool) -> [Remedy] {
        guard let standing = standing(on: resource, assumingActive: true), let record = node.resources[resource]?.record, isShown || sees(standing) else { return [] }
        if key != nil { return [Remedy.with { $0.change = .keyPermission(permission) }] }
        guard let member = member?.record, member.seatType != .limited else { return [] }
        var remedies: [Remedy] = []
        if standing.hidden.contains(permission), holdsInTime(resource) {
            remedies.append(.with { $0.change = .workspaceID(record.workspaceID) })
        } else if !member.isHidden(record), let role = Self.leastRole(with: permission) {
            remedies.append(.with { $0.change = .resourceRole(.with { $0.resourceID = resource; $0.role = role }) })
        }
        return remedies + [Remedy.with { $0.change = .organizationRole(.manager) }]
    }

    private func holdsInTime(_ resource: ResourceID) -> Bool { member?.record.resourceRole(on: resource)?.validity.contains(time) ?? false }

    static func leastRole(with permission: Permission) -> ResourceRole? {
        let ladder: [(ResourceRole, PermissionSet)] = [
            (.guest, .resourceGuest), (.moderator, .resourceModerator), (.editor, .resourceEditor), (.admin, .resourceAdmin),
        ]
        return ladder.first { $0.1.contains(permission) }?.0
    }
}
