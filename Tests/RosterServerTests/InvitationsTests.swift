// Invitations through a socket: inviting, coming in, links, and time.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

extension Tenant {
    /// Invites and returns the results.
    func invite(_ text: String, _ fill: (inout InviteRequest) -> Void = { _ in }) async throws(RosterError) -> InviteResponse {
        var request = InviteRequest()
        request.organizationID = organization
        request.text = text
        fill(&request)
        return try await client.invitations.invite(request)
    }

    /// Invites one person.
    func invitation(_ email: String, _ fill: (inout InviteRequest) -> Void = { _ in }) async throws -> InviteResult {
        let result = try #require(try await invite(email, fill).results.first)
        #expect(result.error == nil)
        return result
    }

    func person(_ email: String) throws(RosterError) -> RosterClient { try client.acting(for: .user(email: email)) }

    func accept(_ invitation: InvitationID, as email: String, token: String = "") async throws(RosterError) -> AcceptInvitationResponse {
        try await person(email).invitations.accept { $0.organizationID = organization; $0.invitationID = invitation; $0.token = token }
    }

    func state(_ invitation: InvitationID) async throws(RosterError) -> InvitationState? {
        try await client.invitations.get { $0.organizationID = organization; $0.invitationID = invitation }.invitation?.state
    }

    func availableSeats() async throws(RosterError) -> Int32? {
        try await client.licenses.getSeatSummary { $0.organizationID = organization }.total?.available
    }
}

/// The reason of one item's error.
private func reason(_ status: Status?) throws -> String? { try status?.details.compactMap { try $0.unpack(ErrorInfo.self)?.reason }.first }

/// Waits until something is so, for 30 seconds at most.
private func eventually(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(30)
    while clock.now < end {
        if try await isSo() { return }
        try await clock.sleep(for: .milliseconds(20))
    }
    Issue.record("never so: \(what)")
}

