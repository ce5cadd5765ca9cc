// A connection's socket: reads, TLS, one write a loop turn, and the timers of a peer that stalls.

internal import Loops

/// Carries one connection's bytes. Confined to its loop.
final class Transport: EventSource, ConnectionTransport {
    private enum State {
        /// TCP connect in progress (client).
        case connecting
        case handshaking
        case open
        /// Our side is ended; the peer's last bytes are read away.
        case lingering
        case closed
    }

    let connection: HTTP2Connection
    private var state: State
    private var tls: TLSSession?
    /// Bytes that the socket didn't take.
    private var unsent: [UInt8] = []
    private var unsentStart = 0
    /// One timer for what this state waits for: handshake, write progress, linger.
    private var timer: LoopTimer?
    /// Called once TLS (if any) is done and HTTP/2 has begun.
    private let opened: () -> Void

    /// Full buffers that are written, or read, in one turn before others have theirs.
    private static let roundsPerTurn = 4

    init(connection: HTTP2Connection, descriptor: Int32, connecting: Bool, tls: TLSSession?, opened: @escaping () -> Void) {
        self.connection = connection
        self.tls = tls
        self.opened = opened
        state = connecting ? .connecting : .handshaking
        super.init(loop: connection.loop, descriptor: descriptor)
        connection.transport = self
    }

    private var limits: HTTP2Limits { connection.limits }

    /// Watches the descriptor and begins. The descriptor is the transport's from here on.
    func start() {
        do throws(SystemError) {
            try loop.register(self, for: state == .connecting ? .writable : .readable)
        } catch {
            return close(.connect, error.description)
        }
        if state == .connecting {
            setTimer(limits.connectNanoseconds, .connect, "no answer")
        } else {
            connected()
        }
    }

    private func connected() {
        guard let tls else { return begin() }
        state = .handshaking
        setTimer(limits.handshakeNanoseconds, .tls, "not finished")
        tls.attach(descriptor)
        handshake(tls)
    }

    private func handshake(_ tls: TLSSession) {
        switch tls.handshake() {
        case .done: begin()
        case .wantsRead: loop.watch(self, for: .readable)
        case .wantsWrite: loop.watch(self, for: .writable)
        case .failed(let cause): close(.tls, cause)
        }
    }

    private func begin() {
        timer?.cancel()
        state = .open
        loop.watch(self, for: .readable)
        guard connection.start() else { return close(.preface, "out of memory") }
        opened()
        if tls?.hasPending == true { read() }
    }

    // MARK: Readiness

    override func ready(_ readiness: Readiness) {
        switch state {
        case .connecting:
            if let error = Socket.takeError(descriptor) { return close(.connect, error.text) }
            connected()
        case .handshaking:
            if let tls { handshake(tls) }
        case .open:
            if readiness.contains(.writable) { needsFlush() }
            if !readiness.isDisjoint(with: [.readable, .failed, .hungUp]) { read() }
        case .lingering:
            drainInput()
        case .closed:
            break
        }
    }

    private func read() {
        let buffer = loop.readBuffer
        for _ in 0..<Self.roundsPerTurn {
            let result = tls.map { $0.read(into: buffer) } ?? Socket.read(descriptor, into: buffer)
            switch result {
            case .bytes(let count):
                connection.received(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                guard state == .open else { return }
                // A buffer that isn't full has emptied the socket, or the next turn will tell.
                if tls == nil { return }
            case .wouldBlock:
                return
            case .end:
                return close(.open, "the peer closed the connection")
            case .failed(let error):
                return close(.open, error.text)
            }
        }
        if tls?.hasPending == true { loop.schedule(afterNanoseconds: 0) { [self] in if state == .open { read() } } }
    }

    private func drainInput() {
        switch Socket.read(descriptor, into: loop.readBuffer) {
        case .bytes, .wouldBlock: break
        case .end, .failed: close(.open, "closed")
        }
    }

    // MARK: Writing

    func needsFlush() { loop.atEndOfTurn(self) }

    override func endOfTurn() {
        guard state == .open else { return }
        connection.flushBegins()
        if !unsent.isEmpty, !writeUnsent() { return }
        for _ in 0..<Self.roundsPerTurn {
            let count = connection.pull(into: loop.writeBuffer)
            if count == 0 {
                loop.watch(self, for: .readable)
                connection.flushEnded()
                if connection.isDone { endOurSide() }
                return
            }
            guard write(UnsafeRawBufferPointer(rebasing: loop.writeBuffer[..<count])) else { return }
        }
        // More than one turn's share: go on in the next. (Waiting for EPOLLOUT here would wait without a timer: a socket
        // two thirds full takes bytes, but isn't reported.)
        needsFlush()
        connection.flushEnded()
    }

    /// False when the connection has closed or the socket is full; the rest is kept.
    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var written = 0
        while written < bytes.count {
            let part = UnsafeRawBufferPointer(rebasing: bytes[written...])
            switch tls.map({ $0.write(part) }) ?? Socket.write(descriptor, part) {
            case .bytes(let count):
                written += count
            case .wouldBlock:
                unsent = Array(bytes[written...])
                unsentStart = 0
                blocked()
                connection.flushEnded()
                return false
            case .end:
                close(.open, "the peer closed the connection")
                return false
            case .failed(let error):
                close(.open, error.text)
                return false
            }
        }
        return true
    }

