// The one connection of a client and its copies, with the loop it lives on.

internal import HTTP2
internal import Loops
internal import RPC
internal import Synchronization

final class Connection: Sendable {
    private struct Calls {
        var open = 0
        var closed = false
        /// Who waits for the last open call.
        var waiter: CheckedContinuation<Void, Never>?
    }

    let channel: Channel
    private let loop: EventLoop
    private let calls = Mutex(Calls())

    init(_ configuration: ClientConfiguration) throws(RosterError) {
        var settings = ChannelConfiguration()
        // The client's own retries say when to try again; a server that comes back is found soon.
        settings.backoff.initialNanoseconds = 100_000_000
        settings.backoff.maxNanoseconds = 5_000_000_000
        do {
            let tls: TLSContext? =
                switch configuration.security {
                case .plaintext: nil
                case .tls(let authoritiesFile): try TLSContext.client(authoritiesFile: authoritiesFile)
                }
            loop = try EventLoop(name: "roster-client")
            channel = Channel(host: configuration.host, port: configuration.port, tls: tls, on: loop, configuration: settings)
        } catch {
            throw RosterError(RPCError(.invalidArgument, "\(error)"))
        }
    }

    /// Forgets past failures to connect: the next call tries at once.
    func retry() { channel.resetConnectBackoff() }

    /// Comes before every call, and refuses it when the connection was closed: a loop that has ended resumes nobody.
    func begin() throws(RPCError) {
        let closed = calls.withLock { calls in
            if !calls.closed { calls.open += 1 }
            return calls.closed
        }
        if closed {
            throw RPCError(
                .unavailable, "the client is closed",
                origin: RPCError.Origin(peer: channel.target, phase: .queued, cause: "closed", serverMayHaveActed: false))
        }
    }

    /// Comes after every call that began.
    func end() {
        calls.withLock { calls in
            calls.open -= 1
            defer { if calls.open == 0 { calls.waiter = nil } }
            return calls.open == 0 ? calls.waiter : nil
        }?.resume()
    }

    /// Refuses new calls, waits for the open ones, and ends the loop. A second call returns at once.
    func close() async {
        await withCheckedContinuation { waiter in
            let isDone = calls.withLock { calls in
                let isDone = calls.open == 0 || calls.closed
                calls.closed = true
                if !isDone { calls.waiter = waiter }
                return isDone
            }
            if isDone { waiter.resume() }
        }
        stop()
    }

    deinit { stop() }

    /// Ends the loop's thread. It can't be waited for on the loop itself, where the last copy of a client might go away.
    private func stop() {
        guard !loop.isCurrent else { return }
        channel.shutDown()
        loop.stop()
    }
}
