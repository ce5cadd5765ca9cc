// Invariants: what holds in every state of every tree (product.md 3.3). Tests check it after every step, verify after a replay.

import RosterAPI

public enum Invariants {
    /// What is wrong with a state; empty when nothing is. Costs a walk over everything.
    /// - Parameter time: the time at which seats are counted; the state's own by default.
    public static func violations(of state: TreeState, at time: Int64? = nil) -> [String] {
        let time = time ?? state.time
        var found: [String] = []
        for (id, node) in state.organizations {
            let record = node.record
            if record.organizationID != id { found.append("\(id): the record has another id") }
            checkOwner(of: node, &found)
            checkMembers(of: node, at: time, &found)
            checkSeats(of: node, at: time, &found)
            found += node.resources.violations(of: id, revision: state.revision)
            checkGroups(of: node, &found)
            if node.planMask != OrganizationContents(record: record).planMask, node.parentID.isZero { found.append("\(id): the plan's mask is stale") }
            checkFamily(of: node, in: state, &found)
            checkInvitations(of: node, revision: state.revision, &found)
            if max(record.revision, record.subscriptionRevision) > state.revision { found.append("\(id): a revision from the future") }
        }
        if !state.keyOrder.elementsEqual(state.keys.keys.sorted()) { found.append("the order of keys is not that of the keys") }
        if !state.keyExpiries.elementsEqual(state.keys.values.flatMap(\.expiries).sorted()) { found.append("the order of keys' expiries is wrong") }
        for (id, key) in state.keys {
            if key.keyID != id || key.revision > state.revision { found.append("\(id): the record is not this key's") }
            if key.organizationID != .platform, state.organizations[key.organizationID] == nil { found.append("\(id): its organization is missing") }
        }
        let ends = state.organizations.values.flatMap { node in node.invitations.values.compactMap { InvitationEnd($0, in: node.id) } }
        if !state.invitationEnds.elementsEqual(ends.sorted()) { found.append("the order of invitations' ends is wrong") }
        if state.requests.count > RequestTable.countMax { found.append("more request ids than the bound") }
        return found
    }

    /// 1 and 2: a root has exactly one owner, who is active; a child has none.
    private static func checkOwner(of node: OrganizationNode, _ found: inout [String]) {
        let owners = node.members.values.filter { $0.record.role == .owner && $0.record.state != .removed }
        if node.record.kind == .root {
            if owners.count != 1 { found.append("\(node.id): \(owners.count) owners") }
            if let owner = owners.first?.record {
                if owner.state != .active { found.append("\(node.id): the owner is not active") }
                if owner.memberID != node.record.ownerID { found.append("\(node.id): the record names another owner") }
                if owner.roleValidity != .always { found.append("\(node.id): the owner's role ends") }
            }
        } else if !owners.isEmpty {
            found.append("\(node.id): a sub-account has an owner")
        }
    }

    /// A sub-account has a parent, on the level above, and everything that comes from it.
    private static func checkFamily(of node: OrganizationNode, in state: TreeState, _ found: inout [String]) {
        if (node.record.kind == .child) == node.parentID.isZero { found.append("\(node.id): its kind and its parent don't go together") }
        if node.id != state.tree, node.record.kind == .root { found.append("\(node.id): a second root") }
        if !(1...Family.depthMax).contains(node.depth) { found.append("\(node.id): on level \(node.depth)") }
        for id in node.children where state.organizations[id]?.parentID != node.id { found.append("\(id): it is not below \(node.id)") }
        let names = Set(node.children.compactMap { state.organizations[$0].map { Family.key(of: $0.record.name) } })
        if names.count != node.children.count { found.append("\(node.id): two sub-accounts have one name") }
        for id in node.children {
            if let child = state.organizations[id], node.child(named: child.record.name) != id { found.append("\(id): its name leads elsewhere") }
        }
        guard !node.parentID.isZero else { return }
        guard let parent = state.organizations[node.parentID] else {
            found.append("\(node.id): the parent is missing")
            return
        }
        if !parent.children.contains(node.id) { found.append("\(node.id): its parent doesn't know it") }
        if node.depth != parent.depth + 1 || node.subscribed != parent.subscribed || node.planMask != parent.planMask || node.features != parent.features {
            found.append("\(node.id): what it has from above is stale")
        }
        if node.state != (node.record.state == .active ? parent.state : node.record.state) { found.append("\(node.id): its state is stale") }
        if node.record.plan != nil || !node.record.enabledFeatures.isEmpty || !node.record.addOns.isEmpty {
            found.append("\(node.id): a sub-account with a subscription of its own")
        }
    }

