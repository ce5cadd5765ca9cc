// Who calls: credentials verified once a connection, then recognised by their bytes.

import Digest
import RosterAPI
import RosterCore
import RPC

/// What a connection remembers, in the connection's own storage; confined to its loop.
final class ConnectionState {
    static let credentialsMax = 8

    /// A header that was verified, and what of its key's allowance the connection has drawn.
    struct Credential {
        let header: [UInt8]
        var key: VerifiedKey
        var generation: UInt64
        var tokens: Int32 = 0
    }

    let loop: LoopState
    var credentials: [Credential] = []

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
        let index: Int? = context.withHeader("authorization") { header in
            guard let header else { return nil }
            if let known = connection.credentials.firstIndex(where: { secretsEqual(header, $0.header) }) {
                return renew(known, of: connection, generation: generation, now: now) ? known : nil
            }
            return verify(header, for: connection, generation: generation, now: now)
        }
        guard let index, connection.credentials[index].key.isValid(at: now) else { return .refused(Authenticator.refusal) }
        return admit(index, of: connection)
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
    private func renew(_ index: Int, of connection: ConnectionState, generation: UInt64, now: Int64) -> Bool {
        if connection.credentials[index].generation == generation, connection.credentials[index].key.record.previousSecretExpireTime == 0 { return true }
        let credential = connection.credentials[index]
        let current = table.key(credential.key.id)
        // An overlapping previous secret ends by time alone, so it is verified at every call.
        guard let current, current !== credential.key || current.record.previousSecretExpireTime != 0 else {
            if current == nil { connection.credentials.remove(at: index) }
            else { connection.credentials[index].generation = generation }
            return current != nil
        }
        guard current.accepts(hash(of: credential.header.dropFirst(Authenticator.scheme.count)), at: now) else {
            connection.credentials.remove(at: index)
            return false
        }
        connection.credentials[index].key = current
        connection.credentials[index].generation = generation
        return true
    }

    private static let scheme = Array("Bearer ".utf8)

    private func verify(_ header: UnsafeRawBufferPointer, for connection: ConnectionState, generation: UInt64, now: Int64) -> Int? {
        guard header.count == Authenticator.scheme.count + APIKeyText.characterCount, header.starts(with: Authenticator.scheme) else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: header.dropFirst(Authenticator.scheme.count))
        guard let parsed = APIKeyText(text) else { return nil }
        let hash = hash(of: text)
        guard let key = table.key(parsed.id), key.accepts(hash, at: now) else { return nil }
        if connection.credentials.count == ConnectionState.credentialsMax { connection.credentials.removeFirst() }
        connection.credentials.append(.init(header: Array(header), key: key, generation: generation))
        return connection.credentials.count - 1
    }

    private func hash(of key: some Sequence<UInt8>) -> [UInt8] {
        Digest.hmacSHA256(key: pepper, Array(key))
    }

    /// Takes one of the key's calls of this second.
    private func admit(_ index: Int, of connection: ConnectionState) -> Authentication {
        let key = connection.credentials[index].key
        if connection.credentials[index].tokens == 0 {
            connection.credentials[index].tokens = key.bucket.draw(now: connection.loop.loop.now)
            guard connection.credentials[index].tokens > 0 else {
                return .refused(Refusal.rateLimited(retryMilliseconds: key.bucket.retryMilliseconds).rpcError)
            }
        }
        connection.credentials[index].tokens -= 1
        return .accepted(key)
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
