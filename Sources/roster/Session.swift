// A client for the length of one command, on a program whose main is synchronous (valgrind can't run an asynchronous one).

import ArgumentParser
import Foundation
import RosterClient
import Synchronization

extension ConnectionOptions {
    /// Runs the body with a client, and tells a failed call on standard error.
    func withClient<Result: Sendable>(
        metadata: [(name: String, value: String)] = [], _ body: @escaping @Sendable (RosterClient) async throws -> Result
    ) throws -> Result {
        let client = try makeClient(metadata)
        let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
        let ended = DispatchSemaphore(value: 0)
        Task {
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(client)) } catch { result = .failure(error) }
            await client.close()
            outcome.withLock { $0 = result }
            ended.signal()
        }
        ended.wait()
        switch outcome.withLock({ $0 }) {
        case .success(let value): return value
        case .failure(let error as RosterError):
            FileHandle.standardError.write(Data((error.lines.joined(separator: "\n") + "\n").utf8))
            throw ExitCode(Failure.call + error.code.rawValue)
        case .failure(let error): throw error
        case nil: throw ExitCode.failure
        }
    }
}

extension ConnectionOptions {
    private func makeClient(_ metadata: [(name: String, value: String)]) throws -> RosterClient {
        let text = address ?? Self.environment("ROSTER_ADDRESS") ?? Self.defaultAddress
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw ValidationError("The server's address is host:port, not \(text).")
        }
        let authorities = ca ?? Self.environment("ROSTER_CA")
        var configuration = ClientConfiguration(
            host: String(text[..<colon]), port: port, security: tls || authorities != nil ? .tls(authoritiesFile: authorities) : .plaintext,
            key: key ?? Self.environment("ROSTER_API_KEY"))
        configuration.person = try (actor ?? Self.environment("ROSTER_ACTOR")).map(Self.person)
        configuration.metadata = metadata
        configuration.timeout = .seconds(timeout)
        return try RosterClient(configuration)
    }

    private static func person(_ text: String) throws -> Person {
        if text.hasPrefix("user:") { return .user(email: String(text.dropFirst("user:".count))) }
        guard let id = MemberID(argument: text) else { throw ValidationError("An actor is mem_… or user:<e-mail>, not \(text).") }
        return .member(id)
    }
}
