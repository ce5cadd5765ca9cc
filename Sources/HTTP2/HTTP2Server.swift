// The server: listeners, the spreading of connections over loops, caps, and the drain.

public import Loops
internal import Synchronization

/// What the layer above gives to a server.
public protocol HTTP2ServerDelegate: AnyObject, Sendable {
    /// A connection is open (TLS included). On its loop.
    func opened(_ connection: HTTP2Connection)
    /// A request's headers are complete: who handles it? On the connection's loop. `received(headers:on:)` follows at once.
    func handler(for stream: HTTP2Stream) -> any HTTP2StreamHandler
    /// A connection that was opened is over, after all its streams. On its loop.
    func closed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError)
}

extension HTTP2ServerDelegate {
    public func opened(_ connection: HTTP2Connection) {}
    public func closed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) {}
}

/// An HTTP/2 server over the loops of a group. Usable from any thread.
public final class HTTP2Server: Sendable {
    let group: LoopGroup
    let limits: HTTP2Limits
    let delegate: any HTTP2ServerDelegate
    /// One a loop, in the group's order.
    private let shares: [ServerShare]
    private struct State {
        var listeners: [Listener] = []
        var draining = false
    }
    private let state = Mutex(State())

    public init(group: LoopGroup, limits: HTTP2Limits = HTTP2Limits(), delegate: any HTTP2ServerDelegate) {
        self.group = group
        self.limits = limits
        self.delegate = delegate
        shares = group.loops.map { ServerShare(loop: $0, limits: limits, delegate: delegate) }
    }

    /// Listens on every address that `host` stands for (empty: all of this machine); plaintext HTTP/2 by prior knowledge
    /// without `tls`. Port 0 lets the kernel choose. Returns what is listened on. Blocks for a name lookup: not on a loop.
    @discardableResult
    public func listen(host: String, port: UInt16, tls: TLSContext? = nil) throws(HTTP2SetupError) -> [SocketAddress] {
        var bound: [SocketAddress] = []
        do {
            for var address in try SocketAddress.resolve(host: host, port: port, passive: true) {
                // With port 0 the second family takes the port that the first one got.
                if port == 0, let first = bound.first {
                    address = try SocketAddress.resolve(host: address.host, port: first.port, passive: true)[0]
                }
                let descriptor = try Socket.listen(on: address)
                let listener = Listener(loop: group.next(), descriptor: descriptor, server: self, tls: tls)
                bound.append(try Socket.localAddress(descriptor))
                state.withLock { $0.listeners.append(listener) }
                listener.start()
            }
        } catch {
            throw HTTP2SetupError("can't listen on \(host):\(port): \(error)")
        }
        return bound
    }

    /// Connections that are open or being opened.
    public var connectionCount: Int { shares.reduce(0) { $0 + $1.count.load(ordering: .relaxed) } }

    /// Takes an accepted descriptor: to the loop with the fewest connections, or closed at once when the server is full.
    func adopt(_ descriptor: Int32, _ peer: SocketAddress, _ tls: TLSContext?) {
        var best = shares[0], fewest = Int.max, total = 0
        for share in shares {
            let count = share.count.load(ordering: .relaxed)
            total += count
            if count < fewest { (best, fewest) = (share, count) }
        }
        guard total < limits.connections else { return Socket.close(descriptor) }
        best.count.wrappingAdd(1, ordering: .relaxed)
        best.loop.execute { [best] in best.open(descriptor, peer, tls) }
    }

    /// Stops accepting and ends every connection in order (wire K5): GOAWAY, what is on its way is served, GOAWAY with the
    /// last stream, streams finish. At the deadline what is left is reset and closed (wire K6). `done` is called on a loop
    /// when no connection is left; a second drain only waits.
    public func drain(withinNanoseconds deadline: Int64, _ done: @escaping @Sendable () -> Void) {
        let listeners = state.withLock { state in
            defer { state.listeners = []; state.draining = true }
            return state.listeners
        }
        for listener in listeners { listener.stop() }
        let counter = Countdown(shares.count, done)
        for share in shares {
            share.loop.execute { share.drain(withinNanoseconds: deadline) { counter.down() } }
        }
    }

    /// ``drain(withinNanoseconds:_:)`` for callers that await.
    public func drain(withinNanoseconds deadline: Int64) async {
        await withCheckedContinuation { continuation in
            drain(withinNanoseconds: deadline) { continuation.resume() }
        }
    }
}

/// Calls a closure when it has been counted down to zero.
private final class Countdown: Sendable {
    private let left: Atomic<Int>
    private let done: @Sendable () -> Void

    init(_ count: Int, _ done: @escaping @Sendable () -> Void) {
        left = Atomic(count)
        self.done = done
    }

    func down() {
        if left.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done() }
    }
}
