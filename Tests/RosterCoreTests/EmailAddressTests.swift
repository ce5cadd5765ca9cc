// EmailAddress and SortedChunks: the two small things that everything else leans on.

import Testing

@testable import RosterCore

struct EmailAddressTests {
    @Test("one normal form: trimmed, ASCII lower case, the domain in punycode (3.1)", arguments: [
        ("  Ana.Lopez@Example.COM\t", "ana.lopez@example.com"),
        ("ana+tag@mail.example.co.uk", "ana+tag@mail.example.co.uk"),
        ("jürgen@MÜNCHEN.example", "jürgen@xn--mnchen-3ya.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
    ])
    func normal(_ raw: String, _ expected: String) { #expect(EmailAddress(raw)?.text == expected) }

    @Test("what is no address", arguments: [
        "", "ana", "@example.com", "ana@", "ana@localhost", "a b@example.com", "a@ex ample.com", ".a@example.com", "a..b@example.com", "a.@example.com",
        "a@-x.example", "a@x-.example", "a@.example", "a@x..example", "a@1.2.3.4", "a@b@example.com", "a;b@example.com", "a\u{0}@example.com",
        String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "b", count: 64) + ".example",
        "a@" + String(repeating: "bbbbbbbbb.", count: 26) + "example",
    ])
    func refused(_ raw: String) { #expect(EmailAddress(raw) == nil) }
}

struct SortedChunksTests {
    @Test("agrees with a sorted array through random insertions, removals and pages")
    func random() {
        var numbers = SplitMix(3)
        var chunks = SortedChunks<Int>()
        var plain: Set<Int> = []
        for step in 0..<20_000 {
            let value = Int.random(in: 0..<6000, using: &numbers)
            if step % 3 == 2 {
                chunks.remove(value)
                plain.remove(value)
            } else {
                chunks.insert(value)
                plain.insert(value)
            }
        }
        let sorted = plain.sorted()
        #expect(Array(chunks) == sorted && chunks.count == sorted.count && chunks.first == sorted.first)
        #expect(chunks == SortedChunks(sorted: sorted))
        for _ in 0..<200 {
            let value = Int.random(in: -1...6001, using: &numbers)
            #expect(chunks.contains(value) == plain.contains(value))
            #expect(chunks.count { $0 <= value } == sorted.count { $0 <= value })
            #expect(chunks.count(while: { $0 <= value }) == sorted.count { $0 <= value })
            #expect(chunks.page(after: value, limit: 50) == Array(sorted.drop { $0 <= value }.prefix(50)))
        }
        #expect(chunks.page(after: nil, limit: 10) == Array(sorted.prefix(10)))
    }
}
