// DryRunResources: what a mutation would give or take on resources, for its plan (product.md 4.1, validate_only).

import RosterAPI

/// The members and the resources that events reach, so that not everything is compared with everything.
struct ResourceReach {
    /// Everything that one member has.
    private(set) var members: [(OrganizationID, MemberID)] = []
    /// Everybody's rights on one resource.
    private(set) var resources: [(OrganizationID, ResourceID)] = []
    /// One member's rights on one resource.
    private(set) var pairs: [(OrganizationID, MemberID, ResourceID)] = []

    mutating func add(_ event: Event, from before: TreeState, to after: TreeState) {
        let organization = event.organizationID
        func contents(of workspace: WorkspaceID) -> [ResourceID] {
            [before, after].flatMap { state in state[organization]?.resources.inOrder.filter { $0.record.workspaceID == workspace }.map(\.id) ?? [] }
        }
        switch event.fact {
        case .memberCreated(let fact): members.append((organization, fact.memberID))
        case .memberRoleChanged(let fact): members.append((organization, fact.memberID))
        case .memberSuspended(let fact): members.append((organization, fact.memberID))
        case .memberReactivated(let fact): members.append((organization, fact.memberID))
        case .memberRemoved(let fact): members.append((organization, fact.memberID))
        case .memberRestored(let fact): members.append((organization, fact.memberID))
        case .resourceConnected(let fact): resources.append((organization, fact.resourceID))
        case .resourceDisconnected(let fact): resources.append((organization, fact.resourceID))
        case .connectionRenewed(let fact): resources.append((organization, fact.resourceID))
        case .resourceAddedToWorkspace(let fact): resources.append((organization, fact.resourceID))
        case .resourceRemovedFromWorkspace(let fact): resources.append((organization, fact.resourceID))
        case .workspaceDeleted(let fact): resources += contents(of: fact.workspaceID).map { (organization, $0) }
        case .resourceRoleGranted(let fact): pairs.append((organization, fact.memberID, fact.grant?.resourceID ?? ResourceID()))
        case .resourceRoleRevoked(let fact): pairs.append((organization, fact.memberID, fact.resourceID))
        case .workspaceAccessGranted(let fact): pairs += contents(of: fact.workspaceID).map { (organization, fact.memberID, $0) }
        case .workspaceAccessRevoked(let fact): pairs += contents(of: fact.workspaceID).map { (organization, fact.memberID, $0) }
        case .customRoleUpdated(let fact): pairs += holdings(of: fact.roleID, organization, before)
        case .customRoleDeleted(let fact): pairs += holdings(of: fact.roleID, organization, before)
        default: return
        }
    }

    /// Where members hold a custom role.
    private func holdings(of role: RoleID, _ organization: OrganizationID, _ state: TreeState) -> [(OrganizationID, MemberID, ResourceID)] {
        guard let node = state[organization] else { return [] }
        return node.customRoles.holders(of: role).flatMap { member in
            (node.members[member]?.record.resourceRoles ?? []).filter { $0.customRoleID == role }.map { (organization, member, $0.resourceID) }
        }
    }

    /// What each of them would gain and lose, each member and resource once.
    func changes(from before: TreeState, to after: TreeState, at time: Int64, _ tell: (OrganizationID, MemberID, ResourceID, PermissionSet, PermissionSet) -> Void) {
        var seen: Set<Pair> = []
        func compare(_ organization: OrganizationID, _ member: MemberID, _ resource: ResourceID) {
            guard seen.insert(Pair(member: member, resource: resource)).inserted else { return }
            let old = Self.held(by: member, on: resource, before[organization], at: time)
            let new = Self.held(by: member, on: resource, after[organization], at: time)
            if old != new { tell(organization, member, resource, new.subtracting(old), old.subtracting(new)) }
        }
        for (organization, member) in members {
            let nodes = [before, after].compactMap { $0[organization] }
            for resource in Set(nodes.flatMap { Array($0.resources.order) }).sorted() { compare(organization, member, resource) }
        }
        for (organization, resource) in resources {
            for member in after[organization]?.memberOrder ?? SortedChunks() { compare(organization, member, resource) }
        }
        for (organization, member, resource) in pairs { compare(organization, member, resource) }
    }

    private struct Pair: Hashable {
        let member: MemberID
        let resource: ResourceID
    }

    private static func held(by member: MemberID, on resource: ResourceID, _ node: OrganizationNode?, at time: Int64) -> PermissionSet {
        guard let node, node.state == .active, let record = node.members[member]?.record, let found = node.resources[resource]?.record else { return [] }
        return node.permissions(of: record, on: found, at: time).intersection(node.planMask)
    }
}
