// The world of the authorization matrix: organizations in every relation, each with a member for every set of rights.

import RosterAPI
import RosterClient
import RosterCore
import RosterServer
import Testing

/// One organization with the things that requests name, and its members.
struct Account: Sendable {
    let id: OrganizationID
    /// A key of its tree's root that may do everything there.
    let key: String
    /// What `@name` stands for.
    var things: [String: String] = [:]
    /// Members by the name of their rights, for each state: `OWNER`, `suspended MANAGER`.
    var members: [String: Member] = [:]
}

/// Makes organizations, members and keys by calls, as a caller would.
final class AuthorizationWorld {
    let server: Running
    let table: AuthorizationTable
    let platform: RosterClient
    private var keys: [String: String] = [:]
    private var clients: [String: RosterClient] = [:]

    /// Every feature, and none on request; and none.
    static func plans(_ configuration: inout Configuration) {
        configuration.plans.append(.init(name: "EVERYTHING", features: Feature.all))
        configuration.plans.append(.init(name: "BARE", features: []))
    }

    init(_ server: Running, _ table: AuthorizationTable) throws {
        self.server = server
        self.table = table
        platform = try server.client()
        clients[server.key] = platform
    }

    /// A client with a key; "" stands for none.
    func client(_ key: String) throws -> RosterClient {
        if let client = clients[key] { return client }
        var configuration = ClientConfiguration(host: "127.0.0.1", port: server.port, key: key.isEmpty ? nil : key)
        configuration.retries.attemptsMax = 1
        let client = try RosterClient(configuration)
        clients[key] = client
        return client
    }

    func close() async {
        for client in clients.values { await client.close() }
    }

    // MARK: Keys

    static let everything = PermissionSet.all.permissions.map(\.text)

    /// A key with these permissions, made once; nil: platform-wide.
    func key(of organization: OrganizationID?, _ permissions: [String], ceiling: Int32 = 100) async throws -> String {
        let bound = organization ?? .platform
        let allowed = organization == nil ? permissions : permissions.filter { !$0.hasPrefix("platform.") }
        let name = "\(bound) \(ceiling) \(allowed)"
        if let key = keys[name] { return key }
        let key = try await platform.keys.create {
            $0.organizationID = bound
            $0.name = "matrix"
            $0.permissions = allowed.map { Permission(named: $0) }
            $0.ceiling = ceiling
        }.secret
        keys[name] = key
        return key
    }

    // MARK: Organizations

    /// A root with every feature, its things, and an ACTIVE member for every set of rights.
    func root(_ label: String) async throws -> Account {
        let created = try await platform.organizations.create {
            $0.name = label
            $0.ownerEmail = "owner@\(label).example"
            $0.plan = "EVERYTHING"
            $0.pools = [.with { $0.productID = "sales_navigator"; $0.purchased = 1_000 }, .with { $0.productID = "recruiter"; $0.purchased = 3 }]
        }
        let id = try #require(created.organization?.organizationID)
        var account = Account(id: id, key: try await key(of: id, Self.everything))
        account.members["OWNER"] = created.owner
        account.things["owner"] = try #require(created.owner?.memberID.text)
        try await fill(&account, label)
        return account
    }

