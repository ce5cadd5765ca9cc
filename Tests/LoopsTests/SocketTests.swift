// Sockets and addresses.

import TestThreads
import Testing
@testable import Loops

@Suite("Sockets", .timeLimit(.minutes(5)))
struct SocketTests {
    @Test("addresses are written as they are read", arguments: [
        ("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80"),
    ])
    func text(host: String, expected: String) throws {
        let addresses = try SocketAddress.resolve(host: host, port: 80)
        #expect(addresses.map(\.description) == [expected])
    }

    @Test("a name that can't exist is an error that names it")
    func unknownName() async {
        await #expect {
            try await onOwnThread { try SocketAddress.resolve(host: "no-such-host.invalid", port: 1) }
        } throws: { "\($0)".contains("no-such-host.invalid") }
    }

    @Test("port 0 listens on a port that can be connected to", arguments: ["127.0.0.1", "::1"])
    func listen(host: String) throws {
        let listener = try Socket.listen(on: try SocketAddress.resolve(host: host, port: 0)[0])
        defer { Socket.close(listener) }
        let address = try Socket.localAddress(listener)
        #expect(address.port != 0)
        let client = try Socket.connect(to: address)
        defer { Socket.close(client) }
        var accepted: (descriptor: Int32, peer: SocketAddress)?
        let deadline = MonotonicClock.now() + 5_000_000_000
        while accepted == nil, MonotonicClock.now() < deadline { accepted = try Socket.accept(listener) }
        let (server, peer) = try #require(accepted)
        defer { Socket.close(server) }
        #expect(peer.host == host)
        #expect(Socket.takeError(client) == nil)
    }

    @Test("a busy port is an error with its cause")
    func busy() throws {
        let listener = try Socket.listen(on: try SocketAddress.resolve(host: "127.0.0.1", port: 0)[0])
        defer { Socket.close(listener) }
        let address = try Socket.localAddress(listener)
        #expect { try Socket.listen(on: address) } throws: { "\($0)".contains("Address already in use") }
    }
}
