// PlanToken: what a dry run gives out so that exactly this plan can be carried out.

import Digest
import RosterAPI
import Wire

/// The seed of a dry run and the digest of its outcome, as URL-safe base64 text.
///
/// The execution decides again with the same seed, so ids are those of the plan, and compares the digest: only what would change
/// the outcome is PLAN_STALE. Signed, and bound to whoever asked for the plan, its method and its organization (the scope): a seed
/// that a client could choose would choose the ids of what is created.
struct PlanToken: Sendable, Equatable {
    let seed: Seed
    let digest: Hash256

    private static let signatureBytes = 16

    init(seed: Seed, digest: Hash256) {
        self.seed = seed
        self.digest = digest
    }

    /// Nil for a text that was not signed with this key for this scope.
    init?(_ text: String, key: [UInt8], scope: [UInt8]) {
        guard let bytes = Base64URL.decode(text), bytes.count == Seed.byteCount + 32 + Self.signatureBytes,
            let seed = Seed(bytes: bytes.prefix(Seed.byteCount)), let digest = Hash256(bytes.dropFirst(Seed.byteCount).prefix(32))
        else { return nil }
        self.seed = seed
        self.digest = digest
        guard Digest.equal(Array(bytes.suffix(Self.signatureBytes)), signature(key, scope)) else { return nil }
    }

    /// - Parameters:
    ///   - key: the server's key for plan tokens.
    ///   - scope: bytes that name principal, organization and method.
    func text(key: [UInt8], scope: [UInt8]) -> String { Base64URL.encode(seed.bytes + digest.bytes + signature(key, scope)) }

    private func signature(_ key: [UInt8], _ scope: [UInt8]) -> [UInt8] {
        Array(Hash256.authenticating(seed.bytes, digest.bytes, scope, key: key).bytes.prefix(Self.signatureBytes))
    }

    /// Covers the events, but for times that follow from the moment of execution, and the request without its options.
    static func digest<Request: MutatingRequest>(of events: [Event], _ request: Request) -> Hash256 {
        var body = request
        body.options = nil
        var entry = Entry()
        entry.events = events.map { event in
            var event = event
            switch event.fact {
            case .organizationDeleted(var fact):
                fact.purgeTime = nil
                event.fact = .organizationDeleted(fact)
            case .keyRotated(var fact):
                fact.previousSecretExpireTime = nil
                event.fact = .keyRotated(fact)
            case .invitationCreated(var fact):
                fact.expireTime = nil
                event.fact = .invitationCreated(fact)
            case .invitationResent(var fact):
                fact.expireTime = nil
                event.fact = .invitationResent(fact)
            case .mailLeased(var fact):
                fact.leaseEndTime = nil
                event.fact = .mailLeased(fact)
            default: break
            }
            return event
        }
        return Hash256.of(Hash256.of(entry.encoded()).bytes, body.encoded())
    }
}

/// Base64 with the URL-safe alphabet and without padding (RFC 4648 section 5).
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return bytes
    }
}
