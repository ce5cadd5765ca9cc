// Ledger: the six rules of architecture 2.1, each with its test, and what each weakening would do.

import RosterAPI
import Testing

@testable import RosterCore

/// A ledger whose journal answers only when told to.
private struct Slow {
    var ledger: Ledger
    let world: Fixture
    var tickets: UInt64 = 1000

    init(bounds: Ledger.Bounds = .init(), weakening: Ledger.Weakening = []) throws {
        world = try Fixture(seats: 1000)
        ledger = Ledger(state: world.state, epoch: 5, bounds: bounds)
        ledger.weakening = weakening
    }

    var organization: OrganizationID { world.organization }
    var revision: Int64 { world.state.revision }

    func create(_ email: String, ticket: UInt64, requestID: String = "") -> Call {
        let request = CreateMemberRequest.with { request in
            request.organizationID = world.organization
            request.email = email
            if !requestID.isEmpty { request.options = .with { $0.requestID = requestID } }
        }
        return Call(Members.Create.self, request, by: bootstrap, ticket: ticket, seed: Seed(milliseconds: noon / 1_000_000, random: (ticket, 1)), catalogue: catalogue)
    }

    func ownerEmail(_ email: String, ticket: UInt64) -> Call {
        let request = UpdateMemberRequest.with { request in
            request.member = .with { $0.organizationID = world.organization; $0.memberID = world.owner; $0.email = email }
        }
        return Call(
            Members.Update.self, request, by: world.acting(for: world.owner), ticket: ticket, seed: Seed(milliseconds: noon / 1_000_000, random: (ticket, 1)),
            catalogue: catalogue)
    }
}

extension Ledger.Effects {
    fileprivate var tickets: [UInt64] { answers.map(\.ticket) }
    fileprivate var revisions: [Int64] { appends.map(\.proposal.revision) }
}

extension Answer {
    fileprivate var reason: Reason? { if case .refused(let refusal) = self { refusal.reason } else { nil } }
    fileprivate var replayOf: Int64? { if case .committed(let version, true) = self { version.entry?.revision } else { nil } }
}

