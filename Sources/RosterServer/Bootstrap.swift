// The first key: made at the first start, so that somebody can make the others.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import Digest

public enum Bootstrap {
    /// The text of the bootstrap key when the journal has no platform ledger yet; nil later on.
    ///
    /// Platform-wide, with every permission a key can hold and the highest ceiling, `actors.assume` included (product 3.3).
    static func key(registry: TreeRegistry, journal: any Journal, catalogue: Catalogue, pepper: [UInt8]) async throws -> String? {
        guard try await journal.head(of: .platform) == nil else { return nil }
        return try await create(in: registry.newTree(.platform), catalogue, pepper)
    }

    /// A new bootstrap key for a data folder that nobody serves, for when the first was lost; the ones before are revoked. Blocks.
    public static func renew(_ configuration: Configuration) throws -> String {
        guard AdminSocket.exists(configuration.dataFolder) else { throw ConfigurationProblem("there is no data folder \(configuration.dataFolder)") }
        let storage = try Storage.open(configuration)
        defer { storage.thread.stop() }
        let workers = try Workers(configuration)
        defer { workers.stop() }
        let registry = TreeRegistry(
            journal: storage.journal, past: PastStates(snapshots: storage.snapshots, background: workers.background), executors: workers.executors,
            loaders: workers.longReads, requestIDHours: configuration.requestIDHours, residentBytesMax: configuration.residentBytesMax
        ) { _ in }
        let result: Result<String, any Error> = Blocking.run(on: workers.longReads[0]) {
            let result = await Result { () async throws(any Error) -> String in
                let catalogue = configuration.catalogue(pepper: storage.pepper)
                let actor = try await registry.load(.platform) ?? registry.newTree(.platform)
                let before = actor.cell.snapshot.state.keys
                // First the new one, so that a failure leaves one that is good.
                let text = try await create(in: actor, catalogue, storage.pepper)
                for (id, key) in before where key.revokeTime == 0 && key.creatorKeyID.isZero && key.creatorMemberID.isZero {
                    let request = RevokeKeyRequest.with { $0.organizationID = .platform; $0.keyID = id }
                    try await submit(Call(Keys.Revoke.self, request, by: server, ticket: 0, seed: try Seed.fresh(), catalogue: catalogue), to: actor)
                }
                return text
            }
            await storage.journal.close()
            return result
        }
        return try result.get()
    }

    /// Nobody could have made the first key: the server itself is its creator.
    private static let server = Principal(keyID: KeyID(), keyOrganization: .platform, permissions: .all, ceiling: 100)

    private static func create(in actor: OrganizationActor, _ catalogue: Catalogue, _ pepper: [UInt8]) async throws -> String {
        let secret = try NewSecret(pepper: pepper)
        var request = CreateKeyRequest()
        request.organizationID = .platform
        request.name = "bootstrap"
        request.permissions = PermissionSet.all.permissions
        request.ceiling = 100
        let call = Call(
            Keys.Create.self, request, by: server, ticket: 0, seed: try Seed.fresh(), catalogue: catalogue, secretHash: { secret.hash(for: $0) })
        guard let id = Keys.Create.answer(request, try await submit(call, to: actor)).key?.keyID else { throw Refusal.unavailable() }
        return secret.text(for: id)
    }

    @discardableResult
    private static func submit(_ call: Call, to actor: OrganizationActor) async throws -> Version {
        switch await actor.submit(call) {
        case .committed(let version, _)?: return version
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
