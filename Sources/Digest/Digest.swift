// SHA-256, HMAC-SHA-256, comparison in constant time and random bytes, over OpenSSL: the only cryptography above TLS.

internal import COpenSSL

/// Why a digest could not be made: OpenSSL is out of memory, or its random source failed. Nothing a peer sends causes it.
public struct DigestFailure: Error, Sendable, Equatable {
    public let call: String
}

public enum Digest {
    /// Bytes of a SHA-256 or an HMAC-SHA-256.
    public static let byteCount = 32

    /// SHA-256 of the parts, one after another (FIPS 180-4). A caller whose parts vary in length frames them itself.
    public static func sha256(_ parts: [UInt8]...) -> [UInt8] {
        var hasher = SHA256Hasher()
        for part in parts { hasher.update(part) }
        return hasher.finish()
    }

    /// HMAC-SHA-256 of `message` under `key` (RFC 2104): H(key ⊕ opad ‖ H(key ⊕ ipad ‖ message)).
    ///
    /// By hand: OpenSSL 3's own looks two tables of functions up by name at each call, which costs more than the four blocks to digest.
    public static func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var block = key.count > blockByteCount ? sha256(key) : key
        block.append(contentsOf: repeatElement(0, count: blockByteCount - block.count))
        var inner = SHA256Hasher()
        inner.update(block.map { $0 ^ 0x36 })
        inner.update(message)
        var outer = SHA256Hasher()
        outer.update(block.map { $0 ^ 0x5C })
        outer.update(inner.finish())
        return outer.finish()
    }

    /// Bytes that SHA-256 takes in at a time, to which HMAC fills its key up.
    private static let blockByteCount = 64

    /// Whether the two are equal, in time that depends on their lengths only.
    public static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }

    /// Bytes nobody can guess, from OpenSSL's generator. Throws when the system's source of randomness fails.
    public static func randomBytes(_ count: Int) throws(DigestFailure) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&out, Int32(count)) == 1 else { throw DigestFailure(call: "RAND_bytes") }
        return out
    }
}

/// SHA-256 of what is fed to it in pieces.
public struct SHA256Hasher: ~Copyable {
    private var context = SHA256_CTX()

    public init() { copenssl_sha256_init(&context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        copenssl_sha256_update(&context, base, bytes.count)
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Feeds eight bytes, the highest first.
    public mutating func update(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { update($0) }
    }

    /// The digest of everything fed so far; the hasher is used up.
    public consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Digest.byteCount) { out, count in
            copenssl_sha256_final(&context, out.baseAddress)
            count = Digest.byteCount
        }
    }

    /// The same as four numbers of eight bytes, the highest first: no array.
    public consuming func finishWords() -> (UInt64, UInt64, UInt64, UInt64) {
        var out: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        copenssl_sha256_final(&context, &out)
        return (out.0.bigEndian, out.1.bigEndian, out.2.bigEndian, out.3.bigEndian)
    }
}
