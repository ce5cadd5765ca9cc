// The journal under strace: one fdatasync a commit, and the end of the process when one fails (reliability F2, F3).

import Foundation
import Loops
import RosterAPI
import RosterCore
import TestThreads
import Testing

@testable import RosterStore

/// The part that runs as a process of its own, under strace, when a folder is named.
private let probeFolder = ProcessInfo.processInfo.environment["ROSTER_STORE_PROBE"]

@Suite("Probe", .enabled(if: probeFolder != nil), .timeLimit(.minutes(5)))
struct StoreProbe {
    @Test("appends batches and notes what was acknowledged")
    func storeProbe() async throws {
        let folder = try #require(probeFolder)
        let thread = try WorkerThread(name: "journal")
        let journal = try SQLiteJournal(folder: DataFolder(path: folder), thread: thread)
        var trees = (1...5).map { ScriptedTree(UInt64($0)) }
        let acknowledged = try #require(fopen(folder + "/acknowledged", "w"))
        for _ in 0..<40 {
            var proposals: [Proposal] = []
            for _ in 0..<10 { for index in trees.indices { proposals.append(trees[index].next()) } }
            for failure in await journal.append(all: proposals) { #expect(failure == nil) }
            fputs("\(trees[0].revision)\n", acknowledged)
            fflush(acknowledged)
        }
        let commits = fopen(folder + "/commits", "w")
        fputs("\(journal.statistics.commits)\n", commits)
        fclose(commits)
        await journal.close()
        await onOwnThread { thread.stop() }
    }
}

/// Whether strace may trace a process of ours.
@Sendable private func canTrace() async -> Bool {
    guard probeFolder == nil else { return false }
    return (try? await runProgram("/usr/bin/strace", ["-o", "/dev/null", "/bin/true"]))?.status == 0
}

@Suite("Syncs", .serialized, .enabled("strace is missing or may not trace here", canTrace), .timeLimit(.minutes(3)))
struct SyncTests {
    /// Runs the probe under strace; its exit code.
    private func probe(_ folder: String, _ options: [String]) async throws -> Int32 {
        let me = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return try await runProgram(
            "/usr/bin/strace", ["-f", "-y"] + options + [me, "--testing-library", "swift-testing", "--filter", "storeProbe"],
            environment: ["ROSTER_STORE_PROBE": folder]
        ).status
    }

    private func number(_ path: String) throws -> Int64 {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return Int64(text.split(separator: "\n").last ?? "") ?? -1
    }

    @Test("each commit is one fdatasync of the log")
    func oneSyncACommit() async throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }     // its end removes the files
        let trace = folder.path + "/trace"
        #expect(try await probe(folder.path, ["-e", "trace=fsync,fdatasync", "-o", trace]) == 0)
        let commits = try number(folder.path + "/commits")
        let syncs = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
            .filter { $0.contains("sync(") && $0.contains("journal.sqlite-wal") }.count
        #expect(commits >= 40)
        // Besides: the log's head when it is made, for the schema and for the first commit, and the checkpoint at the end.
        #expect(Int64(syncs) >= commits && Int64(syncs) <= commits + 6, "\(syncs) syncs for \(commits) commits")
    }

    @Test("a failed sync or write ends the process with its own code, and nothing acknowledged is lost", arguments: [
        ("fdatasync", 8), ("fdatasync", 9), ("fdatasync", 20), ("pwrite64", 60), ("pwrite64", 61), ("pwrite64", 150),
    ])
    func failed(_ call: String, _ when: Int) async throws {
        let folder = try TemporaryFolder()
        #expect(try await probe(folder.path, ["-o", "/dev/null", "-e", "inject=\(call):error=EIO:when=\(when)"]) == StoreExitCode.durabilityInDoubt)
        let acknowledged = (try? number(folder.path + "/acknowledged")) ?? 0
        let fixture = try JournalFixture(.sqlite, in: folder)
        let head = try await fixture.journal.head(of: OrganizationID(1))
        #expect((head?.revision ?? 0) >= max(0, acknowledged))
        #expect(try await fixture.journal.checkStorage() == [])
        await fixture.close()
    }
}
