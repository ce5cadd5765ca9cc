// Comparison: in what the real state differs from the naive model, as callers see it.

import RosterAPI
public import RosterCore

extension NaiveModel {
    /// In what the real state differs; empty when in nothing.
    public func differences(from state: TreeState, at now: Int64) -> [String] {
        var present = self
        present.pass(to: now)
        let state = state.settled(at: now)
        var found: [String] = []
        if state.organizations.count != accounts.count { found.append("\(state.organizations.count) organizations, not \(accounts.count)") }
        for (id, account) in present.accounts {
            guard let node = state[id] else {
                found.append("\(id) is missing")
                continue
            }
            present.compare(account, with: node, state, now, &found)
        }
        for (id, key) in keys {
            let real = state.keys[id]?.message(at: now)
            let stands: KeyState = key.isRevoked ? .revoked : key.isLive(at: now) ? .active : .expired
            if real?.name != key.name || real.map({ PermissionSet($0.permissions) }) != key.permissions || real?.ceiling != key.ceiling || real?.state != stands
                || real?.expireTime?.nanosecondsSince1970 ?? 0 != key.expire
            {
                found.append("\(id) is \(String(describing: real)), not \(key)")
            }
        }
        return found
    }

    private func compare(_ account: NaiveAccount, with node: OrganizationNode, _ state: TreeState, _ now: Int64, _ found: inout [String]) {
        if node.members.count != account.people.count { found.append("\(node.members.count) members, not \(account.people.count)") }
        let allowed = allowed
        for (id, person) in account.people { compare(person, id, account, with: node, state, now, allowed, &found) }
        for (product, purchased) in account.pools {
            let seats = node.pool(product, at: now)?.seats
            let parked = account.licenses.keys.count { account.licenses[$0]?.product == product && account.state(of: $0, at: now) == .parked }
            if seats?.purchased != purchased || seats?.available != purchased - account.used(product, at: now) || seats?.parked != Int32(parked) {
                found.append("\(product): other seats")
            }
        }
        if node.pools.count != account.pools.count || (node.state == .deleted) != isDeleted(node.id) || node.organization.name != account.name {
            found.append("\(node.id): other pools, state or name")
        }
        if node.plan?.plan != plan { found.append("another plan") }
        for (id, role) in account.roles {
            let real = node.role(id, at: now)
            let holders = account.holders(of: id).count
            if real?.name != role.name || real.map({ PermissionSet($0.permissions) }) != role.permissions || real?.level != role.level || real?.rank != role.rank
                || real?.holders != Int32(holders)
            {
                found.append("\(id) is \(String(describing: real)), not \(role), held by \(holders)")
            }
        }
        if node.roleCount != account.roles.count + 10 { found.append("\(node.id): other custom roles") }
        compareSettings(of: account, with: node, &found)
        compareResources(of: account, with: node, state, now, &found)
        compareGroups(of: account, with: node, now, &found)
        compareInvitations(of: account, with: node, now, &found)
    }

    private func compareInvitations(of account: NaiveAccount, with node: OrganizationNode, _ now: Int64, _ found: inout [String]) {
        if node.invitations.count != account.invitations.count || node.universalGeneration != account.universalGeneration {
            found.append("\(node.id): other invitations")
        }
        for (id, invitation) in account.invitations {
            let real = node.invitation(id, at: now)
            let mail = invitation.mail.flatMap { account.mails[$0] }
            let isSame = real?.memberID == invitation.member && real?.state == invitation.state && real?.generation == invitation.generation
                && real?.expireTime?.nanosecondsSince1970 == invitation.expire && real?.mailState == mail?.state(at: now) ?? .unspecified
            if !isSame { found.append("\(id) is \(String(describing: real)), not \(invitation), its mail \(String(describing: mail))") }
        }
        for (id, mail) in account.mails where node.outbox.mails[id]?.attempts != Int32(mail.attempts) || node.outbox.mails[id]?.state(at: now) != mail.state(at: now) {
            found.append("\(id) is \(String(describing: node.outbox.mails[id])), not \(mail)")
        }
        let isOpen = account.mails.values.contains { !$0.isDone }
        if node.outbox.hasMail != isOpen { found.append("\(node.id): mails wait, or don't") }
    }

    private func compareGroups(of account: NaiveAccount, with node: OrganizationNode, _ now: Int64, _ found: inout [String]) {
        if Set(node.groups.groups.keys) != Set(account.groups.keys) || Set(node.groups.rules.keys) != Set(account.rules.keys) {
            found.append("\(node.id): other groups or rules")
        }
        for (id, group) in account.groups {
            let real = node.group(id, at: now)
            let count = account.people.values.count { $0.groups[id]?.contains(now) ?? false }
            if real?.name != group.name || real?.ownerID != group.owner || real?.memberCount != Int32(count) {
                found.append("\(id) is \(String(describing: real)), not \(group) of \(count)")
            }
        }
    }

