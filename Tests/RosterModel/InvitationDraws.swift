// InvitationDraws: what the generator draws of invitations and mails.

import RosterAPI
import RosterCore

extension CommandGenerator {
    private mutating func invitation() -> InvitationID {
        let known = account.invitations.keys.sorted().suffix(14)
        return known.isEmpty || chance(4) ? InvitationID(high: 1, low: 1) : pick(Array(known))
    }

    private mutating func invitation(_ state: InvitationState) -> InvitationID {
        let known = account.invitations.filter { $0.value.state == state }.keys.sorted().suffix(10)
        return known.isEmpty || chance(20) ? invitation() : pick(Array(known))
    }

    private mutating func mails() -> [MailID] {
        let known = account.mails.keys.sorted().suffix(8)
        if known.isEmpty || chance(5) { return chance(30) ? [] : [MailID(high: 1, low: 1)] }
        return several(3) { $0.pick(Array(known)) }
    }

    private mutating func answer() -> any ModelCommand {
        let isOpen = chance(60)
        let id = isOpen ? invitation(.pending) : invitation()
        let email = account.invitations[id].flatMap { account.people[$0.member]?.email } ?? pick(emails)
        address = chance(92) ? email : pick(emails)
        let isNamed = chance(60)
        let current = isNamed ? account.invitations[id]?.generation ?? 1 : account.universalGeneration
        let generation: Int32? = chance(40) ? nil : chance(75) ? current : pick([current - 1, current + 1, 1])
        // Now and then by somebody who names no address.
        if chance(9) {
            address = nil
            if chance(40) { wish = .weakKey }
        }
        return Answer(accepts: chance(70), invitation: isNamed ? id : nil, generation: generation)
    }

    mutating func invitationCommand() -> any ModelCommand {
        switch Int.random(in: 0..<30, using: &numbers) {
        case 0..<9:
            let emails = chance(2) ? [] : several(4) { $0.email() }
            return Invite(emails: emails, setup: setup(), isAtomic: chance(35), sendsMail: chance(60))
        case 9..<13: return Resend(invitation: chance(60) ? invitation(.expired) : invitation(), sendsMail: chance(50))
        case 13..<16: return RevokeInvitation(invitation: chance(60) ? invitation(.pending) : invitation())
        case 16: return RotateUniversalLink()
        case 17..<26: return answer()
        case 26..<28: return LeaseOutbox(limit: chance(3) ? 2000 : pick([0, 1, 2]), seconds: chance(3) ? 0 : pick([10, 300, 600]))
        default: return AckOutbox(mails: mails(), state: chance(4) ? .queued : pick([.sent, .bounced, .suppressed]))
        }
    }

    /// An invitation that is over by time, for refusals that only such a one meets.
    private mutating func expired(_ isWanted: (NaiveInvitation) -> Bool) -> InvitationID? {
        let known = account.invitations.filter { id, invitation in
            guard invitation.state == .expired, let person = account.people[invitation.member], !person.isErased else { return false }
            return !account.isTaken(person.email) && isWanted(invitation)
        }.keys.sorted().suffix(5)
        return known.isEmpty ? nil : pick(Array(known))
    }

    /// Something is offered to somebody who isn't here.
    private mutating func offer(_ products: [String], role: OrganizationRole = .member, categories: Set<AdminCategory> = []) -> any ModelCommand {
        var setup = Setup()
        setup.role = role
        setup.products = products
        setup.withoutLicense = products.isEmpty
        if !categories.isEmpty { setup.admin = AdminRight(level: .sub, categories: categories) }
        let free = emails.filter { !account.isTaken($0) }
        return Invite(emails: [free.isEmpty ? "new\(requests)@x.example" : pick(free)], setup: setup, isAtomic: true, sendsMail: false)
    }

