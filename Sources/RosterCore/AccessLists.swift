// AccessLists: the reverse questions, what somebody reaches and who reaches something; complete, and what Check says of each.

public import RosterAPI
import WellKnown

extension Authorization {
    /// Every resource on which the subject has the permission at this time, in the order in which they were added.
    public static func accessibleResources(
        _ permission: Permission, of subject: AccessSubject, in node: OrganizationNode, of state: TreeState, at time: Int64
    ) -> [AccessibleResource] {
        let evaluation = Evaluation(subject, in: node, of: state, at: time)
        return node.resources.inOrder.compactMap { resource in
            let decision = evaluation.decision(permission, on: resource.id)
            guard decision.allowed else { return nil }
            return .with { item in
                item.resourceID = resource.id
                item.kind = resource.record.kind
                item.network = resource.record.network
                item.grantedBy = evaluation.sources(of: permission, on: resource.id)
                item.validUntil = decision.validUntil.map { Timestamp(nanosecondsSince1970: $0) }
            }
        }
    }

    /// How many members ``membersWithAccess(_:in:on:of:at:)`` looks at.
    public static func candidates(in node: OrganizationNode, of state: TreeState) -> Int {
        chain(from: node, of: state).reduce(0) { $0 + $1.members.count }
    }

    /// Everybody who has the permission at this time, in the organization or on one resource: its own members, then those of its
    /// parent, and so on, each in the order of creation.
    public static func membersWithAccess(
        _ permission: Permission, in node: OrganizationNode, on resource: ResourceID = ResourceID(), of state: TreeState, at time: Int64
    ) -> [MemberAccess] {
        var found: [MemberAccess] = []
        let levels = chain(from: node, of: state)
        for (number, home) in levels.enumerated() {
            let isOwn = number == 0
            for id in home.memberOrder {
                guard let member = home.members[id] else { continue }
                // Of itself only an ACTIVE member holds anything, and from above only an administrator; with its person's other
                // memberships on the way up, of which one may administer, anybody may.
                let isActive = member.record.state == .active
                guard isActive && (isOwn || member.holdsFull(at: time)) || (isOwn || isActive) && isElsewhere(member, than: number, in: levels) else { continue }
                let decision = check(permission, of: .member(id), in: node, on: resource, of: state, at: time)
                guard decision.allowed else { continue }
                let evaluation = Evaluation(.member(id), in: node, of: state, at: time)
                found.append(.with { item in
                    item.organizationID = home.id
                    item.memberID = id
                    item.role = member.record.role(at: time)
                    item.grantedBy = evaluation.sources(of: permission, on: resource)
                    item.validUntil = decision.validUntil.map { Timestamp(nanosecondsSince1970: $0) }
                })
            }
        }
        return found
    }

    /// Whether a member's person has another membership in these organizations.
    private static func isElsewhere(_ member: MemberNode, than own: Int, in levels: [OrganizationNode]) -> Bool {
        guard levels.count > 1, member.record.state != .removed, let address = member.record.personal?.email else { return false }
        return levels.indices.contains { $0 != own && levels[$0].member(address: address) != nil }
    }

    /// An organization and its ancestors.
    private static func chain(from node: OrganizationNode, of state: TreeState) -> [OrganizationNode] {
        var chain = [node]
        while let parent = chain.last.flatMap({ state.organizations[$0.parentID] }) { chain.append(parent) }
        return chain
    }
}

extension Evaluation {
    /// What gives a permission that is allowed, in the order of evaluation.
    func sources(of permission: Permission, on resource: ResourceID) -> [ExplainSubject] {
        if key != nil { return [.key] }
        var sources: [ExplainSubject] = []
        if let member, member.record.state == .active {
            if member.rolePermissions(at: time).contains(permission) { sources.append(.organizationRole) }
            if let given = member.record.administration(at: time), member.rules.permissions(of: given).contains(permission) { sources.append(.adminGrant) }
        }
        if !resource.isZero, let standing = standing(on: resource), standing.permissions.contains(permission) { sources.append(standing.source) }
        if ancestor != nil, PermissionSet.fullAdmin.contains(permission) { sources.append(.parentAdmin) }
        return sources
    }
}
