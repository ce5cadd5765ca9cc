// The small parts that calls rest on: page tokens, key texts, token buckets, settings.

import Digest
import RosterAPI
import Testing

@testable import RosterServer

@Suite("Plumbing", .timeLimit(.minutes(5)))
struct PlumbingTests {
    @Test("a page token comes back as it was, and not at all when one character differs")
    func pageToken() throws {
        let key = Digest.sha256([1])
        let token = PageToken(revision: 7, time: 1_780_000_000_123_456_789, digest: Array(0..<16), position: 50, total: 10_000)
        let text = token.text(key: key)
        #expect(PageToken(text, key: key) == token)
        #expect(PageToken(text, key: Digest.sha256([2])) == nil)
        for index in text.indices {
            var forged = text
            forged.replaceSubrange(index...index, with: text[index] == "0" ? "1" : "0")
            let parsed = PageToken(forged, key: key)
            // The last character carries padding bits, which stand for nothing.
            #expect(parsed == nil || parsed == token)
        }
        for length in 0..<text.count { #expect(PageToken(String(text.prefix(length)), key: key) == nil) }
    }

    @Test("an API key's text is read back, and a typing error is seen")
    func keyText() throws {
        let id = KeyID(high: 0x0123_4567_89AB_CDEF, low: 42)
        let key = APIKeyText(id: id, secret: Array(repeating: 0xA5, count: 32))
        #expect(key.text.count == APIKeyText.characterCount)
        let bytes = Array(key.text.utf8)
        #expect(bytes.withUnsafeBytes { APIKeyText($0) }?.id == id)
        for index in bytes.indices {
            var typo = bytes
            typo[index] = typo[index] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
            #expect(typo.withUnsafeBytes { APIKeyText($0) } == nil)
        }
    }

    @Test("a token bucket gives its rate and no more")
    func bucket() {
        let bucket = TokenBucket(perSecond: 1_000)
        var drawn = 0
        while case let lot = bucket.draw(now: 0), lot > 0 { drawn += Int(lot) }
        #expect(drawn == 1_000)
        #expect(bucket.draw(now: 10_000_000) == 10)
        #expect(bucket.draw(now: 10_000_000) == 0)
    }

    @Test("settings: flags over environment over file, and a misspelt name is an error")
    func settings() throws {
        var configuration = Configuration()
        try configuration.apply(file: .map([
            ("data_folder", .scalar("/srv/roster")),
            ("limits", .map([("message_bytes", .scalar("2048")), ("connections", .scalar("7"))])),
            ("plaintext", .map([("listen", .list([.scalar("127.0.0.1:1"), .scalar("[::1]:2")]))])),
        ]))
        try configuration.apply(environment: ["ROSTER_LIMITS_MESSAGE_BYTES": "4096", "HOME": "/"])
        try configuration.apply(name: "limits.connections", "9")
        #expect(configuration.dataFolder == "/srv/roster")
        #expect(configuration.messageBytesMax == 4_096)
        #expect(configuration.connectionsMax == 9)
        #expect(configuration.plaintext == [.init(host: "127.0.0.1", port: 1), .init(host: "::1", port: 2)])
        #expect(throws: ConfigurationProblem.self) { try configuration.apply(file: .map([("limit", .map([]))])); try configuration.apply(name: "limit", "1") }
        #expect(throws: ConfigurationProblem.self) { try configuration.apply(file: .map([("limits", .map([("messagebytes", .scalar("1"))]))])) }
        #expect(throws: ConfigurationProblem.self) { try configuration.apply(environment: ["ROSTER_LIMITS_MESAGE_BYTES": "1"]) }
        #expect(throws: ConfigurationProblem.self) { try configuration.apply(name: "limits.connections", "0") }
    }
}
