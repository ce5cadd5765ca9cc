/// The responses of a streaming call.
public import Wire

/// Writes messages at the client's pace. Leaving the handler ends the stream.
public struct ResponseWriter<Response: Message>: Sendable {
    @usableFromInline let call: ServerCall

    @inlinable
    init(_ context: CallContext) { call = context.call }

    /// Sends one message and returns when there is room for another: a client that does not read suspends the writer.
    ///
    /// - Throws: CANCELLED or DEADLINE_EXCEEDED when the call is over, RESOURCE_EXHAUSTED when the message exceeds the send limit.
    @inlinable
    public nonisolated(nonsending) func write(_ response: Response) async throws(RPCError) {
        let message = Codec.frame(response)
        if try call.sendAtOnce(message) { return }
        try await call.waitForRoom(message)
    }
}
