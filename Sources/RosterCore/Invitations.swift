// Invitations: sent again, taken back, and the universal link.

public import RosterAPI
import WellKnown

public enum Invitations {
    /// The same invitation with a new token and a new end; one that is over by time is taken up again.
    public enum Resend: Command {
        public static let method = Methods.Invitations.resend

        public static func demands(of request: ResendInvitationRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .invitation(request.invitationID)
            // To take it up again is to give again what it offered.
            if let organization, let invitation = organization.invitations[request.invitationID], invitation.state == .expired,
                let terms = invitation.terms, organization.has(roleOf: terms) {
                MemberSetup(terms, in: organization).demand(&demands, in: organization, context.catalogue)
            }
            return demands
        }

        public static func decide(_ request: ResendInvitationRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard let invitation = context.node.invitations[request.invitationID] else { throw .notFound() }
            if invitation.state == .expired { try revive(invitation, &context) } else { try invitation.requirePending() }
            let generation = invitation.generation + 1
            try context.append(.invitationResent(.with { fact in
                fact.invitationID = invitation.invitationID
                fact.generation = generation
                fact.expireTime = Timestamp(nanosecondsSince1970: context.now + context.catalogue.invitationLifetime)
            }))
            if request.sendEmail { try context.queueMail(.reminder, invitation.invitationID, of: invitation.memberID, generation: generation) }
        }

        private static func revive(_ invitation: InvitationRecord, _ context: inout DecisionContext) throws(Refusal) {
            guard let member = context.node.members[invitation.memberID]?.record, let terms = invitation.terms else { throw .notFound() }
            guard let email = member.personal?.email else { throw .wrongState("the member's data is erased") }
            // Restored meanwhile, or invited anew.
            guard context.node.memberByEmail[email] == nil, member.state == .removed else { throw .emailInUse() }
            guard context.node.has(roleOf: terms) else { throw .wrongState("the role that was offered is gone; the person can be invited anew") }
            let setup = MemberSetup(terms, in: context.node)
            do { try setup.check(context) } catch {
                throw error.code == .invalidArgument ? .wrongState("what was offered is over; the person can be invited anew") : error
            }
            try context.checkMemberLimit()
            try context.append(.memberReinvited(.with { fact in
                fact.memberID = member.memberID
                fact.role = setup.role
                fact.customRoleID = setup.customRoleID
                fact.rolePeriod = setup.rolePeriod
            }))
            try setup.give(to: member.memberID, member.personal?.profile, in: &context)
        }

        public static func answer(_ request: ResendInvitationRequest, _ version: Version) -> ResendInvitationResponse {
            .with { $0.invitation = version.state[request.organizationID]?.invitation(request.invitationID, at: version.state.time) }
        }
    }

    /// Takes an invitation back; the member is removed with all that it was given.
    public enum Revoke: Command {
        public static let method = Methods.Invitations.revoke

        public static func demands(of request: RevokeInvitationRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .invitation(request.invitationID)
            // Of an invitation that is over there is no standing left to change.
            demands.changesStanding = organization?.invitations[request.invitationID]?.state == .pending
            return demands
        }

        public static func decide(_ request: RevokeInvitationRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard let invitation = context.node.invitations[request.invitationID] else { throw .notFound() }
            try invitation.requirePending()
            guard let member = context.node.members[invitation.memberID]?.record else { throw .notFound() }
            try context.append(.invitationRevoked(.with { $0.invitationID = request.invitationID }))
            try context.remove(member)
        }

        public static func answer(_ request: RevokeInvitationRequest, _ version: Version) -> RevokeInvitationResponse {
            .with { $0.invitation = version.state[request.organizationID]?.invitation(request.invitationID, at: version.state.time) }
        }
    }

    /// Makes another universal link.
    public enum RotateUniversalLink: Command {
        public static let method = Methods.Invitations.rotateUniversalLink

        public static func decide(_ request: RotateUniversalLinkRequest, _ context: inout DecisionContext) throws(Refusal) {
            let generation = context.node.universalGeneration + 1
            try context.append(.universalLinkRotated(.with { $0.generation = generation }))
        }

        public static func answer(_ request: RotateUniversalLinkRequest, _ version: Version) -> RotateUniversalLinkResponse {
            .with { $0.generation = version.state[request.organizationID]?.universalGeneration ?? 0 }
        }
    }
}

extension InvitationRecord {
    /// INVITATION_EXPIRED, INVITATION_REVOKED, INVITATION_ALREADY_ACCEPTED or WRONG_STATE for one that is over.
    public func requirePending() throws(Refusal) {
        switch state {
        case .pending: return
        case .accepted: throw .invitationAlreadyAccepted()
        case .expired: throw .invitationExpired()
        case .revoked: throw .invitationRevoked()
        default: throw .wrongState("the invitation was declined")
        }
    }
}

extension OrganizationNode {
    /// An invitation as Get shows it at a time; nil if there is none.
    public func invitation(_ id: InvitationID, at time: Int64) -> Invitation? {
        guard let invitation = invitations[id] else { return nil }
        return .with { message in
            message.organizationID = record.organizationID
            message.invitationID = invitation.invitationID
            message.memberID = invitation.memberID
            message.email = members[invitation.memberID]?.record.personal?.email ?? ""
            message.state = invitation.state
            message.terms = invitation.terms
            message.generation = invitation.generation
            message.inviterID = invitation.inviterID
            message.mailState = mailState(of: invitation, at: time)
            message.createTime = Timestamp(unlessZero: invitation.createTime)
            message.sendTime = Timestamp(unlessZero: invitation.sendTime)
            message.expireTime = Timestamp(unlessZero: invitation.expireTime)
            message.endTime = Timestamp(unlessZero: invitation.endTime)
            message.revision = invitation.revision
        }
    }

    /// Whether the role that an invitation offers still exists.
    func has(roleOf terms: InvitationTerms) -> Bool { terms.customRoleID.isZero || customRoles[terms.customRoleID] != nil }

    /// What became of the last mail; unspecified: there was none, or it is forgotten.
    public func mailState(of invitation: InvitationRecord, at time: Int64) -> MailState {
        outbox.mail(invitation.mailID, at: time)?.state(at: time) ?? .unspecified
    }
}
