// One connection's protocol: bytes in, events out, bytes out again. No input or output happens here.

internal import CNghttp2
public import Loops

/// What a connection reports to the server or client that it belongs to. Called on the loop.
protocol ConnectionOwner: AnyObject {
    /// A request's header list is complete: who handles it?
    func handler(for stream: HTTP2Stream) -> (any HTTP2StreamHandler)?
    /// The peer's SETTINGS arrived: the connection is usable.
    func connectionReady(_ connection: HTTP2Connection)
    /// The peer sent GOAWAY; streams beyond its number are reported as not processed.
    func connectionGoingAway(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError)
    /// The connection is over; all its streams have been told.
    func connectionClosed(_ connection: HTTP2Connection, _ error: HTTP2ConnectionError)
}

/// Where a connection's bytes go. Called on the loop.
protocol ConnectionTransport: AnyObject {
    /// Flush at the end of this turn.
    func needsFlush()
}

/// One HTTP/2 connection over nghttp2. Confined to its loop: every member is used on the loop's thread only.
///
/// `@unchecked Sendable`: a reference may travel through closures and tasks, but every member is for the loop's thread.
public final class HTTP2Connection: @unchecked Sendable {
    enum Role { case server, client }

    /// The loop that the connection lives on.
    public let loop: EventLoop
    /// `address:port` of the peer.
    public let peer: String
    /// Whether the bytes travel under TLS.
    public let isSecure: Bool
    /// A place for what the layer above keeps per connection.
    public var storage: AnyObject? {
        get { stored }
        set { stored = newValue }
    }
    /// Unchecked, since it is read and set whole: no access to it can overlap another.
    @exclusivity(unchecked) private var stored: AnyObject?
    /// Streams that are open now.
    public var streamCount: Int { openStreams }
    private var openStreams = 0
    /// Bytes that all streams have queued and nghttp2 has not framed.
    public var bufferedBytes: Int { queuedBytes }
    var queuedBytes = 0

    let role: Role
    let limits: HTTP2Limits
    /// What the session allocates from; a server's connections on one loop share it.
    private let memory: SessionMemory
    private(set) var session: OpaquePointer?
    /// Both are let go when the connection has closed, which breaks the circle.
    var owner: (any ConnectionOwner)?
    var transport: (any ConnectionTransport)?

    private(set) var firstStream: Unmanaged<HTTP2Stream>?
    let headers: HeaderCollector
    private var writableStreams: [HTTP2Stream] = []
    var arrivedBytes = 0
    private var flushRequested = false
    var earlyEnds = 0
    var headerOffences = 0

    // Header block in progress, for its timer.
    var blockOpen = false
    var blockNumber: UInt64 = 0
    private var timedBlock: UInt64 = 0
    private var blockTimer: LoopTimer?
    var prefaceTimer: LoopTimer?
    private var drainTimer: LoopTimer?

    enum Drain { case none, noticed, final }
    private(set) var drain = Drain.none
    /// HTTP/2 has begun on it.
    private(set) var isStarted = false
    /// The peer's SETTINGS arrived.
    var isReady = false
    /// The peer's GOAWAY.
    var goAway: HTTP2ConnectionError?
    var goAwayLastStream: Int32 = .max
    /// Why we end the connection; nothing is fed to nghttp2 any more.
    var failure: HTTP2ConnectionError?
    private var failureAfterFlush: (HTTP2ErrorCode, String)?
    /// An answer in another protocol, instead of nghttp2's output.
    private var foreignAnswer: [UInt8]?
    private var foreignAnswered = false
    private var sentAnything = false

    /// The buffer that `pull` fills, during `pull`.
    private var output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var outputCount = 0
    private var outputFull = false

    init(
        role: Role, loop: EventLoop, peer: String, isSecure: Bool, limits: HTTP2Limits, memory: SessionMemory = SessionMemory(),
        owner: any ConnectionOwner
    ) {
        self.role = role
        self.loop = loop
        self.peer = peer
        self.isSecure = isSecure
        self.limits = limits
        self.memory = memory
        self.owner = owner
        headers = HeaderCollector(limits: limits)
    }

