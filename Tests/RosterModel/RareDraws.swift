// RareDraws: what would come too seldom by itself, so that refusals which few callers meet are met often enough.

import RosterAPI
import RosterCore

extension CommandGenerator {
    mutating func rareCommand(_ model: NaiveModel) -> any ModelCommand {
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0..<2:
            // A connector at what it added, whoever's token it is now.
            let added = account.resources.filter { account.people[$0.value.addedBy]?.seat == .limited && account.people[$0.value.addedBy]?.state == .active }
            guard !added.isEmpty else { return Connect(network: "x.com", externalID: "\(Int.random(in: 5..<9, using: &numbers))", expire: nil) }
            let id = pick(added.keys.sorted())
            wish = added[id].map { .member($0.addedBy) }
            if chance(50) { return UpdateResource(resource: id, name: "D", isRevoked: false) }
            if added[id]?.connectedBy == added[id]?.addedBy { wish = .member(account.owner) }
            return RenewConnection(resource: id, expire: nil)
        case 2:
            wish = .weakKey
            return UpdateResource(resource: resource(), name: "E", isRevoked: false)
        case 3..<5:
            // Oneself, or somebody out of reach.
            let id = pick(present)
            wish = chance(50) ? .member(id) : .weakKey
            return chance(50) ? GrantWorkspace(workspace: workspace(), members: [id]) : RevokeWorkspace(workspace: workspace(), members: [id])
        case 5: return restoration()
        case 6: return Reassign(license: license(), member: pick(present), span: .always)
        default:
            let able = present.filter { id in
                guard let person = account.people[id], person.role == .custom else { return false }
                return account.permissions(of: person, at: now).contains(.rolesManage)
            }
            guard !able.isEmpty else { return GrantAdmin(member: pick(present), admin: AdminRight(level: .full), order: []) }
            let id = pick(able)
            wish = .member(id)
            let role = account.people[id]?.customRole ?? RoleID()
            if chance(50) { return UpdateCustomRole(role: role, name: nil, permissions: [.organizationRead]) }
            return DeleteCustomRole(role: role, replacement: .unspecified, resourceReplacement: .unspecified, custom: RoleID())
        }
    }

    private mutating func restoration() -> any ModelCommand {
        let known = removed.filter { account.people[$0]?.isErased == false }
        return Restore(member: known.isEmpty ? member() : pick(known), role: .unspecified, custom: RoleID(), span: .always)
    }
}
