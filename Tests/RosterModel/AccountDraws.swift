// AccountDraws: what the generator draws of ownership and sub-accounts.

import RosterAPI
import RosterCore

extension CommandGenerator {
    /// Mostly by the owner, to one who can be.
    mutating func transfer() -> any ModelCommand {
        if chance(85) { wish = .member(account.owner) }
        let able = present.filter { [.manager, .coOwner].contains(account.people[$0]?.role) }
        if chance(8) { return TransferOwnership(member: MemberID(high: 1, low: 1)) }
        return TransferOwnership(member: able.isEmpty || chance(30) ? member() : pick(able))
    }

    /// - Parameter full: enough of them, so that a new one must be refused.
    mutating func subaccount(atRoot: Bool, full: Bool) -> any ModelCommand {
        let drawn = full ? [MemberID(high: 1, low: 1)] : atRoot && chance(70) ? several(3) { $0.member() } : []
        let roles: [OrganizationRole] = [.unspecified, .unspecified, .unspecified, .member, .coOwner, .connector, .owner]
        var members: [MemberID: OrganizationRole] = [:]
        for id in drawn { members[id] = pick(roles) }
        let name = chance(3) ? "" : full ? "Full" : pick(["Ada", "ada", "Bea", "Cem", "Dov", "Eve"])
        return CreateSubaccount(name: name, members: members, hasLimit: !chance(3))
    }

    /// What is done in sub-accounts more often than it would come by itself.
    mutating func below(_ model: NaiveModel) -> any ModelCommand {
        switch Int.random(in: 0..<14, using: &numbers) {
        case 0..<4: return subaccount(atRoot: false, full: model.accounts.count >= accountsMost)
        case 4..<8:
            var setup = Setup()
            setup.role = pick([.member, .manager, .coOwner, .advancedMember])
            if chance(30) { setup.admin = admin() }
            return CreateMember(email: email(), title: "", setup: setup)
        case 8..<10: return Rename(name: pick(["Ada", "Bea", "Fay", ""]))
        case 10: return ChangePlan(plan: "WHOLE")
        case 11: return chance(50) ? Delete() : Undelete()
        case 12: return Purchase(product: NaiveModel.products[0], seats: 1)
        default: return Enable(feature: .profileConnector)
        }
    }
}
