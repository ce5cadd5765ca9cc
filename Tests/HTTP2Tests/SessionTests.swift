// The protocol without sockets: bytes in, bytes out, on a loop of the test's.

import Synchronization
@testable import HTTP2
import Loops
import TestThreads
import Testing

/// Owns one side of a connection and answers every request with its body.
private final class Side: ConnectionOwner, ConnectionTransport {
    var connection: HTTP2Connection?
    var recorders: [Recorder] = []
    var closed: HTTP2ConnectionError?
    var flushes = 0
    private let make: () -> Recorder

    init(role: HTTP2Connection.Role, loop: EventLoop, limits: HTTP2Limits = HTTP2Limits(), _ make: @escaping () -> Recorder = TestServer.echo) {
        self.make = make
        let connection = HTTP2Connection(role: role, loop: loop, peer: "peer", isSecure: false, limits: limits, owner: self)
        self.connection = connection
        connection.transport = self
        _ = connection.start()
    }

    func needsFlush() { flushes += 1 }
    func handler(for stream: HTTP2Stream) -> (any HTTP2StreamHandler)? {
        let recorder = make()
        recorders.append(recorder)
        return recorder
    }
    func connectionReady(_ connection: HTTP2Connection) {}
    func connectionGoingAway(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) {}
    func connectionClosed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError) { closed = error }

    /// What is to be sent now, in one buffer.
    func pull(capacity: Int = 1 << 20) -> [UInt8] {
        guard let connection else { return [] }
        connection.flushBegins()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)
        defer { buffer.deallocate() }
        let count = connection.pull(into: buffer)
        if count == 0 { connection.flushEnded() }
        return Array(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    func feed(_ bytes: some Sequence<UInt8>) {
        Array(bytes).withUnsafeBytes { connection?.received($0) }
    }

    func end() {
        connection?.transportClosed(HTTP2ConnectionError(phase: .open, peer: "peer", cause: "test over"))
        connection = nil
    }
}

private func frames(_ bytes: [UInt8]) -> [Frame] {
    var frames: [Frame] = []
    var rest = bytes[...]
    while rest.count >= 9 {
        let start = rest.startIndex
        let length = Int(rest[start]) << 16 | Int(rest[start + 1]) << 8 | Int(rest[start + 2])
        guard rest.count >= 9 + length, let kind = Frame.Kind(rawValue: rest[start + 3]) else { break }
        let stream = rest[(start + 5)..<(start + 9)].reduce(0) { $0 << 8 | UInt32($1) }
        frames.append(Frame(kind: kind, flags: rest[start + 4], stream: stream, payload: Array(rest[(start + 9)..<(start + 9 + length)])))
        rest = rest.dropFirst(9 + length)
    }
    return frames
}

@Suite("Session", .timeLimit(.minutes(2)))
struct SessionTests {
    /// Runs on a loop, which a connection needs for its timers.
    private static func onLoop<Result: Sendable>(_ body: @escaping @Sendable (EventLoop) -> Result) async throws -> Result {
        let loop = try EventLoop()
        let result = await loop.spawn { body(loop) }.value
        await onOwnThread { loop.stop() }
        return result
    }

    private static let greeting = RawPeer.preface + Frame.settings.bytes

    @Test("all answers of one read leave in one piece, each as HEADERS, DATA, HEADERS")
    func oneFlush() async throws {
        let (kinds, flushes) = try await Self.onLoop { loop in
            let server = Side(role: .server, loop: loop)
            server.feed(Self.greeting)
            _ = server.pull()
            server.flushes = 0
            var requests: [Frame] = []
            for id in stride(from: UInt32(1), to: 200, by: 2) {
                requests.append(.request(id, end: false))
                requests.append(Frame(kind: .data, flags: 1, stream: id, payload: [1, 2, 3]))
            }
            server.feed(bytes(of: requests))
            let flushes = server.flushes
            var kinds: [UInt32: [Frame.Kind]] = [:]
            for frame in frames(server.pull()) where frame.stream > 0 { kinds[frame.stream, default: []].append(frame.kind) }
            server.end()
            return (kinds, flushes)
        }
        #expect(kinds.count == 100)
        #expect(kinds.values.allSatisfy { $0 == [.headers, .data, .headers] })
        #expect(flushes == 1)
    }

    @Test("a small write buffer changes nothing but the number of writes")
    func smallBuffer() async throws {
        let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let received = try await Self.onLoop { loop in
            let server = Side(role: .server, loop: loop) {
                Recorder(onHeaders: { $0.respond(headers: Blocks.ok, data: body, trailers: Blocks.trailers) })
            }
            let wide: [UInt8] = [0, 4] + big(1 << 24)
            server.feed(Self.greeting)
            server.feed(bytes(of: [Frame(kind: .settings, payload: wide), Frame(kind: .windowUpdate, payload: big(1 << 24)), .request(1)]))
            var output: [UInt8] = []
            while case let part = server.pull(capacity: 40_000), !part.isEmpty { output += part }
            server.end()
            return frames(output).filter { $0.stream == 1 }
        }
        #expect(received.filter { $0.kind == .data }.flatMap(\.payload) == body)
        #expect(received.first?.kind == .headers)
        #expect(received.last?.kind == .headers)
        #expect(received.count == 2 + (200_000 + 16_383) / 16_384)
    }