@Suite("Invitations")
struct InvitationsTests {
    @Test("row 98: addresses are followed by a comma, a space, a tab or Enter; the rest is told, each with its place")
    func parse() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let parsed = try await tenant.client.invitations.parseInvitees {
                $0.organizationID = tenant.organization
                $0.text = "A@example.com, b@example.com\tc@example.com\r\nd@example.com\re@example.com\na@EXAMPLE.com; x@example.com;y@example.com f@example.com,"
            }
            #expect(parsed.invitees.map(\.email) == "abcdef".map { "\($0)@example.com" })
            #expect(parsed.duplicates.isEmpty && parsed.strayCommas == [128])
            #expect(parsed.invalid.map(\.text) == ["a@EXAMPLE.com;", "x@example.com;y@example.com"])
            #expect(try parsed.invalid.map { try reason($0.error) } == ["INVALID_EMAIL", "INVALID_EMAIL"])
            // The same text invites the same people, and repeats what is wrong.
            let invited = try await tenant.invite("a@example.com,\tb@example.com A@example.com; ,a@example.com\r\n")
            #expect(invited.invited == 2 && invited.results.map(\.isDuplicate) == [false, false, false, true])
            #expect(try invited.results.map { try reason($0.error) } == [nil, nil, "INVALID_EMAIL", nil])
            let tooMany = try await refusal { try await tenant.invite((0...2_000).map { "m\($0)@example.com" }.joined(separator: " ")) }
            #expect(tooMany.reason == .batchTooLarge)
        }
    }

    @Test("rows 20 (partial), 27 (partial): 2000 people in one call, each with its answer; seats end where the pool ends")
    func many() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 1_500)
            let text = (0..<2_000).map { "m\($0)@example.com" }.joined(separator: "\n")
            let answer = try await tenant.invite(text) { $0.productIDs = ["sales_navigator"]; $0.options = .with { $0.requestID = "all of them" } }
            #expect(answer.results.count == 2_000 && answer.invited == 1_500)
            #expect(try answer.results.map { try reason($0.error) } == (0..<2_000).map { $0 < 1_500 ? nil : "SEATS_EXHAUSTED" })
            #expect(try await tenant.availableSeats() == 0)
            // The same request again has the same answer and no other effect.
            let again = try await tenant.invite(text) { $0.productIDs = ["sales_navigator"]; $0.options = .with { $0.requestID = "all of them" } }
            #expect(again.results == answer.results && again.result?.replayed == true && again.result?.revision == answer.result?.revision)
            let listed = try await tenant.client.invitations.list { $0.organizationID = tenant.organization; $0.filter = #"email = "m7@example.com""# }
            #expect(listed.invitations.map(\.invitationID) == [answer.results[7].invitationID])
            let last = try await tenant.client.invitations.list { $0.organizationID = tenant.organization; $0.orderBy = "email desc"; $0.pageSize = 1 }
            #expect(last.totalSize == 1_500 && last.invitations.first?.email == "m9@example.com")
        }
    }

    @Test("row 27 (partial): a restart finds invitations and answers again; who races for the last seats never takes more than there are")
    func races() async throws {
        let world = World()
        let (key, organization, answered) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 5)
            let results = try await withThrowingTaskGroup(of: InviteResult?.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        try await tenant.invite("r\(index)@example.com") { request in
                            request.productIDs = ["sales_navigator"]
                            request.options = .with { $0.requestID = "race \(index)" }
                        }.results.first
                    }
                }
                return try await group.reduce(into: [InviteResult]()) { if let result = $1 { $0.append(result) } }
            }
            let won = results.filter { $0.error == nil }
            #expect(won.count == 5 && results.count == 20)
            #expect(try await tenant.availableSeats() == 0)
            return (tenant.key, tenant.organization, won)
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            for result in answered {
                let found = try await client.invitations.get { $0.organizationID = organization; $0.invitationID = result.invitationID }.invitation
                #expect(found?.email == result.email && found?.state == .pending)
            }
            let winner = try #require(answered.first)
            let again = try await client.invitations.invite { request in
                request.organizationID = organization
                request.text = winner.email
                request.productIDs = ["sales_navigator"]
                request.options = .with { $0.requestID = "race \(winner.email.dropFirst().prefix { $0 != "@" })" }
            }
            #expect(again.result?.replayed == true && again.results == [winner])
            await client.close()
        }
    }

    @Test("row 80: owner, co-owner and manager view a user, change its role, remove it, and resend or copy the link of a pending invitation")
    func teamSettings() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let coOwner = try await tenant.member("co@example.com") { $0.role = .coOwner }.memberID
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }.memberID
            for (index, actor) in [tenant.owner, coOwner, manager].enumerated() {
                let client = try tenant.client.acting(for: .member(actor))
                let invited = try await client.invitations.invite { $0.organizationID = tenant.organization; $0.text = "p\(index)@example.com" }
                let invitation = try #require(invited.results.first)
                let viewed = try await client.members.get { $0.organizationID = tenant.organization; $0.memberID = invitation.memberID }
                #expect(viewed.member?.state == .pending && viewed.member?.invitationID == invitation.invitationID)
                let changed = try await client.members.setOrganizationRole {
                    $0.organizationID = tenant.organization
                    $0.memberID = invitation.memberID
                    $0.role = .advancedMember
                }
                #expect(changed.member?.role == .advancedMember)
                func link() async throws(RosterError) -> GetInvitationLinkResponse {
                    try await client.invitations.getLink { $0.organizationID = tenant.organization; $0.invitationID = invitation.invitationID }
                }
                let first = try await link()
                #expect(first.link == "?organization=\(tenant.organization)&invitation=\(invitation.invitationID)&token=\(first.token)")
                let resent = try await client.invitations.resend { $0.organizationID = tenant.organization; $0.invitationID = invitation.invitationID }
                #expect(resent.invitation?.invitationID == invitation.invitationID && resent.invitation?.generation == 2)
                let second = try await link()
                #expect(second.token != first.token)
                let stale = try await refusal { try await tenant.accept(invitation.invitationID, as: "p\(index)@example.com", token: first.token) }
                #expect(stale.reason == .invitationRevoked)
                let removed = try await client.members.remove { $0.organizationID = tenant.organization; $0.memberID = invitation.memberID }
                #expect(removed.member?.state == .removed)
                #expect(try await tenant.state(invitation.invitationID) == .revoked)
                #expect(try await refusal { try await link() }.reason == .invitationRevoked)
                // The same of somebody who is in.
                let there = try await tenant.member("in\(index)@example.com").memberID
                #expect(try await client.members.get { $0.organizationID = tenant.organization; $0.memberID = there }.member?.state == .active)
                let raised = try await client.members.setOrganizationRole { $0.organizationID = tenant.organization; $0.memberID = there; $0.role = .manager }
                #expect(raised.member?.role == .manager)
                #expect(try await client.members.remove { $0.organizationID = tenant.organization; $0.memberID = there }.member?.state == .removed)
            }
            // A member does none of this.
            let member = try tenant.client.acting(for: .member(try await tenant.member("m@example.com").memberID))
            let invitation = try await tenant.invitation("last@example.com").invitationID
            #expect(try await refusal { try await member.invitations.getLink { $0.organizationID = tenant.organization; $0.invitationID = invitation } }.reason == .missingPermission)
            #expect(try await refusal { try await member.invitations.resend { $0.organizationID = tenant.organization; $0.invitationID = invitation } }.reason == .missingPermission)
        }
    }

    @Test("row 97: inviting starts with a seat type, and a limited seat preselects the connector")
    func limited() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let early = try await refusal { try await tenant.invite("client@example.com") { $0.seatType = .limited } }
            #expect(early.reason == .featureNotEnabled)
            _ = try await tenant.client.organizations.enableFeature { $0.organizationID = tenant.organization; $0.feature = .profileConnector }
            let invited = try await tenant.invitation("client@example.com") { $0.seatType = .limited }
            let invitation = try await tenant.client.invitations.get { $0.organizationID = tenant.organization; $0.invitationID = invited.invitationID }.invitation
            #expect(invitation?.terms?.role == .connector && invitation?.terms?.seatType == .limited && invitation?.terms?.productIDs == [])
            #expect(try await refusal { try await tenant.invite("x@example.com") { $0.seatType = .limited; $0.role = .member } }.reason == .invalidField)
            #expect(try await refusal { try await tenant.invite("x@example.com") { $0.role = .connector } }.reason == .invalidField)
            let standard = try await tenant.invitation("colleague@example.com") { $0.seatType = .standard }
            let found = try await tenant.client.invitations.get { $0.organizationID = tenant.organization; $0.invitationID = standard.invitationID }.invitation
            #expect(found?.terms?.role == .member)
            #expect(try await tenant.accept(invited.invitationID, as: "client@example.com").member?.role == .connector)
        }
    }

    @Test("C17: for anybody but the one invited there is no such invitation; the universal link works for those who are invited and nobody else")
    func identity() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let invited = try await tenant.invitation("ana@example.com")
            let token = try await tenant.client.invitations.getLink { $0.organizationID = tenant.organization; $0.invitationID = invited.invitationID }.token
            for email in ["bob@example.com", "ana@example.org", "ada@example.com"] {
                #expect(try await refusal { try await tenant.accept(invited.invitationID, as: email, token: token) }.code == .notFound)
            }
            #expect(try await refusal { try await tenant.accept(invited.invitationID, as: "ana@example.com", token: "guess") }.code == .notFound)
            #expect(try await refusal { try await tenant.client.invitations.accept { $0.organizationID = tenant.organization; $0.invitationID = invited.invitationID } }.reason == .invalidField)
            let universal = try await tenant.client.invitations.getUniversalLink { $0.organizationID = tenant.organization }
            #expect(universal.link == "?organization=\(tenant.organization)&token=\(universal.token)" && universal.generation == 1)
            #expect(try await refusal { try await tenant.accept(InvitationID(), as: "bob@example.com", token: universal.token) }.code == .notFound)
            let rotated = try await tenant.client.invitations.rotateUniversalLink { $0.organizationID = tenant.organization }
            #expect(rotated.generation == 2)
            #expect(try await refusal { try await tenant.accept(InvitationID(), as: "ana@example.com", token: universal.token) }.reason == .invitationRevoked)
            let current = try await tenant.client.invitations.getUniversalLink { $0.organizationID = tenant.organization }.token
            #expect(try await tenant.accept(InvitationID(), as: "Ana@example.com", token: current).member?.memberID == invited.memberID)
            #expect(try await refusal { try await tenant.accept(invited.invitationID, as: "ana@example.com") }.reason == .invitationAlreadyAccepted)
            let declined = try await tenant.invitation("no@example.com")
            let answer = try await tenant.person("no@example.com").invitations.decline { $0.organizationID = tenant.organization; $0.invitationID = declined.invitationID }
            #expect(answer.invitation?.state == .declined)
            let gone = try await tenant.client.members.get { $0.organizationID = tenant.organization; $0.memberID = declined.memberID }
            #expect(gone.member?.state == .removed)
        }
    }

    @Test("an invitation ends at its time, unasked: seat and address are free; it is taken up again when a seat is left, else SEATS_EXHAUSTED")
    func expiry() async throws {
        // Long enough for what must happen within it, on a busy machine too.
        let world = World { $0.invitationLifetime = 6_000_000_000 }
        try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 1)
            let invited = try await tenant.invitation("ana@example.com") { $0.productIDs = ["sales_navigator"] }
            #expect(try await tenant.availableSeats() == 0)
            let person = try server.client(as: .user(email: "ana@example.com"))
            #expect(try await person.organizations.listMyOrganizations { _ in }.memberships.count == 1)
            try await eventually("the invitation is over") { try await tenant.state(invited.invitationID) == .expired }
            #expect(try await tenant.availableSeats() == 1)
            #expect(try await person.organizations.listMyOrganizations { _ in }.memberships.isEmpty)
            #expect(try await refusal { try await tenant.accept(invited.invitationID, as: "ana@example.com") }.reason == .invitationExpired)
            let late = try await tenant.client.invitations.list { $0.organizationID = tenant.organization; $0.filter = "state = EXPIRED" }
            #expect(late.invitations.map(\.invitationID) == [invited.invitationID] && late.invitations.first?.endTime == late.invitations.first?.expireTime)
            // The sweep makes a fact of it, and changes nothing.
            await server.node.sweep()
            #expect(try await tenant.state(invited.invitationID) == .expired)
            let other = try await tenant.member("bob@example.com") { $0.productIDs = ["sales_navigator"] }
            func resend() async throws(RosterError) -> Invitation? {
                try await tenant.client.invitations.resend { $0.organizationID = tenant.organization; $0.invitationID = invited.invitationID }.invitation
            }
            #expect(try await refusal { try await resend() }.reason == .seatsExhausted)
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = other.memberID }
            let revived = try #require(try await resend())
            #expect(revived.state == .pending && revived.invitationID == invited.invitationID && revived.memberID == invited.memberID)
            #expect(try await tenant.accept(invited.invitationID, as: "ana@example.com").member?.licenses.map(\.state) == [.active])
            await person.close()
        }
    }
}

