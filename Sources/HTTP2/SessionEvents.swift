// What nghttp2 reports while it reads and writes, turned into calls of the streams' handlers.

internal import CNghttp2

/// Called by ``SessionCallbacks`` only, from within `received` and `pull`.
extension HTTP2Connection {
    func headerBlockBegan() {
        headers.removeAll()
        blockOpen = true
        blockNumber &+= 1
    }

    func headerBlockBroken() {
        blockOpen = false
        headers.removeAll()
    }

    /// False cuts the block off.
    func header(name: OpaquePointer, value: OpaquePointer) -> Bool {
        if headers.append(name: name, value: value) { return true }
        headerBlockBroken()
        headerOffences += 1
        if headerOffences > limits.headerListOffences {
            fail(.enhanceYourCalm, "\(headerOffences) header lists over \(limits.headerListHardBytes) bytes")
        }
        return false
    }

    func headersReceived(_ id: Int32, _ category: nghttp2_headers_category, endStream: Bool) {
        blockOpen = false
        defer { headers.removeAll() }
        if category == NGHTTP2_HCAT_REQUEST {
            let stream = HTTP2Stream(connection: self, id: id)
            nghttp2_session_set_stream_user_data(session, id, Unmanaged.passUnretained(stream).toOpaque())
            add(stream)
            stream.headersReceived = true
            if endStream { stream.receiveEnded = true }
            guard let handler = owner?.handler(for: stream) else { return stream.reset(.refusedStream) }
            stream.handler = handler
            handler.received(headers: headers.list, on: stream)
            if endStream { stream.handler?.receivedEnd(on: stream) }
            return
        }
        guard let stream = stream(id), stream.resetByUs == nil else { return }
        if endStream { stream.receiveEnded = true }
        if stream.headersReceived {
            stream.handler?.received(trailers: headers.list, on: stream)
        } else {
            if let status = headers.list.first(":status"), status.first == UInt8(ascii: "1") { return }
            stream.headersReceived = true
            stream.handler?.received(headers: headers.list, on: stream)
        }
        if endStream { stream.handler?.receivedEnd(on: stream) }
    }

    func dataReceived(_ id: Int32, _ bytes: UnsafeRawBufferPointer) {
        arrivedBytes += bytes.count
        guard let stream = stream(id), stream.resetByUs == nil else { return }
        stream.handler?.received(data: bytes, on: stream)
    }

    func endReceived(_ id: Int32) {
        guard let stream = stream(id), !stream.receiveEnded else { return }
        stream.receiveEnded = true
        if stream.resetByUs == nil { stream.handler?.receivedEnd(on: stream) }
    }

    func resetReceived(_ id: Int32, _ code: UInt32) {
        stream(id)?.peerReset = HTTP2ErrorCode(rawValue: code)
    }

    func settingsReceived() {
        guard !isReady else { return }
        isReady = true
        prefaceTimer?.cancel()
        prefaceTimer = nil
        owner?.connectionReady(self)
    }

    func pingAcknowledged(_ data: UnsafeRawBufferPointer) {
        if drain == .noticed, data.elementsEqual(Self.drainPing) { finalGoAway() }
    }

    func goAwayReceived(lastStream: Int32, code: UInt32, debug: UnsafeRawBufferPointer) {
        let code = HTTP2ErrorCode(rawValue: code)
        let text = String(decoding: debug.prefix(256), as: UTF8.self)
        let error = HTTP2ConnectionError(
            phase: .open, peer: peer, cause: "the peer sent GOAWAY \(code)" + (text.isEmpty ? "" : ": \(text)"), goAway: code)
        goAway = error
        goAwayLastStream = lastStream
        owner?.connectionGoingAway(self, error)
        needsFlush()
    }

    func goAwaySent(code: UInt32, debug: UnsafeRawBufferPointer) {
        if failure == nil, code != NGHTTP2_NO_ERROR.rawValue {
            // nghttp2 ended the session by itself; its text says which rule the peer broke.
            failure = HTTP2ConnectionError(
                phase: isReady ? .open : .preface, peer: peer,
                cause: "the peer broke the protocol: \(HTTP2ErrorCode(rawValue: code)) \(String(decoding: debug.prefix(256), as: UTF8.self))")
        }
        guard drain == .noticed else { return }
        // The notice is out. Only now the PING: submitted with it, nghttp2 would send it first, and its answer would prove
        // nothing.
        nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), Self.drainPing)
    }

    /// Our END_STREAM is out while the client still sends: tell it to stop (wire R18). Submitted earlier, the reset would
    /// overtake what is queued.
    func endSent(_ id: Int32) {
        guard earlyEnds > 0, let stream = stream(id), !stream.receiveEnded else { return }
        earlyEnds -= 1
        nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, NGHTTP2_NO_ERROR.rawValue)
    }

    /// A request that never left.
    func requestNotSent(_ id: Int32) {
        var next = firstStream
        while let stream = next?.takeUnretainedValue() {
            next = stream.next
            guard stream.id == id else { continue }
            let cause = HTTP2ConnectionError(phase: .open, peer: peer, cause: "the request was not sent")
            finish(stream, stream.resetByUs.map(StreamEnd.resetByUs) ?? .notProcessed(failure ?? goAway ?? cause))
            return
        }
    }

    func streamClosed(_ stream: HTTP2Stream, _ code: UInt32) {
        let code = HTTP2ErrorCode(rawValue: code)
        let end: StreamEnd
        if let ours = stream.resetByUs {
            end = .resetByUs(ours)
        } else if code == .noError, stream.receiveEnded || (role == .server && stream.sendEnded) {
            end = .finished
        } else if let theirs = stream.peerReset {
            end = .resetByPeer(theirs)
        } else if let goAway, stream.id > goAwayLastStream {
            end = .notProcessed(goAway)
        } else {
            end = .resetByUs(code)
        }
        finish(stream, end)
    }

    private func stream(_ id: Int32) -> HTTP2Stream? {
        guard let data = nghttp2_session_get_stream_user_data(session, id) else { return nil }
        return Unmanaged<HTTP2Stream>.fromOpaque(data).takeUnretainedValue()
    }
}
