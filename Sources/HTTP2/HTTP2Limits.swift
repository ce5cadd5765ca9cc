// Every limit of a connection in one value, each with its default and where the default comes from.

/// What a peer may cost. Bytes, counts and nanoseconds; each says what happens beyond it.
public struct HTTP2Limits: Sendable, Equatable {
    // MARK: Connections

    /// Connections of one server in all; beyond it an accepted descriptor is closed at once (wire 3, accept exhaustion).
    public var connections = 10_000

    // MARK: Streams

    /// Streams open at once on a connection (SETTINGS_MAX_CONCURRENT_STREAMS); beyond it nghttp2 refuses the stream, and
    /// ends the connection once the peer has acknowledged the setting (wire 3: 100 to 1,000).
    public var concurrentStreams = 1_000
    /// What a peer may send on a stream before the handler has taken any of it (SETTINGS_INITIAL_WINDOW_SIZE, wire 4.6).
    public var streamWindowBytes = 1 << 20
    /// What a peer may have in flight on a connection (wire 4.6: 4 to 16 MiB). It is opened again on arrival, so that one
    /// slow stream doesn't hold up the others.
    public var connectionWindowBytes = 8 << 20

    // MARK: Header lists

    /// Advertised as SETTINGS_MAX_HEADER_LIST_SIZE (wire 4.6); a larger list is delivered without the fields beyond it
    /// and ``HeaderList/isTruncated``, so that the call can be answered with RESOURCE_EXHAUSTED (wire R11).
    /// Counted as RFC 9113 6.5.2: name + value + 32 bytes a field.
    public var headerListBytes = 16 << 10
    /// Fields of a list that are delivered; more count as too large a list (wire 3, HPACK bomb).
    public var headerFields = 128
    /// A list beyond this is cut off in the middle and its stream reset (wire 3: 64 KiB costs 0.3 ms of CPU).
    public var headerListHardBytes = 64 << 10
    /// Lists cut off at the hard limit before the connection is ended with ENHANCE_YOUR_CALM (wire 3, repeat offender).
    public var headerListOffences = 10

    // MARK: Output

    /// A stream's unsent bytes from which ``HTTP2Stream/isWritable`` is false (wire 3, slow read).
    public var streamBufferBytes = 64 << 10
    /// A stream's unsent bytes at which ``HTTP2StreamHandler/writable()`` is called again.
    public var streamBufferLowBytes = 16 << 10
    /// While the socket takes nothing and a connection has more unsent bytes than this, nothing is read from it (wire 3, h2o).
    public var connectionBufferBytes = 512 << 10

    // MARK: Time, in nanoseconds

    /// TLS handshake from accept or connect to its end (wire 3, slowloris).
    public var handshakeNanoseconds: Int64 = 10_000_000_000
    /// From the start of HTTP/2 to the peer's preface and SETTINGS (wire 3, slowloris).
    public var prefaceNanoseconds: Int64 = 10_000_000_000
    /// A header block from its first byte to its last (wire 3, slowloris).
    public var headerBlockNanoseconds: Int64 = 10_000_000_000
    /// Without any progress of a blocked write the connection is closed (wire 3, slow read).
    public var writeProgressNanoseconds: Int64 = 60_000_000_000
    /// From the first GOAWAY of a drain to the last if the PING is not answered (wire K5).
    public var drainNoticeNanoseconds: Int64 = 5_000_000_000
    /// From our end of the connection to its close, while the peer's last bytes are read away: a close with unread bytes
    /// makes the kernel send a TCP reset, which can destroy the GOAWAY before the peer reads it (wire K5).
    public var lingerNanoseconds: Int64 = 1_000_000_000
    /// A client's TCP connect, per address (wire C8: MIN_CONNECT_TIMEOUT 20 s).
    public var connectNanoseconds: Int64 = 20_000_000_000

    // MARK: What nghttp2 counts itself

    /// RST_STREAM frames in a burst, and per second, before nghttp2 ends the connection. Its own defaults (1,000 and 33)
    /// count legitimate cancellations of gRPC too (wire 3, rapid reset).
    public var resetBurst = 10_000
    public var resetsPerSecond = 1_000
    /// Unsent acknowledgements of PING and SETTINGS before nghttp2 ends the connection (wire 3, PING flood).
    public var outboundAcknowledgements = 100

    public init() {}
}
