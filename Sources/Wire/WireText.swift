/// A protobuf `string` with a Swift type of its own, such as a typed id: it is read straight from the bytes, without a `String`.
///
/// The empty text is the zero value, `Self()`.
public protocol WireText: KeyCoding, Hashable, Sendable where FieldValue == Self {
    /// The zero value, whose text is empty.
    init()
    /// Reads the text; empty gives `Self()`. The bytes are those of the wire: a type that keeps any text must check that it is UTF-8.
    /// Throws `WireError(.malformedText)` for a text that isn't in this type's form.
    init(utf8: UnsafeRawBufferPointer) throws(WireError)
    /// The length of the text in bytes; 0 exactly for `Self()`.
    var utf8Count: Int { get }
    /// Writes the text into memory of `utf8Count` bytes.
    func write(utf8 bytes: UnsafeMutableRawBufferPointer)
    /// Any valid value, for tests.
    static func random(using generator: inout some RandomNumberGenerator) -> Self
}

extension WireText {
    public static var fieldType: FieldType { .string }
    @inlinable public static var fieldWireType: WireType { .length }
    @inlinable public static var fieldZero: Self { Self() }
    @inlinable public static func isZero(_ value: Self) -> Bool { value == Self() }

    @inlinable
    public static func decodeField(_ value: inout Self, from decoder: inout WireDecoder) throws(WireError) {
        value = try Self(utf8: try decoder.bytes())
    }

    @inlinable
    public static func encodeField(_ value: inout Self, to encoder: inout WireEncoder) {
        let count = value.utf8Count
        encoder.varint(UInt64(count))
        encoder.append(count: count) { [value] in value.write(utf8: $0) }
    }

    public static func precedes(_ left: Self, _ right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> Self { Self() }

    /// The text as a string.
    public var text: String {
        String(unsafeUninitializedCapacity: utf8Count) { buffer in
            let count = utf8Count
            write(utf8: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count))
            return count
        }
    }

    /// Reads a text.
    public init(text: String) throws(WireError) {
        let bytes = Array(text.utf8)
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(WireError) -> Self in
            try Self(utf8: UnsafeRawBufferPointer(buffer))
        }
    }
}
