// Certificates for tests, made by the openssl command line on first use.

import Foundation
@testable import HTTP2
import Testing

/// An authority, and a certificate of its for `localhost` and 127.0.0.1.
struct Certificate: Sendable {
    let folder: String
    var authority: String { folder + "/ca.pem" }
    var chain: String { folder + "/leaf.pem" }
    var key: String { folder + "/leaf.key" }

    func server() throws -> TLSContext { try .server(certificateChainFile: chain, privateKeyFile: key) }
    func client() throws -> TLSContext { try .client(authoritiesFile: authority) }

    private static let made = Result { try make() }
    static func shared() throws -> Certificate { try made.get() }

    /// A new authority with a new certificate, in a folder of its own.
    static func make() throws -> Certificate {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roster-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "subjectAltName=DNS:localhost,IP:127.0.0.1\n".write(toFile: folder + "/names", atomically: true, encoding: .utf8)
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try openssl(["req", "-x509"] + curve + ["-days", "2", "-subj", "/CN=Test authority", "-keyout", folder + "/ca.key", "-out", folder + "/ca.pem"])
        try openssl(["req"] + curve + ["-subj", "/CN=localhost", "-keyout", folder + "/leaf.key", "-out", folder + "/leaf.csr"])
        try openssl(["x509", "-req", "-in", folder + "/leaf.csr", "-CA", folder + "/ca.pem", "-CAkey", folder + "/ca.key", "-CAcreateserial",
                     "-days", "2", "-extfile", folder + "/names", "-out", folder + "/leaf.pem"])
        return Certificate(folder: folder)
    }

    private static func openssl(_ arguments: [String]) throws {
        let (status, text) = try runTool("openssl", arguments)
        try #require(status == 0, "openssl \(arguments.joined(separator: " ")): \(text)")
    }
}

/// Runs a program and returns its status with all it wrote. Blocks.
func runTool(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

func isInstalled(_ tool: String) -> Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/\(tool)") }
