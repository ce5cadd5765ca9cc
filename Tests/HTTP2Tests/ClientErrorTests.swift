// What a client is told when a connection can't be made or doesn't last: the phase, the peer and the cause.

import Glibc
@testable import HTTP2
import Loops
import Testing

@Suite("Client errors", .timeLimit(.minutes(1)))
struct ClientErrorTests {
    /// A listening socket whose connections the test answers by hand.
    private final class Listening {
        let descriptor: Int32
        let port: UInt16
        init() throws {
            descriptor = try Socket.listen(on: SocketAddress.resolve(host: "127.0.0.1", port: 0)[0])
            port = try Socket.localAddress(descriptor).port
        }
        func accept() async throws -> RawPeer {
            while true {
                if let (accepted, _) = try Socket.accept(descriptor) { return try RawPeer(descriptor: accepted) }
                await Task.yield()
            }
        }
        deinit { close(descriptor) }
    }

    private static func closed(_ client: TestClient) async throws -> HTTP2ConnectionError {
        try #require(await client.seen.wait { $0.closed != nil }.closed)
    }

    @Test("nobody listens: connect, refused")
    func refused() async throws {
        let port = try Listening().port
        let client = try TestClient(port: port)
        let error = try await Self.closed(client)
        #expect(error.description == "127.0.0.1:\(port), connect: Connection refused")
        try await client.stop()
    }

    @Test("a name that doesn't exist: resolve")
    func unknownHost() async throws {
        let client = try TestClient(host: "no-such-host.invalid", port: 1)
        let error = try await Self.closed(client)
        #expect(error.phase == .resolve)
        #expect(error.peer == "no-such-host.invalid:1")
        try await client.stop()
    }

    @Test("the second address is tried when the first refuses")
    func secondAddress() async throws {
        // localhost is ::1 and 127.0.0.1; the server listens on the latter only.
        let server = try TestServer()
        let client = try TestClient(host: "localhost", port: server.port)
        #expect(await (try await client.request(body: [1])).closed().body == [1])
        try await client.stop()
        try await server.stop()
    }

    @Test("a server that says nothing: preface, in time")
    func silent() async throws {
        let listening = try Listening()
        var limits = HTTP2Limits()
        limits.prefaceNanoseconds = 50_000_000
        limits.lingerNanoseconds = 10_000_000
        let client = try TestClient(port: listening.port, limits: limits)
        let peer = try await listening.accept()
        let error = try await Self.closed(client)
        #expect(error.phase == .preface)
        #expect(error.cause.contains("50 ms"))
        withExtendedLifetime(peer) {}
        try await client.stop()
    }

    @Test("GOAWAY: streams beyond its number were not processed, the others go on; its text is told (wire C7)")
    func goAway() async throws {
        let listening = try Listening()
        let client = try TestClient(port: listening.port)
        let peer = try await listening.accept()
        try await peer.expectPreface()
        await peer.send(.settings)
        let first = try await client.request(), second = try await client.request()
        while let frame = try await peer.next(), !(frame.kind == .data && frame.stream == 3) {}
        await peer.send(Frame(kind: .goAway, payload: big(1) + big(11) + Array("too_many_pings".utf8)))
        #expect(await second.closed().endText.contains("not processed: 127.0.0.1:\(listening.port), open: the peer sent GOAWAY ENHANCE_YOUR_CALM: too_many_pings"))
        #expect(client.seen.current.goAway?.goAway == .enhanceYourCalm)
        await #expect(throws: HTTP2ConnectionError.self) { try await client.request() }
        await peer.send(.headers(1, [(":status", "200")], end: true))
        #expect(await first.closed().endText == "finished")
        try await client.stop()
    }

    @Test("REFUSED_STREAM, and a connection that breaks off, are told apart")
    func refusedAndLost() async throws {
        let listening = try Listening()
        let client = try TestClient(port: listening.port)
        var peer: RawPeer? = try await listening.accept()
        try await peer?.expectPreface()
        await peer?.send(.settings)
        let first = try await client.request(), second = try await client.request()
        while let frame = try await peer?.next(), !(frame.kind == .data && frame.stream == 3) {}
        await peer?.send(Frame(kind: .reset, stream: 1, payload: big(7)))
        #expect(await first.closed().endText == "reset by peer REFUSED_STREAM")
        peer = nil
        #expect(await second.closed().endText.hasPrefix("lost: 127.0.0.1:\(listening.port), open: "))
        try await client.stop()
    }

    @Test("a 1xx response is skipped (wire C2)")
    func informational() async throws {
        let listening = try Listening()
        let client = try TestClient(port: listening.port)
        let peer = try await listening.accept()
        try await peer.expectPreface()
        await peer.send(.settings)
        let call = try await client.request()
        while let frame = try await peer.next(), frame.kind != .data {}
        await peer.send(.headers(1, [(":status", "103"), ("link", "x")], end: false), .headers(1, [(":status", "200")], end: false),
                  .headers(1, [("grpc-status", "0")], end: true))
        let record = await call.closed()
        #expect(record.headers == [":status": "200"])
        #expect(record.trailers == ["grpc-status": "0"])
        try await client.stop()
    }

    // MARK: TLS

    @Test("a certificate of another authority, or for another name, is refused with the reason")
    func certificates() async throws {
        let certificate = try await Certificate.shared(), other = try await Certificate.make()
        let server = try TestServer(tls: try certificate.server())
        let stranger = try TestClient(host: "localhost", port: server.port, tls: try other.client())
        let error = try await Self.closed(stranger)
        #expect(error.phase == .tls)
        #expect(error.cause.hasPrefix("certificate: "))
        // 127.0.0.2 is not among the certificate's names; 127.0.0.1 is.
        let renamed = try TestServer(tls: try certificate.server(), host: "127.0.0.2")
        let wrongName = try TestClient(host: "127.0.0.2", port: renamed.port, tls: try certificate.client())
        #expect(try await Self.closed(wrongName).cause.lowercased().contains("ip address mismatch"))
        let right = try TestClient(host: "127.0.0.1", port: server.port, tls: try certificate.client())
        #expect(await (try await right.request(body: [1])).closed().body == [1])
        #expect(server.seen.current.opened == 1)
        for client in [stranger, wrongName, right] { try await client.stop() }
        try await server.stop()
        try await renamed.stop()
    }

    @Test("plaintext to a TLS port, and TLS to a plaintext port, end in an error that says so")
    func mismatch() async throws {
        let certificate = try await Certificate.shared()
        let secure = try TestServer(tls: try certificate.server()), plain = try TestServer()
        let first = try TestClient(port: secure.port)
        #expect(try await Self.closed(first).phase == .preface)
        let second = try TestClient(host: "localhost", port: plain.port, tls: try certificate.client())
        let error = try await Self.closed(second)
        #expect(error.phase == .tls)
        #expect(error.cause.lowercased().contains("wrong version number"))
        for client in [first, second] { try await client.stop() }
        try await secure.stop()
        try await plain.stop()
    }

    @Test("files that aren't certificates are errors that name the file")
    func badFiles() async throws {
        let certificate = try await Certificate.shared()
        #expect { try TLSContext.server(certificateChainFile: "/nowhere.pem", privateKeyFile: certificate.key) }
            throws: { "\($0)".contains("/nowhere.pem") }
        #expect { try TLSContext.server(certificateChainFile: certificate.chain, privateKeyFile: certificate.folder + "/ca.key") }
            throws: { "\($0)".contains("ca.key") }
        #expect { try TLSContext.client(authoritiesFile: "/nowhere.pem") } throws: { "\($0)".contains("/nowhere.pem") }
    }
}
