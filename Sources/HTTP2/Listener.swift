// A listening socket: accepts, and hands each descriptor to the server.

internal import Loops

/// One listening socket on one loop.
///
/// `@unchecked Sendable`: handed between threads by the server; every mutable member is used on the loop only.
final class Listener: EventSource, @unchecked Sendable {
    /// Strong on purpose: a server that listens lives until it is drained.
    private let server: HTTP2Server
    private let tls: TLSContext?
    /// See ``Socket/spareDescriptor()``.
    private var spare = Socket.spareDescriptor()

    /// How long nothing is accepted after the process ran out of descriptors or memory.
    private static let pauseNanoseconds: Int64 = 100_000_000
    /// Connections accepted in one turn, so that a flood of them can't starve those that are open.
    private static let acceptsPerTurn = 64

    init(loop: EventLoop, descriptor: Int32, server: HTTP2Server, tls: TLSContext?) {
        self.server = server
        self.tls = tls
        super.init(loop: loop, descriptor: descriptor)
    }

    /// From any thread.
    func start() {
        loop.execute { [self] in
            guard descriptor >= 0 else { return }
            // Can only fail when the kernel is out of memory; then try again.
            do throws(SystemError) { try loop.register(self, for: .readable) } catch { pause() }
        }
    }

    /// Closes the socket. From any thread.
    func stop() {
        loop.execute { [self] in
            guard descriptor >= 0 else { return }
            loop.deregister(self)
            Socket.close(descriptor)
            if spare >= 0 { Socket.close(spare) }
            descriptor = -1
            spare = -1
        }
    }

    override func ready(_ readiness: Readiness) {
        for _ in 0..<Self.acceptsPerTurn {
            do throws(SystemError) {
                guard let (accepted, peer) = try Socket.accept(descriptor) else { return }
                server.adopt(accepted, peer, tls)
            } catch {
                return exhausted()
            }
        }
    }

    /// Out of descriptors: the waiting connection would be reported for ever. Refuse it with the spare one, then pause.
    private func exhausted() {
        if spare >= 0 {
            Socket.close(spare)
            if let (accepted, _) = try? Socket.accept(descriptor) { Socket.close(accepted) }
            spare = Socket.spareDescriptor()
        }
        loop.deregister(self)
        pause()
    }

    private func pause() {
        loop.schedule(afterNanoseconds: Self.pauseNanoseconds) { [self] in start() }
    }
}
