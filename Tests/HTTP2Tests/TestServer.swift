// A server and clients on loopback, for tests that read as conversations.

@testable import HTTP2
import Loops
import TestThreads
import Testing

enum Blocks {
    static let ok = HeaderBlock([HeaderField(":status", "200"), HeaderField("content-type", "application/grpc")])
    static let trailers = HeaderBlock([HeaderField("grpc-status", "0", indexed: false)])
    static func request(_ path: String, _ more: [HeaderField] = []) -> HeaderBlock {
        HeaderBlock([
            HeaderField(":method", "POST"), HeaderField(":scheme", "http"), HeaderField(":path", path),
            HeaderField(":authority", "localhost"), HeaderField("te", "trailers"),
        ] + more)
    }
}

/// A server with one handler factory; every stream's recorder can be awaited.
final class TestServer: HTTP2ServerDelegate {
    struct Seen: Sendable {
        var opened = 0
        var closed: [HTTP2ConnectionError] = []
        var streams: [Recorder] = []
    }
    let seen = Shared(Seen())
    let group: LoopGroup
    private let make: @Sendable () -> Recorder
    private let box = Shared<HTTP2Server?>(nil)
    private let bound = Shared<UInt16>(0)

    var server: HTTP2Server { get throws { try #require(box.current) } }
    var port: UInt16 { bound.current }

    /// Echoes the body, unless told otherwise.
    init(loops: Int = 1, limits: HTTP2Limits = HTTP2Limits(), tls: TLSContext? = nil, host: String = "127.0.0.1",
         _ make: @escaping @Sendable () -> Recorder = TestServer.echo) throws {
        self.make = make
        group = try LoopGroup(count: loops, name: "server")
        let server = HTTP2Server(group: group, limits: limits, delegate: self)
        box.update { $0 = server }
        let addresses = try server.listen(host: host, port: 0, tls: tls)
        bound.update { $0 = addresses[0].port }
    }

    @Sendable static func echo() -> Recorder {
        Recorder(onEnd: { $0.respond(headers: Blocks.ok, data: $1.body, trailers: Blocks.trailers) })
    }

    func opened(_ connection: HTTP2Connection) { seen.update { $0.opened += 1 } }

    func handler(for stream: HTTP2Stream) -> any HTTP2StreamHandler {
        let recorder = make()
        seen.update { $0.streams.append(recorder) }
        return recorder
    }

    func closed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) { seen.update { $0.closed.append(error) } }

    /// The n-th stream that came.
    func stream(_ index: Int = 0) async -> Recorder {
        await seen.wait { $0.streams.count > index }.streams[index]
    }

    /// Drains and stops; every test ends with it.
    func stop() async throws {
        try await server.drain(withinNanoseconds: 100_000_000)
        await onOwnThread { [group] in group.stop() }
        box.update { $0 = nil }
    }
}

/// A client's connection with what its delegate was told.
final class TestClient: HTTP2ClientDelegate, Sendable {
    struct Seen: Sendable {
        var ready = false
        var goAway: HTTP2ConnectionError?
        var closed: HTTP2ConnectionError?
    }
    let seen = Shared(Seen())
    let loop: EventLoop
    private let box = Shared<HTTP2ClientConnection?>(nil)

    init(host: String = "127.0.0.1", port: UInt16, limits: HTTP2Limits = HTTP2Limits(), tls: TLSContext? = nil) throws {
        loop = try EventLoop(name: "client")
        loop.execute { [self, loop] in
            box.update { $0 = HTTP2ClientConnection(host: host, port: port, tls: tls, on: loop, limits: limits, delegate: self) }
        }
    }

    func ready(_ connection: HTTP2ClientConnection) { seen.update { $0.ready = true } }
    func goingAway(_ connection: HTTP2ClientConnection, _ error: HTTP2ConnectionError) { seen.update { $0.goAway = error } }
    func closed(_ connection: HTTP2ClientConnection, _ error: HTTP2ConnectionError) { seen.update { $0.closed = error } }

    /// Runs on the connection's loop once it is ready.
    func run<Result: Sendable>(_ body: @escaping @Sendable (HTTP2ClientConnection) throws -> Result) async throws -> Result {
        await seen.wait { $0.ready || $0.closed != nil }
        let connection = try #require(await box.wait { $0 != nil })
        return try await loop.spawn { Swift.Result { try body(connection) } }.value.get()
    }

    /// Sends a request with a body.
    @discardableResult
    func request(_ path: String = "/a.B/C", _ more: [HeaderField] = [], body: [UInt8] = [], end: Bool = true,
                 handler: Recorder = Recorder()) async throws -> Recorder {
        try await run { connection in
            let stream = try connection.openStream(headers: Blocks.request(path, more), endStream: false, handler: handler)
            stream.send(data: body, endStream: end)
        }
        return handler
    }

    func stop() async throws {
        if seen.current.closed == nil {
            _ = try? await run { $0.close() }
            await seen.wait { $0.closed != nil }
        }
        await onOwnThread { [loop] in loop.stop() }
        box.update { $0 = nil }
    }
}
