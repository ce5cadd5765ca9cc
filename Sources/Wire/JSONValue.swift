/// A JSON text (RFC 8259) read into a tree, before a message takes its fields from it.

public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number as it is spelled: 64 bits don't fit into a `Double`.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the text. No name occurs twice.
    case object([Member])

    public struct Member: Sendable, Equatable {
        public let name: String
        public let value: JSONValue
    }

    /// Reads a whole text, which must be UTF-8. Memory and depth are bounded by `limits`.
    public init(parsing bytes: [UInt8], limits: DecodingLimits = .standard) throws(WireError) {
        var parser = JSONParser(bytes: bytes, limits: limits)
        self = try parser.parse()
    }
}
