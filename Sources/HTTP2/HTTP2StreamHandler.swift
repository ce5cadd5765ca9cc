// What a stream tells the layer above.

/// Receives a stream's events. Every method is called on the stream's loop, synchronously while bytes are read, and may
/// call the stream's sending methods.
public protocol HTTP2StreamHandler: AnyObject {
    /// The request's or the response's header list arrived (1xx responses are skipped). The list is valid during the call only.
    func received(headers: HeaderList, on stream: HTTP2Stream)
    /// Bytes of the body. Valid during the call only. They count against the stream's window until
    /// ``HTTP2Stream/consume(_:)``.
    func received(data: UnsafeRawBufferPointer, on stream: HTTP2Stream)
    /// The trailers arrived; ``receivedEnd(on:)`` follows.
    func received(trailers: HeaderList, on stream: HTTP2Stream)
    /// The peer ended its side: nothing more will be received. Called once, also after headers without a body.
    func receivedEnd(on stream: HTTP2Stream)
    /// The stream was not writable and is again. Called from the end of a loop turn, never within a sending method.
    func writable(_ stream: HTTP2Stream)
    /// The stream is over. Called exactly once, and last; the stream has let go of the handler.
    func closed(_ stream: HTTP2Stream, _ end: StreamEnd)
}

extension HTTP2StreamHandler {
    public func received(trailers: HeaderList, on stream: HTTP2Stream) {}
    public func writable(_ stream: HTTP2Stream) {}
}
