// A member's own page through a socket: what the organization knows of an employee, and how it is edited.

import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Member pages")
struct MemberPageTests {
    @Test("row 23: a member's page is the organization's own: the same person has another one elsewhere, and each is edited by itself")
    func pages() async throws {
        try await World().run { server in
            let (one, two) = (try await server.tenant("ada@example.com"), try await server.tenant("eve@example.com"))
            let here = try await one.member("bob@example.com") { $0.profile = .with { $0.givenName = "Bob"; $0.title = "Analyst" }; $0.productIDs = ["sales_navigator"] }
            let there = try await two.member("bob@example.com") { $0.profile = .with { $0.title = "Adviser"; $0.employeeID = "X-7" }; $0.role = .advancedMember }
            func page(_ tenant: Tenant, _ member: MemberID, as person: Person? = nil) async throws -> Member {
                let client = try person.map { try tenant.client.acting(for: $0) } ?? tenant.client
                return try #require(try await client.members.get { $0.organizationID = tenant.organization; $0.memberID = member }.member)
            }
            let own = try await page(one, here.memberID)
            #expect(own.email == "bob@example.com" && own.profile?.title == "Analyst" && own.role == .member && own.licenses.count == 1)
            #expect(own.createTime != nil && own.state == .active && own.seatType == .standard && own.lastLoginTime == nil)
            _ = try await one.client.members.update { $0.member = .with { $0.organizationID = one.organization; $0.memberID = here.memberID; $0.profile = .with { $0.title = "Lead" } } }
            #expect(try await page(one, here.memberID).profile?.title == "Lead")
            let other = try await page(two, there.memberID)
            #expect(other.profile?.title == "Adviser" && other.role == .advancedMember && other.licenses == [])
            // Everybody sees its own page; nobody sees another's without the right to, and none of another organization.
            #expect(try await page(one, here.memberID, as: .member(here.memberID)).profile?.title == "Lead")
            #expect(try await refusal { try await page(one, one.owner, as: .member(here.memberID)) }.reason == .missingPermission)
            #expect(try await refusal { try await page(one, there.memberID) }.code == .notFound)
        }
    }

    @Test("row 24: employee information is viewed and edited field by field, the e-mail address included")
    func edit() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let admin = try await tenant.member("admin@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }
            let members = try tenant.client.acting(for: .member(admin.memberID)).members
            let bob = try await tenant.member("bob@example.com") {
                $0.profile = .with { $0.givenName = "Bob"; $0.familyName = "Byte"; $0.title = "Analyst"; $0.region = "EMEA"; $0.attributes = ["desk": "7"] }
            }.memberID
            func update(_ paths: [String] = [], _ fill: (inout Member) -> Void) async throws(RosterError) -> Member {
                var member = Member()
                member.organizationID = tenant.organization
                member.memberID = bob
                fill(&member)
                let changed = try await members.update { $0.member = member; if !paths.isEmpty { $0.updateMask = FieldMask(paths: paths) } }
                return changed.member ?? Member()
            }
            let all = Profile.with {
                $0.givenName = "Robert"; $0.familyName = "Byte"; $0.displayName = "Bob B."; $0.employeeID = "E-1"; $0.title = "Lead"; $0.jobFunction = "Sales"
                $0.department = "West"; $0.region = "APAC"; $0.manager = "ada@example.com"; $0.locale = "fr-CA"; $0.attributes = ["floor": "3"]
            }
            #expect(try await update(["profile"]) { $0.profile = all }.profile == all)
            // Without a mask only what is set; with one also what is emptied.
            let title = try await update { $0.profile = .with { $0.title = "Chief" } }
            #expect(title.profile?.title == "Chief" && title.profile?.region == "APAC")
            #expect(try await update(["profile.region"]) { $0.profile = .with { $0.title = "ignored" } }.profile?.region == "")
            #expect(try await refusal { try await update(["role"]) { $0.role = .owner } }.reason == .invalidField)

            let renamed = try await update { $0.email = "  Robert.Byte@Example.com " }
            #expect(renamed.email == "robert.byte@example.com" && renamed.profile?.title == "Chief" && renamed.memberID == bob)
            let found = try await members.get { $0.organizationID = tenant.organization; $0.memberID = bob }.member
            #expect(found == renamed)
            #expect(try await refusal { try await update { $0.email = "ada@example.com" } }.reason == .emailInUse)
            #expect(try await refusal { try await update { $0.email = "nobody" } }.reason == .invalidEmail)
            // The address it had is free, and whoever signs in with it is nobody here.
            try await tenant.member("bob@example.com")
            let mine = try await server.client(as: .user(email: "robert.byte@example.com")).organizations.listMyOrganizations { _ in }
            #expect(mine.memberships.map(\.memberID) == [bob])
            // A sub-admin's rank doesn't reach the owner's address.
            let owner = try await refusal { try await members.update { $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = tenant.owner; $0.email = "x@example.com" } } }
            #expect(owner.reason == .ownerImmutable)
        }
    }
}
