/// How the values of one protobuf type travel: as bytes, as JSON, in a schema.
///
/// Swift's own types code themselves (`Int32` is `int32`), and so do messages, enums and texts; a type like `SInt32`
/// is only the name of another encoding of the same Swift value.
public protocol FieldCoding {
    associatedtype FieldValue: Sendable, Equatable = Self
    /// The protobuf type, as a descriptor names it.
    static var fieldType: FieldType { get }
    static var fieldWireType: WireType { get }
    /// The value of a field that was never set.
    static var fieldZero: FieldValue { get }
    /// Reads the value behind a tag. A message is merged into `value`, anything else replaces it.
    static func decodeField(_ value: inout FieldValue, from decoder: inout WireDecoder) throws(WireError)
    /// Writes the value without its tag. `value` is never changed: it is `inout` because one list of fields serves readers and writers.
    static func encodeField(_ value: inout FieldValue, to encoder: inout WireEncoder)
    /// Writes the value in proto3 JSON. `value` is never changed.
    static func writeJSON(_ value: inout FieldValue, to writer: inout JSONWriter)
    /// Reads a value that isn't `null`.
    static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> FieldValue
    /// Any value, with a taste for the extreme ones, for tests.
    static func randomField(using filler: inout RandomFiller) -> FieldValue
}

/// The codings of everything but messages: what can be left out when it is zero, and what can be packed.
public protocol ScalarCoding: FieldCoding {
    /// Whether an implicit field with this value is left out.
    static func isZero(_ value: FieldValue) -> Bool
}

/// The codings of map keys: integers, `bool`, `string`.
public protocol KeyCoding: ScalarCoding {
    /// The order of a map's entries in the encoding.
    static func precedes(_ left: FieldValue, _ right: FieldValue) -> Bool
    /// The key as the name of a JSON object's member.
    static func jsonKey(_ value: FieldValue) -> String
    static func readJSONKey(_ text: String) throws(WireError) -> FieldValue
}

/// The wire types that protobuf writes or skips (protobuf.dev, Encoding, "Message Structure").
public enum WireType: UInt8, Sendable {
    case varint = 0, fixed64 = 1, length = 2, startGroup = 3, endGroup = 4, fixed32 = 5
}

/// A field's protobuf type. Raw values would be those of `FieldDescriptorProto.Type`: see `number`.
public enum FieldType: Sendable {
    case double, float, int64, uint64, int32, fixed64, fixed32, bool, string
    case message(any Message.Type)
    case bytes, uint32
    case enumeration(any WireEnum.Type)
    case sfixed32, sfixed64, sint32, sint64

    /// The number of this type in `google.protobuf.FieldDescriptorProto.Type`.
    public var number: Int32 {
        switch self {
        case .double: 1
        case .float: 2
        case .int64: 3
        case .uint64: 4
        case .int32: 5
        case .fixed64: 6
        case .fixed32: 7
        case .bool: 8
        case .string: 9
        case .message: 11
        case .bytes: 12
        case .uint32: 13
        case .enumeration: 14
        case .sfixed32: 15
        case .sfixed64: 16
        case .sint32: 17
        case .sint64: 18
        }
    }
}