    /// What must come together for it is brought about step by step.
    mutating func rareInvitation(_ model: NaiveModel) -> any ModelCommand {
        let kind = pick([[0, 1, 3, 5, 6], [2, 2, 2, 3, 0], [4, 4, 4, 3], [0, 1, 3, 5, 6, 6], [0, 1, 3, 5]][phase])
        wish = .bootstrap
        let product = NaiveModel.products[0]
        switch kind {
        case 0:
            // Out of a key's reach.
            wish = .weakKey
            let high = account.invitations.filter { NaiveModel.rank($0.value.terms.role) > 40 }
            if let id = high.filter({ $0.value.state == .pending }).keys.min(), chance(50) { return RevokeInvitation(invitation: id) }
            if let id = expired({ NaiveModel.rank($0.terms.role) > 40 }), chance(70) { return Resend(invitation: id, sendsMail: false) }
            if chance(50) { wish = .bootstrap }
            return offer([], role: pick([.manager, .coOwner]))
        case 1: return oneself(model)
        case 2:
            let most = NaiveModel.membersMax["SMALL"] ?? 0
            guard model.plan == "SMALL" else { return model.presentCount > most ? Remove(member: present.last ?? member()) : ChangePlan(plan: "SMALL") }
            guard model.isFull else { return offer([]) }
            return expired { _ in true }.map { Resend(invitation: $0, sendsMail: false) } ?? offer([])
        case 3:
            // The seats are gone.
            guard let id = expired({ !$0.terms.products.isEmpty }), let wanted = account.invitations[id]?.terms.products.first else { return offer([product]) }
            let used = account.used(wanted, at: now)
            return used < account.pools[wanted] ?? 0 ? UpdatePool(product: wanted, seats: used) : Resend(invitation: id, sendsMail: false)
        case 4:
            guard model.plan == "CAPPED" else { return ChangePlan(plan: "CAPPED") }
            let isFree = account.used(product, at: now) < account.pools[product] ?? 0
            guard isFree else { return UpdatePool(product: product, seats: (account.pools[product] ?? 0) + 4) }
            guard model.isCapReached(at: now, alsoMade: 0), chance(60) else { return offer([product]) }
            return expired { $0.terms.products == [product] }.map { Resend(invitation: $0, sendsMail: false) } ?? offer([product])
        case 5:
            // The policy has changed since.
            guard let id = expired({ $0.terms.admin?.categories == [.usersLicenses] }) else { return offer([], categories: [.usersLicenses]) }
            return account.isReportsOnly
                ? Resend(invitation: id, sendsMail: false) : SetPolicies(isLiteral: false, isReportsOnly: true, subAdminsManageGroups: false)
        default:
            // The connector is included, but not enabled any more.
            guard let id = expired({ $0.terms.seat == .limited }) else {
                if model.lacks(.profileConnector) != nil { return ChangePlan(plan: "WHOLE") }
                var setup = Setup()
                (setup.seat, setup.role) = (.limited, .connector)
                return Invite(emails: [pick(emails)], setup: setup, isAtomic: true, sendsMail: false)
            }
            return model.lacks(.profileConnector) == .featureNotEnabled ? Resend(invitation: id, sendsMail: false) : ChangePlan(plan: pick(["CUSTOM", "ADVANCED"]))
        }
    }

    /// Somebody of an account above, invited below, at its own invitation.
    private mutating func oneself(_ model: NaiveModel) -> any ModelCommand {
        if account.parent == nil, let child = model.accounts.keys.filter({ $0 != model.organization }).min() {
            organization = child
            account = model.accounts[child] ?? account
        }
        for above in model.above(organization) {
            for (id, person) in above.present.sorted(by: { $0.key < $1.key }) where person.state == .active && above.isFull(person, at: now) {
                let open = account.invitations.filter { $0.value.state == .pending && account.people[$0.value.member]?.email == person.email }
                if let invitation = open.keys.min() {
                    wish = .member(id)
                    return RevokeInvitation(invitation: invitation)
                }
                if !account.isTaken(person.email) {
                    return Invite(emails: [person.email], setup: Setup(), isAtomic: false, sendsMail: true)
                }
            }
        }
        return subaccount(atRoot: true, full: model.accounts.count >= accountsMost)
    }
}
