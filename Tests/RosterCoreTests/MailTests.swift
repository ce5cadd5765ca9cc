// Mail: the outbox, its leases and its acknowledgements.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct MailTests {
    private func lease(_ world: inout Fixture, _ limit: Int32 = 0, seconds: Int64 = 60) throws -> LeaseOutboxResponse {
        let organization = world.organization
        return try world.send(Mail.LeaseOutbox.self) { $0.organizationID = organization; $0.limit = limit; $0.lease = .init(seconds: seconds) }
    }

    private func ack(_ world: inout Fixture, _ mail: MailID, _ state: MailState) throws -> String? {
        let organization = world.organization
        let answer = try world.send(Mail.AckOutbox.self) { request in
            request.organizationID = organization
            request.outcomes = [.with { $0.mailID = mail; $0.state = state }]
        }
        return try answer.results.first?.error?.details.compactMap { try $0.unpack(ErrorInfo.self)?.reason }.first
    }

    @Test("a mail is queued with what it tells of, leased for a time, and done")
    func life() throws {
        var world = try Fixture()
        let answer = try world.invite("ana@x.example", "bob@x.example") { request in
            request.sendEmail = true
            request.invitees[0].profile = .with { $0.givenName = "Ana"; $0.locale = "pt" }
        }
        let first = try lease(&world, 1)
        #expect(first.mails.count == 1 && first.waiting == 1)
        let mail = try #require(first.mails.first)
        #expect(mail.email == "ana@x.example" && mail.template == "invitation" && mail.locale == "pt" && mail.attempt == 1)
        #expect(mail.parameters["organization_name"] == "Lumen Analytics" && mail.parameters["recipient_name"] == "Ana")
        #expect(mail.parameters["role"] == "MEMBER" && mail.parameters["expire_time"] == "2027-01-01T12:00:00Z")
        #expect(mail.invitationID == answer.results[0].invitationID && mail.link == "")
        #expect(world.invitation(mail.invitationID)?.mailState == .leased)
        #expect(try lease(&world).mails.map(\.email) == ["bob@x.example"])
        #expect(try lease(&world).mails.isEmpty)
        // The lease runs out by time alone.
        world.now += 60 * second
        #expect(world.invitation(mail.invitationID)?.mailState == .queued)
        let again = try lease(&world)
        #expect(again.mails.map(\.email) == ["ana@x.example", "bob@x.example"] && again.mails.map(\.attempt) == [2, 2])
        #expect(try ack(&world, mail.mailID, .sent) == nil)
        let revision = world.state.revision
        #expect(try ack(&world, mail.mailID, .sent) == nil && world.state.revision == revision)
        #expect(try ack(&world, mail.mailID, .suppressed) == "WRONG_STATE")
        #expect(try ack(&world, mail.mailID, .bounced) == nil)
        #expect(world.invitation(mail.invitationID)?.mailState == .bounced)
        #expect(try ack(&world, MailID(high: 1, low: 1), .sent) == "NOT_FOUND")
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).snapshot() == world.state.snapshot())
    }

    @Test("a mail that has become pointless is not handed out: its invitation is over, or was sent again")
    func pointless() throws {
        var world = try Fixture()
        let answer = try world.invite("ana@x.example", "bob@x.example", "eve@x.example") { $0.sendEmail = true }
        let organization = world.organization
        #expect(world.revoke(answer.results[0].invitationID) == nil)
        try world.send(Invitations.Resend.self) { $0.organizationID = organization; $0.invitationID = answer.results[1].invitationID; $0.sendEmail = true }
        #expect(try world.accept(answer.results[2].invitationID, as: "eve@x.example") == nil)
        let leased = try lease(&world)
        #expect(leased.mails.map(\.template) == ["invitation_reminder"] && leased.mails.map(\.generation) == [2] && leased.waiting == 0)
        #expect(world.invitation(answer.results[0].invitationID)?.mailState == .suppressed)
        #expect(try ack(&world, leased.mails[0].mailID, .sent) == nil)
        #expect(world.node.outbox.hasMail == false)
        // An expired one, too.
        _ = try world.invite("late@x.example") { $0.sendEmail = true }
        world.now += 60 * day
        #expect(try lease(&world).mails.isEmpty)
    }

    @Test("what is done is forgotten after 30 days, and dropped by the next entry about a mail")
    func forgotten() throws {
        var world = try Fixture()
        let answer = try world.invite("ana@x.example") { $0.sendEmail = true }
        let mail = try #require(lease(&world).mails.first)
        #expect(try ack(&world, mail.mailID, .sent) == nil)
        world.now += 30 * day - 1
        #expect(world.invitation(answer.results[0].invitationID)?.mailState == .sent)
        #expect(try ack(&world, mail.mailID, .sent) == nil)
        world.now += 1
        // For whoever asks it is gone at that very moment.
        #expect(world.invitation(answer.results[0].invitationID)?.mailState == .unspecified)
        #expect(try ack(&world, mail.mailID, .bounced) == "NOT_FOUND")
        _ = try world.invite("bob@x.example")
        #expect(world.node.outbox.mails.count == 1)
        _ = try world.invite("eve@x.example") { $0.sendEmail = true }
        #expect(world.node.outbox.mails.count == 1 && world.node.outbox.mails[mail.mailID] == nil)
        #expect(world.invitation(answer.results[0].invitationID)?.mailState == .unspecified)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("a dry run lists the mails, and a plan is carried out whenever it still fits")
    func plan() throws {
        var world = try Fixture()
        var request = InviteRequest.with { request in
            request.organizationID = world.organization
            request.text = "ana@x.example bob@x.example"
            request.productIDs = ["sales_navigator"]
            request.sendEmail = true
        }
        let dryRun = try DryRun(world.call(Inviting.Invite.self, request), on: world.state, at: world.now)
        #expect(dryRun.plan.mails.map(\.template) == ["invitation", "invitation"])
        #expect(dryRun.plan.seats.map { [$0.usedBefore, $0.usedAfter] } == [[0, 2]])
        let planned = dryRun.response(Inviting.Invite.self, to: request)
        #expect(planned.invited == 2 && world.node.invitations.isEmpty)
        request.options = .with { $0.planToken = dryRun.token }
        world.now += second
        guard case .committed(let version, _) = try world.carryOut(world.call(Inviting.Invite.self, request)) else { throw CancellationError() }
        #expect(Inviting.Invite.answer(request, version).results == planned.results)
    }

    @Test("limits and leases outside their range are refused, and so is who may not see links")
    func validation() throws {
        var world = try Fixture()
        let organization = world.organization
        func refused(_ fill: (inout LeaseOutboxRequest) -> Void, by principal: Principal? = nil) -> Reason? {
            world.refusal(Mail.LeaseOutbox.self, by: principal) { request in
                request.organizationID = organization
                fill(&request)
            }?.reason
        }
        #expect(refused { $0.limit = -1 } == .invalidField)
        #expect(refused { $0.limit = 1_001 } == .invalidField)
        #expect(refused { $0.lease = .init(seconds: 0) } == .invalidField)
        #expect(refused { $0.lease = .init(seconds: 86_401) } == .invalidField)
        #expect(refused { $0.lease = .init(seconds: 86_400) } == nil)
        let sender = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: .platform, permissions: [.mailSend], ceiling: 100)
        #expect(refused({ _ in }, by: sender) == .missingPermission)
    }
}
