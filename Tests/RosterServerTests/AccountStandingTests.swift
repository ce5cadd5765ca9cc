// What administration from above is worth below: not when it is suspended, not by a borrowed address, and told before it is given.

import RosterAPI
import RosterClient
import Testing
import Wire

@Suite("Standing between accounts")
struct AccountStandingTests {
    private func outcomes(_ client: RosterClient, _ organization: OrganizationID) async throws -> [String] {
        [
            try await outcome { try await client.members.list { $0.organizationID = organization } },
            try await outcome { try await client.members.create { $0.organizationID = organization; $0.email = "n@example.com"; $0.options = .with { $0.validateOnly = true } } },
            try await outcome { try await client.organizations.switchAccount { $0.organizationID = organization } },
        ]
    }

    @Test("an administrator of the parent who is suspended or removed there has nothing below from that moment on, and again once it is back")
    func suspended() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let co = try await tenant.member("co@example.com") { $0.role = .coOwner }.memberID
            let both = try await tenant.member("both@example.com") { $0.role = .coOwner }.memberID
            let paris = try await tenant.subaccount("Paris") { $0.members = [.with { $0.memberID = both; $0.role = .member }] }
            let inner = try await tenant.subaccount("Inner", below: paris)
            let own = try #require(try await tenant.client.members.list { $0.organizationID = paris }.members.first).memberID
            for (name, member) in [("co", co), ("both", both)] {
                let people = [try tenant.client.acting(for: .member(member)), try server.client(as: .user(email: "\(name)@example.com"))]
                for organization in [paris, inner] {
                    for person in people { #expect(try await outcomes(person, organization) == ["OK", "OK", "OK"], "\(name)") }
                }
                _ = try await tenant.client.members.suspend { $0.organizationID = tenant.organization; $0.memberID = member }
                #expect(try await outcomes(people[0], paris) == ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"], "\(name)")
                #expect(try await outcomes(people[0], inner) == ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"], "\(name)")
                // By its address it is what its own membership makes of it.
                let left = name == "both" ? ["MISSING_PERMISSION", "MISSING_PERMISSION", "OK"] : ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"]
                #expect(try await outcomes(people[1], paris) == left, "\(name)")
                let check = try await tenant.client.access.check { $0.organizationID = inner; $0.subject = .email("\(name)@example.com"); $0.permission = .membersWrite }
                #expect(!check.allowed)
                _ = try await tenant.client.members.reactivate { $0.organizationID = tenant.organization; $0.memberID = member }
                for person in people { #expect(try await outcomes(person, inner) == ["OK", "OK", "OK"], "\(name)") }
            }
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = both }
            #expect(try await outcomes(try tenant.client.acting(for: .member(own)), paris) == ["MISSING_PERMISSION", "MISSING_PERMISSION", "OK"])
            #expect(try await outcomes(try tenant.client.acting(for: .member(own)), inner) == ["MISSING_PERMISSION", "MISSING_PERMISSION", "MISSING_PERMISSION"])
        }
    }

    @Test("nobody in a sub-account becomes its administrator by taking the address of one")
    func borrowedAddress() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let paris = try await tenant.subaccount("Paris")
            let manager = try await tenant.member("m@paris.example.com") { $0.organizationID = paris; $0.role = .manager }.memberID
            let bob = try await tenant.member("bob@paris.example.com") { $0.organizationID = paris }.memberID
            let acting = try tenant.client.acting(for: .member(manager))
            for member in [manager, bob] {
                let refused = try await refusal {
                    try await acting.members.update { $0.member = .with { $0.organizationID = paris; $0.memberID = member; $0.email = "Ada@Example.com" } }
                }
                #expect(refused.reason == .roleCeiling)
            }
            #expect(try await acting.access.check { $0.organizationID = paris; $0.permission = .adminsManage }.allowed == false)
        }
    }

    @Test("a dry run above tells who gains and loses what in the accounts below")
    func dryRun() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let kim = try await tenant.member("kim@example.com").memberID
            let paris = try await tenant.subaccount("Paris") { $0.members = [.with { $0.memberID = kim }] }
            let below = try #require(try await tenant.client.members.list { $0.organizationID = paris }.members.first).memberID
            let request = SetOrganizationRoleRequest.with { request in
                request.organizationID = tenant.organization
                request.memberID = kim
                request.role = .coOwner
                request.options = .with { $0.validateOnly = true }
            }
            let plan = try #require(try await tenant.client.members.setOrganizationRole(request).result?.plan)
            #expect(plan.permissionChanges.map(\.organizationID) == [tenant.organization, paris] && plan.permissionChanges.map(\.memberID) == [kim, below])
            #expect(plan.permissionChanges.last?.gained.contains(.membersWrite) ?? false && plan.membersGaining == 2)
            let simulated = try await tenant.client.roles.simulateRoleChange {
                $0.organizationID = tenant.organization
                $0.change = .assignment(.with { $0.memberID = kim; $0.role = .coOwner })
            }
            #expect(simulated.permissionChanges == plan.permissionChanges)
        }
    }

    @Test("erasing somebody in a sub-account erases it there, now and in the past, and nowhere else")
    func erased() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let zerberus = try await tenant.member("zerberus@example.com") { $0.profile = .with { $0.familyName = "Zerberus" } }.memberID
            let paris = try await tenant.subaccount("Paris") { $0.members = [.with { $0.memberID = zerberus; $0.role = .manager }] }
            let listed = try await tenant.client.members.list { $0.organizationID = paris }
            let (below, before) = (try #require(listed.members.first?.memberID), listed.revision)
            func shown(_ organization: OrganizationID, _ member: MemberID, _ point: ReadPoint? = nil) async throws -> String {
                try await tenant.client.members.get { $0.organizationID = organization; $0.memberID = member; $0.point = point }.json().lowercased()
            }
            #expect(try await shown(paris, below).contains("zerberus"))
            _ = try await tenant.client.members.remove { $0.organizationID = paris; $0.memberID = below }
            // By the sub-account's own people, who see nobody else's.
            let manager = try await tenant.member("m@paris.example.com") { $0.organizationID = paris; $0.role = .manager }.memberID
            let acting = try tenant.client.acting(for: .member(manager))
            #expect(try await outcome { try await acting.members.erase { $0.organizationID = tenant.organization; $0.memberID = zerberus } } == "NOT_FOUND")
            let erased = try await acting.members.erase { $0.organizationID = paris; $0.memberID = below }
            #expect(erased.member?.email == "" && erased.member?.profile == nil)
            for point in [nil, ReadPoint.exactly(before)] { #expect(try await !shown(paris, below, point).contains("zerberus")) }
            #expect(try await shown(tenant.organization, zerberus).contains("zerberus"))
            #expect(try await shown(tenant.organization, zerberus, .exactly(before)).contains("zerberus"))
            let mine = try await server.client(as: .user(email: "zerberus@example.com")).organizations.listMyOrganizations { _ in }
            #expect(mine.memberships.map(\.organizationID) == [tenant.organization])
        }
    }
}
