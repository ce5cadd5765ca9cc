// What one tenant learns of another: nothing (reliability 5).

import RosterAPI
import RosterClient
import Testing
import WellKnown
import Wire

@Suite("Tenants")
struct TenantsTests {
    /// What a caller sees of a call, byte for byte.
    private struct Seen: Equatable, Sendable {
        var code: Int32
        var message: String
        var details: [[UInt8]]
        var response: [UInt8]
    }

    private static func see<M: AnyMethod>(_ method: M, _ json: String, _ client: RosterClient) async throws -> Seen {
        let request = try M.Request(json: json)
        do throws(RosterError) {
            return Seen(code: 0, message: "", details: [], response: try await client.call(method, request).encoded())
        } catch {
            return Seen(code: error.code.rawValue, message: error.message, details: error.details.map { $0.encoded() }, response: [])
        }
    }

    /// The ids of one tenant, by their prefix.
    private struct IDs {
        var texts: [String: String]
        subscript(_ prefix: String) -> String { texts[prefix] ?? "" }
    }

    private static func ids(of tenant: Tenant) async throws -> IDs {
        let member = try await tenant.member("m-\(tenant.organization)@example.com") { $0.productIDs = ["sales_navigator"] }
        return IDs(texts: [
            "org_": tenant.organization.text, "mem_": member.memberID.text, "lic_": member.licenses.first?.licenseID.text ?? "",
            "key_": tenant.keyID.text,
        ])
    }

    private static func random() -> IDs {
        var generator = SystemRandomNumberGenerator()
        return IDs(texts: [
            "org_": OrganizationID.random(using: &generator).text, "mem_": MemberID.random(using: &generator).text,
            "lic_": LicenseID.random(using: &generator).text, "key_": KeyID.random(using: &generator).text,
        ])
    }

    /// A request of each method about one tenant; every id is one of `ids`.
    private static func request(_ name: String, _ ids: IDs) -> String {
        let scope = "\"organizationId\":\"\(ids["org_"])\""
        let member = "\(scope),\"memberId\":\"\(ids["mem_"])\""
        let license = "\(scope),\"licenseId\":\"\(ids["lic_"])\""
        let key = "\(scope),\"keyId\":\"\(ids["key_"])\""
        let dry = "\"options\":{\"validateOnly\":true}"
        return switch name {
        case "roster.v1.OrganizationService/Update": "{\"organization\":{\(scope),\"name\":\"N\"},\(dry)}"
        case "roster.v1.OrganizationService/ChangePlan": "{\(scope),\"plan\":\"TEAM\",\(dry)}"
        case "roster.v1.OrganizationService/EnableFeature": "{\(scope),\"feature\":\"FEATURE_PROFILE_CONNECTOR\",\(dry)}"
        case "roster.v1.OrganizationService/PurchaseAddOn": "{\(scope),\"productId\":\"recruiter\",\"seats\":1,\(dry)}"
        case "roster.v1.OrganizationService/Delete", "roster.v1.OrganizationService/Undelete": "{\(scope),\(dry)}"
        case "roster.v1.MemberService/Create": "{\(scope),\"email\":\"n@example.com\",\(dry)}"
        case "roster.v1.MemberService/Get": "{\(member)}"
        case "roster.v1.MemberService/Update": "{\"member\":{\(member),\"profile\":{\"title\":\"T\"}},\(dry)}"
        case "roster.v1.MemberService/SetOrganizationRole": "{\(member),\"role\":\"ORGANIZATION_ROLE_MANAGER\",\(dry)}"
        case let name where name.hasPrefix("roster.v1.MemberService/") && !name.hasSuffix("/List"): "{\(member),\(dry)}"
        case "roster.v1.LicenseService/UpdatePool": "{\(scope),\"productId\":\"recruiter\",\"purchased\":3,\(dry)}"
        case "roster.v1.LicenseService/Assign": "{\(member),\"productId\":\"sales_navigator\",\(dry)}"
        case "roster.v1.LicenseService/Revoke", "roster.v1.LicenseService/Activate": "{\(license),\(dry)}"
        case "roster.v1.AccessService/Check", "roster.v1.AccessService/Explain": "{\(member),\"permission\":\"members.read\"}"
        case "roster.v1.AccessService/BatchCheck": "{\(scope),\"checks\":[{\"memberId\":\"\(ids["mem_"])\",\"permission\":\"members.read\"}]}"
        case "roster.v1.AccessService/ListEffectivePermissions": "{\(member)}"
        case "roster.v1.KeyService/Create": "{\(scope),\"name\":\"K\",\"permissions\":[\"members.read\"],\(dry)}"
        case "roster.v1.KeyService/Update": "{\"key\":{\(key),\"name\":\"K\"},\(dry)}"
        case "roster.v1.KeyService/Revoke", "roster.v1.KeyService/Rotate": "{\(key),\(dry)}"
        default: "{\(scope)}"
        }
    }

    @Test("every id of every request, swapped for another tenant's, is answered as one that doesn't exist: byte for byte")
    func foreignIDs() async throws {
        try await World().run { server in
            let (a, b) = (try await server.tenant("a@example.com"), try await server.tenant("b@example.com"))
            let (own, foreign, random) = (try await Self.ids(of: a), try await Self.ids(of: b), Self.random())
            var swaps = 0
            // Calls without an organization name no id at all.
            for method in Methods.all where !["Create", "List", "ListMyOrganizations"].contains(where: { method.name == "roster.v1.OrganizationService/\($0)" }) {
                let request = Self.request(method.name, own)
                // The call itself must reach its target, or the comparison would prove nothing.
                let sound = try await Self.see(method, request, a.client)
                #expect(sound.code != 3 && sound.code != 5, "\(method.name): \(sound.code) \(sound.message)")
                for prefix in ["org_", "mem_", "lic_", "key_"] where request.contains(own[prefix]) {
                    let other = try await Self.see(method, request.replacing(own[prefix], with: foreign[prefix]), a.client)
                    let unknown = try await Self.see(method, request.replacing(own[prefix], with: random[prefix]), a.client)
                    #expect(other == unknown, "\(method.name), \(prefix)")
                    #expect(other.code == 5 || (prefix != "org_" && method.name.hasPrefix("roster.v1.AccessService/")), "\(method.name), \(prefix): \(other.code) \(other.message)")
                    swaps += 1
                }
            }
            #expect(swaps >= 50)
        }
    }

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
