// Mail: written to the outbox with what it tells of, put into words when somebody comes to deliver it.

public import RosterAPI
import WellKnown
import Wire

public enum Mail {
    /// Which mail.
    enum Template: String {
        case invitation
        case reminder = "invitation_reminder"
    }

    /// Hands mails out for a time.
    public enum LeaseOutbox: Command {
        public static let method = Methods.Mail.leaseOutbox
        private static let limitDefault = 50
        private static let limitMax = 1_000
        private static let leaseDefault: Int64 = 300 * 1_000_000_000
        private static let leaseMax: Int64 = 24 * 3600 * 1_000_000_000

        private static func lease(_ request: LeaseOutboxRequest) -> Int64 { request.lease?.nanoseconds ?? leaseDefault }

        public static func validate(_ request: LeaseOutboxRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard (0...limitMax).contains(Int(request.limit)) else { throw .invalid("limit", "0 to \(limitMax)") }
            guard request.lease?.isValid ?? true, (1_000_000_000...leaseMax).contains(lease(request)) else {
                throw .invalid("lease", "1 second to 1 day")
            }
        }

        public static func demands(of request: LeaseOutboxRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            // A mail holds the link of its invitation.
            demands.permissions = [.invitationsWrite]
            return demands
        }

        public static func decide(_ request: LeaseOutboxRequest, _ context: inout DecisionContext) throws(Refusal) {
            let limit = request.limit == 0 ? limitDefault : Int(request.limit)
            var leased = 0
            // Pointless mails take no place; but one entry must end somewhere.
            for mail in context.node.outbox.available(at: context.now, limit: limit + limitMax) where leased < limit {
                guard context.node.isOpen(mail) else {
                    try context.append(.mailDone(.with { fact in
                        fact.mailID = mail.mailID
                        fact.state = .suppressed
                    }))
                    continue
                }
                try context.append(.mailLeased(.with { fact in
                    fact.mailID = mail.mailID
                    fact.leaseEndTime = Timestamp(nanosecondsSince1970: context.now + lease(request))
                }))
                leased += 1
            }
        }

        /// Without links, which are the server's to add.
        public static func answer(_ request: LeaseOutboxRequest, _ version: Version) -> LeaseOutboxResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                for event in version.entry?.events ?? [] {
                    guard case .mailLeased(let fact) = event.fact, let mail = node.outbox.mails[fact.mailID] else { continue }
                    response.mails.append(node.rendered(mail))
                }
                response.waiting = Int32(truncatingIfNeeded: node.outbox.availableCount(at: version.state.time))
            }
        }

        public static func takesSecrets(_ response: LeaseOutboxResponse) -> Bool { !response.mails.isEmpty }
    }

    /// Takes note of what became of mails.
    public enum AckOutbox: Command {
        public static let method = Methods.Mail.ackOutbox
        private static let outcomesMax = 1_000

        public static func validate(_ request: AckOutboxRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard !request.outcomes.isEmpty else { throw .invalid("outcomes", "at least one") }
            guard request.outcomes.count <= outcomesMax else { throw .batchTooLarge("outcomes", most: outcomesMax) }
            guard Set(request.outcomes.map(\.mailID)).count == request.outcomes.count else { throw .invalid("outcomes", "no mail twice") }
            for (index, outcome) in request.outcomes.enumerated() {
                guard [.sent, .bounced, .suppressed].contains(outcome.state) else { throw .invalid("outcomes[\(index)].state", "SENT, BOUNCED or SUPPRESSED") }
            }
        }

        public static func demands(of request: AckOutboxRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.permissions = [.invitationsWrite]
            return demands
        }

        public static func decide(_ request: AckOutboxRequest, _ context: inout DecisionContext) throws(Refusal) {
            for (index, outcome) in request.outcomes.enumerated() {
                context.attempt(index) { (context) throws(Refusal) in
                    guard let mail = context.node.outbox.mail(outcome.mailID, at: context.now) else { throw .notFound() }
                    if mail.state == outcome.state { return }
                    guard mail.attempts > 0 else { throw .wrongState("the mail was never leased") }
                    // Mail comes back after it was sent.
                    let isOpen = mail.state == .leased || mail.state == .sent && outcome.state == .bounced
                    guard isOpen else { throw .wrongState("the mail has another outcome") }
                    try context.append(.mailDone(.with { fact in
                        fact.mailID = outcome.mailID
                        fact.state = outcome.state
                    }))
                }
            }
        }

        public static func answer(_ request: AckOutboxRequest, _ version: Version) -> AckOutboxResponse {
            let refused = Dictionary(version.refusals.map { (Int($0.index), $0.status) }) { $1 }
            let outbox = version.state[request.organizationID]?.outbox
            return .with { response in
                response.results = request.outcomes.enumerated().map { index, outcome in
                    .with { result in
                        result.error = refused[index] ?? nil
                        result.mailID = outbox?.mail(outcome.mailID, at: version.state.time) == nil ? MailID() : outcome.mailID
                        result.state = result.error == nil ? outcome.state : .unspecified
                    }
                }
            }
        }
    }
}

