// The methods of InvitationService.

extension Methods {
    /// Invites people, and lets them accept or decline.
    public enum Invitations {
        static let service = "roster.v1.InvitationService"

        static let all: [any AnyMethod] = []
    }
}