    private func writeUnsent() -> Bool {
        let rest = unsent
        let before = unsentStart
        let done = rest.withUnsafeBytes { bytes in
            var start = before
            while start < bytes.count {
                let part = UnsafeRawBufferPointer(rebasing: bytes[start...])
                switch tls.map({ $0.write(part) }) ?? Socket.write(descriptor, part) {
                case .bytes(let count): start += count
                case .wouldBlock:
                    unsentStart = start
                    if start > before { blocked() } else { watchBlocked() }
                    return false
                case .end:
                    close(.open, "the peer closed the connection")
                    return false
                case .failed(let error):
                    close(.open, error.text)
                    return false
                }
            }
            return true
        }
        if done {
            unsent = []
            unsentStart = 0
            timer?.cancel()
        }
        return done
    }

    /// The socket has taken what it could: wait, but not for ever.
    private func blocked() {
        setTimer(limits.writeProgressNanoseconds, .open, "the peer takes no bytes")
        watchBlocked()
    }

    /// A peer that doesn't read is not read from either once much waits for it (wire 3, slow read).
    private func watchBlocked() {
        let full = connection.queuedBytes > limits.connectionBufferBytes || connection.outputQueueIsLong
        loop.watch(self, for: full ? .writable : [.readable, .writable])
    }

    // MARK: The end

    /// Ends the connection in order; one that isn't open yet at once.
    func drain() {
        if state == .open { connection.startDrain() } else { close(.connect, "closed by us") }
    }

    /// Ends the connection now: open streams are reset, GOAWAY says why, the rest is not waited for.
    func cancel(_ cause: String) {
        guard state == .open else { return close(.connect, cause) }
        connection.cancelStreams(cause)
        // A peer that doesn't take our last frames must not hold us.
        loop.schedule(afterNanoseconds: limits.lingerNanoseconds) { [self] in close(.open, cause) }
    }

    /// Everything is sent: end our side, read the peer's rest away, so that it can read our last frames (wire K5).
    private func endOurSide() {
        state = .lingering
        connection.outputEnded()
        tls?.end()
        Socket.endWriting(descriptor)
        loop.watch(self, for: .readable)
        let closing = LoopTimer(on: loop) { [unowned self] in close(.open, "closed") }
        timer?.cancel()
        timer = closing
        closing.set(afterNanoseconds: limits.lingerNanoseconds)
    }

    private func setTimer(_ nanoseconds: Int64, _ phase: HTTP2ConnectionError.Phase, _ cause: String) {
        timer?.cancel()
        timer = loop.schedule(afterNanoseconds: nanoseconds) { [unowned self] in
            close(phase, "\(cause) within \(nanoseconds / 1_000_000) ms")
        }
    }

    /// Closes the descriptor and tells the connection. Idempotent.
    func close(_ phase: HTTP2ConnectionError.Phase, _ cause: String) {
        guard state != .closed else { return }
        state = .closed
        timer?.cancel()
        timer = nil
        loop.deregister(self)
        Socket.close(descriptor)
        descriptor = -1
        unsent = []
        connection.transportClosed(HTTP2ConnectionError(phase: phase, peer: connection.peer, cause: cause))
    }
}
