// InviteeText: free text into e-mail addresses, as people type and paste them (row 98, C16).

public import RosterAPI
import WellKnown

/// A text of addresses, each followed by a comma, a space, a tab or the end of a line (LF, CR, CRLF). Nothing else separates.
public struct InviteeText: Sendable {
    /// A piece between separators.
    struct Token: Sendable {
        /// As it was written.
        let text: String
        /// Code points before it.
        let position: Int32
        /// Nil when it is none.
        let email: EmailAddress?
    }

    static let bytesMax = 512 << 10
    static let tokensMax = 2_000

    private(set) var tokens: [Token] = []
    /// Commas that follow no address, or that nothing follows.
    private(set) var strayCommas: [Int32] = []

    /// BATCH_TOO_LARGE for a text that is too long, or holds too many pieces.
    init(_ text: String, _ field: String) throws(Refusal) {
        guard text.utf8.count <= Self.bytesMax else { throw .batchTooLarge(field, most: Self.tokensMax) }
        var piece = String.UnicodeScalarView()
        var start: Int32 = 0
        var position: Int32 = 0
        // Whether a comma stands before, with no address since; the text begins as if one did.
        var openComma: Int32? = -1
        func end(_ tokens: inout [Token]) throws(Refusal) {
            guard !piece.isEmpty else { return }
            guard tokens.count < Self.tokensMax else { throw .batchTooLarge(field, most: Self.tokensMax) }
            let text = String(piece)
            tokens.append(Token(text: text, position: start, email: EmailAddress(text)))
            piece = String.UnicodeScalarView()
            openComma = nil
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case ",":
                try end(&tokens)
                if openComma != nil { strayCommas.append(position) }
                openComma = position
            case " ", "\t", "\n", "\r": try end(&tokens)
            default:
                if piece.isEmpty { start = position }
                piece.append(scalar)
            }
            position += 1
        }
        try end(&tokens)
        if let last = openComma, last >= 0, strayCommas.last != last { strayCommas.append(last) }
    }

    /// What ParseInvitees answers, but for the revision.
    public static func response(to request: ParseInviteesRequest) throws(Refusal) -> ParseInviteesResponse {
        let text = try InviteeText(request.text, "text")
        var response = ParseInviteesResponse()
        response.strayCommas = text.strayCommas
        var seen: Set<EmailAddress> = []
        for token in text.tokens {
            guard let email = token.email else {
                response.invalid.append(.with { invalid in
                    invalid.text = shortened(token.text)
                    invalid.position = token.position
                    invalid.error = Refusal.invalidEmail("text").status
                })
                continue
            }
            let invitee = ParsedInvitee.with { invitee in
                invitee.email = email.text
                invitee.position = token.position
            }
            if seen.insert(email).inserted { response.invitees.append(invitee) } else { response.duplicates.append(invitee) }
        }
        return response
    }

    /// At most 256 bytes of what was written.
    static func shortened(_ text: String) -> String {
        if text.utf8.count <= 256 { return text }
        var short = ""
        for character in text {
            guard short.utf8.count + character.utf8.count <= 256 else { break }
            short.append(character)
        }
        return short
    }
}
