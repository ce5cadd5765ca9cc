// Digests against the published vectors.

import Digest
import Testing

private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

@Suite("Digest")
struct DigestTests {
    @Test("SHA-256: FIPS 180-4's examples, at once, in parts and byte by byte", arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    ])
    func sha256(_ text: String, _ expected: String) {
        let message = Array(text.utf8)
        #expect(Digest.sha256(message) == bytes(expected))
        #expect(Digest.sha256(Array(message.prefix(3)), Array(message.dropFirst(3))) == bytes(expected))
        var hasher = SHA256Hasher()
        for byte in message { hasher.update([byte]) }
        #expect(hasher.finish() == bytes(expected))
    }

    @Test("HMAC-SHA-256: RFC 4231, cases 1, 2 and 6 (a key longer than a block), and no key at all", arguments: [
        (String(repeating: "0b", count: 20), "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        ("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (String(repeating: "aa", count: 131),
         "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        ("", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
    func hmac(_ key: String, _ message: String, _ expected: String) {
        #expect(Digest.hmacSHA256(key: bytes(key), bytes(message)) == bytes(expected))
    }

    @Test("comparison looks at every byte and at the length")
    func comparison() {
        #expect(Digest.equal([], []) && Digest.equal([1, 2], [1, 2]))
        #expect(!Digest.equal([1, 2], [1, 3]) && !Digest.equal([1, 2], [0, 2]) && !Digest.equal([1], [1, 2]))
    }

    @Test("random bytes are as many as asked, and others each time")
    func random() throws {
        #expect(try Digest.randomBytes(32).count == 32 && Digest.randomBytes(0).isEmpty)
        #expect(try Digest.randomBytes(32) != Digest.randomBytes(32))
    }
}
