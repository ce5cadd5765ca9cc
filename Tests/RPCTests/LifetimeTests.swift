// How calls end before their time: deadlines, cancellation, lost connections, and what each side sees of it.
import Loops
import TestThreads
import Testing
import WellKnown
import Wire
@testable import RPC

@Suite(.serialized, .timeLimit(.minutes(5))) struct LifetimeTests {
    /// A handler that waits until it is cancelled and says what it saw.
    private static func sleeper(_ seen: Seen<String>) -> (inout Router) -> Void {
        { router in
            router.unary(Notes.say) { request, context in
                seen.add("started")
                do {
                    try await Task.sleep(nanoseconds: 30_000_000_000)
                } catch {
                    seen.add(context.isCancelled ? "cancelled" : "?")
                    throw error
                }
                return request
            }
            router.clientStreaming(Notes.collect) { requests, _ in
                seen.add("started")
                do {
                    for try await _ in requests {}
                } catch {
                    seen.add("read \((error as? RPCError)?.code.name ?? "?")")
                    throw error
                }
                return Note()
            }
        }
    }

    @Test("wire R7, R20: a deadline of 0 is over before the handler") func zero() async throws {
        let seen = Seen<String>()
        try await withLoopback(Self.sleeper(seen)) { (loopback: Loopback) async throws in
            let error = await rpcError {
                _ = try await loopback.channel.unary(Notes.say, Note(), options: CallOptions(timeout: .zero))
            }
            #expect(error?.code == .deadlineExceeded)
        }
        #expect(seen.all.isEmpty)
    }

    @Test("wire C4: the deadline passes here, and the handler is cancelled there") func deadline() async throws {
        let seen = Seen<String>()
        try await withLoopback(Self.sleeper(seen)) { (loopback: Loopback) async throws in
            let error = await rpcError {
                _ = try await loopback.channel.unary(Notes.say, Note(), options: CallOptions(timeout: .milliseconds(500)))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(await seen.wait(for: 2) == ["started", "cancelled"])
        }
    }

    @Test("wire C5, R22: cancelling the task reaches the handler") func cancellation() async throws {
        let seen = Seen<String>()
        try await withLoopback(Self.sleeper(seen)) { (loopback: Loopback) async throws in
            let task = Task { await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) } }
            _ = await seen.wait()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await seen.wait(for: 2) == ["started", "cancelled"])
        }
    }

    @Test("what a cancelled task begins ends at once: a call, a write, a read") func cancelledBefore() async throws {
        func cancelled(_ body: @escaping @Sendable () async throws -> Void) async -> StatusCode? {
            await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await rpcError(body)
            }.value?.code
        }
        let go = Seen<Int>()
        let calls = Seen<String>()
        try await withLoopback { router in
            router.unary(Notes.say) { request, _ in
                calls.add(request.text)
                return request
            }
            router.bidirectional(Notes.chat) { _, _, _ in _ = await go.wait(for: 1, milliseconds: 20_000) }
        } _: { (loopback: Loopback) async throws in
            let channel = loopback.channel
            _ = try await channel.unary(Notes.say, Note("first"))
            for _ in 0..<100 {
                #expect(await cancelled { _ = try await channel.unary(Notes.say, Note("cancelled")) } == .cancelled)
            }
            #expect(calls.all == ["first"])
            try await channel.bidirectional(Notes.chat) { writer, responses in
                #expect(await cancelled { while true { try await writer.write(Note("", size: 100_000)) } } == .cancelled)
                #expect(await cancelled {
                    var iterator = responses.makeAsyncIterator()
                    _ = try await iterator.next()
                } == .cancelled)
            }
            go.add(1)
        }
    }

    @Test("wire R22: a reader in the handler sees CANCELLED") func cancelledReader() async throws {
        let seen = Seen<String>()
        try await withLoopback(Self.sleeper(seen)) { (loopback: Loopback) async throws in
            let task = Task {
                await rpcError {
                    _ = try await loopback.channel.clientStreaming(Notes.collect) { writer in
                        try await writer.write(Note())
                        try await Task.sleep(nanoseconds: 30_000_000_000)
                    }
                }
            }
            _ = await seen.wait()
            task.cancel()
            _ = await task.value
            #expect(await seen.wait(for: 2) == ["started", "read CANCELLED"])
        }
    }

    @Test("wire R22, C6: a lost connection cancels handlers and fails calls with UNAVAILABLE") func connectionLost() async throws {
        let seen = Seen<String>()
        try await withLoopback(Self.sleeper(seen)) { (loopback: Loopback) async throws in
            let task = Task { await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) } }
            _ = await seen.wait()
            loopback.channel.shutDown(graceful: false)
            let error = await task.value
            #expect(error?.code == .unavailable || error?.code == .internal)
            #expect(error?.origin?.serverMayHaveActed == true)
            #expect(await seen.wait(for: 2) == ["started", "cancelled"])
        }
    }

    @Test("cancellation over two hops: client → server → server") func twoHops() async throws {
        let seen = Seen<String>()
        try await withLoopback(Self.sleeper(seen)) { (inner: Loopback) async throws in
            try await withLoopback { router in
                router.unary(Notes.say) { request, _ in try await inner.channel.unary(Notes.say, request) }
            } _: { (outer: Loopback) async throws in
                let task = Task { await rpcError { _ = try await outer.channel.unary(Notes.say, Note()) } }
                _ = await seen.wait()
                task.cancel()
                #expect(await task.value?.code == .cancelled)
                #expect(await seen.wait(for: 2) == ["started", "cancelled"])
            }
        }
    }

    @Test("a stream whose scope is left is cancelled on the server") func leavingTheScope() async throws {
        let seen = Seen<String>()
        try await withLoopback { router in
            router.serverStreaming(Notes.expand) { _, writer, _ in
                do {
                    while true { try await writer.write(Note("", size: 1_000)) }
                } catch {
                    seen.add((error as? RPCError)?.code.name ?? "?")
                    throw error
                }
            }
        } _: { (loopback: Loopback) async throws in
            let first = try await loopback.channel.serverStreaming(Notes.expand, Note()) { responses in
                var iterator = responses.makeAsyncIterator()
                return try await iterator.next()
            }
            #expect(first?.data.count == 1_000)
            #expect(await seen.wait() == ["CANCELLED"])
        }
    }

    @Test("a reader that takes nothing suspends the writer within its buffers") func slowReader() async throws {
        let seen = Seen<Int>()
        try await withLoopback { router in
            router.serverStreaming(Notes.expand) { _, writer, _ in
                for index in 0..<100_000 {
                    try await writer.write(Note("", size: 1_000))
                    seen.add(index)
                }
            }
        } _: { (loopback: Loopback) async throws in
            try await loopback.channel.serverStreaming(Notes.expand, Note()) { responses in
                var iterator = responses.makeAsyncIterator()
                _ = try await iterator.next()
                let before = await seen.untilStill()
                // The stream's window of 1 MiB and the buffers of both sides, in messages of about 1,000 bytes.
                #expect(before < 2_000)
                for _ in 0..<5_000 { _ = try await iterator.next() }
                #expect(seen.all.count > 5_000)
            }
        }
    }

    @Test("a handler that takes nothing suspends the client's writer") func slowHandler() async throws {
        let seen = Seen<Int>()
        let go = Seen<Int>()
        try await withLoopback { router in
            router.clientStreaming(Notes.collect) { requests, _ in
                _ = await go.wait(for: 1, milliseconds: 20_000)
                var count: Int64 = 0
                for try await _ in requests { count += 1 }
                return Note(number: count)
            }
        } _: { (loopback: Loopback) async throws in
            async let response = loopback.channel.clientStreaming(Notes.collect) { writer in
                for index in 0..<5_000 {
                    try await writer.write(Note("", size: 1_000))
                    seen.add(index)
                }
            }
            let before = await seen.untilStill()
            #expect((1..<2_000).contains(before))
            go.add(1)
            #expect(try await response.message.number == 5_000)
        }
    }

    @Test("a drain ends at its deadline, whatever a handler does and whoever waits to write", arguments: [true, false])
    func drainBesideWriter(heedsCancellation: Bool) async throws {
        let seen = Seen<Int>()
        let go = Seen<Int>()
        try await withLoopback { router in
            router.clientStreaming(Notes.collect) { _, _ in
                if heedsCancellation { try await Task.sleep(nanoseconds: 30_000_000_000) }
                // Takes nothing and hears nothing, far beyond the deadline.
                let released = Task.detached { await go.wait(for: 1, milliseconds: 30_000) }
                _ = await released.value
                return Note()
            }
        } _: { (loopback: Loopback) async throws in
            let channel = loopback.channel
            let writer = Task {
                await rpcError {
                    _ = try await channel.clientStreaming(Notes.collect) { writer in
                        for index in 0..<5_000 {
                            try await writer.write(Note("", size: 1_000))
                            seen.add(index)
                        }
                    }
                }
            }
            await seen.untilStill()
            let begin = ContinuousClock.now
            await loopback.server.drain(withinNanoseconds: 100_000_000)
            #expect(ContinuousClock.now - begin < .seconds(5))
            #expect(loopback.server.connectionCount == 0)
            #expect([.cancelled, .unavailable].contains(await writer.value?.code))
            go.add(1)
        }
    }

    @Test("a call that waits for its connection suspends the client's writer, too") func slowConnection() async throws {
        // Takes the connection and never says a word of HTTP/2.
        let listener = try Socket.listen(on: SocketAddress.resolve(host: "127.0.0.1", port: 0)[0])
        defer { Socket.close(listener) }
        let loop = try EventLoop(name: "client")
        let channel = Channel(host: "127.0.0.1", port: try Socket.localAddress(listener).port, on: loop)
        let seen = Seen<Int>()
        let error = await rpcError {
            _ = try await channel.clientStreaming(Notes.collect, options: CallOptions(timeout: .milliseconds(500))) { writer in
                for index in 0..<100_000 {
                    try await writer.write(Note("", size: 1_000))
                    seen.add(index)
                }
            }
        }
        #expect(error?.code == .deadlineExceeded)
        #expect((1..<200).contains(seen.all.count), "\(seen.all.count) messages of 1,000 bytes")
        channel.shutDown(graceful: false)
        await onOwnThread { loop.stop() }
    }

    @Test("the server answers before the requests have ended") func earlyAnswer() async throws {
        try await withLoopback { router in
            router.clientStreaming(Notes.collect) { requests, _ in
                for try await request in requests {
                    if request.number == 1 { throw RPCError(.outOfRange, "enough") }
                    return Note("early")
                }
                return Note()
            }
        } _: { (loopback: Loopback) async throws in
            let response = try await loopback.channel.clientStreaming(Notes.collect) { writer in
                while true { try await writer.write(Note("", size: 10_000)) }
            }
            #expect(response.message.text == "early")
            let error = await rpcError {
                _ = try await loopback.channel.clientStreaming(Notes.collect) { writer in
                    while true { try await writer.write(Note("", number: 1, size: 10_000)) }
                }
            }
            #expect(error?.code == .outOfRange)
            #expect(try await loopback.channel.clientStreaming(Notes.collect) { _ in }.message == Note())
        }
    }

    @Test("wire C8, C9: nobody listens: UNAVAILABLE, not processed, with the cause") func refused() async throws {
        try await withLoopback(CallTests.echo) { (loopback: Loopback) async throws in
            let channel = Channel(host: "127.0.0.1", port: 1, on: loopback.clientLoop)
            let error = await rpcError { _ = try await channel.unary(Notes.say, Note()) }
            #expect(error?.code == .unavailable)
            #expect(error?.origin?.serverMayHaveActed == false)
            #expect(error?.origin?.phase == .connecting)
            #expect(error?.origin?.peer == "127.0.0.1:1")
            let waited = await rpcError {
                _ = try await channel.unary(Notes.say, Note(), options: CallOptions(timeout: .milliseconds(100), waitForReady: true))
            }
            #expect(waited?.code == .deadlineExceeded)
            #expect(waited?.origin?.serverMayHaveActed == false)
        }
    }

    @Test("wire C7: after a lost connection the next call connects again") func reconnect() async throws {
        let loopback = try Loopback(CallTests.echo)
        #expect(try await loopback.channel.unary(Notes.say, Note("a")) == Note("a"))
        await loopback.server.drain(withinNanoseconds: 100_000_000)
        let error = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) }
        #expect(error?.code == .unavailable)
        await loopback.stop()
    }

    @Test("C10: more calls than the server allows streams wait their turn") func manyCalls() async throws {
        try await withLoopback(CallTests.echo) { (loopback: Loopback) async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<3_000 {
                    group.addTask { _ = try await loopback.channel.unary(Notes.say, Note(number: Int64(index))) }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("handlers that run are bounded per connection") func runningHandlers() async throws {
        var limits = RPCLimits()
        limits.runningHandlersPerConnectionMax = 4
        let seen = Seen<String>()
        try await withLoopback(limits: limits, Self.sleeper(seen)) { (loopback: Loopback) async throws in
            let tasks = (0..<4).map { _ in Task { await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) } } }
            _ = await seen.wait(for: 4)
            let error = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) }
            #expect(error?.code == .resourceExhausted)
            for task in tasks { task.cancel() }
            for task in tasks { _ = await task.value }
        }
    }

    @Test("the client's peer is told what the hooks decide") func hooks() async throws {
        final class Caller: Sendable {
            let name: String
            init(_ name: String) { self.name = name }
        }
        let hooks = ServerHooks(
            admit: { context in context.method.name == "Expand" ? RPCError(.resourceExhausted, "shed") : nil },
            authenticate: { context in
                let key = context.withHeader("authorization") { $0.map { String(decoding: $0, as: UTF8.self) } }
                switch key {
                case "now": return .accepted(Caller("now"))
                case "later":
                    return .pending { () throws(RPCError) in
                        await Task.yield()
                        return Caller("later")
                    }
                case "never": return .pending { () throws(RPCError) in throw RPCError(.unauthenticated, "slowly refused") }
                default: return .refused(RPCError(.unauthenticated, "no credentials"))
                }
            })
        try await withLoopback(hooks: hooks) { router in
            CallTests.echo(&router)
            router.unary(Notes.say) { _, context in Note((context.principal as? Caller)?.name ?? "nobody") }
            router.clientStreaming(Notes.collect) { requests, context in
                var count: Int64 = 0
                for try await _ in requests { count += 1 }
                return Note((context.principal as? Caller)?.name ?? "nobody", number: count)
            }
        } _: { (loopback: Loopback) async throws in
            func options(_ key: String) throws -> CallOptions {
                var metadata = Metadata()
                try metadata.add("authorization", key)
                return CallOptions(metadata: metadata)
            }
            #expect(try await loopback.channel.unary(Notes.say, Note(), options: options("now")).text == "now")
            #expect(try await loopback.channel.unary(Notes.say, Note(), options: options("later")).text == "later")
            let streamed = try await loopback.channel.clientStreaming(Notes.collect, options: options("later")) { writer in
                for _ in 0..<3 { try await writer.write(Note()) }
            }
            #expect(streamed.message == Note("later", number: 3))
            let never = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note(), options: options("never")) }
            #expect(never?.message == "slowly refused")
            let nobody = await rpcError { _ = try await loopback.channel.unary(Notes.say, Note()) }
            #expect(nobody?.code == .unauthenticated)
            let shed = await rpcError { try await loopback.channel.serverStreaming(Notes.expand, Note()) { for try await _ in $0 {} } }
            #expect(shed?.message == "shed")
        }
    }
}

