/// The gRPC server: a router on HTTP/2 connections.
public import HTTP2
public import Logging
public import Loops
import Synchronization
public import WellKnown
public import Wire

/// What happens to every call before its handler. Both run on the call's loop and must not block.
public struct ServerHooks: Sendable {
    /// Refuses a call before anything is spent on it, for instance to shed load; nil lets it in.
    public var admit: (@Sendable (CallContext) -> RPCError?)?
    /// Finds out who calls. Runs when the headers are there, before the message is decoded; skipped for anonymous methods.
    public var authenticate: (@Sendable (CallContext) -> Authentication)?
    /// Says in the service's own terms why a request can't be decoded; nil leaves it to the server.
    public var malformed: (@Sendable (WireError) -> RPCError?)?
    /// What programs are told beside an error that says nothing to them: the server's own (``RPCError/fault``), a deadline that passed.
    public var details: (@Sendable (RPCError) -> [AnyMessage])?

    public init(
        admit: (@Sendable (CallContext) -> RPCError?)? = nil, authenticate: (@Sendable (CallContext) -> Authentication)? = nil,
        malformed: (@Sendable (WireError) -> RPCError?)? = nil, details: (@Sendable (RPCError) -> [AnyMessage])? = nil
    ) {
        self.admit = admit
        self.authenticate = authenticate
        self.malformed = malformed
        self.details = details
    }
}


/// A gRPC server: the methods of a ``Router`` over HTTP/2. Usable from any thread.
public final class RPCServer: Sendable {
    private let core: ServerCore
    private let http2: HTTP2Server
    private let health: HealthService?

    /// - Parameters:
    ///   - group: the loops that connections are spread over. The server does not stop them.
    ///   - health: is told that nothing is served any more when ``drain(withinNanoseconds:)`` begins; register it with the router, too.
    public init(
        router: Router, on group: LoopGroup, hooks: ServerHooks = ServerHooks(), limits: RPCLimits = RPCLimits(),
        http2Limits: HTTP2Limits = HTTP2Limits(), health: HealthService? = nil, logger: Logger = Logger(label: "rpc")
    ) {
        core = ServerCore(router: router, hooks: hooks, limits: limits, logger: logger)
        var http2Limits = http2Limits
        http2Limits.streamBufferBytes = limits.sendBufferBytesMax
        http2Limits.streamBufferLowBytes = limits.sendBufferBytesMax / 4
        http2Limits.headerListBytes = limits.headerListBytesMax
        http2 = HTTP2Server(group: group, limits: http2Limits, delegate: core)
        self.health = health
    }

    /// Listens on every address of `host` (empty: all of this machine); plaintext HTTP/2 by prior knowledge without `tls`. Port 0 lets the
    /// kernel choose. Returns what is listened on. Blocks for a name look-up, so not on a loop.
    @discardableResult
    public func listen(host: String, port: UInt16, tls: TLSContext? = nil) throws(HTTP2SetupError) -> [SocketAddress] {
        try http2.listen(host: host, port: port, tls: tls)
    }

    /// Ends in order: health says NOT_SERVING, no more connections, GOAWAY twice, open calls end or are cancelled at the deadline. Returns
    /// when no connection is left (wire K5, K6, H1).
    public func drain(withinNanoseconds deadline: Int64) async {
        health?.shutDown()
        await http2.drain(withinNanoseconds: deadline)
    }

    /// Connections that are open or being opened.
    public var connectionCount: Int { http2.connectionCount }

    /// How many calls began and how they ended, by method, the unregistered ones as `other`.
    public func metrics() async -> [MethodMetrics] { await core.metrics() }
}
