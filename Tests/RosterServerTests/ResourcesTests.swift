// Resources, workspaces and roles on resources through the socket.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

extension Tenant {
    /// The same, acting for one of its members.
    func called(by member: MemberID) throws -> Tenant {
        Tenant(organization: organization, owner: owner, key: key, keyID: keyID, client: try client.acting(for: .member(member)))
    }

    func connect(_ externalID: String, kind: ResourceKind = .socialProfile, network: String = "instagram", expires: Timestamp? = nil) async throws -> Resource {
        try #require(try await client.resources.connect {
            $0.organizationID = organization
            $0.kind = kind
            $0.network = network
            $0.externalID = externalID
            $0.displayName = "Profile \(externalID)"
            $0.expireTime = expires
            $0.scopes = ["publish"]
        }.resource)
    }

    @discardableResult
    func setRoles(_ member: MemberID, _ roles: [(ResourceID, ResourceRole)], mask: [ResourceID] = []) async throws -> Member {
        try #require(try await client.members.setResourceRoles { request in
            request.organizationID = organization
            request.memberID = member
            request.resourceIDs = mask
            request.resourceRoles = roles.map { resource, role in .with { $0.resourceID = resource; $0.role = role } }
        }.member)
    }

    func check(_ permission: Permission, of member: MemberID, on resource: ResourceID = ResourceID(), point: ReadPoint? = nil) async throws -> CheckResponse {
        try await client.access.check {
            $0.organizationID = organization
            $0.subject = .memberID(member)
            $0.permission = permission
            $0.resourceID = resource
            $0.point = point
        }
    }

    func workspace(_ name: String, _ resources: [ResourceID] = []) async throws -> WorkspaceID {
        let id = try #require(try await client.resources.createWorkspace { $0.organizationID = organization; $0.name = name }.workspace?.workspaceID)
        if !resources.isEmpty {
            _ = try await client.resources.addToWorkspace { $0.organizationID = organization; $0.workspaceID = id; $0.resourceIDs = resources }
        }
        return id
    }

    /// What a person may do on a resource, by its effective permissions, each of which Check says as well.
    func held(_ member: MemberID, _ resource: ResourceID) async throws -> Set<Permission> {
        let listed = try await client.access.listEffectivePermissions {
            $0.organizationID = organization
            $0.subject = .memberID(member)
            $0.resourceID = resource
            $0.pageSize = 100
        }
        let held = Set(listed.permissions.map(\.permission))
        let checks = try await client.access.batchCheck { request in
            request.organizationID = organization
            request.checks = resourcePermissions.map { permission in
                .with { $0.subject = .memberID(member); $0.permission = permission; $0.resourceID = resource }
            }
        }
        #expect(Set(zip(resourcePermissions, checks.results).filter(\.1.allowed).map(\.0)) == held)
        return held
    }

    /// The resources that whoever calls sees.
    func seen(_ filter: String = "") async throws -> [ResourceID] {
        var seen: [ResourceID] = []
        for try await resource in client.resources.list.items({ $0.organizationID = organization; $0.filter = filter; $0.pageSize = 2 }) { seen.append(resource.resourceID) }
        return seen
    }
}

func time(inDays days: Double) -> Timestamp {
    Timestamp(nanosecondsSince1970: Int64((Date.now.timeIntervalSince1970 + days * 86_400) * 1e9))
}

let resourcePermissions = Permission.catalogue.filter { $0.level == .resource }.map(\.permission)

