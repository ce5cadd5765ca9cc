// Administration rights through the socket: levels, categories, defaults, and what each may do.

import RosterAPI
import RosterClient
import Testing
import WellKnown

private func sub(_ categories: AdminCategory...) -> AdminGrant { .with { $0.level = .sub; $0.categories = categories } }
private let full = AdminGrant.with { $0.level = .full }

extension Tenant {
    @discardableResult
    func grant(_ admin: AdminGrant, to member: MemberID, by giver: MemberID? = nil) async throws -> Member? {
        let client = try giver.map { try acting(for: $0) } ?? client
        return try await client.roles.grantAdmin { $0.organizationID = organization; $0.memberID = member; $0.admin = admin }.member
    }
}

@Suite("Administrators")
struct AdminsTests {
    @Test("row 28: an admin is added, as a new member and as one who is there; its level is changed and taken away")
    func manage() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let (organization, client) = (tenant.organization, try tenant.acting(for: tenant.owner))
            let new = try await tenant.member("new@example.com") { $0.admin = sub(.usersLicenses); $0.productIDs = ["sales_navigator"] }
            #expect(new.admin == sub(.usersLicenses))
            let kim = try await tenant.member("kim@example.com").memberID
            #expect(try await tenant.grant(full, to: kim, by: tenant.owner)?.admin == full)
            let changed = try await client.roles.updateAdmin {
                $0.organizationID = organization
                $0.memberID = kim
                $0.admin = sub(.reports, .usersLicenses)
            }
            #expect(changed.member?.admin == sub(.reports, .usersLicenses))
            let admins = try await client.roles.listAdmins { $0.organizationID = organization }
            #expect(Set(admins.admins.compactMap { $0.member?.email }) == ["ada@example.com", "new@example.com", "kim@example.com"])
            let subs = try await client.roles.listAdmins { $0.organizationID = organization; $0.filter = "level = SUB AND categories:REPORTS" }
            #expect(subs.admins.compactMap { $0.member?.memberID } == [kim] && subs.admins.first?.byRole == false)
            let byRole = try await client.roles.listAdmins { $0.organizationID = organization; $0.filter = "by_role = true" }
            #expect(byRole.admins.map(\.level) == [.full] && byRole.admins.first?.grant == nil)
            let revoked = try await client.roles.revokeAdmin { $0.organizationID = organization; $0.memberID = new.memberID }
            #expect(revoked.member?.admin == nil && revoked.member?.licenses.count == 1)
            #expect(try await tenant.reason { _ = try await client.roles.revokeAdmin { $0.organizationID = organization; $0.memberID = new.memberID } } == .wrongState)
            // A dry run says who would gain what.
            let plan = try await client.roles.grantAdmin {
                $0.organizationID = organization
                $0.memberID = new.memberID
                $0.admin = sub(.reports)
                $0.options = .with { $0.validateOnly = true }
            }.result?.plan
            #expect(plan?.membersGaining == 1 && plan?.permissionChanges.first?.gained == [.reportsRead])
        }
    }

    @Test("row 29, row 30: three levels and no other; a User administers nothing and uses the product")
    func levels() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let organization = tenant.organization
            let levels = AdminLevel.cases.dropFirst().map { AdminLevel(rawValue: $0.0) }
            #expect(levels == [.user, .sub, .full])
            let user = try await tenant.member("user@example.com") { $0.admin = .with { $0.level = .user }; $0.productIDs = ["sales_navigator"] }
            #expect(user.admin == nil && user.licenses.count == 1)
            for level in [AdminLevel.unspecified, .user, AdminLevel(rawValue: 4)] {
                let error = try await refusal { try await tenant.grant(.with { $0.level = level }, to: user.memberID) }
                #expect(error.code == .invalidArgument, "\(level)")
            }
            // No permission of the account center, and no call of it.
            let held = try await tenant.permissions(of: user.memberID)
            #expect(held == [.organizationRead, .accessCheck])
            #expect(held.permissions.allSatisfy { $0.entry?.area == nil })
            let client = try tenant.acting(for: user.memberID)
            #expect(try await refusal { try await client.members.list { $0.organizationID = organization } }.reason == .missingPermission)
            #expect(try await refusal { try await client.licenses.listPools { $0.organizationID = organization } }.reason == .missingPermission)
            #expect(try await refusal { try await client.roles.listAdmins { $0.organizationID = organization } }.reason == .missingPermission)
            _ = try await client.organizations.get { $0.organizationID = organization }
            _ = try await client.members.recordLogin { $0.organizationID = organization; $0.memberID = user.memberID }
            let own = try await client.members.get { $0.organizationID = organization; $0.memberID = user.memberID }
            #expect(own.member?.licenses.first?.state == .active)
        }
    }

    @Test("row 31: a sub-admin has any combination of the categories, and holds just what they hold together")
    func combinations() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let mask = try await tenant.permissions(of: tenant.owner)
            let categories: [AdminCategory] = [.usersLicenses, .reports, .ssoEdi]
            for bits in 1..<8 {
                let chosen = categories.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element)
                let member = try await tenant.member("s\(bits)@example.com").memberID
                try await tenant.grant(.with { $0.level = .sub; $0.categories = chosen }, to: member, by: tenant.owner)
                let expected = chosen.reduce(into: OrganizationRole.member.permissions) { $0.formUnion($1.permissions) }.intersection(mask)
                #expect(try await tenant.permissions(of: member) == expected, "\(chosen)")
            }
        }
    }

    @Test("row 32: the category for users and licenses manages people, licenses and groups, and nothing beside")
    func usersLicenses() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let organization = tenant.organization
            let sam = try await tenant.member("sam@example.com") { $0.admin = sub(.usersLicenses) }.memberID
            let client = try tenant.acting(for: sam)
            let kim = try #require(try await client.members.create { $0.organizationID = organization; $0.email = "kim@example.com" }.member).memberID
            let license = try #require(try await client.licenses.assign {
                $0.organizationID = organization
                $0.memberID = kim
                $0.productID = "sales_navigator"
            }.assignment).licenseID
            _ = try await client.licenses.revoke { $0.organizationID = organization; $0.licenseID = license }
            let group = try await tenant.group("Sales")
            #expect(try await client.groups.addMembers { $0.organizationID = organization; $0.groupID = group.groupID; $0.memberIDs = [kim] }.group?.memberCount == 1)
            let corrected = try await client.members.update { $0.member = .with { $0.organizationID = organization; $0.memberID = kim; $0.profile = .with { $0.title = "Seller" } } }
            #expect(corrected.member?.profile?.title == "Seller")
            let invited = try #require(try await client.invitations.invite { $0.organizationID = organization; $0.text = "lee@example.com" }.results.first).invitationID
            _ = try await client.invitations.resend { $0.organizationID = organization; $0.invitationID = invited }
            _ = try await client.invitations.revoke { $0.organizationID = organization; $0.invitationID = invited }
            _ = try await client.members.remove { $0.organizationID = organization; $0.memberID = kim }
            #expect(try await tenant.holds(.mailSend, sam))
            let beyond: [() async throws -> Void] = [
                { try await tenant.grant(sub(.reports), to: tenant.owner, by: sam) },
                { try await tenant.give(sam, .manager, by: sam) },
                { _ = try await client.licenses.updatePool { $0.organizationID = organization; $0.productID = "sales_navigator"; $0.purchased = 99 } },
                { _ = try await tenant.group("Mine", by: client) },
                { _ = try await client.settings.getFeatures { $0.organizationID = organization } },
                { _ = try await client.organizations.update { $0.organization = .with { $0.organizationID = organization; $0.name = "Mine" } } },
            ]
            for (number, call) in beyond.enumerated() { #expect(try await tenant.reason(call) == .missingPermission, "call \(number)") }
            for permission: Permission in [.reportsRead, .ssoManage, .settingsRead, .adminsManage, .groupsManage, .membersManageRoles, .licensesManagePools] {
                #expect(!(try await tenant.holds(permission, sam)), "\(permission)")
            }
            // C15: creating and deleting groups by policy.
            _ = try await tenant.client.organizations.update {
                $0.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminsManageGroups = true } }
            }
            #expect(try await tenant.holds(.groupsManage, sam))
            let own = try await tenant.group("Mine", by: client)
            _ = try await client.groups.delete { $0.organizationID = organization; $0.groupID = own.groupID }
        }
    }

    @Test("row 25 (partial): who manages users may send them mail, where the plan has the account center; a member's page has the business address")
    func mail() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let kim = try await tenant.member("Kim@Business.example.com").memberID
            let sam = try await tenant.member("sam@example.com") { $0.admin = sub(.usersLicenses) }.memberID
            let rob = try await tenant.member("rob@example.com") { $0.admin = sub(.reports) }.memberID
            let page = try await tenant.acting(for: sam).members.get { $0.organizationID = tenant.organization; $0.memberID = kim }.member
            #expect(page?.email == "kim@business.example.com")
            for (member, may) in [(tenant.owner, true), (sam, true), (rob, false), (kim, false)] { #expect(try await tenant.holds(.mailSend, member) == may) }
            _ = try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "CORE" }
            #expect(try await tenant.check(.mailSend, of: sam).reason == .planFeatureUnavailable)
        }
    }

    @Test("row 33 (partial), row 9 (partial): the category for reports reads them, and exports them for other tools in Advanced Plus only")
    func reports() async throws {
        try await World().run { server in
            for (plan, exports) in [("TEAM", false), ("ADVANCED", false), ("ENTERPRISE", false), ("CUSTOM", false), ("ADVANCED_PLUS", true)] {
                let tenant = try await server.tenant("\(plan)@example.com", plan: plan)
                let sam = try await tenant.member("sam@example.com") { $0.admin = sub(.reports) }.memberID
                #expect(try await tenant.permissions(of: sam) == PermissionSet([.organizationRead, .accessCheck, .reportsRead] + (exports ? [.reportsExport] : [])))
                let export = try await tenant.check(.reportsExport, of: sam)
                #expect(export.reason == (exports ? Reason() : .planFeatureUnavailable), "\(plan)")
                #expect(try await refusal { try await tenant.acting(for: sam).members.list { $0.organizationID = tenant.organization } }.reason == .missingPermission)
            }
        }
    }

    @Test("row 34: the category for SSO and employee data is granted where the plan has it, and holds just that")
    func ssoEdi() async throws {
        try await World().run { server in
            for plan in ["TEAM", "ADVANCED", "ADVANCED_PLUS", "CUSTOM", "ENTERPRISE"] {
                let tenant = try await server.tenant("ada@\(plan.lowercased().replacing("_", with: "-")).example", plan: plan)
                let sam = try await tenant.member("sam@example.com").memberID
                let reason = try await tenant.reason { try await tenant.grant(sub(.ssoEdi), to: sam, by: tenant.owner) }
                #expect(reason == (plan == "ENTERPRISE" ? nil : .planFeatureUnavailable), "\(plan)")
                let new = try await tenant.reason { try await tenant.member("new@example.com") { $0.admin = sub(.ssoEdi) } }
                #expect(new == (plan == "ENTERPRISE" ? nil : .planFeatureUnavailable), "\(plan)")
                // A full admin reaches the settings wherever the plan has single sign-on (C10).
                let hasSSO = ["ADVANCED_PLUS", "CUSTOM", "ENTERPRISE"].contains(plan)
                try await tenant.grant(full, to: try await tenant.member("full@example.com").memberID)
                let fulls = try await tenant.client.roles.listAdmins { $0.organizationID = tenant.organization; $0.filter = "level = FULL AND by_role = false" }
                let administrator = try #require(fulls.admins.first?.member?.memberID)
                #expect(try await tenant.holds(.ssoManage, administrator) == hasSSO, "\(plan)")
                if plan == "ENTERPRISE" {
                    #expect(try await tenant.permissions(of: sam) == [.organizationRead, .accessCheck, .ssoManage, .ediManage])
                    // What is granted goes on without the feature; it can't be granted anew.
                    _ = try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "CUSTOM" }
                    #expect(try await tenant.holds(.ediManage, sam))
                    #expect(try await tenant.reason { try await tenant.grant(sub(.reports), to: administrator) } == .wrongState)
                    _ = try await tenant.client.roles.revokeAdmin { $0.organizationID = tenant.organization; $0.memberID = sam }
                    #expect(try await tenant.reason { try await tenant.grant(sub(.ssoEdi), to: sam) } == .planFeatureUnavailable)
                }
            }
        }
    }

    @Test("row 35, row 36: a full admin may do everything but transfer the organization, and grants Full and Sub")
    func fullAdmin() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let organization = tenant.organization
            let sam = try await tenant.member("sam@example.com") { $0.admin = full }.memberID
            let client = try tenant.acting(for: sam)
            #expect(try await tenant.permissions(of: sam) == (try await tenant.permissions(of: tenant.owner)).subtracting([.organizationTransfer]))
            // Provisions and unassigns licenses.
            let kim = try #require(try await client.members.create { $0.organizationID = organization; $0.email = "kim@example.com" }.member).memberID
            let license = try #require(try await client.licenses.assign {
                $0.organizationID = organization
                $0.memberID = kim
                $0.productID = "sales_navigator"
            }.assignment).licenseID
            let unassigned = try await client.licenses.revoke { $0.organizationID = organization; $0.licenseID = license }
            #expect(unassigned.assignment?.state == .revoked)
            // Creates groups, and resends invitations.
            let group = try await tenant.group("Sales", by: client)
            #expect(group.ownerID == sam)
            let invited = try #require(try await client.invitations.invite {
                $0.organizationID = organization
                $0.text = "lee@example.com"
                $0.productIDs = ["sales_navigator"]
                $0.groups = [.with { $0.groupID = group.groupID }]
            }.results.first).invitationID
            let before = try await client.invitations.get { $0.organizationID = organization; $0.invitationID = invited }.invitation
            let resent = try await client.invitations.resend { $0.organizationID = organization; $0.invitationID = invited }.invitation
            #expect(resent?.invitationID == invited && resent?.revision ?? 0 > before?.revision ?? 0 && resent?.state == .pending)
            // Views and generates reports.
            #expect(try await tenant.holds(.reportsRead, sam))
            // Grants Full and Sub.
            try await tenant.grant(sub(.reports), to: kim, by: sam)
            _ = try await client.roles.updateAdmin { $0.organizationID = organization; $0.memberID = kim; $0.admin = full }
            #expect(try await tenant.holds(.adminsManage, kim))
            // Whoever was just made an equal can take it away; nobody its own.
            let byKim = try tenant.acting(for: kim)
            #expect(try await tenant.reason { _ = try await byKim.roles.revokeAdmin { $0.organizationID = organization; $0.memberID = kim } } == .selfModification)
            _ = try await byKim.roles.revokeAdmin { $0.organizationID = organization; $0.memberID = sam }
            #expect(!(try await tenant.holds(.adminsManage, sam)))
            // A sub-admin grants nothing.
            try await tenant.grant(sub(.usersLicenses), to: sam)
            #expect(try await tenant.reason { try await tenant.grant(sub(.reports), to: tenant.owner, by: sam) } == .missingPermission)
        }
    }

    @Test("row 37: in Sales Navigator a sub-admin has reports unless more is named, elsewhere users and licenses as well; a policy leaves reports only")
    func subAdmin() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let organization = tenant.organization
            let (one, two, three) = (
                try await tenant.member("one@example.com").memberID, try await tenant.member("two@example.com").memberID,
                try await tenant.member("three@example.com").memberID
            )
            #expect(try await tenant.grant(sub(), to: one)?.admin == sub(.reports))
            #expect(try await tenant.grant(sub(.usersLicenses, .reports), to: two)?.admin == sub(.usersLicenses, .reports), "named, it stays grantable")
            // In Sales Navigator really only reports: everything else is refused, and done by who has the category.
            for (admin, expected) in [(one, Reason.missingPermission), (two, nil)] as [(MemberID, Reason?)] {
                let client = try tenant.acting(for: admin)
                func call(_ body: () async throws -> Void) async throws { #expect(try await tenant.reason(body) == expected) }
                let invited = try await tenant.invitation("lee@example.com").invitationID
                try await call {
                    let given = try await client.licenses.assign { $0.organizationID = organization; $0.memberID = three; $0.productID = "sales_navigator" }
                    let license = try #require(given.assignment).licenseID
                    _ = try await client.licenses.revoke { $0.organizationID = organization; $0.licenseID = license }
                }
                try await call { _ = try await client.invitations.resend { $0.organizationID = organization; $0.invitationID = invited } }
                #expect(try await tenant.holds(.reportsRead, admin))
                _ = try await tenant.client.invitations.revoke { $0.organizationID = organization; $0.invitationID = invited }
            }
            _ = try await tenant.client.organizations.update {
                $0.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminReportsOnly = true } }
            }
            #expect(try await tenant.reason { try await tenant.grant(sub(.usersLicenses), to: three) } == .categoryNotAvailable)
            #expect(try await tenant.reason { try await tenant.grant(sub(.reports), to: three) } == nil)
            // Organizations that use Talent Solutions, or Learning: provisions, resends and reads reports unasked.
            for product in ["recruiter", "learning"] {
                let made = try await server.client().organizations.create {
                    $0.name = "Learners"
                    $0.ownerEmail = "\(product)@example.com"
                    $0.plan = "ENTERPRISE"
                    $0.pools = [.with { $0.productID = product; $0.purchased = 5 }]
                }
                let learners = try #require(made.organization?.organizationID)
                let admin = try await server.client().members.create { $0.organizationID = learners; $0.email = "sub@example.com"; $0.admin = sub() }.member
                #expect(admin?.admin == sub(.usersLicenses, .reports))
                let client = try server.client(as: .member(try #require(admin).memberID))
                let new = try await client.members.create { $0.organizationID = learners; $0.email = "new@example.com"; $0.productIDs = [product] }.member
                let license = try #require(new?.licenses.first).licenseID
                _ = try await client.licenses.revoke { $0.organizationID = learners; $0.licenseID = license }
                let invited = try #require(try await client.invitations.invite { $0.organizationID = learners; $0.text = "lee@example.com" }.results.first).invitationID
                _ = try await client.invitations.resend { $0.organizationID = learners; $0.invitationID = invited }
                #expect(try await client.access.check { $0.organizationID = learners; $0.permission = .reportsRead }.allowed)
            }
        }
    }

    @Test("a right with a period begins and ends by itself, and is shown meanwhile")
    func period() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let kim = try await tenant.member("kim@example.com").memberID
            var admin = full
            admin.period = .with { $0.startTime = Timestamp(seconds: 4_000_000_000); $0.endTime = Timestamp(seconds: 4_100_000_000) }
            #expect(try await tenant.grant(admin, to: kim)?.admin == nil)
            let listed = try await tenant.client.roles.listAdmins { $0.organizationID = tenant.organization; $0.filter = #"member.email = "kim@example.com""# }
            #expect(listed.admins.first?.level == .user && listed.admins.first?.grant == admin)
            let check = try await tenant.client.access.check { $0.organizationID = tenant.organization; $0.subject = .memberID(kim); $0.permission = .adminsManage }
            #expect(!check.allowed && check.reason == .grantExpired && check.validUntil == admin.period?.startTime)
            #expect(try await tenant.reason { try await tenant.grant(full, to: kim) } == .wrongState)
        }
    }

    @Test("ListPermissions is the catalogue, with level, area, features and holders")
    func catalogue() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "TEAM")
            let kim = try await tenant.member("kim@example.com").memberID
            let all = try await tenant.acting(for: kim).roles.listPermissions { $0.organizationID = tenant.organization; $0.pageSize = 1_000 }
            #expect(all.permissions.map(\.permission) == Permission.catalogue.map(\.permission))
            let by = Dictionary(uniqueKeysWithValues: all.permissions.map { ($0.permission.text, $0) })
            #expect(by["resources.connect"]?.organizationRoles == [.owner, .coOwner, .manager, .advancedMember, .connector] && by["resources.connect"]?.byToggle == [.member])
            #expect(by["workspaces.manage"]?.byToggle == [.manager] && by["workspaces.manage"]?.features == [.accountCenter, .workspaces])
            #expect(by["groups.manage"]?.byPolicy == [.usersLicenses] && by["groups.manage"]?.area == .people)
            #expect(by["reports.read"]?.adminCategories == [.reports] && by["reports.read"]?.fullAdmin == true)
            #expect(by["posts.publish"]?.resourceRoles == [.editor, .admin] && by["posts.publish"]?.level == .resource)
            #expect(by["connection.renew"]?.ownConnections == true)
            #expect(by["organization.transfer"]?.fullAdmin == false && by["platform.keys"]?.organizationRoles == [])
            let settings = try await tenant.client.roles.listPermissions { $0.organizationID = tenant.organization; $0.filter = "area = SETTINGS AND level = ORGANIZATION" }
            #expect(settings.permissions.contains { $0.permission == .settingsWrite } && settings.permissions.allSatisfy { $0.area == .settings })
        }
    }
}
