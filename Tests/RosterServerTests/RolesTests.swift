// Roles through the socket: the ladder, roles of one's own, toggles, and the limits of whoever changes them.

import RosterAPI
import RosterClient
import Testing
import WellKnown

extension Tenant {
    func acting(for member: MemberID) throws -> RosterClient { try client.acting(for: .member(member)) }

    /// What a member may do at organization level, after plan and seat.
    func permissions(of member: MemberID) async throws -> PermissionSet {
        let listed = try await client.access.listEffectivePermissions {
            $0.organizationID = organization
            $0.subject = .memberID(member)
            $0.pageSize = 1_000
        }
        return PermissionSet(listed.permissions.map(\.permission))
    }

    func holds(_ permission: Permission, _ member: MemberID) async throws -> Bool {
        try await client.access.check { $0.organizationID = organization; $0.subject = .memberID(member); $0.permission = permission }.allowed
    }

    /// A role of the organization's own.
    func role(_ name: String, _ permissions: Permission..., level: PermissionLevel = .organization) async throws -> RoleID {
        let made = try await client.roles.createCustomRole {
            $0.organizationID = organization
            $0.level = level
            $0.name = name
            $0.permissions = permissions
        }
        return try #require(made.role?.roleID)
    }

    /// - Parameter by: who gives it; nil: the organization's service.
    func give(_ member: MemberID, _ role: OrganizationRole, _ custom: RoleID = RoleID(), by giver: MemberID? = nil) async throws {
        let client = try giver.map { try acting(for: $0) } ?? client
        _ = try await client.members.setOrganizationRole {
            $0.organizationID = organization
            $0.memberID = member
            $0.role = role
            $0.customRoleID = custom
        }
    }

    /// Nil when it was not refused.
    func reason(_ body: () async throws -> Void) async throws -> Reason? {
        do {
            try await body()
            return nil
        } catch let error as RosterError {
            return error.reason
        }
    }
}

