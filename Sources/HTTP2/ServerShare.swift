// A server's connections on one loop.

internal import Loops
internal import Synchronization

/// The part of a server that lives on one loop.
///
/// `@unchecked Sendable`: `count` is atomic, `loop`, `limits` and `delegate` are immutable and Sendable; everything else
/// is used on `loop` only, which its methods assert.
final class ServerShare: ConnectionOwner, @unchecked Sendable {
    let loop: EventLoop
    /// Connections of this loop, those on their way here included.
    let count = Atomic<Int>(0)
    private let limits: HTTP2Limits
    private let delegate: any HTTP2ServerDelegate
    private var connections: [ObjectIdentifier: Transport] = [:]
    private let memory = SessionMemory()
    private var draining = false
    private var drained: [() -> Void] = []
    private var deadline: LoopTimer?

    init(loop: EventLoop, limits: HTTP2Limits, delegate: any HTTP2ServerDelegate) {
        self.loop = loop
        self.limits = limits
        self.delegate = delegate
    }

    func open(_ descriptor: Int32, _ peer: SocketAddress, _ tls: TLSContext?) {
        loop.assertCurrent()
        let session: TLSSession?
        do throws(TLSError) {
            session = try tls?.session(host: nil)
        } catch {
            return refuse(descriptor)
        }
        guard !draining else { return refuse(descriptor) }
        let connection = HTTP2Connection(
            role: .server, loop: loop, peer: peer.description, isSecure: tls != nil, limits: limits, memory: memory, owner: self)
        let transport = Transport(connection: connection, descriptor: descriptor, connecting: false, tls: session) { [delegate] in
            delegate.opened(connection)
        }
        connections[ObjectIdentifier(connection)] = transport
        transport.start()
    }

    private func refuse(_ descriptor: Int32) {
        Socket.close(descriptor)
        count.wrappingSubtract(1, ordering: .relaxed)
    }

    func drain(withinNanoseconds nanoseconds: Int64, _ done: @escaping () -> Void) {
        loop.assertCurrent()
        guard !connections.isEmpty else {
            draining = true
            return done()
        }
        drained.append(done)
        guard !draining else { return }
        draining = true
        // Before the connections are told: the last of those that aren't open yet ends the drain at once, and its timer with it.
        deadline = loop.schedule(afterNanoseconds: nanoseconds) { [weak self] in
            guard let self else { return }
            for transport in connections.values { transport.cancel("the server's drain has reached its deadline") }
        }
        for transport in connections.values { transport.drain() }
    }

    // MARK: ConnectionOwner

    func handler(for stream: HTTP2Stream) -> (any HTTP2StreamHandler)? { delegate.handler(for: stream) }
    func connectionReady(_ connection: HTTP2Connection) {}
    func connectionGoingAway(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) {}

    func connectionClosed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        count.wrappingSubtract(1, ordering: .relaxed)
        if connection.isStarted { delegate.closed(connection, error) }
        guard draining, connections.isEmpty else { return }
        deadline?.cancel()
        let waiting = drained
        drained = []
        for done in waiting { done() }
    }
}
