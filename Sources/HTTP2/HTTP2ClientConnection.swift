// A client's connection: from a host name to streams.

public import Loops

/// What a client's connection tells its user. Called on the connection's loop.
public protocol HTTP2ClientDelegate: AnyObject {
    /// The server's SETTINGS arrived: the connection works (wire C8).
    func ready(_ connection: HTTP2ClientConnection)
    /// The server sent GOAWAY: no new streams here. Open ones that it will serve go on; the others end as not processed.
    func goingAway(_ connection: HTTP2ClientConnection, _ error: HTTP2ConnectionError)
    /// The connection could not be made, or is over. Called exactly once, after all its streams were told.
    func closed(_ connection: HTTP2ClientConnection, _ error: HTTP2ConnectionError)
}

/// One connection to a server. Confined to its loop: every member is used on the loop's thread only.
///
/// `@unchecked Sendable`: a reference may travel through closures and tasks, but every member is for the loop's thread.
public final class HTTP2ClientConnection: @unchecked Sendable {
    /// The loop that the connection lives on.
    public let loop: EventLoop
    /// `host:port`, as asked for.
    public let target: String
    /// Whether streams can be opened: the server's SETTINGS arrived, and neither GOAWAY nor the end.
    public var isUsable: Bool { connection.map { $0.isReady && $0.goAway == nil && $0.failure == nil } ?? false }
    /// Streams that are open or wait for the server's limit.
    public var streamCount: Int { connection?.streamCount ?? 0 }

    private let host: String
    private let limits: HTTP2Limits
    private let tls: TLSContext?
    private var delegate: (any HTTP2ClientDelegate)?
    private var connection: HTTP2Connection?
    private var transport: Transport?
    private var addresses: [SocketAddress] = []
    private var isClosed = false

    /// Starts to connect: looks the name up, tries its addresses in turn, then TLS and HTTP/2. The result comes to the
    /// delegate, which the connection holds until it has closed. On the loop.
    public init(
        host: String, port: UInt16, tls: TLSContext? = nil, on loop: EventLoop,
        limits: HTTP2Limits = HTTP2Limits(), delegate: any HTTP2ClientDelegate
    ) {
        loop.assertCurrent()
        self.loop = loop
        self.host = host
        self.tls = tls
        self.limits = limits
        self.delegate = delegate
        target = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        Resolver.resolve(host: host, port: port, on: loop) { [self] in resolved($0) }
    }

    /// Opens a stream. Beyond the server's limit of concurrent streams it waits its turn. Throws when the connection is not
    /// usable (any more): the request has not left.
    public func openStream(
        headers: HeaderBlock, endStream: Bool, handler: any HTTP2StreamHandler
    ) throws(HTTP2ConnectionError) -> HTTP2Stream {
        guard let connection, connection.isReady else {
            throw HTTP2ConnectionError(phase: .connect, peer: target, cause: isClosed ? "closed" : "not connected yet")
        }
        return try connection.open(headers: headers, endStream: endStream, handler: handler)
    }

    /// Opens no more streams and closes once the open ones have ended.
    public func drain() {
        guard let transport else { return finish(HTTP2ConnectionError(phase: .resolve, peer: target, cause: "closed by us")) }
        transport.drain()
    }

    /// Resets what is open and closes.
    public func close() {
        guard let transport else { return finish(HTTP2ConnectionError(phase: .resolve, peer: target, cause: "closed by us")) }
        transport.cancel("closed by us")
    }

    // MARK: Connecting

    private func resolved(_ result: Result<[SocketAddress], ResolveError>) {
        guard !isClosed else { return }
        switch result {
        case .failure(let error):
            finish(HTTP2ConnectionError(phase: .resolve, peer: target, cause: error.text))
        case .success(let found):
            addresses = found
            tryNext(HTTP2ConnectionError(phase: .resolve, peer: target, cause: "no address"))
        }
    }

    /// Tries the next address; `last` is why the one before failed.
    private func tryNext(_ last: HTTP2ConnectionError) {
        guard !addresses.isEmpty else { return finish(last) }
        let address = addresses.removeFirst()
        let peer = address.host == host ? target : "\(target) (\(address))"
        do {
            let session = try tls?.session(host: host)
            let descriptor = try Socket.connect(to: address)
            let connection = HTTP2Connection(
                role: .client, loop: loop, peer: peer, isSecure: tls != nil, limits: limits, owner: self)
            self.connection = connection
            let transport = Transport(connection: connection, descriptor: descriptor, connecting: true, tls: session) {}
            self.transport = transport
            transport.start()
        } catch let error as SystemError {
            tryNext(HTTP2ConnectionError(phase: .connect, peer: peer, cause: error.text))
        } catch {
            finish(HTTP2ConnectionError(phase: .tls, peer: peer, cause: "\(error)"))
        }
    }

    private func finish(_ error: HTTP2ConnectionError) {
        guard !isClosed else { return }
        isClosed = true
        connection = nil
        transport = nil
        let delegate = self.delegate
        self.delegate = nil
        delegate?.closed(self, error)
    }
}

extension HTTP2ClientConnection: ConnectionOwner {
    func handler(for stream: HTTP2Stream) -> (any HTTP2StreamHandler)? { nil }

    func connectionReady(_ connection: HTTP2Connection) { delegate?.ready(self) }

    func connectionGoingAway(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) {
        delegate?.goingAway(self, error)
    }

    func connectionClosed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) {
        if error.phase == .connect, !isClosed { return tryNext(error) }
        finish(error)
    }
}
