// Certificates for tests, made by the openssl command line on first use.

import Foundation
@testable import HTTP2
import TestThreads
import Testing

/// An authority, and a certificate of its for `localhost` and 127.0.0.1.
struct Certificate: Sendable {
    let folder: String
    var authority: String { folder + "/ca.pem" }
    var chain: String { folder + "/leaf.pem" }
    var key: String { folder + "/leaf.key" }

    func server() throws -> TLSContext { try .server(certificateChainFile: chain, privateKeyFile: key) }
    func client() throws -> TLSContext { try .client(authoritiesFile: authority) }

    private static let made = Task { try await make() }
    static func shared() async throws -> Certificate { try await made.value }

    /// A new authority with a new certificate, in a folder of its own.
    static func make() async throws -> Certificate {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roster-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "subjectAltName=DNS:localhost,IP:127.0.0.1\n".write(toFile: folder + "/names", atomically: true, encoding: .utf8)
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try await openssl(["req", "-x509"] + curve + ["-days", "2", "-subj", "/CN=Test authority", "-keyout", folder + "/ca.key", "-out", folder + "/ca.pem"])
        try await openssl(["req"] + curve + ["-subj", "/CN=localhost", "-keyout", folder + "/leaf.key", "-out", folder + "/leaf.csr"])
        try await openssl(["x509", "-req", "-in", folder + "/leaf.csr", "-CA", folder + "/ca.pem", "-CAkey", folder + "/ca.key", "-CAcreateserial",
                     "-days", "2", "-extfile", folder + "/names", "-out", folder + "/leaf.pem"])
        return Certificate(folder: folder)
    }

    private static func openssl(_ arguments: [String]) async throws {
        let done = try await runProgram("openssl", arguments)
        try #require(done.status == 0, "openssl \(arguments.joined(separator: " ")): \(done.output)")
    }
}

func isInstalled(_ tool: String) -> Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/\(tool)") }
