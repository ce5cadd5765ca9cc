// A server that answers from a script, for tests of the client.

import Logging
import Loops
import RPC
import RosterClient
import Synchronization
import TestThreads
import WellKnown
import Wire

/// What the scripted server saw of a call.
struct SeenCall: Sendable {
    var authorization: String?
    var person: String?
    var requestID: String?
    var pageToken: String?
    var timeLeft: Swift.Duration?
}

final class ScriptedServer: Sendable {
    private let group: LoopGroup
    private let server: RPCServer
    private let seen: Seen
    let port: UInt16

    /// The calls so far.
    var calls: [SeenCall] { seen.calls.withLock { $0 } }

    /// Registers methods; each handler is told the number of its call, from 1.
    init(_ register: (inout Registrar) -> Void) throws {
        let seen = Seen()
        var registrar = Registrar(seen: seen)
        register(&registrar)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        group = try LoopGroup(count: 1, name: "scripted")
        server = RPCServer(router: registrar.router, on: group, logger: logger)
        port = try server.listen(host: "127.0.0.1", port: 0)[0].port
        self.seen = seen
    }

    func stop() async {
        await server.drain(withinNanoseconds: 100_000_000)
        await onOwnThread { [group] in group.stop() }
    }

    var configuration: ClientConfiguration {
        var configuration = ClientConfiguration(port: port, key: "rk_test")
        configuration.retries.delayInitial = .milliseconds(2)
        return configuration
    }

    final class Seen: Sendable {
        let calls = Mutex<[SeenCall]>([])
    }

    struct Registrar {
        var router = Router()
        let seen: Seen

        mutating func on<Request: Message, Response: Message>(
            _ method: Method<Request, Response>, _ handler: @escaping @Sendable (Request, Int) throws(RPCError) -> Response
        ) {
            router.unary(method.descriptor) { [seen] request, context in
                let metadata = context.metadata
                let call = SeenCall(
                    authorization: metadata["authorization"], person: metadata["roster-actor"],
                    requestID: (request as? any MutatingRequest)?.options?.requestID,
                    pageToken: (request as? any ListRequest)?.pageToken, timeLeft: context.timeRemaining)
                let number = seen.calls.withLock { calls in
                    calls.append(call)
                    return calls.count
                }
                return try handler(request, number)
            }
        }
    }
}

/// Runs `body` with a scripted server and a client of it.
func withScript<Value>(
    _ register: (inout ScriptedServer.Registrar) -> Void, _ body: (RosterClient, ScriptedServer) async throws -> Value
) async throws -> Value {
    let server = try ScriptedServer(register)
    do {
        let value = try await RosterClient.with(server.configuration) { try await body($0, server) }
        await server.stop()
        return value
    } catch {
        await server.stop()
        throw error
    }
}

/// A refusal as Roster sends it.
func refusal(_ code: StatusCode, _ reason: Reason, _ metadata: [String: String] = [:], retryAfter: Int64? = nil) -> RPCError {
    var info = ErrorInfo()
    info.reason = reason.name
    info.domain = Reason.domain
    info.metadata = metadata
    var details = [AnyMessage(info)]
    if let retryAfter {
        var retry = RetryInfo()
        retry.retryDelay = Duration(nanoseconds: retryAfter)
        details.append(AnyMessage(retry))
    }
    return RPCError(code, "refused", details: details)
}
