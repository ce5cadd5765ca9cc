// Addresses of TCP sockets, numeric or by name.

internal import CLinux
internal import Glibc

/// An IPv4 or IPv6 address with a port.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// The numeric address, e.g. `127.0.0.1` or `::1`.
    public let host: String
    public let port: UInt16
    /// The kernel's form.
    let bytes: [UInt8]
    let family: Int32

    init(_ storage: UnsafePointer<sockaddr_storage>, _ length: Int) {
        family = Int32(storage.pointee.ss_family)
        bytes = Array(UnsafeRawBufferPointer(start: storage, count: length))
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let raw = UnsafeRawPointer(storage)
        if family == AF_INET6 {
            var address = raw.assumingMemoryBound(to: sockaddr_in6.self).pointee
            inet_ntop(AF_INET6, &address.sin6_addr, &text, socklen_t(text.count))
            port = UInt16(bigEndian: address.sin6_port)
        } else {
            var address = raw.assumingMemoryBound(to: sockaddr_in.self).pointee
            inet_ntop(AF_INET, &address.sin_addr, &text, socklen_t(text.count))
            port = UInt16(bigEndian: address.sin_port)
        }
        host = text.withUnsafeBufferPointer { String(decoding: $0.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) }
    }

    /// `host:port`, with brackets around an IPv6 address.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Looks a name (or a numeric address) up. Blocks: not on a loop; see ``Resolver``.
    /// An empty host means every address of this machine.
    public static func resolve(host: String, port: UInt16, passive: Bool = false) throws(ResolveError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (passive ? AI_PASSIVE : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let error = getaddrinfo(host.isEmpty ? nil : host, String(port), &hints, &list)
        guard error == 0 else { throw ResolveError(host: host, text: String(cString: gai_strerror(error))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let info = entry?.pointee {
            if let address = info.ai_addr, info.ai_family == AF_INET || info.ai_family == AF_INET6 {
                var storage = sockaddr_storage()
                withUnsafeMutableBytes(of: &storage) {
                    $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen)))
                }
                addresses.append(SocketAddress(&storage, Int(info.ai_addrlen)))
            }
            entry = info.ai_next
        }
        guard !addresses.isEmpty else { throw ResolveError(host: host, text: "no address") }
        return addresses
    }
}

/// A name that could not be looked up.
public struct ResolveError: Error, Sendable, CustomStringConvertible {
    public let host: String
    public let text: String
    public var description: String { "\(host): \(text)" }
}

/// Name lookups on a thread of their own, since `getaddrinfo` blocks.
public enum Resolver {
    /// One thread for the process, started at the first lookup and never stopped.
    private static let thread = try? WorkerThread(name: "resolver", queueLimit: 1_024)

    /// Looks `host` up and reports on `loop`.
    public static func resolve(
        host: String, port: UInt16, on loop: EventLoop,
        _ body: @escaping @Sendable (Result<[SocketAddress], ResolveError>) -> Void
    ) {
        let accepted = thread?.execute {
            let result = Result { () throws(ResolveError) in try SocketAddress.resolve(host: host, port: port) }
            loop.execute { body(result) }
        }
        if accepted != true {
            loop.execute { body(.failure(ResolveError(host: host, text: "too many lookups wait"))) }
        }
    }
}
