// The few socket calls that a server and a client need, each throwing its errno.

internal import CLinux
internal import Glibc

/// Non-blocking TCP sockets as plain descriptors.
public enum Socket {
    /// Binds and listens. Port 0 lets the kernel choose; see ``localAddress(_:)``.
    public static func listen(on address: SocketAddress, backlog: Int32 = 1_024) throws(SystemError) -> Int32 {
        let descriptor = try open(address.family)
        do throws(SystemError) {
            try set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
            // An IPv6 listener takes IPv6 only, so that both families can listen on one port.
            if address.family == AF_INET6 { try set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
            guard with(address, { bind(descriptor, $0, $1) }) == 0 else { throw SystemError(call: "bind \(address)") }
            guard Glibc.listen(descriptor, backlog) == 0 else { throw SystemError(call: "listen \(address)") }
            return descriptor
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    /// Accepts one connection; nil when none waits. `TCP_NODELAY` is set.
    public static func accept(_ listener: Int32) throws(SystemError) -> (descriptor: Int32, peer: SocketAddress)? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        while true {
            let descriptor = clinux_accept(listener, &storage, &length)
            if descriptor >= 0 {
                noDelay(descriptor)
                return (descriptor, SocketAddress(&storage, Int(length)))
            }
            switch clinux_errno() {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return nil
            default: throw SystemError(call: "accept")
            }
        }
    }

    /// Starts to connect. The descriptor becomes writable when that has succeeded or failed; see ``takeError(_:)``.
    public static func connect(to address: SocketAddress) throws(SystemError) -> Int32 {
        let descriptor = try open(address.family)
        noDelay(descriptor)
        if with(address, { Glibc.connect(descriptor, $0, $1) }) == 0 || clinux_errno() == EINPROGRESS { return descriptor }
        let error = SystemError(call: "connect")
        Glibc.close(descriptor)
        throw error
    }

    /// The error that waits on a socket, or nil.
    public static func takeError(_ descriptor: Int32) -> SystemError? {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
        return error == 0 ? nil : SystemError(call: "connect", number: error)
    }

    /// The address that a socket is bound to.
    public static func localAddress(_ descriptor: Int32) throws(SystemError) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let error = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard error == 0 else { throw SystemError(call: "getsockname") }
        return SocketAddress(&storage, Int(length))
    }

    /// What a read or write came to.
    public enum Transfer: Equatable, Sendable {
        case bytes(Int)
        /// Nothing now; wait for readiness.
        case wouldBlock
        /// The peer has ended its side.
        case end
        case failed(SystemError)
    }

    /// Reads what is there.
    public static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            switch clinux_errno() {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: return .failed(SystemError(call: "read"))
            }
        }
    }

    /// Writes as much as the socket takes. Never raises SIGPIPE.
    public static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Transfer {
        while true {
            let count = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .bytes(count) }
            switch clinux_errno() {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: return .failed(SystemError(call: "write"))
            }
        }
    }

    /// Ends our side; what was written still leaves.
    public static func endWriting(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_WR)) }

    public static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    /// A descriptor kept for the moment when no other is free: closing it lets one connection be accepted and refused.
    public static func spareDescriptor() -> Int32 { Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) }

    private static func open(_ family: Int32) throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw SystemError(call: "socket") }
        return descriptor
    }

    private static func noDelay(_ descriptor: Int32) {
        // Cannot fail on a TCP socket; a connection that is already broken shows that at its first read.
        try? set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) throws(SystemError) {
        var value = value
        guard setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw SystemError(call: "setsockopt")
        }
    }

    private static func with(_ address: SocketAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        address.bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return -1 }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }
}
