// What a row costs, ours and through GRDB's statements: figures to look at, never a gate. ROSTER_STORE_MEASURE=1 runs it.
//
// Release build, 4 shared cores, SQLite 3.40: entries of 120 bytes over 64 trees 22,000/s and 12.9 µs CPU each in batches of 100,
// 74,000/s and 6.8 to 7.1 µs in batches of 1,000. With a personal row and a membership 96 to 101 µs an entry in batches of 100: seven
// pages are touched for each, in six trees of pages, and the 16 writes they cost are three quarters of it. Fewer indexes is the lever.

import Foundation
import GRDB
import Loops
import RosterAPI
import RosterCore
import Testing

@testable import RosterStore

@Suite("Append cost", .enabled(if: ProcessInfo.processInfo.environment["ROSTER_STORE_MEASURE"] != nil), .serialized)
struct AppendCost {
    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func measure(_ name: String, rows: Int, _ body: () async throws -> Void) async rethrows {
        let start = ContinuousClock.now, before = processorSeconds()
        try await body()
        let cpu = processorSeconds() - before
        let wall = ContinuousClock.now - start
        let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18
        print(String(format: "%@: %.0f rows/s, %.2f µs CPU a row", name, Double(rows) / seconds, cpu / Double(rows) * 1e6))
    }

    @Test("entries of 120 bytes over 64 trees, in batches of 100")
    func entries() async throws {
        let fixture = try JournalFixture(.sqlite)
        var trees = (1...64).map { ScriptedTree(UInt64($0)) }
        let rows = 40_000
        var batches: [[Proposal]] = []
        for start in stride(from: 0, to: rows, by: 100) {
            batches.append((start..<(start + 100)).map { trees[$0 % 64].next([UInt8](repeating: 65, count: 120)) })
        }
        try await measure("journal, entry alone", rows: rows) {
            for batch in batches { for failure in await fixture.journal.append(all: batch) { #expect(failure == nil) } }
        }
        batches = []
        for start in stride(from: 0, to: rows, by: 100) {
            batches.append((start..<(start + 100)).map { row in
                let member = MemberID(UInt64(row))
                let id = trees[row % 64].id
                return trees[row % 64].next([UInt8](repeating: 65, count: 250), personal: [(member, [UInt8](repeating: 66, count: 80))], index: [
                    .putMembership(MembershipIndexRow(organizationID: id, memberID: member, emailHash: key32("\(row)"), bytes: [1, 2, 3])),
                ])
            })
        }
        try await measure("journal, entry with a personal row and a membership (3 rows)", rows: rows) {
            for batch in batches { for failure in await fixture.journal.append(all: batch) { #expect(failure == nil) } }
        }
        await fixture.close()
    }

    @Test("the same bare insert by GRDB's cached statement and by ours")
    func bare() async throws {
        let folder = try TemporaryFolder()
        let rows = 40_000
        let entry = [UInt8](repeating: 65, count: 120), hash = [UInt8](repeating: 1, count: 32)
        let sql = "INSERT INTO entries (tree, revision, time, hash, entry) VALUES (?, ?, ?, ?, ?)"
        let ours = try SQLiteConnection(path: folder.path + "/ours.sqlite", maximumPages: nil)
        var statement: RosterStore.SQLiteStatement? = try RosterStore.SQLiteStatement(ours.handle, sql)
        try await measure("bare insert, C statement", rows: rows) {
            for batch in 0..<(rows / 100) {
                try ours.execute("BEGIN")
                for row in 0..<100 {
                    statement?.bind(1, Int64(row % 64))
                    statement?.bind(2, Int64(batch * 100 + row))
                    statement?.bind(3, 1_700_000_000_000_000_000)
                    statement?.bind(4, hash)
                    statement?.bind(5, entry)
                    try statement?.run()
                }
                try ours.execute("COMMIT")
            }
        }
        statement = nil
        try ours.close()
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            for pragma in ["locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"] {
                try database.execute(sql: "PRAGMA \(pragma)")
            }
        }
        let queue = try DatabaseQueue(path: folder.path + "/ours.sqlite", configuration: configuration)
        try await queue.write { try $0.execute(sql: "DELETE FROM entries") }
        try await measure("bare insert, GRDB statement", rows: rows) {
            for batch in 0..<(rows / 100) {
                try await queue.write { database in
                    let statement = try database.cachedStatement(sql: sql)
                    for row in 0..<100 {
                        try statement.execute(arguments: [
                            Int64(row % 64), Int64(batch * 100 + row), 1_700_000_000_000_000_000 as Int64, Data(hash), Data(entry),
                        ])
                    }
                }
            }
        }
        try queue.close()
    }
}
