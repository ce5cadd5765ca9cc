// Our client and our server, over loopback: the four shapes, metadata, statuses.
import Loops
import Synchronization
import Testing
import WellKnown
import Wire
@testable import RPC

@Suite(.serialized, .timeLimit(.minutes(5))) struct CallTests {
    static func echo(_ router: inout Router) {
        router.unary(Notes.say) { request, _ in request }
        router.read(Notes.read) { (request, _) throws(RPCError) in request }
        router.serverStreaming(Notes.expand) { request, writer, _ in
            for index in 0..<request.number { try await writer.write(Note(request.text, number: index, size: request.data.count)) }
        }
        router.clientStreaming(Notes.collect) { requests, _ in
            var texts: [String] = []
            for try await request in requests { texts.append(request.text) }
            return Note(texts.joined(separator: ","), number: Int64(texts.count))
        }
        router.bidirectional(Notes.chat) { requests, writer, _ in
            for try await request in requests { try await writer.write(request) }
        }
    }

    @Test("unary, by a task and on the loop") func unary() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            #expect(try await loopback.channel.unary(Notes.say, Note("héllo ☺")) == Note("héllo ☺"))
            #expect(try await loopback.channel.unary(Notes.read, Note("b", number: -1)) == Note("b", number: -1))
            #expect(try await loopback.channel.unary(Notes.read, Note()) == Note())
        }
    }

    @Test("a synchronous read that can't answer falls back to its task") func fallback() async throws {
        try await withLoopback { router in
            router.read(Notes.read) { (request, _) throws(RPCError) in
                request.number == 0 ? Note("now") : nil
            } otherwise: { request, _ in
                await Task.yield()
                return Note("later", number: request.number)
            }
        } _: { (loopback: Loopback) async throws in
            #expect(try await loopback.channel.unary(Notes.read, Note()) == Note("now"))
            #expect(try await loopback.channel.unary(Notes.read, Note(number: 3)) == Note("later", number: 3))
        }
    }

    @Test("wire R1: messages larger than frames and windows, both ways", arguments: [0, 1, 16_384, 65_536, 1_000_000, 3_900_000])
    func large(_ size: Int) async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            let note = Note("big", size: size)
            #expect(try await loopback.channel.unary(Notes.say, note) == note)
            #expect(try await loopback.channel.unary(Notes.read, note) == note)
        }
    }

    @Test("server streaming") func serverStreaming() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            let numbers = try await loopback.channel.serverStreaming(Notes.expand, Note("x", number: 1_000, size: 100)) { responses in
                var numbers: [Int64] = []
                for try await response in responses { numbers.append(response.number) }
                return numbers
            }
            #expect(numbers == Array(0..<1_000))
            let none = try await loopback.channel.serverStreaming(Notes.expand, Note()) { responses in
                var count = 0
                for try await _ in responses { count += 1 }
                return count
            }
            #expect(none == 0)
        }
    }

    @Test("client streaming") func clientStreaming() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            let response = try await loopback.channel.clientStreaming(Notes.collect) { writer in
                for index in 0..<100 { try await writer.write(Note("\(index)", size: 10_000)) }
            }
            #expect(response.message.number == 100)
            #expect(response.message.text.hasPrefix("0,1,2,"))
            let none = try await loopback.channel.clientStreaming(Notes.collect) { _ in }
            #expect(none.message.number == 0)
        }
    }

    @Test("bidirectional: ping pong") func bidirectional() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            let texts = try await loopback.channel.bidirectional(Notes.chat) { (writer, responses) async throws in
                var texts: [String] = []
                var iterator = responses.makeAsyncIterator()
                for index in 0..<20 {
                    try await writer.write(Note("\(index)"))
                    if let response = try await iterator.next() { texts.append(response.text) }
                }
                await writer.finish()
                #expect(try await iterator.next() == nil)
                return texts
            }
            #expect(texts == (0..<20).map(String.init))
        }
    }

    @Test("wire R15–R17: a status with details, in trailers only and after messages") func statuses() async throws {
        let text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
        try await withLoopback { router in
            router.read(Notes.read) { (request, context) throws(RPCError) in
                var trailing = Metadata()
                try? trailing.add("x-more", "yes")
                context.addTrailingMetadata(trailing)
                throw RPCError(.failedPrecondition, text, details: [AnyMessage(ErrorInfo(reason: "R", domain: "d"))])
            }
            router.serverStreaming(Notes.expand) { _, writer, _ in
                try await writer.write(Note("one"))
                throw RPCError(.aborted, text)
            }
        } _: { (loopback: Loopback) async throws in
            let error = await rpcError { _ = try await loopback.channel.unary(Notes.read, Note()) }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.message == text)
            #expect(try error?.details.first?.unpack(ErrorInfo.self)?.reason == "R")
            #expect(error?.metadata["x-more"] == "yes")
            #expect(error?.origin?.phase == .answered)
            #expect(error?.origin?.serverMayHaveActed == true)
            let seen = Seen<String>()
            let late = await rpcError {
                try await loopback.channel.serverStreaming(Notes.expand, Note()) { responses in
                    for try await response in responses { seen.add(response.text) }
                }
            }
            #expect(late?.code == .aborted)
            #expect(late?.message == text)
            #expect(seen.all == ["one"])
        }
    }

    @Test("wire R19: an unexpected error is UNKNOWN without its text") func unexpected() async throws {
        struct Secret: Error { let text = "secret" }
        try await withLoopback { router in
            router.unary(Notes.say) { _, _ in throw Secret() }
            router.bidirectional(Notes.chat) { _, _, _ in throw Secret() }
        } _: { (loopback: Loopback) async throws in
            let error = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) }
            #expect(error?.code == .unknown)
            #expect(error?.message.contains("ecret") == false)
            let stream = await rpcError {
                try await loopback.channel.bidirectional(Notes.chat) { _, responses in for try await _ in responses {} }
            }
            #expect(stream?.code == .unknown)
        }
    }

    @Test("wire R5: unknown service and unknown method are told apart") func unimplemented() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            let method = await rpcError { _ = try await loopback.channel.unary(Notes.missing, Note()) }
            #expect(method?.code == .unimplemented)
            #expect(method?.message == "unknown method Missing for service rpc.test.Notes")
            let service = await rpcError { _ = try await loopback.channel.unary(Notes.nowhere, Note()) }
            #expect(service?.code == .unimplemented)
            #expect(service?.message == "unknown service rpc.test.Nowhere")
        }
    }

    @Test("wire R8, R9: metadata both ways, text and binary, several values") func metadata() async throws {
        try await withLoopback { router in
            router.unary(Notes.say) { _, context in
                let received = context.metadata
                var initial = Metadata()
                var trailing = Metadata()
                for value in received.all("x-many") { try initial.add("x-many", text: value) }
                for value in received.all("x-some-bin") { try trailing.add("x-some-bin", bytes: value) }
                context.addInitialMetadata(initial)
                context.addTrailingMetadata(trailing)
                return Note(context.withHeader("x-many") { $0.map { String(decoding: $0, as: UTF8.self) } ?? "none" })
            }
        } _: { (loopback: Loopback) async throws in
            var metadata = Metadata()
            try metadata.add("x-many", "1")
            try metadata.add("x-many", "two ☺")
            try metadata.add("x-some-bin", bytes: [0, 1, 255])
            try metadata.add("x-some-bin", bytes: [])
            let response = try await loopback.channel.unaryResponse(Notes.say, Note(), options: CallOptions(metadata: metadata))
            #expect(response.message.text == "1")
            #expect(response.initialMetadata.all("x-many").map { String(decoding: $0, as: UTF8.self) } == ["1", "two ☺"])
            #expect(response.trailingMetadata.all("x-some-bin") == [[0, 1, 255], []])
        }
    }

    @Test("wire R13: limits on what is received and sent, on both sides") func limits() async throws {
        var server = RPCLimits()
        server.receiveMessageBytesMax = 1_000
        server.sendMessageBytesMax = 2_000
        try await withLoopback(limits: server) { router in
            router.unary(Notes.say) { request, _ in Note("", size: Int(request.number)) }
            router.read(Notes.read) { (request, _) throws(RPCError) in Note("", size: Int(request.number)) }
            router.serverStreaming(Notes.expand) { request, writer, _ in try await writer.write(Note("", size: Int(request.number))) }
        } _: { (loopback: Loopback) async throws in
            for method in [Notes.say, Notes.read] {
                let tooLong = await rpcError { _ = try await loopback.channel.unary(method, Note("", size: 1_001)) }
                #expect(tooLong?.code == .resourceExhausted)
                let tooLongBack = await rpcError { _ = try await loopback.channel.unary(method, Note("", number: 2_001)) }
                #expect(tooLongBack?.code == .resourceExhausted)
                #expect(try await loopback.channel.unary(method, Note("", number: 1_900)).data.count == 1_900)
            }
            let stream = await rpcError {
                try await loopback.channel.serverStreaming(Notes.expand, Note("", number: 2_001)) { for try await _ in $0 {} }
            }
            #expect(stream?.code == .resourceExhausted)
        }
        var client = ChannelConfiguration()
        client.limits.receiveMessageBytesMax = 1_000
        client.limits.sendMessageBytesMax = 1_000
        try await withLoopback(configuration: client) { router in
            router.unary(Notes.say) { request, _ in Note("", size: Int(request.number)) }
        } _: { (loopback: Loopback) async throws in
            let received = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note("", number: 1_001)) }
            #expect(received?.code == .resourceExhausted)
            let sent = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note("", size: 1_001)) }
            #expect(sent?.code == .resourceExhausted)
        }
    }

    @Test("100 calls at once on one connection") func parallel() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let note = Note("n", number: Int64(index), size: index * 37)
                        let answer = try await loopback.channel.unary(index % 2 == 0 ? Notes.say : Notes.read, note)
                        #expect(answer == note)
                    }
                }
                try await group.waitForAll()
            }
            let metrics = await loopback.server.metrics()
            #expect(metrics.first { $0.method == Notes.say.path }?.started == 50)
            #expect(metrics.first { $0.method == Notes.read.path }?.finished == [.ok: 50])
        }
    }

    @Test("wire H4: methods that are not registered are counted as other") func metrics() async throws {
        try await withLoopback(Self.echo) { (loopback: Loopback) async throws in
            _ = await rpcError { _ = try await loopback.channel.unary(Notes.missing, Note()) }
            _ = await rpcError { _ = try await loopback.channel.unary(Notes.nowhere, Note()) }
            let other = await loopback.server.metrics().first { $0.method == "other" }
            #expect(other == MethodMetrics(method: "other", started: 2, finished: [.unimplemented: 2]))
        }
    }
}
