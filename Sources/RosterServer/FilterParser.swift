/// Reads the text of a `Filter`: a recursive descent over a handful of tokens, bounded in depth and in terms.
struct FilterParser {
    private enum Token: Equatable {
        case word(String)
        case quoted(String)
        case comparison(Filter.Comparison)
        case open
        case close
        case and
        case or
        case not
    }

    private var tokens: [Token]
    private var position = 0
    private var terms = 0
    private let kind: (String) -> FieldKind?

    init(_ text: String, kind: @escaping (String) -> FieldKind?) throws(Filter.Problem) {
        tokens = try FilterParser.tokens(of: text)
        self.kind = kind
    }

    /// The whole filter; nil when the text is empty.
    mutating func parse() throws(Filter.Problem) -> Filter.Expression? {
        if tokens.isEmpty { return nil }
        let expression = try conjunction(depth: 0)
        guard position == tokens.count else { throw Filter.Problem(message: "unexpected \(describe(tokens[position]))") }
        return expression
    }

    private mutating func conjunction(depth: Int) throws(Filter.Problem) -> Filter.Expression {
        var parts = [try disjunction(depth: depth)]
        while accept(.and) { parts.append(try disjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func disjunction(depth: Int) throws(Filter.Problem) -> Filter.Expression {
        var parts = [try factor(depth: depth)]
        while accept(.or) { parts.append(try factor(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func factor(depth: Int) throws(Filter.Problem) -> Filter.Expression {
        guard depth < Filter.depthMax else { throw Filter.Problem(message: "nested deeper than \(Filter.depthMax)") }
        if accept(.not) { return .not(try factor(depth: depth + 1)) }
        if accept(.open) {
            let inner = try conjunction(depth: depth + 1)
            guard accept(.close) else { throw Filter.Problem(message: "a parenthesis is not closed") }
            return inner
        }
        return try term()
    }

    private mutating func term() throws(Filter.Problem) -> Filter.Expression {
        guard case .word(let field)? = next() else { throw Filter.Problem(message: "a field name is missing") }
        guard let kind = kind(field) else { throw Filter.Problem(message: "this list can't be filtered by \(field)") }
        guard case .comparison(let comparison)? = next() else {
            throw Filter.Problem(message: "a comparison is missing after \(field)")
        }
        let value: String
        switch next() {
        case .word(let text), .quoted(let text): value = text
        default: throw Filter.Problem(message: "a value is missing after \(field) \(comparison.rawValue)")
        }
        try kind.check(comparison, value, of: field)
        terms += 1
        guard terms <= Filter.termsMax else { throw Filter.Problem(message: "more than \(Filter.termsMax) comparisons") }
        return .term(field: field, comparison, value: value)
    }

    private mutating func next() -> Token? {
        guard position < tokens.count else { return nil }
        defer { position += 1 }
        return tokens[position]
    }

    private mutating func accept(_ token: Token) -> Bool {
        guard position < tokens.count, tokens[position] == token else { return false }
        position += 1
        return true
    }

    private func describe(_ token: Token) -> String {
        switch token {
        case .word(let text), .quoted(let text): text
        case .comparison(let comparison): comparison.rawValue
        case .open: "("
        case .close: ")"
        case .and: "AND"
        case .or: "OR"
        case .not: "NOT"
        }
    }

    private static func tokens(of text: String) throws(Filter.Problem) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let character = rest.first {
            switch character {
            case " ", "\t", "\n", "\r", "\r\n": rest.removeFirst()
            case "(": tokens.append(.open); rest.removeFirst()
            case ")": tokens.append(.close); rest.removeFirst()
            case "\"", "'": tokens.append(.quoted(try quoted(&rest, by: character)))
            case "=", ":", "<", ">", "!": tokens.append(.comparison(try comparison(&rest)))
            case "-" where rest.dropFirst().first.map(startsWord) == true && !endsWithComparison(tokens):
                tokens.append(.not)
                rest.removeFirst()
            default:
                let word = rest.prefix { !" \t\n\r()\"'=<>!".contains($0) && ($0 != ":" || endsWithComparison(tokens)) && $0 != "\r\n" }
                rest.removeFirst(word.count)
                switch word {
                case "AND": tokens.append(.and)
                case "OR": tokens.append(.or)
                case "NOT": tokens.append(.not)
                default: tokens.append(.word(String(word)))
                }
            }
        }
        return tokens
    }

    private static func startsWord(_ character: Character) -> Bool {
        character.isLetter || character == "("
    }

    /// A colon inside a value (a time) belongs to the value; after a field it is the `has` operator.
    private static func endsWithComparison(_ tokens: [Token]) -> Bool {
        if case .comparison? = tokens.last { true } else { false }
    }

    private static func comparison(_ rest: inout Substring) throws(Filter.Problem) -> Filter.Comparison {
        for text in [String(rest.prefix(2)), String(rest.prefix(1))] {
            if let comparison = Filter.Comparison(rawValue: text) {
                rest.removeFirst(text.count)
                return comparison
            }
        }
        throw Filter.Problem(message: "\(rest.prefix(1)) is not a comparison")
    }

    private static func quoted(_ rest: inout Substring, by quote: Character) throws(Filter.Problem) -> String {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote { return text }
            if character == "\\", let escaped = rest.popFirst() { text.append(escaped) } else { text.append(character) }
        }
        throw Filter.Problem(message: "a quote is not closed")
    }
}
