// Our client through its paces against another implementation's server of rpc.test.Echo: a line for each thing it tried.
import HTTP2
import Loops
import RPC
import WellKnown
import Wire

struct ClientStory {
    let channel: Channel

    struct Unmet: Error {
        let what: String
    }

    private func check(_ condition: Bool, _ what: String) throws {
        if !condition { throw Unmet(what: what) }
    }

    private func request(_ text: String = "", _ change: (inout EchoRequest) -> Void = { _ in }) -> EchoRequest {
        var request = EchoRequest()
        request.text = text
        change(&request)
        return request
    }

    private func refusal(_ body: () async throws -> Void) async throws -> RPCError {
        do { try await body() } catch let error as RPCError { return error }
        throw Unmet(what: "no error")
    }

    func run() async {
        await step("unary") {
            let reply = try await channel.unary(TestEcho.say, request("héllo ☺"), options: CallOptions(timeout: .seconds(5)))
            try check(reply.text == "héllo ☺", reply.text)
        }
        await step("large") {
            let reply = try await channel.unary(TestEcho.say, request { $0.size = 2_000_000; $0.text = String(repeating: "t", count: 1_000_000) })
            try check(reply.data.count == 2_000_000, "\(reply.data.count)")
        }
        await step("server streaming") {
            let count = try await channel.serverStreaming(TestEcho.expand, request { $0.count = 300; $0.size = 500 }) { replies in
                var count: Int32 = 0
                for try await reply in replies {
                    try check(reply.index == count, "order")
                    count += 1
                }
                return count
            }
            try check(count == 300, "\(count)")
        }
        await step("client streaming") {
            let response = try await channel.clientStreaming(TestEcho.collect) { writer in
                for index in 0..<200 { try await writer.write(request("\(index)")) }
            }
            try check(response.message.index == 200, "\(response.message.index)")
        }
        await step("bidirectional") {
            try await channel.bidirectional(TestEcho.chat) { writer, replies in
                var iterator = replies.makeAsyncIterator()
                for index in 0..<20 {
                    try await writer.write(request("\(index)"))
                    let reply = try await iterator.next()
                    try check(reply?.text == "\(index)", "ping pong")
                }
                await writer.finish()
                let last = try await iterator.next()
                try check(last == nil, "end")
            }
        }
        await step("status") {
            let text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
            let error = try await refusal {
                _ = try await channel.unary(TestEcho.say, request(text) { $0.code = 9; $0.reason = "WHY" })
            }
            try check(error.code == .failedPrecondition && error.message == text, "\(error)")
            let info = try error.details.first?.unpack(ErrorInfo.self)
            try check(info?.reason == "WHY", "details")
        }
        await step("every status") {
            for code in StatusCode.allCases where code != .ok {
                let error = try await refusal { _ = try await channel.unary(TestEcho.say, request("why") { $0.code = code.rawValue }) }
                try check(error.code == code && error.message == "why", "\(error)")
            }
        }
        await step("metadata") {
            var metadata = Metadata()
            try metadata.add("x-echo", "one")
            try metadata.add("x-echo-bin", bytes: [0, 0xAB, 0xFF])
            let response = try await channel.unaryResponse(TestEcho.say, request("m"), options: CallOptions(metadata: metadata))
            try check(response.initialMetadata["x-echo"] == "one", "initial")
            try check(response.trailingMetadata.bytes("x-echo-bin") == [0, 0xAB, 0xFF], "trailing")
        }
        await step("deadline") {
            let error = try await refusal {
                _ = try await channel.unary(TestEcho.say, request { $0.sleepMilliseconds = 5_000 }, options: CallOptions(timeout: .milliseconds(100)))
            }
            try check(error.code == .deadlineExceeded, "\(error)")
        }
        await step("cancel") {
            let task = Task { try await channel.unary(TestEcho.say, request { $0.sleepMilliseconds = 5_000 }) }
            try await Task.sleep(nanoseconds: 50_000_000)
            task.cancel()
            let error = try await refusal { _ = try await task.value }
            try check(error.code == .cancelled, "\(error)")
        }
        await step("leaving a stream") {
            let first = try await channel.serverStreaming(TestEcho.expand, request { $0.count = 100_000; $0.size = 1_000 }) { replies in
                var iterator = replies.makeAsyncIterator()
                return try await iterator.next()
            }
            try check(first?.index == 0, "first")
        }
        await step("unimplemented") {
            let missing = MethodDescriptor<EchoRequest, EchoReply>(service: "rpc.test.Echo", name: "Missing")
            let error = try await refusal { _ = try await channel.unary(missing, request()) }
            try check(error.code == .unimplemented, "\(error)")
        }
        await step("hundred at once") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let reply = try await channel.unary(TestEcho.say, request("\(index)"))
                        try check(reply.text == "\(index)", "mixed up")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func step(_ name: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            TestOutput.line("ok \(name)")
        } catch {
            TestOutput.line("failed \(name): \(error)")
        }
    }
}
