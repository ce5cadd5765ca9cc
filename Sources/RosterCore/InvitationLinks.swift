// InvitationLinks: tokens and links of invitations, computed whenever they are needed and stored nowhere (product.md 3.2).

import Digest
public import RosterAPI

extension Catalogue {
    /// base64url(HMAC-SHA-256(link secret, invitation id ‖ generation)).
    public func token(of invitation: InvitationID, generation: Int32) -> String {
        Self.token(key: invitationLinkKey, high: invitation.high, low: invitation.low, generation)
    }

    /// The token of an organization's universal link.
    public func universalToken(of organization: OrganizationID, generation: Int32) -> String {
        Self.token(key: universalLinkKey, high: organization.high, low: organization.low, generation)
    }

    private static func token(key: [UInt8], high: UInt64, low: UInt64, _ generation: Int32) -> String {
        let words = [high, low, UInt64(UInt32(bitPattern: generation))]
        let bytes = words.flatMap { word in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) } }
        return Base64URL.encode(Digest.hmacSHA256(key: key, bytes))
    }

    /// What a given token is worth, compared in constant time.
    enum TokenWorth { case current, stale, none }

    /// Older generations that are told apart from what never was a token.
    private static let staleGenerationsMax: Int32 = 100

    static func worth(of text: String, generation: Int32, token: (Int32) -> String) -> TokenWorth {
        func matches(_ generation: Int32) -> Bool { Digest.equal(Array(text.utf8), Array(token(generation).utf8)) }
        if matches(generation) { return .current }
        for older in stride(from: generation - 1, through: max(1, generation - staleGenerationsMax), by: -1) where matches(older) { return .stale }
        return .none
    }

    /// Where the person is sent, with what Accept needs.
    public func link(organization: OrganizationID, invitation: InvitationID? = nil, token: String) -> String {
        var link = linkBaseURL + (linkBaseURL.contains("?") ? "&" : "?") + "organization=\(organization.text)"
        if let invitation { link += "&invitation=\(invitation.text)" }
        return link + "&token=\(token)"
    }
}

extension OrganizationNode {
    /// That of the universal link: 1, and one more for each rotation.
    public var universalGeneration: Int32 { max(1, record.universalLinkGeneration) }
}
