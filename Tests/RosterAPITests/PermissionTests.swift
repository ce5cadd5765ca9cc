// The catalogue against the tables of product.md 3.4, written here a second time by hand.

import RosterAPI
import Testing
import Wire

/// Who holds what, as the page has it: one line a group of permissions.
private let organizationTable: [(names: String, holders: String)] = [
    ("organization.read access.check", "CONNECTOR MEMBER ADVANCED_MEMBER MANAGER CO_OWNER FULL OWNER"),
    ("resources.connect", "CONNECTOR ADVANCED_MEMBER MANAGER CO_OWNER FULL OWNER"),
    ("members.read invitations.read licenses.read groups.read", "USERS_LICENSES MANAGER CO_OWNER FULL OWNER"),
    (
        "members.write members.remove invitations.write licenses.assign groups.edit_members mail.send",
        "USERS_LICENSES MANAGER CO_OWNER FULL OWNER"
    ),
    (
        """
        members.manage_roles resources.manage workspaces.read settings.read settings.write crm.manage tokens.manage \
        subscription.read addons.buy history.read organization.update
        """, "MANAGER CO_OWNER FULL OWNER"
    ),
    ("workspaces.manage", "CO_OWNER FULL OWNER"),
    ("groups.manage", "MANAGER CO_OWNER FULL OWNER"),
    ("reports.read reports.export", "REPORTS MANAGER CO_OWNER FULL OWNER"),
    ("sso.manage edi.manage", "SSO_EDI MANAGER CO_OWNER FULL OWNER"),
    (
        """
        admins.manage roles.manage licenses.manage_pools subscription.change subaccounts.read subaccounts.manage keys.manage \
        access.check_others organization.delete
        """, "CO_OWNER FULL OWNER"
    ),
    ("organization.transfer", "OWNER"),
    ("actors.assume platform.organizations platform.keys", ""),
]

private let resourceTable: [(names: String, holders: String)] = [
    ("profile.read", "GUEST MODERATOR EDITOR ADMIN CONNECTOR"),
    ("reports.view", "GUEST MODERATOR EDITOR ADMIN"),
    ("inbox.read inbox.reply inbox.moderate posts.schedule", "MODERATOR EDITOR ADMIN"),
    ("posts.publish inbox.export", "EDITOR ADMIN"),
    ("profile.configure", "ADMIN"),
    ("connection.renew connection.delete", "ADMIN CONNECTOR"),
]

private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

@Suite("Permissions")
struct PermissionTests {
    private static func grant(_ category: AdminCategory) -> PermissionSet {
        AdminGrant.with { $0.level = .sub; $0.categories = [category] }.permissions
    }

    @Test("who holds an organization permission is what product.md 3.4 says (rows 29 to 32, 34 to 36, 67 to 74, row 33 (partial))")
    func organizationLevel() {
        let columns: [String: PermissionSet] = [
            "OWNER": OrganizationRole.owner.permissions, "CO_OWNER": OrganizationRole.coOwner.permissions,
            "MANAGER": OrganizationRole.manager.permissions, "ADVANCED_MEMBER": OrganizationRole.advancedMember.permissions,
            "MEMBER": OrganizationRole.member.permissions, "CONNECTOR": OrganizationRole.connector.permissions,
            "FULL": AdminGrant.with { $0.level = .full }.permissions, "USERS_LICENSES": Self.grant(.usersLicenses),
            "REPORTS": Self.grant(.reports), "SSO_EDI": Self.grant(.ssoEdi),
        ]
        for (names, holders) in organizationTable {
            for name in words(names) {
                let permission = Permission(named: name)
                #expect(permission.isKnown, "\(name)")
                let held = columns.filter { $0.value.contains(permission) }.keys.sorted()
                #expect(held == words(holders).sorted(), "\(name)")
            }
        }
    }

    @Test("who holds a resource permission is what product.md 3.4 says (rows 75 to 78, 95, 96)")
    func resourceLevel() {
        let columns: [String: PermissionSet] = [
            "GUEST": .resourceGuest, "MODERATOR": .resourceModerator, "EDITOR": .resourceEditor, "ADMIN": .resourceAdmin,
            "CONNECTOR": .ownConnection,
        ]
        for (names, holders) in resourceTable {
            for name in words(names) {
                let held = columns.filter { $0.value.contains(Permission(named: name)) }.keys.sorted()
                #expect(held == words(holders).sorted(), "\(name)")
            }
        }
    }

