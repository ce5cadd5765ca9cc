/// The client's way to a server: typed calls over one connection that is made on demand and again after it was lost.
public import HTTP2
public import Loops
public import Wire

/// Settings of a ``Channel``.
public struct ChannelConfiguration: Sendable {
    public var limits = RPCLimits()
    public var http2Limits = HTTP2Limits()
    public var backoff = Backoff()
    /// What the server is called by in `:authority`; the target by default.
    public var authority: String?

    public init() {}
}

/// A response with the metadata around it.
public struct ClientResponse<Message: Sendable>: Sendable {
    public let message: Message
    /// From the response's headers.
    public let initialMetadata: Metadata
    /// From its trailers.
    public let trailingMetadata: Metadata
}

/// Calls the methods of one server. Usable from any task; its work happens on its loop.
///
/// Every call throws ``RPCError``, whose origin says how far the call had come and whether the server may have acted. Cancelling the task
/// resets the call with CANCEL (wire C5). A call that the server has certainly not processed is repeated unasked (wire C12); anything else
/// is the caller's decision.
public final class Channel: Sendable {
    private let core: ChannelCore

    /// - Parameters:
    ///   - tls: nil for plaintext HTTP/2 by prior knowledge.
    ///   - loop: where the connection lives. The channel does not stop it.
    public init(
        host: String, port: UInt16, tls: TLSContext? = nil, on loop: EventLoop, configuration: ChannelConfiguration = ChannelConfiguration()
    ) {
        core = ChannelCore(host: host, port: port, tls: tls, on: loop, configuration: configuration)
    }

    deinit {
        let core = self.core
        core.loop.executeNow { core.shutDown(graceful: true) }
    }

    /// `host:port`.
    public var target: String { core.target }

    /// Connects at once instead of with the first call.
    public func connect() {
        core.loop.executeNow { [core] in core.connect() }
    }

    /// Forgets past failures to connect: the next attempt begins now (wire C8).
    public func resetConnectBackoff() {
        core.loop.executeNow { [core] in core.resetBackoff() }
    }

    /// Takes no more calls and closes the connection once the open ones have ended; without `graceful` they are cancelled.
    public func shutDown(graceful: Bool = true) {
        core.loop.executeNow { [core] in core.shutDown(graceful: graceful) }
    }

    // MARK: The four shapes

    /// One request, one response.
    public func unary<Request: Message, Response: Message>(
        _ method: MethodDescriptor<Request, Response>, _ request: Request, options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Response {
        try await unaryResponse(method, request, options: options).message
    }

    /// One request, one response, with the response's metadata.
    public func unaryResponse<Request: Message, Response: Message>(
        _ method: MethodDescriptor<Request, Response>, _ request: Request, options: CallOptions = CallOptions()
    ) async throws(RPCError) -> ClientResponse<Response> {
        let call = makeCall(method, options, isUnary: true)
        let message = try frame(request)
        return try await response(of: call) { $0.submitOnly(message) }
    }

    /// One request, many responses. Leaving `body` ends the call: what the server still sends is refused.
    public func serverStreaming<Request: Message, Response: Message, Value: Sendable>(
        _ method: MethodDescriptor<Request, Response>, _ request: Request, options: CallOptions = CallOptions(),
        _ body: (ResponseStream<Response>) async throws -> Value
    ) async throws -> Value {
        let call = makeCall(method, options, isUnary: false)
        let message = try frame(request)
        return try await scope(call) { $0.submitOnly(message) } _: { try await body(ResponseStream(call)) }
    }

    /// Many requests, one response. The requests end when `body` returns.
    public func clientStreaming<Request: Message, Response: Message>(
        _ method: MethodDescriptor<Request, Response>, options: CallOptions = CallOptions(),
        _ body: @Sendable (RequestWriter<Request>) async throws -> Void
    ) async throws -> ClientResponse<Response> {
        let call = makeCall(method, options, isUnary: true)
        let outcome = Outcome()
        call.completion = { outcome.set($0) }
        return try await scope(call) { _ in } _: {
            do {
                try await body(RequestWriter(call))
            } catch {
                // The server may answer before all requests are written; then its answer counts, not the write that failed.
                guard await call.onLoop({ _ in outcome.value != nil }) else { throw error }
            }
            await call.onLoop { $0.endRequests() }
            let bytes = try await outcome.wait(on: call).get()
            return try response(bytes, of: await call.onLoop { ($0.initialMetadata, $0.trailingMetadata) })
        }
    }

    /// Requests and responses in any order. Leaving `body` ends the call.
    public func bidirectional<Request: Message, Response: Message, Value: Sendable>(
        _ method: MethodDescriptor<Request, Response>, options: CallOptions = CallOptions(),
        _ body: (RequestWriter<Request>, ResponseStream<Response>) async throws -> Value
    ) async throws -> Value {
        let call = makeCall(method, options, isUnary: false)
        return try await scope(call) { _ in } _: { try await body(RequestWriter(call), ResponseStream(call)) }
    }

    // MARK: What the shapes share

    private func makeCall<Request, Response>(
        _ method: MethodDescriptor<Request, Response>, _ options: CallOptions, isUnary: Bool
    ) -> ClientCall {
        ClientCall(core, path: Array(method.path.utf8), options: options, isUnary: isUnary)
    }

    private func frame(_ request: some Message) throws(RPCError) -> [UInt8] {
        let message = Codec.frame(request)
        let count = message.count - FrameBuffer.prefixLength
        let limit = core.configuration.limits.sendMessageBytesMax
        guard count <= limit else { throw .messageTooLarge(count, limit: limit) }
        return message
    }

    /// Starts a call and waits for its one response.
    private func response<Response: Message>(
        of call: ClientCall, _ begin: @escaping @Sendable (ClientCall) -> Void
    ) async throws(RPCError) -> ClientResponse<Response> {
        typealias Answer = (Result<[UInt8], RPCError>, initial: Metadata, trailing: Metadata)
        let (result, initial, trailing) = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
                call.loop.executeNow {
                    // The cancellation was here first: nothing is sent, and nobody would answer.
                    if case .failure(let error) = call.conclusion { return continuation.resume(returning: (.failure(error), Metadata(), Metadata())) }
                    call.completion = { continuation.resume(returning: ($0, call.initialMetadata, call.trailingMetadata)) }
                    begin(call)
                    call.start()
                    if Task.isCancelled { call.cancel() }
                }
            }
        } onCancel: {
            call.loop.execute { call.cancel() }
        }
        return try response(try result.get(), of: (initial, trailing))
    }

    private func response<Response: Message>(
        _ bytes: [UInt8], of metadata: (initial: Metadata, trailing: Metadata)
    ) throws(RPCError) -> ClientResponse<Response> {
        ClientResponse(message: try Codec.decode(bytes), initialMetadata: metadata.initial, trailingMetadata: metadata.trailing)
    }

    /// Starts a call, runs `body`, and ends the call when it is left, whichever way.
    private func scope<Value>(
        _ call: ClientCall, _ begin: @escaping @Sendable (ClientCall) -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        await call.onLoop { call in
            begin(call)
            call.start()
        }
        return try await withTaskCancellationHandler {
            do {
                let value = try await body()
                await call.onLoop { $0.cancel() }
                return value
            } catch {
                await call.onLoop { $0.cancel() }
                throw error
            }
        } onCancel: {
            call.loop.execute { call.cancel() }
        }
    }
}
