// Every id in a request, wherever it lies: found, and replaced one at a time. A walk over `fields`, so that no request is forgotten.

import RosterAPI
import Wire

/// An id of some kind.
protocol AnyIdentifier: WireText {}
extension Identifier: AnyIdentifier {}

extension AnyIdentifier {
    /// Another of the same kind.
    func other(_ text: String) throws(WireError) -> Self {
        do {
            return try Array(text.utf8).withUnsafeBytes { try Self(utf8: $0) }
        } catch {
            throw WireError(.malformedText)
        }
    }
}

/// Visits a request's ids in the order of its fields.
struct IDWalk: FieldVisitor {
    /// Path and text of each id that is set: `checks[1].member_id`.
    private(set) var found: [(path: String, text: String)] = []
    /// Which id to replace, by its place in `found`.
    private let place: Int?
    private let replacement: String
    private var path = ""

    /// The ids of a request.
    static func ids<M: Message>(in request: M) throws -> [(path: String, text: String)] {
        var request = request
        var walk = IDWalk(place: nil, replacement: "")
        try request.fields(&walk)
        return walk.found
    }

    /// The request with another id at one place.
    static func replacing<M: Message>(_ place: Int, in request: M, with text: String) throws -> M {
        var request = request
        var walk = IDWalk(place: place, replacement: text)
        try request.fields(&walk)
        return request
    }

    private init(place: Int?, replacement: String) {
        self.place = place
        self.replacement = replacement
    }

    private mutating func visit<Value>(_ name: String, _ value: inout Value) throws(WireError) {
        let outer = path
        defer { path = outer }
        path = outer.isEmpty ? name : name.hasPrefix("[") ? outer + name : "\(outer).\(name)"
        if let id = value as? any AnyIdentifier {
            guard id.utf8Count > 0 else { return }
            found.append((path, id.text))
            if place == found.count - 1, let other = try id.other(replacement) as? Value { value = other }
        } else if var message = value as? any Message {
            try message.fields(&self)
            if let same = message as? Value { value = same }
        }
    }

    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        try visit(name, &value)
    }

    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        guard var present = value else { return }
        try visit(name, &present)
        value = present
    }

    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        let outer = path
        defer { path = outer }
        path = outer.isEmpty ? name : "\(outer).\(name)"
        for index in value.indices { try visit("[\(index)]", &value[index]) }
    }

    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {}

    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        guard let choice = value, var payload = get(choice) else { return }
        try visit(name, &payload)
        value = make(payload)
    }
}

/// The places where a message may hold an id, without looking at one: `checks.member_id`.
struct IDPlaces: FieldVisitor {
    private var places: [String] = []
    private var path = ""
    /// Messages that the walk is in, so that one that holds itself ends it.
    private var open: [String] = []

    static func of<M: Message>(_ type: M.Type) throws -> Set<String> {
        var walk = IDPlaces()
        var message = M()
        try message.fields(&walk)
        return Set(walk.places)
    }

    private mutating func visit<C: FieldCoding>(_ name: String, _ coding: C.Type) throws(WireError) {
        let place = path.isEmpty ? name : "\(path).\(name)"
        if C.FieldValue.self is any AnyIdentifier.Type {
            places.append(place)
        } else if let type = C.FieldValue.self as? any Message.Type, !open.contains(type.protoName) {
            let outer = path
            open.append(type.protoName)
            path = place
            defer {
                path = outer
                open.removeLast()
            }
            try walk(type)
        }
    }

    private mutating func walk<M: Message>(_: M.Type) throws(WireError) {
        var message = M()
        try message.fields(&self)
    }

    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        try visit(name, C.self)
    }

    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        try visit(name, C.self)
    }

    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        try visit(name, C.self)
    }

    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        try visit(name, C.self)
    }

    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        try visit(name, C.self)
    }
}
