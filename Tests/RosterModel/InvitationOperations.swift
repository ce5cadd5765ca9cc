// InvitationOperations: people are invited, come or stay away.

import RosterAPI
import RosterCore
import WellKnown

struct NaiveInvitation {
    var member: MemberID
    var state = InvitationState.pending
    var generation: Int32 = 1
    /// What it offers, with the products and the administration that it came to.
    var terms: Setup
    var expire: Int64
    /// The last mail about it.
    var mail: MailID?
}

extension NaiveModel {
    /// In the tests; short, so that invitations end.
    static let invitationLifetime: Int64 = 1500 * 1_000_000_000
}

extension Done {
    fileprivate var newMembers: [MemberID] { made { event in if case .memberCreated(let fact) = event.fact { fact.memberID } else { nil } } }
    var newInvitations: [InvitationID] { made { event in if case .invitationCreated(let fact) = event.fact { fact.invitationID } else { nil } } }
    fileprivate var newMails: [MailID] { made { event in if case .mailQueued(let fact) = event.fact { fact.mailID } else { nil } } }
}

/// Ids that an entry made, or others as long as nothing is made.
struct NewIDs {
    var members: ArraySlice<MemberID> = []
    var licenses: ArraySlice<LicenseID> = []
    var invitations: ArraySlice<InvitationID> = []
    var mails: ArraySlice<MailID> = []
    private var drawn: UInt64 = 0

    init() {}

    init(_ done: Done) {
        members = done.newMembers[...]
        licenses = done.newLicenses[...]
        invitations = done.newInvitations[...]
        mails = done.newMails[...]
    }

    mutating func next<Tag>(_ made: WritableKeyPath<NewIDs, ArraySlice<Identifier<Tag>>>) -> Identifier<Tag> {
        drawn += 1
        return self[keyPath: made].popFirst() ?? Identifier(high: 2, low: drawn)
    }
}

extension NaiveAccount {
    /// INVITATION_EXPIRED, INVITATION_REVOKED, INVITATION_ALREADY_ACCEPTED or WRONG_STATE for one that is over.
    func refuseOver(_ invitation: NaiveInvitation) throws {
        switch invitation.state {
        case .pending: return
        case .accepted: throw Refused(reason: .invitationAlreadyAccepted)
        case .expired: throw Refused(reason: .invitationExpired)
        case .revoked: throw Refused(reason: .invitationRevoked)
        default: throw Refused(reason: .wrongState)
        }
    }

    /// An invitation for a member, as of a time.
    mutating func invite(_ member: MemberID, _ id: InvitationID, _ terms: Setup, at now: Int64) {
        invitations[id] = NaiveInvitation(member: member, terms: terms, expire: now + NaiveModel.invitationLifetime)
        people[member]?.invitation = id
    }

    mutating func queue(_ id: MailID, about invitation: InvitationID) {
        guard let found = invitations[invitation] else { return }
        mails[id] = NaiveMail(invitation: invitation, generation: found.generation)
        invitations[invitation]?.mail = id
    }
}

extension NaiveModel {
    /// Gives a member who has just come, or comes back, everything but its role.
    mutating func give(_ setup: Setup, to id: MemberID, in organization: OrganizationID, _ ids: inout NewIDs, at now: Int64) {
        for product in setup.products(self, in: organization) { assigned(ids.next(\.licenses), product, to: id, in: organization, .always, at: now) }
        let title = accounts[organization]?.people[id]?.title ?? ""
        accounts[organization]?.applyRules(title: title, to: id)
    }

    /// What an invitation remembers: nothing of it is decided again.
    func terms(_ setup: Setup, in organization: OrganizationID) -> Setup {
        var terms = setup
        terms.admin = completed(setup.admin, in: organization)
        terms.products = setup.products(self, in: organization)
        terms.withoutLicense = terms.products.isEmpty
        return terms
    }
}

struct Invite: ModelCommand {
    let emails: [String]
    let setup: Setup
    let isAtomic: Bool
    let sendsMail: Bool