    /// Things and members of an organization.
    func fill(_ account: inout Account, _ label: String) async throws {
        let client = try client(account.key)
        let id = account.id
        func member(_ name: String, _ role: OrganizationRole = .member, _ adjust: (inout CreateMemberRequest) -> Void = { _ in }) async throws -> Member {
            var request = CreateMemberRequest()
            request.organizationID = id
            request.email = "\(name)@\(label).example"
            request.role = role
            adjust(&request)
            return try #require(try await client.members.create(request).member)
        }
        var things = account.things
        things["org"] = id.text
        things["address"] = "new@\(label).example"
        things["member"] = try await member("member").memberID.text
        things["member_address"] = "member@\(label).example"
        things["manager"] = try await member("manager", .manager).memberID.text
        things["co_owner"] = try await member("co-owner", .coOwner).memberID.text
        things["administrator"] = try await member("administrator") { $0.admin = .with { $0.level = .full } }.memberID.text
        let licensed = try await member("licensed") { $0.productIDs = ["sales_navigator", "recruiter"] }
        let licenses = licensed.licenses.map(\.licenseID)
        things["license"] = licenses[0].text
        things["pending_license"] = licenses[1].text
        let group = try #require(try await client.groups.create { $0.organizationID = id; $0.name = "Tagged" }.group).groupID
        things["group"] = group.text
        things["rule"] = try #require(try await client.groups.createRule {
            $0.organizationID = id
            $0.groupID = group
            $0.source = .attribute
            $0.attribute = "title"
            $0.value = "Director"
        }.rule).ruleID.text
        let active = try await member("active") { $0.productIDs = ["sales_navigator"] }.licenses[0].licenseID
        let parked = try await member("parked") { $0.productIDs = ["sales_navigator"] }.licenses[0].licenseID
        for license in [active, parked] { _ = try await client.licenses.activate { $0.organizationID = id; $0.licenseID = license } }
        _ = try await client.licenses.park { $0.organizationID = id; $0.licenseID = parked }
        things["active_license"] = active.text
        things["parked_license"] = parked.text
        _ = try await client.settings.updateCrm { $0.crm = .with { $0.organizationID = id; $0.provider = .salesforce; $0.syncEnabled = true } }
        let suspended = try await member("suspended").memberID
        _ = try await client.members.suspend { $0.organizationID = id; $0.memberID = suspended }
        things["suspended"] = suspended.text
        let removed = try await member("removed").memberID
        _ = try await client.members.remove { $0.organizationID = id; $0.memberID = removed }
        things["removed"] = removed.text
        let resource = try await client.resources.connect {
            $0.organizationID = id
            $0.kind = .socialProfile
            $0.network = "mastodon"
            $0.externalID = "1"
            $0.displayName = label
        }
        things["resource"] = try #require(resource.resource?.resourceID.text)
        things["workspace"] = try #require(try await client.resources.createWorkspace { $0.organizationID = id; $0.name = label }.workspace?.workspaceID.text)
        for (name, role) in [("invitation", OrganizationRole.member), ("strong_invitation", .coOwner)] {
            let invited = try await client.invitations.invite { request in
                request.organizationID = id
                request.text = "\(name.replacing("_", with: "-"))@\(label).example"
                request.role = role
                request.sendEmail = true
            }
            things[name] = try #require(invited.results.first?.invitationID.text)
            if name == "invitation" { things["invitee"] = invited.results.first?.email }
        }
        let mails = try await client.mail.leaseOutbox { $0.organizationID = id; $0.limit = 1 }.mails
        things["mail"] = try #require(mails.first?.mailID.text)
        for (name, ceiling) in [("key", Int32(10)), ("strong_key", 100)] {
            let key = try await client.keys.create {
                $0.organizationID = id
                $0.name = name
                $0.permissions = [.organizationRead]
                $0.ceiling = ceiling
            }
            things[name] = try #require(key.key?.keyID.text)
        }
        for (name, permissions) in [("custom_role", [Permission.organizationRead]), ("other_role", [.accessCheck]), ("strong_role", [.workspacesManage])] {
            let role = try await client.roles.createCustomRole {
                $0.organizationID = id
                $0.level = .organization
                $0.name = name
                $0.permissions = permissions
            }
            things[name] = try #require(role.role?.roleID.text)
        }
        let onResources = try await client.roles.createCustomRole {
            $0.organizationID = id
            $0.level = .resource
            $0.name = "resource_role"
            $0.permissions = [.profileRead]
        }
        things["resource_role"] = try #require(onResources.role?.roleID.text)
        things["subaccount"] = try await client.subaccounts.create { request in
            request.organizationID = id
            request.name = "below"
            request.limits = .with { $0.perDay = 1 }
        }.subaccount?.organization?.organizationID.text
        account.things = things
        for rights in table.rights where !rights.isKey && rights.role != "OWNER" {
            account.members[rights.name] = try await person(rights, "active", in: account, label)
        }
    }

    /// The role that rights of a custom role need; zero for others.
    private func customRole(_ rights: AuthorizationTable.Rights, _ state: String, in account: Account) async throws -> RoleID {
        guard rights.role == "CUSTOM" else { return RoleID() }
        return try #require(try await client(account.key).roles.createCustomRole {
            $0.organizationID = account.id
            $0.level = .organization
            $0.name = "\(state) \(rights.name)"
            $0.permissions = rights.holds.filter { $0.contains(".") }.sorted().map { Permission(named: $0) }
        }.role).roleID
    }

    /// A new member with a set of rights: ACTIVE, or PENDING for the state of this name.
    func person(_ rights: AuthorizationTable.Rights, _ state: String, in account: Account, _ label: String) async throws -> Member {
        let local = (state + "-" + rights.name).lowercased().replacing("+", with: "-and-").replacing("_", with: "-")
        var request = CreateMemberRequest()
        request.organizationID = account.id
        request.email = "\(local)@\(label).example"
        request.role = try Self.role(rights.role)
        if rights.role == "CONNECTOR" { request.seatType = .limited }
        request.admin = try Self.administration(rights.administration)
        let client = try client(account.key)
        request.customRoleID = try await customRole(rights, state, in: account)
        let member: Member
        if state == "pending" {
            let invited = try await client.invitations.invite { invitation in
                invitation.organizationID = request.organizationID
                invitation.text = request.email
                invitation.role = request.role
                invitation.customRoleID = request.customRoleID
                invitation.seatType = request.seatType
                invitation.admin = request.admin
            }
            let id = try #require(invited.results.first?.memberID)
            member = try #require(try await client.members.get { $0.organizationID = account.id; $0.memberID = id }.member)
        } else {
            member = try #require(try await client.members.create(request).member)
        }
        guard !rights.toggles.isEmpty else { return member }
        return try #require(try await client.members.setCapabilities {
            $0.organizationID = account.id
            $0.memberID = member.memberID
            $0.capabilities = .with { capabilities in
                for toggle in rights.toggles {
                    if toggle.hasSuffix("connect_resources") { capabilities.connectResources = toggle.hasPrefix("+") }
                    if toggle.hasSuffix("manage_workspaces") { capabilities.manageWorkspaces = toggle.hasPrefix("+") }
                }
            }
        }.member)
    }

    /// Members who aren't ACTIVE any more.
    func addInactive(to account: inout Account, _ label: String) async throws {
        let client = try client(account.key)
        let id = account.id
        for rights in table.rights where !rights.isKey && rights.role != "OWNER" {
            let suspended = try await person(rights, "suspended", in: account, label)
            _ = try await client.members.suspend { $0.organizationID = id; $0.memberID = suspended.memberID }
            account.members["suspended " + rights.name] = suspended
            let removed = try await person(rights, "removed", in: account, label)
            _ = try await client.members.remove { $0.organizationID = id; $0.memberID = removed.memberID }
            account.members["removed " + rights.name] = removed
            account.members["pending " + rights.name] = try await person(rights, "pending", in: account, label)
        }
    }

    private static func role(_ name: String) throws -> OrganizationRole {
        try #require(OrganizationRole.cases.first { $0.1 == "ORGANIZATION_ROLE_" + name }.map { OrganizationRole(rawValue: $0.0) })
    }

    private static func administration(_ words: [String]) throws -> AdminGrant? {
        if words.isEmpty { return nil }
        var grant = AdminGrant()
        grant.level = words == ["FULL"] ? .full : .sub
        if grant.level == .sub {
            grant.categories = try words.map { word in
                try #require(AdminCategory.cases.first { $0.1 == "ADMIN_CATEGORY_" + word }.map { AdminCategory(rawValue: $0.0) })
            }
        }
        return grant
    }
}

extension Feature {
    static var all: [Feature] { cases.filter { $0.0 != 0 }.map { Feature(rawValue: $0.0) } }
}
