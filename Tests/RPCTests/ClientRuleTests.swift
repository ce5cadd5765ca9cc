// The client's rules (wire C1–C7, C12) against a server that plays a script.
import HTTP2
import Loops
import TestThreads
import Testing
import WellKnown
import Wire
@testable import RPC

private let ok: (String, String) = ("grpc-status", "0")
private let head: [(String, String)] = [(":status", "200"), ("content-type", "application/grpc")]
private let hi: [UInt8] = Codec.frame(Note("hi"))

private func unaryError(_ script: [Line], atHeaders: Bool = false) async throws -> RPCError? {
    var error: RPCError?
    try await withScript([script], atHeaders: atHeaders) { (channel, _) async throws in
        error = await rpcError { _ = try await channel.unary(Notes.say, Note(), options: CallOptions(timeout: .seconds(5))) }
    }
    return error
}

@Suite(.serialized, .timeLimit(.minutes(5))) struct ClientRuleTests {
    @Test("wire C1: the request's headers and their order") func requestHeaders() async throws {
        try await withScript([[.headers(head), .data(hi), .trailers([ok])]]) { (channel, server) async throws in
            var metadata = Metadata()
            try metadata.add("x-mine", "1")
            try metadata.add("x-mine-bin", bytes: [255])
            let answer = try await channel.unary(Notes.say, Note(), options: CallOptions(timeout: .seconds(2), metadata: metadata))
            #expect(answer.text == "hi")
            let names = server.requests.all[0].map(\.0)
            #expect(names == [
                ":method", ":scheme", ":authority", ":path", "grpc-timeout", "te", "content-type", "user-agent", "grpc-accept-encoding",
                "x-mine", "x-mine-bin",
            ])
            let values = Dictionary(uniqueKeysWithValues: server.requests.all[0])
            #expect(values[":path"] == "/rpc.test.Notes/Say")
            #expect(values["te"] == "trailers")
            #expect(values["content-type"] == "application/grpc+proto")
            #expect(values["grpc-timeout"]?.last == "u")
            #expect(values["x-mine-bin"] == "/w")
        }
    }

    @Test("wire C2: an HTTP status without grpc-status", arguments: [
        ("400", .internal), ("401", .unauthenticated), ("403", .permissionDenied), ("404", .unimplemented), ("429", .unavailable),
        ("431", .internal), ("502", .unavailable), ("503", .unavailable), ("504", .unavailable), ("500", .unknown), ("200", .unknown),
        ("302", .unknown),
    ] as [(String, StatusCode)])
    func httpStatus(_ status: String, _ code: StatusCode) async throws {
        let error = try await unaryError([.headers([(":status", status), ("content-type", "application/grpc")], end: true)])
        #expect(error?.code == code)
        #expect(error?.message.contains(status) == true)
    }

    @Test("wire C2: grpc-status counts, whatever HTTP says") func statusWins() async throws {
        let error = try await unaryError([.headers([(":status", "503"), ("content-type", "text/html"), ("grpc-status", "5"), ("grpc-message", "a%20b")], end: true)])
        #expect(error?.code == .notFound)
        #expect(error?.message == "a b")
    }

    @Test("wire C2: another content type is told with the HTTP status and the body's beginning") func foreign() async throws {
        let body = [UInt8](repeating: UInt8(ascii: "z"), count: 5_000)
        let error = try await unaryError([.headers([(":status", "502"), ("content-type", "text/html")]), .data(body), .end])
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("text/html") == true)
        #expect(error?.message.contains("502") == true)
        let zs = error?.message.filter { $0 == "z" }.count ?? 0
        #expect(zs > 1_000 && zs <= 1_024)
        let plain = try await unaryError([.headers([(":status", "200"), ("content-type", "text/plain")]), .data(Array("no".utf8)), .end])
        #expect(plain?.code == .unknown)
    }

    @Test("wire C2: a final response after 1xx") func informational() async throws {
        let error = try await unaryError([.headers([(":status", "200"), ("content-type", "application/grpc"), ("grpc-status", "7")], end: true)])
        #expect(error?.code == .permissionDenied)
    }

    @Test("wire C3: grpc-status that is no number, or none that is defined", arguments: ["x", "", "99", "-1", "3.0"])
    func unparsable(_ status: String) async throws {
        let error = try await unaryError([.headers(head), .data(hi), .trailers([("grpc-status", status)])])
        #expect(error?.code == .unknown)
    }

    @Test("wire C3: bytes left over at the trailers", arguments: [1, 4, 5, 7])
    func leftOver(_ count: Int) async throws {
        let error = try await unaryError([.headers(head), .data(hi + hi.prefix(count)), .trailers([ok])])
        #expect(error?.code == .internal || error?.code == .unimplemented)
        var streamed: RPCError?
        try await withScript([[.headers(head), .data(hi + hi.prefix(count)), .trailers([ok])]]) { (channel, _) async throws in
            let seen = Seen<String>()
            streamed = await rpcError {
                try await channel.serverStreaming(Notes.expand, Note()) { for try await note in $0 { seen.add(note.text) } }
            }
            #expect(seen.all == ["hi"])
        }
        #expect(streamed?.code == .internal)
    }

    @Test("wire R21 at the client: none or two messages of a unary method", arguments: [0, 2])
    func cardinality(_ count: Int) async throws {
        let bytes = (0..<count).flatMap { _ in hi }
        let error = try await unaryError([.headers(head), .data(bytes), .trailers([ok])])
        #expect(error?.code == .unimplemented)
    }

    @Test("wire R12 at the client: flags", arguments: [
        ("identity", 1, .internal), ("gzip", 1, .unimplemented), ("gzip", 2, .internal),
    ] as [(String, UInt8, StatusCode)])
    func flags(_ encoding: String, _ flag: UInt8, _ code: StatusCode) async throws {
        let error = try await unaryError([.headers(head + [("grpc-encoding", encoding)]), .data([flag] + hi.dropFirst()), .trailers([ok])])
        #expect(error?.code == code)
    }

    @Test("wire R13 at the client: a length of 4 GiB") func tooLong() async throws {
        let error = try await unaryError([.headers(head), .data([0, 255, 255, 255, 255]), .trailers([ok])])
        #expect(error?.code == .resourceExhausted)
    }

    @Test("wire R17: details of another code are dropped") func details() async throws {
        var status = Status(code: 5, message: "m", details: [AnyMessage(ErrorInfo(reason: "R", domain: "d"))])
        func text() -> String { String(decoding: Base64.encode(status.encoded()), as: UTF8.self) }
        let same = try await unaryError([.headers(head + [("grpc-status", "5"), ("grpc-status-details-bin", text())], end: true)])
        #expect(same?.details.count == 1)
        status.code = 6
        let other = try await unaryError([.headers(head + [("grpc-status", "5"), ("grpc-status-details-bin", text())], end: true)])
        #expect(other?.code == .notFound)
        #expect(other?.details.isEmpty == true)
        let broken = try await unaryError([.headers(head + [("grpc-status", "5"), ("grpc-status-details-bin", "?")], end: true)])
        #expect(broken?.code == .notFound)
    }

    @Test("wire C4: what a reset means", arguments: [
        (.noError, .internal), (.protocolError, .internal), (.internalError, .internal), (.flowControlError, .internal),
        (.settingsTimeout, .internal), (.frameSizeError, .internal), (.compressionError, .internal), (.connectError, .internal),
        (.cancel, .cancelled), (.enhanceYourCalm, .resourceExhausted), (.inadequateSecurity, .permissionDenied), (.refusedStream, .unavailable),
    ] as [(HTTP2ErrorCode, StatusCode)])
    func resets(_ code: HTTP2ErrorCode, _ status: StatusCode) async throws {
        let error = try await unaryError([.reset(code)])
        #expect(error?.code == status)
        #expect(error?.origin?.cause.contains("\(code)") == true)
        #expect(error?.origin?.serverMayHaveActed == (code != .refusedStream))
    }

    @Test("wire C4: CANCEL after messages") func resetLater() async throws {
        try await withScript([[.headers(head), .data(hi)]]) { (channel, server) async throws in
            let error = await rpcError {
                try await channel.serverStreaming(Notes.expand, Note(), options: CallOptions(timeout: .milliseconds(100))) { for try await _ in $0 {} }
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.origin?.phase == .responding)
            #expect(await server.ends.wait() == ["reset CANCEL"])
        }
    }

    @Test("wire C5: the deadline and the caller's cancellation send CANCEL") func cancel() async throws {
        try await withScript([[]]) { (channel, server) async throws in
            let late = await rpcError { _ = try await channel.unary(Notes.say, Note(), options: CallOptions(timeout: .milliseconds(50))) }
            #expect(late?.code == .deadlineExceeded)
            #expect(late?.message == "deadline exceeded on the client")
            #expect(late?.origin?.phase == .sent)
            let task = Task { await rpcError { _ = try await channel.unary(Notes.say, Note()) } }
            _ = await server.requests.wait(for: 2)
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await server.ends.wait(for: 2) == ["reset CANCEL", "reset CANCEL"])
        }
    }

    @Test("wire C5: trailers before our end are answered with NO_ERROR") func early() async throws {
        try await withScript([[.headers(head), .data(hi), .trailers([ok])]], atHeaders: true) { (channel, server) async throws in
            let answer = try await channel.clientStreaming(Notes.collect) { writer in
                while true { try await writer.write(Note("", size: 1_000)) }
            }
            #expect(answer.message.text == "hi")
            #expect(await server.ends.wait().count == 1)
        }
    }

    @Test("wire C6: a lost connection is UNAVAILABLE with its cause, for every call on it") func lost() async throws {
        try await withScript([[], [.hangUp]]) { (channel, server) async throws in
            let first = Task { await rpcError { _ = try await channel.unary(Notes.say, Note()) } }
            _ = await server.requests.wait()
            let second = await rpcError { _ = try await channel.unary(Notes.say, Note()) }
            for error in [await first.value, second] {
                #expect(error?.code == .unavailable || error?.code == .cancelled)
                #expect(error?.origin?.peer == channel.target)
                #expect(error?.origin?.cause.isEmpty == false)
                #expect(error?.origin?.serverMayHaveActed == true)
            }
        }
    }

    @Test("wire C12: a refused stream is repeated once, unasked") func refusedOnce() async throws {
        try await withScript([[.reset(.refusedStream)], [.headers(head), .data(hi), .trailers([ok])]]) { (channel, server) async throws in
            #expect(try await channel.unary(Notes.say, Note()).text == "hi")
            #expect(server.requests.all.count == 2)
        }
        try await withScript([[.reset(.refusedStream)]]) { (channel, server) async throws in
            let error = await rpcError { _ = try await channel.unary(Notes.say, Note()) }
            #expect(error?.code == .unavailable)
            #expect(error?.origin?.serverMayHaveActed == false)
            #expect(server.requests.all.count == 2)
        }
    }

    @Test("wire C12: what the server may have processed is not repeated") func notRepeated() async throws {
        try await withScript([[.reset(.internalError)]]) { (channel, server) async throws in
            _ = await rpcError { _ = try await channel.unary(Notes.say, Note()) }
            #expect(server.requests.all.count == 1)
        }
        try await withScript([[.headers(head), .reset(.refusedStream)]]) { (channel, server) async throws in
            _ = await rpcError { _ = try await channel.unary(Notes.say, Note()) }
            #expect(server.requests.all.count <= 2)
        }
    }

    @Test("wire C7: a server that drains and comes back: calls go on, none fails that was not sent") func rollingRestart() async throws {
        let group = try LoopGroup(count: 1)
        let loop = try EventLoop(name: "client")
        var router = Router()
        CallTests.echo(&router)
        var configuration = ChannelConfiguration()
        configuration.backoff.initialNanoseconds = 10_000_000
        var server = RPCServer(router: router, on: group)
        let port = try server.listen(host: "127.0.0.1", port: 0)[0].port
        let channel = Channel(host: "127.0.0.1", port: port, on: loop, configuration: configuration)
        for round in 0..<3 {
            for number in 0..<20 {
                let note = Note("r", number: Int64(round * 100 + number))
                let answer = try await channel.unary(Notes.say, note, options: CallOptions(timeout: .seconds(5), waitForReady: true))
                #expect(answer == note)
            }
            await server.drain(withinNanoseconds: 1_000_000_000)
            server = RPCServer(router: router, on: group)
            try server.listen(host: "127.0.0.1", port: port)
        }
        channel.shutDown(graceful: false)
        await server.drain(withinNanoseconds: 0)
        await onOwnThread {
            loop.stop()
            group.stop()
        }
    }

    @Test("wire C8: backoff grows by 1.6 to its maximum, with jitter") func backoff() {
        var backoff = Backoff()
        var delays = (0..<12).map { _ in backoff.next(random: 0) }
        #expect(delays[0] == 1_000_000_000)
        #expect(delays[1] == 1_600_000_000)
        #expect(delays[2] == 2_560_000_000)
        #expect(delays.last == 120_000_000_000)
        backoff.reset()
        delays = [backoff.next(random: 1), backoff.next(random: -1)]
        #expect(delays == [1_200_000_000, 1_280_000_000])
    }
}
