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
    private let place: Place?

    @inline(never)
    public init(_ kind: Kind, path: String = "") {
        self.kind = kind
        place = path.isEmpty ? nil : Place(path)
    }

    private init(_ kind: Kind, _ place: Place) {
        self.kind = kind
        self.place = place
    }

    /// The field, from the outermost message inwards, as the proto files spell it: `member.labels`. Empty: the message itself.
    public var path: String { place?.path ?? "" }

    /// The same error seen from the message around: `outer` is put before the path.
    public func inside(_ outer: String) -> WireError {
        if outer.isEmpty { return self }
        let path = path
        if path.isEmpty { return WireError(kind, path: outer) }
        return WireError(kind, path: path.utf8.first == UInt8(ascii: "[") ? outer + path : outer + "." + path)
    }

    /// The same error seen from a message whose field of this number is refused.
    @inline(never)
    public func inside(_ message: any Message.Type, field number: Int32) -> WireError {
        WireError(kind, Place(message, field: number, inner: place))
    }

    public static func == (left: WireError, right: WireError) -> Bool {
        left.kind == right.kind && left.path == right.path
    }

    public var description: String {
        let path = path
        return path.isEmpty ? "\(kind)" : "\(kind) at \(path)"
    }

    /// Where it is: a path, or a field's number in a message and the place in there. Refusing must be cheap, so names are looked
    /// up when somebody asks.
    private final class Place: Sendable {
        private let text: String
        private let message: (any Message.Type)?
        private let number: Int32
        private let inner: Place?

        init(_ text: String) {
            self.text = text
            message = nil
            number = 0
            inner = nil
        }

        init(_ message: any Message.Type, field number: Int32, inner: Place?) {
            text = ""
            self.message = message
            self.number = number
            self.inner = inner
        }

        var path: String {
            guard let message else { return text }
            let rest = inner?.path ?? ""
            guard let name = message.schema.fields.first(where: { $0.number == number })?.name else { return rest }
            return rest.isEmpty ? name : name + "." + rest
        }
    }
}
