// The filter language of lists: what it accepts, what it means, what it refuses.

import Testing

@testable import RosterServer

private struct Person {
    var name = ""
    var state = "MEMBER_STATE_ACTIVE"
    var logins: Int64 = 0
    var seen: Int64?
    var products: [String] = []
}

private let fields: [String: @Sendable (Person) -> FieldValue] = [
    "name": { .text($0.name) },
    "state": { .name($0.state) },
    "logins": { .number($0.logins) },
    "last_login_time": { $0.seen.map(FieldValue.time) ?? .absent },
    "licenses.product_id": { .many($0.products.map(FieldValue.name)) },
]

private func parse(_ text: String) throws -> Filter {
    try Filter(text, isField: { fields[$0] != nil })
}

@Suite("Filters (product 4.1, AIP-160)")
struct FilterTests {
    private func matches(_ text: String, _ person: Person) throws -> Bool {
        try parse(text).matches { name in fields[name]?(person) ?? .absent }
    }

    @Test("comparisons, by the type of the field", arguments: [
        ("name = \"zoë müller\"", true),
        ("name = Zoë*", true),
        ("name : MÜL", true),
        ("name != Zoë", true),
        ("state = MEMBER_STATE_ACTIVE", true),
        ("state = member_state_active", false),
        ("logins > 9", true),
        ("logins > 10", false),
        ("logins >= 10 AND logins <= 10", true),
        ("last_login_time > \"2026-01-01T00:00:00Z\"", true),
        ("last_login_time<2026-01-01T00:00:00Z", false),
        ("licenses.product_id : sales", true),
        ("licenses.product_id:recruiter", false),
        ("NOT licenses.product_id : recruiter", true),
        ("-licenses.product_id : recruiter", true),
        ("licenses.product_id : *", true),
        ("", true),
    ])
    func comparisons(text: String, expected: Bool) throws {
        let person = Person(name: "Zoë Müller", logins: 10, seen: 1_780_000_000_000_000_000, products: ["sales", "learning"])
        #expect(try matches(text, person) == expected)
    }

    @Test("OR binds tighter than AND, as AIP-160 says")
    func precedence() throws {
        // logins = 1 AND (name = x OR name = a), not (logins = 1 AND name = x) OR name = a.
        #expect(try !matches("logins = 1 AND name = x OR name = a", Person(name: "a", logins: 2)))
        #expect(try matches("(logins = 1 AND name = x) OR name = a", Person(name: "a", logins: 2)))
    }

    @Test("an absent value is no time at all")
    func absent() throws {
        #expect(try !matches("last_login_time < 2030-01-01T00:00:00Z", Person()))
        #expect(try !matches("last_login_time : *", Person()))
        #expect(try matches("NOT last_login_time : *", Person()))
    }

    @Test("what is not a filter", arguments: [
        "shoe_size = 3", "name", "name =", "= x", "(name = x", "name = x)", "name = x y", "name ~ x", "name = \"x", "AND", "name = x AND",
        String(repeating: "(", count: 40) + "name = x" + String(repeating: ")", count: 40),
        String(repeating: "name = x AND ", count: 200) + "name = x",
        "name = " + String(repeating: "x", count: 5_000),
    ])
    func refused(text: String) {
        #expect(throws: Filter.Problem.self) { try parse(text) }
    }

    @Test("no text of two tokens traps the parser")
    func pairs() {
        let tokens = ["name", "=", ":", "(", ")", "\"", "'", "AND", "OR", "NOT", "-", "*", "!", "<", ">", "\\", "\u{0}", "é", "\r\n", " "]
        for a in tokens { for b in tokens { for c in tokens { _ = try? parse(a + b + c) } } }
    }
}
