// The enums of google/protobuf/descriptor.proto.

public import Wire

/// How often a field occurs: `google.protobuf.FieldDescriptorProto.Label`.
public struct FieldLabel: WireEnum {
    public static let protoName = "google.protobuf.FieldDescriptorProto.Label"
    public static let optional = FieldLabel(rawValue: 1)
    public static let required = FieldLabel(rawValue: 2)
    public static let repeated = FieldLabel(rawValue: 3)
    public static let cases: [(Int32, String)] = [(1, "LABEL_OPTIONAL"), (3, "LABEL_REPEATED"), (2, "LABEL_REQUIRED")]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A field's type: `google.protobuf.FieldDescriptorProto.Type`.
public struct FieldKind: WireEnum {
    public static let protoName = "google.protobuf.FieldDescriptorProto.Type"
    public static let cases: [(Int32, String)] = [
        (1, "TYPE_DOUBLE"), (2, "TYPE_FLOAT"), (3, "TYPE_INT64"), (4, "TYPE_UINT64"), (5, "TYPE_INT32"), (6, "TYPE_FIXED64"),
        (7, "TYPE_FIXED32"), (8, "TYPE_BOOL"), (9, "TYPE_STRING"), (10, "TYPE_GROUP"), (11, "TYPE_MESSAGE"), (12, "TYPE_BYTES"),
        (13, "TYPE_UINT32"), (14, "TYPE_ENUM"), (15, "TYPE_SFIXED32"), (16, "TYPE_SFIXED64"), (17, "TYPE_SINT32"), (18, "TYPE_SINT64"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// Whether a method may be repeated: `google.protobuf.MethodOptions.IdempotencyLevel`.
public struct IdempotencyLevel: WireEnum {
    public static let protoName = "google.protobuf.MethodOptions.IdempotencyLevel"
    public static let unknown = IdempotencyLevel(rawValue: 0)
    public static let noSideEffects = IdempotencyLevel(rawValue: 1)
    public static let idempotent = IdempotencyLevel(rawValue: 2)
    public static let cases: [(Int32, String)] = [(0, "IDEMPOTENCY_UNKNOWN"), (1, "NO_SIDE_EFFECTS"), (2, "IDEMPOTENT")]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
