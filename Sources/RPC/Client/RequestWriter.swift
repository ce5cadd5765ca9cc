/// The requests of a call.
public import Wire

/// Writes messages at the server's pace.
public struct RequestWriter<Request: Message>: Sendable {
    private let call: ClientCall

    init(_ call: ClientCall) { self.call = call }

    /// Sends one message and returns when there is room for another.
    ///
    /// - Throws: the call's status when it is over, RESOURCE_EXHAUSTED when the message exceeds the send limit.
    public nonisolated(nonsending) func write(_ request: Request) async throws(RPCError) {
        try await call.send(Codec.frame(request))
    }

    /// Tells the server that no more requests follow. Leaving the call's scope does it, too.
    public func finish() async {
        await call.onLoop { $0.endRequests() }
    }
}
