// AccountOperations: who owns a tree, and the accounts below its root.

import RosterAPI
import RosterCore
import WellKnown

extension NaiveModel {
    /// The accounts above one, the nearest first.
    func above(_ organization: OrganizationID) -> [NaiveAccount] {
        var found: [NaiveAccount] = []
        var next = accounts[organization]?.parent
        while let parent = next, let account = accounts[parent] {
            found.append(account)
            next = account.parent
        }
        return found
    }

    func isBelow(_ organization: OrganizationID, _ other: OrganizationID) -> Bool {
        var next = accounts[organization]?.parent
        while let parent = next {
            if parent == other { return true }
            next = accounts[parent]?.parent
        }
        return false
    }

    /// A deleted root takes everything below it along.
    func isDeleted(_ organization: OrganizationID) -> Bool { accounts[organization]?.isDeleted == true || above(organization).contains { $0.isDeleted } }

    /// Names of sub-accounts are unique below their parent, whatever the case of the letters.
    func isTaken(subaccount name: String, below parent: OrganizationID?, but own: OrganizationID? = nil) -> Bool {
        guard let parent else { return false }
        let wanted = name.lowercased()
        for (id, account) in accounts where id != own && account.parent == parent {
            if account.name.lowercased() == wanted { return true }
        }
        return false
    }
}

/// Owner to manager or co-owner, at once.
struct TransferOwnership: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.organizationTransfer, targets: [.member(member)])
        needs.isForMembers = true
        needs.roles = [(.owner, RoleID())]
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let heir = scene.person(member) else { return }
        try refuse(heir.state != .active || ![.manager, .coOwner].contains(heir.role(at: scene.now)), .wrongState)
        try refuse(scene.isOwnerTaken(heir.email), .alreadyOwnsOrganization)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.people[account.owner]?.give(.coOwner)
        account.people[member]?.give(.owner)
        account.owner = member
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Organizations.TransferOwnership.self) { $0.organizationID = draft.organization; $0.memberID = member }
    }
}

struct CreateSubaccount: ModelCommand {
    let name: String
    /// First members, with a role or the one they have.
    let members: [MemberID: OrganizationRole]
    let hasLimit: Bool

    private var inOrder: [(key: MemberID, value: OrganizationRole)] { members.sorted { $0.key < $1.key } }

    func validate() throws { try refuse(name.isEmpty || !hasLimit || members.values.contains(.owner), .invalidField) }

    /// What a member of the parent will be; nobody owns a sub-account (C13, C14).
    private func role(_ wanted: OrganizationRole, _ person: NaivePerson, at now: Int64) -> (role: OrganizationRole, span: Stretch) {
        if wanted != .unspecified { return (wanted, .always) }
        switch person.role(at: now) {
        case .owner: return (.coOwner, .always)
        case .custom: return (.member, .always)
        case let role: return (role, role == person.role ? person.roleSpan : .always)
        }
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.subaccountsManage)
        needs.targets = members.keys.map { .member($0) }
        for (id, wanted) in inOrder {
            guard let person = scene.person(id) else { continue }
            needs.roles.append((role(wanted, person, at: scene.now).role, RoleID()))
            if person.seat == .limited { needs.features.append(.profileConnector) }
        }
        return needs
    }

    func judge(_ scene: Scene) throws {
        try refuse(scene.model.above(scene.organization).count >= 4, .subaccountDepth)
        try refuse(scene.model.isTaken(subaccount: name, below: scene.organization), .nameInUse)
        for (id, wanted) in inOrder {
            guard let person = scene.person(id) else { continue }
            try refuse(person.state != .active, .wrongState)
            try refuse((role(wanted, person, at: scene.now).role == .connector) != (person.seat == .limited), .seatType)
        }
        let most = scene.model.membersMax
        try refuse(most > 0 && !members.isEmpty && scene.model.presentCount + members.count > most, .quotaExceeded)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let parent = model.accounts[done.organization] else { return }
        var child = NaiveAccount(owner: MemberID())
        child.parent = done.organization
        child.name = name
        child.isLiteral = parent.isLiteral
        child.isReportsOnly = parent.isReportsOnly
        child.subAdminsManageGroups = parent.subAdminsManageGroups
        var ids = done.made { event -> MemberID? in if case .memberCreated(let fact) = event.fact { fact.memberID } else { nil } }[...]
        for (id, wanted) in inOrder {
            guard let person = parent.people[id], let new = ids.popFirst() else { continue }
            let (role, span) = role(wanted, person, at: done.now)
            var copy = NaivePerson(email: person.email, role: role, seat: person.seat)
            copy.title = person.title
            copy.roleSpan = span
            child.people[new] = copy
        }
        let made = done.made { event -> OrganizationID? in if case .organizationCreated = event.fact { event.organizationID } else { nil } }
        if let id = made.first { model.accounts[id] = child }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Subaccounts.Create.self) { request in
            request.organizationID = draft.organization
            request.name = name
            if hasLimit { request.limits = .with { $0.perDay = 100 } }
            request.members = inOrder.map { id, role in .with { $0.memberID = id; $0.role = role } }
        }
    }
}
