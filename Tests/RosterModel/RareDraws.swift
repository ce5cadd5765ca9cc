// RareDraws: what would come too seldom by itself, so that refusals which few callers meet are met often enough.

import RosterAPI
import RosterCore

extension CommandGenerator {
    mutating func rareCommand(_ model: NaiveModel) -> any ModelCommand {
        switch Int.random(in: 0..<44, using: &numbers) {
        case 39..<44: return plan(model)
        case 0..<3, 11..<13:
            // A connector at what it added, whoever's token it is now.
            let added = account.resources.filter { account.people[$0.value.addedBy]?.seat == .limited && account.people[$0.value.addedBy]?.state == .active }
            guard !added.isEmpty else { return Connect(network: "x.com", externalID: "\(Int.random(in: 5..<9, using: &numbers))", expire: nil) }
            let id = pick(added.keys.sorted())
            wish = added[id].map { .member($0.addedBy) }
            if chance(50) { return UpdateResource(resource: id, name: "D", isRevoked: false) }
            if added[id]?.connectedBy == added[id]?.addedBy { wish = .member(account.owner) }
            return RenewConnection(resource: id, expire: nil)
        case 13:
            wish = .weakKey
            return UpdateResource(resource: resource(), name: "E", isRevoked: false)
        case 3..<5:
            // Oneself, or somebody out of reach.
            let id = pick(present)
            wish = chance(50) ? .member(id) : .weakKey
            return chance(50) ? GrantWorkspace(workspace: workspace(), members: [id]) : RevokeWorkspace(workspace: workspace(), members: [id])
        case 5: return restoration()
        case 6:
            // Above what a key may give.
            wish = .weakKey
            return CreateSubaccount(name: "Weak", members: [pick(present): pick([.manager, .coOwner, .unspecified])], hasLimit: true)
        case 7..<9: return phase == 3 ? crowd(model) : trifle()
        case 9: return Reassign(license: license(), member: pick(present), span: .always)
        case 14:
            // A connector in a plan that has it on request only.
            let connectors = present.filter { account.people[$0]?.seat == .limited && account.people[$0]?.state == .active }
            guard !connectors.isEmpty, model.lacks(.profileConnector) == .featureNotEnabled else { return ChangePlan(plan: pick(["CUSTOM", "ADVANCED"])) }
            wish = .bootstrap
            return CreateSubaccount(name: "C\(requests)", members: [pick(connectors): .unspecified], hasLimit: true)
        case 15: return removed.isEmpty ? TransferOwnership(member: member()) : UpdateGroup(group: group(), name: nil, owner: pick(removed))
        case 16..<25: return rareInvitation(model)
        case 25, 28..<38: return trifle()
        case 38: return phase == 3 ? crowd(model) : workspaceTrifle()
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

    /// What is wrong or short by itself.
    private mutating func trifle() -> any ModelCommand {
        let (license, member) = (license(), member())
        if chance(70) { wish = .bootstrap }
        return switch Int.random(in: 0..<32, using: &numbers) {
        case 25: CreateGroup(name: "G\(requests)", owner: removed.last ?? member)
        case 26, 27: RenameWorkspace(workspace: workspace(), name: account.workspaces.values.min() ?? "East")
        case 20: AddToWorkspace(workspace: workspace(), resources: [resource()])
        case 21: DeleteGroup(group: group())
        case 22, 28: DeleteGroupRule(rule: account.rules.keys.min() ?? RuleID(high: 1, low: 1))
        case 15: GrantWorkspace(workspace: workspace(), members: [limited() ?? member])
        case 16: AddToWorkspace(workspace: workspace(), resources: [resource()])
        case 17: DeleteGroupRule(rule: account.rules.keys.min() ?? RuleID(high: 1, low: 1))
        case 18: RenameWorkspace(workspace: workspace(), name: account.workspaces.values.min() ?? "East")
        case 19: DeleteCustomRole(role: heldRole(), replacement: .unspecified, resourceReplacement: .unspecified, custom: RoleID())
        case 9, 10: unparking()
        case 11: UpdateCustomRole(role: heldRole(), name: "Member", permissions: nil)
        case 12: UpdateAdmin(member: present.first { account.people[$0]?.admin?.level == .sub } ?? member, level: nil, categories: [.ssoEdi], span: nil)
        case 13, 23, 29, 30: DeleteWorkspace(workspace: workspace())
        case 14, 24, 31: RevokeWorkspace(workspace: workspace(), members: [present.last { account.people[$0]?.workspaces.isEmpty == false } ?? member])
        case 6: GrantWorkspace(workspace: workspace(), members: [limited() ?? member])
        case 7: CreateSubaccount(name: "L\(requests)", members: [limited() ?? member: .member], hasLimit: true)
        case 8: DeleteCustomRole(role: heldRole(), replacement: .unspecified, resourceReplacement: .unspecified, custom: RoleID())
        case 0: Revoke(licenses: [license, license])
        case 1: RemoveGroupMembers(group: group(), members: [])
        case 2: Reassign(license: license, member: member, span: Stretch(end: now))
        case 3: DeleteGroupRule(rule: account.rules.keys.min() ?? RuleID(high: 1, low: 1))
        case 4: account.rules.min { $0.key < $1.key }.map { CreateGroupRule(rule: $0.value) } ?? RenameWorkspace(workspace: workspace(), name: "East")
        default: RemoveFromWorkspace(workspace: workspace(), resources: [resource()])
        }
    }

    /// What needs several steps gets them in a row: what the rare draws lead to changes every 100 commands.
    var phase: Int { requests / 100 % 5 }

    /// To the plan of the phase, and there to what is rare under it.
    private mutating func plan(_ model: NaiveModel) -> any ModelCommand {
        let wanted = ["WHOLE", "SMALL", "CAPPED", "FAMILY", "CORE"][phase]
        wish = .bootstrap
        if model.plan != wanted {
            let most = NaiveModel.membersMax[wanted] ?? .max
            return model.presentCount > most ? Remove(member: present.last ?? member()) : ChangePlan(plan: wanted)
        }
        switch phase {
        case 0: return workspaceTrifle()
        case 1, 2: return rareInvitation(model)
        case 3: return crowd(model)
        default: return trifle()
        }
    }

    private mutating func workspaceTrifle() -> any ModelCommand {
        let (workspace, resource) = (workspace(), resource())
        return switch Int.random(in: 0..<8, using: &numbers) {
        case 0: AddToWorkspace(workspace: workspace, resources: [resource])
        case 1, 2: RemoveFromWorkspace(workspace: workspace, resources: [resource])
        case 3: RenameWorkspace(workspace: workspace, name: account.workspaces.values.min() ?? "East")
        case 4: CreateWorkspace(name: account.workspaces.values.min() ?? "East")
        case 5: GrantWorkspace(workspace: workspace, members: [limited() ?? member()])
        case 6: DeleteCustomRole(role: heldRole(), replacement: .unspecified, resourceReplacement: .unspecified, custom: RoleID())
        default: DeleteWorkspace(workspace: workspace)
        }
    }

    /// A parked license whose seat is taken meanwhile.
    private mutating func unparking() -> any ModelCommand {
        let parked = account.licenses.filter { $0.value.state == .parked && now < $0.value.span.end }
        guard let id = parked.keys.min(), let product = parked[id]?.product else { return Park(license: license()) }
        let used = account.used(product, at: now)
        return used < account.pools[product] ?? 0 ? UpdatePool(product: product, seats: used) : Unpark(license: id)
    }

    private mutating func limited() -> MemberID? {
        let known = present.filter { account.people[$0]?.seat == .limited }
        return known.isEmpty ? nil : pick(known)
    }

    private mutating func heldRole() -> RoleID { present.compactMap { account.people[$0]?.customRole }.first { !$0.isZero } ?? customRole() }

    /// More people than the plan has room for.
    private mutating func crowd(_ model: NaiveModel) -> any ModelCommand {
        wish = .bootstrap
        let most = NaiveModel.membersMax["FAMILY"] ?? 0
        guard model.accounts.count < accountsMost else { return UpdateFeatures(roiReporting: chance(50), teamlink: nil, smartLinks: nil) }
        guard model.plan == "FAMILY" else { return model.presentCount > most ? Remove(member: pick(present)) : ChangePlan(plan: "FAMILY") }
        let plain = present.filter { account.people[$0]?.state == .active && account.people[$0]?.seat != .limited }
        let members = plain.shuffled(using: &numbers).prefix(max(1, most + 1 - model.presentCount))
        return CreateSubaccount(name: "Q\(requests)", members: Dictionary(members.map { ($0, .member) }) { $1 }, hasLimit: true)
    }

    private mutating func restoration() -> any ModelCommand {
        let known = removed.filter { account.people[$0]?.isErased == false }
        return Restore(member: known.isEmpty ? member() : pick(known), role: .unspecified, custom: RoleID(), span: .always)
    }
}
