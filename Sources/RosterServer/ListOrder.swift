// `order_by` of a list: fields, each with a direction.

/// The parsed order (AIP-132): `last_login_time desc, profile.last_name`. Empty: the list's own order.
struct ListOrder: Sendable, Equatable {
    struct Term: Sendable, Equatable {
        let field: String
        let isDescending: Bool
    }

    /// The most fields an order may name.
    static let termsMax = 8
    static let textBytesMax = 512

    let terms: [Term]

    init(_ text: String, isField: (String) -> Bool) throws(Filter.Problem) {
        guard text.utf8.count <= ListOrder.textBytesMax else { throw Filter.Problem(message: "at most \(ListOrder.textBytesMax) bytes") }
        var terms: [Term] = []
        if !text.allSatisfy(\.isWhitespace) {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let words = part.split(whereSeparator: \.isWhitespace)
                guard let field = words.first.map(String.init), words.count <= 2 else { throw Filter.Problem(message: "a field name is missing") }
                guard isField(field) else { throw Filter.Problem(message: "this list can't be ordered by \(field)") }
                let direction = words.count == 2 ? words[1] : "asc"
                guard direction == "asc" || direction == "desc" else { throw Filter.Problem(message: "\(direction) is neither asc nor desc") }
                terms.append(Term(field: field, isDescending: direction == "desc"))
            }
        }
        guard terms.count <= ListOrder.termsMax else { throw Filter.Problem(message: "at most \(ListOrder.termsMax) fields") }
        self.terms = terms
    }

    var isDefault: Bool { terms.isEmpty }

    /// Sorts by the terms; equal items keep their order, which is the list's own. Absent values, and fields with several values that
    /// have none, come last in either direction.
    func sorted<Item>(_ items: [Item], value: (String, Item) -> FieldValue) -> [Item] {
        if terms.isEmpty { return items }
        let keyed = items.enumerated().map { index, item in (index: index, keys: terms.map { key(value($0.field, item)) }, item: item) }
        let sorted = keyed.sorted { a, b in
            for (position, term) in terms.enumerated() {
                guard let precedes = a.keys[position].precedes(b.keys[position]) else { continue }
                let hasAbsent = a.keys[position] == .absent || b.keys[position] == .absent
                return term.isDescending && !hasAbsent ? !precedes : precedes
            }
            return a.index < b.index
        }
        return sorted.map(\.item)
    }

    private func key(_ value: FieldValue) -> FieldValue { value == .many([]) ? .absent : value }
}