    func validate() throws {
        try refuse(emails.isEmpty, .invalidField)
        try refuse(isAtomic && emails.contains { !$0.contains("@") }, .invalidEmail)
        try setup.validate()
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.invitationsWrite)
        setup.add(to: &needs, scene)
        return needs
    }

    /// Each by itself, after those before.
    private func carryOut(_ model: inout NaiveModel, in scene: Scene, _ ids: inout NewIDs) throws {
        let terms = model.terms(setup, in: scene.organization)
        var seen: Set<String> = []
        for email in emails where email.contains("@") && seen.insert(email).inserted {
            let now = scene.with(model)
            do { try setup.judge(for: email, now) } catch {
                if isAtomic { throw error }
                continue
            }
            let member = ids.next(\.members)
            let invitation = ids.next(\.invitations)
            var person = setup.person(email, model, in: scene.organization)
            person.state = .pending
            model.accounts[scene.organization]?.people[member] = person
            model.give(setup, to: member, in: scene.organization, &ids, at: scene.now)
            model.accounts[scene.organization]?.invite(member, invitation, terms, at: scene.now)
            if sendsMail { model.accounts[scene.organization]?.queue(ids.next(\.mails), about: invitation) }
        }
    }

    func judge(_ scene: Scene) throws {
        try setup.judge(scene)
        guard isAtomic else { return }
        var model = scene.model
        var ids = NewIDs()
        try carryOut(&model, in: scene, &ids)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let scene = done.scene(of: model) else { return }
        var ids = NewIDs(done)
        try? carryOut(&model, in: scene, &ids)
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Inviting.Invite.self) { request in
            request.organizationID = draft.organization
            request.invitees = emails.map { email in .with { $0.email = email } }
            request.role = setup.role
            request.customRoleID = setup.custom
            request.rolePeriod = setup.roleSpan.period
            request.seatType = setup.seat
            request.admin = setup.admin?.grant()
            request.productIDs = setup.products
            request.withoutLicense = setup.withoutLicense
            request.resourceRoles = setup.resourceRoles.map(\.message)
            request.workspaceIDs = setup.workspaces
            request.groups = setup.memberships
            request.sendEmail = sendsMail
            request.mode = isAtomic ? .atomic : .perItem
        }
    }
}

/// The same invitation with a new token; one that ended by time alone is taken up again.
struct Resend: ModelCommand {
    let invitation: InvitationID
    let sendsMail: Bool

    /// What one that is over by time would offer again, as far as that still exists.
    private func terms(_ account: NaiveAccount) -> Setup? {
        guard let found = account.invitations[invitation], found.state == .expired else { return nil }
        return found.terms.remaining(in: account)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.invitationsWrite, targets: [.invitation(invitation)])
        // To take it up again is to give again what it offered.
        terms(scene.account)?.add(to: &needs, scene)
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let found = scene.account.invitations[invitation], let person = scene.person(found.member) else { return }
        guard found.state == .expired else { return try scene.account.refuseOver(found) }
        try refuse(person.isErased, .wrongState)
        try refuse(person.state != .removed || scene.account.isTaken(person.email), .emailInUse)
        guard let terms = terms(scene.account) else { throw Refused(reason: .wrongState) }
        do { try terms.judge(scene) } catch let refused as Refused {
            throw refused.reason == .invalidField ? Refused(reason: .wrongState) : refused
        }
        try terms.judge(for: person.email, scene)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let found = model.accounts[done.organization]?.invitations[invitation] else { return }
        if let terms = model.accounts[done.organization].flatMap(terms), let before = model.accounts[done.organization]?.people[found.member] {
            var ids = NewIDs(done)
            var person = terms.person(before.email, model, in: done.organization)
            person.title = before.title
            person.state = .pending
            person.invitation = invitation
            model.accounts[done.organization]?.people[found.member] = person
            model.give(terms, to: found.member, in: done.organization, &ids, at: done.now)
        }
        model.accounts[done.organization]?.invitations[invitation]?.state = .pending
        model.accounts[done.organization]?.invitations[invitation]?.generation += 1
        model.accounts[done.organization]?.invitations[invitation]?.expire = done.now + NaiveModel.invitationLifetime
        if sendsMail, let mail = done.newMails.first { model.accounts[done.organization]?.queue(mail, about: invitation) }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Invitations.Resend.self) { $0.organizationID = draft.organization; $0.invitationID = invitation; $0.sendEmail = sendsMail }
    }
}