    deinit { endSession() }

    // MARK: Life

    /// Makes the session and queues our SETTINGS. False when memory is out.
    func start() -> Bool {
        let me = Unmanaged.passUnretained(self).toOpaque()
        let shared = SessionCallbacks.shared
        let options = shared.options(limits)
        defer { nghttp2_option_del(options) }
        var made: OpaquePointer?
        var functions = memory.functions
        let error = switch role {
        case .server: nghttp2_session_server_new3(&made, shared.callbacks, me, options, &functions)
        case .client: nghttp2_session_client_new3(&made, shared.callbacks, me, options, &functions)
        }
        guard error == 0, made != nil else { return false }
        session = made
        isStarted = true
        submitSettings()
        prefaceTimer = loop.schedule(afterNanoseconds: limits.prefaceNanoseconds) { [unowned self] in
            fail(.settingsTimeout, "no HTTP/2 preface and SETTINGS within \(limits.prefaceNanoseconds / 1_000_000) ms")
        }
        // A server speaks after the client's first bytes, so that a peer of another protocol gets an answer it can read.
        if role == .client { needsFlush() }
        return true
    }

    private func submitSettings() {
        var settings = [
            nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue), value: UInt32(clamping: limits.streamWindowBytes)),
            nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue), value: UInt32(clamping: limits.headerListBytes)),
            // Nobody reads priorities, and with them nghttp2 keeps closed streams (wire 4.8).
            nghttp2_settings_entry(settings_id: 0x9, value: 1),
        ]
        switch role {
        case .server:
            settings.append(.init(settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue), value: UInt32(clamping: limits.concurrentStreams)))
        case .client:
            settings.append(.init(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0))
        }
        nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count)
        nghttp2_session_set_local_window_size(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(clamping: limits.connectionWindowBytes))
    }

    /// Whether nghttp2 has nothing more to read nor to write: after GOAWAY and the last stream.
    var isDone: Bool {
        foreignAnswered || (nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0)
    }

    /// Ends the connection with GOAWAY; streams that are open are lost. The first reason is the one that is told.
    func fail(_ code: HTTP2ErrorCode, _ cause: String) {
        guard failure == nil else { return }
        failure = HTTP2ConnectionError(phase: isReady ? .open : .preface, peer: peer, cause: cause, goAway: goAway?.goAway)
        nghttp2_session_terminate_session(session, code.rawValue)
        needsFlush()
    }

    /// The bytes' way is gone. Tells every stream, then the owner. The last call.
    func transportClosed(_ cause: HTTP2ConnectionError) {
        guard let owner else { return }
        prefaceTimer?.cancel()
        blockTimer?.cancel()
        drainTimer?.cancel()
        var cause = cause
        if cause.phase == .open, !isReady { cause.phase = .preface }
        let error = failure ?? goAway ?? cause
        failure = failure ?? cause
        finishStreams(error)
        endSession()
        self.owner = nil
        transport = nil
        owner.connectionClosed(self, error)
        storage = nil
        writableStreams = []
    }

    private func endSession() {
        headers.removeAll()    // an unfinished header block's buffers are the session's memory
        if let session { nghttp2_session_del(session) }
        session = nil
    }

    /// The last byte of ours is out: streams that are still open will not be answered any more.
    func outputEnded() {
        if let failure { finishStreams(failure) }
    }

    private func finishStreams(_ error: HTTP2ConnectionError) {
        while let stream = firstStream?.takeUnretainedValue() {
            finish(stream, .connectionLost(error))
        }
    }

    // MARK: Bytes

    /// Bytes from the peer.
    func received(_ bytes: UnsafeRawBufferPointer) {
        // Nothing is fed after the session has ended (wire 3, CVE-2026-27135).
        guard failure == nil, nghttp2_session_want_read(session) != 0 else { return }
        let count = nghttp2_session_mem_recv(session, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        if arrivedBytes > 0 {
            // The connection's window opens on arrival, so that a stream that isn't read doesn't stop the others (wire 4.7).
            nghttp2_session_consume_connection(session, arrivedBytes)
            arrivedBytes = 0
        }
        if count < 0 { inputFailed(Int32(count), bytes) }
        watchHeaderBlock()
        needsFlush()
    }

    private func inputFailed(_ error: Int32, _ bytes: UnsafeRawBufferPointer) {
        let text = String(cString: nghttp2_strerror(error))
        switch error {
        case NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue:
            if !sentAnything {
                let body = "This port speaks HTTP/2 only (gRPC).\n"
                foreignAnswer = Array(("HTTP/1.1 505 HTTP Version Not Supported\r\ncontent-type: text/plain\r\n"
                    + "content-length: \(body.utf8.count)\r\nconnection: close\r\n\r\n\(body)").utf8)
            }
            fail(.protocolError, "the peer does not speak HTTP/2")
        case NGHTTP2_ERR_FLOODED.rawValue, -905 /* NGHTTP2_ERR_TOO_MANY_CONTINUATIONS, a backport without a symbol */:
            fail(.enhanceYourCalm, text)
        default:
            fail(.internalError, text)
        }
    }

    /// Fills `buffer` with frames to send; returns the number of bytes, 0 when there is nothing to send now.
    /// The buffer must have room for at least two frames (64 KiB is plenty).
    func pull(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if let answer = foreignAnswer {
            foreignAnswer = nil
            foreignAnswered = true
            buffer.copyBytes(from: answer)
            return answer.count
        }
        guard !foreignAnswered else { return 0 }
        output = buffer
        outputCount = 0
        outputFull = false
        while !outputFull, buffer.count - outputCount >= Self.frameRoom {
            var frame: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &frame)
            guard count > 0, let frame else {
                if count < 0, failure == nil {
                    failure = HTTP2ConnectionError(phase: .open, peer: peer, cause: String(cString: nghttp2_strerror(Int32(count))))
                }
                break
            }
            output.baseAddress?.advanced(by: outputCount).copyMemory(from: frame, byteCount: count)
            outputCount += count
        }
        output = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        sentAnything = sentAnything || outputCount > 0
        return outputCount
    }

    /// Many frames wait in nghttp2 beside the streams' bytes.
    var outputQueueIsLong: Bool { nghttp2_session_get_outbound_queue_size(session) > 1_000 }

    /// The largest frame of ours, 16 KiB of payload, with its header.
    private static let frameRoom = 16_384 + 64

    /// Asks for a flush at the end of the turn.
    func needsFlush() {
        guard !flushRequested else { return }
        flushRequested = true
        transport?.needsFlush()
    }

    /// A flush begins: whatever is submitted from here on needs another.
    func flushBegins() { flushRequested = false }

    /// A flush has ended: streams that fell below their low mark may go on.
    func flushEnded() {
        if let (code, cause) = failureAfterFlush {
            failureAfterFlush = nil
            fail(code, cause)
        }
        guard !writableStreams.isEmpty else { return }
        let streams = writableStreams
        writableStreams.removeAll(keepingCapacity: true)
        for stream in streams where !stream.isClosed { stream.handler?.writable(stream) }
    }

    func becameWritable(_ stream: HTTP2Stream) { writableStreams.append(stream) }

    /// The DATA frame that nghttp2 has decided on: header and payload straight into the write buffer, one copy in all.
    /// False when there is no room; nghttp2 asks again.
    func sendData(_ stream: HTTP2Stream, header: UnsafePointer<UInt8>, count: Int) -> Bool {
        // Room must be left for the frame that mem_send returns behind this one.
        guard output.count - outputCount >= 9 + count + Self.frameRoom || outputCount == 0, let base = output.baseAddress else {
            outputFull = true
            return false
        }
        let target = base.advanced(by: outputCount).assumingMemoryBound(to: UInt8.self)
        target.update(from: header, count: 9)
        stream.copyData(count, to: target + 9)
        outputCount += 9 + count
        return true
    }

    // MARK: Streams

    func add(_ stream: HTTP2Stream) {
        let reference = Unmanaged.passRetained(stream)
        stream.next = firstStream
        firstStream?._withUnsafeGuaranteedRef { $0.previous = reference }
        firstStream = reference
        openStreams += 1
    }

    /// Takes the stream off the list and tells its handler.
    func finish(_ stream: HTTP2Stream, _ end: StreamEnd) {
        guard !stream.isClosed else { return }
        let next = stream.next, previous = stream.previous
        next?._withUnsafeGuaranteedRef { $0.previous = previous }
        if let previous {
            previous._withUnsafeGuaranteedRef { $0.next = next }
        } else {
            firstStream = next
        }
        stream.next = nil
        stream.previous = nil
        openStreams -= 1
        stream.close(end)
        Unmanaged.passUnretained(stream).release()
    }

    /// The server will have to end the client's half too, once its trailers are out (wire R18).
    func endedEarly() { if role == .server { earlyEnds += 1 } }

    /// Client side: starts a request.
    func open(headers: HeaderBlock, endStream: Bool, handler: any HTTP2StreamHandler) throws(HTTP2ConnectionError) -> HTTP2Stream {
        loop.assertCurrent()
        if let error = failure ?? goAway { throw error }
        let stream = HTTP2Stream(connection: self, id: 0)
        stream.handler = handler
        let id = stream.submitRequest(headers, endStream: endStream)
        guard id > 0 else {
            throw HTTP2ConnectionError(phase: .open, peer: peer, cause: String(cString: nghttp2_strerror(id)))
        }
        stream.number = id
        add(stream)
        needsFlush()
        return stream
    }

    // MARK: Drain

    /// Ends the connection in order: GOAWAY that allows what is on its way, a PING to know that it arrived, GOAWAY with the
    /// last stream served, then the streams that are open (wire K5). Streams that never end are ``cancelStreams()``'s.
    func startDrain() {
        guard drain == .none, failure == nil else { return }
        guard role == .server else { return finalGoAway() }
        drain = .noticed
        nghttp2_submit_shutdown_notice(session)
        drainTimer = loop.schedule(afterNanoseconds: limits.drainNoticeNanoseconds) { [unowned self] in finalGoAway() }
        needsFlush()
    }

    static let drainPing: [UInt8] = [0x64, 0x72, 0x61, 0x69, 0x6e, 0, 0, 0]    // "drain"

    func finalGoAway() {
        guard drain != .final else { return }
        drain = .final
        drainTimer?.cancel()
        let last = nghttp2_session_get_last_proc_stream_id(session)
        nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, NGHTTP2_NO_ERROR.rawValue, nil, 0)
        needsFlush()
    }

    /// Resets every open stream with CANCEL and ends the connection (wire K6: a drain must end).
    func cancelStreams(_ cause: String) {
        var next = firstStream
        while let stream = next?.takeUnretainedValue() {
            next = stream.next
            stream.reset(.cancel)
        }
        // nghttp2 would drop the resets if it was told to end now.
        failureAfterFlush = (.noError, cause)
        needsFlush()
    }

    // MARK: The header block's timer

    private func watchHeaderBlock() {
        guard blockOpen else {
            if timedBlock != 0 {
                timedBlock = 0
                blockTimer?.cancel()
            }
            return
        }
        guard timedBlock != blockNumber else { return }
        timedBlock = blockNumber
        let timer = blockTimer ?? LoopTimer(on: loop) { [unowned self] in
            fail(.enhanceYourCalm, "a header block took longer than \(limits.headerBlockNanoseconds / 1_000_000) ms")
        }
        blockTimer = timer
        timer.set(afterNanoseconds: limits.headerBlockNanoseconds)
    }
}
