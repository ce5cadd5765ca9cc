/// The rungs of a call, in order: route → admit → authenticate → decode → run → encode. Each may answer.
import HTTP2
import Loops

extension ServerCall {
    @usableFromInline
    func received(headers list: HeaderList, on stream: HTTP2Stream) {
        self.stream = stream
        let refusal = route(list)
        connection.metrics.started(method)
        if let refusal { return fail(refusal.error, httpStatus: refusal.httpStatus) }
        if let error = admit(list) { return fail(error) }
        authenticate()
    }

    // MARK: 1 Route

    private func route(_ list: HeaderList) -> HeaderRefusal? {
        var request = RequestHeaders()
        headers = request.read(list, like: connection.lastHeaders)
        connection.lastHeaders = headers
        if let refusal = request.refusal { return refusal }
        if let encoding = request.encoding { requestEncoding = encoding }
        if request.timeoutNanoseconds != .max {
            let (sum, overflow) = connection.loop.now.addingReportingOverflow(request.timeoutNanoseconds)
            deadline = overflow ? .max : sum
        }
        guard let path = request.path else { return HeaderRefusal(400, RPCError(.internal, "request without :path")) }
        let bytes = path.bindMemory(to: UInt8.self)
        guard let method = connection.server.router.method(at: bytes) else {
            return HeaderRefusal(200, connection.server.unknownMethod(bytes))
        }
        self.method = method
        return nil
    }

    // MARK: 2 Admit

    private func admit(_ list: HeaderList) -> RPCError? {
        if list.isTruncated {
            return RPCError(.resourceExhausted, "the request's headers exceed the server's limits on bytes or number of fields", fault: .headersTooLarge)
        }
        if connection.runningHandlers >= limits.runningHandlersPerConnectionMax {
            return RPCError(
                .resourceExhausted, "\(limits.runningHandlersPerConnectionMax) calls of this connection are running: its limit", fault: .tooManyCalls)
        }
        if deadline != .max, deadline <= connection.loop.now {
            return RPCError(.deadlineExceeded, "deadline exceeded on the server before the call began")
        }
        return connection.server.hooks.admit?(CallContext(self))
    }

    // MARK: 3 Authenticate

    private func authenticate() {
        guard !method.anonymous, let hook = connection.server.hooks.authenticate else { return proceed() }
        switch hook(CallContext(self)) {
        case .accepted(let principal):
            self.principal = principal
            proceed()
        case .refused(let error):
            fail(error)
        case .pending(let verify):
            phase = .authenticating
            connection.runningHandlers += 1
            watchDeadline()
            task = connection.loop.spawn {
                let result: Result<(any AnyObject & Sendable)?, RPCError>
                do throws(RPCError) { result = .success(try await verify()) } catch { result = .failure(error) }
                self.authenticated(result)
            }
        }
    }

    private func authenticated(_ result: Result<(any AnyObject & Sendable)?, RPCError>) {
        connection.runningHandlers -= 1
        task = nil
        guard case .authenticating = phase else { return }
        switch result {
        case .success(let principal):
            self.principal = principal
            proceed()
            if case .collecting = phase { collectHeld() }
        case .failure(let error):
            fail(error)
        }
    }

    /// The caller is known: collect the message, or start the handler of a stream.
    private func proceed() {
        switch method.body {
        case .message:
            phase = .collecting
        case .stream(let run):
            let context = CallContext(self)
            start { try await run(context) }
        }
    }

    // MARK: 4 Decode, 5 Run

    @usableFromInline
    func received(data: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        switch phase {
        case .collecting:
            collect(data)
        case .authenticating:
            flow.append(data)
        case .running:
            flow.append(data)
            serveReader()
        case .decoded:
            stream.consume(data.count)
            fail(.requestCount("more than one request message"))
        case .opening, .finished:
            stream.consume(data.count)
        }
    }

    /// One request message is wanted. The usual case, one chunk that is exactly one message, is decoded where it lies.
    private func collect(_ data: UnsafeRawBufferPointer) {
        do throws(FramingError) {
            if !hasFlow, let message = try FrameBuffer.single(data, limit: limits.receiveMessageBytesMax) {
                consume(data.count)
                return decode(message)
            }
            flow.append(data)
            try takeCollected()
        } catch {
            _ = failed(error)
        }
    }

    /// Looks for the one message among what has arrived. All of it is acknowledged: it is wanted, and its length is within the limit.
    private func takeCollected() throws(FramingError) {
        consume(flow.acknowledgeAll())
        guard case .message(let message) = try flow.take(limit: limits.receiveMessageBytesMax, ended: receiveEnded) else { return }
        guard flow.isEmpty else { return fail(.requestCount("more than one request message")) }
        message.withUnsafeBytes(decode)
    }

    /// What arrived while the caller was being authenticated.
    private func collectHeld() {
        do throws(FramingError) { try takeCollected() } catch {
            _ = failed(error)
        }
        if receiveEnded { endRequest() }
    }

    /// Decodes, and for a synchronous read answers, while the bytes lie in the connection's buffer. Reads have no effects, so answering
    /// before the request's end is known is sound; whatever has effects starts at the end only.
    private func decode(_ message: UnsafeRawBufferPointer) {
        guard case .message(let body) = method.body else { return }
        do throws(RPCError) {
            phase = .decoded(try body(message, CallContext(self)))
        } catch {
            fail(error)
        }
    }

    @usableFromInline
    func receivedEnd(on stream: HTTP2Stream) {
        receiveEnded = true
        endRequest()
    }

    private func endRequest() {
        switch phase {
        case .collecting:
            do throws(FramingError) { _ = try flow.take(limit: limits.receiveMessageBytesMax, ended: receiveEnded) } catch {
                _ = failed(error)
            }
            fail(.requestCount("no request message"))
        case .decoded(.answer(let message)):
            succeed(message)
        case .decoded(.task(let work)):
            start(work)
        case .running:
            serveReader()
        case .opening, .authenticating, .finished:
            break
        }
    }
}

extension RPCError {
    /// Zero or several messages where the method takes one: UNIMPLEMENTED, as statuscodes.md has it (wire R21).
    fileprivate static func requestCount(_ what: String) -> RPCError {
        RPCError(.unimplemented, "\(what): the method takes exactly one")
    }
}
