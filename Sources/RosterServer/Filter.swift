// The filters of lists: their meaning, and the values they look at.

import Wire

/// A list's filter: the AIP-160 subset of product 4.1 (`=`, `!=`, `<`, `<=`, `>`, `>=`, `:` has, AND, OR, NOT, parentheses).
///
/// The text is parsed once a listing and evaluated on every item, on the long-read thread. As AIP-160 says, OR binds tighter than AND.
struct Filter: Sendable, Equatable {
    enum Comparison: String, Sendable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case has = ":"
    }

    indirect enum Expression: Sendable, Equatable {
        case all([Expression])
        case any([Expression])
        case not(Expression)
        case term(field: String, Comparison, value: String)
    }

    /// Why a filter or an order could not be understood; the caller sees the text beside BAD_FILTER.
    struct Problem: Error, Equatable {
        let message: String
    }

    /// The longest filter, in bytes of UTF-8.
    static let textBytesMax = 4_096
    /// The most comparisons a filter may hold.
    static let termsMax = 128
    /// The deepest nesting of parentheses and NOT.
    static let depthMax = 16

    /// Nil: everything matches.
    let expression: Expression?

    /// Parses `text`; every field that it names must be one that the list has, and be compared as its kind can be.
    init(_ text: String, kind: @escaping (String) -> FieldKind?) throws(Problem) {
        guard text.utf8.count <= Filter.textBytesMax else {
            throw Problem(message: "a filter may hold at most \(Filter.textBytesMax) bytes")
        }
        var parser = try FilterParser(text, kind: kind)
        expression = try parser.parse()
    }

    func matches(_ value: (String) -> FieldValue) -> Bool {
        guard let expression else { return true }
        return Filter.evaluate(expression, value)
    }

    /// Whether the filter says anything about a field.
    func names(_ field: String) -> Bool {
        func names(_ expression: Expression) -> Bool {
            switch expression {
            case .all(let parts), .any(let parts): parts.contains(where: names)
            case .not(let part): names(part)
            case .term(let name, _, _): name == field
            }
        }
        return expression.map(names) ?? false
    }

    /// Comparisons in the filter.
    var termCount: Int {
        func count(_ expression: Expression) -> Int {
            switch expression {
            case .all(let parts), .any(let parts): parts.reduce(0) { $0 + count($1) }
            case .not(let part): count(part)
            case .term: 1
            }
        }
        return expression.map(count) ?? 0
    }

    private static func evaluate(_ expression: Expression, _ value: (String) -> FieldValue) -> Bool {
        switch expression {
        case .all(let parts): parts.allSatisfy { evaluate($0, value) }
        case .any(let parts): parts.contains { evaluate($0, value) }
        case .not(let part): !evaluate(part, value)
        case .term(let field, let comparison, let literal): value(field).compares(comparison, literal)
        }
    }
}

/// One field of one item as a filter or an order sees it.
enum FieldValue: Sendable, Equatable {
    case absent
    case text(String)
    case number(Int64)
    case boolean(Bool)
    /// Nanoseconds since 1970.
    case time(Int64)
    /// An id or a code: compared whole, never by parts.
    case name(String)
    /// An enum's value, known by its proto name with or without the enum's own prefix: `ORGANIZATION_ROLE_MANAGER`, `MANAGER`.
    /// Ordered by its number.
    case constant(number: Int32, short: String, prefix: String)
    case many([FieldValue])

