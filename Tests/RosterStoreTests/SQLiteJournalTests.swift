// What only a journal on a disk must do: survive, refuse foreign files, fill up and recover, be copied, and notice damage.

import Foundation
import Loops
import RosterAPI
import RosterCore
import Testing

@testable import RosterStore

@Suite("SQLite journal", .timeLimit(.minutes(3)))
struct SQLiteJournalTests {
    /// Some trees with entries, personal data, claims and index rows.
    private func fill(_ journal: any Journal) async -> [ScriptedTree] {
        var trees = (1...4).map { ScriptedTree(UInt64($0)) }
        var proposals: [Proposal] = []
        for round in 0..<60 {
            for index in trees.indices {
                let id = trees[index].id
                proposals.append(trees[index].next(
                    personal: [(MemberID(UInt64(round)), Array("Person \(round) of \(index)".utf8))],
                    claims: round == 0 ? [Claim(.take, .owner, key32("\(index)"))] : [],
                    index: [
                        .putOrganization(OrganizationIndexRow(organizationID: id, tree: id, bytes: [UInt8(round)])),
                        .putMembership(MembershipIndexRow(
                            organizationID: id, memberID: MemberID(UInt64(round)), emailHash: key32("\(round)"), bytes: Array("role".utf8))),
                    ]))
            }
        }
        let failures = await journal.append(all: proposals)
        #expect(failures.allSatisfy { $0 == nil })
        return trees
    }

    /// Everything a reader can see, as one list to compare.
    private func contents(_ journal: any Journal, _ trees: [OrganizationID]) async throws -> [String] {
        var lines: [String] = []
        for tree in trees {
            let head = try await journal.head(of: tree)
            lines.append("\(tree) \(head?.revision ?? -1) \(head?.hash ?? .zero) \(head?.isPurged ?? false)")
            for entry in try await journal.entries(of: tree, after: 0, limit: 256) { lines.append("\(entry.bytes) \(entry.personal)") }
            for row in try await journal.index(of: tree, after: nil, limit: 256) { lines.append("\(row)") }
            lines.append("\(try await journal.claims(of: tree, after: [], limit: 9))")
        }
        for number in 0..<4 { lines.append("\(try await journal.holder(of: .owner, key: key32("\(number)"))?.text ?? "-")") }
        lines.append("\(try await journal.organizations(after: nil, limit: 9))")
        return lines
    }

    @Test("everything is there after it was closed, and the next owner goes on")
    func reopened() async throws {
        let first = try JournalFixture(.sqlite)
        var trees = await fill(first.journal)
        let before = try await contents(first.journal, trees.map(\.id))
        let second = try await first.reopened()
        #expect(try await contents(second.journal, trees.map(\.id)) == before)
        let head = try #require(try await second.journal.open(trees[0].id))
        trees[0].epoch = head.epoch
        #expect(await second.journal.append(trees[0].next()).failure == nil)
        #expect(try await second.journal.checkStorage() == [])
        await second.close()
    }

    @Test("a second process, a foreign file and a newer format are refused with their reasons")
    func refusals() async throws {
        let fixture = try JournalFixture(.sqlite)
        #expect(throws: JournalError.inUse(path: fixture.folder.path)) { try DataFolder(path: fixture.folder.path) }
        try await fixture.journal.setMetadata("x", [1])
        await fixture.close()

        let thread = try WorkerThread(name: "journal")
        defer { thread.stop() }
        let path = fixture.folder.path + "/journal.sqlite"
        let connection = try SQLiteConnection(path: path, maximumPages: nil)
        try connection.execute("UPDATE meta SET value = 9 WHERE name = 'minimum_reader'")
        try connection.close()
        #expect(throws: JournalError.tooNew(minimumReader: 9, supported: 1)) { try SQLiteJournal(path: path, thread: thread) }
        let foreign = fixture.folder.path + "/foreign.sqlite"
        try Data("this is no database, whatever it is called, and long enough to see".utf8).write(to: URL(filePath: foreign))
        #expect(throws: JournalError.foreign(path: foreign)) { try SQLiteJournal(path: foreign, thread: thread) }
    }

