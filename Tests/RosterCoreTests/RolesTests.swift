// Custom roles: what they may contain, whose rights they change, and what becomes of them.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

extension Fixture {
    @discardableResult
    mutating func role(_ name: String, _ permissions: Permission..., level: PermissionLevel = .organization, by principal: Principal? = nil) throws -> RoleID {
        let organization = organization
        return try #require(send(Roles.Create.self, by: principal) { request in
            request.organizationID = organization
            request.level = level
            request.name = name
            request.permissions = permissions
        }.role).roleID
    }

    mutating func edit(_ role: RoleID, _ permissions: Permission..., by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Roles.Update.self, by: principal) { request in
            request.role = .with { $0.organizationID = organization; $0.roleID = role; $0.permissions = permissions }
        }
    }

    mutating func delete(_ role: RoleID, for replacement: OrganizationRole = .unspecified, _ custom: RoleID = RoleID(), by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Roles.Delete.self, by: principal) { request in
            request.organizationID = organization
            request.roleID = role
            request.replacementRole = replacement
            request.replacementCustomRoleID = custom
        }
    }

    mutating func give(_ member: MemberID, _ role: RoleID, from start: Int64 = 0, until end: Int64 = .max, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.SetOrganizationRole.self, by: principal) { request in
            request.organizationID = organization
            request.memberID = member
            request.role = .custom
            request.customRoleID = role
            request.period = Validity(start: start, end: end).period
        }
    }

    mutating func toggle(_ member: MemberID, connect: Bool? = nil, workspaces: Bool? = nil, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.SetCapabilities.self, by: principal) { request in
            request.organizationID = organization
            request.memberID = member
            request.capabilities = .with { $0.connectResources = connect; $0.manageWorkspaces = workspaces }
        }
    }
}

