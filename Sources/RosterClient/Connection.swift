// The one connection of a client and its copies, with the loop it lives on.

internal import HTTP2
internal import Loops
internal import RPC

final class Connection: Sendable {
    let channel: Channel
    private let loop: EventLoop

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

    func close() async {
        channel.shutDown()
        stop()
    }

    deinit { stop() }

    /// Ends the loop's thread. From the loop itself, where the last copy of a client could go away, it can't be waited for.
    private func stop() {
        if !loop.isCurrent { loop.stop() }
    }
}
