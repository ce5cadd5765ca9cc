// Invitations: their states, their seats, their tokens, and what time alone does to them (product.md 3.2).

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

/// The bootstrap key on behalf of somebody by address.
func user(_ email: String) throws -> Principal { bootstrap.acting(for: .user(try #require(EmailAddress(email)))) }

extension Fixture {
    @discardableResult
    mutating func invite(_ emails: String..., by principal: Principal? = nil, _ fill: (inout InviteRequest) -> Void = { _ in }) throws -> InviteResponse {
        let organization = organization
        return try send(Inviting.Invite.self, by: principal) { request in
            request.organizationID = organization
            request.invitees = emails.map { email in .with { $0.email = email } }
            fill(&request)
        }
    }

    /// Invites one person with a license.
    mutating func invitation(_ email: String) throws -> Invitation {
        let result = try #require(try invite(email) { $0.productIDs = ["sales_navigator"] }.results.first)
        return try #require(node.invitation(result.invitationID, at: now))
    }

    func invitation(_ id: InvitationID) -> Invitation? { state.settled(at: now)[organization]?.invitation(id, at: now) }
    func settledMember(_ id: MemberID) -> Member? { state.settled(at: now)[organization]?.member(id, at: now) }
    func available(_ product: String = "sales_navigator") -> Int32? { node.pools[product]?.available(at: now) }

    mutating func accept(_ id: InvitationID, as email: String, token: String = "") throws -> Refusal? {
        let organization = organization
        return refusal(Acceptance.Accept.self, by: try user(email)) { $0.organizationID = organization; $0.invitationID = id; $0.token = token }
    }

    mutating func resend(_ id: InvitationID, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Invitations.Resend.self, by: principal) { $0.organizationID = organization; $0.invitationID = id }
    }

    mutating func revoke(_ id: InvitationID, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Invitations.Revoke.self, by: principal) { $0.organizationID = organization; $0.invitationID = id }
    }

    func reason(_ result: InviteResult) throws -> String? {
        try result.error?.details.compactMap { try $0.unpack(ErrorInfo.self)?.reason }.first
    }
}

struct InvitationsTests {
    @Test("each invitee has its own answer; what stands in one's way refuses that one only (row 27)")
    func perItem() throws {
        var world = try Fixture(seats: 2)
        try world.member("in@x.example")
        let revision = world.state.revision
        let answer = try world.invite("a@x.example", "nobody", "IN@x.example", "A@X.example", "b@x.example", "c@x.example") { request in
            request.productIDs = ["sales_navigator"]
            request.text = "d@x.example;,b@x.example"
        }
        #expect(world.state.revision == revision + 1)
        #expect(try answer.results.map(world.reason) == [nil, "INVALID_EMAIL", "EMAIL_IN_USE", nil, nil, "SEATS_EXHAUSTED", "INVALID_EMAIL", nil])
        #expect(answer.results.map(\.isDuplicate) == [false, false, false, true, false, false, false, true])
        #expect(answer.results.map(\.index) == Array(0..<8) && answer.invited == 2)
        #expect(answer.results[3].invitationID == answer.results[0].invitationID && !answer.results[0].invitationID.isZero)
        #expect(answer.results[6].email == "d@x.example;" && answer.results[5].invitationID.isZero)
        #expect(world.available() == 0)
        let member = try #require(world.settledMember(answer.results[0].memberID))
        #expect(member.state == .pending && member.licenses.map(\.state) == [.pending] && member.inviteTime != nil)
        #expect(member.invitationID == answer.results[0].invitationID)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).snapshot() == world.state.snapshot())
    }

    @Test("a call in which nobody can be invited says why for each, and changes nothing; ATOMIC refuses for one")
    func nobody() throws {
        var world = try Fixture(seats: 1)
        let revision = world.state.revision
        let answer = try world.invite("nobody", "olivia@lumen.example")
        #expect(try answer.results.map(world.reason) == ["INVALID_EMAIL", "EMAIL_IN_USE"] && answer.invited == 0)
        func atomic(_ emails: [String]) -> Refusal? {
            let organization = world.organization
            return world.refusal(Inviting.Invite.self) { request in
                request.organizationID = organization
                request.mode = .atomic
                request.productIDs = ["sales_navigator"]
                request.invitees = emails.map { email in .with { $0.email = email } }
            }
        }
        let full = atomic(["a@x.example", "b@x.example"])
        #expect(full?.reason == .seatsExhausted && full?.metadata["index"] == "1")
        #expect(atomic(["a@x.example", "b"])?.reason == .invalidEmail)
        #expect(atomic([])?.reason == .invalidField)
        #expect(atomic((0...2_000).map { "m\($0)@x.example" })?.reason == .batchTooLarge)
        #expect(world.state.revision == revision && world.available() == 1)
        #expect(atomic(["a@x.example"]) == nil && world.available() == 0)
    }

    @Test("a request id gives the first answer again, refused items included, also from the journal")
    func replay() throws {
        var world = try Fixture(seats: 1)
        var request = InviteRequest.with { request in
            request.organizationID = world.organization
            request.text = "a@x.example,b@x.example;"
            request.productIDs = ["sales_navigator"]
            request.sendEmail = true
        }
        request.options = .with { $0.requestID = "once" }
        guard case .committed(let first, false) = try world.carryOut(world.call(Inviting.Invite.self, request)) else { throw CancellationError() }
        guard case .committed(let again, true) = try world.carryOut(world.call(Inviting.Invite.self, request)) else { throw CancellationError() }
        let answer = Inviting.Invite.answer(request, first)
        #expect(answer.invited == 1 && Inviting.Invite.answer(request, again) == answer)
        let entry = try Entry(journal: try #require(world.journal.last?.entry))
        #expect(Inviting.Invite.answer(request, Version(state: try world.replayed(), entry: entry)) == answer)
        #expect(!String(decoding: entry.encoded(), as: UTF8.self).contains("x.example"), "an entry holds personal data")
        request.text = "c@x.example"
        guard case .refused(let refusal) = try world.carryOut(world.call(Inviting.Invite.self, request)) else { throw CancellationError() }
        #expect(refusal.reason == .requestIDReused)
    }

    @Test("row 97: a limited seat preselects the connector, and no other role fits")
    func limited() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        func limited(_ role: OrganizationRole = .unspecified) -> Refusal? {
            world.refusal(Inviting.Invite.self) { request in
                request.organizationID = organization
                request.text = "c@x.example"
                request.seatType = .limited
                request.role = role
            }
        }
        #expect(limited(.member)?.reason == .invalidField)
        #expect(limited()?.reason == .featureNotEnabled)
        try world.send(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        #expect(limited() == nil)
        let member = try #require(world.node.members.values.first { $0.record.seatType == .limited }?.record)
        #expect(member.role == .connector && member.state == .pending && world.node.counts.limited == 1)
        #expect(world.node.invitations[member.invitationID]?.terms?.role == .connector)
    }

    @Test("the inviter's authority bounds what it invites to, as when it creates")
    func ceiling() throws {
        var world = try Fixture()
        let organization = world.organization
        let sub = try world.member("sub@x.example", admin: subAdmin(.usersLicenses))
        let manager = try world.member("manager@x.example", .manager)
        func invite(_ member: MemberID, _ fill: (inout InviteRequest) -> Void) -> Reason? {
            let revision = world.state.revision
            return world.refusal(Inviting.Invite.self, by: world.acting(for: member)) { request in
                request.organizationID = organization
                request.text = "n\(revision)@x.example"
                fill(&request)
            }?.reason
        }
        #expect(invite(sub) { _ in } == nil)
        #expect(invite(sub) { $0.role = .advancedMember } == .roleCeiling)
        #expect(invite(sub) { $0.role = .manager } == .missingPermission)
        #expect(invite(manager) { $0.role = .manager } == nil)
        #expect(invite(manager) { $0.role = .coOwner } == .roleCeiling)
        #expect(invite(manager) { $0.admin = fullAdmin } == .missingPermission)
        #expect(invite(manager) { $0.role = .owner } == .invalidField)
        // And what it takes back.
        let coOwner = try #require(world.invite("co@x.example") { $0.role = .coOwner }.results.first)
        #expect(world.revoke(coOwner.invitationID, by: world.acting(for: manager))?.reason == .roleCeiling)
        #expect(world.remove(coOwner.memberID, by: world.acting(for: manager))?.reason == .roleCeiling)
        #expect(world.resend(coOwner.invitationID, by: world.acting(for: manager)) == nil)
        #expect(world.revoke(coOwner.invitationID) == nil)
    }

    // MARK: Accepting

    @Test("rows 99 and 111: whoever was invited comes in by its address, and its licenses with it")
    func accept() throws {
        var world = try Fixture()
        let invitation = try world.invitation("ana@x.example")
        #expect(try world.accept(invitation.invitationID, as: "ANA@x.example") == nil)
        let member = try #require(world.settledMember(invitation.memberID))
        #expect(member.state == .active && member.licenses.map(\.state) == [.active] && member.activationTime != nil)
        #expect(world.invitation(invitation.invitationID)?.state == .accepted)
        #expect(world.check(.organizationRead, of: invitation.memberID).allowed)
        #expect(world.node.pools["sales_navigator"]?.seats(at: noon + 100 * day).active == 1)
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example")?.reason == .invitationAlreadyAccepted)
        let header = try Entry(journal: try #require(world.journal.last?.entry)).header
        #expect(header?.actor?.memberID == invitation.memberID)
    }

    @Test("an acceptance that names no invitation names the organization alone: that is whose revision may be expected")
    func expectedRevision() throws {
        var world = try Fixture()
        let invitation = try world.invitation("ana@x.example")
        let organization = world.organization
        let ana = try user("ana@x.example")
        func accept(_ id: InvitationID, _ revision: Int64) -> Reason? {
            world.refusal(Acceptance.Accept.self, by: ana) { request in
                request.organizationID = organization
                request.invitationID = id
                request.options = .with { $0.expectedRevision = revision }
            }?.reason
        }
        let ofOrganization = world.node.organization.revision
        #expect(invitation.revision != ofOrganization)
        #expect(accept(InvitationID(), invitation.revision) == .revisionMismatch)
        #expect(accept(invitation.invitationID, ofOrganization) == .revisionMismatch)
        #expect(accept(InvitationID(), ofOrganization) == nil)
    }

    @Test("C17: for anybody else there is no such invitation, and no token helps")
    func others() throws {
        var world = try Fixture()
        let organization = world.organization
        let invitation = try world.invitation("ana@x.example")
        let token = world.catalogue.token(of: invitation.invitationID, generation: 1)
        for (id, email, token) in [
            (invitation.invitationID, "bob@x.example", token), (invitation.invitationID, "ana@y.example", ""),
            (invitation.invitationID, "ana@x.example", "x"), (invitation.invitationID, "ana@x.example", token + "x"),
            (InvitationID(high: 1, low: 1), "ana@x.example", token), (InvitationID(), "ana@x.example", token),
            (InvitationID(), "bob@x.example", world.catalogue.universalToken(of: world.organization, generation: 1)),
            (InvitationID(), "olivia@lumen.example", "x"),
        ] {
            let refusal = try world.accept(id, as: email, token: token)
            #expect(refusal == .notFound(), "\(email) \(token)")
        }
        func by(_ principal: Principal) -> Refusal? {
            world.refusal(Acceptance.Accept.self, by: principal) { $0.organizationID = organization; $0.invitationID = invitation.invitationID }
        }
        #expect(by(bootstrap)?.reason == .invalidField)
        #expect(by(world.acting(for: invitation.memberID))?.reason == .invalidField)
        let plain = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: .platform, permissions: [.invitationsWrite], ceiling: 100)
        #expect(by(plain.acting(for: try user("ana@x.example").person))?.reason == .missingPermission)
        let bound = Principal(keyID: KeyID(high: 3, low: 4), keyOrganization: OrganizationID(high: 9, low: 9), permissions: .all, ceiling: 100)
        #expect(by(bound.acting(for: try user("ana@x.example").person)) == .notFound())
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example", token: token) == nil)
    }

    @Test("the universal link works for those who are invited; a rotation makes the old one worthless")
    func universal() throws {
        var world = try Fixture()
        let organization = world.organization
        let old = world.catalogue.universalToken(of: organization, generation: 1)
        _ = try world.invitation("ana@x.example")
        _ = try world.invitation("bob@x.example")
        #expect(try world.accept(InvitationID(), as: "ana@x.example", token: old) == nil)
        #expect(try world.accept(InvitationID(), as: "ana@x.example", token: old)?.reason == .invitationAlreadyAccepted)
        #expect(try world.accept(InvitationID(), as: "olivia@lumen.example", token: old)?.reason == .invitationAlreadyAccepted)
        #expect(try world.send(Invitations.RotateUniversalLink.self) { $0.organizationID = organization }.generation == 2)
        #expect(try world.accept(InvitationID(), as: "bob@x.example", token: old)?.reason == .invitationRevoked)
        #expect(try world.accept(InvitationID(), as: "bob@x.example", token: world.catalogue.universalToken(of: organization, generation: 2)) == nil)
        #expect(try #require(TreeState(snapshot: world.state.snapshot()))[organization]?.universalGeneration == 2)
    }

    @Test("declining and revoking remove the member and free its seats; both are final")
    func endings() throws {
        var world = try Fixture()
        let organization = world.organization
        let (ana, bob, eve) = (try world.invitation("ana@x.example"), try world.invitation("bob@x.example"), try world.invitation("eve@x.example"))
        #expect(world.available() == 7)
        let declined = try world.send(Acceptance.Decline.self, by: user("ana@x.example")) { $0.organizationID = organization; $0.invitationID = ana.invitationID }
        #expect(declined.invitation?.state == .declined && world.available() == 8)
        #expect(try world.accept(ana.invitationID, as: "ana@x.example")?.reason == .wrongState)
        #expect(world.resend(ana.invitationID)?.reason == .wrongState)
        #expect(world.revoke(bob.invitationID) == nil && world.available() == 9)
        #expect(try world.accept(bob.invitationID, as: "bob@x.example")?.reason == .invitationRevoked)
        #expect(world.resend(bob.invitationID)?.reason == .invitationRevoked)
        #expect(world.revoke(bob.invitationID)?.reason == .invitationRevoked)
        // To remove a pending member is to take its invitation back.
        #expect(world.suspend(eve.memberID)?.reason == .wrongState)
        #expect(world.remove(eve.memberID) == nil && world.available() == 10)
        #expect(world.invitation(eve.invitationID)?.state == .revoked)
        for invitation in [ana, bob, eve] { #expect(world.settledMember(invitation.memberID)?.state == .removed) }
        // The addresses are free: a new invitation is a new member.
        let again = try world.invitation("ana@x.example")
        #expect(again.memberID != ana.memberID && again.invitationID != ana.invitationID)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("3.2: another address revokes the invitation to the old one, and the member waits under a new one")
    func anotherAddress() throws {
        var world = try Fixture()
        let invitation = try world.invitation("typo@x.example")
        #expect(world.setEmail(invitation.memberID, "ana@x.example") == nil)
        #expect(world.invitation(invitation.invitationID)?.state == .revoked)
        let member = try #require(world.settledMember(invitation.memberID))
        #expect(member.state == .pending && member.invitationID != invitation.invitationID && member.licenses.count == 1)
        #expect(try world.accept(invitation.invitationID, as: "typo@x.example") == .notFound())
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example")?.reason == .invitationRevoked)
        #expect(try world.accept(member.invitationID, as: "ana@x.example") == nil)
    }

    // MARK: Time

    @Test("at its end an invitation is over for everybody: seat, address and member are free at that very moment")
    func expiry() throws {
        var world = try Fixture(seats: 1)
        let organization = world.organization
        let invitation = try world.invitation("ana@x.example")
        let end = noon + 60 * day
        #expect(invitation.expireTime?.nanosecondsSince1970 == end && world.state.nextExpiry == end)
        world.now = end - 1
        #expect(world.available() == 0 && world.invitation(invitation.invitationID)?.state == .pending)
        world.now = end
        // Nothing was written, and yet.
        #expect(world.available() == 1)
        #expect(world.invitation(invitation.invitationID)?.state == .expired)
        #expect(world.invitation(invitation.invitationID)?.endTime?.nanosecondsSince1970 == end)
        let member = try #require(world.settledMember(invitation.memberID))
        #expect(member.state == .removed && member.licenses.isEmpty && member.removeTime?.nanosecondsSince1970 == end)
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example")?.reason == .invitationExpired)
        #expect(world.setRole(invitation.memberID, .manager)?.reason == .wrongState)
        // The address is free, and the seat: the next entry says first what was over before it.
        let revision = world.state.revision
        let next = try world.invitation("ana@x.example")
        #expect(next.memberID != invitation.memberID && world.available() == 0 && world.state.revision == revision + 1)
        let events = try Entry(journal: try #require(world.journal.last?.entry)).events
        guard case .invitationExpired(let fact)? = events.first?.fact else { Issue.record("not noted"); return }
        #expect(fact.invitationID == invitation.invitationID && fact.effectiveTime?.nanosecondsSince1970 == end)
        #expect(world.journal.last?.index.contains(.removeMembership(organization, invitation.memberID)) == true)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("the sweep makes a fact of it and changes no answer")
    func sweep() throws {
        var world = try Fixture()
        let invitation = try world.invitation("ana@x.example")
        _ = try world.invite("b@x.example") { $0.role = .manager; $0.admin = subAdmin(.reports) }
        world.now = noon + 61 * day
        let before = Answers(world.state, world.organization, at: world.now)
        world.tickets += 1
        guard case .committed(let version, _) = try world.carryOut(Call(Sweep(), ticket: world.tickets, seed: Seed(milliseconds: 1, random: (1, 4)), catalogue: world.catalogue))
        else { Issue.record("nothing to sweep"); return }
        #expect(version.entry?.events.count == 2 && version.entry?.header?.actor == EntryActor())
        #expect(Answers(world.state, world.organization, at: world.now).difference(from: before) == nil)
        #expect(world.state.nextExpiry == nil && world.journal.last?.index.contains(.removeMembership(world.organization, invitation.memberID)) == true)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        guard case .unchanged = try world.carryOut(Call(Sweep(), ticket: 999, seed: Seed(milliseconds: 1, random: (1, 5)), catalogue: world.catalogue)) else {
            Issue.record("swept twice")
            return
        }
    }

    @Test("resending keeps the id, makes older tokens worthless, and moves the end")
    func resend() throws {
        var world = try Fixture()
        let invitation = try world.invitation("ana@x.example")
        world.now = noon + 30 * day
        #expect(world.resend(invitation.invitationID) == nil)
        let again = try #require(world.invitation(invitation.invitationID))
        #expect(again.generation == 2 && again.expireTime?.nanosecondsSince1970 == noon + 90 * day && again.createTime == invitation.createTime)
        #expect(world.settledMember(invitation.memberID)?.inviteTime == again.sendTime)
        world.now = noon + 60 * day
        #expect(world.available() == 9)
        let tokens = [1, 2, 3].map { world.catalogue.token(of: invitation.invitationID, generation: $0) }
        #expect(Set(tokens).count == 3 && tokens.allSatisfy { $0.utf8.count == 43 })
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example", token: tokens[0])?.reason == .invitationRevoked)
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example", token: tokens[2]) == .notFound())
        #expect(try world.accept(invitation.invitationID, as: "ana@x.example", token: tokens[1]) == nil)
        #expect(world.resend(invitation.invitationID)?.reason == .invitationAlreadyAccepted)
    }

    @Test("an invitation that is over is taken up again if its seats can be had, and the person's address")
    func revive() throws {
        var world = try Fixture(seats: 1)
        let invitation = try #require(world.invite("ana@x.example") { request in
            request.role = .manager
            request.admin = subAdmin(.reports)
            request.productIDs = ["sales_navigator"]
        }.results.first).invitationID
        let member = try #require(world.invitation(invitation)).memberID
        world.now = noon + 60 * day
        // Somebody else has the seat.
        let other = try world.member("bob@x.example", licensed: true)
        #expect(world.resend(invitation)?.reason == .seatsExhausted)
        #expect(world.invitation(invitation)?.state == .expired && world.settledMember(member)?.state == .removed)
        #expect(world.remove(other) == nil)
        // Not by somebody who couldn't have given it.
        let sub = try world.member("sub@x.example", admin: subAdmin(.usersLicenses))
        #expect(world.resend(invitation, by: world.acting(for: sub))?.reason == .missingPermission)
        // And not while the address is another member's.
        let double = try world.member("ana@x.example")
        #expect(world.resend(invitation)?.reason == .emailInUse)
        #expect(world.remove(double) == nil)
        #expect(world.resend(invitation) == nil)
        let revived = try #require(world.settledMember(member))
        #expect(revived.state == .pending && revived.role == .manager && revived.admin?.categories == [.reports] && revived.licenses.count == 1)
        #expect(world.invitation(invitation)?.generation == 2 && world.available() == 0)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        world.now = noon + 120 * day
        #expect(world.available() == 1)
        let organization = world.organization
        try world.send(Members.Erase.self) { $0.organizationID = organization; $0.memberID = member }
        #expect(world.resend(invitation)?.reason == .wrongState)
    }
}
