// The text of an API key, `rk_<id>_<secret><crc>`, as clients send it.

import Digest
import RosterAPI

/// An API key's text: 26 characters of its id, 52 of a 256-bit secret, 7 of a CRC-32 over all before, in Crockford's base 32.
///
/// The checksum lets secret scanners and the server tell a key from a look-alike without a lookup; it proves nothing.
/// Only the HMAC-SHA-256 of the whole text is kept (reliability 6); the text is shown once.
struct APIKeyText: Sendable {
    static let characterCount = 3 + 26 + 1 + 52 + 7

    let id: KeyID
    let text: String

    /// The text of a new key. `secret` is 32 random bytes.
    init(id: KeyID, secret: [UInt8]) {
        let body = "rk_" + id.description.dropFirst("key_".count) + "_" + Crockford.text(secret, characters: 52)
        self.id = id
        text = body + Crockford.text(CRC32.bytes(of: Array(body.utf8)), characters: 7)
    }

    /// Nil for whatever is not a well-formed key: the caller answers as for an unknown one.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == APIKeyText.characterCount, bytes.starts(with: "rk_".utf8), bytes[29] == UInt8(ascii: "_") else { return nil }
        let body = bytes.count - 7
        let crc = Crockford.text(CRC32.bytes(of: UnsafeRawBufferPointer(rebasing: bytes[..<body])), characters: 7)
        guard bytes[body...].elementsEqual(crc.utf8) else { return nil }
        let idText = Array("key_".utf8) + bytes[3..<29]
        guard let id = idText.withUnsafeBytes({ try? KeyID(utf8: $0) }) else { return nil }
        self.id = id
        text = String(decoding: bytes, as: UTF8.self)
    }
}

/// Crockford's base 32, most significant bits first, the last character padded with zero bits.
enum Crockford {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func value(of character: UInt8) -> UInt32? {
        alphabet.firstIndex(of: character).map(UInt32.init)
    }

    static func text(_ bytes: [UInt8], characters: Int) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(characters)
        var accumulator: UInt32 = 0
        var bits = 0
        var next = bytes.makeIterator()
        while out.count < characters {
            if bits < 5 {
                accumulator = accumulator << 8 | UInt32(next.next() ?? 0)
                bits += 8
            }
            bits -= 5
            out.append(alphabet[Int(accumulator >> UInt32(bits) & 31)])
            accumulator &= (1 << UInt32(bits)) - 1
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// CRC-32 (IEEE 802.3), for typing errors only.
enum CRC32 {
    static func bytes(of input: some Sequence<UInt8>) -> [UInt8] {
        var crc: UInt32 = ~0
        for byte in input {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc = ~crc
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: crc >> $0) }
    }
}
