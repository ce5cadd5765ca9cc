// The toggles of a member's role, and the policies that widen what others hold (rows 73, 74; C15).

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct CapabilitiesTests {
    @Test("connect_resources is off for MEMBER and on for ADVANCED_MEMBER, manage_workspaces off for MANAGER, until switched")
    func toggles() throws {
        var world = try Fixture(plan: "CUSTOM")
        let member = try world.member("m@lumen.example")
        let advanced = try world.member("a@lumen.example", .advancedMember)
        let manager = try world.member("b@lumen.example", .manager)
        func holds() -> [Bool] {
            [world.check(.resourcesConnect, of: member), world.check(.resourcesConnect, of: advanced), world.check(.workspacesManage, of: manager)].map(\.allowed)
        }
        #expect(holds() == [false, true, false])
        #expect(world.toggle(member, connect: true) == nil && world.toggle(advanced, connect: false) == nil && world.toggle(manager, workspaces: true) == nil)
        #expect(holds() == [true, false, true])
        #expect(world.node.member(member, at: world.now)?.capabilities == .with { $0.connectResources = true; $0.manageWorkspaces = false })
        #expect(world.node.member(manager, at: world.now)?.capabilities == .with { $0.connectResources = true; $0.manageWorkspaces = true })
        // Absent: back to what the role does by itself.
        for id in [member, advanced, manager] { #expect(world.toggle(id) == nil) }
        #expect(holds() == [false, true, false])
        // A toggle goes with the role.
        #expect(world.toggle(manager, workspaces: true) == nil)
        #expect(world.setRole(manager, .member) == nil && world.setRole(manager, .manager) == nil)
        #expect(holds() == [false, true, false])
        let revision = world.state.revision
        #expect(world.toggle(manager) == nil && world.state.revision == revision, "nothing to change")
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("a role has its own toggles only; owner, self and ceiling as for every right")
    func refusals() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        let (one, two) = (try world.member("b@lumen.example", .manager), try world.member("c@lumen.example", .manager))
        let coOwner = try world.member("d@lumen.example", .coOwner)
        #expect(world.toggle(member, workspaces: true)?.reason == .wrongState)
        #expect(world.toggle(one, connect: false)?.reason == .wrongState)
        #expect(world.toggle(coOwner, workspaces: false)?.reason == .wrongState)
        let custom = try world.member("e@lumen.example")
        #expect(world.give(custom, try world.role("R", .reportsRead)) == nil)
        #expect(world.toggle(custom, connect: true)?.reason == .wrongState)
        #expect(world.toggle(world.owner, connect: false)?.reason == .ownerImmutable)
        #expect(world.toggle(one, workspaces: true, by: world.acting(for: one))?.reason == .selfModification)
        #expect(world.toggle(coOwner, by: world.acting(for: one))?.reason == .roleCeiling)
        // A manager without the toggle can't give it to another; one who has it can.
        #expect(world.toggle(two, workspaces: true, by: world.acting(for: one))?.reason == .roleCeiling)
        #expect(world.toggle(one, workspaces: true) == nil)
        #expect(world.toggle(two, workspaces: true, by: world.acting(for: one)) == nil)
        #expect(world.toggle(one, workspaces: false, by: world.acting(for: two)) == nil)
        // Nor may promoting somebody bring back what it had as a manager before.
        #expect(world.setRole(two, .member) == nil && world.setRole(two, .manager, by: world.acting(for: one)) == nil)
        #expect(!world.check(.workspacesManage, of: two).allowed)
        #expect(world.toggle(member, connect: true, by: world.acting(for: one)) == nil)
        try world.send(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        let limited = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "client@else.example"
            request.seatType = .limited
        }.member).memberID
        #expect(world.toggle(limited, connect: false)?.reason == .seatType)
        #expect(world.remove(member) == nil)
        #expect(world.toggle(member, connect: true)?.reason == .wrongState)
    }

    @Test("toggles of a role with a period count within it; after it the member's are those of MEMBER")
    func period() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        try world.send(Members.SetOrganizationRole.self) { request in
            request.organizationID = organization
            request.memberID = member
            request.role = .manager
            request.period = Validity(start: noon + day, end: noon + 2 * day).period
        }
        #expect(world.toggle(member, connect: true)?.reason == .wrongState, "they are the manager's")
        #expect(world.toggle(member, workspaces: true) == nil)
        #expect(!world.check(.workspacesManage, of: member, at: noon).allowed)
        #expect(world.check(.workspacesManage, of: member, at: noon + day).allowed)
        #expect(world.check(.workspacesManage, of: member, at: noon + 2 * day).reason == .grantExpired)
        world.now = noon + 2 * day
        // Before the sweeper has passed the role that counts is MEMBER already.
        #expect(world.toggle(member, workspaces: true)?.reason == .wrongState)
        #expect(world.toggle(member, connect: true) == nil)
        #expect(world.check(.resourcesConnect, of: member).allowed)
        #expect(world.check(.workspacesManage, of: member).reason == .grantExpired)
        try world.sweep()
        #expect(world.check(.resourcesConnect, of: member).allowed)
        #expect(world.check(.workspacesManage, of: member).reason == .grantExpired)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("Explain names the toggle that alone would allow it")
    func remedy() throws {
        var world = try Fixture(plan: "CUSTOM")
        let (member, manager) = (try world.member("m@lumen.example"), try world.member("b@lumen.example", .manager))
        func remedies(_ permission: Permission, _ id: MemberID) -> [Remedy.Change] {
            Authorization.explain(permission, of: .member(id), in: world.organization, of: world.state, at: world.now).remedies.compactMap(\.change)
        }
        #expect(remedies(.resourcesConnect, member).first == .capabilities(.with { $0.connectResources = true }))
        #expect(remedies(.workspacesManage, manager).first == .capabilities(.with { $0.manageWorkspaces = true }))
        #expect(remedies(.workspacesManage, member).first == .organizationRole(.coOwner))
        #expect(world.toggle(member, connect: true) == nil)
        let explained = Authorization.explain(.resourcesConnect, of: .member(member), in: world.organization, of: world.state, at: world.now)
        #expect(explained.allowed && explained.steps.contains { $0.subject == .organizationRole && $0.effect == .grants && $0.message.contains("toggle") })
    }

    @Test("C15: groups.manage is USERS_LICENSES's where the policy says so, from the moment it says so")
    func groupsPolicy() throws {
        var world = try Fixture(plan: "TEAM")
        let organization = world.organization
        let users = try world.member("u@lumen.example", admin: subAdmin(.usersLicenses))
        let reports = try world.member("r@lumen.example", admin: subAdmin(.reports))
        func set(_ isOn: Bool) throws {
            try world.send(Organizations.Update.self) { request in
                request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminsManageGroups = isOn } }
                request.updateMask = FieldMask(paths: ["policies.sub_admins_manage_groups"])
            }
        }
        #expect(!world.check(.groupsManage, of: users).allowed)
        try set(true)
        #expect(world.check(.groupsManage, of: users).allowed && !world.check(.groupsManage, of: reports).allowed)
        let later = try world.member("l@lumen.example", admin: subAdmin(.usersLicenses, .reports))
        #expect(world.check(.groupsManage, of: later).allowed)
        let restored = try #require(TreeState(snapshot: world.state.snapshot()))
        #expect(Authorization.check(.groupsManage, of: .member(users), in: organization, of: restored, at: world.now).allowed)
        let explained = Authorization.explain(.groupsManage, of: .member(reports), in: organization, of: world.state, at: world.now)
        #expect(explained.remedies.compactMap(\.change).first == .admin(subAdmin(.usersLicenses, .reports)))
        try set(false)
        #expect(!world.check(.groupsManage, of: users).allowed && !world.check(.groupsManage, of: later).allowed)
    }
}
