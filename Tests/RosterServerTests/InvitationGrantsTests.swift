// What is chosen at an invitation beside the role: roles on resources and workspaces, there from the acceptance on.

import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Invitations: what is given along")
struct InvitationGrantsTests {
    @Test("row 90: workspace access is set when inviting, or later in the member's details")
    func workspaces() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let (north, south) = (try await tenant.connect("1").resourceID, try await tenant.connect("2").resourceID)
            let (chosen, later) = (try await tenant.workspace("North", [north]), try await tenant.workspace("South", [south]))
            let invited = try await tenant.invitation("ana@example.com") { request in
                request.resourceRoles = [.with { $0.resourceID = north; $0.role = .editor }, .with { $0.resourceID = south; $0.role = .guest }]
                request.workspaceIDs = [chosen]
            }
            let invitation = try await tenant.client.invitations.get { $0.organizationID = tenant.organization; $0.invitationID = invited.invitationID }.invitation
            #expect(invitation?.terms?.workspaceIDs == [chosen] && invitation?.terms?.resourceRoles.map(\.role) == [.editor, .guest])
            #expect(try await !tenant.check(.postsPublish, of: invited.memberID, on: north).allowed, "who waits may do nothing")
            let member = try #require(try await tenant.accept(invited.invitationID, as: "ana@example.com").member)
            #expect(member.workspaceIDs == [chosen] && Set(member.resourceRoles.map(\.resourceID)) == [north, south])
            #expect(try await tenant.check(.postsPublish, of: invited.memberID, on: north).allowed)
            #expect(try await !tenant.check(.profileRead, of: invited.memberID, on: south).allowed, "a workspace that wasn't chosen hides it")
            #expect(try await tenant.called(by: invited.memberID).seen() == [north])
            _ = try await tenant.client.resources.grantWorkspaceAccess {
                $0.organizationID = tenant.organization
                $0.workspaceID = later
                $0.memberIDs = [invited.memberID]
            }
            #expect(try await tenant.check(.profileRead, of: invited.memberID, on: south).allowed)
            _ = try await tenant.client.resources.revokeWorkspaceAccess {
                $0.organizationID = tenant.organization
                $0.workspaceID = chosen
                $0.memberIDs = [invited.memberID]
            }
            #expect(try await tenant.called(by: invited.memberID).seen() == [south])
        }
    }

    @Test("row 21: the people chosen get licenses and are split over several groups, all when they are added")
    func groups() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 4)
            let admin = try await tenant.member("admin@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }
            let byAdmin = try tenant.called(by: admin.memberID)
            let (north, south, all) = (try await tenant.group("North"), try await tenant.group("South"), try await tenant.group("All"))
            for (text, group) in [("ana@example.com, bob@example.com", north), ("eve@example.com\tjoe@example.com", south)] {
                let invited = try await byAdmin.invite(text) { request in
                    request.productIDs = ["sales_navigator"]
                    request.groups = [.with { $0.groupID = group.groupID }, .with { $0.groupID = all.groupID }]
                }
                #expect(invited.invited == 2)
            }
            let seats = try await tenant.availableSeats()
            #expect(seats == 0)
            var names = try await tenant.names(north)
            #expect(names == ["ana", "bob"])
            names = try await tenant.names(all)
            #expect(names == ["ana", "bob", "eve", "joe"])
            let accepted = try await tenant.accept(InvitationID(), as: "eve@example.com").member
            #expect(Set(accepted?.groups.map(\.groupID) ?? []) == [south.groupID, all.groupID])
            #expect(accepted?.licenses.map(\.state) == [.active])
            // Who stays away is in no group.
            _ = try await tenant.person("joe@example.com").invitations.decline { $0.organizationID = tenant.organization }
            names = try await tenant.names(south)
            #expect(names == ["eve"])
            // A group of somebody else is none; twice is a mistake.
            let other = try await server.tenant("olga@example.com")
            let foreign = try await refusal { try await other.invite("x@example.com") { $0.groups = [.with { $0.groupID = north.groupID }] } }
            #expect(foreign.code == .notFound)
            let twice = try await refusal { try await tenant.invite("x@example.com") { $0.groups = Array(repeating: .with { $0.groupID = north.groupID }, count: 2) } }
            #expect(twice.reason == .invalidField)
        }
    }

    @Test("row 90: nobody invites to a workspace or to a role on a resource who couldn't give it, and roles that have everything get none")
    func limits() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let resource = try await tenant.connect("1").resourceID
            let workspace = try await tenant.workspace("North", [resource])
            let manager = try tenant.called(by: try await tenant.member("m@example.com") { $0.role = .manager }.memberID)
            #expect(try await refusal { try await manager.invite("x@example.com") { $0.workspaceIDs = [workspace] } }.reason == .missingPermission)
            let admin = try tenant.called(by: try await tenant.member("a@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }.memberID)
            let grant = ResourceRoleGrant.with { $0.resourceID = resource; $0.role = .guest }
            #expect(try await refusal { try await admin.invite("x@example.com") { $0.resourceRoles = [grant] } }.reason == .missingPermission)
            #expect(try await refusal { try await tenant.invite("x@example.com") { $0.role = .manager; $0.workspaceIDs = [workspace] } }.reason == .invalidField)
            let other = try await server.tenant("olga@example.com")
            #expect(try await refusal { try await other.invite("x@example.com") { $0.workspaceIDs = [workspace] } }.code == .notFound)
            #expect(try await refusal { try await other.invite("x@example.com") { $0.resourceRoles = [grant] } }.code == .notFound)
            #expect(try await tenant.client.invitations.list { $0.organizationID = tenant.organization }.totalSize == 0)
        }
    }

    @Test("row 99 (partial): a connector who accepts connects a profile at once")
    func connector() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            _ = try await tenant.client.organizations.enableFeature { $0.organizationID = tenant.organization; $0.feature = .profileConnector }
            let invited = try await tenant.invitation("client@example.com") { $0.seatType = .limited }
            #expect(try await refusal { try await tenant.called(by: invited.memberID).connect("1") }.code == .notFound)
            _ = try await tenant.accept(invited.invitationID, as: "client@example.com")
            let connected = try await tenant.called(by: invited.memberID).connect("1")
            #expect(try await tenant.check(.connectionRenew, of: invited.memberID, on: connected.resourceID).allowed)
        }
    }
}