    private func compareResources(of account: NaiveAccount, with node: OrganizationNode, _ state: TreeState, _ now: Int64, _ found: inout [String]) {
        if Set(node.resources.nodes.keys) != Set(account.resources.keys) || Set(node.resources.workspaces.keys) != Set(account.workspaces.keys) {
            found.append("\(node.id): other resources or workspaces")
        }
        for (id, name) in account.workspaces where node.workspace(id)?.name != name { found.append("\(id) is not called \(name)") }
        // What somebody may do there: of one resource each time, since it costs a question for each permission and member.
        let asked = account.resources.keys.sorted().dropFirst(Int(now / 1_000_000_000) % max(account.resources.count, 1)).first
        for (id, resource) in account.resources {
            let real = node.resource(id, at: now)
            let isSame = real?.displayName == resource.name && real?.workspaceID == resource.workspace && real?.addedBy == resource.addedBy
                && real?.connection?.connectedBy == resource.connectedBy && real?.connection?.state == resource.state(at: now)
            if !isSame { found.append("\(id) is \(String(describing: real)), not \(resource)") }
            guard id == asked else { continue }
            let questions: PermissionSet = [.profileRead, .postsPublish, .connectionRenew]
            for member in account.present.keys {
                let expected = isDeleted(node.id) ? [] : account.permissions(of: member, on: resource, id, at: now).intersection(questions)
                let permitted = questions.permissions.filter { Authorization.check($0, of: .member(member), in: node, on: id, of: state, at: now).allowed }
                if PermissionSet(permitted) != expected { found.append("\(member) may on \(id) \(permitted), not \(expected)") }
            }
        }
    }

    private func compareSettings(of account: NaiveAccount, with node: OrganizationNode, _ found: inout [String]) {
        let crm = node.crmSettings
        if crm.provider != account.crmProvider || crm.instance != account.crmInstance || crm.syncEnabled != account.crmIsOn
            || crm.writeback?.smartLinks ?? false != account.crmWritesSmartLinks
        {
            found.append("another CRM: \(crm)")
        }
        let features = node.featureSettings
        if features.teamlink != (account.teamlink && lacks(.teamlink) == nil) || features.smartLinks != (account.smartLinks && lacks(.smartLinks) == nil)
            || features.roiReporting != account.roiReporting
        {
            found.append("other features: \(features)")
        }
    }

    @inline(never)
    private func compare(
        _ person: NaivePerson, _ id: MemberID, _ account: NaiveAccount, with node: OrganizationNode, _ state: TreeState, _ now: Int64,
        _ allowed: PermissionSet, _ found: inout [String]
    ) {
        guard let real = node.member(id, at: now) else { return found.append("\(id) is missing") }
        let role = person.role(at: now)
        let email = person.isErased ? "" : person.email
        let title = person.isErased ? "" : person.title
        if real.email != email || real.profile?.title ?? "" != title || real.seatType != person.seat || real.state != person.state {
            found.append("\(id) is \(real), not \(person)")
        }
        if real.role != role || real.customRoleID != (role == .custom ? person.customRole : RoleID()) || real.rolePeriod != person.roleSpan.period {
            found.append("\(id) is \(real.role), not \(role)")
        }
        let admin = person.admin.flatMap { $0.span.contains(now) ? $0 : nil }
        let isSame = real.admin?.level == admin?.level && Set(real.admin?.categories ?? []) == admin?.categories ?? [] && real.admin?.period == admin?.span.period
        if !isSame { found.append("\(id) administers \(String(describing: real.admin)), not \(String(describing: admin))") }
        let crm = lacks(.crmSync) == nil ? person.crm : nil
        if real.crmSync?.status != crm || crm != nil && real.crmSync?.time?.nanosecondsSince1970 != person.crmTime {
            found.append("\(id) stands in the CRM as \(String(describing: real.crmSync)), not \(String(describing: crm)) \(person.crmTime)")
        }
        let held = account.licenses.filter { $0.value.member == id && account.state(of: $0.key, at: now) != .revoked }
        if Set(real.licenses.map(\.licenseID)) != Set(held.keys) { found.append("\(id) holds other licenses") }
        for license in real.licenses where license.state != held[license.licenseID]?.state || license.period != held[license.licenseID]?.span.period {
            found.append("\(license.licenseID) is \(license.state)")
        }
        let roles = Dictionary(real.resourceRoles.map { ($0.resourceID, NaiveResourceRole(role: $0.role, custom: $0.customRoleID, span: Stretch($0.period))) }) { $1 }
        if roles != person.resourceRoles || Set(real.workspaceIDs) != person.workspaces {
            found.append("\(id) has \(real.resourceRoles) and \(real.workspaceIDs), not \(person.resourceRoles) and \(person.workspaces)")
        }
        let groups = Dictionary(real.groups.map { ($0.groupID, Stretch($0.period)) }) { $1 }
        if groups != person.groups { found.append("\(id) is in \(real.groups), not \(person.groups)") }
        if person.state != .removed { compareRights(of: person, id, account, in: node, state, now, allowed, &found) }
    }

    private func compareRights(
        of person: NaivePerson, _ id: MemberID, _ account: NaiveAccount, in node: OrganizationNode, _ state: TreeState, _ now: Int64, _ allowed: PermissionSet,
        _ found: inout [String]
    ) {
        let expected = effective(person, in: node.id, account, at: now).intersection(allowed)
        let real = PermissionSet(Authorization.effectivePermissions(of: .member(id), in: node.id, of: state, at: now).map(\.permission))
        if real != expected { found.append("\(id) may \(real.symmetricDifference(expected)), or may not") }
    }
}
