/// Other encodings of the integers: zigzag varints and fixed widths. Markers only; the values are Swift's own integers.

/// `sint32`: a varint that is short for small negative numbers.
public enum SInt32: KeyCoding {
    public static var fieldType: FieldType { .sint32 }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: Int32 { 0 }
    @inlinable public static func isZero(_ value: Int32) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: Int32, _ right: Int32) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout Int32, from decoder: inout WireDecoder) throws(WireError) {
        let bits = UInt32(truncatingIfNeeded: try decoder.varint())
        value = Int32(bitPattern: bits >> 1) ^ -Int32(bitPattern: bits & 1)
    }
    @inlinable public static func encodeField(_ value: inout Int32, to encoder: inout WireEncoder) {
        encoder.varint(UInt64(UInt32(bitPattern: (value << 1) ^ (value >> 31))))
    }
}

/// `sint64`: a varint that is short for small negative numbers.
public enum SInt64: KeyCoding {
    public static var fieldType: FieldType { .sint64 }
    @inlinable public static var fieldWireType: WireType { .varint }
    @inlinable public static var fieldZero: Int64 { 0 }
    @inlinable public static func isZero(_ value: Int64) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: Int64, _ right: Int64) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout Int64, from decoder: inout WireDecoder) throws(WireError) {
        let bits = try decoder.varint()
        value = Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }
    @inlinable public static func encodeField(_ value: inout Int64, to encoder: inout WireEncoder) {
        encoder.varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }
}

/// `fixed32`: always 4 bytes.
public enum Fixed32: KeyCoding {
    public static var fieldType: FieldType { .fixed32 }
    @inlinable public static var fieldWireType: WireType { .fixed32 }
    @inlinable public static var fieldZero: UInt32 { 0 }
    @inlinable public static func isZero(_ value: UInt32) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: UInt32, _ right: UInt32) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout UInt32, from decoder: inout WireDecoder) throws(WireError) {
        value = try decoder.fixed32()
    }
    @inlinable public static func encodeField(_ value: inout UInt32, to encoder: inout WireEncoder) {
        encoder.fixed32(value)
    }
}

/// `fixed64`: always 8 bytes.
public enum Fixed64: KeyCoding {
    public static var fieldType: FieldType { .fixed64 }
    @inlinable public static var fieldWireType: WireType { .fixed64 }
    @inlinable public static var fieldZero: UInt64 { 0 }
    @inlinable public static func isZero(_ value: UInt64) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: UInt64, _ right: UInt64) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout UInt64, from decoder: inout WireDecoder) throws(WireError) {
        value = try decoder.fixed64()
    }
    @inlinable public static func encodeField(_ value: inout UInt64, to encoder: inout WireEncoder) {
        encoder.fixed64(value)
    }
}

/// `sfixed32`: always 4 bytes, signed.
public enum SFixed32: KeyCoding {
    public static var fieldType: FieldType { .sfixed32 }
    @inlinable public static var fieldWireType: WireType { .fixed32 }
    @inlinable public static var fieldZero: Int32 { 0 }
    @inlinable public static func isZero(_ value: Int32) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: Int32, _ right: Int32) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout Int32, from decoder: inout WireDecoder) throws(WireError) {
        value = Int32(bitPattern: try decoder.fixed32())
    }
    @inlinable public static func encodeField(_ value: inout Int32, to encoder: inout WireEncoder) {
        encoder.fixed32(UInt32(bitPattern: value))
    }
}

/// `sfixed64`: always 8 bytes, signed.
public enum SFixed64: KeyCoding {
    public static var fieldType: FieldType { .sfixed64 }
    @inlinable public static var fieldWireType: WireType { .fixed64 }
    @inlinable public static var fieldZero: Int64 { 0 }
    @inlinable public static func isZero(_ value: Int64) -> Bool { value == 0 }
    @inlinable public static func precedes(_ left: Int64, _ right: Int64) -> Bool { left < right }
    @inlinable public static func decodeField(_ value: inout Int64, from decoder: inout WireDecoder) throws(WireError) {
        value = Int64(bitPattern: try decoder.fixed64())
    }
    @inlinable public static func encodeField(_ value: inout Int64, to encoder: inout WireEncoder) {
        encoder.fixed64(UInt64(bitPattern: value))
    }
}
