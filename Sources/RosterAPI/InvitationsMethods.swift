// The methods of InvitationService.

extension Methods {
    /// Invites people, and lets them accept or decline.
    public enum Invitations {
        static let service = "roster.v1.InvitationService"

        /// Reads e-mail addresses out of free text, and says which are there twice and which are none.
        public static let parseInvitees: Method<ParseInviteesRequest, ParseInviteesResponse> =
            .read(service, "ParseInvitees", guard: .permission(.invitationsRead))
        /// Invites up to 2000 people, all to the same.
        public static let invite: Method<InviteRequest, InviteResponse> =
            .mutation(service, "Invite", guard: .permission(.invitationsWrite))
        /// Returns an invitation.
        public static let get: Method<GetInvitationRequest, GetInvitationResponse> =
            .read(service, "Get", guard: .permission(.invitationsRead))
        /// Lists invitations, in the order they were made.
        public static let list: Method<ListInvitationsRequest, ListInvitationsResponse> =
            .read(service, "List", guard: .permission(.invitationsRead))
        /// Sends an invitation again: the same id, a new token, a new end.
        public static let resend: Method<ResendInvitationRequest, ResendInvitationResponse> =
            .mutation(service, "Resend", guard: .permission(.invitationsWrite))
        /// Takes an invitation back.
        public static let revoke: Method<RevokeInvitationRequest, RevokeInvitationResponse> =
            .mutation(service, "Revoke", guard: .permission(.invitationsWrite))
        /// Returns the link of a pending invitation. A secret.
        public static let getLink: Method<GetInvitationLinkRequest, GetInvitationLinkResponse> =
            .read(service, "GetLink", guard: .permission(.invitationsWrite))
        /// Returns the organization's one universal link. A secret.
        public static let getUniversalLink: Method<GetUniversalLinkRequest, GetUniversalLinkResponse> =
            .read(service, "GetUniversalLink", guard: .permission(.invitationsWrite))
        /// Makes a new universal link.
        public static let rotateUniversalLink: Method<RotateUniversalLinkRequest, RotateUniversalLinkResponse> =
            .mutation(service, "RotateUniversalLink", guard: .permission(.invitationsWrite))
        /// Accepts an invitation, for the person invited.
        public static let accept: Method<AcceptInvitationRequest, AcceptInvitationResponse> =
            .mutation(service, "Accept", guard: .invitee)
        /// Declines an invitation, for the person invited.
        public static let decline: Method<DeclineInvitationRequest, DeclineInvitationResponse> =
            .mutation(service, "Decline", guard: .invitee)

        static let all: [any AnyMethod] = [
            parseInvitees, invite, get, list, resend, revoke, getLink, getUniversalLink, rotateUniversalLink, accept, decline,
        ]
    }
}
