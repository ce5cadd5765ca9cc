// What a node does beside its calls: bootstrap keys anew, the admin socket.

import Foundation
import Glibc
import Loops
import RosterAPI
import RosterCore
import RosterStore
import TestThreads
import Testing

@testable import RosterServer

@Suite("Upkeep", .timeLimit(.minutes(5)))
struct UpkeepTests {
    @Test("a new bootstrap key replaces the one before, on a folder that nobody serves")
    func bootstrap() async throws {
        let world = World()
        let first = try await world.run { server in
            await #expect(throws: JournalError.inUse(path: world.folder)) { try await onOwnThread { try Bootstrap.renew(world.configuration) } }
            _ = try await server.client().organizations.list { _ in }
            return server.key
        }
        let second = try await onOwnThread { try Bootstrap.renew(world.configuration) }
        let third = try await onOwnThread { try Bootstrap.renew(world.configuration) }
        #expect(Set([first, second, third]).count == 3)
        try await world.run(key: third) { server in
            #expect(server.node.bootstrapKey == nil)
            #expect(try await refusal { try await server.client(first).organizations.list { _ in } }.code == .unauthenticated)
            #expect(try await refusal { try await server.client(second).organizations.list { _ in } }.code == .unauthenticated)
            _ = try await server.tenant("ada@example.com")
        }
        #expect(try await onOwnThread { try AdministrationRequest.verify.carryOut(world.configuration).isOK })
    }

    @Test("a line that comes slowly ends neither the admin socket nor its stop")
    func adminSocket() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString).sock").path
        let socket = try AdminSocket(path: path) { "ok \($0)" }
        #expect(await onOwnThread { AdminSocket.ask("verify", path: path) } == "ok verify\n")
        let slow = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(slow) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(slow, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        #expect(connected == 0 && write(slow, "v", 1) == 1)
        try await Task.sleep(for: .milliseconds(50))
        let begin = MonotonicClock.now()
        await onOwnThread { socket.stop() }
        #expect(MonotonicClock.now() - begin < 2_000_000_000)
    }
}
