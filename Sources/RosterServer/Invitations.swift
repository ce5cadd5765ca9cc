// InvitationService: people on their way into an organization.

import RosterAPI
import RosterCore
import WellKnown

enum InvitationsService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Inviting.Invite.self)
        services.mutation(Invitations.Resend.self)
        services.mutation(Invitations.Revoke.self)
        services.mutation(Invitations.RotateUniversalLink.self)
        services.mutation(Acceptance.Accept.self)
        services.mutation(Acceptance.Decline.self)
        services.read(
            Methods.Invitations.parseInvitees, validate: { (request) throws(Refusal) in _ = try InviteeText.response(to: request) }
        ) { (request, _) throws(Refusal) in try InviteeText.response(to: request) }
        services.read(Methods.Invitations.get) { (request, reading) throws(Refusal) in
            guard let invitation = reading.node.invitation(request.invitationID, at: reading.time) else { throw .notFound() }
            return .with { $0.invitation = invitation }
        }
        services.list(Methods.Invitations.list, listing)
        registerLinks(&services)
    }

    private static func registerLinks(_ services: inout ServiceRouter) {
        let catalogue = services.backend.catalogue
        services.read(Methods.Invitations.getLink) { (request, reading) throws(Refusal) in
            guard let invitation = reading.node.invitations[request.invitationID] else { throw .notFound() }
            try invitation.requirePending()
            return .with { response in
                response.token = catalogue.token(of: invitation.invitationID, generation: invitation.generation)
                response.link = catalogue.link(organization: request.organizationID, invitation: invitation.invitationID, token: response.token)
                response.expireTime = Timestamp(nanosecondsSince1970: invitation.expireTime)
            }
        }
        services.read(Methods.Invitations.getUniversalLink) { (request, reading) in
            .with { response in
                response.generation = reading.node.universalGeneration
                response.token = catalogue.universalToken(of: request.organizationID, generation: response.generation)
                response.link = catalogue.link(organization: request.organizationID, token: response.token)
            }
        }
    }

    /// In the order in which they were made.
    private static let listing = Listing<ListInvitationsRequest, InvitationRecord, Invitation>(
        fields: [
            "state": .constant { invitation, _ in invitation.state },
            "email": .text { invitation, reading in reading.node.members[invitation.memberID]?.record.personal?.email },
            "member_id": .name { invitation, _ in invitation.memberID.text },
            "inviter_id": .name { invitation, _ in invitation.inviterID.isZero ? nil : invitation.inviterID.text },
            "generation": ListField(kind: .number) { invitation, _, _ in .number(Int64(invitation.generation)) },
            "terms.role": .constant { invitation, _ in invitation.terms?.role ?? .unspecified },
            "terms.seat_type": .constant { invitation, _ in invitation.terms?.seatType ?? .unspecified },
            "terms.product_ids": .names { invitation, _ in invitation.terms?.productIDs ?? [] },
            "mail_state": .constant { invitation, reading in reading.node.mailState(of: invitation, at: reading.time) },
            "create_time": .time { invitation, _ in invitation.createTime },
            "send_time": .time { invitation, _ in invitation.sendTime },
            "expire_time": .time { invitation, _ in invitation.expireTime },
            "end_time": .time { invitation, _ in invitation.endTime },
        ],
        isHidden: { invitation, _ in invitation.state != .pending },
        count: { _, reading in reading.node.invitations.count },
        elements: { _, reading in reading.node.invitationOrder.compactMap { reading.node.invitations[$0] } },
        item: { invitation, reading in reading.node.invitation(invitation.invitationID, at: reading.time) ?? Invitation() })
}
