// Back-pressure both ways: nobody can make the other side hold more than the windows and buffers allow.

@testable import HTTP2
import Loops
import Testing

@Suite("Flow control", .timeLimit(.minutes(1)))
struct FlowControlTests {
    private static let total = 8 << 20

    @Test("an upload that nobody takes stops at the stream's window, and goes on when it is taken")
    func unconsumedUpload() async throws {
        var limits = HTTP2Limits()
        limits.streamWindowBytes = 100_000
        let streams = Shared<[HTTP2Stream]>([])
        let server = try TestServer(limits: limits) { Recorder(consumes: false, onHeaders: { stream in streams.update { $0.append(stream) } }) }
        let client = try TestClient(port: server.port)
        let upload = try await client.request(body: [UInt8](repeating: 7, count: 1_000_000))
        let receiver = await server.stream()
        await receiver.record.wait { $0.body.count == 100_000 }
        // Another stream of the same connection is not held up: its whole exchange passes while the first is stuck.
        let other = try await client.request(body: [1], end: true)
        await server.stream(1).record.wait { $0.ended }
        #expect(receiver.record.current.body.count == 100_000)
        let stream = streams.current[0]
        await server.group.loops[0].spawn { stream.consume(100_000) }.value
        await receiver.record.wait { $0.body.count == 200_000 }
        #expect(upload.record.current.end == nil)
        await server.group.loops[0].spawn {
            stream.reset(.cancel)
            streams.current[1].reset(.cancel)
        }.value
        #expect(await upload.closed().endText == "reset by peer CANCEL")
        _ = await other.closed()
        try await client.stop()
        try await server.stop()
    }

    @Test("a reader that takes nothing suspends the writer; nothing piles up in memory")
    func slowReader() async throws {
        let peak = Shared(0), produced = Shared(0), left = Shared(Self.total)
        let limits = HTTP2Limits()
        @Sendable func produce(_ stream: HTTP2Stream) {
            while stream.isWritable, left.current > 0 {
                stream.send(data: [UInt8](repeating: 1, count: 8_192))
                left.update { $0 -= 8_192 }
                produced.update { $0 += 8_192 }
                peak.update { $0 = max($0, stream.connection.bufferedBytes) }
            }
            if left.current == 0 { stream.send(trailers: Blocks.trailers) }
        }
        let server = try TestServer(limits: limits) {
            Recorder(onHeaders: { stream in
                stream.send(headers: Blocks.ok)
                produce(stream)
            }, onWritable: produce)
        }
        let client = try TestClient(port: server.port)
        let streams = Shared<[HTTP2Stream]>([])
        let reader = Recorder(consumes: false, onHeaders: { stream in streams.update { $0.append(stream) } })
        try await client.request(handler: reader)
        await reader.record.wait { $0.body.count == limits.streamWindowBytes }
        // The window is closed: what the server has produced is the window and at most one buffer.
        let stalled = await server.group.loops[0].spawn { produced.current }.value
        #expect(stalled <= limits.streamWindowBytes + limits.streamBufferBytes + 8_192)
        let stream = try #require(streams.current.first)
        // Taking what came lets the rest follow.
        await client.loop.spawn { stream.consume(limits.streamWindowBytes) }.value
        var taken = limits.streamWindowBytes
        while !reader.record.current.ended {
            let already = taken
            let now = await reader.record.wait { $0.body.count > already || $0.ended }.body.count
            await client.loop.spawn { stream.consume(now - already) }.value
            taken = now
        }
        #expect(await reader.closed().body.count == Self.total)
        #expect(peak.current <= limits.streamBufferBytes + 8_192)
        #expect(await server.stream().closed().writable > 10)
        try await client.stop()
        try await server.stop()
    }

    @Test("a peer that takes no bytes at all is not read from any more, then dropped")
    func stalledSocket() async throws {
        var limits = HTTP2Limits()
        limits.writeProgressNanoseconds = 300_000_000
        limits.connectionBufferBytes = 1 << 20
        let body = [UInt8](repeating: 1, count: 60_000)
        let server = try TestServer(limits: limits) {
            Recorder(onHeaders: { $0.respond(headers: Blocks.ok, data: body, trailers: Blocks.trailers) })
        }
        let raw = try RawPeer(port: server.port)
        // Wide windows, so that only the socket is in the way; then many requests, and never a read.
        await raw.greet(Frame(kind: .settings, payload: [0, 4] + big(1 << 30)), Frame(kind: .windowUpdate, payload: big(1 << 30)))
        var id: UInt32 = 1
        for _ in 0..<500 {
            await raw.send(Frame.request(id))
            id += 2
        }
        let closed = await server.seen.wait { $0.closed.count == 1 }
        #expect(closed.closed[0].cause.contains("takes no bytes"))
        try await server.stop()
    }

    @Test("bytes for a stream that was reset don't eat the connection's window")
    func resetStreamsGiveBack() async throws {
        var limits = HTTP2Limits()
        limits.connectionWindowBytes = 200_000
        limits.streamWindowBytes = 100_000
        let server = try TestServer(limits: limits) { Recorder(consumes: false) }
        let client = try TestClient(port: server.port)
        for index in 0..<6 {
            let upload = try await client.request(body: [UInt8](repeating: 7, count: 90_000), end: false)
            let receiver = await server.stream(index)
            await receiver.record.wait { $0.body.count == 90_000 }
            _ = upload
        }
        try await client.stop()
        try await server.stop()
    }
}
