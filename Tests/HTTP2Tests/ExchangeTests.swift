// Requests and responses between our client and our server, in plaintext and under TLS.

@testable import HTTP2
import Glibc
import Loops
import Testing

@Suite("Exchange", .timeLimit(.minutes(1)))
struct ExchangeTests {
    @Test("headers, body and trailers arrive as sent", arguments: [false, true])
    func echo(secure: Bool) async throws {
        let certificate = try await Certificate.shared()
        let server = try TestServer(tls: secure ? try certificate.server() : nil)
        let client = try TestClient(host: "localhost", port: server.port, tls: secure ? try certificate.client() : nil)
        let call = try await client.request("/a.B/C", [HeaderField("x-mine", "1"), HeaderField(name: Array("x-bytes".utf8), value: [0x80, 0xff])], body: Array("hello".utf8))
        let response = await call.closed()
        #expect(response.headers == [":status": "200", "content-type": "application/grpc"])
        #expect(response.body == Array("hello".utf8))
        #expect(response.trailers == ["grpc-status": "0"])
        #expect(response.ended)
        #expect(response.endText == "finished")
        let request = await server.stream().closed()
        #expect(request.headers[":path"] == "/a.B/C")
        #expect(request.headers["x-mine"] == "1")
        #expect(request.endText == "finished")
        try await client.stop()
        try await server.stop()
    }

    @Test("bodies far beyond every window and buffer go both ways, on many streams at once", arguments: [false, true])
    func large(secure: Bool) async throws {
        let certificate = try await Certificate.shared()
        let server = try TestServer(loops: 2, tls: secure ? try certificate.server() : nil)
        let client = try TestClient(host: "localhost", port: server.port, tls: secure ? try certificate.client() : nil)
        let bodies = (0..<8).map { index in (0..<(1_500_000 + index)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) } }
        var calls: [Recorder] = []
        for body in bodies { calls.append(try await client.request(body: body)) }
        for (call, body) in zip(calls, bodies) {
            let response = await call.closed()
            #expect(response.body == body)
            #expect(response.endText == "finished")
        }
        try await client.stop()
        try await server.stop()
    }

    @Test("a stream of many small messages keeps its order, and its producer's pace")
    func manyMessages() async throws {
        let server = try TestServer {
            Recorder(onHeaders: { stream in
                stream.send(headers: Blocks.ok)
                for number in 0..<5_000 { stream.send(data: [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]) }
                stream.send(trailers: Blocks.trailers)
            })
        }
        let client = try TestClient(port: server.port)
        let response = await (try await client.request()).closed()
        #expect(response.body == (0..<5_000).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        #expect(response.trailers == ["grpc-status": "0"])
        try await client.stop()
        try await server.stop()
    }

    @Test("trailers alone are a whole response")
    func trailersOnly() async throws {
        let server = try TestServer { Recorder(onEnd: { stream, _ in stream.send(trailers: Blocks.ok) }) }
        let client = try TestClient(port: server.port)
        let response = await (try await client.request()).closed()
        #expect(response.headers[":status"] == "200")
        #expect(response.trailers.isEmpty)
        #expect(response.endText == "finished")
        try await client.stop()
        try await server.stop()
    }

    @Test("a client's reset reaches the handler, a server's the client")
    func resets() async throws {
        let server = try TestServer { Recorder(onHeaders: { if $0.id == 3 { $0.reset(.internalError) } }) }
        let client = try TestClient(port: server.port)
        let first = Recorder()
        try await client.run { connection in
            let stream = try connection.openStream(headers: Blocks.request("/x"), endStream: false, handler: first)
            stream.loop.schedule(afterNanoseconds: 1) { stream.reset(.cancel) }
        }
        #expect(await first.closed().endText == "reset by us CANCEL")
        #expect(await server.stream(0).closed().endText == "reset by peer CANCEL")
        let second = try await client.request()
        #expect(await second.closed().endText == "reset by peer INTERNAL_ERROR")
        #expect(await server.stream(1).closed().endText == "reset by us INTERNAL_ERROR")
        try await client.stop()
        try await server.stop()
    }

    @Test("a response that ends before the request is followed by RST_STREAM(NO_ERROR), after its trailers (wire R18)")
    func earlyEnd() async throws {
        let server = try TestServer {
            Recorder(onHeaders: { $0.respond(headers: Blocks.ok, data: [1, 2, 3], trailers: Blocks.trailers) })
        }
        let raw = try RawPeer(port: server.port)
        await raw.greet(.request(1, end: false))
        var kinds: [Frame.Kind] = []
        while let frame = try await raw.next() {
            if frame.stream == 1 { kinds.append(frame.kind) }
            if frame.kind == .reset {
                #expect(frame.code == 0)
                break
            }
        }
        #expect(kinds == [.headers, .data, .headers, .reset])
        // Our own client takes the whole response.
        let client = try TestClient(port: server.port)
        let response = await (try await client.request(end: false)).closed()
        #expect(response.body == [1, 2, 3])
        #expect(response.trailers == ["grpc-status": "0"])
        #expect(response.endText == "finished")
        try await client.stop()
        try await server.stop()
    }

    @Test("a lost connection tells every stream, on both sides, and leaves nothing behind")
    func lost() async throws {
        let server = try TestServer { Recorder() }
        let raw = try RawPeer(port: server.port)
        await raw.greet(.request(1, end: false), .request(3, end: false))
        _ = await server.stream(1)
        await raw.finish()
        for index in 0..<2 {
            #expect(await server.stream(index).closed().endText.hasPrefix("lost: 127.0.0.1:"))
        }
        await server.seen.wait { $0.closed.count == 1 }
        #expect(try server.server.connectionCount == 0)
        try await server.stop()
    }

    @Test("connections spread over the loops: the one with the fewest gets the next")
    func spread() async throws {
        let homes = Shared<[String]>([])
        let server = try TestServer(loops: 4) {
            Recorder(onHeaders: { stream in
                homes.update { $0.append(stream.loop.name) }
                stream.send(trailers: Blocks.ok)
            })
        }
        var clients: [TestClient] = []
        for _ in 0..<8 {
            let client = try TestClient(port: server.port)
            _ = await (try await client.request()).closed()
            clients.append(client)
        }
        let counts = Dictionary(grouping: homes.current) { $0 }.mapValues(\.count)
        #expect(counts.count == 4)
        #expect(counts.values.allSatisfy { $0 == 2 })
        for client in clients { try await client.stop() }
        try await server.stop()
    }
}
