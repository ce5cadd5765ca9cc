// Why a connection or a stream ended: which phase, and what exactly happened.

/// Why a connection could not be made or did not last. The text names the peer, the phase and the cause.
public struct HTTP2ConnectionError: Error, Sendable, CustomStringConvertible {
    /// How far the connection had come.
    public enum Phase: String, Sendable {
        case resolve, connect, tls = "TLS handshake", preface = "HTTP/2 preface", open
    }

    public var phase: Phase
    /// `host:port`, as given or as accepted.
    public var peer: String
    /// What happened: an errno's text, TLS's error text, a limit of ours, or what the peer's GOAWAY said.
    public var cause: String
    /// The code of the peer's GOAWAY, when one came.
    public var goAway: HTTP2ErrorCode?

    public init(phase: Phase, peer: String, cause: String, goAway: HTTP2ErrorCode? = nil) {
        self.phase = phase
        self.peer = peer
        self.cause = cause
        self.goAway = goAway
    }

    public var description: String { "\(peer), \(phase.rawValue): \(cause)" }
}

/// How a stream ended. Told once, after which the stream does nothing any more.
public enum StreamEnd: Sendable {
    /// Both sides ended in order.
    case finished
    /// The peer sent RST_STREAM.
    case resetByPeer(HTTP2ErrorCode)
    /// We sent RST_STREAM: the application did, or the peer broke the protocol on this stream.
    case resetByUs(HTTP2ErrorCode)
    /// The peer has certainly not processed the stream: it never left, or lies beyond its GOAWAY (wire C7, C12).
    case notProcessed(HTTP2ConnectionError)
    /// The connection was lost or closed; whether the peer has acted is unknown.
    case connectionLost(HTTP2ConnectionError)
}

/// What a server could not do at start.
public struct HTTP2SetupError: Error, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
