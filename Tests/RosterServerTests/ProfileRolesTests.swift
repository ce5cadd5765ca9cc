// Roles on single profiles through the socket: ticked one by one, of the organization's own making, and inside a workspace.

import RosterAPI
import RosterClient
import Testing

@Suite("Roles on profiles")
struct ProfileRolesTests {
    private static let most: Set<Permission> = [
        .profileRead, .reportsView, .inboxRead, .inboxReply, .inboxModerate, .postsSchedule, .postsPublish, .inboxExport,
    ]

    @Test("row 84: who is made advanced member or member gets on each profile that is ticked the role chosen there, and nothing on the others")
    func ticked() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            var resources: [ResourceID] = []
            for index in 0..<6 { resources.append(try await tenant.connect("\(index)").resourceID) }
            let inbox = try await tenant.role("Inbox only", .inboxRead, .inboxReply, level: .resource)
            let expected: [Set<Permission>] = [
                Set(resourcePermissions), Self.most, Self.most.subtracting([.postsPublish, .inboxExport]), [.profileRead, .reportsView], [.inboxRead, .inboxReply], [],
            ]
            let grants = zip(resources, [ResourceRole.admin, .editor, .moderator, .guest, .custom]).map { resource, role in
                ResourceRoleGrant.with { $0.resourceID = resource; $0.role = role; if role == .custom { $0.customRoleID = inbox } }
            }
            for role in [OrganizationRole.advancedMember, .member] {
                // From a role that has everything on all of them.
                let person = try await tenant.member("\(role.rank)@example.com") { $0.role = .manager }
                #expect(try await tenant.held(person.memberID, resources[5]) == Set(resourcePermissions))
                let manager = try tenant.called(by: tenant.owner)
                try await tenant.give(person.memberID, role, by: tenant.owner)
                for resource in resources { #expect(try await tenant.held(person.memberID, resource) == [], "nothing is ticked yet (C7)") }
                let ticked = try await manager.client.members.setResourceRoles { request in
                    request.organizationID = tenant.organization
                    request.memberID = person.memberID
                    request.resourceRoles = grants
                }
                #expect(ticked.member?.role == role && ticked.member?.resourceRoles.count == 5)
                for (resource, held) in zip(resources, expected) { #expect(try await tenant.held(person.memberID, resource) == held) }
            }
        }
    }

    @Test("row 79: a role of the organization's own on a profile; what it holds changes with it, for all who have it, and ends with a replacement")
    func custom() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let client = tenant.client
            let resource = try await tenant.connect("1").resourceID
            let role = try await tenant.role("Planner", .profileRead, .postsSchedule, level: .resource)
            let kim = try await tenant.member("kim@example.com") { request in
                request.resourceRoles = [.with { $0.resourceID = resource; $0.role = .custom; $0.customRoleID = role }]
            }.memberID
            #expect(try await tenant.held(kim, resource) == [.profileRead, .postsSchedule])
            let edited = try await client.roles.updateCustomRole { request in
                request.role = .with { $0.organizationID = tenant.organization; $0.roleID = role; $0.name = "Publisher"; $0.permissions = [.profileRead, .postsPublish] }
            }
            #expect(edited.role?.name == "Publisher" && edited.role?.holders == 1)
            #expect(try await tenant.held(kim, resource) == [.profileRead, .postsPublish])
            let inUse = try await refusal { try await client.roles.deleteCustomRole { $0.organizationID = tenant.organization; $0.roleID = role } }
            #expect(inUse.reason == .roleInUse)
            _ = try await client.roles.deleteCustomRole { $0.organizationID = tenant.organization; $0.roleID = role; $0.replacementResourceRole = .guest }
            #expect(try await tenant.held(kim, resource) == [.profileRead, .reportsView])
        }
    }

    @Test("row 92: inside a workspace access and role are those of each profile, for members and advanced members alike (C6)")
    func inside() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let (brand, campaign, archive) = (
                try await tenant.connect("brand").resourceID, try await tenant.connect("campaign").resourceID, try await tenant.connect("archive").resourceID)
            let workspace = try await tenant.workspace("EMEA", [brand, campaign, archive])
            for role in [OrganizationRole.advancedMember, .member] {
                let person = try await tenant.member("\(role.rank)@example.com") { $0.role = role }.memberID
                let acting = try tenant.called(by: person)
                try await tenant.setRoles(person, [(brand, .editor), (campaign, .guest)])
                #expect(try await acting.seen() == [], "roles without access to the workspace are kept, and count for nothing")
                _ = try await tenant.client.resources.grantWorkspaceAccess { $0.organizationID = tenant.organization; $0.workspaceID = workspace; $0.memberIDs = [person] }
                #expect(try await tenant.held(person, brand) == Self.most)
                #expect(try await tenant.held(person, campaign) == [.profileRead, .reportsView])
                #expect(try await tenant.held(person, archive) == [], "access to the workspace is no role on what it holds")
                #expect(try await acting.seen() == [brand, campaign])
                // One profile's role changes, and no other's.
                try await tenant.setRoles(person, [(campaign, .admin)], mask: [campaign])
                try await tenant.setRoles(person, [], mask: [brand])
                #expect(try await acting.seen() == [campaign])
                #expect(try await tenant.held(person, campaign) == Set(resourcePermissions))
            }
        }
    }
}
