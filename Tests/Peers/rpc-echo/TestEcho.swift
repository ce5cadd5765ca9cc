// rpc.test.Echo: a service whose answers are what a test asks for.
import RPC
import Synchronization
import WellKnown
import Wire

/// What a call should do. Everything left out is not done.
struct EchoRequest: Message {
    static let protoName = "rpc.test.EchoRequest"
    var text = ""
    /// Ends the call with this status, and `text` as its message.
    var code: Int32 = 0
    /// Waits so long before anything else.
    var sleepMilliseconds: Int64 = 0
    /// Replies of a stream.
    var count: Int32 = 0
    /// Bytes of data in each reply.
    var size: Int32 = 0
    /// The status carries an ErrorInfo with this reason.
    var reason = ""
    /// Fails with an error that is no status.
    var unexpected = false
    var nested: Nested?
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "text", &text)
        try v.field(2, "code", &code)
        try v.field(3, "sleep_milliseconds", &sleepMilliseconds)
        try v.field(4, "count", &count)
        try v.field(5, "size", &size)
        try v.field(6, "reason", &reason)
        try v.field(7, "unexpected", &unexpected)
        try v.field(8, "nested", &nested)
    }

    struct Nested: Message {
        static let protoName = "rpc.test.EchoRequest.Nested"
        var note = ""
        init() {}
        mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "note", &note)
        }
    }
}

struct EchoReply: Message {
    static let protoName = "rpc.test.EchoReply"
    var text = ""
    var data: [UInt8] = []
    var index: Int32 = 0
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "text", &text)
        try v.field(2, "data", &data)
        try v.field(3, "index", &index)
    }
}

/// What the server has seen, for tests that ask what reached a handler.
struct Observations: Message {
    static let protoName = "rpc.test.Observations"
    var started: Int64 = 0
    var cancelled: Int64 = 0
    var running: Int64 = 0
    var taken: Int64 = 0
    var sent: Int64 = 0
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "started", &started)
        try v.field(2, "cancelled", &cancelled)
        try v.field(3, "running", &running)
        try v.field(4, "taken", &taken)
        try v.field(5, "sent", &sent)
    }
}

enum TestEcho {
    private static let service = "rpc.test.Echo"
    /// Unary, by a task.
    static let say = MethodDescriptor<EchoRequest, EchoReply>(service: service, name: "Say")
    /// Unary, on the loop; with `sleep_milliseconds` it falls back to a task.
    static let read = MethodDescriptor<EchoRequest, EchoReply>(service: service, name: "Read")
    /// `count` replies of `size` bytes.
    static let expand = MethodDescriptor<EchoRequest, EchoReply>(service: service, name: "Expand", shape: .serverStreaming)
    /// The texts of all requests joined by commas, `index` their number.
    static let collect = MethodDescriptor<EchoRequest, EchoReply>(service: service, name: "Collect", shape: .clientStreaming)
    /// A reply to each request.
    static let chat = MethodDescriptor<EchoRequest, EchoReply>(service: service, name: "Chat", shape: .bidirectional)
    static let observe = MethodDescriptor<Empty, Observations>(service: service, name: "Observe")

    static let file = ProtoFile(
        name: "rpc/test/echo.proto", package: "rpc.test", messages: [EchoRequest.self, EchoRequest.Nested.self, EchoReply.self, Observations.self],
        services: [ServiceSchema(name: service, methods: [
            MethodSchema(say), MethodSchema(read), MethodSchema(expand), MethodSchema(collect), MethodSchema(chat), MethodSchema(observe),
        ])])

    struct Unexpected: Error {
        let secret = "do not tell"
    }

    private static let seen = Mutex(Observations())

    private static func count(_ change: (inout Observations) -> Void) {
        seen.withLock { change(&$0) }
    }

    /// Counts a handler's start, end and cancellation around `body`.
    private static func observed<R>(_ body: () async throws -> R) async throws -> R {
        count { $0.started += 1; $0.running += 1 }
        defer {
            count { $0.running -= 1; if Task.isCancelled { $0.cancelled += 1 } }
        }
        return try await body()
    }

    /// Sends back `x-echo` in the headers and `x-echo-bin` in the trailers.
    private static func echoMetadata(_ context: CallContext) {
        let metadata = context.metadata
        var initial = Metadata()
        var trailing = Metadata()
        for value in metadata.all("x-echo") { try? initial.add("x-echo", text: value) }
        for value in metadata.all("x-echo-bin") { try? trailing.add("x-echo-bin", bytes: value) }
        if !initial.isEmpty { context.addInitialMetadata(initial) }
        if !trailing.isEmpty { context.addTrailingMetadata(trailing) }
    }

    private static func fails(_ request: EchoRequest) throws(RPCError) {
        guard let code = StatusCode(rawValue: request.code), code != .ok else { return }
        let details = request.reason.isEmpty ? [] : [AnyMessage(ErrorInfo(reason: request.reason, domain: "rpc.test"))]
        throw RPCError(code, request.text, details: details)
    }

    private static func answer(_ request: EchoRequest, _ context: CallContext) async throws -> EchoReply {
        echoMetadata(context)
        if request.sleepMilliseconds > 0 { try await Task.sleep(nanoseconds: UInt64(request.sleepMilliseconds) * 1_000_000) }
        if request.unexpected { throw Unexpected() }
        return try reply(request)
    }

    private static func reply(_ request: EchoRequest, index: Int32 = 0) throws(RPCError) -> EchoReply {
        try fails(request)
        var reply = EchoReply()
        reply.text = request.text
        reply.data = [UInt8](repeating: UInt8(ascii: "x"), count: Int(max(0, request.size)))
        reply.index = index
        return reply
    }

    static func register(_ router: inout Router) {
        router.unary(say) { request, context in
            try await observed { try await answer(request, context) }
        }
        router.read(read) { (request, context) throws(RPCError) in
            if request.sleepMilliseconds > 0 || request.unexpected { return nil }
            echoMetadata(context)
            return try reply(request)
        } otherwise: { request, context in
            try await observed { try await answer(request, context) }
        }
        router.serverStreaming(expand) { request, writer, context in
            try await observed {
                echoMetadata(context)
                for index in 0..<max(0, request.count) {
                    if request.sleepMilliseconds > 0 { try await Task.sleep(nanoseconds: UInt64(request.sleepMilliseconds) * 1_000_000) }
                    var part = request
                    part.code = 0
                    try await writer.write(try reply(part, index: index))
                    count { $0.sent += 1 }
                }
                try fails(request)
            }
        }
        router.clientStreaming(collect) { requests, context in
            try await observed {
                echoMetadata(context)
                var texts: [String] = []
                for try await request in requests {
                    count { $0.taken += 1 }
                    if request.sleepMilliseconds > 0 { try await Task.sleep(nanoseconds: UInt64(request.sleepMilliseconds) * 1_000_000) }
                    try fails(request)
                    if !request.text.isEmpty { texts.append(request.text) }
                }
                var reply = EchoReply()
                reply.text = texts.joined(separator: ",")
                reply.index = Int32(texts.count)
                return reply
            }
        }
        router.bidirectional(chat) { requests, writer, context in
            try await observed {
                echoMetadata(context)
                var index: Int32 = 0
                for try await request in requests {
                    if request.sleepMilliseconds > 0 { try await Task.sleep(nanoseconds: UInt64(request.sleepMilliseconds) * 1_000_000) }
                    try await writer.write(try reply(request, index: index))
                    index += 1
                }
            }
        }
        router.read(observe) { (_, _) throws(RPCError) in seen.withLock { $0 } }
    }
}
