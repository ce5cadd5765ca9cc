// Trees in memory: who waits for them, who lost them, what they take.

import Loops
import RosterAPI
import RosterStore
import TestThreads
import TestThreads
import Testing

@testable import RosterCore
@testable import RosterServer

@Suite("Trees in memory", .timeLimit(.minutes(5)))
struct TreesTests {
    private static func state(revision: Int64, time: Int64 = 0) -> TreeState {
        var state = TreeState(tree: OrganizationID(high: 1, low: 1))
        state.revision = revision
        state.time = time
        return state
    }

    @Test("the newest read is never before what is recorded, whatever the clock says")
    func time() {
        let snapshot = Snapshot(Self.state(revision: 3, time: 100))
        #expect(Points.newest(nil, snapshot, now: 90)?.time == 100)
        #expect(Points.newest(.with { $0.point = .atLeastRevision(3) }, snapshot, now: 90)?.time == 100)
        #expect(Points.newest(nil, snapshot, now: 110)?.time == 110)
    }

    @Test("calls that were cancelled before they waited leave nothing behind")
    func cancelledWaiters() async {
        let cell = TreeCell(Snapshot(Self.state(revision: 1)))
        for _ in 0..<TreeCell.waitersMax + 1 {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await cell.reached(2)
            }
            #expect(await !task.value)
        }
        // There is room for one who waits.
        let patient = Task { await cell.reached(2) }
        try? await Task.sleep(for: .milliseconds(50))
        cell.publish(Snapshot(Self.state(revision: 2)))
        #expect(await patient.value)
    }

    @Test("states that miss an erasure are kept nowhere; those that reflect it are")
    func erasures() throws {
        let thread = try WorkerThread(name: "background")
        defer { leave { thread.stop() } }
        let past = PastStates(snapshots: nil, background: thread)
        let old = Snapshot(Self.state(revision: 64))
        let name = PinnedListings.Name(digest: [1], revision: 64, time: 0)
        func pin(_ snapshot: Snapshot) -> Bool {
            past.pinned.pin(PinnedListing(snapshot: snapshot, elements: [Int]()), as: name, key: KeyID(), now: 0)
            return past.pinned.find(name, now: 0) != nil
        }
        func keep(_ snapshot: Snapshot) -> Bool {
            past.checkpoints.offer(snapshot)
            return past.checkpoints.count(of: snapshot.state.tree) > 0
        }
        #expect(pin(old) && keep(old))
        past.erased(in: old.state.tree, at: 70)
        #expect(past.pinned.find(name, now: 0) == nil && past.checkpoints.count(of: old.state.tree) == 0)
        // Put together before the erasure, offered after it.
        #expect(!pin(old) && !keep(old))
        #expect(!pin(Snapshot(old.state, reflecting: 69)) && !keep(Snapshot(old.state, reflecting: 69)))
        #expect(pin(Snapshot(old.state, reflecting: 70)) && keep(Snapshot(old.state, reflecting: 70)))
    }

    @Test("a ledger whose tree somebody else has opened is given up, and the tree loaded anew")
    func fenced() async throws {
        let threads = try (0..<3).map { try WorkerThread(name: "trees-\($0)") }
        defer { leave { for thread in threads { thread.stop() } } }
        let journal = MemoryJournal(thread: threads[0])
        let registry = TreeRegistry(
            journal: journal, past: PastStates(snapshots: nil, background: threads[2]), executors: [threads[1]], loaders: [threads[2]],
            requestIDHours: 24, residentBytesMax: 1 << 30
        ) { _ in }
        let catalogue = Catalogue(pepper: Array(repeating: 1, count: 32))
        let principal = Principal(keyID: KeyID(high: 1, low: 1), keyOrganization: .platform, permissions: .all, ceiling: 100)
        let create = Call(
            Organizations.Create.self, .with { $0.name = "Fenced"; $0.ownerEmail = "ada@example.com"; $0.plan = "TEAM" }, by: principal, ticket: 1,
            seed: try Seed.fresh(), catalogue: catalogue)
        func update(_ ticket: UInt64) throws -> Call {
            Call(
                Organizations.Update.self, .with { $0.organization = .with { $0.organizationID = create.newTree; $0.name = "Name \(ticket)" } },
                by: principal, ticket: ticket, seed: try Seed.fresh(), catalogue: catalogue)
        }
        let first = registry.newTree(create.newTree)
        guard case .committed? = await first.submit(create) else { Issue.record("not created"); return }
        _ = try await journal.open(create.newTree)
        guard case .refused(let refusal)? = try await first.submit(update(2)) else { Issue.record("written without the right to"); return }
        #expect(refusal.code == .unavailable)
        let second = try #require(try await registry.load(create.newTree))
        #expect(second !== first)
        guard case .committed? = try await second.submit(update(3)) else { Issue.record("not written"); return }
        #expect(!registry.forget(first) && registry.resident(create.newTree) === second)
        await journal.close()
    }
}
