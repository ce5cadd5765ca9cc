// InviteeText: what separates addresses in free text, and what is told of the rest (row 98, C16).

import RosterAPI
import Testing

@testable import RosterCore

struct InviteeTextTests {
    /// Text, addresses with their positions, duplicates, invalid pieces, stray commas.
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        var found: [String] = []
        var duplicates: [String] = []
        var invalid: [String] = []
        var stray: [Int32] = []
        var testDescription: String { text.debugDescription }
    }

    static let cases: [Case] = [
        Case(text: ""),
        Case(text: " \t\r\n"),
        Case(text: "a@x.example", found: ["a@x.example@0"]),
        Case(text: "a@x.example,b@x.example", found: ["a@x.example@0", "b@x.example@12"]),
        Case(text: "a@x.example b@x.example", found: ["a@x.example@0", "b@x.example@12"]),
        Case(text: "a@x.example\tb@x.example", found: ["a@x.example@0", "b@x.example@12"]),
        Case(text: "a@x.example\nb@x.example", found: ["a@x.example@0", "b@x.example@12"]),
        Case(text: "a@x.example\rb@x.example", found: ["a@x.example@0", "b@x.example@12"]),
        Case(text: "a@x.example\r\nb@x.example", found: ["a@x.example@0", "b@x.example@13"]),
        Case(text: "a@x.example , \r\n\tb@x.example", found: ["a@x.example@0", "b@x.example@17"]),
        // Each address is followed by a separator: the last one may be, too.
        Case(text: "a@x.example\r\n", found: ["a@x.example@0"]),
        Case(text: "a@x.example,", found: ["a@x.example@0"], stray: [11]),
        Case(text: "a@x.example, \n", found: ["a@x.example@0"], stray: [11]),
        Case(text: "a@x.example,,b@x.example", found: ["a@x.example@0", "b@x.example@13"], stray: [12]),
        Case(text: ",a@x.example, ,b@x.example,,", found: ["a@x.example@1", "b@x.example@15"], stray: [0, 14, 27]),
        // A semicolon separates nothing.
        Case(text: "a@x.example;b@x.example", invalid: ["a@x.example;b@x.example@0"]),
        Case(text: "a@x.example; b@x.example", found: ["b@x.example@13"], invalid: ["a@x.example;@0"]),
        Case(text: ";", invalid: [";@0"]),
        Case(text: "A@X.Example a@x.example,b@x.example,a@X.EXAMPLE", found: ["a@x.example@0", "b@x.example@24"], duplicates: ["a@x.example@12", "a@x.example@36"]),
        Case(text: "nobody, a@x.example <b@x.example> c@", found: ["a@x.example@8"], invalid: ["nobody@0", "<b@x.example>@20", "c@@34"]),
        // Other white space separates nothing, and around an address it counts for nothing.
        Case(text: "a@x.example\u{2003}b@x.example", invalid: ["a@x.example\u{2003}b@x.example@0"]),
        Case(text: "a@x.example\u{A0}", found: ["a@x.example@0"]),
        // Positions count code points, whatever bytes they take.
        Case(text: "zoë@münchen.example,👩‍👩‍👧,b@x.example", found: ["zoë@xn--mnchen-3ya.example@0", "b@x.example@26"], invalid: ["👩‍👩‍👧@20"]),
    ]

    @Test("row 98, C16: comma, space, tab and line ends separate, nothing else does", arguments: cases)
    func separators(_ expected: Case) throws {
        let response = try InviteeText.response(to: .with { $0.text = expected.text })
        #expect(response.invitees.map { "\($0.email)@\($0.position)" } == expected.found)
        #expect(response.duplicates.map { "\($0.email)@\($0.position)" } == expected.duplicates)
        #expect(response.invalid.map { "\($0.text)@\($0.position)" } == expected.invalid)
        #expect(response.strayCommas == expected.stray)
        for invalid in response.invalid { #expect(invalid.error == Refusal.invalidEmail("text").status) }
    }

    @Test("2000 pieces and 512 KiB, and not one more")
    func bounds() throws {
        func parse(_ count: Int) throws -> Int {
            try InviteeText.response(to: .with { $0.text = (0..<count).map { "m\($0)@x.example" }.joined(separator: ",") }).invitees.count
        }
        #expect(try parse(2_000) == 2_000)
        #expect(throws: Refusal.batchTooLarge("text", most: 2_000)) { try parse(2_001) }
        #expect(throws: Refusal.batchTooLarge("text", most: 2_000)) {
            try InviteeText.response(to: .with { $0.text = String(repeating: " ", count: 512 << 10 + 1) })
        }
    }
}
