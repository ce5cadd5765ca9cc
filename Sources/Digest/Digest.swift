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

    /// HMAC-SHA-256 of `message` under `key` (RFC 2104).
    public static func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: byteCount)
        var length = UInt32(byteCount)
        // An empty Swift array may have no address at all, and HMAC reads a null key as "the key of the call before".
        let padded = key.isEmpty ? [0] : key
        let made = HMAC(algorithm.pointer, padded, Int32(key.count), message, message.count, &out, &length)
        // HMAC over memory fails only without memory, and then there is no answer that would be safe to give.
        precondition(made != nil, "HMAC-SHA-256: out of memory")
        return out
    }

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

    /// SHA-256's table of functions, fetched once: OpenSSL 3 looks it up anew in each one-shot call (0.5 µs).
    static let algorithm = Algorithm()

    // `@unchecked Sendable`: an EVP_MD is immutable after its fetch and shared between threads by OpenSSL's own contract
    // (EVP_MD_fetch(3)).
    struct Algorithm: @unchecked Sendable {
        let pointer: OpaquePointer? = EVP_MD_fetch(nil, "SHA256", nil)
    }
}

/// SHA-256 of what is fed to it in pieces.
public struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer?

    public init() {
        context = EVP_MD_CTX_new()
        // These fail only without memory; a digest that is not one must never be stored or compared.
        precondition(EVP_DigestInit_ex2(context, Digest.algorithm.pointer, nil) == 1, "SHA-256: out of memory")
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        precondition(EVP_DigestUpdate(context, base, bytes.count) == 1, "SHA-256: out of memory")
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
        var out = [UInt8](repeating: 0, count: Digest.byteCount)
        precondition(EVP_DigestFinal_ex(context, &out, nil) == 1, "SHA-256: out of memory")
        return out
    }

    /// The same as four numbers of eight bytes, the highest first: no array.
    public consuming func finishWords() -> (UInt64, UInt64, UInt64, UInt64) {
        var out: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &out) { out in
            precondition(EVP_DigestFinal_ex(context, out.baseAddress, nil) == 1, "SHA-256: out of memory")
        }
        return (out.0.bigEndian, out.1.bigEndian, out.2.bigEndian, out.3.bigEndian)
    }
}