    /// 9 and 10, and that nothing computed is stale.
    private static func checkMembers(of node: OrganizationNode, at time: Int64, _ found: inout [String]) {
        var counts = MemberCounts()
        var addresses = 0
        // The organization's rules as they are now.
        var rules = OrganizationContents(record: node.record)
        rules.customRoles = node.customRoles
        for (id, member) in node.members {
            let record = member.record
            counts.count(record, by: 1)
            if record.memberID != id { found.append("\(id): the record has another id") }
            if member.permissions(at: time) != MemberNode.permissions(of: record, rules.node(of: record, at: time).rules, at: time) { found.append("\(id): computed permissions are stale") }
            // A role that ended before the removal is forgotten with it.
            if record.state != .removed, (record.givenRole == .connector) != (record.seatType == .limited) { found.append("\(id): connector and limited seat don't go together") }
            if (record.role == .custom) == record.customRoleID.isZero { found.append("\(id): a custom role without a name, or a name without one") }
            if member.rules.customRole !== node.customRoles[record.customRoleID] { found.append("\(id): a custom role as it was") }
            if record.state == .removed {
                if !record.licenses.isEmpty || record.adminLevel != .unspecified || record.crmSync != nil || !record.resourceRoles.isEmpty || !record.workspaces.isEmpty { found.append("\(id): removed, but holds something") }
                if record.role == .custom || !record.lapsedCustomRoleID.isZero { found.append("\(id): removed, but holds a custom role") }
            } else if let email = record.personal?.email {
                addresses += 1
                if node.memberByEmail[email] != id { found.append("\(id): its address leads elsewhere") }
                if EmailAddress(email)?.text != email { found.append("\(id): its address is not normalised") }
            }
            checkResources(of: record, in: node, &found)
            for license in record.licenses where node.assignments[license]?.memberID != id || node.assignments[license]?.state == .revoked {
                found.append("\(id): a license that it doesn't hold")
            }
        }
        found += node.customRoles.violations(node.members.values).map { "\(node.id): \($0)" }
        let expiries = node.members.values.flatMap(\.record.expiries) + node.assignments.values.flatMap(\.expiries)
        if !node.expiries.elementsEqual(expiries.sorted()) { found.append("\(node.id): the order of expiries is wrong") }
        if counts != node.counts { found.append("\(node.id): counts of members are wrong") }
        if addresses != node.memberByEmail.count { found.append("\(node.id): addresses without a member") }
        if !node.memberOrder.elementsEqual(node.members.keys.sorted()) { found.append("\(node.id): the order of members is not that of the members") }
    }

    /// 10, for roles on resources and workspaces: each leads to something, once.
    private static func checkResources(of record: MemberRecord, in node: OrganizationNode, _ found: inout [String]) {
        let resources = record.resourceRoles.map(\.resourceID)
        if resources != Array(Set(resources)).sorted() { found.append("\(record.memberID): roles on resources out of order") }
        if record.workspaces != Array(Set(record.workspaces)).sorted() { found.append("\(record.memberID): workspaces out of order") }
        if !resources.allSatisfy({ node.resources[$0] != nil }) { found.append("\(record.memberID): a role on a resource that is gone") }
        if !record.workspaces.allSatisfy({ node.resources.workspaces[$0] != nil }) { found.append("\(record.memberID): a workspace that is gone") }
        if record.seatType == .limited, !record.resourceRoles.isEmpty || !record.workspaces.isEmpty {
            found.append("\(record.memberID): a limited seat with a role on a resource, or in a workspace")
        }
    }

    /// Who is PENDING has one invitation that is, and the other way round; its seats are taken until that ends.
    private static func checkInvitations(of node: OrganizationNode, revision: Int64, _ found: inout [String]) {
        for (id, invitation) in node.invitations {
            if invitation.invitationID != id || invitation.revision > revision { found.append("\(id): the record is not this invitation's") }
            guard let member = node.members[invitation.memberID]?.record else {
                found.append("\(id): nobody is invited")
                continue
            }
            let isCurrent = member.state == .pending && member.invitationID == id
            if (invitation.state == .pending) != isCurrent { found.append("\(id): \(invitation.state), but the member is \(member.state)") }
            if (invitation.state == .pending) != (invitation.endTime == 0) { found.append("\(id): its end doesn't fit its state") }
        }
        for member in node.members.values where member.record.state == .pending && node.invitations[member.record.invitationID] == nil {
            found.append("\(member.id): pending without an invitation")
        }
        for (id, assignment) in node.assignments where assignment.state != .revoked {
            let member = node.members[assignment.memberID]?.record
            let end = member?.state == .pending ? node.invitations[member?.invitationID ?? InvitationID()]?.expireTime : .max
            if assignment.reservationEnd != end { found.append("\(id): kept until another time than the invitation's end") }
        }
        if !node.invitationOrder.elementsEqual(node.invitations.keys.sorted()) { found.append("\(node.id): the order of invitations is wrong") }
        if !node.outbox.isOrderly { found.append("\(node.id): the order of mails is wrong") }
        for (id, mail) in node.outbox.mails where node.invitations[mail.invitationID] == nil { found.append("\(id): about no invitation") }
    }

    /// 5: 0 ≤ pending + active ≤ purchased, at this time.
    private static func checkSeats(of node: OrganizationNode, at time: Int64, _ found: inout [String]) {
        var pools = node.pools.mapValues { PoolNode(record: $0.record) }
        for (id, assignment) in node.assignments {
            if pools[assignment.productID] == nil { found.append("\(id): its pool is missing") }
            pools[assignment.productID]?.count(assignment, by: 1)
            guard assignment.state != .revoked else { continue }
            if node.members[assignment.memberID]?.record.licenses.contains(id) != true { found.append("\(id): nobody holds it") }
            if node.members[assignment.memberID]?.record.seatType != .standard { found.append("\(id): held by a seat that may hold none") }
        }
        for (product, pool) in node.pools {
            if pools[product] != pool { found.append("\(node.id) \(product): counts of seats are wrong") }
            let seats = pool.seats(at: time)
            if seats.pending < 0 || seats.active < 0 || seats.pending + seats.active > seats.purchased { found.append("\(node.id) \(product): more seats taken than purchased") }
        }
        if !node.assignmentOrder.elementsEqual(node.assignments.keys.sorted()) { found.append("\(node.id): the order of licenses is wrong") }
    }
}
