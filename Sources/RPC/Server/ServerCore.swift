/// What all connections of a server share: the methods, the hooks, the limits and the counters.
import HTTP2
import Logging
import Loops
import Synchronization

final class ServerCore: HTTP2ServerDelegate, Sendable {
    let router: Router
    let hooks: ServerHooks
    let limits: RPCLimits
    let logger: Logger
    private let services: Set<String>
    private let loopMetrics = Mutex<[ObjectIdentifier: (loop: EventLoop, metrics: LoopMetrics)]>([:])

    init(router: Router, hooks: ServerHooks, limits: RPCLimits, logger: Logger) {
        self.router = router
        self.hooks = hooks
        self.limits = limits
        self.logger = logger
        services = Set(router.services)
    }

    /// Asks each loop for its counters and adds them up.
    func metrics() async -> [MethodMetrics] {
        let all = loopMetrics.withLock { Array($0.values) }
        var sums = [Int](repeating: 0, count: (router.methods.count + 1) * LoopMetrics.columns)
        for (loop, metrics) in all {
            let counters = await withCheckedContinuation { continuation in
                loop.executeNow { continuation.resume(returning: metrics.counters) }
            }
            for index in counters.indices { sums[index] &+= counters[index] }
        }
        return LoopMetrics.methodMetrics(sums, router.methods)
    }

    /// Why a path leads nowhere: the service or only the method is unknown (wire R5).
    func unknownMethod(_ path: UnsafeBufferPointer<UInt8>) -> RPCError {
        guard let path = MethodPath(path) else { return RPCError(.unimplemented, "malformed method path") }
        guard services.contains(path.service) else { return RPCError(.unimplemented, "unknown service \(path.service)") }
        return RPCError(.unimplemented, "unknown method \(path.method) for service \(path.service)")
    }

    // MARK: HTTP2ServerDelegate

    func opened(_ connection: HTTP2Connection) {
        connection.storage = makeConnection(connection)
    }

    func handler(for stream: HTTP2Stream) -> any HTTP2StreamHandler {
        if let connection = stream.connection.storage as? ServerConnection { return ServerCall(connection) }
        let connection = makeConnection(stream.connection)
        stream.connection.storage = connection
        return ServerCall(connection)
    }

    private func makeConnection(_ connection: HTTP2Connection) -> ServerConnection {
        let metrics = loopMetrics.withLock { all in
            let id = ObjectIdentifier(connection.loop)
            if let known = all[id] { return known.metrics }
            let metrics = LoopMetrics(methodCount: router.methods.count)
            all[id] = (connection.loop, metrics)
            return metrics
        }
        return ServerConnection(self, connection, metrics: metrics)
    }
}
