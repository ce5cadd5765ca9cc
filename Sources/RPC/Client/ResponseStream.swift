/// The responses of a call, in the order in which the server sent them.
public import Wire

/// Iterate it once, from one task at a time. The server may send on only as messages are taken. Ends with nil after the status OK; throws any
/// other status, after the messages that came before it.
public struct ResponseStream<Element: Message>: AsyncSequence, Sendable {
    public typealias Failure = RPCError
    private let call: ClientCall

    init(_ call: ClientCall) { self.call = call }

    /// The response's headers; empty until the first message is there.
    public var initialMetadata: Metadata { get async { await call.onLoop { $0.initialMetadata } } }

    /// The trailers; empty until the end.
    public var trailingMetadata: Metadata { get async { await call.onLoop { $0.trailingMetadata } } }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(call: call) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        public typealias Failure = RPCError
        fileprivate let call: ClientCall

        public mutating func next() async throws(RPCError) -> Element? {
            guard let bytes = try await call.nextMessage() else { return nil }
            return try Codec.decode(bytes)
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> Element? {
            guard let bytes = try await call.nextMessage() else { return nil }
            return try Codec.decode(bytes)
        }
    }
}