@Suite("Roles")
struct RolesTests {
    @Test("row 67, row 64: ListRoles shows the ladder of the organization and the roles on a profile, with what each holds")
    func ladder() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let custom = try await tenant.role("Analyst", .reportsRead)
            let roles = try await tenant.client.roles.listRoles { $0.organizationID = tenant.organization }.roles
            let organization = roles.filter { $0.level == .organization }
            #expect(organization.map(\.organizationRole) == [.owner, .coOwner, .manager, .advancedMember, .member, .connector, .custom])
            #expect(organization.map(\.rank) == [100, 80, 60, 40, 20, 10, 60])
            #expect(roles.filter { $0.level == .resource }.map(\.resourceRole) == [.admin, .editor, .moderator, .guest])
            for role in organization where role.organizationRole != .custom { #expect(PermissionSet(role.permissions) == role.organizationRole.permissions) }
            #expect(roles.last?.roleID == custom && roles.last?.name == "Analyst")
            let found = try await tenant.client.roles.listRoles {
                $0.organizationID = tenant.organization
                $0.filter = #"level = ORGANIZATION AND permissions:"members.read" AND rank < 100"#
                $0.orderBy = "rank"
            }
            #expect(found.roles.map(\.organizationRole) == [.manager, .coOwner])
            let paged = try await tenant.client.roles.listRoles.items { $0.organizationID = tenant.organization; $0.pageSize = 3 }.reduce(into: []) { $0.append($1.name) }
            #expect(paged == roles.map(\.name))
            // A member of each built-in role holds what the list says, as far as the plan goes.
            for role: OrganizationRole in [.coOwner, .manager, .advancedMember, .member] {
                let member = try await tenant.member("\(role.rawValue)@example.com") { $0.role = role }
                let held = try await tenant.permissions(of: member.memberID)
                let mask = try await tenant.permissions(of: tenant.owner)
                #expect(held == role.permissions.intersection(mask), "\(role)")
            }
        }
    }

    @Test("row 79: custom roles are made and edited at both levels, given, simulated and deleted; a restart finds them again")
    func custom() async throws {
        let world = World()
        let (key, organization, kept, kim) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let client = tenant.client
            let kim = try await tenant.member("kim@example.com").memberID
            let role = try await tenant.role("Analyst", .reportsRead)
            try await tenant.give(kim, .custom, role)
            #expect(try await tenant.holds(.reportsRead, kim))
            #expect(try await client.members.get { $0.organizationID = tenant.organization; $0.memberID = kim }.member?.customRoleID == role)
            let simulated = try await client.roles.simulateRoleChange {
                $0.organizationID = tenant.organization
                $0.change = .edit(.with { $0.roleID = role; $0.permissions = [.membersRead] })
            }
            #expect(simulated.membersReached == 1 && simulated.permissionChanges.first?.gained == [.membersRead] && simulated.permissionChanges.first?.lost == [.reportsRead])
            #expect(try await tenant.holds(.reportsRead, kim), "only simulated")
            let edited = try await client.roles.updateCustomRole {
                $0.role = .with { $0.organizationID = tenant.organization; $0.roleID = role; $0.permissions = [.membersRead]; $0.description = "Reads people" }
            }
            #expect(edited.role?.name == "Analyst" && edited.role?.description == "Reads people" && edited.role?.holders == 1)
            #expect(try await tenant.permissions(of: kim) == [.organizationRead, .accessCheck, .membersRead])
            let listed = try await client.members.list { $0.organizationID = tenant.organization; $0.filter = "custom_role_id = \(role)" }
            #expect(listed.members.map(\.memberID) == [kim])
            // At the level of a profile.
            let scheduler = try await tenant.role("Scheduler", .profileRead, .postsSchedule, level: .resource)
            let wider = try await client.roles.updateCustomRole {
                $0.role = .with { $0.organizationID = tenant.organization; $0.roleID = scheduler; $0.permissions = [.profileRead, .inboxRead, .postsSchedule] }
            }
            #expect(wider.role?.level == .resource && wider.role?.resourceRole == .custom && wider.role?.permissions.count == 3 && wider.role?.rank == 0)
            // A role that somebody holds needs a replacement.
            let inUse = try await refusal { try await client.roles.deleteCustomRole { $0.organizationID = tenant.organization; $0.roleID = role } }
            #expect(inUse.reason == .roleInUse && inUse.code == .failedPrecondition && inUse.metadata["holders"] == "1")
            let other = try await tenant.role("Auditor", .historyRead)
            let deleted = try await client.roles.deleteCustomRole {
                $0.organizationID = tenant.organization
                $0.roleID = role
                $0.replacementRole = .custom
                $0.replacementCustomRoleID = other
            }
            #expect(deleted.replaced == 1)
            #expect(try await tenant.holds(.historyRead, kim))
            await client.close()
            return (tenant.key, tenant.organization, other, kim)
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            let roles = try await client.roles.listRoles { $0.organizationID = organization; $0.filter = "role_id:*" }.roles
            #expect(roles.map(\.name) == ["Scheduler", "Auditor"] && roles.last?.roleID == kept && roles.last?.holders == 1)
            let check = try await client.access.check { $0.organizationID = organization; $0.subject = .memberID(kim); $0.permission = .historyRead }
            #expect(check.allowed)
            await client.close()
        }
    }

    @Test("row 11: custom roles of both levels are the Custom plan's only; what was given before a downgrade goes on")
    func plans() async throws {
        try await World().run { server in
            for (number, plan) in ["CORE", "TEAM", "ADVANCED", "ADVANCED_PLUS", "ENTERPRISE", "CUSTOM"].enumerated() {
                let tenant = try await server.tenant("owner@p\(number).example", plan: plan)
                for level: PermissionLevel in [.organization, .resource] {
                    let reason = try await tenant.reason { _ = try await tenant.role("R", level == .organization ? .reportsRead : .inboxRead, level: level) }
                    #expect(reason == (plan == "CUSTOM" ? nil : .planFeatureUnavailable), "\(plan) \(level)")
                }
                #expect(try await tenant.holds(.rolesManage, tenant.owner) == (plan == "CUSTOM"))
                guard plan == "CUSTOM" else { continue }
                let role = try await tenant.role("Analyst", .historyRead)
                let onProfile = try await tenant.role("Scheduler", .postsSchedule, level: .resource)
                let (one, two) = (try await tenant.connect("1").resourceID, try await tenant.connect("2").resourceID)
                let (kim, lee) = (try await tenant.member("kim@p.example").memberID, try await tenant.member("lee@p.example").memberID)
                try await tenant.give(kim, .custom, role)
                func tick(_ resource: ResourceID) async throws {
                    _ = try await tenant.client.members.setResourceRoles { request in
                        request.organizationID = tenant.organization
                        request.memberID = kim
                        request.resourceIDs = [resource]
                        request.resourceRoles = [.with { $0.resourceID = resource; $0.role = .custom; $0.customRoleID = onProfile }]
                    }
                }
                try await tick(one)
                let changed = try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "TEAM" }
                #expect(changed.lostFeatures.contains { $0.feature == .customRoles })
                #expect(try await tenant.holds(.historyRead, kim))
                #expect(try await tenant.check(.postsSchedule, of: kim, on: one).allowed)
                let organization = tenant.organization
                let calls: [() async throws -> Void] = [
                    { try await tenant.give(lee, .custom, role) },
                    { try await tick(two) },
                    { try await tenant.member("new@p.example") { $0.role = .custom; $0.customRoleID = role } },
                    { _ = try await tenant.invite("new@p.example") { $0.role = .custom; $0.customRoleID = role } },
                    { _ = try await tenant.client.roles.updateCustomRole { $0.role = .with { $0.organizationID = organization; $0.roleID = role; $0.name = "B" } } },
                    { _ = try await tenant.client.roles.updateCustomRole { $0.role = .with { $0.organizationID = organization; $0.roleID = onProfile; $0.name = "B" } } },
                    { _ = try await tenant.client.roles.deleteCustomRole { $0.organizationID = organization; $0.roleID = role; $0.replacementRole = .member } },
                ]
                for (number, call) in calls.enumerated() { #expect(try await tenant.reason(call) == .planFeatureUnavailable, "call \(number)") }
                #expect(try await tenant.holds(.historyRead, kim))
                // Another role can still be given to whoever has one.
                try await tenant.give(kim, .member)
                #expect(!(try await tenant.holds(.historyRead, kim)))
                try await tenant.setRoles(kim, [(one, .guest)])
                #expect(!(try await tenant.check(.postsSchedule, of: kim, on: one).allowed))
            }
        }
    }

    @Test("row 82, row 81 (partial): Co-owner, Manager, Advanced member, Member and custom roles are assignable; never Owner")
    func assignable() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let kim = try await tenant.member("kim@example.com").memberID
            let custom = try await tenant.role("Analyst", .reportsRead)
            for role: OrganizationRole in [.coOwner, .manager, .advancedMember, .member] {
                try await tenant.give(kim, role, by: tenant.owner)
                #expect(try await tenant.client.members.get { $0.organizationID = tenant.organization; $0.memberID = kim }.member?.role == role)
            }
            try await tenant.give(kim, .custom, custom, by: tenant.owner)
            for role: OrganizationRole in [.owner, .connector, .unspecified] {
                let error = try await refusal { try await tenant.give(kim, role, by: tenant.owner) }
                #expect(error.code == .invalidArgument, "\(role)")
            }
            #expect(try await refusal { try await tenant.give(kim, .custom, by: tenant.owner) }.code == .invalidArgument)
            #expect(try await refusal { try await tenant.member("x@example.com") { $0.role = .owner } }.code == .invalidArgument)
            var generator = SystemRandomNumberGenerator()
            let unknown = RoleID.random(using: &generator)
            #expect(try await tenant.reason { try await tenant.give(kim, .custom, unknown) } == .notFound)
            let resource = try await tenant.role("Scheduler", .postsSchedule, level: .resource)
            #expect(try await tenant.reason { try await tenant.give(kim, .custom, resource) } == .notFound)
        }
    }

    @Test("C19: a manager gives roles up to its own to members up to its own; the policy literal_role_assignment restores the seed's rule")
    func ceiling() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }.memberID
            let coOwner = try await tenant.member("co@example.com") { $0.role = .coOwner }.memberID
            let kim = try await tenant.member("kim@example.com").memberID
            func give(_ member: MemberID, _ role: OrganizationRole) async throws -> Reason? { try await tenant.reason { try await tenant.give(member, role, by: manager) } }
            #expect(try await give(kim, .manager) == nil)
            #expect(try await give(kim, .coOwner) == .roleCeiling)
            #expect(try await give(coOwner, .member) == .roleCeiling)
            #expect(try await give(manager, .member) == .selfModification)
            let strong = try await tenant.role("Workspaces", .workspacesManage)
            #expect(try await tenant.reason { try await tenant.give(kim, .custom, strong, by: manager) } == .roleCeiling)
            let update = UpdateOrganizationRequest.with {
                $0.organization = .with { $0.organizationID = tenant.organization; $0.policies = .with { $0.literalRoleAssignment = true } }
            }
            #expect(try await refusal { try await tenant.acting(for: manager).organizations.update(update) }.reason == .missingPermission)
            _ = try await tenant.acting(for: coOwner).organizations.update(update)
            #expect(try await give(kim, .coOwner) == nil)
            #expect(try await give(coOwner, .member) == .roleCeiling, "the policy widens what is given, not whose rights are changed")
            #expect(try await give(manager, .coOwner) == .selfModification)
            #expect(try await refusal { try await tenant.give(kim, .owner, by: manager) }.code == .invalidArgument)
        }
    }

    @Test("row 85: no call of the team settings changes the owner, whoever makes it")
    func owner() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let coOwner = try await tenant.member("co@example.com") { $0.role = .coOwner }.memberID
            let (organization, owner) = (tenant.organization, tenant.owner)
            let workspace = try await tenant.workspace("W", [try await tenant.connect("1").resourceID])
            let before = try await tenant.client.members.get { $0.organizationID = organization; $0.memberID = owner }.member
            for client in [tenant.client, try tenant.acting(for: coOwner), try tenant.acting(for: owner)] {
                let calls: [() async throws -> Void] = [
                    { _ = try await client.members.setOrganizationRole { $0.organizationID = organization; $0.memberID = owner; $0.role = .coOwner } },
                    { _ = try await client.members.setCapabilities { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.members.suspend { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.members.remove { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.roles.grantAdmin { $0.organizationID = organization; $0.memberID = owner; $0.admin = .with { $0.level = .full } } },
                    { _ = try await client.roles.updateAdmin { $0.organizationID = organization; $0.memberID = owner; $0.admin = .with { $0.level = .full } } },
                    { _ = try await client.roles.revokeAdmin { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.members.setResourceRoles { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.members.reactivate { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.members.restore { $0.organizationID = organization; $0.memberID = owner } },
                    { _ = try await client.resources.grantWorkspaceAccess { $0.organizationID = organization; $0.workspaceID = workspace; $0.memberIDs = [owner] } },
                    { _ = try await client.resources.revokeWorkspaceAccess { $0.organizationID = organization; $0.workspaceID = workspace; $0.memberIDs = [owner] } },
                ]
                for (number, call) in calls.enumerated() { #expect(try await tenant.reason(call) == .ownerImmutable, "call \(number)") }
            }
            #expect(try await tenant.client.members.get { $0.organizationID = organization; $0.memberID = owner }.member == before)
            // Its address is its own to change.
            let address = UpdateMemberRequest.with { $0.member = .with { $0.organizationID = organization; $0.memberID = owner; $0.email = "countess@example.com" } }
            for client in [tenant.client, try tenant.acting(for: coOwner)] {
                #expect(try await refusal { try await client.members.update(address) }.reason == .ownerImmutable)
            }
            #expect(try await tenant.acting(for: owner).members.update(address).member?.role == .owner)
        }
    }

    @Test("the two toggles: of a member's own, within the giver's reach, and back to the role's own with the next role")
    func toggles() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let (organization, client) = (tenant.organization, tenant.client)
            func toggle(_ member: MemberID, _ capabilities: Capabilities, by giver: MemberID? = nil) async throws -> Member? {
                let client = try giver.map { try tenant.acting(for: $0) } ?? client
                return try await client.members.setCapabilities { $0.organizationID = organization; $0.memberID = member; $0.capabilities = capabilities }.member
            }
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }.memberID
            let second = try await tenant.member("second@example.com") { $0.role = .manager }.memberID
            let member = try await tenant.member("member@example.com").memberID
            #expect(!(try await tenant.holds(.workspacesManage, manager)))
            let refused = try await refusal { try await toggle(second, .with { $0.manageWorkspaces = true }, by: manager) }
            #expect(refused.reason == .roleCeiling)
            #expect(try await toggle(manager, .with { $0.manageWorkspaces = true })?.capabilities?.manageWorkspaces == true)
            #expect(try await tenant.holds(.workspacesManage, manager))
            #expect(try await toggle(member, .with { $0.connectResources = true }, by: manager)?.capabilities?.connectResources == true)
            #expect(try await tenant.holds(.resourcesConnect, member))
            let explained = try await client.access.explain { $0.organizationID = organization; $0.subject = .memberID(second); $0.permission = .workspacesManage }
            #expect(explained.remedies.first?.change == .capabilities(.with { $0.manageWorkspaces = true }))
            #expect(try await refusal { try await toggle(member, .with { $0.manageWorkspaces = true }) }.reason == .wrongState)
            try await tenant.give(manager, .member)
            try await tenant.give(manager, .manager)
            #expect(!(try await tenant.holds(.workspacesManage, manager)))
        }
    }
}
