// One suite for every journal: the contract of appends, epochs and claims (reliability S5).

import Dispatch
import RosterAPI
import RosterCore
import Testing

@testable import RosterStore

@Suite("Journal: appends", .timeLimit(.minutes(2)))
struct JournalAppendTests {
    @Test("entries come back in order, with their hashes and times", arguments: JournalKind.allCases)
    func entries(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            let proposals = (0..<600).map { _ in tree.next() }
            #expect(await fixture.journal.append(all: proposals).allSatisfy { $0 == nil })
            var read: [StoredEntry] = []
            while true {
                let slice = try await fixture.journal.entries(of: tree.id, after: read.last?.revision ?? 0, limit: 1000)
                #expect(slice.count <= JournalLimit.sliceRows)
                if slice.isEmpty { break }
                read += slice
            }
            #expect(read.map(\.bytes) == proposals.map(\.entry))
            #expect(read.map(\.hash) == proposals.map(\.hash))
            #expect(read.map(\.time) == proposals.map(\.time))
            #expect(try await fixture.journal.revision(of: tree.id, at: proposals[41].time) == 42)
            #expect(try await fixture.journal.revision(of: tree.id, at: proposals[41].time - 1) == 41)
            #expect(try await fixture.journal.revision(of: tree.id, at: 0) == 0)
            let head = try await fixture.journal.head(of: tree.id)
            #expect(head?.revision == 600 && head?.hash == tree.hash && head?.epoch == Epoch.first)
            #expect(try await fixture.journal.head(of: OrganizationID(99)) == nil)
        }
    }

    @Test("whoever takes a tree for a new one is refused, and its owner goes on", arguments: JournalKind.allCases)
    func mistakenFirst(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            let first = tree.next()
            #expect(await fixture.journal.append(all: [first, tree.next()]) == [nil, nil])
            let third = tree.next()
            #expect(await fixture.journal.append(all: [first, third]) == [.notSuccessor, nil])
            #expect(try await fixture.journal.head(of: tree.id)?.revision == 3)
        }
    }

    @Test("only the successor is taken, and after a failure the rest of the epoch is refused", arguments: JournalKind.allCases)
    func succession(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            var other = ScriptedTree(2)
            #expect(await fixture.journal.append(all: [tree.next(), tree.next(), other.next()]) == [nil, nil, nil])
            let durable = tree
            _ = tree.next()
            // A gap fails; what follows it in the epoch is refused, though it would fit; the neighbour's goes through.
            let afterGap = tree.next()
            tree.goBack(to: durable)
            tree.epoch = durable.epoch
            let fitting = tree.next()
            #expect(await fixture.journal.append(all: [afterGap, fitting, other.next()]) == [.notSuccessor, .epochClosed, nil])
            tree.goBack(to: durable)
            #expect(await fixture.journal.append(tree.next()).failure == nil)

            let before = tree
            var forged = tree
            forged.hash = .zero
            #expect(await fixture.journal.append(forged.next()).failure == .notSuccessor)
            tree.goBack(to: before)
            var lying = tree.next()
            lying = Proposal(
                tree: lying.tree, epoch: lying.epoch, revision: lying.revision, previousHash: lying.previousHash, hash: .zero,
                time: lying.time, entry: lying.entry)
            #expect(await fixture.journal.append(lying).failure == .notSuccessor)
            tree.goBack(to: before)
            tree.epoch += 1
            let last = tree.next()
            #expect(await fixture.journal.append(last).failure == nil)
            // The same again: it is there already.
            #expect(await fixture.journal.append(last).failure == .notSuccessor)
            #expect(try await fixture.journal.head(of: tree.id)?.revision == 4)
        }
    }

    @Test("whoever opens a tree fences off the owner before", arguments: JournalKind.allCases)
    func fencing(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var first = ScriptedTree(1)
            #expect(await fixture.journal.append(first.next()).failure == nil)
            var second = first
            let head = try #require(try await fixture.journal.open(first.id))
            #expect(head.epoch > first.epoch && head.revision == 1 && head.hash == first.hash)
            second.epoch = head.epoch
            let stale = first
            #expect(await fixture.journal.append(first.next()).failure == .epochClosed)
            // Raising its own epoch after a failure never reaches the new owner's.
            for _ in 0..<3 {
                first.goBack(to: stale)
                first.epoch += 1000
                #expect(await fixture.journal.append(first.next()).failure == .epochClosed)
            }
            #expect(await fixture.journal.append(second.next()).failure == nil)
            // An epoch above the journal's that nobody was given is refused too.
            second.epoch += 1
            #expect(await fixture.journal.append(second.next()).failure == .epochClosed)
            #expect(try await fixture.journal.open(OrganizationID(99)) == nil)
        }
    }

    @Test("an append to a tree that wasn't opened is refused", arguments: JournalKind.allCases)
    func unopened(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            #expect(await fixture.journal.append(tree.next()).failure == nil)
            await fixture.journal.release(tree.id)
            let before = tree
            #expect(await fixture.journal.append(tree.next()).failure == .epochClosed)
            var again = ScriptedTree(1)
            #expect(await fixture.journal.append(again.next("other".utf8.map { $0 })).failure == .epochClosed)
            let head = try #require(try await fixture.journal.open(tree.id))
            tree = before
            tree.epoch = head.epoch
            #expect(await fixture.journal.append(tree.next()).failure == nil)
        }
    }

    @Test("claims: one tree at most, given back, and a refused one leaves nothing behind", arguments: JournalKind.allCases)
    func claims(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            let ann = key32("ann"), bob = key32("bob"), request = key32("request")
            var one = ScriptedTree(1), two = ScriptedTree(2), three = ScriptedTree(3)
            let organization = OrganizationIndexRow(organizationID: two.id, tree: two.id, bytes: [1])
            let results = await fixture.journal.append(all: [
                one.next(claims: [Claim(.take, .owner, ann), Claim(.take, .request, request)]),
                two.next(claims: [Claim(.take, .owner, bob), Claim(.take, .owner, ann)], index: [.putOrganization(organization)]),
                three.next(),
            ])
            #expect(results == [nil, .claimTaken(.owner, by: one.id), nil])
            #expect(try await fixture.journal.head(of: two.id) == nil)
            #expect(try await fixture.journal.holder(of: .owner, key: ann) == one.id)
            #expect(try await fixture.journal.holder(of: .owner, key: bob) == nil)
            #expect(try await fixture.journal.organization(two.id) == nil)
            // The same key under another kind is another claim.
            #expect(try await fixture.journal.holder(of: .request, key: ann) == nil)

            // Transfer: given back and taken in one entry; taken by another tree in the same commit, later.
            var created = ScriptedTree(2)
            #expect(await fixture.journal.append(all: [
                one.next(claims: [Claim(.release, .owner, ann), Claim(.take, .owner, bob)]),
                created.next(claims: [Claim(.take, .owner, ann)]),
            ]) == [nil, nil])
            #expect(try await fixture.journal.holder(of: .owner, key: ann) == created.id)
            #expect(try await fixture.journal.holder(of: .owner, key: bob) == one.id)
            // Giving back what another tree holds changes nothing.
            #expect(await fixture.journal.append(three.next(claims: [Claim(.release, .owner, ann)])).failure == nil)
            #expect(try await fixture.journal.holder(of: .owner, key: ann) == created.id)
            let held = [Claim(.take, .owner, bob).storedKey, Claim(.take, .request, request).storedKey]
            #expect(try await fixture.journal.claims(of: one.id, after: [], limit: 10) == held)

            // After a conflict the tree goes on in its next epoch.
            let before = three
            #expect(await fixture.journal.append(all: [three.next(claims: [Claim(.take, .owner, bob)]), three.next()])
                == [.claimTaken(.owner, by: one.id), .epochClosed])
            three.goBack(to: before)
            #expect(await fixture.journal.append(three.next()).failure == nil)

            try await fixture.journal.dropClaims(.request, takenBefore: one.time - 1_000_000)
            #expect(try await fixture.journal.holder(of: .request, key: request) == one.id)
            try await fixture.journal.dropClaims(.request, takenBefore: one.time + 1)
            #expect(try await fixture.journal.holder(of: .request, key: request) == nil)
            #expect(try await fixture.journal.holder(of: .owner, key: bob) == one.id)
        }
    }

    @Test("what waits is committed together, trees beside each other", arguments: JournalKind.allCases)
    func groupCommit(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var trees = (1...50).map { ScriptedTree(UInt64($0)) }
            var proposals: [Proposal] = []
            for _ in 0..<20 { for index in trees.indices { proposals.append(trees[index].next()) } }
            #expect(await fixture.journal.append(all: proposals).allSatisfy { $0 == nil })
            let statistics = fixture.journal.statistics
            #expect(statistics.entries == 1000 && statistics.commits < 500 && statistics.waiting == 0)
            #expect(try await fixture.journal.trees(after: trees[9].id, limit: 5).map(\.tree) == trees[10..<15].map(\.id))
        }
    }

    @Test("a full queue of its thread delays appends and nothing else", arguments: JournalKind.allCases)
    func fullQueue(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind, queueLimit: 4) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            #expect(await fixture.journal.append(tree.next()).failure == nil)
            let gate = DispatchSemaphore(value: 0)
            while fixture.thread.execute({ gate.wait() }) {}
            let waiting = AsyncStream<AppendFailure?>.makeStream()
            fixture.journal.append(tree.next()) { waiting.continuation.yield($0.failure) }
            for _ in 0..<4 { gate.signal() }
            var answers = waiting.stream.makeAsyncIterator()
            #expect(await answers.next() == .some(nil))
            #expect(try await fixture.journal.head(of: tree.id)?.revision == 2)
        }
    }

    @Test("reads that callers ask for are refused while too many wait", arguments: JournalKind.allCases)
    func admission(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            let gate = DispatchSemaphore(value: 0)
            fixture.thread.execute { gate.wait() }
            #expect(!fixture.journal.isOverloaded)
            for _ in 0..<JournalLimit.waitingReads { fixture.thread.execute {} }
            #expect(throws: JournalError.overloaded) { try fixture.journal.admitRead() }
            gate.signal()
            _ = try await fixture.journal.head(of: OrganizationID(1))
            #expect(!fixture.journal.isOverloaded)
        }
    }

    @Test("a closed journal refuses everything", arguments: JournalKind.allCases)
    func closed(_ kind: JournalKind) async throws {
        try await JournalFixture.with(kind) { (fixture: JournalFixture) async throws in
            var tree = ScriptedTree(1)
            #expect(await fixture.journal.append(tree.next()).failure == nil)
            await fixture.journal.close()
            #expect(await fixture.journal.append(tree.next()).failure == .closed)
            await #expect(throws: JournalError.closed) { try await fixture.journal.head(of: tree.id) }
            await #expect(throws: JournalError.closed) { try await fixture.journal.open(tree.id) }
        }
    }
}
