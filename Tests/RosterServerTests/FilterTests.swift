// The filter language of lists: what it accepts, what it means, what it refuses.

import RosterAPI
import RosterStore
import Testing

@testable import RosterServer

private struct Person {
    var name = ""
    var state = MemberState.active
    var logins: Int64 = 0
    var seen: Int64 = 0
    var products: [String] = []
    var attributes: [String: String] = [:]
}

private let fields: ListFields<Person, Void> = [
    "name": .text { person, _ in person.name },
    "state": .constant { person, _ in person.state },
    "logins": ListField(kind: .number) { person, _, _ in .number(person.logins) },
    "isNew": ListField(kind: .boolean) { person, _, _ in .boolean(person.logins == 0) },
    "last_login_time": .time { person, _ in person.seen },
    "licenses.product_id": .names { person, _ in person.products },
    "attributes": .map { person, _ in person.attributes },
]

private func parse(_ text: String) throws -> Filter {
    try Filter(text, kind: { fields.kind(of: $0) })
}

@Suite("Filters (product 4.1, AIP-160)", .timeLimit(.minutes(5)))
struct FilterTests {
    private func matches(_ text: String, _ person: Person) throws -> Bool {
        try parse(text).matches { fields.value(of: $0, person, ()) }
    }

    @Test("comparisons, by the type of the field", arguments: [
        ("name = \"zoë müller\"", true),
        ("name = Zoë*", true),
        ("name : MÜL", true),
        ("name != Zoë", true),
        ("state = MEMBER_STATE_ACTIVE", true),
        ("state = ACTIVE", true),
        ("state != SUSPENDED", true),
        ("isNew = false", true),
        ("attributes.cost_center = 42a", true),
        ("attributes.cost_center : 2", true),
        ("attributes.floor : *", false),
        ("attributes.floor = 3", false),
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
        let person = Person(name: "Zoë Müller", logins: 10, seen: 1_780_000_000_000_000_000, products: ["sales", "learning"],
            attributes: ["cost_center": "42a"])
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
        // No value of the field's kind, or no comparison that it knows.
        "state = ACTIV", "state = member_state_active", "state : ROLE", "state < ACTIVE", "logins = many", "logins > 1.5", "logins = \"\"",
        "last_login_time > yesterday", "last_login_time = \"\"", "last_login_time < 2026-13-01T00:00:00Z", "isNew = yes", "isNew > true",
        "licenses.product_id > a", "attributes = x", "attributes. = x", "attributesx.y = x",
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

@Suite("Scans of index rows", .timeLimit(.minutes(5)))
struct IndexScanTests {
    /// 1,000 rows, of which every hundredth matches and every third of the others stands for nothing.
    private func page(after: OrganizationID?, size: Int, scannedMax: Int, first: Bool) async throws -> IndexScan<Int> {
        try await IndexScan(after: after, pageSize: size, countsAll: first, scannedMax: scannedMax) { (after) throws(JournalError) in
            let start = Int(after?.low ?? 0) + 1
            var rows: [(OrganizationID, Int?)] = []
            for row in start..<max(start, min(1_001, start + JournalLimit.sliceRows)) {
                let isNothing = row % 3 == 0 && row % 100 != 0
                rows.append((OrganizationID(high: 0, low: UInt64(row)), isNothing ? nil : row))
            }
            return rows
        } where: { _, item in
            item % 100 == 0
        }
    }

    @Test("every match comes, on whatever pages the bounds make", arguments: [(1, 100_000), (3, 100_000), (100, 100_000), (1, 256), (3, 256), (100, 1), (10, 512)])
    func complete(size: Int, scannedMax: Int) async throws {
        var (found, after, isFirst) = ([Int](), nil as OrganizationID?, true)
        repeat {
            let scan = try await page(after: after, size: size, scannedMax: scannedMax, first: isFirst)
            #expect(scan.items.count <= size)
            found += scan.items
            if isFirst, scannedMax > 1_000 { #expect(scan.matched == 10) }
            (after, isFirst) = (scan.last, false)
        } while after != nil
        #expect(found == (1...10).map { $0 * 100 })
    }
}
