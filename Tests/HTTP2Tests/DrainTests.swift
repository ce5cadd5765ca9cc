// The end of a connection: two-phase drain, its deadline, and what the peer's GOAWAY means for a client's streams.

import Glibc
@testable import HTTP2
import Loops
import TestThreads
import Testing

@Suite("Drain", .timeLimit(.minutes(1)))
struct DrainTests {
    /// Begins to drain without waiting for the end.
    private static func begin(_ server: TestServer, seconds: Int64 = 20) throws -> Shared<Bool> {
        let done = Shared(false)
        try server.server.drain(withinNanoseconds: seconds * 1_000_000_000) { done.update { $0 = true } }
        return done
    }

    @Test("what is open finishes, what was on its way is served, then GOAWAY names the last stream (wire K5)")
    func phases() async throws {
        let open = Shared<[HTTP2Stream]>([])
        let server = try TestServer { Recorder(onHeaders: { stream in open.update { $0.append(stream) } }) }
        let raw = try RawPeer(port: server.port)
        await raw.greet(.request(1))
        await open.wait { $0.count == 1 }
        let done = try Self.begin(server)
        let notice = try #require(try await raw.next(.goAway))
        #expect(notice.lastStream == 0x7fff_ffff)
        #expect(notice.code == 0)
        let ping = try #require(try await raw.next(.ping))
        // A request that was sent before the notice arrived is served.
        await raw.send(.request(3))
        await open.wait { $0.count == 2 }
        await raw.send(Frame(kind: .ping, flags: 1, payload: ping.payload))
        let final = try #require(try await raw.next(.goAway))
        #expect(final.lastStream == 3)
        // One beyond it is not.
        await raw.send(.request(5))
        #expect(!done.current)
        for stream in open.current {
            await server.group.loops[0].spawn { stream.respond(headers: Blocks.ok, data: [1], trailers: Blocks.trailers) }.value
        }
        let rest = try await raw.rest()
        #expect(rest.filter { $0.kind == .data }.map(\.stream) == [1, 3])
        await raw.finish()
        await done.wait { $0 }
        #expect(server.seen.current.streams.count == 2)
        try await server.stop()
    }

    @Test("without an answer to the PING the drain goes on by itself")
    func unansweredPing() async throws {
        var limits = HTTP2Limits()
        limits.drainNoticeNanoseconds = 30_000_000
        let server = try TestServer(limits: limits)
        let raw = try RawPeer(port: server.port)
        await raw.greet()
        _ = try await raw.next(.settings)
        let done = try Self.begin(server)
        #expect(try await raw.rest().filter { $0.kind == .goAway }.map(\.lastStream) == [0x7fff_ffff, 0])
        await raw.finish()
        await done.wait { $0 }
        try await server.stop()
    }

    @Test("at the deadline what is left is reset and the connection closed (wire K6)")
    func deadline() async throws {
        let server = try TestServer { Recorder() }
        let client = try TestClient(port: server.port)
        let call = try await client.request()
        let handler = await server.stream()
        try await server.server.drain(withinNanoseconds: 50_000_000)
        #expect(await call.closed().endText == "reset by peer CANCEL")
        #expect(await handler.closed().endText == "reset by us CANCEL")
        #expect(try server.server.connectionCount == 0)
        await client.seen.wait { $0.closed != nil }
        try await client.stop()
        try await server.stop()
    }

    @Test("a drain refuses new connections, and ends at once without old ones")
    func idle() async throws {
        let server = try TestServer()
        try await server.server.drain(withinNanoseconds: 20_000_000_000)
        let client = try TestClient(port: server.port)
        let error = try #require(await client.seen.wait { $0.closed != nil }.closed)
        #expect(error.phase == .connect)
        #expect(error.cause == "Connection refused")
        try await client.stop()
        try await server.stop()
    }

    @Test("a thousand calls over a drain: each is answered, or surely not processed")
    func underLoad() async throws {
        let server = try TestServer(loops: 2)
        let client = try TestClient(port: server.port)
        let calls = Shared<[Recorder]>([])
        let refused = Shared(0)
        try await client.run { connection in
            @Sendable func next(_ left: Int) {
                guard left > 0 else { return }
                let recorder = Recorder()
                do {
                    let stream = try connection.openStream(headers: Blocks.request("/x"), endStream: false, handler: recorder)
                    stream.send(data: [1, 2, 3], endStream: true)
                    calls.update { $0.append(recorder) }
                } catch {
                    refused.update { $0 += 1 }
                }
                connection.loop.execute { next(left - 1) }
            }
            next(1_000)
        }
        await calls.wait { $0.count > 100 }
        try await server.server.drain(withinNanoseconds: 20_000_000_000)
        await client.seen.wait { $0.closed != nil }
        var served = 0
        for call in calls.current {
            let record = await call.closed()
            if record.endText == "finished" {
                #expect(record.body == [1, 2, 3])
                served += 1
            } else {
                #expect(record.endText.hasPrefix("not processed"), "\(record.endText)")
            }
        }
        #expect(served > 100)
        #expect(server.seen.current.streams.count == served)
        try await client.stop()
        try await server.stop()
    }

    @Test("a client that drains finishes its streams, then closes")
    func client() async throws {
        let server = try TestServer()
        let client = try TestClient(port: server.port)
        let call = Recorder()
        try await client.run { connection in
            let stream = try connection.openStream(headers: Blocks.request("/x"), endStream: false, handler: call)
            connection.drain()
            stream.send(data: [1], endStream: true)
        }
        #expect(await call.closed().body == [1])
        await client.seen.wait { $0.closed != nil }
        await #expect(throws: HTTP2ConnectionError.self) { try await client.request() }
        try await client.stop()
        try await server.stop()
    }

    @Test("a drain that ends at once, since nothing was open yet, leaves no timer behind")
    func handshaking() async throws {
        // In a process of its own, which the timer ended.
        await #expect(processExitsWith: .success) {
            final class Nobody: HTTP2ServerDelegate {
                func handler(for stream: HTTP2Stream) -> any HTTP2StreamHandler { Recorder() }
            }
            let loop = try LoopGroup(count: 1)
            var server: HTTP2Server? = HTTP2Server(group: loop, delegate: Nobody())
            let port = try #require(try await server?.listen(host: "127.0.0.1", port: 0, tls: Certificate.shared().server()).first).port
            // Connected, and silent in the middle of the handshake.
            let silent = try RawPeer(port: port)
            let deadline = ContinuousClock.now + .seconds(20)
            while server?.connectionCount == 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(1)) }
            try #require(server?.connectionCount == 1)
            await server?.drain(withinNanoseconds: 20_000_000)
            server = nil
            try await Task.sleep(for: .milliseconds(100))
            try #require(try await silent.readToEnd().isEmpty)
            await onOwnThread { loop.stop() }
        }
    }
}
