/// One call on the server: its state, from the first header to the status.
///
/// ```
///            headers                 authenticated            message         end of request
/// opening ───────────► authenticating ───────────► collecting ───────► decoded ──────────────► running ─► finished
///                                     └─ stream of requests ─────────────────────────────────► running
/// ```
/// Any step may lead to `finished` at once: a refusal, an answer, a reset, the deadline. The rungs themselves are in Dispatcher.swift, the
/// message streams in StreamingCall.swift.
import HTTP2
import Loops

/// `@unchecked Sendable`: every stored property is either immutable or confined to the connection's loop. Handlers reach the confined ones
/// only through ``onLoop(_:)`` and ``CallContext``, which go to the loop. `method`, `deadline`, `headers`
/// and `principal` are written on the loop before the handler exists and never after.
@usableFromInline
final class ServerCall: HTTP2StreamHandler, StreamingCall, @unchecked Sendable {
    enum Phase {
        case opening
        case authenticating
        case collecting
        case decoded(Invocation)
        case running
        case finished
    }

    let connection: ServerConnection
    var phase = Phase.opening
    /// nil before the headers and after the stream's end.
    var stream: HTTP2Stream?

    var method = RegisteredMethod.unknown
    /// Nanoseconds on the loop's clock; `.max` is none.
    var deadline = Int64.max
    var headers = ReceivedHeaders()
    var principal: (any AnyObject & Sendable)?

    private var existingFlow: MessageFlow?
    var receiveEnded = false
    var headersSent = false

    /// What only calls have that await, fail or say something beside their messages; nil for the others, which are most.
    private final class Extras {
        var task: Task<Void, Never>?
        var timer: LoopTimer?
        var isCancelled = false
        var ending: RPCError?
        var requestEncoding: String?
        var initialMetadata = Metadata()
        var trailingMetadata = Metadata()
    }
    private var existingExtras: Extras?
    private var extras: Extras {
        if let existingExtras { return existingExtras }
        let extras = Extras()
        existingExtras = extras
        return extras
    }

    var task: Task<Void, Never>? {
        get { existingExtras?.task }
        set { extras.task = newValue }
    }
    var isCancelled: Bool { existingExtras?.isCancelled ?? false }
    /// How the call ended before its handler did: what the handler's next read or write throws.
    private var ending: RPCError? { existingExtras?.ending }
    /// The request's `grpc-encoding`, kept only when it is not identity.
    var requestEncoding: String? {
        get { existingExtras?.requestEncoding }
        set { extras.requestEncoding = newValue }
    }
    /// What the handler adds to headers and trailers.
    var initialMetadata: Metadata {
        get { existingExtras?.initialMetadata ?? Metadata() }
        set { extras.initialMetadata = newValue }
    }
    var trailingMetadata: Metadata {
        get { existingExtras?.trailingMetadata ?? Metadata() }
        set { extras.trailingMetadata = newValue }
    }

    var limits: RPCLimits { connection.server.limits }
    var loop: EventLoop { connection.loop }
    var hasFlow: Bool { existingFlow != nil }
    var flow: MessageFlow {
        if let existingFlow { return existingFlow }
        let flow = MessageFlow()
        existingFlow = flow
        return flow
    }

    init(_ connection: ServerConnection) {
        self.connection = connection
    }

    // MARK: Tasks

    /// Runs the part of a call that awaits: one task on the loop, with a place among the connection's running handlers until it returns,
    /// whatever happens to the stream meanwhile.
    func start(_ work: @escaping @Sendable () async throws -> [UInt8]?) {
        phase = .running
        connection.runningHandlers += 1
        watchDeadline()
        task = connection.loop.spawn {
            let result: Result<[UInt8]?, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            self.ended(result)
        }
    }

    private func ended(_ result: Result<[UInt8]?, any Error>) {
        connection.loop.assertCurrent()
        connection.runningHandlers -= 1
        task = nil
        guard case .running = phase else { return }
        switch result {
        case .success(let message): succeed(message)
        case .failure(let error): fail(rpcError(error))
        }
    }

    /// Cancels the handler and whatever it waits for.
    func cancelHandler(_ error: RPCError) {
        extras.ending = error
        extras.isCancelled = true
        task?.cancel()
        wakeWaiters()
    }

    private static let over = RPCError(.cancelled, "the call is over")

    /// Whoever reads or writes learns that the call is over; without effect while it is not.
    private func wakeWaiters() {
        guard isFinished, hasFlow else { return }
        serveReader()
        wakeWriters(ending ?? Self.over)
    }

    /// The timer exists only where something awaits; synchronous answers look at the clock once (wire R20).
    func watchDeadline() {
        guard deadline != .max, extras.timer == nil else { return }
        let timer = LoopTimer(on: connection.loop) { [weak self] in self?.expire() }
        timer.set(at: deadline)
        extras.timer = timer
    }

    private func expire() {
        let error = RPCError(.deadlineExceeded, "deadline exceeded on the server")
        guard !isFinished else { return }
        if headersSent {
            stream?.reset(.cancel)
            settle(.deadlineExceeded)
            cancelHandler(error)
        } else {
            fail(error)
        }
    }

