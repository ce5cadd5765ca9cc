// Caps and timers: each limit is reached on purpose, and what follows is told with its reason.

import Glibc
@testable import HTTP2
import Loops
import Testing

@Suite("Limits", .timeLimit(.minutes(1)))
struct LimitTests {
    private static func limits(_ change: (inout HTTP2Limits) -> Void) -> HTTP2Limits {
        var limits = HTTP2Limits()
        change(&limits)
        return limits
    }

    // MARK: Counts

    @Test("a client queues the streams beyond the server's limit, and they go when there is room")
    func streams() async throws {
        let open = Shared<[HTTP2Stream]>([])
        let server = try TestServer(limits: Self.limits { $0.concurrentStreams = 2 }) {
            Recorder(onHeaders: { stream in open.update { $0.append(stream) } })
        }
        let client = try TestClient(port: server.port)
        let calls = try await client.run { connection in
            try (0..<5).map { _ in
                let recorder = Recorder()
                _ = try connection.openStream(headers: Blocks.request("/x"), endStream: true, handler: recorder)
                return recorder
            }
        }
        for round in 0..<5 {
            let streams = await open.wait { $0.count > round }
            #expect(streams.count - round <= 2)
            await server.group.loops[0].spawn { streams[round].respond(headers: Blocks.ok, data: [], trailers: Blocks.trailers) }.value
        }
        for call in calls { #expect(await call.closed().endText == "finished") }
        try await client.stop()
        try await server.stop()
    }

    @Test("a peer that ignores the limit of streams is refused")
    func streamsExceeded() async throws {
        let server = try TestServer(limits: Self.limits { $0.concurrentStreams = 2 }) { Recorder() }
        let raw = try RawPeer(port: server.port)
        await raw.greet(.request(1), .request(3), .request(5))
        let reset = try #require(try await raw.next(.reset))
        #expect(reset.stream == 5)
        #expect(reset.code == HTTP2ErrorCode.refusedStream.rawValue)
        await raw.send(.settingsAcknowledged, .request(7))
        #expect(try await raw.next(.goAway)?.code == HTTP2ErrorCode.protocolError.rawValue)
        #expect(server.seen.current.streams.count == 2)
        try await server.stop()
    }

    @Test("connections beyond the cap are closed at once; one that ends makes room")
    func connections() async throws {
        let server = try TestServer(limits: Self.limits { $0.connections = 2 }) { Recorder() }
        var first: RawPeer? = try RawPeer(port: server.port)
        let second = try RawPeer(port: server.port)
        await first?.greet()
        await second.greet()
        _ = try await first?.next(.settings)
        _ = try await second.next(.settings)
        let third = try RawPeer(port: server.port)
        #expect(try await third.readToEnd().isEmpty)
        first = nil
        await server.seen.wait { $0.closed.count == 1 }
        let fourth = try RawPeer(port: server.port)
        await fourth.greet()
        #expect(try await fourth.next(.settings) != nil)
        try await server.stop()
    }

    @Test("out of descriptors, the waiting connection is refused and the listener goes on")
    func descriptors() async throws {
        // In a process of its own, since the limit is the process's.
        await #expect(processExitsWith: .success) {
            let server = try TestServer { Recorder() }
            let old = try RawPeer(port: server.port)
            await old.greet()
            _ = try await old.next(.settings)
            var before = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
            // The client's own socket exists before the last descriptor is taken.
            let refused = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let address = LoopbackAddress(port: server.port)
            var few = rlimit(rlim_cur: 100, rlim_max: before.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &few)
            var taken: [Int32] = []
            while case let descriptor = dup(0), descriptor >= 0 { taken.append(descriptor) }
            try #require(errno == EMFILE)
            address.connect(refused)
            let answer = try await RawPeer(descriptor: refused).readToEnd()
            for descriptor in taken { close(descriptor) }
            try #require(answer.isEmpty)
            let next = try RawPeer(port: server.port)
            await next.greet()
            try #require(try await next.next(.settings) != nil)
            try await server.stop()
        }
    }

    // MARK: Header lists

    @Test("a list over the soft limit is delivered without the rest, and says so; one below is whole", arguments: [(100, false), (5_000, true)])
    func softHeaderList(size: Int, truncated: Bool) async throws {
        let server = try TestServer(limits: Self.limits { $0.headerListBytes = 4_096 })
        let client = try TestClient(port: server.port)
        let call = try await client.request("/a.B/C", [HeaderField("big", String(repeating: "x", count: size)), HeaderField("after", "1")])
        _ = await call.closed()
        let request = await server.stream().closed()
        #expect(request.truncated == truncated)
        #expect(request.headers[":path"] == "/a.B/C")
        #expect((request.headers["big"] == nil) == truncated)
        try await client.stop()
        try await server.stop()
    }

