// Responses: the answer of a ledger as the message that the caller gets, first time and replayed.

public import RosterAPI
import WellKnown

extension Command {
    /// The response to a committed, replayed or needless change. Secrets are the server's to add, to first answers only.
    /// - Parameter version: the entry and the state as of it. For an answer that is read from the journal: rebuilt from there.
    public static func response(to request: Request, _ version: Version, isReplay: Bool) -> Response {
        var response = answer(request, version)
        response.result = .with { result in
            result.revision = version.entry?.revision ?? version.state.revision
            result.time = version.entry?.header?.time ?? Timestamp(nanosecondsSince1970: version.state.time)
            result.replayed = isReplay
            result.secretWithheld = isReplay && (takesSecrets(response) || !(version.entry?.secrets.isEmpty ?? true))
        }
        return response
    }
}

extension Call {
    /// For a creation: the id of the tree that it makes, which follows from the seed.
    public var newTree: OrganizationID { IDSource.tree(seed) }
}
