// What calls are carried out on: the parts of a node that every service shares.

import RosterAPI
import RosterCore
import RosterStore
import RPC

/// One object, so that a handler's closure holds one reference.
final class Backend: Sendable {
    let journal: any Journal
    let registry: TreeRegistry
    let points: Points
    let longReads: LongReads
    let past: PastStates
    let authenticator: Authenticator
    let catalogue: Catalogue
    /// The secret that e-mail claims, index rows and API keys are hashed with.
    let pepper: [UInt8]
    /// Signs page tokens; derived from the pepper, so that lists over several organizations go on after a restart.
    let pageTokenKey: [UInt8]

    init(
        journal: any Journal, registry: TreeRegistry, points: Points, longReads: LongReads, past: PastStates,
        authenticator: Authenticator, catalogue: Catalogue, pepper: [UInt8], pageTokenKey: [UInt8]
    ) {
        self.journal = journal
        self.registry = registry
        self.points = points
        self.longReads = longReads
        self.past = past
        self.authenticator = authenticator
        self.catalogue = catalogue
        self.pepper = pepper
        self.pageTokenKey = pageTokenKey
    }

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
