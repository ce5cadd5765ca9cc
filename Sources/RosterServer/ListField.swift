// The fields that a list can be filtered and ordered by: what kind of values they have, and how to find one.

import RosterAPI
import Wire

/// What a field's values are, and so what they can be compared with: judged when a filter is read, before any item is looked at.
enum FieldKind: Sendable {
    case text
    /// An id or a code.
    case name
    case number
    case boolean
    case time
    /// One of these names, each with or without the enum's own prefix.
    case constant(names: Set<String>)

    /// Throws when a comparison makes no sense for the kind, or the literal is none of its values.
    func check(_ comparison: Filter.Comparison, _ literal: String, of field: String) throws(Filter.Problem) {
        if comparison == .has, literal == "*" { return }
        switch (self, comparison) {
        case (.text, _), (_, .equal), (_, .notEqual), (_, .has), (.number, _), (.time, _): break
        case (.name, _), (.boolean, _), (.constant, _): throw Filter.Problem(message: "\(field) has no order: \(comparison.rawValue) can't be used")
        }
        switch self {
        case .text, .name: return
        case .number: if Int64(literal) != nil { return }
        case .boolean: if literal == "true" || literal == "false" { return }
        case .time: if FilterTime.nanoseconds(literal) != nil { return }
        case .constant(let names): if names.contains(literal) { return }
        }
        throw Filter.Problem(message: "\(literal.prefix(64)) is no value of \(field), which holds \(description)")
    }

    private var description: String {
        switch self {
        case .text: "text"
        case .name: "a name"
        case .number: "a whole number"
        case .boolean: "true or false"
        case .time: "a time such as 2026-03-01T12:00:00Z"
        case .constant(let names): "one of " + names.sorted().joined(separator: ", ")
        }
    }
}

/// One field of a list's elements.
struct ListField<Element: Sendable, Context>: Sendable {
    let kind: FieldKind
    /// The path says which entry of a map is meant; a field with a name of its own doesn't need it.
    let value: @Sendable (Element, Context, _ key: String) -> FieldValue
    /// Whether it is a map: its entries are addressed by their keys, behind a dot.
    var isMap = false

    static func text(_ text: @escaping @Sendable (Element, Context) -> String?) -> Self {
        Self(kind: .text) { element, context, _ in .text(text(element, context) ?? "") }
    }

    /// A text for each key.
    static func map(_ entries: @escaping @Sendable (Element, Context) -> [String: String]?) -> Self {
        Self(kind: .text, value: { element, context, key in entries(element, context)?[key].map(FieldValue.text) ?? .absent }, isMap: true)
    }

    static func name(_ name: @escaping @Sendable (Element, Context) -> String?) -> Self {
        Self(kind: .name) { element, context, _ in name(element, context).map(FieldValue.name) ?? .absent }
    }

    static func names(_ names: @escaping @Sendable (Element, Context) -> [String]) -> Self {
        Self(kind: .name) { element, context, _ in .many(names(element, context).map(FieldValue.name)) }
    }

    static func number(_ number: @escaping @Sendable (Element, Context) -> Int64) -> Self {
        Self(kind: .number) { element, context, _ in .number(number(element, context)) }
    }

    static func boolean(_ boolean: @escaping @Sendable (Element, Context) -> Bool) -> Self {
        Self(kind: .boolean) { element, context, _ in .boolean(boolean(element, context)) }
    }

    /// Nanoseconds since 1970; 0: never.
    static func time(_ time: @escaping @Sendable (Element, Context) -> Int64) -> Self {
        Self(kind: .time) { element, context, _ in .time(unlessZero: time(element, context)) }
    }

    static func constant<Value: WireEnum>(_ constant: @escaping @Sendable (Element, Context) -> Value) -> Self {
        Self(kind: .constant(of: Value.self)) { element, context, _ in .constant(constant(element, context)) }
    }

    /// A constant that some elements don't have.
    static func optionalConstant<Value: WireEnum>(_ constant: @escaping @Sendable (Element, Context) -> Value?) -> Self {
        Self(kind: .constant(of: Value.self)) { element, context, _ in constant(element, context).map { .constant($0) } ?? .absent }
    }

    static func constants<Value: WireEnum>(_ constants: @escaping @Sendable (Element, Context) -> [Value]) -> Self {
        Self(kind: .constant(of: Value.self)) { element, context, _ in .many(constants(element, context).map { .constant($0) }) }
    }
}

extension FieldKind {
    /// Every name of an enum, in both forms.
    static func constant<Value: WireEnum>(of type: Value.Type) -> FieldKind {
        let prefix = FieldValue.prefix(of: type)
        return .constant(names: Set(type.cases.flatMap { [$0.1, String($0.1.dropFirst(prefix.count))] }))
    }
}

/// A list's fields by the paths that the proto names.
struct ListFields<Element: Sendable, Context>: Sendable, ExpressibleByDictionaryLiteral {
    fileprivate var fields: [String: ListField<Element, Context>] = [:]

    init(dictionaryLiteral elements: (String, ListField<Element, Context>)...) {
        fields = Dictionary(elements) { $1 }
    }

    /// The field at a path: its own, or an entry of a map.
    private func find(_ path: String) -> (field: ListField<Element, Context>, key: String)? {
        if let field = fields[path], !field.isMap { return (field, "") }
        for (name, field) in fields where field.isMap && path.hasPrefix(name + ".") && path.utf8.count > name.utf8.count + 1 {
            return (field, String(path.dropFirst(name.count + 1)))
        }
        return nil
    }

    /// The same fields of what an element holds.
    func of<Outer: Sendable>(_ inner: KeyPath<Outer, Element> & Sendable) -> ListFields<Outer, Context> {
        var outer: ListFields<Outer, Context> = [:]
        outer.fields = fields.mapValues { field in
            ListField<Outer, Context>(kind: field.kind, value: { field.value($0[keyPath: inner], $1, $2) }, isMap: field.isMap)
        }
        return outer
    }

    func kind(of path: String) -> FieldKind? { find(path)?.field.kind }

    func value(of path: String, _ element: Element, _ context: Context) -> FieldValue {
        guard let (field, key) = find(path) else { return .absent }
        return field.value(element, context, key)
    }
}
