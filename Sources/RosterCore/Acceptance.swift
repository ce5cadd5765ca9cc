// Acceptance: an invited person comes in, or stays away; for nobody else is there anything to find (C17).

public import RosterAPI

public enum Acceptance {
    /// Makes the member ACTIVE, and its licenses with it.
    public enum Accept: Command {
        public static let method = Methods.Invitations.accept

        public static func demands(of request: AcceptInvitationRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Invited(request.invitationID, request.token, in: organization, context).demands
        }

        public static func decide(_ request: AcceptInvitationRequest, _ context: inout DecisionContext) throws(Refusal) {
            let (invitation, member) = try Invited(request.invitationID, request.token, in: context.node, context).pending()
            try context.append(.invitationAccepted(.with { $0.invitationID = invitation.invitationID }))
            try context.append(.memberJoined(.with { $0.memberID = member.memberID }))
            for assignment in member.licenses.compactMap({ context.node.assignments[$0] })
            where assignment.state == .pending && assignment.validity.contains(context.now) {
                try context.activateLicense(assignment)
            }
        }

        public static func answer(_ request: AcceptInvitationRequest, _ version: Version) -> AcceptInvitationResponse {
            .with { response in
                let node = version.state[request.organizationID]
                for event in version.entry?.events ?? [] {
                    guard case .invitationAccepted(let fact) = event.fact else { continue }
                    response.invitation = node?.invitation(fact.invitationID, at: version.state.time)
                    response.member = response.invitation.flatMap { node?.member($0.memberID, at: version.state.time) }
                }
            }
        }
    }

    /// Removes the member, and frees what was kept for it.
    public enum Decline: Command {
        public static let method = Methods.Invitations.decline

        public static func demands(of request: DeclineInvitationRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Invited(request.invitationID, request.token, in: organization, context).demands
        }

        public static func decide(_ request: DeclineInvitationRequest, _ context: inout DecisionContext) throws(Refusal) {
            let (invitation, member) = try Invited(request.invitationID, request.token, in: context.node, context).pending()
            try context.append(.invitationDeclined(.with { $0.invitationID = invitation.invitationID }))
            try context.remove(member)
        }

        public static func answer(_ request: DeclineInvitationRequest, _ version: Version) -> DeclineInvitationResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    guard case .invitationDeclined(let fact) = event.fact else { continue }
                    response.invitation = version.state[request.organizationID]?.invitation(fact.invitationID, at: version.state.time)
                }
            }
        }
    }
}

/// The person acted for, as far as the organization has invited it, with what its token is worth.
private struct Invited {
    private var member: MemberRecord?
    private var invitation: InvitationRecord?
    private let isByAddress: Bool
    private var worth = Catalogue.TokenWorth.current

    /// - Parameter id: zero: the person's own, by its address alone.
    init(_ id: InvitationID, _ token: String, in organization: OrganizationNode?, _ context: DecisionContext) {
        isByAddress = id.isZero
        guard let organization, case .user(let email) = context.principal.person else { return }
        let found = id.isZero ? organization.member(email: email)?.id : organization.invitations[id]?.memberID
        guard let record = found.flatMap({ organization.members[$0]?.record }), record.personal?.email == email.text else { return }
        let catalogue = context.catalogue
        let invitation = organization.invitations[id.isZero ? record.invitationID : id]
        if !token.isEmpty {
            if id.isZero {
                worth = Catalogue.worth(of: token, generation: organization.universalGeneration) {
                    catalogue.universalToken(of: organization.id, generation: $0)
                }
            } else {
                worth = Catalogue.worth(of: token, generation: invitation?.generation ?? 0) { catalogue.token(of: id, generation: $0) }
            }
            // What never was a token finds nothing.
            if worth == .none { return }
        }
        member = record
        self.invitation = invitation
    }

    var demands: Demands {
        var demands = Demands()
        // A member who was created has no invitation, and is in.
        let found: Demands.Target = invitation.map { .invitation($0.invitationID) } ?? .member(member?.memberID ?? MemberID())
        // Without an id the request names the organization alone.
        if isByAddress { demands.furtherTargets = [found] } else { demands.target = found }
        return demands
    }

    func pending() throws(Refusal) -> (InvitationRecord, MemberRecord) {
        guard let member else { throw .notFound() }
        guard let invitation else { throw .invitationAlreadyAccepted() }
        try invitation.requirePending()
        if worth == .stale { throw .invitationRevoked() }
        return (invitation, member)
    }
}