struct RevokeInvitation: ModelCommand {
    let invitation: InvitationID

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.invitationsWrite, targets: [.invitation(invitation)])
        if let found = scene.account.invitations[invitation], found.state == .pending { needs.standing = [found.member] }
        return needs
    }

    func judge(_ scene: Scene) throws { if let found = scene.account.invitations[invitation] { try scene.account.refuseOver(found) } }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        guard let member = account.invitations[invitation]?.member else { return }
        account.invitations[invitation]?.state = .revoked
        account.remove(member)
    }

    func call(_ draft: Draft) -> Call { draft.call(Invitations.Revoke.self) { $0.organizationID = draft.organization; $0.invitationID = invitation } }
}

struct RotateUniversalLink: ModelCommand {
    func needs(_ scene: Scene) -> Needs { Needs(.invitationsWrite) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.universalGeneration += 1 }
    func call(_ draft: Draft) -> Call { draft.call(Invitations.RotateUniversalLink.self) { $0.organizationID = draft.organization } }
}

/// A person named by address comes in, or stays away.
struct Answer: ModelCommand {
    let accepts: Bool
    /// Nil: whatever invitation the address has.
    let invitation: InvitationID?
    /// The generation of the token: of the invitation's, or without an invitation of the universal link's; nil: none.
    let generation: Int32?

    var label: String { accepts ? "Accept" : "Decline" }
    var isForInvitees: Bool { true }

    private func find(_ scene: Scene) -> (member: MemberID, invitation: NaiveInvitation?, id: InvitationID, isStale: Bool)? {
        guard let email = scene.caller.email else { return nil }
        let account = scene.account
        let member = invitation.map { account.invitations[$0]?.member } ?? account.people.first { $0.value.state != .removed && $0.value.email == email }?.key
        guard let member, let person = account.people[member], person.email == email, !person.isErased else { return nil }
        let id = invitation ?? person.invitation
        let found = account.invitations[id]
        let current = invitation == nil ? account.universalGeneration : found?.generation ?? 0
        if let generation, generation < 1 || generation > current { return nil }
        return (member, found, id, generation.map { $0 < current } ?? false)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs()
        needs.targets = [.nobody]
        if let found = find(scene) { needs.targets = [found.invitation == nil ? .member(found.member) : .invitation(found.id)] }
        if let invitation { needs.named = .target(.invitation(invitation)) }
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let found = find(scene) else { return }
        guard let invitation = found.invitation else { throw Refused(reason: .invitationAlreadyAccepted) }
        try scene.account.refuseOver(invitation)
        try refuse(found.isStale, .invitationRevoked)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let scene = done.scene(of: model), let found = find(scene), var account = model.accounts[done.organization] else { return }
        account.invitations[found.id]?.state = accepts ? .accepted : .declined
        if accepts {
            account.people[found.member]?.state = .active
            for (license, value) in account.licenses where value.member == found.member && value.state == .pending && value.span.contains(done.now) {
                account.licenses[license]?.state = .active
            }
        } else {
            account.remove(found.member)
        }
        model.accounts[done.organization] = account
    }

    private func token(_ draft: Draft) -> String {
        guard let generation else { return "" }
        if let invitation { return NaiveModel.catalogue.token(of: invitation, generation: generation) }
        return NaiveModel.catalogue.universalToken(of: draft.organization, generation: generation)
    }

    func call(_ draft: Draft) -> Call {
        if accepts {
            return draft.call(Acceptance.Accept.self) { request in
                request.organizationID = draft.organization
                request.invitationID = invitation ?? InvitationID()
                request.token = token(draft)
            }
        }
        return draft.call(Acceptance.Decline.self) { request in
            request.organizationID = draft.organization
            request.invitationID = invitation ?? InvitationID()
            request.token = token(draft)
        }
    }
}
