// The Unix socket in the data folder through which `roster backup` and `roster verify` ask a running server.

import Glibc
import Loops

/// One request a connection: a line `backup PATH` or `verify`; the answer is text, whose last line begins with `ok` or `error`.
///
/// Access is the file's: 0600, so only the user that runs the server. A thread of its own accepts and reads the line (5 s at
/// most); the work runs where the handler awaits.
final class AdminSocket: Sendable {
    static let lineBytesMax = 4_096
    /// For a whole line, however slowly it comes.
    static let lineNanosecondsMax: Int64 = 5_000_000_000

    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ what: String, _ path: String) {
            description = "\(what) \(path): \(String(cString: strerror(errno)))"
        }
    }

    private let path: String
    private let listening: Int32
    private let thread: WorkerThread
    /// Where requests are carried out and answered: off every loop, and not among the threads of tasks, since a client may be slow to read.
    private let work: WorkerThread

    /// Listens and serves until `stop`. A socket left behind by a dead server is replaced: the folder's lock is ours already.
    init(path: String, handle: @escaping @Sendable (String) async -> String) throws {
        self.path = path
        unlink(path)
        let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listening >= 0 else { throw Failure("can't make a socket for", path) }
        let before = umask(0o177)
        let bound = AdminSocket.withAddress(path) { bind(listening, $0, $1) }
        umask(before)
        guard bound == 0, listen(listening, 8) == 0 else {
            let failure = Failure("can't listen on", path)
            close(listening)
            throw failure
        }
        self.listening = listening
        thread = try WorkerThread(name: "admin")
        let work = try WorkerThread(name: "admin-work")
        self.work = work
        thread.execute { AdminSocket.serve(listening, work, handle) }
    }

    func stop() {
        shutdown(listening, Int32(SHUT_RDWR))
        thread.stop()
        work.stop()
        close(listening)
        unlink(path)
    }

    private static func serve(_ listening: Int32, _ work: WorkerThread, _ handle: @escaping @Sendable (String) async -> String) {
        while true {
            let connection = accept(listening, nil, nil)
            if connection < 0 {
                // `stop` has shut the socket down.
                if errno == EINVAL || errno == EBADF { return }
                // Out of descriptors or memory, mostly: that passes.
                if errno != EINTR, errno != ECONNABORTED { usleep(100_000) }
                continue
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            guard let line = readLine(connection, listening) else {
                close(connection)
                continue
            }
            work.spawn {
                let answer = await handle(line)
                AdminSocket.writeAll(answer.hasSuffix("\n") ? answer : answer + "\n", to: connection)
                close(connection)
            }
        }
    }

    /// The client's side: sends one line, returns the whole answer; nil when no server listens on `path`. Blocks.
    static func ask(_ line: String, path: String) -> String? {
        let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { return nil }
        defer { close(connection) }
        guard withAddress(path, { connect(connection, $0, $1) }) == 0 else { return nil }
        writeAll(line + "\n", to: connection)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(connection, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        return String(decoding: answer, as: UTF8.self)
    }

    /// The server's working folder may be another, so it gets whole paths.
    static var workingFolder: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Nil: no whole line came in time, or the socket was shut down meanwhile.
    private static func readLine(_ connection: Int32, _ listening: Int32) -> String? {
        let deadline = MonotonicClock.now() + lineNanosecondsMax
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < lineBytesMax {
            let left = deadline - MonotonicClock.now()
            // Of the listening socket only its end is told.
            var events = [pollfd(fd: connection, events: Int16(POLLIN), revents: 0), pollfd(fd: listening, events: 0, revents: 0)]
            guard left > 0, poll(&events, 2, Int32(left / 1_000_000 + 1)) >= 0 || errno == EINTR, events[1].revents == 0 else { return nil }
            if events[0].revents == 0 { continue }
            guard read(connection, &byte, 1) == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    private static func writeAll(_ text: String, to connection: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
