// bench.Echo: what servers of every language serve, so that their cost a call can be compared.
import RPC
import Wire

struct CheckRequest: Message {
    static let protoName = "bench.CheckRequest"
    var organization = ""
    var principal = ""
    var permission = ""
    var resource = ""
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(2, "principal", &principal)
        try v.field(3, "permission", &permission)
        try v.field(4, "resource", &resource)
    }
}

struct CheckReply: Message {
    static let protoName = "bench.CheckReply"
    var allowed = false
    var revision: Int64 = 0
    var reason = ""
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "allowed", &allowed)
        try v.field(2, "revision", &revision)
        try v.field(3, "reason", &reason)
    }
}

struct PayloadRequest: Message {
    static let protoName = "bench.PayloadRequest"
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {}
}

struct PayloadReply: Message {
    static let protoName = "bench.PayloadReply"
    var data: [UInt8] = []
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "data", &data)
    }
}

struct StreamRequest: Message {
    static let protoName = "bench.StreamRequest"
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {}
}

struct StreamReply: Message {
    static let protoName = "bench.StreamReply"
    var data: [UInt8] = []
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "data", &data)
    }
}

enum BenchEcho {
    private static let service = "bench.Echo"
    static let check = MethodDescriptor<CheckRequest, CheckReply>(service: service, name: "Check")
    static let payload = MethodDescriptor<PayloadRequest, PayloadReply>(service: service, name: "Payload")
    static let stream = MethodDescriptor<StreamRequest, StreamReply>(service: service, name: "Stream", shape: .serverStreaming)

    static let file = ProtoFile(
        name: "bench/echo.proto", package: "bench",
        messages: [CheckRequest.self, CheckReply.self, PayloadRequest.self, PayloadReply.self, StreamRequest.self, StreamReply.self],
        services: [ServiceSchema(name: service, methods: [MethodSchema(check), MethodSchema(payload), MethodSchema(stream)])])

    /// The four fields of a request that is allowed, as a key.
    private struct Grant: Hashable {
        let organization: String
        let principal: String
        let permission: String
        let resource: String
    }

    static func register(_ router: inout Router) {
        let grants: [Grant: Int64] = [
            Grant(organization: "org_01", principal: "mem_01", permission: "members.read", resource: "res_01"): 42
        ]
        router.read(check) { (request, _) throws(RPCError) in
            let grant = Grant(
                organization: request.organization, principal: request.principal, permission: request.permission, resource: request.resource)
            var reply = CheckReply()
            reply.allowed = true
            reply.revision = grants[grant] ?? 42
            reply.reason = "direct grant"
            return reply
        }
        let payloadBytes = [UInt8](repeating: UInt8(ascii: "x"), count: 10_240)
        router.read(payload) { (_, _) throws(RPCError) in
            var reply = PayloadReply()
            reply.data = payloadBytes
            return reply
        }
        let streamBytes = [UInt8](repeating: UInt8(ascii: "x"), count: 100)
        router.serverStreaming(stream) { _, writer, _ in
            var reply = StreamReply()
            reply.data = streamBytes
            for _ in 0..<1_000 { try await writer.write(reply) }
        }
    }
}
