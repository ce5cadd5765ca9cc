// One stream: the sending half as methods, the receiving half through its handler.

internal import CNghttp2
public import Loops

/// One request and its response. Confined to the connection's loop: every member is used on the loop's thread only.
///
/// What is sent leaves at the end of the loop turn, in one write with everything else of the connection. After the stream
/// has closed every sending method does nothing.
///
/// `@unchecked Sendable`: a reference may travel through closures and tasks, but every member is for the loop's thread.
public final class HTTP2Stream: @unchecked Sendable {
    /// The connection that carries the stream.
    public let connection: HTTP2Connection
    /// The stream's number (RFC 9113 5.1.1).
    public var id: Int32 { number }
    var number: Int32
    /// Who is told of what arrives. The stream holds it until it has closed.
    public var handler: (any HTTP2StreamHandler)? {
        get { receiver }
        set { receiver = newValue }
    }
    private var receiver: (any HTTP2StreamHandler)?

    /// The connection's list of open streams; it owns one reference to each.
    var next: Unmanaged<HTTP2Stream>?
    var previous: Unmanaged<HTTP2Stream>?

    /// Unchecked, since the queue calls nobody: no access to it can overlap another, and the run-time's check of that
    /// costs as much as the copying.
    @exclusivity(unchecked) private var queue = OutputQueue()
    /// Kept until the stream closes, since nghttp2 reads the fields where they are.
    private var headerBlock: HeaderBlock?
    private var trailerBlock: HeaderBlock?
    private var headersSent = false
    /// Nothing more will be queued: END_STREAM or trailers follow the last byte.
    private(set) var sendEnded = false
    /// nghttp2 waits to be told that there is data again.
    private var deferred = false
    /// Bytes of the queue that nghttp2 has decided to send as a DATA frame, and will ask for whatever happens to the stream meanwhile.
    private var promised = 0
    /// Fell over the high mark; the handler waits for `writable`.
    private var waitsForRoom = false

    /// The peer has ended its side.
    var receiveEnded = false
    var headersReceived = false
    /// The code of the peer's RST_STREAM, when one came.
    var peerReset: HTTP2ErrorCode?
    var resetByUs: HTTP2ErrorCode?
    private(set) var isClosed = false

    init(connection: HTTP2Connection, id: Int32) {
        self.connection = connection
        number = id
    }

    /// The loop that the stream lives on.
    public var loop: EventLoop { connection.loop }

    // MARK: Sending

    /// Sends the response's header list (server side; a client's goes with ``HTTP2ClientConnection/openStream(headers:endStream:handler:)``).
    public func send(headers: HeaderBlock, endStream: Bool = false) {
        guard canSend, !headersSent else { return }
        headersSent = true
        headerBlock = headers
        if endStream {
            sendEnded = true
            if !receiveEnded { connection.endedEarly() }
        }
        submitResponse(hasBody: !endStream)
    }

    /// Queues bytes of the body. They leave as flow control and the socket allow; see ``isWritable``.
    public func send(data: [UInt8], endStream: Bool = false) {
        guard canSend, headersSent, !sendEnded else { return }
        enqueue(data)
        if endStream { sendEnded = true }
        wake()
    }

    /// Ends our side with a header list, after what is queued. Without headers before it, it is the whole response
    /// (gRPC's Trailers-Only).
    public func send(trailers: HeaderBlock) {
        guard canSend, !sendEnded else { return }
        guard headersSent else { return send(headers: trailers, endStream: true) }
        sendEnded = true
        trailerBlock = trailers
        if !receiveEnded { connection.endedEarly() }
        wake()
    }

    /// Ends our side after what is queued, without trailers.
    public func end() {
        guard canSend, headersSent, !sendEnded else { return }
        sendEnded = true
        wake()
    }

    /// The whole response at once: headers, body and trailers leave in the same write.
    public func respond(headers: HeaderBlock, data: [UInt8], trailers: HeaderBlock) {
        guard canSend, !headersSent else { return }
        headersSent = true
        headerBlock = headers
        enqueue(data)
        sendEnded = true
        trailerBlock = trailers
        if !receiveEnded { connection.endedEarly() }
        submitResponse(hasBody: true)
    }

