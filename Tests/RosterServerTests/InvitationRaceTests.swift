// Invitations under attack: acceptances at once, acceptance against revocation, old links, and people who are in already.

import RosterAPI
import RosterClient
import Testing

@Suite("Invitations: races and old links")
struct InvitationRaceTests {
    /// What came of something that may be refused.
    private enum Outcome: Equatable, Sendable {
        case done(replayed: Bool)
        case refused(Reason?)
    }

    private func outcome(_ body: () async throws(RosterError) -> AcceptInvitationResponse) async -> Outcome {
        do throws(RosterError) { return .done(replayed: try await body().result?.replayed ?? false) } catch { return .refused(error.reason) }
    }

    @Test("of twenty acceptances at once one wins; with one request id all get its answer")
    func twice() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 3)
            let (ana, bob) = (try await tenant.invitation("ana@example.com") { $0.productIDs = ["sales_navigator"] }, try await tenant.invitation("bob@example.com"))
            let token = try await tenant.client.invitations.getLink { $0.organizationID = tenant.organization; $0.invitationID = ana.invitationID }.token
            let outcomes = await withTaskGroup(of: Outcome.self) { group in
                for _ in 0..<20 { group.addTask { await outcome { () throws(RosterError) in try await tenant.accept(ana.invitationID, as: "ana@example.com", token: token) } } }
                return await group.reduce(into: [Outcome]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .done(replayed: false) } == 1)
            #expect(outcomes.count { $0 == .refused(.invitationAlreadyAccepted) } == 19)
            #expect(try await tenant.availableSeats() == 2)
            let person = try tenant.person("bob@example.com")
            let same = await withTaskGroup(of: Outcome.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        await outcome { () throws(RosterError) in
                            try await person.invitations.accept { request in
                                request.organizationID = tenant.organization
                                request.invitationID = bob.invitationID
                                request.options = .with { $0.requestID = "in" }
                            }
                        }
                    }
                }
                return await group.reduce(into: [Outcome]()) { $0.append($1) }
            }
            #expect(same.count { $0 == .done(replayed: false) } == 1 && same.count { $0 == .done(replayed: true) } == 19)
        }
    }

    @Test("accepting and revoking at once: one of the two happened, and the seat is where it says", arguments: 0..<4)
    func acceptAgainstRevoke(round: Int) async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 40)
            for index in 0..<10 {
                let email = "p\(index)@example.com"
                let invited = try await tenant.invitation(email) { $0.productIDs = ["sales_navigator"] }
                async let accepted = outcome { () throws(RosterError) in try await tenant.accept(invited.invitationID, as: email) }
                async let revoked = revoke(invited.invitationID, tenant)
                let (accept, revoke) = (await accepted, await revoked)
                switch try await tenant.state(invited.invitationID) {
                case .accepted?: #expect(accept == .done(replayed: false) && revoke == .invitationAlreadyAccepted)
                case .revoked?: #expect(accept == .refused(.invitationRevoked) && revoke == nil)
                case let state: Issue.record("\(String(describing: state))")
                }
            }
            let members = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = "licenses.state = ACTIVE" }
            #expect(try await tenant.availableSeats() == 40 - Int32(members.totalSize))
        }
    }

    private func revoke(_ invitation: InvitationID, _ tenant: Tenant) async -> Reason? {
        do throws(RosterError) {
            _ = try await tenant.client.invitations.revoke { $0.organizationID = tenant.organization; $0.invitationID = invitation }
            return nil
        } catch { return error.reason }
    }

    private func token(_ invitation: InvitationID, _ tenant: Tenant) async throws -> String {
        try await tenant.client.invitations.getLink { $0.organizationID = tenant.organization; $0.invitationID = invitation }.token
    }

    /// Why somebody can't accept.
    private func obstacle(_ invitation: InvitationID, as email: String, token: String = "", _ tenant: Tenant) async throws -> RosterError {
        try await refusal { try await tenant.accept(invitation, as: email, token: token) }
    }

    @Test("a link that was taken back opens nothing, not even when the person is invited again")
    func oldLinks() async throws {
        try await World().run { server in try await oldLinks(server) }
    }

    private func oldLinks(_ server: Running) async throws {
        let tenant = try await server.tenant("ada@example.com")
        let first = try await tenant.invitation("ana@example.com").invitationID
        let old = try await token(first, tenant)
        let wasRevoked = await revoke(first, tenant)
        #expect(wasRevoked == nil)
        let taken = try await obstacle(first, as: "ana@example.com", token: old, tenant)
        #expect(taken.reason == .invitationRevoked)
        let own = try await obstacle(InvitationID(), as: "ana@example.com", tenant)
        #expect(own.code == .notFound)
        let second = try await tenant.invitation("ana@example.com").invitationID
        let mixed = try await obstacle(second, as: "ana@example.com", token: old, tenant)
        #expect(mixed.code == .notFound)
        let again = try await obstacle(first, as: "ana@example.com", token: old, tenant)
        #expect(again.reason == .invitationRevoked)
        let fresh = try await token(second, tenant)
        let accepted = try await tenant.accept(second, as: "ana@example.com", token: fresh)
        #expect(accepted.member?.state == .active)
        // A link of one organization opens no other.
        let other = try await server.tenant("olga@example.com")
        let bob = try await tenant.invitation("bob@example.com").invitationID
        let person = try tenant.person("bob@example.com")
        let elsewhere = try await refusal { try await person.invitations.accept { $0.organizationID = other.organization; $0.invitationID = bob } }
        #expect(elsewhere.code == .notFound)
    }

    @Test("whoever is in, or waits, is not invited again, in other letters neither")
    func inAlready() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            _ = try await tenant.member("ana@example.com")
            _ = try await tenant.invitation("bob@example.com")
            let again = try await tenant.invite("ANA@example.com, Bob@EXAMPLE.com, ada@example.com")
            let codes = again.results.compactMap { $0.error?.code }
            #expect(again.invited == 0 && codes == [6, 6, 6])
        }
    }
}
