// What calls are carried out on: the parts of a node that every service shares.

import RosterAPI
import RosterCore
import RosterStore
import RPC

struct Backend: Sendable {
    let journal: any Journal
    let registry: TreeRegistry
    let points: Points
    let longReads: LongReads
    let pinned: PinnedListings
    let authenticator: Authenticator
    let catalogue: Catalogue
    /// The secret that e-mail claims, index rows and API keys are hashed with.
    let pepper: [UInt8]
    /// Signs page tokens; of this node's life only, as what they lead to is.
    let pageTokenKey: [UInt8]

    /// The tree that a call is about, found within the caller's scope.
    ///
    /// A key bound to an organization never leaves its own tree: a foreign id and one that does not exist take the same path
    /// and get the same answer (reliability 5).
    func tree(for key: VerifiedKey, addressing organization: OrganizationID) async throws(Refusal) -> OrganizationActor {
        let actor: OrganizationActor?
        do { actor = try await registry.tree(of: key.isPlatformWide ? organization : key.tree) } catch { throw error.refusal }
        guard let actor else { throw .notFound() }
        return actor
    }
}
