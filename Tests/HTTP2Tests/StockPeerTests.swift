// Peers that we didn't write: nghttp2's tools, curl and openssl's client.

@testable import HTTP2
import Loops
import TestThreads
import Testing

@Suite("Stock peers", .timeLimit(.minutes(1)))
struct StockPeerTests {
    private static func run(_ name: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        let done = try await runProgram(name, arguments)
        return (done.status, done.output)
    }

    @Test("nghttp sees headers, body and trailers", .enabled(if: isInstalled("nghttp")))
    func nghttp() async throws {
        let server = try TestServer { Recorder(onEnd: { stream, _ in stream.respond(headers: Blocks.ok, data: Array("payload".utf8), trailers: Blocks.trailers) }) }
        let (status, output) = try await Self.run("nghttp", ["-v", "--no-dep", "-H", "te: trailers", "http://127.0.0.1:\(server.port)/a.B/C"])
        #expect(status == 0)
        #expect(output.contains("payload"))
        #expect(output.contains("grpc-status: 0"))
        #expect(output.contains("SETTINGS_NO_RFC7540_PRIORITIES(0x09):1"))
        #expect(!output.contains("error_code=PROTOCOL_ERROR"))
        try await server.stop()
    }

    @Test("h2load's 20,000 calls are all answered", .enabled(if: isInstalled("h2load")), arguments: [false, true])
    func h2load(secure: Bool) async throws {
        let server = try TestServer(loops: 2, tls: secure ? try await Certificate.shared().server() : nil) {
            Recorder(onEnd: { stream, _ in stream.respond(headers: Blocks.ok, data: [1, 2, 3], trailers: Blocks.trailers) })
        }
        let (status, output) = try await Self.run("h2load", ["-n", "20000", "-c", "8", "-m", "50", "\(secure ? "https" : "http")://127.0.0.1:\(server.port)/a.B/C"])
        #expect(status == 0)
        #expect(output.contains("20000 succeeded, 0 failed, 0 errored, 0 timeout"), "\(output)")
        #expect(output.contains("60000) data") || output.contains("58.59KB (60000) data"), "\(output)")
        try await server.stop()
    }

    @Test("curl in HTTP/1.1 reads why it is refused", .enabled(if: isInstalled("curl")))
    func curl() async throws {
        let server = try TestServer()
        let (_, output) = try await Self.run("curl", ["-s", "-i", "--http1.1", "--max-time", "10", "http://127.0.0.1:\(server.port)/"])
        #expect(output.hasPrefix("HTTP/1.1 505 "))
        #expect(output.contains("speaks HTTP/2 only"))
        try await server.stop()
    }

    @Test("TLS: h2 by ALPN or nothing, 1.2 and 1.3, no older, no weak suite", arguments: [
        (["-alpn", "h2"], true), (["-alpn", "h2", "-tls1_2"], true), (["-alpn", "http/1.1,h2", "-tls1_3"], true),
        (["-alpn", "http/1.1"], false), ([], false), (["-alpn", "h2", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], false),
        (["-alpn", "h2", "-tls1_2", "-cipher", "AES256-GCM-SHA384"], false),
        (["-alpn", "h2", "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"], false),
    ])
    func tls(options: [String], accepted: Bool) async throws {
        let certificate = try await Certificate.shared()
        let server = try TestServer(tls: try certificate.server())
        let (_, output) = try await Self.run("openssl", ["s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile", certificate.authority, "-verify_return_error"] + options)
        if accepted {
            #expect(output.contains("ALPN protocol: h2"))
            #expect(output.contains("Verify return code: 0 (ok)"))
            #expect(output.contains("Compression: NONE"))
            await server.seen.wait { $0.opened == 1 }
        } else {
            #expect(server.seen.current.opened == 0, "\(output)")
            if options.contains("http/1.1") { #expect(output.contains("no application protocol")) }
        }
        try await server.stop()
    }
}
