// Programs that tests run: awaited without blocking the tests' threads, and killed when they take too long.

import Foundation
import Glibc

/// How a program ended.
public struct Finished: Sendable {
    /// What it exited with; 128 and the signal's number for one that was killed.
    public let status: Int32
    /// All that it wrote, errors included.
    public let output: String
}

/// A program that didn't start, or didn't end.
public struct ProgramFailure: Error, CustomStringConvertible {
    public let description: String
}

/// Runs a program (its whole path, or a name that `env` finds), with `more` added to the environment. After `seconds` it is killed with
/// all that it started, and the call throws what it wrote.
public func runProgram(
    _ program: String, _ arguments: [String], environment more: [String: String] = [:], within seconds: Int = 60
) async throws -> Finished {
    let words = (program.hasPrefix("/") ? [program] : ["/usr/bin/env", program]) + arguments
    return try await onOwnThread { try Child(words, more).finish(within: seconds) }
}

/// A process in a group of its own, and the pipe that it writes to.
private struct Child {
    private let words: [String]
    private let process: pid_t
    private let pipe: Int32

    init(_ words: [String], _ more: [String: String]) throws {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw ProgramFailure(description: "no pipe for \(words[0]): error \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        // Other tests' sockets would be held open by a program that lives long.
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            if let descriptor = Int32(name), descriptor > 2 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK))
        let environment = ProcessInfo.processInfo.environment.merging(more) { $1 }.map { "\($0)=\($1)" }
        var started: pid_t = 0
        let error = Child.withTexts(words) { arguments in
            Child.withTexts(environment) { posix_spawn(&started, words[0], &actions, &attributes, arguments, $0) }
        }
        close(ends[1])
        guard error == 0 else {
            close(ends[0])
            throw ProgramFailure(description: "\(words[0]) doesn't start: \(String(cString: strerror(error)))")
        }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        (self.words, process, pipe) = (words, started, ends[0])
    }

    /// Blocks until it has ended. Its end counts and not that of the pipe, which something left behind may hold.
    func finish(within seconds: Int) throws -> Finished {
        defer { close(pipe) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        var output: [UInt8] = []
        var isOpen = true
        while true {
            var event = pollfd(fd: isOpen ? pipe : -1, events: Int16(POLLIN), revents: 0)
            poll(&event, 1, 5)
            var status: Int32 = 0
            let ended = waitpid(process, &status, WNOHANG) == process
            isOpen = drain(into: &output) && isOpen
            let text = { String(decoding: output, as: UTF8.self) }
            if ended { return Finished(status: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f, output: text()) }
            if ContinuousClock.now > deadline {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                throw ProgramFailure(description: "\(words.joined(separator: " ")) had not ended after \(seconds) s and was killed; it wrote:\n\(text())")
            }
        }
    }

    /// Reads what is there. False at the end.
    private func drain(into output: inout [UInt8]) -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(pipe, &part, part.count)
            guard count > 0 else { return count < 0 }
            output += part[..<count]
        }
    }

    private static func withTexts<Value>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
