// Where a listing goes on: signed, so that a client can carry it but not make it.

import Digest
import RosterAPI

/// The opaque text of `page_token` (product 4.1): the point, the listing's digest, the position and the total, with an HMAC.
struct PageToken: Sendable, Equatable {
    /// The revision of the tree that every page shows.
    var revision: Int64
    /// The instant that expiry is judged at, in nanoseconds since 1970.
    var time: Int64
    /// The first 16 bytes of the SHA-256 over method, caller, organization, filter and order.
    var digest: [UInt8]
    /// How many items went before.
    var position: UInt32
    var total: UInt32

    private static let bodyBytes = 1 + 8 + 8 + 16 + 4 + 4
    private static let macBytes = 16

    /// - Parameter key: the node's key for page tokens.
    func text(key: [UInt8]) -> String {
        var bytes: [UInt8] = [1]
        for value in [UInt64(bitPattern: revision), UInt64(bitPattern: time)] { append(value, bytes: 8, to: &bytes) }
        bytes += digest
        append(UInt64(position), bytes: 4, to: &bytes)
        append(UInt64(total), bytes: 4, to: &bytes)
        bytes += Digest.hmacSHA256(key: key, bytes).prefix(PageToken.macBytes)
        return Crockford.text(bytes, characters: (bytes.count * 8 + 4) / 5)
    }

    init(revision: Int64, time: Int64, digest: [UInt8], position: Int, total: Int) {
        self.revision = revision
        self.time = time
        self.digest = digest
        self.position = UInt32(clamping: position)
        self.total = UInt32(clamping: total)
    }

    /// Nil for whatever this node did not sign.
    init?(_ text: String, key: [UInt8]) {
        let bytesCount = PageToken.bodyBytes + PageToken.macBytes
        guard text.utf8.count == (bytesCount * 8 + 4) / 5, let bytes = Crockford.bytes(text, count: bytesCount) else { return nil }
        let body = Array(bytes.prefix(PageToken.bodyBytes))
        guard Digest.equal(Array(bytes.suffix(PageToken.macBytes)), Array(Digest.hmacSHA256(key: key, body).prefix(PageToken.macBytes))),
            body[0] == 1
        else { return nil }
        func number(_ range: Range<Int>) -> UInt64 { body[range].reduce(0) { $0 << 8 | UInt64($1) } }
        revision = Int64(bitPattern: number(1..<9))
        time = Int64(bitPattern: number(9..<17))
        digest = Array(body[17..<33])
        position = UInt32(truncatingIfNeeded: number(33..<37))
        total = UInt32(truncatingIfNeeded: number(37..<41))
    }

    private func append(_ value: UInt64, bytes count: Int, to out: inout [UInt8]) {
        for shift in stride(from: (count - 1) * 8, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }
}

extension Crockford {
    /// The first `count` bytes that `text` stands for; nil when a character is not of the alphabet.
    static func bytes(_ text: String, count: Int) -> [UInt8]? {
        var out: [UInt8] = []
        var accumulator: UInt32 = 0
        var bits = 0
        for character in text.utf8 {
            guard let value = value(of: character) else { return nil }
            accumulator = accumulator << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
                accumulator &= (1 << UInt32(bits)) - 1
            }
        }
        return out.count >= count ? Array(out.prefix(count)) : nil
    }
}