    @Test("too many fields count as too large a list")
    func fieldCount() async throws {
        let server = try TestServer(limits: Self.limits { $0.headerFields = 20 })
        let client = try TestClient(port: server.port)
        _ = await (try await client.request("/a.B/C", (0..<30).map { HeaderField("h\($0)", "v") })).closed()
        let request = await server.stream().closed()
        #expect(request.truncated)
        #expect(request.headers.count == 20)
        try await client.stop()
        try await server.stop()
    }

    @Test("a list over the hard limit resets its stream; who repeats it is told to calm down")
    func hardHeaderList() async throws {
        let server = try TestServer(limits: Self.limits {
            $0.headerListBytes = 1_000
            $0.headerListHardBytes = 4_000
            $0.headerListOffences = 2
        })
        let raw = try RawPeer(port: server.port)
        await raw.greet()
        let bomb = [("a", String(repeating: "x", count: 3_000)), ("b", String(repeating: "x", count: 3_000))]
        for id: UInt32 in [1, 3] {
            await raw.send(Frame.request(id, bomb))
            #expect(try await raw.next(.reset)?.stream == id)
        }
        await raw.send(Frame.request(5, bomb))
        #expect(try await raw.next(.goAway)?.code == HTTP2ErrorCode.enhanceYourCalm.rawValue)
        let seen = await server.seen.wait { $0.closed.count == 1 }
        #expect(seen.closed[0].cause.contains("4000 bytes"))
        #expect(seen.streams.isEmpty)
        try await server.stop()
    }

    @Test("a flood of CONTINUATION frames ends the connection with ENHANCE_YOUR_CALM (CVE-2024-28182)")
    func continuations() async throws {
        let server = try TestServer { Recorder() }
        let raw = try RawPeer(port: server.port)
        await raw.greet(Frame(kind: .headers, flags: 0, stream: 1, payload: Frame.block([(":method", "POST")])))
        for _ in 0..<20 { await raw.send(Frame(kind: .continuation, stream: 1, payload: Frame.block([("x", "y")]))) }
        #expect(try await raw.next(.goAway)?.code == HTTP2ErrorCode.enhanceYourCalm.rawValue)
        try await server.stop()
    }

    @Test("a flood of resets within nghttp2's budget is served, beyond it the connection ends")
    func resets() async throws {
        let server = try TestServer(limits: Self.limits { $0.resetBurst = 50; $0.resetsPerSecond = 1 }) { Recorder() }
        let raw = try RawPeer(port: server.port)
        await raw.greet()
        var id: UInt32 = 1
        for _ in 0..<60 {
            await raw.send(Frame.request(id, end: false), Frame(kind: .reset, stream: id, payload: big(8)))
            id += 2
        }
        #expect(try await raw.next(.goAway) != nil)
        #expect((45...60).contains(server.seen.current.streams.count))
        try await server.stop()
    }

    // MARK: Timers

    @Test("a connection without preface and SETTINGS is ended with SETTINGS_TIMEOUT, wherever it stops", arguments: [0, 10, 24])
    func preface(sent: Int) async throws {
        let server = try TestServer(limits: Self.limits { $0.prefaceNanoseconds = 50_000_000; $0.lingerNanoseconds = 10_000_000 })
        let raw = try RawPeer(port: server.port)
        await raw.send(Array(RawPeer.preface.prefix(sent)))
        #expect(try await raw.next(.goAway)?.code == HTTP2ErrorCode.settingsTimeout.rawValue)
        let seen = await server.seen.wait { $0.closed.count == 1 }
        #expect(seen.closed[0].phase == .preface)
        try await server.stop()
    }

    @Test("a TLS handshake that doesn't go on is dropped")
    func handshake() async throws {
        let server = try TestServer(limits: Self.limits { $0.handshakeNanoseconds = 50_000_000 }, tls: try await Certificate.shared().server())
        let raw = try RawPeer(port: server.port)
        await raw.send([0x16, 0x03, 0x01])
        #expect(try await raw.readToEnd().isEmpty)
        #expect(server.seen.current.opened == 0)
        try await server.stop()
    }

    @Test("a header block that trickles is ended; one that is whole is not, however long its stream lives")
    func headerBlock() async throws {
        let server = try TestServer(limits: Self.limits { $0.headerBlockNanoseconds = 50_000_000 }) { Recorder() }
        let whole = try RawPeer(port: server.port)
        await whole.greet(.request(1, end: false))
        _ = await server.stream()
        let raw = try RawPeer(port: server.port)
        await raw.greet(Frame(kind: .headers, flags: 0, stream: 1, payload: Frame.block([(":method", "POST")])))
        #expect(try await raw.next(.goAway)?.code == HTTP2ErrorCode.enhanceYourCalm.rawValue)
        let seen = await server.seen.wait { $0.closed.count == 1 }
        #expect(seen.closed[0].cause.contains("header block"))
        #expect(await server.stream().record.current.end == nil)
        try await server.stop()
    }
}

/// An address made before the descriptors ran out.
private struct LoopbackAddress {
    private var address = sockaddr_in()
    init(port: UInt16) {
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    }
    func connect(_ descriptor: Int32) {
        var address = address
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