    @Test("the catalogue holds what the tables hold, and nothing else")
    func complete() {
        let table = (organizationTable + resourceTable).flatMap { words($0.names) }
        #expect(Set(Permission.catalogue.map(\.permission.text)) == Set(table))
        #expect(Permission.catalogue.count == table.count)
        for entry in Permission.catalogue {
            let expected: PermissionLevel =
                switch entry.permission.text.prefix(while: { $0 != "." }) {
                case "profile", "inbox", "posts", "connection": .resource
                case "actors", "platform": .key
                case "reports" where entry.permission == .reportsView: .resource
                default: .organization
                }
            #expect(entry.level == expected, "\(entry.permission)")
        }
    }

    @Test("features that permissions need (rows 1, 7, 11, 12, 15, row 9 (partial))")
    func features() {
        let needs: [Permission: Feature] = [
            .reportsExport: .biExport, .rolesManage: .customRoles, .subaccountsManage: .subaccounts, .workspacesManage: .workspaces,
            .crmManage: .crmSync, .ssoManage: .sso,
        ]
        for entry in Permission.catalogue {
            var expected = FeatureSet()
            if entry.area != nil { expected.insert(.accountCenter) }
            if let feature = needs[entry.permission] { expected.insert(feature) }
            #expect(entry.features == expected, "\(entry.permission)")
        }
        // What an organization without the account center must still be able to do.
        for permission: Permission in [.organizationRead, .accessCheck, .subscriptionRead, .subscriptionChange, .organizationDelete] {
            #expect(permission.entry?.features.isEmpty == true)
        }
    }

    @Test("constants, numbers and names agree")
    func constants() throws {
        for (index, entry) in Permission.catalogue.enumerated() {
            #expect(Int(entry.permission.number) == index + 1)
            #expect(Permission(named: entry.permission.text) == entry.permission)
            #expect(try Permission(text: "\(entry.name)") == entry.permission)
        }
        #expect(Permission.membersRead.text == "members.read")
        #expect(Permission.organizationTransfer.text == "organization.transfer")
        #expect(Permission.platformKeys.text == "platform.keys")
        #expect(Permission.connectionDelete.text == "connection.delete")
    }

    @Test("an unknown name is kept, is in no set, and travels")
    func unknown() throws {
        let permission = try Permission(text: "members.reed")
        #expect(!permission.isKnown)
        #expect(permission.text == "members.reed")
        #expect(permission != Permission(named: "members.rea"))
        #expect(!PermissionSet.all.contains(permission))
        #expect(PermissionSet([permission]).isEmpty)
        let request = CheckRequest.with { $0.permission = permission }
        #expect(try CheckRequest(decoding: request.encoded()) == request)
        #expect(throws: WireError(.invalidUTF8)) {
            try [0xC3, 0x28].withUnsafeBytes { (bytes) throws(WireError) in try Permission(utf8: bytes) }
        }
        #expect(Permission().text == "")
        #expect(!Permission().isKnown)
    }

    @Test("sets are sets")
    func sets() {
        var set: PermissionSet = [.membersRead, .membersWrite]
        #expect(set.contains(.membersRead) && !set.contains(.membersRemove))
        #expect(set.insert(.membersRemove).inserted)
        #expect(!set.insert(.membersRemove).inserted)
        #expect(set.remove(.membersRead) == .membersRead)
        #expect(set.permissions == [.membersRemove, .membersWrite])
        #expect(set.isSubset(of: .organization) && !PermissionSet.organization.isSubset(of: set))
        #expect(PermissionSet.fullAdmin.union([.organizationTransfer]) == .organization)
        #expect(PermissionSet.organization.subtracting(.fullAdmin).permissions == [.organizationTransfer])
        #expect(PermissionSet.all.count == Permission.catalogue.count)
    }

    @Test("ranks and authority (product.md 3.1, 3.3)")
    func ranks() {
        let ladder: [OrganizationRole] = [.owner, .coOwner, .manager, .advancedMember, .member, .connector]
        #expect(ladder.map(\.rank) == [100, 80, 60, 40, 20, 10])
        #expect(OrganizationRole.unspecified.rank == 0)
        #expect(AdminGrant.with { $0.level = .full }.authority == 80)
        #expect(AdminGrant.with { $0.level = .sub }.authority == 30)
        #expect(AdminGrant.with { $0.level = .user }.authority == 0)
        #expect(ladder.filter(\.impliesResourceAdmin) == [.owner, .coOwner, .manager])
    }
}
