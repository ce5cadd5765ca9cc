// Invitations to several accounts, and to accounts that are closed.

import RosterAPI
import RosterClient
import Testing

@Suite("Invitations of several accounts")
struct InvitationAccountsTests {
    @Test("row 111: one login profile, invited by an administrator of each to several accounts, sub-accounts among them, with the permissions of its type there")
    func severalAccounts() async throws {
        try await World().run { server in
            let (a, b) = (try await server.tenant("a@example.com"), try await server.tenant("b@example.com"))
            let admin = try await a.member("admin@example.com") { $0.admin = .with { $0.level = .full } }.memberID
            let first = try await a.client.acting(for: .member(admin)).invitations.invite {
                $0.organizationID = a.organization
                $0.text = "both@example.com"
                $0.role = .manager
            }.results[0]
            let second = try await b.invitation("both@example.com")
            let person = try server.client(as: .user(email: "Both@example.com"))
            // Where it is invited the person sees before it is in.
            func memberships() async throws(RosterError) -> [Membership] { try await person.organizations.listMyOrganizations { _ in }.memberships }
            #expect(Set(try await memberships().map(\.state)) == [.pending])
            for (tenant, result) in [(a, first), (b, second)] {
                let accepted = try await person.invitations.accept { $0.organizationID = tenant.organization; $0.invitationID = result.invitationID }
                #expect(accepted.member?.state == .active && accepted.member?.memberID == result.memberID)
                #expect(accepted.invitation?.inviterID == (tenant.organization == a.organization ? admin : MemberID()))
            }
            #expect(Set(try await memberships().map(\.state)) == [.active])
            func may(_ tenant: Tenant) async throws(RosterError) -> Bool {
                try await person.access.check { $0.organizationID = tenant.organization; $0.permission = .membersWrite }.allowed
            }
            #expect(try await may(a))
            #expect(try await !may(b))
            // A sub-account of one of them is one more account, and its invitation is its own administrator's.
            let paris = try await a.subaccount("Paris")
            let chief = try await a.member("chief@example.com") { $0.organizationID = paris; $0.role = .manager }.memberID
            let third = try await a.client.acting(for: .member(chief)).invitations.invite { $0.organizationID = paris; $0.text = "both@example.com"; $0.role = .advancedMember }.results[0]
            #expect(try await person.invitations.accept { $0.organizationID = paris; $0.invitationID = third.invitationID }.member?.role == .advancedMember)
            let types = try await memberships().map { "\($0.organizationID): \($0.role)" }
            #expect(Set(types) == ["\(a.organization): \(OrganizationRole.manager)", "\(b.organization): \(OrganizationRole.member)", "\(paris): \(OrganizationRole.advancedMember)"])
            let below = try await person.access.check { $0.organizationID = paris; $0.permission = .resourcesConnect }
            #expect(below.allowed)
            await person.close()
        }
    }

    @Test("nobody comes into a deleted organization, or into an account below it, and everybody invited does once it is back")
    func closed() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let paris = try await tenant.subaccount("Paris")
            let invited = try await tenant.invitation("ana@example.com")
            let below = try #require(try await tenant.invite("ana@example.com") { $0.organizationID = paris }.results.first)
            let ana = try tenant.person("ana@example.com")
            func answer(_ organization: OrganizationID, _ invitation: InvitationID, accepting: Bool = true, as person: RosterClient) async throws -> String {
                try await outcome {
                    if accepting {
                        _ = try await person.invitations.accept { $0.organizationID = organization; $0.invitationID = invitation }
                    } else {
                        _ = try await person.invitations.decline { $0.organizationID = organization; $0.invitationID = invitation }
                    }
                }
            }
            _ = try await tenant.client.organizations.delete { $0.organizationID = tenant.organization }
            let stranger = try tenant.person("eve@example.com")
            for (organization, invitation) in [(tenant.organization, invited.invitationID), (paris, below.invitationID)] {
                for accepting in [true, false] {
                    #expect(try await answer(organization, invitation, accepting: accepting, as: ana) == "ACCOUNT_DEACTIVATED")
                    #expect(try await answer(organization, InvitationID(), accepting: accepting, as: ana) == "ACCOUNT_DEACTIVATED", "by its address alone")
                    // Nobody else learns that it is closed.
                    #expect(try await answer(organization, invitation, accepting: accepting, as: stranger) == "NOT_FOUND")
                }
                let resent = try await outcome { try await tenant.client.invitations.resend { $0.organizationID = organization; $0.invitationID = invitation } }
                #expect(resent == "ACCOUNT_DEACTIVATED")
                let more = try await outcome { try await tenant.client.invitations.invite { $0.organizationID = organization; $0.text = "bob@example.com" } }
                #expect(more == "ACCOUNT_DEACTIVATED")
            }
            #expect(try await ana.organizations.listMyOrganizations { _ in }.memberships.map(\.organizationState) == [.deleted, .deleted])
            _ = try await tenant.client.organizations.undelete { $0.organizationID = tenant.organization }
            for (organization, invitation) in [(tenant.organization, invited.invitationID), (paris, below.invitationID)] {
                #expect(try await answer(organization, invitation, as: ana) == "OK")
            }
            #expect(try await ana.organizations.listMyOrganizations { _ in }.memberships.map(\.state) == [.active, .active])
        }
    }
}
