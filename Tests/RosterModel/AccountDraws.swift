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

    /// Something in a sub-account, by a key: its members do nothing here.
    mutating func below(_ model: NaiveModel, _ seed: Seed) -> Operation {
        organization = pick(model.accounts.keys.filter { $0 != model.organization }.sorted())
        let actor: Operation.Actor = pick([.bootstrap, .bootstrap, .bootstrap, .weakKey, .foreignKey])
        let command: any ModelCommand
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0..<4: command = subaccount(atRoot: false, full: model.accounts.count >= accountsMost)
        case 4..<8:
            var setup = Setup()
            setup.role = pick([.member, .manager, .coOwner, .advancedMember])
            if chance(30) { setup.admin = admin() }
            command = CreateMember(email: email(), title: "", setup: setup)
        case 8..<10: command = Rename(name: pick(["Ada", "Bea", "Fay", ""]))
        case 10: command = ChangePlan(plan: "WHOLE")
        default: command = Delete()
        }
        return Operation(command: command, actor: actor, organization: organization, requestID: "r\(requests)", seed: seed)
    }
}
