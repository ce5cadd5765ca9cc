// Every kind of field that Wire knows: wire_examples.proto's Everything.

public import WellKnown
public import Wire

public struct Everything: Message {
    public static let protoName = "wire.examples.Everything"

    public enum Choice: Sendable, Equatable {
        case sint32(Int32)
        case string(String)
        case bytes([UInt8])
        case bool(Bool)
        case colour(Colour)
        case nested(Nested)
        case other(Nested)
    }

    public var aDouble: Double = 0.0
    public var aFloat: Float = 0.0
    public var aInt32: Int32 = 0
    public var aInt64: Int64 = 0
    public var aUint32: UInt32 = 0
    public var aUint64: UInt64 = 0
    public var aSint32: Int32 = 0
    public var aSint64: Int64 = 0
    public var aFixed32: UInt32 = 0
    public var aFixed64: UInt64 = 0
    public var aSfixed32: Int32 = 0
    public var aSfixed64: Int64 = 0
    public var aBool: Bool = false
    public var aString: String = ""
    public var aBytes: [UInt8] = []
    public var aColour = Colour(rawValue: 0)
    public var aNested: Nested?
    public var maybeDouble: Double?
    public var maybeFloat: Float?
    public var maybeInt32: Int32?
    public var maybeInt64: Int64?
    public var maybeUint32: UInt32?
    public var maybeUint64: UInt64?
    public var maybeSint32: Int32?
    public var maybeSint64: Int64?
    public var maybeFixed32: UInt32?
    public var maybeFixed64: UInt64?
    public var maybeSfixed32: Int32?
    public var maybeSfixed64: Int64?
    public var maybeBool: Bool?
    public var maybeString: String?
    public var maybeBytes: [UInt8]?
    public var maybeColour: Colour?
    public var manyDouble: [Double] = []
    public var manyFloat: [Float] = []
    public var manyInt32: [Int32] = []
    public var manyInt64: [Int64] = []
    public var manyUint32: [UInt32] = []
    public var manyUint64: [UInt64] = []
    public var manySint32: [Int32] = []
    public var manySint64: [Int64] = []
    public var manyFixed32: [UInt32] = []
    public var manyFixed64: [UInt64] = []
    public var manySfixed32: [Int32] = []
    public var manySfixed64: [Int64] = []
    public var manyBool: [Bool] = []
    public var manyString: [String] = []
    public var manyBytes: [[UInt8]] = []
    public var manyColour: [Colour] = []
    public var manyNested: [Nested] = []
    public var manyEverything: [Everything] = []
    public var byInt32: [Int32: String] = [:]
    public var byInt64: [Int64: String] = [:]
    public var byUint32: [UInt32: String] = [:]
    public var byUint64: [UInt64: String] = [:]
    public var bySint32: [Int32: String] = [:]
    public var bySint64: [Int64: String] = [:]
    public var byFixed32: [UInt32: String] = [:]
    public var byFixed64: [UInt64: String] = [:]
    public var bySfixed32: [Int32: String] = [:]
    public var bySfixed64: [Int64: String] = [:]
    public var byBool: [Bool: String] = [:]
    public var byString: [String: String] = [:]
    public var ofDouble: [String: Double] = [:]
    public var ofFloat: [String: Float] = [:]
    public var ofInt32: [String: Int32] = [:]
    public var ofInt64: [String: Int64] = [:]
    public var ofUint32: [String: UInt32] = [:]
    public var ofUint64: [String: UInt64] = [:]
    public var ofSint32: [String: Int32] = [:]
    public var ofSint64: [String: Int64] = [:]
    public var ofFixed32: [String: UInt32] = [:]
    public var ofFixed64: [String: UInt64] = [:]
    public var ofSfixed32: [String: Int32] = [:]
    public var ofSfixed64: [String: Int64] = [:]
    public var ofBool: [String: Bool] = [:]
    public var ofString: [String: String] = [:]
    public var ofBytes: [String: [UInt8]] = [:]
    public var ofColour: [String: Colour] = [:]
    public var ofNested: [Int32: Nested] = [:]
    public var aTimestamp: Timestamp?
    public var aDuration: Duration?
    public var aFieldMask: FieldMask?
    public var anAny: AnyMessage?
    public var anEmpty: Empty?
    public var manyTimestamps: [Timestamp] = []
    public var ofDuration: [String: Duration] = [:]
    public var farField: Int64 = 0
    public var choice: Choice?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "a_double", &aDouble)
        try v.field(2, "a_float", &aFloat)
        try v.field(3, "a_int32", &aInt32)
        try v.field(4, "a_int64", &aInt64)
        try v.field(5, "a_uint32", &aUint32)
        try v.field(6, "a_uint64", &aUint64)
        try v.field(7, "a_sint32", &aSint32, as: SInt32.self)
        try v.field(8, "a_sint64", &aSint64, as: SInt64.self)
        try v.field(9, "a_fixed32", &aFixed32, as: Fixed32.self)
        try v.field(10, "a_fixed64", &aFixed64, as: Fixed64.self)
        try v.field(11, "a_sfixed32", &aSfixed32, as: SFixed32.self)
        try v.field(12, "a_sfixed64", &aSfixed64, as: SFixed64.self)
        try v.field(13, "a_bool", &aBool)
        try v.field(14, "a_string", &aString)
        try v.field(15, "a_bytes", &aBytes)
        try v.field(16, "a_colour", &aColour)
        try v.field(17, "a_nested", &aNested)
        try v.field(21, "maybe_double", &maybeDouble)
        try v.field(22, "maybe_float", &maybeFloat)
        try v.field(23, "maybe_int32", &maybeInt32)
        try v.field(24, "maybe_int64", &maybeInt64)
        try v.field(25, "maybe_uint32", &maybeUint32)
        try v.field(26, "maybe_uint64", &maybeUint64)
        try v.field(27, "maybe_sint32", &maybeSint32, as: SInt32.self)
        try v.field(28, "maybe_sint64", &maybeSint64, as: SInt64.self)
        try v.field(29, "maybe_fixed32", &maybeFixed32, as: Fixed32.self)
        try v.field(30, "maybe_fixed64", &maybeFixed64, as: Fixed64.self)
        try v.field(31, "maybe_sfixed32", &maybeSfixed32, as: SFixed32.self)
        try v.field(32, "maybe_sfixed64", &maybeSfixed64, as: SFixed64.self)
        try v.field(33, "maybe_bool", &maybeBool)
        try v.field(34, "maybe_string", &maybeString)
        try v.field(35, "maybe_bytes", &maybeBytes)
        try v.field(36, "maybe_colour", &maybeColour)
        try v.field(41, "many_double", &manyDouble)
        try v.field(42, "many_float", &manyFloat)
        try v.field(43, "many_int32", &manyInt32)
        try v.field(44, "many_int64", &manyInt64)
        try v.field(45, "many_uint32", &manyUint32)
        try v.field(46, "many_uint64", &manyUint64)
        try v.field(47, "many_sint32", &manySint32, as: SInt32.self)
        try v.field(48, "many_sint64", &manySint64, as: SInt64.self)
        try v.field(49, "many_fixed32", &manyFixed32, as: Fixed32.self)
        try v.field(50, "many_fixed64", &manyFixed64, as: Fixed64.self)
        try v.field(51, "many_sfixed32", &manySfixed32, as: SFixed32.self)
        try v.field(52, "many_sfixed64", &manySfixed64, as: SFixed64.self)
        try v.field(53, "many_bool", &manyBool)
        try v.field(54, "many_string", &manyString)
        try v.field(55, "many_bytes", &manyBytes)
        try v.field(56, "many_colour", &manyColour)
        try v.field(57, "many_nested", &manyNested)
        try v.field(58, "many_everything", &manyEverything)
        try v.field(61, "by_int32", &byInt32)
        try v.field(62, "by_int64", &byInt64)
        try v.field(63, "by_uint32", &byUint32)
        try v.field(64, "by_uint64", &byUint64)
        try v.field(65, "by_sint32", &bySint32, keys: SInt32.self, values: String.self)
        try v.field(66, "by_sint64", &bySint64, keys: SInt64.self, values: String.self)
        try v.field(67, "by_fixed32", &byFixed32, keys: Fixed32.self, values: String.self)
        try v.field(68, "by_fixed64", &byFixed64, keys: Fixed64.self, values: String.self)
        try v.field(69, "by_sfixed32", &bySfixed32, keys: SFixed32.self, values: String.self)
        try v.field(70, "by_sfixed64", &bySfixed64, keys: SFixed64.self, values: String.self)
        try v.field(71, "by_bool", &byBool)
        try v.field(72, "by_string", &byString)
        try v.field(81, "of_double", &ofDouble)
        try v.field(82, "of_float", &ofFloat)
        try v.field(83, "of_int32", &ofInt32)
        try v.field(84, "of_int64", &ofInt64)
        try v.field(85, "of_uint32", &ofUint32)
        try v.field(86, "of_uint64", &ofUint64)
        try v.field(87, "of_sint32", &ofSint32, keys: String.self, values: SInt32.self)
        try v.field(88, "of_sint64", &ofSint64, keys: String.self, values: SInt64.self)
        try v.field(89, "of_fixed32", &ofFixed32, keys: String.self, values: Fixed32.self)
        try v.field(90, "of_fixed64", &ofFixed64, keys: String.self, values: Fixed64.self)
        try v.field(91, "of_sfixed32", &ofSfixed32, keys: String.self, values: SFixed32.self)
        try v.field(92, "of_sfixed64", &ofSfixed64, keys: String.self, values: SFixed64.self)
        try v.field(93, "of_bool", &ofBool)
        try v.field(94, "of_string", &ofString)
        try v.field(95, "of_bytes", &ofBytes)
        try v.field(96, "of_colour", &ofColour)
        try v.field(97, "of_nested", &ofNested)
        try v.oneof("choice", 101, "one_sint32", &choice, as: SInt32.self, { if case .sint32(let x) = $0 { x } else { nil } }, Choice.sint32)
        try v.oneof("choice", 102, "one_string", &choice, { if case .string(let x) = $0 { x } else { nil } }, Choice.string)
        try v.oneof("choice", 103, "one_bytes", &choice, { if case .bytes(let x) = $0 { x } else { nil } }, Choice.bytes)
        try v.oneof("choice", 104, "one_bool", &choice, { if case .bool(let x) = $0 { x } else { nil } }, Choice.bool)
        try v.oneof("choice", 105, "one_colour", &choice, { if case .colour(let x) = $0 { x } else { nil } }, Choice.colour)
        try v.oneof("choice", 106, "one_nested", &choice, { if case .nested(let x) = $0 { x } else { nil } }, Choice.nested)
        try v.oneof("choice", 107, "other_nested", &choice, { if case .other(let x) = $0 { x } else { nil } }, Choice.other)
        try v.field(121, "a_timestamp", &aTimestamp)
        try v.field(122, "a_duration", &aDuration)
        try v.field(123, "a_field_mask", &aFieldMask)
        try v.field(124, "an_any", &anAny)
        try v.field(125, "an_empty", &anEmpty)
        try v.field(126, "many_timestamps", &manyTimestamps)
        try v.field(127, "of_duration", &ofDuration)
        try v.field(536_870_911, "far_field", &farField)
    }

    public struct Colour: WireEnum {
        public static let protoName = "wire.examples.Everything.Colour"
        public static let red = Colour(rawValue: 1)
        public static let cases: [(Int32, String)] = [
            (0, "COLOUR_UNSPECIFIED"), (1, "COLOUR_RED"), (2, "COLOUR_GREEN"), (-7, "COLOUR_INFRARED"),
        ]

        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
    }

    public struct Nested: Message {
        public static let protoName = "wire.examples.Everything.Nested"
        public var name = ""
        public var children: [Nested] = []
        public var shape: Shape?

        public init() {}

        public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "name", &name)
            try v.field(2, "children", &children)
            try v.field(3, "shape", &shape)
        }
    }
}
