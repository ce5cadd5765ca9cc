// The same suite's other half: personal rows, index rows, purges and metadata.

import RosterAPI
import RosterCore
import Testing

@testable import RosterStore

@Suite("Journal: rows", .timeLimit(.minutes(2)))
struct JournalRowsTests {
    @Test("personal rows come with their entries, and go by erasure while the chain stands", arguments: JournalKind.allCases)
    func personal(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            let ann = MemberID(11), bob = MemberID(12)
            var tree = ScriptedTree(1)
            let written = [
                tree.next(personal: [(ann, Array("Ann".utf8)), (bob, Array("Bob".utf8))]), tree.next(),
                tree.next(personal: [(ann, Array("Anna".utf8))]),
            ]
            #expect(await fixture.journal.append(all: written) == [nil, nil, nil])
            var entries = try await fixture.journal.entries(of: tree.id, after: 0, limit: 10)
            #expect(entries.map(\.personal) == written.map(\.personal))
            #expect(try await fixture.journal.head(of: tree.id)?.erasedRevision == 0)
            #expect(await fixture.journal.append(tree.next(erase: [ann])).failure == nil)
            entries = try await fixture.journal.entries(of: tree.id, after: 0, limit: 10)
            #expect(entries.map(\.bytes.count).count == 4)
            #expect(entries.flatMap(\.personal).map(\.subject) == [bob])
            #expect(try await fixture.journal.head(of: tree.id)?.erasedRevision == 4)
        }
    }

    @Test("index rows: put, replaced, removed, and found by page, by address and by tree", arguments: JournalKind.allCases)
    func index(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            let ann = key32("ann@example.com"), bob = key32("bob@example.com")
            var trees = (1...5).map { ScriptedTree(UInt64($0)) }
            var proposals: [Proposal] = []
            for index in trees.indices {
                let id = trees[index].id
                proposals.append(trees[index].next(index: [
                    .putOrganization(OrganizationIndexRow(organizationID: id, tree: id, bytes: [UInt8(index)])),
                    .putMembership(MembershipIndexRow(organizationID: id, memberID: MemberID(7), emailHash: ann, bytes: [1])),
                    .putMembership(MembershipIndexRow(organizationID: id, memberID: MemberID(8), emailHash: bob, bytes: [2])),
                    .putKey(KeyIndexRow(keyID: KeyID(UInt64(100 - index)), tree: id, bytes: [])),
                ]))
            }
            #expect(await fixture.journal.append(all: proposals).allSatisfy { $0 == nil })
            let ids = trees.map(\.id)
            #expect(try await fixture.journal.organizations(after: nil, limit: 2).map(\.organizationID) == Array(ids[..<2]))
            #expect(try await fixture.journal.organizations(after: ids[1], limit: 9).map(\.organizationID) == Array(ids[2...]))
            #expect(try await fixture.journal.organization(ids[3])?.bytes == [3])
            #expect(try await fixture.journal.memberships(emailHash: ann, after: nil, limit: 9).map(\.organizationID) == ids)
            #expect(try await fixture.journal.memberships(emailHash: ann, after: ids[2], limit: 9).map(\.organizationID) == Array(ids[3...]))
            #expect(try await fixture.journal.memberships(emailHash: key32("nobody"), after: nil, limit: 9).isEmpty)
            let keys = try await fixture.journal.keys(after: nil, limit: 9)
            #expect(keys.map(\.keyID) == (96...100).map { KeyID($0) } && keys.map(\.tree) == ids.reversed() && keys[0].bytes.isEmpty)

            // Another address for the same member, a new row for an organization, a removal.
            #expect(await fixture.journal.append(trees[0].next(index: [
                .putMembership(MembershipIndexRow(organizationID: ids[0], memberID: MemberID(7), emailHash: bob, bytes: [9])),
                .putOrganization(OrganizationIndexRow(organizationID: ids[0], tree: ids[0], bytes: [77])),
                .removeMembership(ids[0], MemberID(8)), .removeKey(KeyID(100)),
            ])).failure == nil)
            #expect(try await fixture.journal.memberships(emailHash: ann, after: nil, limit: 1).map(\.organizationID) == [ids[1]])
            #expect(try await fixture.journal.memberships(emailHash: bob, after: nil, limit: 1).map(\.memberID) == [MemberID(7)])
            #expect(try await fixture.journal.organization(ids[0])?.bytes == [77])
            let rows = try await fixture.journal.index(of: ids[0], after: nil, limit: 9)
            #expect(rows.map(\.area) == [.organizations, .memberships])
            #expect(try await fixture.journal.index(of: ids[0], after: rows[0], limit: 9) == [rows[1]])
        }
    }

    @Test("a purge leaves a tombstone and nothing else", arguments: JournalKind.allCases)
    func purge(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            let ann = key32("ann")
            var tree = ScriptedTree(1), other = ScriptedTree(2)
            var proposals = [tree.next(claims: [Claim(.take, .owner, ann)])]
            for number in 0..<700 {
                proposals.append(tree.next(personal: [(MemberID(UInt64(number)), [1, 2, 3])], index: [
                    .putMembership(MembershipIndexRow(
                        organizationID: tree.id, memberID: MemberID(UInt64(number)), emailHash: ann, bytes: [1])),
                ]))
            }
            proposals.append(other.next())
            #expect(await fixture.journal.append(all: proposals).allSatisfy { $0 == nil })
            try await fixture.journal.purge(tree.id)
            let head = try await fixture.journal.head(of: tree.id)
            #expect(head?.isPurged == true && head?.revision == 701)
            #expect(try await fixture.journal.entries(of: tree.id, after: 0, limit: 9).isEmpty)
            #expect(try await fixture.journal.memberships(emailHash: ann, after: nil, limit: 9).isEmpty)
            #expect(try await fixture.journal.holder(of: .owner, key: ann) == nil)
            #expect(try await fixture.journal.index(of: tree.id, after: nil, limit: 9).isEmpty)
            await #expect(throws: JournalError.purged) { try await fixture.journal.open(tree.id) }
            #expect(await fixture.journal.append(tree.next()).failure != nil)
            var reborn = ScriptedTree(1)
            #expect(await fixture.journal.append(reborn.next()).failure != nil)
            #expect(await fixture.journal.append(other.next()).failure == nil)
        }
    }

    @Test("claims of a kind and age go, in slices, and no others", arguments: JournalKind.allCases)
    func oldClaims(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            let old = (0..<10_000).map { Claim(.take, .request, key32("old \($0)")) }
            let claims = [Claim(.take, .owner, key32("owner"))] + old
            #expect(await fixture.journal.append(tree.next(claims: claims)).failure == nil)
            #expect(await fixture.journal.append(tree.next(claims: [Claim(.take, .request, key32("new"))])).failure == nil)
            try await fixture.journal.dropClaims(.request, takenBefore: tree.time)
            let left = try await fixture.journal.claims(of: tree.id, after: [], limit: 9)
            #expect(left == [Claim(.take, .owner, key32("owner")).storedKey, Claim(.take, .request, key32("new")).storedKey])
        }
    }

    @Test("metadata is kept by name", arguments: JournalKind.allCases)
    func metadata(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            #expect(try await fixture.journal.metadata("pepper") == nil)
            try await fixture.journal.setMetadata("pepper", [1, 2])
            try await fixture.journal.setMetadata("pepper", [3])
            #expect(try await fixture.journal.metadata("pepper") == [3])
        }
    }
}