    var isFinished: Bool {
        if case .finished = phase { true } else { false }
    }

    // MARK: The end

    /// Ends the call with OK and, if there is one, a last message.
    func succeed(_ message: [UInt8]?) {
        guard let stream, !isFinished else { return }
        if let message, message.count - FrameBuffer.prefixLength > limits.sendMessageBytesMax {
            return fail(.messageTooLarge(message.count - FrameBuffer.prefixLength, limit: limits.sendMessageBytesMax))
        }
        let trailers = trailingMetadata.isEmpty ? ResponseHeaders.ok : ResponseHeaders.trailers(nil, trailingMetadata)
        if headersSent {
            if let message { stream.send(data: message) }
            stream.send(trailers: trailers)
        } else {
            headersSent = true
            stream.respond(headers: ResponseHeaders.head(initialMetadata), data: message ?? [], trailers: trailers)
        }
        settle(.ok)
        wakeWaiters()
    }

    /// Ends the call with a status: in the trailers when headers have gone out, otherwise as one HEADERS frame (wire R15).
    func fail(_ error: RPCError, httpStatus: Int = 200) {
        guard !isFinished else { return }
        var error = error
        if error.details.isEmpty, let details = connection.server.hooks.details { error.details = details(error) }
        if let stream {
            if headersSent {
                stream.send(trailers: ResponseHeaders.trailers(error, trailingMetadata))
            } else {
                headersSent = true
                stream.send(
                    headers: ResponseHeaders.trailersOnly(error, httpStatus: httpStatus, initial: initialMetadata, trailing: trailingMetadata),
                    endStream: true)
            }
        }
        settle(error.code)
        cancelHandler(error)
    }

    /// Nothing is sent or taken any more. Bytes that nobody will take go back to the peer's window.
    func settle(_ code: StatusCode) {
        phase = .finished
        if let existingExtras {
            existingExtras.timer?.cancel()
            existingExtras.timer = nil
        }
        connection.metrics.finished(method, code)
        if let existingFlow { consume(existingFlow.removeAll()) }
    }

    /// What an error thrown by a handler becomes. Only ``RPCError`` speaks to the caller (wire R19).
    private func rpcError(_ error: any Error) -> RPCError {
        if let error = error as? RPCError {
            return error.code == .ok ? RPCError(.internal, "the handler failed with the status OK") : error
        }
        if error is CancellationError { return RPCError(.cancelled, "the handler was cancelled") }
        connection.server.logger.error("unexpected error in a handler", metadata: ["method": "\(method.path)", "error": "\(error)"])
        return RPCError(.unknown, "the handler failed")
    }

    // MARK: StreamingCall

    /// ``nextMessage()`` for inlinable code.
    @usableFromInline
    nonisolated(nonsending) func nextRequest() async throws(RPCError) -> [UInt8]? { try await nextMessage() }

    /// Sends a framed message at once, if the caller is on the loop and the buffer has room after it: what most writes are. False: the
    /// rest is ``waitForRoom(_:)``'s.
    @usableFromInline
    func sendAtOnce(_ message: [UInt8]) throws(RPCError) -> Bool {
        guard loop.isCurrent else { return false }
        return try sendNow(message).get()
    }

    /// What ``sendAtOnce(_:)`` left: sending, where the caller is not on the loop, and waiting.
    @usableFromInline
    nonisolated(nonsending) func waitForRoom(_ message: [UInt8]) async throws(RPCError) {
        if loop.isCurrent { try await room() } else { try await send(message) }
    }

    var readEnd: Result<Void, RPCError>? {
        if isFinished { return .failure(ending ?? Self.over) }
        return receiveEnded ? .success(()) : nil
    }

    var writeEnd: RPCError? {
        isFinished ? ending ?? Self.over : nil
    }

    func failed(_ error: FramingError) -> RPCError {
        let error = error.rpcError(encoding: requestEncoding, receiver: "server")
        fail(error)
        return error
    }

    /// Without a stream the call is over, which writers are told.
    var hasRoomWithoutStream: Bool { true }

    func submit(_ message: [UInt8]) {
        sendResponseHeaders()
        stream?.send(data: message)
    }

    func sendResponseHeaders() {
        guard !headersSent, !isFinished, let stream else { return }
        headersSent = true
        stream.send(headers: ResponseHeaders.head(initialMetadata))
    }

    // MARK: HTTP2StreamHandler

    @usableFromInline
    func writable(_ stream: HTTP2Stream) {
        wakeWriters(nil)
    }

    @usableFromInline
    func closed(_ stream: HTTP2Stream, _ end: StreamEnd) {
        if !isFinished {
            settle(.cancelled)
            cancelHandler(RPCError(.cancelled, "the client is gone"))
        }
        self.stream = nil
    }
}

extension RegisteredMethod {
    /// Stands for every method that is not registered; counted as "other" (wire H4).
    static let unknown = RegisteredMethod(
        service: "", name: "other", path: "other", shape: .unary, anonymous: true, index: -1, body: .stream { _ in nil })
}