    @Test("a stream that is reset between two writes ends with the frame that was begun, and no other waits for it")
    func resetBetweenWrites() async throws {
        let received = try await Self.onLoop { loop in
            let body = [UInt8](repeating: 7, count: 200_000)
            let server = Side(role: .server, loop: loop) { Recorder(onHeaders: { $0.send(headers: Blocks.ok); $0.send(data: body) }) }
            let wide: [UInt8] = [0, 4] + big(1 << 24)
            server.feed(Self.greeting)
            server.feed(bytes(of: [Frame(kind: .settings, payload: wide), Frame(kind: .windowUpdate, payload: big(1 << 24)), .request(1)]))
            // Room for one DATA frame: nghttp2 has decided on the next and asks for it again.
            var output = server.pull(capacity: 40_000)
            server.connection?.firstStream?.takeUnretainedValue().reset(.cancel)
            while case let part = server.pull(capacity: 40_000), !part.isEmpty { output += part }
            #expect(server.connection?.queuedBytes == 0)
            #expect(server.recorders.first?.record.current.endText.hasPrefix("reset by us") == true)
            server.feed(bytes(of: [.request(3)]))
            while case let part = server.pull(capacity: 40_000), !part.isEmpty { output += part }
            server.end()
            return frames(output)
        }
        #expect(received.filter { $0.stream == 1 }.map(\.kind) == [.headers, .data, .data, .reset])
        #expect(received.filter { $0.stream == 3 && $0.kind == .data }.reduce(0) { $0 + $1.payload.count } == 200_000)
    }

    @Test("bytes that come one at a time mean the same as bytes that come at once")
    func trickle() async throws {
        let continuation = 9 + Frame.block([(":path", "/"), (":authority", "x")]).count
        let input: [UInt8] = Self.greeting + bytes(of: [
            .request(1, [("x", "1")], end: false),
            Frame(kind: .data, stream: 1, payload: [1, 2]),
            Frame(kind: .data, flags: 0x9, stream: 1, payload: [2, 3, 0, 0]),
            Frame(kind: .headers, flags: 0x1, stream: 3, payload: Frame.block([(":method", "POST"), (":scheme", "http")])),
            Frame(kind: .continuation, flags: 0x4, stream: 3, payload: Frame.block([(":path", "/"), (":authority", "x")])),
        ])
        let outputs = try await Self.onLoop { loop in
            // nghttp2 counts each read of a part of a CONTINUATION's head as a CONTINUATION, and 9 of them as a flood: so its
            // 9 bytes come in threes here, everything before it one at a time.
            [input.count, 1].map { size in
                let server = Side(role: .server, loop: loop)
                var start = 0
                while start < input.count {
                    let step = min(size == 1 && start >= input.count - continuation ? 3 : size, input.count - start)
                    server.feed(input[start..<(start + step)])
                    start += step
                }
                let output = server.pull()
                server.end()
                return output
            }
        }
        #expect(frames(outputs[0]) == frames(outputs[1]))
        #expect(frames(outputs[0]).filter { $0.kind == .data }.map(\.payload) == [[1, 2, 3]])
        #expect(frames(outputs[0]).filter { $0.stream == 3 }.map(\.kind) == [.headers, .headers])
    }

