/// Finds a field's name by its number, for the path of an error.
struct FieldNameFinder: FieldVisitor {
    let number: Int32
    var name = ""

    private mutating func see(_ number: Int32, _ name: String) {
        if number == self.number { self.name = name }
    }

    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) {
        see(number, name)
    }

    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) {
        see(number, name)
    }

    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) {
        see(number, name)
    }

    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) where K.FieldValue: Hashable {
        see(number, name)
    }

    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) {
        see(number, name)
    }
}
