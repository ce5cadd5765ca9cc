/// What decoding one message may cost, so that a small input can't become a large value.
public struct DecodingLimits: Sendable, Equatable {
    public enum UnknownFields: Sendable {
        /// Fields nobody knows are passed over: what a client of another version sent.
        case skipped
        /// Fields nobody knows (and known ones of a wrong wire type) refuse the message: the journal, where skipping would lose a fact.
        case refused
    }

    /// Input bytes of the outermost message, at most.
    public var messageBytes: Int
    /// Memory for elements of repeated fields and maps, in bytes, at most. The strings and byte fields
    /// are not counted: together they can't be longer than the input.
    public var decodedBytes: Int
    /// Elements of all repeated fields and maps together, at most.
    public var elements: Int
    /// Messages (and unknown groups) inside one another, at most; the outermost counts as 1.
    public var depth: Int
    public var unknownFields: UnknownFields

    public init(messageBytes: Int = 4 << 20, elements: Int = 100_000, depth: Int = 32, unknownFields: UnknownFields = .skipped) {
        self.messageBytes = messageBytes
        self.decodedBytes = messageBytes.multipliedReportingOverflow(by: 8).overflow ? .max : messageBytes * 8
        self.elements = elements
        self.depth = depth
        self.unknownFields = unknownFields
    }

    /// 4 MiB, 100,000 elements, 32 levels, unknown fields skipped.
    public static let standard = DecodingLimits()
    /// `standard`, with unknown fields refused.
    public static let strict = DecodingLimits(unknownFields: .refused)
}
