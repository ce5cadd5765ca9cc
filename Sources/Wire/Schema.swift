/// A message's list of fields as data: what reflection, the command line's tables and the drift test read.

public struct MessageSchema: Sendable {
    /// The full name.
    public let name: String
    /// In the order of the list, which is that of the proto file.
    public let fields: [FieldSchema]
}

public struct FieldSchema: Sendable {
    public let number: Int32
    /// As the proto file spells it: `organization_id`.
    public let name: String
    public let cardinality: Cardinality
    public let type: FieldType

    public enum Cardinality: Sendable {
        /// A scalar without presence.
        case implicit
        /// A proto3 `optional` scalar, or a message.
        case optional
        case repeated
        /// A map from keys of this type.
        case map(key: FieldType)
        /// A member of the oneof of this name.
        case oneof(String)
    }
}

extension Message {
    /// The list of fields as data.
    public static var schema: MessageSchema {
        var collector = SchemaCollector()
        var message = Self()
        // The collector throws nothing; the list is throwing for the readers' sake.
        do { try message.fields(&collector) } catch {}
        return MessageSchema(name: protoName, fields: collector.fields)
    }
}

private struct SchemaCollector: FieldVisitor {
    var fields: [FieldSchema] = []

    private mutating func add(_ number: Int32, _ name: String, _ cardinality: FieldSchema.Cardinality, _ type: FieldType) {
        fields.append(FieldSchema(number: number, name: name, cardinality: cardinality, type: type))
    }

    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) {
        add(number, name, .implicit, C.fieldType)
    }

    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) {
        add(number, name, .optional, C.fieldType)
    }

    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) {
        add(number, name, .repeated, C.fieldType)
    }

    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) where K.FieldValue: Hashable {
        add(number, name, .map(key: K.fieldType), C.fieldType)
    }

    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) {
        add(number, name, .oneof(oneof), C.fieldType)
    }
}
