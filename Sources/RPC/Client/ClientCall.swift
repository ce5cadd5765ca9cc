/// One call on the client: its state, from the queue to the status.
///
/// ```
///         a connection is there        status, reset, deadline, cancellation
/// queued ─────────────────────► open ─────────────────────────────────────► finished
///    ▲                            │
///    └── never processed: again ──┘   (wire C12)
/// ```
import HTTP2
import Loops
import Synchronization

/// `@unchecked Sendable`: `channel`, `path`, `options` and `isUnary` never change; everything else is confined to the channel's loop, which
/// the async methods of ``StreamingCall`` and ``Channel`` go to.
final class ClientCall: HTTP2StreamHandler, StreamingCall, @unchecked Sendable {
    enum Phase { case queued, open, finished }

    let channel: ChannelCore
    let path: [UInt8]
    let options: CallOptions
    /// Whether exactly one response message is wanted: then it is acknowledged as it arrives.
    let isUnary: Bool

    private(set) var phase = Phase.queued
    private(set) var stream: HTTP2Stream?
    /// nil until the call is finished; then how.
    private(set) var conclusion: Result<Void, RPCError>?
    /// Called once, with the conclusion: for calls that nobody reads message by message.
    var completion: ((Result<[UInt8], RPCError>) -> Void)?

    let flow = MessageFlow()
    private(set) var receiveEnded = false

    /// Nanoseconds on the loop's clock; `.max` is none.
    private var deadline = Int64.max
    private var timer: LoopTimer?

    /// Messages that were sent, as long as the call may have to be sent again: until the response begins, and within a bound.
    private var replay: [[UInt8]]? = []
    private var replayBytes = 0
    private static let replayBytesMax = 1 << 20
    private var requestsEnded = false
    private var transparentRetries = 0

    private var head: ResponseHead?
    private var trailers: ResponseHead?
    /// The beginning of a body that is not gRPC, for the error's message (wire C2).
    private var foreignBody: [UInt8] = []

    init(_ channel: ChannelCore, path: [UInt8], options: CallOptions, isUnary: Bool) {
        self.channel = channel
        self.path = path
        self.options = options
        self.isUnary = isUnary
    }

    var loop: EventLoop { channel.loop }
    var limits: RPCLimits { channel.configuration.limits }
    var initialMetadata: Metadata { head?.metadata ?? Metadata() }
    var trailingMetadata: Metadata { trailers?.metadata ?? Metadata() }

    // MARK: Beginning

    /// Begins the call. The deadline counts from here.
    func start() {
        if let timeout = options.timeoutNanoseconds {
            let (sum, overflow) = loop.now.addingReportingOverflow(timeout)
            deadline = overflow ? .max : sum
        }
        if deadline != .max {
            let timer = LoopTimer(on: loop) { [weak self] in self?.expire() }
            timer.set(at: deadline)
            self.timer = timer
        }
        channel.enqueue(self)
    }

    /// Opens the stream on a connection and sends what is there to send. Throws when the connection is not usable: the call is queued again.
    func open(on connection: HTTP2ClientConnection, _ requestHead: RequestHead) throws(HTTP2ConnectionError) {
        let block = requestHead.block(
            path: path, timeoutNanoseconds: deadline == .max ? nil : deadline - loop.now, metadata: options.metadata)
        let stream = try connection.openStream(headers: block, endStream: false, handler: self)
        self.stream = stream
        phase = .open
        let messages = replay ?? []
        for message in messages.dropLast() { stream.send(data: message) }
        if let last = messages.last {
            stream.send(data: last, endStream: requestsEnded)
        } else if requestsEnded {
            stream.end()
        }
        // Those that waited while there was no connection.
        if stream.isWritable { wakeWriters(nil) }
    }

    // MARK: Requests

    /// Sends a framed message; it stays for a transparent retry while that is possible.
    func submit(_ message: [UInt8]) {
        keepForReplay(message)
        stream?.send(data: message)
    }

    private func keepForReplay(_ message: [UInt8]) {
        guard replay != nil else { return }
        replayBytes += message.count
        // What waits in the queue was not sent at all and must be kept; a stream's messages only within the bound.
        if phase == .open, replayBytes > Self.replayBytesMax { replay = nil } else { replay?.append(message) }
    }

