// DryRun: whom a plan names as gaining and losing, where time and the accounts below have their say.

import RosterAPI
import Testing

@testable import RosterCore

struct DryRunTests {
    private func changes<C: Command>(_ command: C.Type, _ world: inout Fixture, _ fill: (inout C.Request) -> Void) throws -> [PermissionChange] {
        var request = C.Request()
        fill(&request)
        return try DryRun(world.call(command, request), on: world.state, at: world.now).plan.permissionChanges
    }

    @Test("who is FULL above is FULL below: what changes above is told of the memberships below as well")
    func below() throws {
        var world = try Fixture()
        let organization = world.organization
        let paris = try world.subaccount("Paris")
        let boss = try world.member("boss@x.example", .coOwner)
        let bossBelow = try world.member("boss@x.example", in: paris)
        let heir = try world.member("heir@x.example", in: paris)
        let demoted = try changes(Members.SetOrganizationRole.self, &world) { $0.organizationID = organization; $0.memberID = boss; $0.role = .member }
        #expect(Set(demoted.map(\.memberID)) == [boss, bossBelow])
        let lost = try #require(demoted.first { $0.memberID == bossBelow })
        #expect(lost.organizationID == paris && lost.lost.contains(.membersWrite) && lost.gained.isEmpty)
        // Another address is another person's.
        let renamed = try changes(Members.Update.self, &world) { request in
            request.member = .with { $0.organizationID = organization; $0.memberID = boss; $0.email = "heir@x.example" }
        }
        #expect(Set(renamed.map(\.memberID)) == [bossBelow, heir])
        #expect(renamed.first { $0.memberID == heir }?.gained.contains(.membersWrite) == true)
        // A sub-account that it isn't known in has nothing to tell.
        _ = try world.subaccount("Rome")
        let removed = try changes(Members.Remove.self, &world) { $0.organizationID = organization; $0.memberID = boss }
        #expect(Set(removed.map(\.memberID)) == [boss, bossBelow])
    }

    @Test("what an invitation's end takes away by time alone is no effect of the call")
    func settled() throws {
        var world = try Fixture()
        let organization = world.organization
        let paris = try world.subaccount("Paris")
        _ = try world.member("boss@x.example", .coOwner)
        let invited = try world.send(Inviting.Invite.self) { $0.organizationID = paris; $0.invitees = [.with { $0.email = "boss@x.example" }] }
        world.now += 61 * day
        let changed = try changes(Organizations.Update.self, &world) { request in
            request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.literalRoleAssignment = true } }
        }
        #expect(changed.isEmpty)
        // Sent again, it makes the person known there again, who is FULL above.
        let result = try #require(invited.results.first)
        let again = try changes(Invitations.Resend.self, &world) { $0.organizationID = paris; $0.invitationID = result.invitationID }
        #expect(again.map(\.memberID) == [result.memberID] && again.first?.gained.contains(.membersWrite) == true)
    }
}
