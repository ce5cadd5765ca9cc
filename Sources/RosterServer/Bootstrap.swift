// The first key: made at the first start, so that somebody can make the others.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import Digest

enum Bootstrap {
    /// The text of the bootstrap key when the journal has no platform ledger yet; nil later on.
    ///
    /// Platform-wide, with every permission a key can hold and the highest ceiling, `actors.assume` included (product 3.3).
    static func key(registry: TreeRegistry, journal: any Journal, catalogue: Catalogue, pepper: [UInt8]) async throws -> String? {
        guard try await journal.head(of: .platform) == nil else { return nil }
        let secret = try NewSecret(pepper: pepper)
        var request = CreateKeyRequest()
        request.organizationID = .platform
        request.name = "bootstrap"
        request.permissions = PermissionSet.all.permissions
        request.ceiling = 100
        // Nobody could have made it: the server itself is its creator.
        let server = Principal(keyID: KeyID(), keyOrganization: .platform, permissions: .all, ceiling: 100)
        let call = Call(
            Keys.Create.self, request, by: server, ticket: 0, seed: try Seed.fresh(), catalogue: catalogue, secretHash: { secret.hash(for: $0) })
        switch await registry.newTree(.platform).submit(call) {
        case .committed(let version, _)?:
            guard let id = version.state.keyOrder.first else { throw Refusal.unavailable() }
            return secret.text(for: id)
        case .refused(let refusal)?: throw refusal
        default: throw Refusal.unavailable()
        }
    }
}

extension Seed {
    /// Unpredictable, for ids made now.
    static func fresh() throws(Refusal) -> Seed {
        guard let random = try? Digest.randomBytes(16) else { throw .unavailable() }
        let words = random.withUnsafeBytes { ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) }
        return Seed(milliseconds: WallClock.now() / 1_000_000, random: words)
    }
}
