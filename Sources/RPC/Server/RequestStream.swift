/// The requests of a streaming call, in the order in which they were sent.
public import Wire

/// Iterate it once, from one task at a time. The peer may send on only as the handler takes messages: what is not taken is held, within the
/// stream's window. Ends with nil when the client has ended its side; throws CANCELLED, DEADLINE_EXCEEDED or why a message is unreadable.
public struct RequestStream<Element: Message>: AsyncSequence, Sendable {
    public typealias Failure = RPCError
    @usableFromInline let call: ServerCall

    @inlinable
    init(_ context: CallContext) { call = context.call }

    @inlinable
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(call: call) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        public typealias Failure = RPCError
        @usableFromInline let call: ServerCall

        @inlinable
        init(call: ServerCall) { self.call = call }

        @inlinable
        public mutating func next() async throws(RPCError) -> Element? {
            guard let bytes = try await call.nextRequest() else { return nil }
            return try Codec.decode(bytes)
        }

        @inlinable
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> Element? {
            guard let bytes = try await call.nextRequest() else { return nil }
            return try Codec.decode(bytes)
        }
    }
}
