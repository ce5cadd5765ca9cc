// Who calls: credentials verified once a connection, then recognised by their bytes.

import Digest
import RosterAPI
import RosterCore
import RPC

/// What a connection remembers, in the connection's own storage; confined to its loop.
final class ConnectionState {
    static let credentialsMax = 8

    /// A header that was verified, and what of its key's allowance the connection has drawn. Confined like its connection.
    ///
    /// Its variables are unchecked, since each is read and set whole: no access can overlap another.
    final class Credential {
        let header: [UInt8]
        @exclusivity(unchecked) var key: VerifiedKey
        @exclusivity(unchecked) var generation: UInt64
        @exclusivity(unchecked) var tokens: Int32 = 0

        init(header: [UInt8], key: VerifiedKey, generation: UInt64) {
            self.header = header
            self.key = key
            self.generation = generation
        }
    }

    let loop: LoopState
    /// Unchecked: looking one up calls nobody, so no access can overlap another.
    @exclusivity(unchecked) var credentials: [Credential] = []

    init(_ loop: LoopState) { self.loop = loop }
}

/// The authenticate rung (architecture 2): one HMAC for a credential that is new on its connection, none for one it has seen.
///
/// Unknown id, wrong secret, revoked, expired, malformed and missing all get one answer, and the same work where it matters.
struct Authenticator: Sendable {
    let table: KeyTable
    let pepper: [UInt8]
    let loops: LoopStates

    static let refusal = Refusal.unauthenticated().rpcError

    func authenticate(_ context: CallContext) -> Authentication {
        guard let connection = connectionState(of: context) else { return .refused(Authenticator.refusal) }
        let now = connection.loop.wallTime
        let generation = table.generation
        let credential: ConnectionState.Credential? = context.withHeader("authorization") { header in
            guard let header else { return nil }
            guard let known = connection.credentials.first(where: { secretsEqual(header, $0.header) }) else {
                return verify(header, for: connection, generation: generation, now: now)
            }
            return renew(known, of: connection, generation: generation, now: now) ? known : nil
        }
        guard let credential, credential.key.isValid(at: now) else { return .refused(Authenticator.refusal) }
        return admit(credential, now: connection.loop.loop.now)
    }

    /// The state of the call's connection, made at its first call.
    func connectionState(of context: CallContext) -> ConnectionState? {
        if let state = context.connectionStorage as? ConnectionState { return state }
        guard let loop = loops[context.loop] else { return nil }
        let state = ConnectionState(loop)
        context.connectionStorage = state
        return state
    }

    /// A key changed somewhere since the credential was verified: if it is this one, its secret is verified again.
    private func renew(_ credential: ConnectionState.Credential, of connection: ConnectionState, generation: UInt64, now: Int64) -> Bool {
        let key = credential.key
        // An overlapping previous secret ends by time alone, so it is verified at every call.
        if credential.generation == generation, key.record.previousSecretExpireTime == 0 { return true }
        if let current = table.key(key.id) {
            if current === key, key.record.previousSecretExpireTime == 0 {
                credential.generation = generation
                return true
            }
            if current.accepts(hash(of: credential.header.dropFirst(Authenticator.scheme.count)), at: now) {
                credential.key = current
                credential.generation = generation
                return true
            }
        }
        connection.credentials.removeAll { $0 === credential }
        return false
    }

    private static let scheme = Array("Bearer ".utf8)

    private func verify(_ header: UnsafeRawBufferPointer, for connection: ConnectionState, generation: UInt64, now: Int64) -> ConnectionState.Credential? {
        guard header.count == Authenticator.scheme.count + APIKeyText.characterCount, header.starts(with: Authenticator.scheme) else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: header.dropFirst(Authenticator.scheme.count))
        guard let parsed = APIKeyText(text) else { return nil }
        let hash = hash(of: text)
        guard let key = table.key(parsed.id), key.accepts(hash, at: now) else { return nil }
        if connection.credentials.count == ConnectionState.credentialsMax { connection.credentials.removeFirst() }
        let credential = ConnectionState.Credential(header: Array(header), key: key, generation: generation)
        connection.credentials.append(credential)
        return credential
    }

    private func hash(of key: some Sequence<UInt8>) -> [UInt8] {
        Digest.hmacSHA256(key: pepper, Array(key))
    }

    /// Takes one of the key's calls of this second.
    private func admit(_ credential: ConnectionState.Credential, now: Int64) -> Authentication {
        if credential.tokens == 0 {
            credential.tokens = credential.key.bucket.draw(now: now)
            guard credential.tokens > 0 else {
                return .refused(Refusal.rateLimited(retryMilliseconds: credential.key.bucket.retryMilliseconds).rpcError)
            }
        }
        credential.tokens -= 1
        return .accepted(credential.key)
    }
}

/// Equal, in time that depends on the lengths only.
func secretsEqual(_ a: UnsafeRawBufferPointer, _ b: [UInt8]) -> Bool {
    guard a.count == b.count, !b.isEmpty else { return false }
    return b.withUnsafeBytes { b in
        var difference: UInt64 = 0
        var index = 0
        while index + 8 <= b.count {
            difference |= a.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < b.count {
            difference |= UInt64(a[index] ^ b[index])
            index += 1
        }
        return difference == 0
    }
}

func secretsEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.withUnsafeBytes { secretsEqual($0, b) } }
