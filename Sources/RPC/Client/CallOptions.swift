/// What a caller asks for beside the request.

/// Options of one call.
public struct CallOptions: Sendable {
    /// How long the caller waits, in all: queueing, connecting and transparent retries included. nil waits for ever.
    public var timeout: Swift.Duration?
    /// Sent with the request.
    public var metadata: Metadata
    /// Whether the call waits while the server can't be reached, until its timeout, instead of failing at once (wire C9).
    public var waitForReady: Bool

    public init(timeout: Swift.Duration? = nil, metadata: Metadata = Metadata(), waitForReady: Bool = false) {
        self.timeout = timeout
        self.metadata = metadata
        self.waitForReady = waitForReady
    }

    var timeoutNanoseconds: Int64? {
        guard let timeout else { return nil }
        let (seconds, attoseconds) = timeout.components
        guard seconds < 9_000_000_000 else { return .max }
        return max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
