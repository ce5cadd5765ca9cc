/// The protobuf scalars as Swift types, each with its usual encoding.

extension Int32: KeyCoding {
    public static var fieldType: FieldType { .int32 }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: Int32 { 0 }
    @inlinable public static func isZero(_ value: Int32) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: Int32, _ right: Int32) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout Int32, from decoder: inout WireDecoder) throws(WireError) {
        value = Int32(truncatingIfNeeded: try decoder.varint())
    }
    @inlinable public static func encodeField(_ value: inout Int32, to encoder: inout WireEncoder) {
        encoder.varint(UInt64(bitPattern: Int64(value)))
    }
}

extension Int64: KeyCoding {
    public static var fieldType: FieldType { .int64 }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: Int64 { 0 }
    @inlinable public static func isZero(_ value: Int64) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: Int64, _ right: Int64) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout Int64, from decoder: inout WireDecoder) throws(WireError) {
        value = Int64(bitPattern: try decoder.varint())
    }
    @inlinable public static func encodeField(_ value: inout Int64, to encoder: inout WireEncoder) {
        encoder.varint(UInt64(bitPattern: value))
    }
}

extension UInt32: KeyCoding {
    public static var fieldType: FieldType { .uint32 }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: UInt32 { 0 }
    @inlinable public static func isZero(_ value: UInt32) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: UInt32, _ right: UInt32) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout UInt32, from decoder: inout WireDecoder) throws(WireError) {
        value = UInt32(truncatingIfNeeded: try decoder.varint())
    }
    @inlinable public static func encodeField(_ value: inout UInt32, to encoder: inout WireEncoder) {
        encoder.varint(UInt64(value))
    }
}

extension UInt64: KeyCoding {
    public static var fieldType: FieldType { .uint64 }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: UInt64 { 0 }
    @inlinable public static func isZero(_ value: UInt64) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: UInt64, _ right: UInt64) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout UInt64, from decoder: inout WireDecoder) throws(WireError) {
        value = try decoder.varint()
    }
    @inlinable public static func encodeField(_ value: inout UInt64, to encoder: inout WireEncoder) {
        encoder.varint(value)
    }
}

extension Bool: KeyCoding {
    public static var fieldType: FieldType { .bool }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: Bool { false }
    @inlinable public static func isZero(_ value: Bool) -> Bool { !value }
    @inlinable public static func precedes(_ left: Bool, _ right: Bool) -> Bool { !left && right }
    @inlinable public static func decodeField(_ value: inout Bool, from decoder: inout WireDecoder) throws(WireError) {
        value = try decoder.varint() != 0
    }
    @inlinable public static func encodeField(_ value: inout Bool, to encoder: inout WireEncoder) {
        encoder.varint(value ? 1 : 0)
    }
}

extension Float: ScalarCoding {
    public static var fieldType: FieldType { .float }
    @inlinable public static var fieldWireType: WireType { .fixed32 }
    @inlinable public static var fieldZero: Float { 0 }
    /// By bits: -0.0 is not the default and is sent.
    @inlinable public static func isZero(_ value: Float) -> Bool { value.bitPattern == 0 }
    @inlinable public static func decodeField(_ value: inout Float, from decoder: inout WireDecoder) throws(WireError) {
        value = Float(bitPattern: try decoder.fixed32())
    }
    @inlinable public static func encodeField(_ value: inout Float, to encoder: inout WireEncoder) {
        encoder.fixed32(value.bitPattern)
    }
}

extension Double: ScalarCoding {
    public static var fieldType: FieldType { .double }
    @inlinable public static var fieldWireType: WireType { .fixed64 }
    @inlinable public static var fieldZero: Double { 0 }
    /// By bits: -0.0 is not the default and is sent.
    @inlinable public static func isZero(_ value: Double) -> Bool { value.bitPattern == 0 }
    @inlinable public static func decodeField(_ value: inout Double, from decoder: inout WireDecoder) throws(WireError) {
        value = Double(bitPattern: try decoder.fixed64())
    }
    @inlinable public static func encodeField(_ value: inout Double, to encoder: inout WireEncoder) {
        encoder.fixed64(value.bitPattern)
    }
}

extension String: KeyCoding {
    public static var fieldType: FieldType { .string }
    @inlinable public static var fieldWireType: WireType { .length }
    @inlinable public static var fieldZero: String { "" }
    @inlinable public static func isZero(_ value: String) -> Bool { value.isEmpty }
    /// By bytes, as protobuf's own deterministic encodings do.
    public static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    @inlinable public static func decodeField(_ value: inout String, from decoder: inout WireDecoder) throws(WireError) {
        value = try decoder.string()
    }
    @inlinable public static func encodeField(_ value: inout String, to encoder: inout WireEncoder) {
        encoder.string(value)
    }
}

/// `bytes`.
extension Array: FieldCoding, ScalarCoding where Element == UInt8 {
    public typealias FieldValue = [UInt8]
    public static var fieldType: FieldType { .bytes }
    @inlinable public static var fieldWireType: WireType { .length }
    @inlinable public static var fieldZero: [UInt8] { [] }
    @inlinable public static func isZero(_ value: [UInt8]) -> Bool { value.isEmpty }
    @inlinable public static func decodeField(_ value: inout [UInt8], from decoder: inout WireDecoder) throws(WireError) {
        value = [UInt8](try decoder.bytes())
    }
    @inlinable public static func encodeField(_ value: inout [UInt8], to encoder: inout WireEncoder) {
        encoder.varint(UInt64(value.count))
        value.withUnsafeBufferPointer { encoder.append(UnsafeRawBufferPointer($0)) }
    }
}
