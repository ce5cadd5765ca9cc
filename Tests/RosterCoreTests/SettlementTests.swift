// Many invitations that are over at once: noted in slices before the next command, so that no entry grows without a bound.

import RosterAPI
import Testing

@testable import RosterCore

struct SettlementTests {
    private static func overdue(_ count: Int) throws -> Fixture {
        var world = try Fixture()
        for start in stride(from: 0, to: count, by: 1_000) {
            let people = (start..<min(count, start + 1_000)).map { "m\($0)@x.example" }
            try world.invite { $0.text = people.joined(separator: " ") }
        }
        world.now = noon + 61 * day
        return world
    }

    private static func rename(_ world: inout Fixture) -> Call {
        let organization = world.organization
        return world.call(Organizations.Update.self, .with { $0.organization = .with { $0.organizationID = organization; $0.name = "Other" } })
    }

    private static func expired(_ proposals: some Sequence<Proposal>) throws -> [Int] {
        try proposals.map { proposal in
            try Entry(journal: proposal.entry).events.count { event in if case .invitationExpired? = event.fact { true } else { false } }
        }
    }

    @Test("a command finds all of them over, and each entry notes a bounded number")
    func slices() throws {
        var world = try Self.overdue(1_700)
        let (organization, written) = (world.organization, world.journal.count)
        let before = Answers(world.state, organization, at: world.now)
        let call = Self.rename(&world)
        guard case .committed(let version, _) = try world.carryOut(call) else { Issue.record("not done"); return }
        #expect(version.state[organization]?.record.name == "Other" && version.state.isSettled(at: world.now))
        let expired = try Self.expired(world.journal[written...])
        #expect(expired.reduce(0, +) == 1_700 && expired.allSatisfy { $0 <= Sweep.expiriesMax } && expired.count == 4)
        #expect(Answers(world.state, organization, at: world.now).difference(from: before) == nil)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("the sweep notes a bounded number as well, and leaves the rest due at once")
    func sweep() throws {
        var world = try Self.overdue(1_200)
        let (organization, written) = (world.organization, world.journal.count)
        let before = Answers(world.state, organization, at: world.now)
        for _ in 0..<3 {
            #expect(world.state.nextExpiry.map { $0 <= world.now } ?? false)
            world.tickets += 1
            _ = try world.carryOut(Call(Sweep(), ticket: world.tickets, seed: Seed(milliseconds: 1, random: (world.tickets, 4)), catalogue: world.catalogue))
            #expect(Answers(world.state, organization, at: world.now).difference(from: before) == nil)
        }
        #expect(try Self.expired(world.journal[written...]) == [500, 500, 200])
        #expect(world.state.nextExpiry == nil)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("a journal that refuses a slice answers the command that waits for it, and the next one begins anew")
    func failures() throws {
        var world = try Self.overdue(1_700)
        let first = Self.rename(&world)
        let second = Self.rename(&world)
        var effects = world.ledger.submit(first, at: world.now)
        #expect(effects.appends.count == 1 && effects.answers.isEmpty)
        #expect(world.ledger.submit(second, at: world.now).appends.isEmpty)
        let slice = try #require(effects.appends.first?.proposal)
        effects = world.ledger.failed(at: slice.revision, epoch: slice.epoch, .storageFull, at: world.now)
        #expect(effects.answers.map(\.ticket) == [first.ticket])
        guard case .refused(let refusal)? = effects.answers.first?.answer else { Issue.record("not refused"); return }
        #expect(refusal.reason == .storageFull)
        // The one behind it goes on by itself, slice by slice.
        var answers: [UInt64] = []
        while let append = effects.appends.last {
            effects = world.ledger.appended(through: append.proposal.revision, epoch: append.proposal.epoch, at: world.now)
            answers += effects.answers.map(\.ticket)
        }
        #expect(answers == [second.ticket] && world.ledger.isDrained)
        #expect(world.state.isSettled(at: world.now) && world.node.record.name == "Other")
    }
}
