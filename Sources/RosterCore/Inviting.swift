// Inviting: many people at once, each with a result of its own (product.md 3.2, 4.2).

public import RosterAPI
import WellKnown

public enum Inviting {
    /// Makes each invitee a PENDING member with its seats taken, and an invitation.
    public enum Invite: Command {
        public static let method = Methods.Invitations.invite
        /// Invitees of one call.
        static let inviteesMax = 2_000

        /// One of those named.
        private struct Named {
            /// As it was written.
            let text: String
            /// Nil when it is no address.
            let email: EmailAddress?
            let profile: Profile?
            /// The address stands in the request before.
            var isDuplicate = false
        }

        /// Those of the list, then those of the text.
        private static func named(_ request: InviteRequest) throws(Refusal) -> [Named] {
            guard request.invitees.count <= inviteesMax else { throw .batchTooLarge("invitees", most: inviteesMax) }
            var named = request.invitees.map { Named(text: $0.email, email: EmailAddress($0.email), profile: $0.profile) }
            named += try InviteeText(request.text, "text").tokens.map { Named(text: $0.text, email: $0.email, profile: nil) }
            guard named.count <= inviteesMax else { throw .batchTooLarge("text", most: inviteesMax) }
            var seen: Set<EmailAddress> = []
            for index in named.indices {
                if let email = named[index].email { named[index].isDuplicate = !seen.insert(email).inserted }
            }
            return named
        }

        public static func validate(_ request: InviteRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard [.unspecified, .perItem, .atomic].contains(request.mode) else { throw .invalid("mode", "PER_ITEM or ATOMIC") }
            let named = try named(request)
            guard !named.isEmpty else { throw .invalid("invitees", "at least one, here or in text") }
            for (index, invitee) in request.invitees.enumerated() { try Validation.profile(invitee.profile, "invitees[\(index)].profile") }
            if request.mode == .atomic, let wrong = named.firstIndex(where: { $0.email == nil }) { throw .invalidEmail("invitees[\(wrong)].email") }
            try MemberSetup(request).validate(catalogue)
        }

        public static func demands(of request: InviteRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            MemberSetup(request).demand(&demands, in: organization, context.catalogue)
            return demands
        }

        public static func decide(_ request: InviteRequest, _ context: inout DecisionContext) throws(Refusal) {
            let setup = MemberSetup(request)
            try setup.check(context)
            let terms = setup.terms(in: context.node, context.catalogue)
            for (index, invitee) in try named(request).enumerated() where !invitee.isDuplicate {
                guard let email = invitee.email else {
                    context.refuse(index, .invalidEmail("invitees[\(index)].email"))
                    continue
                }
                func invite(_ context: inout DecisionContext) throws(Refusal) {
                    let member = try setup.carryOut(for: email, profile: invitee.profile, state: .pending, in: &context)
                    let invitation = try context.invite(member, to: terms)
                    if request.sendEmail { try context.queueMail(.invitation, invitation, of: member, generation: 1) }
                }
                if request.mode == .atomic {
                    do { try invite(&context) } catch { throw error.ofItem(index) }
                } else {
                    context.attempt(index) { (context) throws(Refusal) in try invite(&context) }
                }
            }
        }

        public static func answer(_ request: InviteRequest, _ version: Version) -> InviteResponse {
            // What could be decided can be read again.
            guard let named = try? named(request) else { return InviteResponse() }
            let refused = Dictionary(version.refusals.map { (Int($0.index), $0.status) }) { $1 }
            var made = (version.entry?.events ?? []).lazy.compactMap { event in
                if case .invitationCreated(let fact) = event.fact { fact } else { nil }
            }.makeIterator()
            var found: [EmailAddress: InviteResult] = [:]
            return .with { response in
                for (index, invitee) in named.enumerated() {
                    var result = InviteResult()
                    result.index = Int32(index)
                    result.email = invitee.email?.text ?? InviteeText.shortened(invitee.text)
                    result.isDuplicate = invitee.isDuplicate
                    if invitee.isDuplicate, let first = invitee.email.flatMap({ found[$0] }) {
                        result.invitationID = first.invitationID
                        result.memberID = first.memberID
                        result.error = first.error
                    } else if let status = refused[index] {
                        result.error = status
                    } else if let fact = made.next() {
                        result.invitationID = fact.invitationID
                        result.memberID = fact.memberID
                        response.invited += 1
                    }
                    if let email = invitee.email, !invitee.isDuplicate { found[email] = result }
                    response.results.append(result)
                }
            }
        }
    }
}

extension Refusal {
    /// The refusal of a call because of one of its items.
    func ofItem(_ index: Int) -> Refusal {
        var refusal = self
        refusal.metadata["index"] = "\(index)"
        return refusal
    }
}

extension DecisionContext {
    /// Makes an invitation for a PENDING member.
    mutating func invite(_ member: MemberID, to terms: InvitationTerms?) throws(Refusal) -> InvitationID {
        let id: InvitationID = newID()
        try append(.invitationCreated(.with { fact in
            fact.invitationID = id
            fact.memberID = member
            fact.terms = terms
            fact.expireTime = Timestamp(nanosecondsSince1970: now + catalogue.invitationLifetime)
        }))
        return id
    }

    /// Ends a pending member's invitation, and makes it one that belongs to its address of now. Nobody is told.
    mutating func inviteAnew(_ member: MemberRecord) throws(Refusal) {
        try append(.invitationRevoked(.with { $0.invitationID = member.invitationID }))
        _ = try invite(member.memberID, to: node.invitations[member.invitationID]?.terms)
    }
}