extension DecisionContext {
    /// Writes a mail about an invitation to the outbox.
    mutating func queueMail(_ template: Mail.Template, _ invitation: InvitationID, of member: MemberID, generation: Int32) throws(Refusal) {
        guard node.outbox.waiting < Outbox.waitingMax else { throw .quotaExceeded("mails") }
        let id: MailID = newID()
        try append(.mailQueued(.with { fact in
            fact.mailID = id
            fact.template = template.rawValue
            fact.memberID = member
            fact.invitationID = invitation
            fact.generation = generation
        }))
    }
}

extension OrganizationNode {
    /// Whether the mail still tells something true: its invitation waits, and wasn't sent again since.
    func isOpen(_ mail: MailRecord) -> Bool {
        guard let invitation = invitations[mail.invitationID] else { return false }
        return invitation.state == .pending && invitation.generation == mail.generation
    }

    /// The name of a value without its type's: `MANAGER`.
    private static func label<Value: WireEnum>(_ value: Value) -> String {
        let prefix = (Value.cases.first?.1 ?? "").dropLast("UNSPECIFIED".count)
        return String((value.name ?? "").dropFirst(prefix.count))
    }

    /// A mail in words, but for its link.
    func rendered(_ mail: MailRecord) -> OutboxMail {
        .with { message in
            let recipient = members[mail.memberID]?.record
            let invitation = invitations[mail.invitationID]
            message.organizationID = record.organizationID
            message.mailID = mail.mailID
            message.template = mail.template
            message.memberID = mail.memberID
            message.invitationID = mail.invitationID
            message.email = recipient?.personal?.email ?? ""
            message.locale = recipient?.personal?.profile?.locale ?? ""
            var parameters = [
                "organization_name": record.name, "recipient_name": recipient?.personal?.profile?.shownName ?? "",
                "inviter_name": invitation.flatMap { members[$0.inviterID]?.record.personal?.profile?.shownName } ?? "",
            ]
            if let terms = invitation?.terms {
                parameters["role"] = Self.label(terms.role)
                parameters["seat_type"] = Self.label(terms.seatType)
            }
            parameters["expire_time"] = invitation.flatMap { Timestamp(nanosecondsSince1970: $0.expireTime).rfc3339 } ?? ""
            message.parameters = parameters.filter { !$0.value.isEmpty }
            message.createTime = Timestamp(unlessZero: mail.createTime)
            message.leaseEndTime = Timestamp(unlessZero: mail.leaseEnd)
            message.attempt = mail.attempts
            message.generation = mail.generation
        }
    }
}

extension Profile {
    /// What the person is called.
    var shownName: String { displayName.isEmpty ? [givenName, familyName].filter { !$0.isEmpty }.joined(separator: " ") : displayName }
}
