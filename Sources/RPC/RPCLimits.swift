/// Every bound that RPC puts on what a peer can make it hold. Streams, connections and header blocks are bounded in HTTP2.

/// Limits of one server or one channel. All counts are per call unless they say otherwise.
public struct RPCLimits: Sendable {
    /// The longest message accepted, in bytes; checked in the length prefix, before anything is stored (wire R13). Default 4 MiB.
    public var receiveMessageBytesMax: Int = 4 * 1024 * 1024

    /// The longest message sent, in bytes; a longer one fails its call here with RESOURCE_EXHAUSTED (wire R13). Default 64 MiB.
    public var sendMessageBytesMax: Int = 64 * 1024 * 1024

    /// Handlers that run at once for one connection. A stream that was reset keeps its slot until its handler has returned, so that
    /// resets can't multiply work (wire section 3, rapid reset). Over it: RESOURCE_EXHAUSTED. Default 1,000, what HTTP2 allows in
    /// streams: a client that keeps to that limit is never refused.
    public var runningHandlersPerConnectionMax: Int = 1_000

    /// Header bytes of one block (names + values + 32 each, RFC 9113 section 6.5.2) up to which a call is served; over it, the call
    /// fails with RESOURCE_EXHAUSTED (wire R11). HTTP2 has the hard cap. Default 8 KiB.
    public var headerListBytesMax: Int = 8 * 1024

    /// Bytes that may wait in a stream's send buffer before a writer is suspended. Default 64 KiB.
    public var sendBufferBytesMax: Int = 64 * 1024

    /// Calls that may wait in a channel for a connection or a free stream. Over it: RESOURCE_EXHAUSTED. Default 16,384.
    public var queuedCallsMax: Int = 16_384

    public init() {}
}
