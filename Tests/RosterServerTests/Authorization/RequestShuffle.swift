// Random requests near sensible ones: a row's request with other ids, other choices, other permissions.

import RosterAPI
import Wire

/// A pseudo-random source with a seed (SplitMix64), so that a walk can be walked again.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &self) == 0 }
}

/// Ids that calls may name, by their kind.
struct IDPool: Sendable {
    private var byKind: [Substring: [String]] = [:]

    init(_ things: [String: String]) { for text in things.values { insert(text) } }

    mutating func insert(_ text: String) {
        let kind = text.prefix(4)
        guard text.utf8.count == 30, kind.last == "_", byKind[kind]?.contains(text) != true else { return }
        byKind[kind, default: []].append(text)
    }

    /// Another of the same kind.
    func other(like text: String, using numbers: inout SeededNumbers) -> String {
        byKind[text.prefix(4)]?.randomElement(using: &numbers) ?? text
    }
}

struct RequestShuffle: FieldVisitor {
    private let pool: IDPool
    private var numbers: SeededNumbers
    /// The organization addressed stays, or the walk would be about nothing.
    private let kept: String

    /// A request like this one.
    static func shuffled<M: Message>(_ request: M, _ pool: IDPool, keeping organization: String, _ numbers: inout SeededNumbers) throws -> M {
        var request = request
        var shuffle = RequestShuffle(pool: pool, numbers: numbers, kept: organization)
        try request.fields(&shuffle)
        numbers = shuffle.numbers
        return request
    }

    private mutating func visit<Value>(_ value: inout Value) throws(WireError) {
        if let id = value as? any AnyIdentifier {
            guard id.utf8Count > 0, id.text != kept, numbers.chance(2) else { return }
            if let other = try id.other(pool.other(like: id.text, using: &numbers)) as? Value { value = other }
        } else if let choice = value as? any WireEnum {
            guard choice.rawValue != 0, numbers.chance(4) else { return }
            if let other = Self.other(than: choice, &numbers) as? Value { value = other }
        } else if value is Permission {
            if numbers.chance(3), let other = Permission.random(using: &numbers) as? Value { value = other }
        } else if let flag = value as? Bool {
            if numbers.chance(8), let other = !flag as? Value { value = other }
        } else if var message = value as? any Message {
            try message.fields(&self)
            if let same = message as? Value { value = same }
        }
    }

    private static func other<Choice: WireEnum>(than choice: Choice, _ numbers: inout SeededNumbers) -> Choice {
        Choice.cases.dropFirst().randomElement(using: &numbers).map { Choice(rawValue: $0.0) } ?? choice
    }

    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        try visit(&value)
    }

    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        // What the call is made under is none of its contents.
        guard var present = value, name != "options", name != "point" else { return }
        try visit(&present)
        value = present
    }

    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        for index in value.indices { try visit(&value[index]) }
    }

    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {}

    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        guard let choice = value, var payload = get(choice) else { return }
        try visit(&payload)
        value = make(payload)
    }
}