@Suite("Resources")
struct ResourcesTests {
    @Test("rows 64, 75, 76, 77, 78: the four roles on a resource, and none of them anywhere else")
    func roles() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let (one, other) = (try await tenant.connect("1").resourceID, try await tenant.connect("2", kind: .adAccount).resourceID)
            let read: Set<Permission> = [.profileRead, .reportsView]
            let inbox = read.union([.inboxRead, .inboxReply, .inboxModerate, .postsSchedule])
            let most = inbox.union([.postsPublish, .inboxExport])
            let table: [(ResourceRole, Set<Permission>)] = [
                (.guest, read), (.moderator, inbox), (.editor, most), (.admin, most.union([.profileConfigure, .connectionRenew, .connectionDelete])),
            ]
            let bob = try await tenant.member("bob@example.com") { $0.role = .advancedMember }
            for (role, permissions) in table {
                let member = try await tenant.setRoles(bob.memberID, [(one, role)])
                #expect(member.role == .advancedMember && member.resourceRoles.map(\.role) == [role])
                #expect(try await tenant.held(bob.memberID, one) == permissions, "\(role)")
                #expect(try await tenant.held(bob.memberID, other) == [])
            }
            // A moderator schedules and doesn't publish; a guest neither publishes nor moderates.
            try await tenant.setRoles(bob.memberID, [(one, .moderator)])
            #expect(try await tenant.check(.postsSchedule, of: bob.memberID, on: one).allowed)
            #expect(try await tenant.check(.postsPublish, of: bob.memberID, on: one).reason == .missingPermission)
            #expect(try await tenant.check(.postsPublish, of: bob.memberID, on: other).reason == .noAccess)
        }
    }

    @Test("rows 68, 71, 83: owner, co-owner and manager are ADMIN of every profile, those added later included")
    func impliedAdmin() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let early = try await tenant.connect("early").resourceID
            let (co, manager) = (try await tenant.member("co@example.com") { $0.role = .coOwner }, try await tenant.member("boss@example.com") { $0.role = .manager })
            let bob = try await tenant.member("bob@example.com")
            try await tenant.setRoles(bob.memberID, [(early, .guest)])
            let late = try await tenant.connect("late").resourceID
            for member in [tenant.owner, co.memberID, manager.memberID] {
                for resource in [early, late] { #expect(try await tenant.held(member, resource) == Set(resourcePermissions)) }
            }
            #expect(try await tenant.held(bob.memberID, late) == [])
            // The owner has full control, billing included; a manager manages users, profiles and settings, and reads the subscription.
            let managers: [Permission] = [.membersWrite, .membersManageRoles, .resourcesManage, .settingsRead, .settingsWrite, .organizationUpdate, .subscriptionRead]
            let owners: [Permission] = [.subscriptionChange, .addonsBuy, .licensesManagePools, .organizationDelete, .organizationTransfer]
            for permission in managers + owners { #expect(try await tenant.check(permission, of: tenant.owner).allowed, "\(permission)") }
            for permission in managers { #expect(try await tenant.check(permission, of: manager.memberID).allowed, "\(permission)") }
            #expect(try await tenant.check(.subscriptionChange, of: manager.memberID).reason == .missingPermission)
            // Assigning manager gives ADMIN everywhere, at once; taking it back leaves the role that was given.
            for role in [OrganizationRole.manager, .member] {
                _ = try await tenant.client.members.setOrganizationRole { $0.organizationID = tenant.organization; $0.memberID = bob.memberID; $0.role = role }
                #expect(try await tenant.held(bob.memberID, late) == (role == .manager ? Set(resourcePermissions) : []))
                #expect(try await tenant.check(.postsPublish, of: bob.memberID, on: early).allowed == (role == .manager))
            }
            #expect(try await tenant.held(bob.memberID, early) == [.profileRead, .reportsView])
            let refused = try await refusal { try await tenant.setRoles(manager.memberID, [(early, .guest)]) }
            #expect(refused.reason == .wrongState)
            #expect(try await refusal { try await tenant.setRoles(tenant.owner, [(early, .guest)]) }.reason == .ownerImmutable)
            #expect(try await refusal { try await tenant.called(by: manager.memberID).setRoles(manager.memberID, []) }.reason == .selfModification)
        }
    }

    @Test("rows 73, 74: an advanced member connects by default, a member by a toggle; who connects is ADMIN there, and only there")
    func connecting() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let theirs = try await tenant.connect("theirs").resourceID
            let (advanced, member) = (try await tenant.member("adv@example.com") { $0.role = .advancedMember }, try await tenant.member("m@example.com"))
            let own = try await tenant.called(by: advanced.memberID).connect("own", kind: .adAccount, network: "Facebook")
            #expect(own.network == "facebook" && own.connection?.connectedBy == advanced.memberID && own.connection?.state == .noExpiry)
            #expect(try await tenant.held(advanced.memberID, own.resourceID) == Set(resourcePermissions))
            #expect(try await tenant.held(advanced.memberID, theirs) == [])
            #expect(try await tenant.called(by: advanced.memberID).seen() == [own.resourceID])
            #expect(try await refusal { try await tenant.called(by: member.memberID).connect("x") }.metadata["permission"] == "resources.connect")
            // The toggle covers profiles and ad accounts, both ways.
            for (id, connects) in [(member.memberID, true), (advanced.memberID, false)] {
                _ = try await tenant.client.members.setCapabilities { request in
                    request.organizationID = tenant.organization
                    request.memberID = id
                    request.capabilities = .with { $0.connectResources = connects }
                }
            }
            for kind in [ResourceKind.socialProfile, .adAccount] {
                let made = try await tenant.called(by: member.memberID).connect("toggled \(kind.rawValue)", kind: kind)
                #expect(made.kind == kind && made.connection?.connectedBy == member.memberID)
                #expect(try await tenant.held(member.memberID, made.resourceID) == Set(resourcePermissions))
                #expect(try await refusal { try await tenant.called(by: advanced.memberID).connect("off", kind: kind) }.metadata["permission"] == "resources.connect")
            }
            #expect(try await tenant.held(advanced.memberID, own.resourceID) == Set(resourcePermissions), "what it connected before remains its own")
            // No organization settings for either.
            for id in [advanced.memberID, member.memberID] {
                for permission in [Permission.settingsRead, .settingsWrite, .organizationUpdate] { #expect(try await !tenant.check(permission, of: id).allowed) }
            }
            #expect(try await refusal { try await tenant.connect("own", network: "FACEBOOK") }.reason == .nameInUse)
        }
    }

    @Test("row 84: each profile is ticked with a role of its own; what isn't ticked is no access (C7), replaced whole or by mask")
    func ticking() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            var resources: [ResourceID] = []
            for index in 0..<5 { resources.append(try await tenant.connect("\(index)").resourceID) }
            let ticked = Array(zip(resources, [ResourceRole.admin, .editor, .moderator, .guest]))
            let bob = try await tenant.member("bob@example.com") { request in
                request.role = .advancedMember
                request.resourceRoles = ticked.map { resource, role in .with { $0.resourceID = resource; $0.role = role } }
            }
            #expect(bob.resourceRoles.map(\.resourceID) == Array(resources.prefix(4)))
            let acting = try tenant.called(by: bob.memberID)
            #expect(try await acting.seen() == Array(resources.prefix(4)))
            #expect(try await refusal { try await acting.client.resources.get { $0.organizationID = tenant.organization; $0.resourceID = resources[4] } }.reason == .notFound)
            try await tenant.setRoles(bob.memberID, [(resources[4], .guest)], mask: [resources[4], resources[0]])
            #expect(try await acting.seen() == Array(resources[1...]))
            // A role of the organization's own making is ticked like the four.
            let inbox = try await tenant.client.roles.createCustomRole { request in
                request.organizationID = tenant.organization
                request.level = .resource
                request.name = "Inbox only"
                request.permissions = [.inboxRead, .inboxReply]
            }
            let member = try await tenant.client.members.setResourceRoles { request in
                request.organizationID = tenant.organization
                request.memberID = bob.memberID
                request.resourceIDs = [resources[0]]
                request.resourceRoles = [.with { $0.resourceID = resources[0]; $0.role = .custom; $0.customRoleID = inbox.role?.roleID ?? RoleID() }]
            }.member
            #expect(member?.resourceRoles.map(\.role) == [.custom, .editor, .moderator, .guest, .guest])
            #expect(try await tenant.held(bob.memberID, resources[0]) == [.inboxRead, .inboxReply])
            try await tenant.setRoles(bob.memberID, [])
            #expect(try await acting.seen() == [])
            let listed = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = "resource_roles.resource_id:*" }
            #expect(listed.members.isEmpty)
        }
    }

    @Test("rows 12, 89, 90, 91, 92: workspaces hide what they hold from members; access at creation or later; owner, co-owner and manager have all")
    func workspaces() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let client = tenant.client
            let (open, emea, apac) = (try await tenant.connect("open").resourceID, try await tenant.connect("emea").resourceID, try await tenant.connect("apac").resourceID)
            let (west, east) = (try await tenant.workspace("West", [emea]), try await tenant.workspace("East", [apac]))
            #expect(try await refusal { try await tenant.workspace("WEST") }.reason == .nameInUse)
            // A member and an advanced member, with a role on each profile: one is let in when it is created, one later.
            let grants = [open, emea, apac].map { resource in ResourceRoleGrant.with { $0.resourceID = resource; $0.role = .editor } }
            let early = try await tenant.member("early@example.com") { $0.role = .advancedMember; $0.resourceRoles = grants; $0.workspaceIDs = [west] }
            let late = try await tenant.member("late@example.com") { $0.resourceRoles = grants }
            #expect(early.workspaceIDs == [west] && late.workspaceIDs == [])
            let (asEarly, asLate) = (try tenant.called(by: early.memberID), try tenant.called(by: late.memberID))
            func shown(_ tenant: Tenant) async throws -> [WorkspaceID] {
                try await tenant.client.resources.listWorkspaces { $0.organizationID = tenant.organization }.workspaces.map(\.workspaceID)
            }
            #expect(try await asEarly.seen() == [open, emea])
            #expect(try await shown(asEarly) == [west])
            #expect(try await asLate.seen() == [open])
            #expect(try await shown(asLate) == [])
            #expect(try await tenant.check(.postsPublish, of: late.memberID, on: emea).reason == .noAccess)
            for hidden in [west, east] {
                #expect(try await refusal { try await asLate.client.resources.getWorkspace { $0.organizationID = tenant.organization; $0.workspaceID = hidden } }.reason == .notFound)
            }
            _ = try await client.resources.grantWorkspaceAccess { $0.organizationID = tenant.organization; $0.workspaceID = east; $0.memberIDs = [late.memberID, early.memberID] }
            #expect(try await asLate.seen() == [open, apac])
            #expect(try await shown(asLate) == [east])
            #expect(try await tenant.check(.postsPublish, of: late.memberID, on: apac).allowed, "the role that was kept counts")
            _ = try await client.resources.revokeWorkspaceAccess { $0.organizationID = tenant.organization; $0.workspaceID = east; $0.memberIDs = [early.memberID] }
            #expect(try await asEarly.seen() == [open, emea])
            for role in [OrganizationRole.coOwner, .manager] {
                let member = try await tenant.member("\(role.rank)@example.com") { $0.role = role }
                let acting = try tenant.called(by: member.memberID)
                #expect(try await acting.seen() == [open, emea, apac])
                #expect(try await shown(acting) == [west, east])
            }
            // Without the feature they go on hiding, and can't be edited.
            _ = try await client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "TEAM" }
            #expect(try await asLate.seen() == [open, apac])
            let refused = try await refusal { try await tenant.workspace("North") }
            #expect(refused.reason == .planFeatureUnavailable && refused.metadata["feature"] == "WORKSPACES")
            #expect(try await refusal { try await client.resources.deleteWorkspace { $0.organizationID = tenant.organization; $0.workspaceID = east } }.reason == .planFeatureUnavailable)
            _ = try await client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "CUSTOM" }
            _ = try await client.resources.deleteWorkspace { $0.organizationID = tenant.organization; $0.workspaceID = east }
            #expect(try await asEarly.seen() == [open, emea, apac])
            #expect(try await tenant.seen("NOT workspace_id:*") == [open, apac])
        }
    }

    @Test("token notifications follow from the time alone; states can be filtered by; the past is as it was")
    func tokens() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let id = tenant.organization
            let bob = try await tenant.member("bob@example.com") { $0.role = .advancedMember }
            let acting = try tenant.called(by: bob.memberID)
            let soon = try await acting.connect("soon", expires: time(inDays: 6))
            let later = try await tenant.connect("later", expires: time(inDays: 30))
            let never = try await tenant.connect("never")
            let brief = try await tenant.connect("brief", expires: time(inDays: 0.7 / 86_400))
            #expect(try await tenant.seen("state = VALID") == [later.resourceID])
            #expect(try await tenant.seen("state = NO_EXPIRY") == [never.resourceID])
            func due(_ tenant: Tenant) async throws -> [TokenNotification] {
                try await tenant.client.resources.listTokenNotifications { $0.organizationID = id }.notifications
            }
            let clock = ContinuousClock()
            let limit = clock.now + .seconds(20)
            while try await tenant.seen("state = EXPIRED") != [brief.resourceID], clock.now < limit { try await Task.sleep(for: .milliseconds(20)) }
            let all = try await due(tenant)
            #expect(all.map(\.resourceID) == [brief.resourceID, soon.resourceID] && all.map(\.state) == [.expired, .expiring])
            #expect(all.map(\.memberID) == [MemberID(), bob.memberID], "a key connected the first: whoever is ADMIN renews it")
            #expect(try await due(acting).map(\.resourceID) == [soon.resourceID])
            let before = try await tenant.client.resources.get { $0.organizationID = id; $0.resourceID = never.resourceID }
            let revoked = try await tenant.client.resources.update { request in
                request.resource = .with { $0.organizationID = id; $0.resourceID = never.resourceID; $0.connection = .with { $0.state = .revoked } }
            }
            #expect(revoked.resource?.connection?.state == .revoked)
            #expect(try await due(tenant).map(\.state) == [.expired, .revoked, .expiring])
            let past = try await tenant.client.resources.get { $0.organizationID = id; $0.resourceID = never.resourceID; $0.point = .exactly(before.revision) }
            #expect(past.resource?.connection?.state == .noExpiry)
            // Rights are those of now, data that of the point: what is gone still shows to whom it would.
            _ = try await tenant.client.resources.disconnect { $0.organizationID = id; $0.resourceID = soon.resourceID }
            let then = GetResourceRequest.with { $0.organizationID = id; $0.resourceID = soon.resourceID; $0.point = .exactly(before.revision) }
            #expect(try await tenant.client.resources.get(then).resource?.displayName == "Profile soon")
            #expect(try await refusal { try await acting.client.resources.get(then) }.reason == .notFound)
        }
    }

    @Test("rows 68, 71, 92: who reaches what, and what somebody reaches, complete over all pages and as Check says")
    func reverse() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let id = tenant.organization
            var resources: [ResourceID] = []
            for index in 0..<7 { resources.append(try await tenant.connect("\(index)").resourceID) }
            _ = try await tenant.workspace("W", [resources[5], resources[6]])
            var members = [tenant.owner, try await tenant.member("boss@example.com") { $0.role = .manager }.memberID]
            for index in 0..<5 {
                let member = try await tenant.member("m\(index)@example.com") { $0.role = .advancedMember }
                try await tenant.setRoles(member.memberID, Array(zip(resources, [.admin, .editor, .moderator, .guest, .editor, .editor, .admin])).filter { _ in index < 4 })
                members.append(member.memberID)
            }
            for permission in [Permission.postsPublish, .profileRead, .connectionDelete] {
                for resource in resources {
                    var listed: [MemberID] = []
                    for try await member in tenant.client.access.listMembersWithAccess.items({
                        $0.organizationID = id
                        $0.permission = permission
                        $0.resourceID = resource
                        $0.pageSize = 2
                    }) {
                        listed.append(member.memberID)
                        #expect(member.grantedBy == [member.role.impliesResourceAdmin ? .organizationRole : .resourceRole])
                    }
                    var allowed: [MemberID] = []
                    for member in members where try await tenant.check(permission, of: member, on: resource).allowed { allowed.append(member) }
                    #expect(listed == allowed)
                }
                for member in members {
                    var reached: [ResourceID] = []
                    for try await resource in tenant.client.access.listAccessibleResources.items({
                        $0.organizationID = id
                        $0.subject = .memberID(member)
                        $0.permission = permission
                        $0.pageSize = 2
                    }) { reached.append(resource.resourceID) }
                    var allowed: [ResourceID] = []
                    for resource in resources where try await tenant.check(permission, of: member, on: resource).allowed { allowed.append(resource) }
                    #expect(reached == allowed)
                }
            }
            let own = try await tenant.called(by: members[2]).client.access.listAccessibleResources { $0.organizationID = id; $0.permission = .postsPublish }
            #expect(own.resources.map(\.resourceID) == [resources[0], resources[1], resources[4]])
            let holders = try await tenant.client.access.listMembersWithAccess { $0.organizationID = id; $0.permission = .membersManageRoles }
            #expect(holders.members.map(\.memberID) == Array(members.prefix(2)))
            let unknown = try await tenant.client.access.listMembersWithAccess { $0.organizationID = id; $0.permission = .profileRead; $0.resourceID = ResourceID(high: 1, low: 1) }
            #expect(unknown.members.isEmpty)
        }
    }

    @Test("a role on a resource ends at its time; Explain says which single grant would do; a restart finds all of it again")
    func life() async throws {
        let world = World()
        let (key, id, resource, bob) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            let resource = try await tenant.connect("1").resourceID
            let hidden = try await tenant.connect("2").resourceID
            let workspace = try await tenant.workspace("W", [hidden])
            let bob = try await tenant.member("bob@example.com") { $0.role = .advancedMember }.memberID
            _ = try await tenant.client.members.setResourceRoles { request in
                request.organizationID = tenant.organization
                request.memberID = bob
                request.resourceRoles = [
                    .with { $0.resourceID = resource; $0.role = .editor; $0.period = .with { $0.endTime = time(inDays: 0.7 / 86_400) } },
                    .with { $0.resourceID = hidden; $0.role = .editor },
                ]
            }
            let granted = try await tenant.check(.postsPublish, of: bob, on: resource)
            #expect(granted.reason == .grantExpired || granted.validUntil != nil)
            let clock = ContinuousClock()
            let limit = clock.now + .seconds(20)
            while try await tenant.check(.postsPublish, of: bob, on: resource).allowed, clock.now < limit { try await Task.sleep(for: .milliseconds(20)) }
            await server.node.sweep()
            #expect(try await tenant.check(.postsPublish, of: bob, on: resource).reason == .grantExpired)
            func explain(_ resource: ResourceID, by tenant: Tenant) async throws -> ExplainResponse {
                try await tenant.client.access.explain {
                    $0.organizationID = tenant.organization
                    $0.subject = .memberID(bob)
                    $0.permission = .postsPublish
                    $0.resourceID = resource
                }
            }
            let explained = try await explain(hidden, by: tenant)
            #expect(explained.reason == .noAccess && explained.remedies.compactMap(\.change) == [.workspaceID(workspace), .organizationRole(.manager)])
            // Bob itself learns nothing of what it doesn't see.
            let acting = try tenant.called(by: bob)
            var own = try await explain(hidden, by: acting)
            var unknown = try await explain(ResourceID(high: 1, low: 1), by: acting)
            own.validUntil = nil
            unknown.validUntil = nil
            #expect(own == unknown)
            _ = try await tenant.client.resources.grantWorkspaceAccess { $0.organizationID = tenant.organization; $0.workspaceID = workspace; $0.memberIDs = [bob] }
            return (tenant.key, tenant.organization, hidden, bob)
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            let check = try await client.access.check { $0.organizationID = id; $0.subject = .memberID(bob); $0.permission = .postsPublish; $0.resourceID = resource }
            #expect(check.allowed)
            let member = try await client.members.get { $0.organizationID = id; $0.memberID = bob }
            #expect(member.member?.resourceRoles.map(\.resourceID) == [resource] && member.member?.workspaceIDs.count == 1)
        }
    }
}