@Suite(.serialized, .timeLimit(.minutes(5))) struct HealthTests {
    @Test("wire H1: Check, List, Watch and the drain") func health() async throws {
        let health = HealthService()
        health.set(.serving, for: "a")
        try await withLoopback(health: health) { $0.add(health) } _: { (loopback: Loopback) async throws in
            #expect(try await loopback.channel.unary(HealthMethods.check, HealthCheckRequest()).status == .serving)
            #expect(try await loopback.channel.unary(HealthMethods.check, HealthCheckRequest(service: "a")).status == .serving)
            let unknown = await rpcError { _ = try await loopback.channel.unary(HealthMethods.check, HealthCheckRequest(service: "b")) }
            #expect(unknown?.code == .notFound)
            #expect(try await loopback.channel.unary(HealthMethods.list, HealthListRequest()).statuses.count == 2)
            let statuses = try await loopback.channel.serverStreaming(HealthMethods.watch, HealthCheckRequest(service: "b")) { responses in
                var iterator = responses.makeAsyncIterator()
                var statuses = [try await iterator.next()?.status]
                health.set(.serving, for: "b")
                statuses.append(try await iterator.next()?.status)
                health.set(.serving, for: "b")
                health.shutDown()
                statuses.append(try await iterator.next()?.status)
                return statuses
            }
            #expect(statuses == [.serviceUnknown, .serving, .notServing])
            health.set(.serving, for: "b")
            #expect(health.status(of: "b") == .notServing)
        }
    }
}
