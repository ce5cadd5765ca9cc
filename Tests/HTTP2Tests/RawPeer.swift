// A peer that speaks in bytes and frames of the test's choosing, on a blocking socket.

import Glibc
import Loops
import Testing

struct Frame: Equatable, CustomStringConvertible {
    enum Kind: UInt8 { case data, headers, priority, reset, settings, pushPromise, ping, goAway, windowUpdate, continuation }
    var kind: Kind
    var flags: UInt8 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    var bytes: [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16), UInt8(length >> 8 & 0xff), UInt8(length & 0xff), kind.rawValue, flags]
            + big(stream) + payload
    }

    var description: String {
        kind == .goAway ? "goAway(\(code), \(String(decoding: payload.dropFirst(8), as: UTF8.self)))" : "\(kind)(\(stream))"
    }

    /// RST_STREAM's code, or GOAWAY's.
    var code: UInt32 {
        let bytes = kind == .goAway ? payload.dropFirst(4).prefix(4) : payload.prefix(4)
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
    var lastStream: UInt32 { payload.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

    static let settings = Frame(kind: .settings)
    static let settingsAcknowledged = Frame(kind: .settings, flags: 1)

    /// A header block of literals without indexing and Huffman.
    static func headers(_ stream: UInt32, _ fields: [(String, String)], end: Bool = true) -> Frame {
        Frame(kind: .headers, flags: end ? 0x5 : 0x4, stream: stream, payload: block(fields))
    }

    static func request(_ stream: UInt32, _ more: [(String, String)] = [], end: Bool = true) -> Frame {
        headers(stream, [(":method", "POST"), (":scheme", "http"), (":path", "/a.B/C"), (":authority", "x")] + more, end: end)
    }

    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + string($0.0) + string($0.1) }
    }

    private static func string(_ text: String) -> [UInt8] {
        var length = text.utf8.count
        guard length >= 127 else { return [UInt8(length)] + Array(text.utf8) }
        var bytes: [UInt8] = [127]
        length -= 127
        while length >= 128 {
            bytes.append(UInt8(length % 128 + 128))
            length /= 128
        }
        return bytes + [UInt8(length)] + Array(text.utf8)
    }
}

func big(_ value: UInt32) -> [UInt8] { [UInt8(value >> 24), UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }

/// One side of a TCP connection. Reads give up after 10 s, as an error. An actor with a thread of its own, since its calls
/// block, and the threads of the tests are few.
actor RawPeer {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    nonisolated let descriptor: Int32
    private let thread: WorkerThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    private var buffer: [UInt8] = []

    /// Takes a connected descriptor over.
    init(descriptor: Int32) throws {
        self.descriptor = descriptor
        thread = try WorkerThread(name: "raw peer")     // lives as long as the test process
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    init(port: UInt16) throws {
        try self.init(descriptor: try Socket.connect(to: SocketAddress.resolve(host: "127.0.0.1", port: port)[0]))
    }

    deinit { Glibc.close(descriptor) }

    func finish() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    func send(_ frames: Frame...) { send(frames.flatMap(\.bytes)) }
    /// A client's first words.
    func greet(_ frames: Frame...) { send(Self.preface + Frame.settings.bytes + frames.flatMap(\.bytes)) }

    private func fill() throws -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &part, part.count, 0)
        try #require(count >= 0 || errno == ECONNRESET, "nothing came within 10 s")
        if count > 0 { buffer += part[..<count] }
        return count > 0
    }

    /// A server's first step: takes the client's preface.
    func expectPreface() throws {
        while buffer.count < Self.preface.count { try #require(try fill()) }
        #expect(buffer.starts(with: Self.preface))
        buffer.removeFirst(Self.preface.count)
    }

    /// Everything until the peer ends the connection.
    func readToEnd() throws -> [UInt8] {
        while try fill() {}
        defer { buffer = [] }
        return buffer
    }

    /// The next frame, or nil at the end.
    func next() throws -> Frame? {
        while buffer.count < 9 || buffer.count < 9 + length {
            guard try fill() else { return nil }
        }
        let kind = try #require(Frame.Kind(rawValue: buffer[3]))
        let stream = buffer[5..<9].reduce(0) { $0 << 8 | UInt32($1) }
        let frame = Frame(kind: kind, flags: buffer[4], stream: stream, payload: Array(buffer[9..<(9 + length)]))
        buffer.removeFirst(9 + length)
        return frame
    }

    private var length: Int { Int(buffer[0]) << 16 | Int(buffer[1]) << 8 | Int(buffer[2]) }

    /// Reads on until a frame of that kind; nil when the connection ends before.
    func next(_ kind: Frame.Kind) throws -> Frame? {
        while let frame = try next() { if frame.kind == kind { return frame } }
        return nil
    }

    /// All frames until the end.
    func rest() throws -> [Frame] {
        var frames: [Frame] = []
        while let frame = try next() { frames.append(frame) }
        return frames
    }
}
