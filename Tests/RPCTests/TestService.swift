// A service for tests, its messages, and a server and a channel around it.
import HTTP2
import Logging
import Loops
import Synchronization
import TestThreads
import Wire
@testable import RPC

/// A text and a number: enough to say what a handler should do and what it did.
struct Note: Message {
    static let protoName = "rpc.test.Note"
    var text = ""
    var number: Int64 = 0
    var data: [UInt8] = []

    init() {}
    init(_ text: String = "", number: Int64 = 0, size: Int = 0) {
        self.text = text
        self.number = number
        data = [UInt8](repeating: 7, count: size)
    }

    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "text", &text)
        try v.field(2, "number", &number)
        try v.field(3, "data", &data)
    }
}

enum Notes {
    static let service = "rpc.test.Notes"
    static let say = MethodDescriptor<Note, Note>(service: service, name: "Say")
    static let read = MethodDescriptor<Note, Note>(service: service, name: "Read")
    static let expand = MethodDescriptor<Note, Note>(service: service, name: "Expand", shape: .serverStreaming)
    static let collect = MethodDescriptor<Note, Note>(service: service, name: "Collect", shape: .clientStreaming)
    static let chat = MethodDescriptor<Note, Note>(service: service, name: "Chat", shape: .bidirectional)
    static let missing = MethodDescriptor<Note, Note>(service: service, name: "Missing")
    static let nowhere = MethodDescriptor<Note, Note>(service: "rpc.test.Nowhere", name: "Say")
}

/// Lets a test wait for something that a handler or a hook saw.
final class Seen<Value: Sendable>: Sendable {
    private let state = Mutex<[Value]>([])

    func add(_ value: Value) { state.withLock { $0.append(value) } }
    var all: [Value] { state.withLock { $0 } }

    /// Polls: what a test waits for comes from other threads, and a test may take its time.
    func wait(for count: Int = 1, milliseconds: Int = 5_000) async -> [Value] {
        for _ in 0..<milliseconds {
            if all.count >= count { break }
            try? await Task.sleep(nanoseconds: 1_000_000)
        }
        return all
    }

    /// How many there were when, after the first, none came for 200 ms; 0 when none came at all within 10 s.
    @discardableResult
    func untilStill() async -> Int {
        var before = await wait(milliseconds: 10_000).count
        while before > 0, !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 200_000_000)
            guard all.count > before else { break }
            before = all.count
        }
        return before
    }
}

/// A server and a channel to it, on loops of their own.
final class Loopback: Sendable {
    let group: LoopGroup
    let clientLoop: EventLoop
    let server: RPCServer
    let port: UInt16
    let channel: Channel

    init(
        hooks: ServerHooks = ServerHooks(), limits: RPCLimits = RPCLimits(), health: HealthService? = nil,
        configuration: ChannelConfiguration = ChannelConfiguration(), _ register: (inout Router) -> Void
    ) throws {
        var router = Router()
        register(&router)
        group = try LoopGroup(count: 1)
        clientLoop = try EventLoop(name: "client")
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        server = RPCServer(router: router, on: group, hooks: hooks, limits: limits, health: health, logger: logger)
        port = try server.listen(host: "127.0.0.1", port: 0)[0].port
        channel = Channel(host: "127.0.0.1", port: port, on: clientLoop, configuration: configuration)
    }

    func stop() async {
        channel.shutDown(graceful: false)
        await server.drain(withinNanoseconds: 100_000_000)
        await onOwnThread {
            self.clientLoop.stop()
            self.group.stop()
        }
    }
}

/// Runs `body` beside a server and stops it afterwards.
func withLoopback(
    hooks: ServerHooks = ServerHooks(), limits: RPCLimits = RPCLimits(), health: HealthService? = nil,
    configuration: ChannelConfiguration = ChannelConfiguration(),
    _ register: (inout Router) -> Void, _ body: (Loopback) async throws -> Void
) async throws {
    let loopback = try Loopback(hooks: hooks, limits: limits, health: health, configuration: configuration, register)
    do {
        try await body(loopback)
    } catch {
        await loopback.stop()
        throw error
    }
    await loopback.stop()
}

/// The error that `body` throws; fails the comparison with nil when it throws none.
func rpcError(_ body: () async throws -> Void) async -> RPCError? {
    do { try await body() } catch { return error as? RPCError }
    return nil
}