    /// The one request of a call that has no stream of them.
    func submitOnly(_ message: [UInt8]) {
        requestsEnded = true
        replay = [message]
        stream?.send(data: message, endStream: true)
    }

    func endRequests() {
        guard !requestsEnded else { return }
        requestsEnded = true
        stream?.end()
    }

    // MARK: HTTP2StreamHandler

    func received(headers: HeaderList, on stream: HTTP2Stream) {
        replay = nil
        head = ResponseHead(headers)
    }

    func received(data: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        guard let head, head.httpStatus == 200, head.isGRPC else {
            foreignBody.append(contentsOf: data.prefix(1024 - foreignBody.count))
            return stream.consume(data.count)
        }
        guard trailers == nil else {
            return abort(.protocolError, RPCError(.internal, "data after the trailers"))
        }
        flow.append(data)
        if isUnary {
            consume(flow.acknowledgeAll())
        } else {
            serveReader()
        }
    }

    func received(trailers: HeaderList, on stream: HTTP2Stream) {
        guard self.trailers == nil else {
            return abort(.protocolError, RPCError(.internal, "headers in the middle of the stream"))  // wire C3
        }
        self.trailers = ResponseHead(trailers)
    }

    func receivedEnd(on stream: HTTP2Stream) {
        guard conclusion == nil else { return }
        receiveEnded = true
        conclude(status())
    }

    /// What headers and trailers say: `grpc-status` wherever it stands, else what the HTTP status means (wire C2).
    private func status() -> RPCError? {
        let answered = origin(.answered, "", acted: true)
        if let trailers, let code = trailers.status { return trailers.error(code, origin: answered) }
        if let head, let code = head.status {
            self.trailers = head
            return head.error(code, origin: answered)
        }
        guard let head else { return RPCError(.internal, "the stream ended without headers", origin: answered) }
        var message = "HTTP status \(head.httpStatus) without grpc-status"
        if !head.isGRPC { message += ", content-type \(head.contentType ?? "missing")" }
        if !foreignBody.isEmpty { message += ": " + String(decoding: foreignBody, as: UTF8.self) }
        return RPCError(StatusCode(httpStatus: head.httpStatus), message, metadata: (trailers ?? head).metadata, origin: answered)
    }

    func writable(_ stream: HTTP2Stream) {
        wakeWriters(nil)
    }

    func closed(_ stream: HTTP2Stream, _ end: StreamEnd) {
        self.stream = nil
        guard conclusion == nil else { return }
        let phase: RPCError.Origin.Phase = head == nil ? .sent : .responding
        switch end {
        case .notProcessed(let error):
            let never = error.goAway == nil
            if mayRepeat(countsOnce: !never) { return channel.enqueue(self) }
            conclude(RPCError(.unavailable, "\(error)", origin: origin(phase, error.cause, acted: false)))
        case .resetByPeer(.refusedStream):
            if mayRepeat(countsOnce: true) { return channel.enqueue(self) }
            conclude(RPCError(.unavailable, "the server refused the stream", origin: origin(phase, "RST_STREAM REFUSED_STREAM", acted: false)))
        case .resetByPeer(let code):
            conclude(Self.error(resetWith: code, origin: origin(phase, "RST_STREAM \(code)", acted: true)))
        case .resetByUs(let code):
            conclude(RPCError(.internal, "the server broke the protocol", origin: origin(phase, "reset with \(code)", acted: true)))
        case .connectionLost(let error):
            conclude(RPCError(.unavailable, "connection lost: \(error)", origin: origin(phase, error.cause, acted: true)))
        case .finished:
            conclude(status())
        }
    }

    /// Whether the server has certainly not seen the call and everything it needs is still here (wire C12). What left once and was refused
    /// is repeated once; what never left, as often as it takes.
    private func mayRepeat(countsOnce: Bool) -> Bool {
        guard replay != nil, head == nil else { return false }
        if countsOnce {
            guard transparentRetries == 0 else { return false }
            transparentRetries += 1
        }
        phase = .queued
        return true
    }

