// ResourceDraws: what the generator draws of resources and workspaces.

import RosterAPI
import RosterCore

extension CommandGenerator {
    mutating func resource() -> ResourceID {
        let known = account.resources.keys.sorted()
        return known.isEmpty || chance(3) ? ResourceID(high: 1, low: 1) : pick(known)
    }

    mutating func workspace() -> WorkspaceID {
        let known = account.workspaces.keys.sorted()
        return known.isEmpty || chance(3) ? WorkspaceID(high: 1, low: 1) : pick(known)
    }

    mutating func resourceRole(on resource: ResourceID) -> GivenResourceRole {
        let role: ResourceRole = pick([.guest, .moderator, .editor, .admin, .custom])
        let custom = role == .custom && !chance(2) ? customRole(chance(97) ? .resource : nil) : RoleID()
        return GivenResourceRole(resource: resource, role: role, custom: custom, span: span())
    }

    mutating func resourceRoles() -> [GivenResourceRole] { several(3) { $0.resource() }.map { resourceRole(on: $0) } }

    private mutating func end() -> Int64? { maybe(50) { $0.now + Int64.random(in: -90...900, using: &$0.numbers) * 1_000_000_000 * ($0.chance(30) ? 3600 : 1) } }

    /// Somebody who isn't everywhere by its role.
    private mutating func plainMember() -> MemberID {
        let known = present.filter { account.people[$0]?.seat != .limited && account.people[$0]?.holdsResources(at: now) == false }
        return known.isEmpty || chance(30) ? member() : pick(known)
    }

    /// Now and then who has something to do with the resource does it.
    private mutating func touched() -> ResourceID {
        let id = resource()
        guard let found = account.resources[id] else { return id }
        let close = present.filter { $0 == found.connectedBy || $0 == found.addedBy || account.people[$0]?.resourceRoles[id] != nil }
        if !close.isEmpty, chance(40) { wish = .member(pick(close)) }
        return id
    }

    /// A connector's resource by it or by somebody else, so that the token is now one's, now the other's.
    private mutating func renewed() -> ResourceID {
        let added = account.resources.filter { account.people[$0.value.addedBy]?.seat == .limited && account.people[$0.value.addedBy]?.state == .active }
        guard !added.isEmpty, chance(75) else { return touched() }
        let id = pick(added.keys.sorted())
        let isItsOwn = added[id]?.connectedBy == added[id]?.addedBy
        if chance(80) { wish = isItsOwn ? .member(account.owner) : added[id].map { .member($0.addedBy) } }
        return id
    }

    mutating func resourceCommand() -> any ModelCommand {
        switch Int.random(in: 0..<40, using: &numbers) {
        case 0..<6:
            if chance(40) { wish = .member(pick(present)) }
            return Connect(network: pick(["instagram", "Instagram", "x.com"]), externalID: chance(2) ? "" : pick(["1", "2", "3", "4"]), expire: end())
        case 6..<9:
            let resource = chance(40) ? renewed() : touched()
            if chance(15) { wish = .weakKey }
            return UpdateResource(resource: resource, name: maybe(70) { $0.pick(["A", "B", "B", "C", ""]) }, isRevoked: chance(40))
        case 9..<13: return RenewConnection(resource: renewed(), expire: end())
        case 13..<16: return Disconnect(resource: touched())
        case 16..<24:
            let roles = resourceRoles()
            let member = plainMember()
            if chance(5), account.people[member] != nil { wish = .member(member) }
            let about = chance(50) ? [] : (roles.map(\.resource) + (chance(40) ? [resource()] : [])).dropFirst(chance(5) ? 1 : 0)
            return SetResourceRoles(member: member, roles: chance(10) ? [] : roles, about: Array(about))
        case 24..<26: return CreateWorkspace(name: pick(["North", "south", "South", "East", "West", ""]))
        case 26..<29: return RenameWorkspace(workspace: workspace(), name: pick(["North", "north", "South", "East", ""]))
        case 29: return DeleteWorkspace(workspace: workspace())
        case 30..<32: return AddToWorkspace(workspace: workspace(), resources: several(3) { $0.resource() })
        case 32..<34: return RemoveFromWorkspace(workspace: workspace(), resources: several(2) { $0.resource() })
        case 34..<38: 
            let members = several(2) { $0.plainMember() }
            if chance(14), account.people[members[0]] != nil { wish = .member(members[0]) }
            return GrantWorkspace(workspace: workspace(), members: members)
        default: return RevokeWorkspace(workspace: workspace(), members: several(2) { $0.target() })
        }
    }
}