struct RolesTests {
    @Test("the rank of a custom role is that of the lowest built-in role that holds all it contains (3.1)")
    func ranks() throws {
        var world = try Fixture(plan: "CUSTOM")
        let table: [([Permission], Int32)] = [
            ([.organizationRead], 20), ([.resourcesConnect], 40), ([.membersRead], 60), ([.resourcesConnect, .reportsRead], 60),
            ([.workspacesManage], 80), ([.membersRead, .adminsManage], 80),
        ]
        for (permissions, rank) in table {
            let organization = world.organization
            let role = try #require(world.send(Roles.Create.self) { request in
                request.organizationID = organization
                request.level = .organization
                request.name = "\(permissions)"
                request.permissions = permissions
            }.role)
            #expect(role.rank == rank, "\(permissions)")
            #expect(PermissionSet(role.permissions) == PermissionSet(permissions).union([.organizationRead, .accessCheck]))
        }
    }

    @Test("what a role may contain: permissions of its level, something, and nothing that the owner alone holds")
    func definitions() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        func create(_ level: PermissionLevel, _ permissions: [Permission]) -> Reason? {
            world.refusal(Roles.Create.self) { request in
                request.organizationID = organization
                request.level = level
                request.name = "N"
                request.permissions = permissions
            }?.reason
        }
        #expect(create(.organization, []) == .invalidField)
        #expect(create(.organization, [.membersRead, .membersRead]) == .invalidField)
        #expect(create(.organization, [.postsPublish]) == .invalidField)
        #expect(create(.organization, [.organizationTransfer]) == .invalidField)
        #expect(create(.organization, [.actorsAssume]) == .invalidField)
        #expect(create(.organization, [Permission(named: "members.reed")]) == .unknownPermission)
        #expect(create(.resource, [.membersRead]) == .invalidField)
        #expect(create(.key, [.actorsAssume]) == .invalidField)
        #expect(create(.resource, [.inboxRead]) == nil)
        #expect(create(.resource, [.inboxRead]) == .nameInUse)
        #expect(create(.organization, [.membersRead]) == nil, "the other level has names of its own")
        #expect(world.edit(try world.role("E", .membersRead), .postsPublish)?.reason == .invalidField)
    }

    @Test("names are unique within a level, in upper or lower case, built-in ones included")
    func names() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let analyst = try world.role("Analyst", .reportsRead)
        try world.role("Auditor", .historyRead)
        func create(_ name: String) -> Reason? {
            world.refusal(Roles.Create.self) { $0.organizationID = organization; $0.level = .organization; $0.name = name; $0.permissions = [.membersRead] }?.reason
        }
        #expect(create("ANALYST") == .nameInUse)
        #expect(create("co-owner") == .nameInUse)
        #expect(create("Guest") == nil, "a built-in role of the other level")
        #expect(create("  ") == .invalidField)
        func rename(_ name: String) -> Reason? {
            world.refusal(Roles.Update.self) { $0.role = .with { $0.organizationID = organization; $0.roleID = analyst; $0.name = name } }?.reason
        }
        #expect(rename("auditor") == .nameInUse)
        #expect(rename("analyst") == nil, "its own")
        #expect(world.delete(analyst) == nil)
        #expect(create("Analyst") == nil)
        let update = world.refusal(Roles.Update.self) { request in
            request.role = .with { $0.organizationID = organization; $0.roleID = RoleID(high: 1, low: 1); $0.name = "X" }
        }
        #expect(update?.reason == .notFound)
    }

    @Test("a custom role is made, changed and given only where the plan has CUSTOM_ROLES; what was given goes on")
    func feature() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let role = try world.role("Analyst", .reportsRead)
        let (member, other) = (try world.member("m@lumen.example"), try world.member("o@lumen.example"))
        #expect(world.give(member, role) == nil)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "TEAM" }
        #expect(world.check(.reportsRead, of: member).allowed)
        #expect(world.give(other, role)?.reason == .planFeatureUnavailable)
        #expect(world.edit(role, .membersRead)?.reason == .planFeatureUnavailable)
        #expect(world.delete(role, for: .member)?.reason == .planFeatureUnavailable)
        #expect(world.setRole(member, .member) == nil, "it can be taken away")
        let created = world.refusal(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "n@lumen.example"
            request.role = .custom
            request.customRoleID = role
        }
        #expect(created?.reason == .planFeatureUnavailable)
        #expect(world.refusal(Roles.Create.self) { $0.organizationID = organization; $0.level = .organization; $0.name = "B"; $0.permissions = [.membersRead] }?
            .metadata["feature"] == "CUSTOM_ROLES")
    }

    @Test("a change of a role is a change of its holders' rights, at once, and survives snapshot and replay")
    func change() throws {
        var world = try Fixture(plan: "CUSTOM")
        let role = try world.role("Analyst", .reportsRead)
        let member = try world.member("m@lumen.example", .manager)
        #expect(world.give(member, role) == nil)
        #expect(world.check(.reportsRead, of: member).allowed && !world.check(.membersRead, of: member).allowed)
        #expect(world.node.member(member, at: world.now)?.role == .custom && world.node.member(member, at: world.now)?.customRoleID == role)
        let revision = world.node.members[member]?.record.revision
        #expect(world.edit(role, .membersRead) == nil)
        #expect(!world.check(.reportsRead, of: member).allowed && world.check(.membersRead, of: member).allowed)
        #expect(world.node.members[member]?.record.revision == revision, "the member itself didn't change")
        #expect(world.node.role(role, at: world.now)?.holders == 1)
        let read = try #require(TreeState(snapshot: world.state.snapshot()))
        let replayed = try world.replayed()
        #expect(read.snapshot() == world.state.snapshot() && replayed.snapshot() == world.state.snapshot())
        for state in [read, replayed] {
            #expect(Invariants.violations(of: state, at: world.now).isEmpty)
            #expect(Authorization.check(.membersRead, of: .member(member), in: world.organization, of: state, at: world.now).allowed)
        }
        // A custom role of whatever rank implies no ADMIN on resources and no FULL.
        let strong = try world.role("Strong", .workspacesManage, .adminsManage)
        #expect(world.give(member, strong) == nil)
        let caller = try world.state.caller(world.acting(for: member), in: world.organization, at: world.now)
        #expect(caller.authority == 80 && !caller.holdsFull && !caller.grantable.contains(.profileRead))
    }

    @Test("a role with a period: before and after it MEMBER, with the reason, also once the sweeper has passed")
    func period() throws {
        var world = try Fixture(plan: "CUSTOM")
        let role = try world.role("Analyst", .reportsRead)
        let member = try world.member("m@lumen.example")
        #expect(world.give(member, role, from: noon + day, until: noon + 2 * day) == nil)
        #expect(world.check(.reportsRead, of: member, at: noon).reason == .grantExpired)
        #expect(world.check(.reportsRead, of: member, at: noon + day).allowed)
        #expect(world.check(.reportsRead, of: member, at: noon + 2 * day).reason == .grantExpired)
        #expect(world.node.role(role, at: noon)?.holders == 1 && world.node.role(role, at: noon + 2 * day)?.holders == 0)
        #expect(world.delete(role)?.reason == .roleInUse, "it will be held")
        world.now = noon + 2 * day
        try world.sweep()
        #expect(world.node.members[member]?.record.lapsedCustomRoleID == role)
        #expect(world.check(.reportsRead, of: member).reason == .grantExpired)
        #expect(world.edit(role, .membersRead) == nil)
        #expect(world.check(.membersRead, of: member).reason == .grantExpired)
        #expect(world.delete(role) == nil)
        #expect(world.check(.reportsRead, of: member).reason == .missingPermission)
    }

    @Test("for whom a role is over has no part in its changes, before the sweeper passes as after it")
    func over() throws {
        var world = try Fixture(plan: "CUSTOM")
        let role = try world.role("Analyst", .reportsRead)
        let full = try world.member("full@lumen.example", admin: fullAdmin)
        #expect(world.give(full, role, from: noon, until: noon + day) == nil)
        let low = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: world.organization, permissions: .all, ceiling: 60)
        #expect(world.edit(role, .membersRead, by: low)?.reason == .roleCeiling)
        #expect(world.edit(role, .membersRead, by: world.acting(for: full))?.reason == .selfModification)
        world.now = noon + day
        #expect(world.edit(role, .membersRead, by: low) == nil)
        #expect(world.edit(role, .groupsRead, by: world.acting(for: full)) == nil)
    }

    @Test("deleting names a replacement, which holders get for their own period; ROLE_IN_USE without one (3.3, 10)")
    func delete() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let (role, other) = (try world.role("Analyst", .reportsRead), try world.role("Auditor", .historyRead))
        let members = try (0..<4).map { try world.member("m\($0)@lumen.example") }
        #expect(world.give(members[0], role) == nil)
        #expect(world.give(members[1], role, until: noon + day) == nil)
        #expect(world.give(members[2], role, until: noon + second) == nil)
        #expect(world.give(members[3], role) == nil && world.remove(members[3]) == nil)
        #expect(world.node.members[members[3]]?.record.role == .member, "who is removed holds no role of one's own")
        world.now = noon + second
        let refused = world.delete(role)
        #expect(refused?.reason == .roleInUse && refused?.metadata["holders"] == "2")
        #expect(world.delete(role, for: .owner)?.reason == .invalidField)
        #expect(world.delete(role, for: .custom)?.reason == .invalidField)
        #expect(world.delete(role, for: .custom, role)?.reason == .invalidField)
        #expect(world.delete(role, for: .custom, RoleID(high: 1, low: 1))?.reason == .notFound)
        #expect(world.delete(role, for: .custom, try world.role("R", .inboxRead, level: .resource))?.reason == .notFound)
        let mixed = world.refusal(Roles.Delete.self) { $0.organizationID = organization; $0.roleID = role; $0.replacementResourceRole = .guest }
        #expect(mixed?.reason == .invalidField)
        let answer = try world.send(Roles.Delete.self) { request in
            request.organizationID = organization
            request.roleID = role
            request.replacementRole = .custom
            request.replacementCustomRoleID = other
        }
        #expect(answer.replaced == 2)
        #expect(world.check(.historyRead, of: members[0]).allowed)
        #expect(world.check(.historyRead, of: members[1]).validUntil == noon + day)
        #expect(world.node.member(members[2], at: world.now)?.role == .member, "whose role was over gets nothing")
        #expect(world.node.role(role, at: world.now) == nil && world.node.role(other, at: world.now)?.holders == 2)
        #expect(world.delete(role)?.reason == .notFound)
        #expect(world.delete(other, for: .manager) == nil)
        #expect(world.node.member(members[1], at: noon + day)?.role == .member && world.node.member(members[1], at: world.now)?.role == .manager)
    }

    @Test("the ceiling: nobody makes, changes, deletes or gives a role beyond its own reach, nor the one it holds (C19, C20)")
    func ceiling() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let keeper = try world.role("Keeper", .rolesManage, .membersManageRoles, .reportsRead)
        let (reader, analyst) = (try world.role("Reader", .membersRead), try world.role("Analyst", .reportsRead))
        let (kim, lee, full) = (try world.member("kim@lumen.example"), try world.member("lee@lumen.example"), try world.member("full@lumen.example", admin: fullAdmin))
        #expect(world.give(kim, keeper) == nil)
        let byKim = world.acting(for: kim)
        func create(_ permissions: [Permission], level: PermissionLevel = .organization, by principal: Principal) -> Reason? {
            world.refusal(Roles.Create.self, by: principal) { request in
                request.organizationID = organization
                request.level = level
                request.name = "\(principal.scopeBytes.count) \(permissions) \(level.rawValue)"
                request.permissions = permissions
            }?.reason
        }
        // What it doesn't hold, it neither makes nor changes nor gives.
        #expect(create([.reportsRead], by: byKim) == nil)
        #expect(create([.membersRead], by: byKim) == .roleCeiling)
        #expect(world.edit(reader, .reportsRead, by: byKim)?.reason == .roleCeiling, "what it had")
        #expect(world.edit(analyst, .reportsRead, .membersRead, by: byKim)?.reason == .roleCeiling, "what it gets")
        #expect(world.delete(reader, by: byKim)?.reason == .roleCeiling)
        #expect(world.delete(analyst, for: .manager, by: byKim)?.reason == .roleCeiling, "what holders get")
        #expect(world.give(lee, reader, by: byKim)?.reason == .roleCeiling)
        #expect(world.give(lee, analyst, by: byKim) == nil)
        #expect(world.edit(analyst, .rolesManage, by: byKim) == nil)
        // The role it holds itself.
        #expect(world.edit(keeper, .rolesManage, by: byKim)?.reason == .selfModification)
        #expect(world.delete(keeper, for: .member, by: byKim)?.reason == .selfModification)
        #expect(world.give(kim, analyst, by: byKim)?.reason == .selfModification)
        // Whose authority it doesn't reach.
        #expect(world.give(full, analyst) == nil)
        let low = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: organization, permissions: .all, ceiling: 79)
        #expect(create([.membersRead], by: low) == nil && create([.workspacesManage], by: low) == .roleCeiling)
        #expect(world.setRole(lee, .member) == nil)
        #expect(world.edit(reader, .membersRead, .groupsRead, by: low) == nil)
        #expect(world.give(full, reader) == nil)
        #expect(world.edit(reader, .membersRead, by: low)?.reason == .roleCeiling, "a holder who administers fully")
        #expect(world.delete(reader, for: .member, by: low)?.reason == .roleCeiling)
        // A role of rank 80 is no FULL: it grants no administration, and its holder's word reaches no parent's rights.
        #expect(world.grantAdmin(lee, subAdmin(.reports), by: byKim)?.reason == .missingPermission)
        let admin = try world.role("Admin of admins", .adminsManage, .reportsRead, .reportsExport)
        #expect(world.give(kim, admin) == nil)
        #expect(world.grantAdmin(lee, subAdmin(.reports), by: byKim)?.reason == .roleCeiling)
        // At resource level only those reach who are ADMIN everywhere.
        let coOwner = world.acting(for: try world.member("co@lumen.example", .coOwner))
        #expect(create([.postsPublish], level: .resource, by: coOwner) == nil)
        #expect(create([.postsPublish], level: .resource, by: world.acting(for: full)) == .roleCeiling)
    }

    @Test("SimulateRoleChange says what the change would do, as the change then does it")
    func simulate() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let role = try world.role("Analyst", .reportsRead)
        let holders = try (0..<120).map { try world.member("m\($0)@lumen.example") }.sorted()
        for holder in holders { #expect(world.give(holder, role) == nil) }
        func simulate(_ change: SimulateRoleChangeRequest.Change) throws(Refusal) -> SimulateRoleChangeResponse {
            try RoleSimulation.run(.with { $0.organizationID = organization; $0.change = change }, on: world.state, at: world.now)
        }
        let edited = try simulate(.edit(.with { $0.roleID = role; $0.permissions = [.membersRead] }))
        #expect(edited.membersReached == 120 && edited.membersGaining == 120 && edited.membersLosing == 120)
        #expect(edited.permissionChanges.count == 100 && edited.permissionChanges.first?.memberID == holders[0])
        #expect(edited.permissionChanges.first?.gained == [.membersRead] && edited.permissionChanges.first?.lost == [.reportsRead])
        let deleted = try simulate(.deletion(.with { $0.roleID = role }))
        #expect(deleted.membersGaining == 0 && deleted.membersLosing == 120)
        let assigned = try simulate(.assignment(.with { $0.memberID = holders[5]; $0.role = .manager }))
        #expect(assigned.membersReached == 1 && assigned.permissionChanges.map(\.memberID) == [holders[5]] && assigned.permissionChanges[0].gained.contains(.membersWrite))
        #expect(world.check(.reportsRead, of: holders[0]).allowed, "nothing was changed")
        func refusal(_ change: SimulateRoleChangeRequest.Change) -> Reason? {
            do throws(Refusal) { _ = try simulate(change) } catch { return error.reason }
            return nil
        }
        #expect(refusal(.edit(.with { $0.roleID = RoleID(high: 1, low: 1); $0.permissions = [.membersRead] })) == .notFound)
        #expect(refusal(.assignment(.with { $0.memberID = world.owner; $0.role = .member })) == .ownerImmutable)
        #expect(refusal(.assignment(.with { $0.memberID = MemberID(high: 1, low: 1); $0.role = .member })) == .notFound)
        #expect(refusal(.deletion(.with { $0.roleID = role; $0.replacementResourceRole = .guest })) == .invalidField)
        // A dry run of the edit itself tells the same.
        let dry = try DryRun(
            world.call(Roles.Update.self, .with { $0.role = .with { $0.organizationID = organization; $0.roleID = role; $0.permissions = [.membersRead] } }),
            on: world.state, at: world.now)
        #expect(dry.plan.permissionChanges == edited.permissionChanges && dry.plan.membersLosing == 120)
        // The index rows of all who get a replacement are written.
        #expect(world.delete(role, for: .advancedMember) == nil)
        #expect(world.journal.last?.index.count == 120)
    }
}
