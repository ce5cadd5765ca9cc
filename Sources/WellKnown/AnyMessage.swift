// google.protobuf.Any: a message together with its type's name.

public import Wire

/// Any message, encoded, with the name of its type. Named apart from Swift's `Any`.
public struct AnyMessage: Message, Hashable {
    public static let protoName = "google.protobuf.Any"

    /// The full name of the type behind a slash: `type.googleapis.com/google.rpc.ErrorInfo`.
    public var typeURL = ""
    /// The encoding of the message.
    public var value: [UInt8] = []

    public init() {}

    /// Packs a message.
    public init(_ message: some Message) {
        typeURL = "type.googleapis.com/" + type(of: message).protoName
        value = message.encoded()
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "type_url", &typeURL)
        try v.field(2, "value", &value)
    }

    /// The full name of the type: what stands behind the last slash.
    public var messageName: String {
        guard let slash = typeURL.utf8.lastIndex(of: UInt8(ascii: "/")) else { return typeURL }
        return String(typeURL[typeURL.utf8.index(after: slash)...])
    }

    /// The message, if it is one of this type; nil if it is another.
    public func unpack<M: Message>(_ type: M.Type, limits: DecodingLimits = .standard) throws(WireError) -> M? {
        guard messageName == M.protoName else { return nil }
        return try M(decoding: value, limits: limits)
    }
}
