// What only a journal on a disk must do: survive, refuse foreign files, fill up and recover, be copied, and notice damage.

import Foundation
import Loops
import RosterAPI
import RosterCore
import TestThreads
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
        defer { leave { thread.stop() } }
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
        await onOwnThread { thread.stop() }
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
        defer { leave { thread.stop() } }
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
        // The log is emptied before the answer.
        let path = fixture.folder.path
        let found = await withCheckedContinuation { continuation in
            fixture.journal.append(tree.next(erase: [MemberID(1)])) { _ in
                continuation.resume(returning: ["/journal.sqlite", "/journal.sqlite-wal"].filter { name in
                    let bytes = (try? Data(contentsOf: URL(filePath: path + name))) ?? Data()
                    return bytes.range(of: Data(secret.utf8)) != nil
                })
            }
        }
        #expect(found == [])
        await fixture.close()
    }

    @Test("no copy of erased or purged personal data is left in any page, whatever was written and erased in between")
    func erasureOfMany() async throws {
        let fixture = try JournalFixture(.sqlite)
        var generator = SeededGenerator(seed: 7)
        var trees = (1...3).map { ScriptedTree(UInt64($0)) }
        func text(_ tree: Int, _ person: Int) -> String { "<Person \(tree) \(person) of the company>" + String(repeating: "x", count: person % 97) }
        func write(_ people: Range<Int>) async {
            let proposals = people.flatMap { person in
                trees.indices.map { index in
                    trees[index].next(personal: [(MemberID(UInt64(person)), Array(text(index, person).utf8))])
                }
            }
            #expect(await fixture.journal.append(all: proposals).allSatisfy { $0 == nil })
        }
        func left() throws -> Set<String> {
            var left = Set<String>()
            for name in ["/journal.sqlite", "/journal.sqlite-wal"] {
                guard let bytes = try? Data(contentsOf: URL(filePath: fixture.folder.path + name)) else { continue }
                var rest = bytes[...]
                while let start = rest.firstRange(of: Data("<Person ".utf8)), let end = rest[start.lowerBound...].firstIndex(of: UInt8(ascii: ">")) {
                    left.insert(String(decoding: rest[start.lowerBound...end], as: UTF8.self))
                    rest = rest[(end + 1)...]
                }
            }
            return left
        }
        await write(0..<3000)
        // Two trees lose whole ranges and people here and there, more than two thirds in all, while others come.
        let erased = Array(500..<1500) + (1500..<3000).filter { _ in Int.random(in: 0..<3, using: &generator) > 0 }
        for slice in stride(from: 0, to: erased.count, by: 100) {
            let members = erased[slice..<min(slice + 100, erased.count)].map { MemberID(UInt64($0)) }
            for index in 0...1 { #expect(await fixture.journal.append(trees[index].next(erase: members)).failure == nil) }
            await write(3000 + slice..<3000 + slice + 10)
        }
        let gone = Set(erased)
        let found = try left()
        #expect(found.isDisjoint(with: gone.flatMap { person in (0...1).map { "<Person \($0) \(person) of the company>" } }))
        #expect(found.count > 3000)
        try await fixture.journal.purge(trees[2].id)
        #expect(try left().filter { $0.hasPrefix("<Person 2 ") }.isEmpty)
        #expect(try await fixture.journal.checkStorage() == [])
        let second = try await fixture.reopened()
        let people = try await second.journal.entries(of: trees[0].id, after: 499, limit: 3).flatMap(\.personal).map(\.subject)
        #expect(people == [MemberID(499)])
        await second.close()
    }

    @Test("a tree is opened without a byte written, and its next owner is fenced from the one before all the same")
    func openingWritesNothing() async throws {
        let fixture = try JournalFixture(.sqlite)
        var tree = ScriptedTree(1)
        #expect(await fixture.journal.append(tree.next()).failure == nil)
        let log = URL(filePath: fixture.folder.path + "/journal.sqlite-wal")
        let before = try Data(contentsOf: log)
        let first = try #require(try await fixture.journal.open(tree.id))
        await fixture.journal.release(tree.id)
        let second = try #require(try await fixture.journal.open(tree.id))
        #expect(try Data(contentsOf: log) == before)
        #expect(second.epoch > first.epoch)
        var stale = tree
        stale.epoch = first.epoch
        #expect(await fixture.journal.append(stale.next()).failure == .epochClosed)
        tree.epoch = second.epoch
        #expect(await fixture.journal.append(tree.next()).failure == nil)
        #expect(try await fixture.journal.head(of: tree.id)?.epoch == second.epoch)
        let third = try await fixture.reopened()
        #expect(try #require(try await third.journal.open(tree.id)).epoch > second.epoch)
        await third.close()
    }

    @Test("a purge that was cut off is told of, and ends at the next opening")
    func unfinishedPurge() async throws {
        let fixture = try JournalFixture(.sqlite)
        let trees = await fill(fixture.journal)
        await fixture.close()
        let connection = try SQLiteConnection(path: fixture.folder.path + "/journal.sqlite", maximumPages: nil)
        try connection.execute("UPDATE trees SET state = \(StoredTreeState.purging.rawValue), revision = 60 WHERE id = 2")
        let maintenance = try SQLiteMaintenance(connection)
        let ids = trees.map(\.id)
        #expect(try maintenance.unfinishedPurges() == [ids[1]])
        try connection.close()
        let again = try JournalFixture(.sqlite, in: fixture.folder)
        #expect(try await again.journal.unfinishedPurges() == [])
        #expect(try await again.journal.claims(of: ids[1], after: [], limit: 9) == [])
        #expect(try await again.journal.holder(of: .owner, key: key32("0")) == ids[0])
        await again.close()
    }
}