    /// Whether `self comparison literal` holds. An absent value equals nothing but the empty text and has nothing.
    func compares(_ comparison: Filter.Comparison, _ literal: String) -> Bool {
        if case .many(let elements) = self {
            switch comparison {
            case .notEqual: return !elements.contains { $0.compares(.equal, literal) }
            case .has: return literal == "*" ? !elements.isEmpty : elements.contains { $0.compares(.equal, literal) }
            default: return elements.contains { $0.compares(comparison, literal) }
            }
        }
        switch comparison {
        case .has:
            if literal == "*" { return self != .absent && self != .text("") }
            if case .text(let text) = self { return text.lowercased().contains(literal.lowercased()) }
            return order(to: literal) == 0
        case .notEqual: return !compares(.equal, literal)
        case .equal:
            if case .text(let text) = self, literal.hasPrefix("*") || literal.hasSuffix("*") {
                return FieldValue.matches(text.lowercased(), wildcard: literal.lowercased())
            }
            return order(to: literal) == 0
        case .less: return order(to: literal).map { $0 < 0 } ?? false
        case .lessOrEqual: return order(to: literal).map { $0 <= 0 } ?? false
        case .greater: return order(to: literal).map { $0 > 0 } ?? false
        case .greaterOrEqual: return order(to: literal).map { $0 >= 0 } ?? false
        }
    }

    /// The sign of `self - literal`; nil when the literal is not of this field's type.
    private func order(to literal: String) -> Int? {
        switch self {
        case .absent: literal.isEmpty ? 0 : nil
        case .text(let text): FieldValue.sign(text.lowercased(), literal.lowercased())
        case .name(let name): FieldValue.sign(name, literal)
        case .constant(_, let short, let prefix): literal == short || literal == prefix + short ? 0 : nil
        case .number(let number): Int64(literal).map { FieldValue.sign(number, $0) }
        case .boolean(let flag): literal == "true" ? (flag ? 0 : -1) : literal == "false" ? (flag ? 1 : 0) : nil
        case .time(let time): FilterTime.nanoseconds(literal).map { FieldValue.sign(time, $0) }
        case .many: nil
        }
    }

    /// An enum's value; an unknown one goes by its number.
    static func constant<Value: WireEnum>(_ value: Value) -> FieldValue {
        let prefix = prefix(of: Value.self)
        let name = value.name ?? "\(prefix)\(value.rawValue)"
        return .constant(number: value.rawValue, short: String(name.dropFirst(prefix.count)), prefix: prefix)
    }

    /// The proto style: every name begins with the enum's own in UPPER_SNAKE_CASE, which its zero value shows.
    static func prefix<Value: WireEnum>(of type: Value.Type) -> String {
        type.cases.first { $0.0 == 0 }.map { String($0.1.dropLast("UNSPECIFIED".count)) } ?? ""
    }

    /// A moment of the records' kind, where 0 means never.
    static func time(unlessZero time: Int64) -> FieldValue { time == 0 ? .absent : .time(time) }

    /// The order of two values of one field in a sorted list: absent ones last (the team view shows pending members at the end, row 66).
    func precedes(_ other: FieldValue) -> Bool? {
        switch (self, other) {
        case (.absent, .absent): return nil
        case (.absent, _): return false
        case (_, .absent): return true
        case (.text(let a), .text(let b)):
            let (x, y) = (a.lowercased(), b.lowercased())
            return x == y ? nil : x < y
        case (.name(let a), .name(let b)): return a == b ? nil : a < b
        case (.constant(let a, _, _), .constant(let b, _, _)): return a == b ? nil : a < b
        case (.number(let a), .number(let b)), (.time(let a), .time(let b)): return a == b ? nil : a < b
        case (.boolean(let a), .boolean(let b)): return a == b ? nil : !a
        case (.many(let a), .many(let b)):
            for (x, y) in zip(a, b) {
                if let answer = x.precedes(y) { return answer }
            }
            return a.count == b.count ? nil : a.count < b.count
        default: return nil
        }
    }

    private static func sign<Value: Comparable>(_ a: Value, _ b: Value) -> Int {
        a < b ? -1 : a == b ? 0 : 1
    }

    /// `*` at one end or both (AIP-160).
    private static func matches(_ text: String, wildcard: String) -> Bool {
        var pattern = Substring(wildcard)
        let open = pattern.hasPrefix("*")
        if open { pattern = pattern.dropFirst() }
        let close = pattern.hasSuffix("*")
        if close { pattern = pattern.dropLast() }
        switch (open, close) {
        case (true, true): return text.contains(pattern)
        case (true, false): return text.hasSuffix(pattern)
        default: return text.hasPrefix(pattern)
        }
    }
}
