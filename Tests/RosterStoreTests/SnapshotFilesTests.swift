// Snapshot files: the newest good one is read, a bad or forbidden one never.

import Foundation
import RosterAPI
import RosterCore
import Testing

@testable import RosterStore

@Suite("Snapshot files", .timeLimit(.minutes(5)))
struct SnapshotFilesTests {
    private func snapshot(_ revision: Int64) -> SnapshotFile {
        SnapshotFile(tree: OrganizationID(1), revision: revision, hash: Hash256.of([UInt8(revision)]), bytes: Array("state \(revision)".utf8))
    }

    private func path(_ folder: TemporaryFolder, _ index: Int) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return folder.path + "/" + names[index]
    }

    @Test("the newest is read, older ones but one are dropped")
    func newest() throws {
        let folder = try TemporaryFolder()
        let files = try SnapshotFiles(path: folder.path)
        #expect(files.latest(of: OrganizationID(1), erasedRevision: 0) == nil)
        for revision in [9, 10, 100] as [Int64] { try files.write(snapshot(revision)) }
        #expect(files.latest(of: OrganizationID(1), erasedRevision: 0) == snapshot(100))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        #expect(files.latest(of: OrganizationID(2), erasedRevision: 0) == nil)
    }

    @Test("any flipped bit and any cut makes it be passed over")
    func damaged() throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }     // its end removes the files
        let files = try SnapshotFiles(path: folder.path)
        try files.write(snapshot(1))
        try files.write(snapshot(2))
        let newest = try path(folder, 1)
        let good = try Data(contentsOf: URL(filePath: newest))
        for bit in 0..<(good.count * 8) {
            var bad = good
            bad[bit / 8] ^= 1 << UInt8(bit % 8)
            try bad.write(to: URL(filePath: newest))
            #expect(files.latest(of: OrganizationID(1), erasedRevision: 0) == snapshot(1))
        }
        for count in 0..<good.count {
            try good.prefix(count).write(to: URL(filePath: newest))
            #expect(files.latest(of: OrganizationID(1), erasedRevision: 0) == snapshot(1))
        }
        try good.write(to: URL(filePath: newest))
        #expect(files.latest(of: OrganizationID(1), erasedRevision: 0) == snapshot(2))
    }

    @Test("a start deletes what is from before an erasure, of a purged tree, or ahead of its tree")
    func tidied() async throws {
        try await JournalFixture.with(.sqlite) { (fixture: JournalFixture) async throws in
            let files = try SnapshotFiles(path: fixture.folder.path + "/snapshots")
            var trees = (1...4).map { ScriptedTree(UInt64($0)) }
            for index in trees.indices {
                for revision in 1...8 {
                    let erased = index == 0 && revision == 7 ? [MemberID(1)] : []
                    #expect(await fixture.journal.append(trees[index].next(erase: erased)).failure == nil)
                }
                let written: [Int64] = index == 3 ? [9] : [6, 8]
                for revision in written {
                    try files.write(SnapshotFile(tree: trees[index].id, revision: revision, hash: .zero, bytes: []))
                }
            }
            try await fixture.journal.purge(trees[1].id)
            try files.write(SnapshotFile(tree: OrganizationID(9), revision: 1, hash: .zero, bytes: []))
            try await files.tidy(for: fixture.journal)
            #expect(files.newest() == [trees[0].id: 8, trees[2].id: 8])
            let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path + "/snapshots")
            #expect(names.count == 3)
        }
    }

    @Test("what may hold erased data is deleted, and a purge deletes all")
    func erased() throws {
        let folder = try TemporaryFolder()
        let files = try SnapshotFiles(path: folder.path)
        try files.write(snapshot(5))
        try files.write(snapshot(8))
        #expect(files.latest(of: OrganizationID(1), erasedRevision: 8) == snapshot(8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        #expect(files.latest(of: OrganizationID(1), erasedRevision: 9) == nil)
        try files.write(snapshot(10))
        files.removeSnapshots(of: OrganizationID(1))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
