/// What both ends of a call know about its method: path, shape and the two message types.
public struct MethodDescriptor<Request: Message, Response: Message>: Sendable {
    /// The full name of the service: `roster.v1.MemberService`.
    public let service: String
    public let name: String
    public let shape: CallShape
    /// Whether the method only reads (`idempotency_level = NO_SIDE_EFFECTS` in its proto file).
    public let noSideEffects: Bool
    /// The value of `:path`: `/roster.v1.MemberService/GetMember`.
    public let path: String

    public init(service: String, name: String, shape: CallShape = .unary, noSideEffects: Bool = false) {
        self.service = service
        self.name = name
        self.shape = shape
        self.noSideEffects = noSideEffects
        self.path = "/\(service)/\(name)"
    }
}

/// Which side of a call sends a stream of messages.
public enum CallShape: Sendable {
    case unary, clientStreaming, serverStreaming, bidirectional

    public var clientStreams: Bool { self == .clientStreaming || self == .bidirectional }
    public var serverStreams: Bool { self == .serverStreaming || self == .bidirectional }
}
