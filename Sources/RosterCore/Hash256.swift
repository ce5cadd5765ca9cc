// Hash256: a SHA-256 value held inline, so that chains, digests and request keys cost no allocation.

import Digest
import Wire

/// The 32 bytes of a SHA-256 digest.
public struct Hash256: Hashable, Comparable, Sendable, CustomStringConvertible {
    var a: UInt64 = 0
    var b: UInt64 = 0
    var c: UInt64 = 0
    var d: UInt64 = 0

    /// All zero: the predecessor of a tree's first entry.
    public static let zero = Hash256()

    private init() {}

    /// Nil unless there are exactly 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var rest = bytes.makeIterator()
        a = Self.word(&rest)
        b = Self.word(&rest)
        c = Self.word(&rest)
        d = Self.word(&rest)
    }

    private static func word(_ bytes: inout some IteratorProtocol<UInt8>) -> UInt64 {
        var word: UInt64 = 0
        for _ in 0..<8 { word = word << 8 | UInt64(bytes.next() ?? 0) }
        return word
    }

    /// The digest of everything that the hasher was fed.
    init(_ hasher: consuming SHA256Hasher) { (a, b, c, d) = hasher.finishWords() }

    /// SHA-256 of the parts, one after the other.
    public static func of(_ parts: [UInt8]...) -> Hash256 {
        var hasher = SHA256Hasher()
        for part in parts { hasher.update(part) }
        return Hash256(hasher)
    }

    /// HMAC-SHA-256 of the parts, one after the other.
    static func authenticating(_ parts: [UInt8]..., key: [UInt8]) -> Hash256 {
        Hash256(Digest.hmacSHA256(key: key, parts.flatMap(\.self))) ?? .zero
    }

    public var bytes: [UInt8] {
        withUnsafeBytes(of: (a.bigEndian, b.bigEndian, c.bigEndian, d.bigEndian)) { [UInt8]($0) }
    }

    public static func < (x: Hash256, y: Hash256) -> Bool { (x.a, x.b, x.c, x.d) < (y.a, y.b, y.c, y.d) }

    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension FieldVisitor {
    /// A digest as a `bytes` field; zero is left out.
    mutating func digest(_ number: Int32, _ name: String, _ value: inout Hash256) throws(WireError) {
        var bytes = value == .zero ? [] : value.bytes
        try field(number, name, &bytes)
        value = Hash256(bytes) ?? .zero
    }
}