    @Test("HTTP/1.1 gets an answer it can read, and nothing else", arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "hello\r\n"])
    func otherProtocol(text: String) async throws {
        let (answer, more, done) = try await Self.onLoop { loop in
            let server = Side(role: .server, loop: loop)
            server.feed(Array(text.utf8))
            let answer = server.pull(), more = server.pull()
            let done = server.connection?.isDone == true
            server.end()
            return (answer, more, done)
        }
        #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 505 HTTP Version Not Supported\r\n"))
        #expect(more.isEmpty)
        #expect(done)
    }

    @Test("PINGs whose answers nobody takes end the connection with ENHANCE_YOUR_CALM (CVE-2019-9512)")
    func pingFlood() async throws {
        let (code, cause) = try await Self.onLoop { loop in
            var limits = HTTP2Limits()
            limits.outboundAcknowledgements = 10
            let server = Side(role: .server, loop: loop, limits: limits)
            server.feed(Self.greeting)
            _ = server.pull()
            for _ in 0..<20 { server.feed(Frame(kind: .ping, payload: Array(0..<8)).bytes) }
            let cause = server.connection?.failure?.cause
            let code = frames(server.pull()).last { $0.kind == .goAway }?.code
            server.feed(Frame.request(1).bytes)
            #expect(server.recorders.isEmpty, "fed after the end")
            server.end()
            return (code, cause)
        }
        #expect(code == HTTP2ErrorCode.enhanceYourCalm.rawValue)
        #expect(cause?.isEmpty == false)
    }

    @Test("our client and our server understand each other, and both let go of everything")
    func pair() async throws {
        let (body, trailers, alive) = try await Self.onLoop { loop in
            let server = Side(role: .server, loop: loop), client = Side(role: .client, loop: loop)
            weak var weakConnection = server.connection
            weak var weakStream: HTTP2Stream?
            let call = Recorder()
            if let connection = client.connection {
                let stream = try? connection.open(headers: Blocks.request("/a.B/C"), endStream: false, handler: call)
                stream?.send(data: [UInt8](repeating: 9, count: 300_000), endStream: true)
                weakStream = stream
            }
            for _ in 0..<100 {
                let up = client.pull(), down = server.pull()
                if up.isEmpty, down.isEmpty { break }
                server.feed(up)
                client.feed(down)
            }
            let record = call.record.current
            server.end()
            client.end()
            return (record.body.count, record.trailers, weakConnection != nil || weakStream != nil)
        }
        #expect(body == 300_000)
        #expect(trailers == ["grpc-status": "0"])
        #expect(!alive)
    }

    /// Random changes of real conversations: whatever comes, nothing traps, every stream ends once, and little is said.
    @Test("4,000 damaged conversations", arguments: [HTTP2Connection.Role.server, .client])
    func damaged(role: HTTP2Connection.Role) async throws {
        let outcome = try await Self.onLoop { loop in
            var random = Seeded(state: 0x5eed)
            let conversation = role == .server ? Self.clientBytes : Self.serverBytes
            var ended = 0, opened = 0, failed = 0
            for _ in 0..<4_000 {
                var bytes = conversation
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let position = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    case 2: bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...12, using: &random)))
                    default: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + Int.random(in: 1...40, using: &random))], at: position)
                    }
                    if bytes.isEmpty { bytes = [0] }
                }
                let side = Side(role: role, loop: loop)
                if role == .client, let connection = side.connection {
                    for _ in 0..<2 {
                        let call = Recorder()
                        side.recorders.append(call)
                        let stream = try? connection.open(headers: Blocks.request("/x"), endStream: false, handler: call)
                        stream?.send(data: [1, 2, 3], endStream: true)
                    }
                    _ = side.pull()
                }
                var start = 0
                while start < bytes.count {
                    let size = min(bytes.count - start, Int.random(in: 1...200, using: &random))
                    side.feed(bytes[start..<(start + size)])
                    #expect(side.pull().count < 100_000)
                    start += size
                }
                if side.connection?.failure != nil { failed += 1 }
                #expect((side.connection?.streamCount ?? 0) <= side.recorders.count)
                side.end()
                opened += side.recorders.count
                ended += side.recorders.count { $0.record.current.end != nil }
            }
            return (opened, ended, failed)
        }
        #expect(outcome.0 == outcome.1)
        #expect(outcome.0 > 2_000, "the conversations reach the streams")
        #expect(outcome.2 > 200, "the damage is seen: \(outcome)")
    }

    private static let clientBytes: [UInt8] = greeting + bytes(of: [
        .settingsAcknowledged,
        .request(1, [("te", "trailers"), ("x-long", String(repeating: "y", count: 200))], end: false),
        Frame(kind: .data, flags: 0x1, stream: 1, payload: [0, 0, 0, 0, 2, 8, 1]),
        Frame(kind: .ping, payload: Array(0..<8)),
        .request(3),
        Frame(kind: .windowUpdate, stream: 3, payload: big(1_000)),
        .request(5, end: false),
        Frame(kind: .data, flags: 0x8, stream: 5, payload: [2, 7, 7, 0, 0]),
        Frame(kind: .reset, stream: 5, payload: big(8)),
        Frame(kind: .priority, stream: 7, payload: [0, 0, 0, 1, 16]),
        Frame(kind: .goAway, payload: [0, 0, 0, 0, 0, 0, 0, 0] + Array("bye".utf8)),
    ])

    private static let serverBytes: [UInt8] = bytes(of: [
        Frame(kind: .settings, payload: [0, 3, 0, 0, 0, 100]),
        .settingsAcknowledged,
        .headers(1, [(":status", "200"), ("content-type", "application/grpc")], end: false),
        Frame(kind: .data, stream: 1, payload: [0, 0, 0, 0, 2, 8, 1]),
        .headers(1, [("grpc-status", "0"), ("grpc-message", "fine")]),
        Frame(kind: .ping, payload: Array(0..<8)),
        .headers(3, [(":status", "200"), ("grpc-status", "5")]),
        Frame(kind: .windowUpdate, payload: big(1_000)),
        Frame(kind: .goAway, payload: [0, 0, 0, 3, 0, 0, 0, 0] + Array("bye".utf8)),
    ])
}

private func bytes(of frames: [Frame]) -> [UInt8] { frames.flatMap(\.bytes) }

/// A generator whose runs repeat (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
