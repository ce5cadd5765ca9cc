// What one tenant learns of another: nothing (reliability 5).

import RosterAPI
import RosterClient
import Testing

@Suite("Tenants", .timeLimit(.minutes(5)))
struct TenantsTests {
    @Test("refusals come in the order of product 4.1")
    func order() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com")
            // CORE has no account center.
            _ = try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "CORE" }
            var request = SetOrganizationRoleRequest()
            request.organizationID = tenant.organization
            request.memberID = tenant.owner
            request.role = .owner
            func reason(_ client: RosterClient) async throws -> String {
                let error = try await refusal { try await client.members.setOrganizationRole(request) }
                return error.reason?.name ?? error.code.name
            }
            var generator = SystemRandomNumberGenerator()
            let weak = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "weak"; $0.permissions = [.organizationRead] }
            #expect(try await reason(try server.client("rk_nonsense")) == "UNAUTHENTICATED")
            // OWNER can't be assigned: wrong whatever the state, so it comes before everything else.
            #expect(try await refusal { try await tenant.client.members.setOrganizationRole(request) }.code == .invalidArgument)
            request.role = .manager
            request.organizationID = .random(using: &generator)
            #expect(try await reason(tenant.client) == "NOT_FOUND")
            request.organizationID = tenant.organization
            request.memberID = .random(using: &generator)
            #expect(try await reason(try server.client(weak.secret)) == "MISSING_PERMISSION")
            #expect(try await reason(tenant.client) == "NOT_FOUND")
            request.memberID = tenant.owner
            // The plan lacks the account center, but the owner comes first.
            #expect(try await reason(tenant.client) == "OWNER_IMMUTABLE")
            request.memberID = bob.memberID
            #expect(try await reason(tenant.client) == "PLAN_FEATURE_UNAVAILABLE")
        }
    }

    @Test("a service acts for a person with the rights of both")
    func actors() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com")
            let eve = try await tenant.member("eve@example.com") { $0.role = .manager }
            func create(_ email: String, as person: Person) async throws(RosterError) -> CreateMemberResponse {
                try await tenant.client.acting(for: person).members.create { $0.organizationID = tenant.organization; $0.email = email }
            }
            #expect(try await refusal { try await create("x@example.com", as: .member(bob.memberID)) }.reason == .missingPermission)
            #expect(try await create("y@example.com", as: .member(eve.memberID)).member != nil)
            #expect(try await create("z@example.com", as: .user(email: "EVE@example.com")).member != nil)
            let selfish = try await refusal {
                try await tenant.client.acting(for: .member(eve.memberID)).members.setOrganizationRole {
                    $0.organizationID = tenant.organization
                    $0.memberID = eve.memberID
                    $0.role = .coOwner
                }
            }
            #expect(selfish.reason == .selfModification)
            // Check without a subject is about whoever calls.
            let check = try await tenant.client.acting(for: .member(bob.memberID)).access.check { $0.organizationID = tenant.organization; $0.permission = .membersRead }
            #expect(!check.allowed && check.reason == .missingPermission)
            let stranger = try await refusal { try await create("w@example.com", as: .user(email: "nobody@example.com")) }
            #expect(stranger.code == .notFound)
            // Without actors.assume nobody is acted for.
            let plain = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "plain"; $0.permissions = [.membersWrite, .organizationRead] }
            let refused = try await refusal {
                try await server.client(plain.secret, as: .member(eve.memberID)).members.create { $0.organizationID = tenant.organization; $0.email = "v@example.com" }
            }
            #expect(refused.reason == .missingPermission && refused.metadata["permission"] == "actors.assume")
            // The same for whoever isn't a member: a key that may act for nobody finds out no address.
            let blind = try await refusal {
                try await server.client(plain.secret, as: .user(email: "nobody@example.com")).members.create { $0.organizationID = tenant.organization; $0.email = "v@example.com" }
            }
            #expect(blind.code == refused.code && blind.message == refused.message && blind.details == refused.details)
        }
    }
}
