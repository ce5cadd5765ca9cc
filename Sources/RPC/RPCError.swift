/// How a call fails: what a handler throws and what a client catches.
public import WellKnown

/// A status other than OK, with what is known about it.
///
/// On the server, `code`, `message`, `details` and `metadata` are what the caller gets. On the client they are what the server sent or what
/// this side concluded, and ``origin`` says which.
public struct RPCError: Error, Sendable {
    public var code: StatusCode
    /// For people. Goes out percent-coded in `grpc-message` (wire R16), so any text will do; the caller sees all of it.
    public var message: String
    /// Messages for programs (`google.rpc.ErrorInfo` and its kin), sent as `google.rpc.Status.details` in `grpc-status-details-bin` (wire R17).
    public var details: [AnyMessage]
    /// Trailing metadata beside the status.
    public var metadata: Metadata
    /// Client side only: where the error arose. nil on the server.
    public var origin: Origin?
    /// Server side only: what the server itself found wrong, before any handler; nil for everything else.
    public var fault: Fault?

    public init(
        _ code: StatusCode, _ message: String = "", details: [AnyMessage] = [], metadata: Metadata = Metadata(), origin: Origin? = nil,
        fault: Fault? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.metadata = metadata
        self.origin = origin
        self.fault = fault
    }

    /// Why a server refuses a request that no handler has seen, so that a service can tell it in its own terms (``ServerHooks/details``).
    public enum Fault: Sendable {
        /// A message, or what it decodes to, is over a limit of the server's; or a response is (wire R13).
        case messageTooLarge
        /// The headers are over a limit.
        case headersTooLarge
        /// No gRPC request, or no message of the method's type.
        case malformedRequest
        /// The connection has as many calls running as it may.
        case tooManyCalls
    }

    /// Where a client's error arose and what it leaves open.
    public struct Origin: Sendable, Equatable {
        /// How far the call had come.
        public enum Phase: String, Sendable {
            /// No connection: name, TCP, TLS or the HTTP/2 preface failed.
            case connecting
            /// Waiting in the channel for a connection or a free stream.
            case queued
            /// The request was on its way or complete; no response yet.
            case sent
            /// The response had begun.
            case responding
            /// The server answered with this status.
            case answered
        }

        /// The server's address as configured, `host:port`.
        public var peer: String
        public var phase: Phase
        /// What happened, in the words of the layer it happened on: an errno, a TLS alert, a GOAWAY or RST_STREAM code. Empty when the
        /// server answered.
        public var cause: String
        /// Whether the server may have acted on the call. false only when it certainly has not, so that repeating can't double anything.
        public var serverMayHaveActed: Bool

        public init(peer: String, phase: Phase, cause: String, serverMayHaveActed: Bool) {
            self.peer = peer
            self.phase = phase
            self.cause = cause
            self.serverMayHaveActed = serverMayHaveActed
        }
    }
}

extension RPCError: CustomStringConvertible {
    public var description: String {
        var text = message.isEmpty ? code.name : "\(code.name): \(message)"
        if let origin {
            text += " [\(origin.peer), \(origin.phase.rawValue)"
            if !origin.cause.isEmpty { text += ", \(origin.cause)" }
            if !origin.serverMayHaveActed { text += ", not processed" }
            text += "]"
        }
        return text
    }
}
