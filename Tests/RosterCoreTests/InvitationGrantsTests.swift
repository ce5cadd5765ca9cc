// What an invitation gives along beside role and licenses, and what becomes of it by time.

import RosterAPI
import Testing

@testable import RosterCore

extension Fixture {
    fileprivate mutating func newGroup(_ name: String) throws -> GroupID {
        let organization = organization
        return try #require(send(Groups.Create.self) { $0.organizationID = organization; $0.name = name }.group).groupID
    }
}

struct InvitationGrantsTests {
    @Test("groups, roles on resources and workspaces go with an invitation that ends, and come back with it as far as they are still there")
    func reviving() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let (kept, gone) = (try world.connect("kept"), try world.connect("gone"))
        let (here, away) = (try world.workspace("Here", [kept]), try world.workspace("Away"))
        let (stays, goes) = (try world.newGroup("Stays"), try world.newGroup("Goes"))
        let result = try #require(world.invite("ana@x.example") { request in
            request.groups = [stays, goes].map { group in .with { $0.groupID = group } }
            request.resourceRoles = [kept, gone].map { resource in .with { $0.resourceID = resource; $0.role = .editor } }
            request.workspaceIDs = [here, away]
        }.results.first)
        #expect(result.error == nil)
        func record() throws -> MemberRecord { try #require(world.state.settled(at: world.now)[organization]?.members[result.memberID]?.record) }
        #expect(try record().resourceRoles.map(\.resourceID).sorted() == [kept, gone].sorted() && record().workspaces.count == 2)
        world.now = noon + 60 * day
        #expect(try record().resourceRoles.isEmpty && record().workspaces.isEmpty && record().groups.isEmpty)
        try world.send(Groups.Delete.self) { $0.organizationID = organization; $0.groupID = goes }
        try world.send(Resources.Disconnect.self) { $0.organizationID = organization; $0.resourceID = gone }
        try world.send(Workspaces.Delete.self) { $0.organizationID = organization; $0.workspaceID = away }
        #expect(world.resend(result.invitationID) == nil)
        #expect(try record().resourceRoles.map(\.resourceID) == [kept] && record().workspaces == [here])
        #expect(try record().groups.map(\.groupID) == [stays])
        #expect(world.revoke(result.invitationID) == nil)
        #expect(try record().resourceRoles.isEmpty && record().workspaces.isEmpty)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }
}
