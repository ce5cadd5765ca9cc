/// A channel's connection and the calls that wait for it. Confined to the channel's loop.
///
/// ```
///        a call                SETTINGS                GOAWAY, loss
/// idle ─────────► connecting ────────────► ready ────────────────────► idle
///                     │ failure                  ▲
///                     ▼                          │
///                   failed ── after backoff ── connecting or idle        (wire C9; shut down from anywhere)
/// ```
import HTTP2
import Loops

/// `@unchecked Sendable`: the constants are read anywhere, the state on the loop only.
final class ChannelCore: HTTP2ClientDelegate, @unchecked Sendable {
    private enum State {
        case idle
        case connecting(HTTP2ClientConnection)
        case ready(HTTP2ClientConnection)
        case failed(RPCError, LoopTimer)
        case shutDown
    }

    let loop: EventLoop
    let configuration: ChannelConfiguration
    /// `host:port`, as asked for.
    let target: String
    private let host: String
    private let port: UInt16
    private let tls: TLSContext?
    private let requestHead: RequestHead

    private var state = State.idle
    private var backoff: Backoff
    private var attemptStart: Int64 = 0
    /// In order of arrival; calls that ended while they waited are nil.
    private var queue: [ClientCall] = []
    /// Connections that take no new calls but still serve old ones.
    private var retiring: [HTTP2ClientConnection] = []

    init(host: String, port: UInt16, tls: TLSContext?, on loop: EventLoop, configuration: ChannelConfiguration) {
        self.loop = loop
        self.host = host
        self.port = port
        self.tls = tls
        self.configuration = configuration
        target = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        backoff = configuration.backoff
        requestHead = RequestHead(authority: configuration.authority ?? target, isSecure: tls != nil)
    }

    // MARK: Calls

    /// Sends the call on the connection that is there, or lets it wait for one.
    func enqueue(_ call: ClientCall) {
        switch state {
        case .ready(let connection):
            if (try? call.open(on: connection, requestHead)) != nil { return }
            state = .idle
            wait(call)
            connect()
        case .idle:
            wait(call)
            connect()
        case .connecting:
            wait(call)
        case .failed(let error, _):
            if call.options.waitForReady { wait(call) } else { call.giveUp(error) }
        case .shutDown:
            call.giveUp(unavailable("the channel is shut down", phase: .queued))
        }
    }

    private func wait(_ call: ClientCall) {
        guard queue.count < configuration.limits.queuedCallsMax else {
            return call.giveUp(RPCError(
                .resourceExhausted, "\(queue.count) calls wait for a connection: the channel's limit",
                origin: call.origin(.queued, "", acted: false)))
        }
        queue.append(call)
    }

    /// The call ended while it waited.
    func forget(_ call: ClientCall) {
        if let index = queue.firstIndex(where: { $0 === call }) { queue.remove(at: index) }
    }

    private func unavailable(_ cause: String, phase: RPCError.Origin.Phase) -> RPCError {
        RPCError(
            .unavailable, cause,
            origin: RPCError.Origin(peer: target, phase: phase, cause: cause, serverMayHaveActed: false))
    }

    // MARK: The connection

    func connect() {
        guard case .idle = state else { return }
        attemptStart = loop.now
        state = .connecting(HTTP2ClientConnection(
            host: host, port: port, tls: tls, on: loop, limits: configuration.http2Limits, delegate: self))
    }

    func resetBackoff() {
        backoff.reset()
        guard case .failed(_, let timer) = state else { return }
        timer.cancel()
        retry()
    }

    /// No more calls. What is open goes on when `graceful`; otherwise it is cancelled.
    func shutDown(graceful: Bool) {
        let old = state
        state = .shutDown
        let waiting = queue
        queue = []
        for call in waiting { call.giveUp(unavailable("the channel is shut down", phase: .queued)) }
        switch old {
        case .connecting(let connection): connection.close()
        case .ready(let connection): graceful ? connection.drain() : connection.close()
        case .failed(_, let timer): timer.cancel()
        case .idle, .shutDown: break
        }
        if !graceful {
            for connection in retiring { connection.close() }
        }
    }

    private func isCurrent(_ connection: HTTP2ClientConnection) -> Bool {
        switch state {
        case .connecting(let current), .ready(let current): current === connection
        case .idle, .failed, .shutDown: false
        }
    }

    // MARK: HTTP2ClientDelegate

    func ready(_ connection: HTTP2ClientConnection) {
        guard isCurrent(connection) else { return connection.close() }
        state = .ready(connection)
        backoff.reset()
        let waiting = queue
        queue = []
        for call in waiting where call.phase == .queued { enqueue(call) }
    }

    /// No new calls here; a new connection is made when a call needs one (wire C7).
    func goingAway(_ connection: HTTP2ClientConnection, _ error: HTTP2ConnectionError) {
        guard isCurrent(connection) else { return }
        state = .idle
        retiring.append(connection)
        connection.drain()
        if !queue.isEmpty { connect() }
    }

    func closed(_ connection: HTTP2ClientConnection, _ error: HTTP2ConnectionError) {
        retiring.removeAll { $0 === connection }
        guard isCurrent(connection) else { return }
        guard case .connecting = state else {
            state = .idle
            if !queue.isEmpty { connect() }
            return
        }
        let failure = unavailable("can't connect: \(error)", phase: .connecting)
        let timer = LoopTimer(on: loop) { [weak self] in self?.retry() }
        state = .failed(failure, timer)
        timer.set(at: attemptStart + backoff.next())
        let waiting = queue
        queue = waiting.filter(\.options.waitForReady)
        for call in waiting where !call.options.waitForReady { call.giveUp(failure) }
    }

    private func retry() {
        guard case .failed = state else { return }
        state = .idle
        if !queue.isEmpty { connect() }
    }
}