    @Test("full storage refuses writes, not reads, and passes when there is space again")
    func full() async throws {
        let folder = try TemporaryFolder()
        let small = try JournalFixture(.sqlite, in: folder, maximumPages: 120)
        var tree = ScriptedTree(1)
        var failure: AppendFailure?
        var durable = tree
        for _ in 0..<2000 where failure == nil {
            failure = await small.journal.append(tree.next([UInt8](repeating: 65, count: 1000))).failure
            if failure == nil { durable = tree }
        }
        #expect(failure == .storageFull && durable.revision > 10)
        // The rest of the epoch is refused; reads are fine.
        #expect(await small.journal.append(tree.next()).failure == .epochClosed)
        #expect(try await small.journal.head(of: tree.id)?.revision == durable.revision)
        #expect(try await small.journal.entries(of: tree.id, after: 0, limit: 5).count == 5)
        tree.goBack(to: durable)
        #expect(await small.journal.append(tree.next([UInt8](repeating: 65, count: 100_000))).failure == .storageFull)
        await small.close()

        let large = try JournalFixture(.sqlite, in: folder)
        let head = try #require(try await large.journal.open(tree.id))
        #expect(head.revision == durable.revision && head.hash == durable.hash)
        tree.goBack(to: durable)
        tree.epoch = head.epoch
        #expect(await large.journal.append(tree.next()).failure == nil)
        await large.close()
    }

    @Test("a backup beside writers is whole, as of one moment, and opens")
    func backup() async throws {
        let fixture = try JournalFixture(.sqlite)
        var trees = await fill(fixture.journal)
        let journal = fixture.journal
        let target = fixture.folder.path + "/copy.sqlite"
        var writing = trees[0]
        let writer = Task { [writing] in
            var tree = writing
            for _ in 0..<300 { _ = await journal.append(tree.next([UInt8](repeating: 66, count: 3000))) }
            return tree
        }
        try await journal.backup(to: target)
        writing = await writer.value
        trees[0] = writing
        await #expect(throws: JournalError.failed("\(target) exists")) { try await journal.backup(to: target) }
        let thread = try WorkerThread(name: "journal")
        let copy = try SQLiteJournal(path: target, thread: thread)
        #expect(try await copy.checkStorage() == [])
        for tree in trees {
            let head = try #require(try await copy.head(of: tree.id))
            #expect(head.revision >= 60 && head.revision <= tree.revision)
            var revision: Int64 = 0
            while case let slice = try await copy.entries(of: tree.id, after: revision, limit: 256), let last = slice.last { revision = last.revision }
            #expect(revision == head.revision)
        }
        await copy.close()
        thread.stop()
        await fixture.close()
    }

    @Test("a flipped bit is found or harmless: what is read is what was written")
    func flippedBits() async throws {
        let fixture = try JournalFixture(.sqlite)
        let trees = await fill(fixture.journal).map(\.id)
        let expected = try await contents(fixture.journal, trees)
        await fixture.close()
        let original = try Data(contentsOf: URL(filePath: fixture.folder.path + "/journal.sqlite"))
        var generator = SeededGenerator(seed: 12)
        let thread = try WorkerThread(name: "journal")
        defer { thread.stop() }
        var found = 0
        for round in 0..<150 {
            var damaged = original
            damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            let path = fixture.folder.path + "/damaged-\(round).sqlite"
            try damaged.write(to: URL(filePath: path))
            do {
                let journal = try SQLiteJournal(path: path, thread: thread)
                do {
                    if try await journal.checkStorage() != [] {
                        found += 1
                        // What is read in spite of it is right, or refused.
                        _ = try? await contents(journal, trees)
                    } else {
                        #expect(try await contents(journal, trees) == expected, "round \(round)")
                    }
                } catch {
                    found += 1
                }
                await journal.close()
            } catch {
                found += 1
            }
            try FileManager.default.removeItem(atPath: path)
        }
        // The rest hit unused bytes of pages.
        #expect(found > 60)
    }

    @Test("erased personal data is neither in the database nor in its log")
    func erasure() async throws {
        let fixture = try JournalFixture(.sqlite)
        var tree = ScriptedTree(1)
        let secret = "Zaphod Beeblebrox"
        #expect(await fixture.journal.append(tree.next(personal: [(MemberID(1), Array(secret.utf8))])).failure == nil)
        #expect(await fixture.journal.append(tree.next(erase: [MemberID(1)])).failure == nil)
        // The log is emptied right after the answer, before the next slice.
        _ = try await fixture.journal.head(of: tree.id)
        for name in ["/journal.sqlite", "/journal.sqlite-wal"] {
            let bytes = (try? Data(contentsOf: URL(filePath: fixture.folder.path + name))) ?? Data()
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
        await fixture.close()
    }
}
