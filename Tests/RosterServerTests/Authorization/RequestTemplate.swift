// A request as the tables of Tests/Worlds write it: `member.member_id=@member role=ORGANIZATION_ROLE_MANAGER checks[0].email=a@b`.

import RosterAPI
import Testing
import WellKnown
import Wire

/// Fields with their values; `@name` stands for a thing of the organization that is addressed.
struct RequestTemplate: Sendable {
    struct Field: Sendable {
        /// `checks[0].member_id` as its steps: names, and indices of lists.
        let path: [String]
        let value: Value
    }

    enum Value: Sendable {
        case text(String)
        case thing(String)
        case list([Value])
    }

    let fields: [Field]

    /// - Parameter text: fields between spaces; `_` in a value stands for itself, `[a,b]` is a list.
    init(_ text: String) throws {
        fields = try text.split(separator: " ").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            try #require(sides.count == 2, "\(part) is no field")
            let steps = sides[0].replacing("[", with: ".[").split(separator: ".").map(String.init)
            return Field(path: steps, value: Self.value(sides[1]))
        }
    }

    private static func value(_ text: Substring) -> Value {
        if text.hasPrefix("["), text.hasSuffix("]") { return .list(text.dropFirst().dropLast().split(separator: ",").map(value)) }
        return text.hasPrefix("@") ? .thing(String(text.dropFirst())) : .text(String(text))
    }

    /// The things it names.
    var things: Set<String> {
        func names(_ value: Value) -> [String] {
            switch value {
            case .text: []
            case .thing(let name): [name]
            case .list(let values): values.flatMap(names)
            }
        }
        return Set(fields.flatMap { names($0.value) })
    }

    /// The request as JSON, about an organization; a mutation is only tried.
    func json<M: AnyMethod>(_ method: M, things: [String: String], validateOnly: Bool = true) throws -> String {
        var root = Node.object([:])
        for field in fields { root.set(field.path[...], try node(field.value, things)) }
        if M.Request.schema.fields.contains(where: { $0.name == "organization_id" }), !fields.contains(where: { $0.path == ["organization_id"] }) {
            root.set(["organization_id"], .text(try #require(things["org"])))
        }
        if method.kind == .mutation, validateOnly { root.set(["options", "validate_only"], .word("true")) }
        return root.text
    }

    private func node(_ value: Value, _ things: [String: String]) throws -> Node {
        switch value {
        case .text(let text) where text == "true" || text == "false": .word(text)
        case .text(let text): .text(text)
        case .thing(let name): .text(try #require(things[name], "there is no @\(name)"))
        case .list(let values): .list(try values.map { try node($0, things) })
        }
    }

    /// JSON as far as requests need it.
    private enum Node {
        case object([String: Node])
        case list([Node])
        case text(String)
        case word(String)

        mutating func set(_ path: ArraySlice<String>, _ value: Node) {
            guard let step = path.first else {
                self = value
                return
            }
            if step.hasPrefix("["), let index = Int(step.dropFirst().dropLast()) {
                var elements: [Node] = if case .list(let elements) = self { elements } else { [] }
                while elements.count <= index { elements.append(.object([:])) }
                elements[index].set(path.dropFirst(), value)
                self = .list(elements)
            } else {
                var members: [String: Node] = if case .object(let members) = self { members } else { [:] }
                members[step, default: .object([:])].set(path.dropFirst(), value)
                self = .object(members)
            }
        }

        var text: String {
            switch self {
            case .object(let members): "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value.text)" }.joined(separator: ",") + "}"
            case .list(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
            case .text(let text): "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\\\\n", with: "\\n") + "\""
            case .word(let word): word
            }
        }
    }
}
