/// What the server keeps for one connection. Confined to the connection's loop.
import HTTP2
import Loops

final class ServerConnection {
    let server: ServerCore
    let loop: EventLoop
    let metrics: LoopMetrics
    let peer: String
    let isSecure: Bool
    /// Handlers that have not returned, whether or not their streams still exist.
    var runningHandlers = 0
    /// What the last call brought: callers tend to say the same each time.
    var lastHeaders = ReceivedHeaders()
    /// The authenticate hook's.
    var storage: AnyObject?

    init(_ server: ServerCore, _ connection: HTTP2Connection, metrics: LoopMetrics) {
        self.server = server
        self.metrics = metrics
        loop = connection.loop
        peer = connection.peer
        isSecure = connection.isSecure
    }
}