@Suite("Mail")
struct MailTests {
    @Test("row 99 (partial): the invitee gets an e-mail with the link, by whoever delivers, and comes in by it")
    func invitationMail() async throws {
        let world = World { $0.invitationLinkBaseURL = "https://app.example/join" }
        try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            #expect(try await server.client().organizations.list { $0.filter = "has_mail = true" }.organizations.isEmpty)
            let dryRun = try await tenant.invite("ana@example.com bob@example.com") { $0.sendEmail = true; $0.options = .with { $0.validateOnly = true } }
            #expect(dryRun.result?.plan?.mails.map(\.template) == ["invitation", "invitation"])
            let invited = try await tenant.invite("ana@example.com bob@example.com") { $0.sendEmail = true; $0.productIDs = ["sales_navigator"] }
            let waiting = try await server.client().organizations.list { $0.filter = "has_mail = true" }
            #expect(waiting.organizations.map(\.organizationID) == [tenant.organization])
            let leased = try await tenant.client.mail.leaseOutbox { request in
                request.organizationID = tenant.organization
                request.options = .with { $0.requestID = "lease" }
            }
            #expect(leased.mails.map(\.email) == ["ana@example.com", "bob@example.com"] && leased.waiting == 0)
            let mail = leased.mails[0]
            #expect(mail.link.hasPrefix("https://app.example/join?organization=\(tenant.organization)&invitation=\(invited.results[0].invitationID)&token="))
            // A replayed answer leaves the links out.
            let again = try await tenant.client.mail.leaseOutbox { request in
                request.organizationID = tenant.organization
                request.options = .with { $0.requestID = "lease" }
            }
            #expect(again.mails.map(\.mailID) == leased.mails.map(\.mailID) && again.mails.allSatisfy { $0.link == "" })
            #expect(again.result?.secretWithheld == true && leased.result?.secretWithheld == false)
            let acked = try await tenant.client.mail.ackOutbox { request in
                request.organizationID = tenant.organization
                request.outcomes = leased.mails.map { mail in .with { $0.mailID = mail.mailID; $0.state = .sent } }
            }
            #expect(acked.results.allSatisfy { $0.error == nil && $0.state == .sent })
            #expect(try await server.client().organizations.list { $0.filter = "has_mail = true" }.organizations.isEmpty)
            let token = try #require(mail.link.split(separator: "=").last.map(String.init))
            let accepted = try await tenant.accept(mail.invitationID, as: "ana@example.com", token: token)
            #expect(accepted.member?.state == .active && accepted.member?.licenses.map(\.state) == [.active])
        }
    }

    @Test("a lease that runs out makes the mail available again by time alone")
    func lease() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            func lease(_ seconds: Int64) async throws(RosterError) -> [OutboxMail] {
                try await tenant.client.mail.leaseOutbox { $0.organizationID = tenant.organization; $0.lease = .init(seconds: seconds) }.mails
            }
            _ = try await tenant.invite("bob@example.com") { $0.sendEmail = true }
            #expect(try await lease(3_600).map(\.attempt) == [1])
            #expect(try await lease(3_600).isEmpty)
            _ = try await tenant.invite("ana@example.com") { $0.sendEmail = true }
            let first = try await lease(1)
            #expect(first.map(\.email) == ["ana@example.com"] && first.map(\.attempt) == [1])
            var second: [OutboxMail] = []
            try await eventually("the lease is over") {
                second = try await lease(3_600)
                return !second.isEmpty
            }
            #expect(second.map(\.mailID) == first.map(\.mailID) && second.map(\.attempt) == [2] && second[0].link == first[0].link)
        }
    }
}
