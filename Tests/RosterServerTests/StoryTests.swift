// One organization's life through a socket, and what of it a restart finds again.

import RosterAPI
import RosterClient
import Testing

@Suite("The story", .timeLimit(.minutes(5)))
struct StoryTests {
    @Test("row 69, row 86, row 104: an organization is made, lives, and is found again after a restart")
    func story() async throws {
        let world = World()
        let (key, organization, ada, zoe) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            let client = tenant.client
            let zoe = try await tenant.member("Zoë.Müller@Example.com") {
                $0.role = .manager
                $0.productIDs = ["sales_navigator"]
                $0.profile = .with { $0.givenName = "Zoë"; $0.title = "Head of Sales" }
            }
            #expect(zoe.email == "zoë.müller@example.com")
            #expect(zoe.licenses.map(\.productID) == ["sales_navigator"])
            let leaver = try await tenant.member("leaver@example.com") { $0.productIDs = ["sales_navigator"] }
            _ = try await client.members.remove { $0.organizationID = tenant.organization; $0.memberID = leaver.memberID }
            let seats = try await client.licenses.getSeatSummary { $0.organizationID = tenant.organization }
            #expect(seats.total?.purchased == 20)
            #expect(seats.total.map { $0.active + $0.pending } == 1)
            let check = try await client.access.check {
                $0.organizationID = tenant.organization
                $0.subject = .memberID(zoe.memberID)
                $0.permission = .membersWrite
            }
            #expect(check.allowed)
            let owner = try await refusal { try await server.client().organizations.create { $0.name = "Second"; $0.ownerEmail = "ADA@example.com"; $0.plan = "TEAM" } }
            #expect(owner.reason == .alreadyOwnsOrganization)
            await client.close()
            return (tenant.key, tenant.organization, tenant.owner, zoe.memberID)
        }
        try await world.run(key: key) { server in
            #expect(server.node.bootstrapKey == nil)
            let client = try server.client()
            let organization = try await client.organizations.get { $0.organizationID = organization }
            #expect(organization.organization?.ownerID == ada)
            let found = try await client.members.get { $0.organizationID = organization.organization?.organizationID ?? OrganizationID(); $0.memberID = zoe }
            #expect(found.member?.profile?.givenName == "Zoë")
            let explained = try await client.access.explain {
                $0.organizationID = organization.organization?.organizationID ?? OrganizationID()
                $0.subject = .memberID(zoe)
                $0.permission = .adminsManage
            }
            #expect(!explained.allowed && !explained.steps.isEmpty && !explained.remedies.isEmpty)
            await client.close()
        }
    }

    @Test("row 87: ListMyOrganizations shows what a person's address belongs to; a tenant's key sees its own only")
    func myOrganizations() async throws {
        try await World().run { server in
            let (a, b) = (try await server.tenant("a@example.com"), try await server.tenant("b@example.com"))
            try await a.member("both@example.com")
            try await b.member("both@example.com") { $0.role = .manager }
            let all = try await server.client(as: .user(email: "Both@example.com")).organizations.listMyOrganizations { _ in }
            #expect(Set(all.memberships.map(\.organizationID)) == [a.organization, b.organization])
            #expect(all.memberships.first { $0.organizationID == b.organization }?.role == .manager)
            #expect(all.memberships.first { $0.organizationID == b.organization }?.name == "The company of b@example.com")
            let own = try await a.client.acting(for: .user(email: "both@example.com")).organizations.listMyOrganizations { _ in }
            #expect(own.memberships.map(\.organizationID) == [a.organization])
        }
    }

    @Test("a deleted organization refuses changes, and comes back by Undelete")
    func undelete() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let deleted = try await tenant.client.organizations.delete { $0.organizationID = tenant.organization }
            #expect(deleted.organization?.state == .deleted)
            #expect(deleted.organization?.purgeTime != nil)
            let refused = try await refusal { try await tenant.member("late@example.com") }
            #expect(refused.reason == .accountDeactivated)
            let back = try await tenant.client.organizations.undelete { $0.organizationID = tenant.organization }
            #expect(back.organization?.state == .active)
            try await tenant.member("early@example.com")
        }
    }
}
