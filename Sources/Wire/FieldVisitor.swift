/// What walks a message's list of fields: the encoder, the decoder, JSON both ways, the schema, the random filler.
///
/// A message calls `field` or `oneof` once for each of its fields, in the order of its proto file. The five requirements below
/// are what those spellings come down to; only visitors implement them.
public protocol FieldVisitor {
    /// A singular scalar without presence: left out when it is zero.
    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError)
    /// A singular field with presence: a proto3 `optional` scalar or any message.
    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError)
    /// A `repeated` field.
    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError)
    /// A `map` field.
    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable
    /// One member of a oneof. `get` answers the member's payload when it is the one set, `make` sets it.
    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError)
}

// The spellings messages use. Which one is meant follows from the property's type.
extension FieldVisitor {
    /// A scalar, an enum (`WireEnum`) or a text with a type of its own (`WireText`), without presence.
    @inlinable @inline(__always)
    public mutating func field<T: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout T) throws(WireError) where T.FieldValue == T {
        try scalar(number, name, &value, as: T.self)
    }

    /// A proto3 `optional` scalar, or a message.
    @inlinable @inline(__always)
    public mutating func field<T: FieldCoding>(_ number: Int32, _ name: String, _ value: inout T?) throws(WireError) where T.FieldValue == T {
        try optional(number, name, &value, as: T.self)
    }

    /// A `repeated` field.
    @inlinable @inline(__always)
    public mutating func field<T: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [T]) throws(WireError) where T.FieldValue == T {
        try repeated(number, name, &value, as: T.self)
    }

    /// A `map` field.
    @inlinable @inline(__always)
    public mutating func field<K: KeyCoding, T: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [K: T]) throws(WireError)
    where K.FieldValue == K, T.FieldValue == T {
        try map(number, name, &value, key: K.self, as: T.self)
    }

    /// A scalar in another encoding than its type's usual one: `SInt32`, `Fixed64`, …
    @inlinable @inline(__always)
    public mutating func field<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        try scalar(number, name, &value, as: coding)
    }

    @inlinable @inline(__always)
    public mutating func field<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        try optional(number, name, &value, as: coding)
    }

    @inlinable @inline(__always)
    public mutating func field<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        try repeated(number, name, &value, as: coding)
    }

    /// A `map` field with other encodings than its types' usual ones.
    @inlinable @inline(__always)
    public mutating func field<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], keys: K.Type, values: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        try map(number, name, &value, key: keys, as: values)
    }

    /// One member of a oneof held as an enum with payloads, `var choice: Choice?`; one line for each case, all at one point of the list.
    @inlinable @inline(__always)
    public mutating func oneof<Choice, T: FieldCoding>(
        _ oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        _ get: (Choice) -> T?, _ make: (T) -> Choice
    ) throws(WireError) where T.FieldValue == T {
        try member(of: oneof, number, name, &value, as: T.self, get: get, make: make)
    }

    @inlinable @inline(__always)
    public mutating func oneof<Choice, C: ScalarCoding>(
        _ oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?, as coding: C.Type,
        _ get: (Choice) -> C.FieldValue?, _ make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        try member(of: oneof, number, name, &value, as: coding, get: get, make: make)
    }
}