    /// Ends both sides at once with RST_STREAM; what is queued is dropped. ``HTTP2StreamHandler/closed(_:_:)`` follows.
    public func reset(_ code: HTTP2ErrorCode) {
        guard canSend else { return }
        resetByUs = code
        dropQueue(but: promised)
        nghttp2_submit_rst_stream(connection.session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
        connection.needsFlush()
    }

    /// Bytes queued here that nghttp2 has not framed yet.
    public var bufferedBytes: Int { queue.count }

    /// Whether the producer should go on: fewer than ``HTTP2Limits/streamBufferBytes`` wait. Once it was false,
    /// ``HTTP2StreamHandler/writable()`` tells when to go on.
    public var isWritable: Bool {
        if queue.count < connection.limits.streamBufferBytes { return canSend }
        waitsForRoom = true
        return false
    }

    // MARK: Receiving

    /// Tells that the handler has taken `count` bytes of the body. Only this opens the peer's window for the stream, so a
    /// handler that takes nothing stops its sender at ``HTTP2Limits/streamWindowBytes``.
    public func consume(_ count: Int) {
        guard count > 0, !receiveEnded, !isClosed else { return }    // after the end nobody needs the window
        nghttp2_session_consume_stream(connection.session, id, count)
        connection.needsFlush()
    }

    // MARK: Towards nghttp2

    private var canSend: Bool { !isClosed && resetByUs == nil }

    private func enqueue(_ data: [UInt8]) {
        queue.append(data)
        connection.queuedBytes += data.count
        if queue.count >= connection.limits.streamBufferBytes { waitsForRoom = true }
    }

    private func dropQueue(but kept: Int = 0) {
        connection.queuedBytes -= queue.count - kept
        queue.truncate(to: kept)
    }

    private func wake() {
        if deferred {
            deferred = false
            nghttp2_session_resume_data(connection.session, id)
        }
        connection.needsFlush()
    }

    private func submitResponse(hasBody: Bool) {
        guard let headerBlock else { return }
        if hasBody {
            var provider = dataProvider
            nghttp2_submit_response(connection.session, id, headerBlock.fields, headerBlock.count, &provider)
        } else {
            nghttp2_submit_response(connection.session, id, headerBlock.fields, headerBlock.count, nil)
        }
        connection.needsFlush()
    }

    /// Client side: returns nghttp2's stream number or its error.
    func submitRequest(_ headers: HeaderBlock, endStream: Bool) -> Int32 {
        headersSent = true
        sendEnded = endStream
        headerBlock = headers
        let me = Unmanaged.passUnretained(self).toOpaque()
        if endStream {
            return nghttp2_submit_request(connection.session, nil, headers.fields, headers.count, nil, me)
        }
        var provider = dataProvider
        return nghttp2_submit_request(connection.session, nil, headers.fields, headers.count, &provider, me)
    }

    private var dataProvider: nghttp2_data_provider {
        var provider = nghttp2_data_provider()
        provider.source.ptr = Unmanaged.passUnretained(self).toOpaque()
        provider.read_callback = sessionReadData
        return provider
    }

    /// nghttp2 asks for a DATA frame of at most `maximum` bytes. The bytes themselves are copied in ``copyData``.
    func nextData(maximum: Int, flags: UnsafeMutablePointer<UInt32>) -> Int {
        let count = min(queue.count, maximum)
        if sendEnded, count == queue.count {
            flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
            if let trailerBlock {
                // Only here: submitted earlier, the trailers would overtake the data (wire 4.3).
                flags.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
                nghttp2_submit_trailer(connection.session, id, trailerBlock.fields, trailerBlock.count)
            }
        } else if count == 0 {
            deferred = true
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        }
        if count > 0 { flags.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue }
        promised = count
        return count
    }

    /// The frame's payload, into the connection's write buffer.
    func copyData(_ count: Int, to target: UnsafeMutablePointer<UInt8>) {
        queue.take(count, to: target)
        promised = 0
        connection.queuedBytes -= count
        if waitsForRoom, queue.count <= connection.limits.streamBufferLowBytes {
            waitsForRoom = false
            connection.becameWritable(self)
        }
    }

    /// The stream is over. Idempotent.
    func close(_ end: StreamEnd) {
        guard !isClosed else { return }
        isClosed = true
        dropQueue()
        let handler = receiver
        receiver = nil
        handler?.closed(self, end)
    }
}