struct LedgerTests {
    @Test("rule 1: success, refusal and replay leave when what they were computed from is durable, in order")
    func answersWait() throws {
        var slow = try Slow()
        let base = slow.revision
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 1, requestID: "r"), at: noon).revisions == [base + 1])
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 2), at: noon).answers.isEmpty, "EMAIL_IN_USE rests on revision \(base + 1)")
        #expect(slow.ledger.submit(slow.create("b@x.example", ticket: 3), at: noon).revisions == [base + 2])
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 4, requestID: "r"), at: noon).answers.isEmpty)
        #expect(slow.ledger.durable.state.revision == base)
        let first = slow.ledger.appended(through: base + 1, epoch: 5, at: noon)
        #expect(first.tickets == [1, 2] && first.answers[1].answer.reason == .emailInUse)
        let second = slow.ledger.appended(through: base + 2, epoch: 5, at: noon)
        #expect(second.tickets == [3, 4] && second.answers[1].answer.replayOf == base + 1)
        #expect(slow.ledger.isDrained)
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 5), at: noon).tickets == [5], "at once if nothing is pending")
    }

    @Test("rule 1 broken on purpose: an answer leaves that a failed append takes back")
    func answersEarly() throws {
        var slow = try Slow(weakening: .answerEarly)
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 1), at: noon).tickets == [1])
    }

    @Test("rule 2: after a failed append only its own caller sees the error; the innocent are decided again, in order, in a new epoch")
    func failure() throws {
        var slow = try Slow()
        let base = slow.revision
        _ = slow.ledger.submit(slow.create("a@x.example", ticket: 1), at: noon)
        _ = slow.ledger.submit(slow.create("a@x.example", ticket: 2), at: noon)
        _ = slow.ledger.submit(slow.create("b@x.example", ticket: 3), at: noon)
        let failed = slow.ledger.failed(at: base + 1, epoch: 5, .claimTaken(.owner, by: OrganizationID(high: 1, low: 5)), at: noon)
        #expect(failed.tickets == [1] && failed.answers[0].answer.reason == .alreadyOwnsOrganization)
        #expect(failed.revisions == [base + 1, base + 2], "the second a@x.example is free now")
        #expect(failed.appends.allSatisfy { $0.proposal.epoch == 6 })
        #expect(failed.appends[0].proposal.previousHash == slow.world.state.chainHash)
        #expect(slow.ledger.failed(at: base + 2, epoch: 5, .closed, at: noon).answers.isEmpty, "the old epoch's reports say nothing")
        #expect(slow.ledger.appended(through: base + 9, epoch: 5, at: noon).answers.isEmpty)
        #expect(slow.ledger.appended(through: base + 2, epoch: 6, at: noon).tickets == [2, 3])
    }

    @Test("rule 2: a full storage is probed with one entry at a time, and the rest go on when there is room")
    func storageFull() throws {
        var slow = try Slow()
        let base = slow.revision
        for ticket in 1...4 { _ = slow.ledger.submit(slow.create("m\(ticket)@x.example", ticket: UInt64(ticket)), at: noon) }
        let first = slow.ledger.failed(at: base + 1, epoch: 5, .storageFull, at: noon)
        #expect(first.answers.map(\.answer.reason) == [.storageFull] && first.revisions == [base + 1])
        #expect(slow.ledger.submit(slow.create("m5@x.example", ticket: 5), at: noon).revisions == [], "waits for the probe")
        let second = slow.ledger.failed(at: base + 1, epoch: 6, .storageFull, at: noon)
        #expect(second.tickets == [2] && second.revisions == [base + 1])
        let third = slow.ledger.appended(through: base + 1, epoch: 7, at: noon)
        #expect(third.tickets == [3] && third.revisions == [base + 2, base + 3])
        #expect(slow.ledger.appended(through: base + 3, epoch: 7, at: noon).tickets == [4, 5])
        #expect(slow.ledger.durable.state[slow.organization]?.counts.present == 4)
    }

    @Test("rule 2: what the journal holds is unknown: nothing more is decided")
    func notSuccessor() throws {
        var slow = try Slow()
        _ = slow.ledger.submit(slow.create("a@x.example", ticket: 1), at: noon)
        _ = slow.ledger.submit(slow.create("b@x.example", ticket: 2), at: noon)
        let effects = slow.ledger.failed(at: slow.revision + 1, epoch: 5, .notSuccessor, at: noon)
        #expect(effects.tickets == [1, 2] && effects.appends.isEmpty)
        #expect(effects.answers.allSatisfy { if case .refused(let refusal) = $0.answer { refusal.code == .unavailable } else { false } })
    }

    @Test("rule 3: a contended claim is decided on a drained ledger, and nothing after it until the journal answered")
    func barrier() throws {
        var slow = try Slow()
        let base = slow.revision
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 1), at: noon).revisions == [base + 1])
        #expect(slow.ledger.submit(slow.ownerEmail("new@x.example", ticket: 2), at: noon).revisions == [])
        #expect(slow.ledger.submit(slow.create("b@x.example", ticket: 3), at: noon).revisions == [])
        let drained = slow.ledger.appended(through: base + 1, epoch: 5, at: noon)
        #expect(drained.tickets == [1] && drained.revisions == [base + 2], "only the claim")
        #expect(slow.ledger.submit(slow.create("c@x.example", ticket: 4), at: noon).revisions == [])
        let refused = slow.ledger.failed(at: base + 2, epoch: 5, .claimTaken(.owner, by: OrganizationID(high: 1, low: 5)), at: noon)
        #expect(refused.answers.map(\.answer.reason) == [.alreadyOwnsOrganization] && refused.revisions == [base + 2, base + 3])
        #expect(slow.ledger.appended(through: base + 3, epoch: 6, at: noon).tickets == [3, 4])
    }

    @Test("rule 4: a request id joins while deciding, replays when done, and refuses another body")
    func requests() throws {
        var slow = try Slow()
        let base = slow.revision
        _ = slow.ledger.submit(slow.create("a@x.example", ticket: 1, requestID: "r"), at: noon)
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 2, requestID: "r"), at: noon).revisions == [])
        _ = slow.ledger.submit(slow.create("b@x.example", ticket: 3, requestID: "r"), at: noon)
        let done = slow.ledger.appended(through: base + 1, epoch: 5, at: noon)
        #expect(done.tickets == [1, 2, 3] && done.answers[1].answer.replayOf == base + 1 && done.answers[2].answer.reason == .requestIDReused)
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 4, requestID: "r"), at: noon).answers.first?.answer.replayOf == base + 1)
        let later = noon + 25 * 3600 * second
        #expect(slow.ledger.submit(slow.create("a@x.example", ticket: 5, requestID: "r"), at: later).answers.first?.answer.reason == .emailInUse, "after 24 hours the id counts no more")
    }

    @Test("rule 4: a refusal is never kept, another caller's id is another id, and an old answer is read from the journal")
    func requestScope() throws {
        var bounds = Ledger.Bounds()
        bounds.recentVersions = 2
        var slow = try Slow(bounds: bounds)
        let base = slow.revision
        #expect(slow.ledger.submit(slow.create("olivia@lumen.example", ticket: 1, requestID: "r"), at: noon).answers.first?.answer.reason == .emailInUse)
        for ticket in 2...6 {
            _ = slow.ledger.submit(slow.create("m\(ticket)@x.example", ticket: UInt64(ticket), requestID: ticket == 2 ? "r" : ""), at: noon)
        }
        _ = slow.ledger.appended(through: base + 5, epoch: 5, at: noon)
        guard case .recorded(let revision)? = slow.ledger.submit(slow.create("m2@x.example", ticket: 7, requestID: "r"), at: noon).answers.first?.answer else {
            Issue.record("not read from the journal")
            return
        }
        #expect(revision == base + 1 && slow.ledger.version(at: base + 1) == nil && slow.ledger.version(at: base + 4)?.state.revision == base + 4)
    }

    @Test("rule 6: over the bound a command is refused undecided")
    func bounds() throws {
        var bounds = Ledger.Bounds()
        bounds.commands = 2
        var slow = try Slow(bounds: bounds)
        let base = slow.revision
        for ticket in 1...3 {
            let effects = slow.ledger.submit(slow.create("m\(ticket)@x.example", ticket: UInt64(ticket)), at: noon)
            if ticket == 3 { #expect(effects.answers.first?.answer.reason == .rateLimited && effects.appends.isEmpty) }
        }
        #expect(slow.ledger.undurableCount == 2)
        _ = slow.ledger.appended(through: base + 2, epoch: 5, at: noon)
        #expect(slow.ledger.submit(slow.create("m3@x.example", ticket: 4), at: noon).revisions == [base + 3])
        var bytes = Ledger.Bounds()
        bytes.bytes = 800
        var heavy = try Slow(bounds: bytes)
        _ = heavy.ledger.submit(heavy.create("m1@x.example", ticket: 1), at: noon)
        #expect(heavy.ledger.submit(heavy.create("m2@x.example", ticket: 2), at: noon).answers.first?.answer.reason == .rateLimited)
    }

    @Test("recorded times never go back, and the chain covers every byte")
    func chain() throws {
        var world = try Fixture()
        try world.member("a@x.example")
        world.now -= day
        try world.member("b@x.example")
        #expect(world.journal.map(\.time) == [noon, noon, noon])
        var hash = Hash256.zero
        for proposal in world.journal {
            #expect(proposal.previousHash == hash)
            hash = Entry.hash(after: hash, proposal.entry)
            #expect(proposal.hash == hash)
        }
        #expect(world.state.chainHash == hash)
    }

    @Test("a plan is executed with its own ids, and only what changes its outcome makes it stale")
    func plans() throws {
        var world = try Fixture(seats: 2)
        let organization = world.organization
        var request = CreateMemberRequest.with { $0.organizationID = organization; $0.email = "a@x.example"; $0.role = .manager; $0.productIDs = ["sales_navigator"] }
        request.options = .with { $0.validateOnly = true }
        let dryRun = try DryRun(world.call(Members.Create.self, request), on: world.state, at: world.now)
        let planned = dryRun.response(Members.Create.self, to: request)
        #expect(planned.result?.revision == world.state.revision && world.node.counts.present == 1)
        #expect(dryRun.plan.events.count == 2 && dryRun.plan.seats.first?.usedAfter == 1 && dryRun.plan.membersGaining == 1)
        request.options = .with { $0.planToken = planned.result?.planToken ?? "" }
        try world.member("other@x.example")
        world.now += 5 * second
        var stale = request
        stale.role = .member
        guard case .refused(let refusal) = try world.carryOut(world.call(Members.Create.self, stale)) else { Issue.record("accepted"); return }
        #expect(refusal.reason == .planStale, "another request")
        guard case .committed(let version, _) = try world.carryOut(world.call(Members.Create.self, request)) else { Issue.record("refused"); return }
        #expect(Members.Create.response(to: request, version, isReplay: false).member?.memberID == planned.member?.memberID)
        let delete = DeleteOrganizationRequest.with { $0.organizationID = organization }
        let plan = try DryRun(world.call(Organizations.Delete.self, delete), on: world.state, at: world.now)
        #expect(plan.plan.membersLosing == 3)
        world.now += second
        #expect(world.refusal(Organizations.Delete.self) { $0.organizationID = organization; $0.options = .with { $0.planToken = plan.token } } == nil)
    }

    @Test("a refusal of a dry run is that of the call")
    func dryRunRefusal() throws {
        var world = try Fixture()
        let request = CreateMemberRequest.with { $0.organizationID = world.organization; $0.email = "olivia@lumen.example" }
        let call = world.call(Members.Create.self, request)
        #expect(throws: Refusal.emailInUse()) { try DryRun(call, on: world.state, at: world.now) }
    }
}
