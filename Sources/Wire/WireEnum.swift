/// An open protobuf enum: a struct with one constant for each case, which keeps numbers it doesn't know.
///
///     public struct SeatType: WireEnum {
///         public static let protoName = "roster.v1.SeatType"
///         public static let unspecified = SeatType(rawValue: 0), full = SeatType(rawValue: 1)
///         public static let cases: [(Int32, String)] = [(0, "SEAT_TYPE_UNSPECIFIED"), (1, "SEAT_TYPE_FULL")]
///         public var rawValue: Int32
///         public init(rawValue: Int32) { self.rawValue = rawValue }
///     }
public protocol WireEnum: ScalarCoding, Hashable, Sendable where FieldValue == Self {
    init(rawValue: Int32)
    var rawValue: Int32 { get }
    /// The full name, package and parent messages included.
    static var protoName: String { get }
    /// Number and name of each value, in the order of the proto file; the first is 0.
    static var cases: [(Int32, String)] { get }
}

extension WireEnum {
    public static var fieldType: FieldType { .enumeration(Self.self) }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: Self { Self(rawValue: 0) }
    @inlinable public static func isZero(_ value: Self) -> Bool { value.rawValue == 0 }

    @inlinable
    public static func decodeField(_ value: inout Self, from decoder: inout WireDecoder) throws(WireError) {
        value = Self(rawValue: Int32(truncatingIfNeeded: try decoder.varint()))
    }

    @inlinable
    public static func encodeField(_ value: inout Self, to encoder: inout WireEncoder) {
        encoder.varint(UInt64(bitPattern: Int64(value.rawValue)))
    }

    /// The name of this value in the proto file, if it has one.
    public var name: String? {
        Self.cases.first { $0.0 == rawValue }?.1
    }
}
