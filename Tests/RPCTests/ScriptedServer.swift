// An HTTP/2 server that says what a test tells it to, legal or not.
import HTTP2
import Loops
import Synchronization
import TestThreads
@testable import RPC

/// What the server does, in order, when a request has ended (or begun).
enum Line: Sendable {
    case headers([(String, String)], end: Bool = false)
    case data([UInt8])
    case trailers([(String, String)])
    case end
    case reset(HTTP2ErrorCode)
    /// Closes the connection, which the client sees as lost.
    case hangUp
}

/// Answers the n-th request with the n-th script, the last one again and again.
final class ScriptedServer: HTTP2ServerDelegate, Sendable {
    private let scripts: [[Line]]
    private let atHeaders: Bool
    private let count = Mutex(0)
    /// The headers of every request.
    let requests = Seen<[(String, String)]>()
    /// How the streams ended, as the server saw it.
    let ends = Seen<String>()
    private let http2 = Mutex<HTTP2Server?>(nil)

    init(_ scripts: [[Line]], atHeaders: Bool = false) {
        self.scripts = scripts
        self.atHeaders = atHeaders
    }

    func listen(on group: LoopGroup) throws -> UInt16 {
        let server = HTTP2Server(group: group, delegate: self)
        http2.withLock { $0 = server }
        return try server.listen(host: "127.0.0.1", port: 0)[0].port
    }

    func stop() async {
        let server = http2.withLock { server in
            defer { server = nil }
            return server
        }
        await server?.drain(withinNanoseconds: 0)
    }

    /// Ends every connection without waiting for its streams.
    func hangUp() {
        http2.withLock { $0 }?.drain(withinNanoseconds: 0) {}
    }

    func handler(for stream: HTTP2Stream) -> any HTTP2StreamHandler {
        let index = count.withLock { count in
            defer { count += 1 }
            return min(count, scripts.count - 1)
        }
        return Handler(self, scripts[index])
    }

    final class Handler: HTTP2StreamHandler {
        let server: ScriptedServer
        let script: [Line]

        init(_ server: ScriptedServer, _ script: [Line]) {
            self.server = server
            self.script = script
        }

        func received(headers: HeaderList, on stream: HTTP2Stream) {
            server.requests.add(headers.map { (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)) })
            if server.atHeaders { play(stream) }
        }
        func received(data: UnsafeRawBufferPointer, on stream: HTTP2Stream) { stream.consume(data.count) }
        func receivedEnd(on stream: HTTP2Stream) { if !server.atHeaders { play(stream) } }
        func closed(_ stream: HTTP2Stream, _ end: StreamEnd) {
            switch end {
            case .finished: server.ends.add("finished")
            case .resetByPeer(let code): server.ends.add("reset \(code)")
            default: server.ends.add("\(end)")
            }
        }

        private func block(_ list: [(String, String)]) -> HeaderBlock { HeaderBlock(list.map { HeaderField($0.0, $0.1) }) }

        private func play(_ stream: HTTP2Stream) {
            for line in script {
                switch line {
                case .headers(let list, let end): stream.send(headers: block(list), endStream: end)
                case .data(let bytes): stream.send(data: bytes)
                case .trailers(let list): stream.send(trailers: block(list))
                case .end: stream.end()
                case .reset(let code): stream.reset(code)
                case .hangUp: server.hangUp()
                }
            }
        }
    }
}

/// Runs `body` with a channel to a scripted server.
func withScript(
    _ scripts: [[Line]], atHeaders: Bool = false, configuration: ChannelConfiguration = ChannelConfiguration(),
    _ body: (Channel, ScriptedServer) async throws -> Void
) async throws {
    let group = try LoopGroup(count: 1)
    let loop = try EventLoop(name: "client")
    let server = ScriptedServer(scripts, atHeaders: atHeaders)
    let channel = Channel(host: "127.0.0.1", port: try server.listen(on: group), on: loop, configuration: configuration)
    let result: Result<Void, any Error>
    do { result = .success(try await body(channel, server)) } catch { result = .failure(error) }
    channel.shutDown(graceful: false)
    await server.stop()
    await onOwnThread {
        loop.stop()
        group.stop()
    }
    try result.get()
}