    /// wire C4.
    private static func error(resetWith code: HTTP2ErrorCode, origin: RPCError.Origin) -> RPCError {
        switch code {
        case .cancel: RPCError(.cancelled, "the server cancelled the stream", origin: origin)
        case .enhanceYourCalm: RPCError(.resourceExhausted, "the server asks for less bandwidth", origin: origin)
        case .inadequateSecurity: RPCError(.permissionDenied, "the server asks for better security", origin: origin)
        case .streamClosed: RPCError(.unknown, "the server closed the stream", origin: origin)
        default: RPCError(.internal, "the server reset the stream", origin: origin)
        }
    }

    func origin(_ phase: RPCError.Origin.Phase, _ cause: String, acted: Bool) -> RPCError.Origin {
        RPCError.Origin(peer: channel.target, phase: phase, cause: cause, serverMayHaveActed: acted)
    }

    // MARK: The end

    private func expire() {
        endHere(RPCError(.deadlineExceeded, "deadline exceeded on the client", origin: localOrigin("timeout")))
    }

    /// The caller has lost interest.
    func cancel() {
        endHere(RPCError(.cancelled, "cancelled by the caller", origin: localOrigin("cancelled")))
    }

    /// The channel gives the call up before it was sent.
    func giveUp(_ error: RPCError) {
        conclude(error)
    }

    private func localOrigin(_ cause: String) -> RPCError.Origin {
        let phase: RPCError.Origin.Phase = self.phase == .queued ? .queued : head == nil ? .sent : .responding
        return origin(phase, cause, acted: self.phase != .queued)
    }

    /// Ends the call from this side, wholly locally: what the server still says does not count (wire C4, C5).
    private func endHere(_ error: RPCError) {
        guard conclusion == nil else { return }
        abort(.cancel, error)
    }

    private func abort(_ code: HTTP2ErrorCode, _ error: RPCError) {
        let stream = self.stream
        consume(flow.removeAll())
        conclude(error)
        stream?.reset(code)
    }

    private func conclude(_ error: RPCError?) {
        guard conclusion == nil else { return }
        if phase == .queued { channel.forget(self) }
        phase = .finished
        timer?.cancel()
        timer = nil
        replay = nil
        conclusion = error.map { .failure($0) } ?? .success(())
        // Trailers before our end: the server wants no more (wire C5). Without effect where the stream is closed both ways.
        if receiveEnded, !requestsEnded { stream?.reset(.noError) }
        if let completion {
            self.completion = nil
            completion(only())
        }
        serveReader()
        wakeWriters(writeEnd)
    }

    /// The one response of a call that has no stream of them (wire R21 on the client's side).
    private func only() -> Result<[UInt8], RPCError> {
        if case .failure(let error) = conclusion { return .failure(error) }
        do throws(FramingError) {
            guard case .message(let message) = try flow.take(limit: limits.receiveMessageBytesMax, ended: receiveEnded) else {
                return .failure(RPCError(.unimplemented, "no response message", origin: origin(.answered, "", acted: true)))
            }
            guard flow.isEmpty else {
                return .failure(RPCError(.unimplemented, "more than one response message", origin: origin(.answered, "", acted: true)))
            }
            return .success(message)
        } catch {
            return .failure(framingError(error))
        }
    }

    private func framingError(_ error: FramingError) -> RPCError {
        var error = error.rpcError(encoding: head?.encoding, receiver: "client")
        error.origin = origin(.responding, "", acted: true)
        return error
    }

    // MARK: StreamingCall

    /// As much as a stream's buffer holds, so that a writer doesn't run ahead of a connection that is slow to come.
    var hasRoomWithoutStream: Bool { replayBytes < channel.configuration.http2Limits.streamBufferBytes }

    var readEnd: Result<Void, RPCError>? { conclusion }

    var writeEnd: RPCError? {
        switch conclusion {
        case .failure(let error): error
        case .success: RPCError(.cancelled, "the server has ended the call", origin: origin(.answered, "", acted: true))
        case nil: requestsEnded ? RPCError(.internal, "the requests have been ended") : nil
        }
    }

    func failed(_ error: FramingError) -> RPCError {
        let error = framingError(error)
        if conclusion == nil {
            abort(.cancel, error)
        } else {
            conclusion = .failure(error)
            consume(flow.removeAll())
        }
        return error
    }
}
