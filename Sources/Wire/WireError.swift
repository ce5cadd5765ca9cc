/// Why bytes or JSON are not the message they claim to be, and at which field.
///
/// It never carries the refused value itself, so that it can be logged.
public struct WireError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: UInt8, Sendable {
        /// The input ends inside a field, or a length points behind its end.
        case truncated
        /// A varint of more than 10 bytes.
        case malformedVarint
        /// Field number 0 or above 2^29 - 1, wire type 6 or 7, or an end of a group that nobody opened.
        case malformedTag
        /// A packed field whose length is no multiple of its element's.
        case malformedPacked
        /// Bytes of a `string` field that are not UTF-8.
        case invalidUTF8
        /// A typed id or another text with a form of its own (`WireText`) that isn't in that form.
        case malformedText
        /// A field nobody knows, in strict decoding (`DecodingLimits.unknownFields`) or in JSON.
        case unknownField
        /// More input bytes than `DecodingLimits.messageBytes`.
        case messageTooLarge
        /// More decoded bytes than `DecodingLimits.decodedBytes`.
        case decodedTooLarge
        /// More elements of repeated fields and maps than `DecodingLimits.elements`.
        case tooManyElements
        /// Messages nested deeper than `DecodingLimits.depth`.
        case tooDeep
        /// Text that is not JSON (RFC 8259).
        case malformedJSON
        /// JSON of the wrong type, form or range for its field.
        case invalidValue
        /// The same field or map key twice in one JSON object, or two members of one oneof.
        case duplicateField
    }

    public let kind: Kind
    /// The field, from the outermost message inwards, as the proto files spell it: `member.labels`. Empty: the message itself.
    public private(set) var path: String

    @inline(never)
    public init(_ kind: Kind, path: String = "") {
        self.kind = kind
        self.path = path
    }

    /// The same error seen from the message around: `outer` is put before the path.
    public func inside(_ outer: String) -> WireError {
        if outer.isEmpty { return self }
        if path.isEmpty { return WireError(kind, path: outer) }
        return WireError(kind, path: path.utf8.first == UInt8(ascii: "[") ? outer + path : outer + "." + path)
    }

    public var description: String {
        path.isEmpty ? "\(kind)" : "\(kind) at \(path)"
    }
}
