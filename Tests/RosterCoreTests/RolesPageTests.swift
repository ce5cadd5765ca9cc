// docs/roles-and-permissions.md against the catalogue: what the page says of each permission and each role is what counts.

import Foundation
import RosterAPI
import Testing

@testable import RosterCore

private let page = "docs/roles-and-permissions.md"

@Suite("The page on roles and permissions")
struct RolesPageTests {
    /// The tables of the page, each by its first heading.
    private static func tables() throws -> [String: [String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var tables: [String: [String]] = [:]
        var title: String?
        for line in try String(contentsOf: root.appending(path: page), encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("| ") || line.hasPrefix("|-") else {
                title = nil
                continue
            }
            let first = line.split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
            if title == nil {
                title = first
                try #require(tables[first] == nil, "two tables of the page begin with \(first)")
            }
            tables[title ?? first, default: []].append(String(line))
        }
        return tables
    }

    private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private static func table(_ heading: [String], _ rows: [[String]]) -> [String] {
        [line(heading), "|" + heading.map { _ in "---|" }.joined()] + rows.map(line)
    }

    /// Fails with the whole table as it should stand.
    private static func expect(_ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let name = expected[0].split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
        let found = try #require(try tables()[name], "\(page) has no table that begins with \(name)", sourceLocation: sourceLocation)
        let wrong = expected.filter { !found.contains($0) } + found.filter { !expected.contains($0) }
        #expect(found == expected, "\(page) differs in\n\(wrong.joined(separator: "\n"))\nIt should have\n\(expected.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }

    private static func label(_ cases: [(Int32, String)], _ value: Int32) -> String {
        // The names of a type's values share what stands before the first one's own.
        let prefix = cases[0].1.dropLast("UNSPECIFIED".count)
        return cases.first { $0.0 == value }.map { String($0.1.dropFirst(prefix.count)) } ?? "?"
    }

    private static let roles: [OrganizationRole] = [.owner, .coOwner, .manager, .advancedMember, .member, .connector]
    private static let categories: [AdminCategory] = [.usersLicenses, .reports, .ssoEdi]

    private static func mark(_ permission: Permission, _ role: OrganizationRole) -> String {
        let holds = role.permissions.contains(permission)
        if role.toggles.contains(permission) { return holds ? "on" : "off" }
        return holds ? "Y" : "–"
    }

    private static func mark(_ permission: Permission, _ category: AdminCategory) -> String {
        let grant = AdminGrant.with { $0.level = .sub; $0.categories = [category] }
        if MemberRules().permissions(of: grant).contains(permission) { return "Y" }
        return MemberRules(subAdminsManageGroups: true).permissions(of: grant).contains(permission) ? "P" : "–"
    }

    @Test("the matrix of the organization's permissions is the catalogue's")
    func organizationLevel() throws {
        let full = AdminGrant.with { $0.level = .full }
        let rows = Permission.catalogue.filter { $0.level == .organization }.map { entry in
            let needed = entry.features.features.filter { $0 != .accountCenter }
            return ["`\(entry.permission)`"] + Self.roles.map { Self.mark(entry.permission, $0) }
                + [full.permissions.contains(entry.permission) ? "Y" : "–"] + Self.categories.map { Self.mark(entry.permission, $0) }
                + [
                    entry.area.map { Self.label(AccountCenterArea.cases, $0.rawValue) } ?? "–",
                    needed.isEmpty ? "–" : needed.map { Self.label(Feature.cases, $0.rawValue) }.joined(separator: " "),
                ]
        }
        let heading = ["permission"] + Self.roles.map { Self.label(OrganizationRole.cases, $0.rawValue) } + ["FULL"]
            + Self.categories.map { Self.label(AdminCategory.cases, $0.rawValue) } + ["area", "feature"]
        try Self.expect(Self.table(heading, rows))
    }

    @Test("the matrix of the permissions on a resource is the catalogue's")
    func resourceLevel() throws {
        let roles: [(ResourceRole, PermissionSet)] = [
            (.guest, .resourceGuest), (.moderator, .resourceModerator), (.editor, .resourceEditor), (.admin, .resourceAdmin),
        ]
        let rows = Permission.catalogue.filter { $0.level == .resource }.map { entry in
            ["`\(entry.permission)`"] + (roles.map(\.1) + [.ownConnection]).map { $0.contains(entry.permission) ? "Y" : "–" }
        }
        let heading = ["on a resource"] + roles.map { Self.label(ResourceRole.cases, $0.0.rawValue) } + ["CONNECTOR, what it connected"]
        try Self.expect(Self.table(heading, rows))
    }

    @Test("the ladder and the levels of administration are those that count")
    func ladder() throws {
        let ladder = Self.roles.map { role in
            let toggles = [(PermissionSet.connectToggle, "`connect_resources`"), (.workspacesToggle, "`manage_workspaces`")]
                .filter { $0.0.isSubset(of: role.toggles) }.map { "\($0.1), \($0.0.isSubset(of: role.permissions) ? "on" : "off") at first" }
            return [
                Self.label(OrganizationRole.cases, role.rawValue), String(role.rank), role.impliesFullAdmin ? "FULL" : role == .manager ? "USERS_LICENSES, REPORTS, SSO_EDI" : "–",
                role.impliesResourceAdmin ? "ADMIN on every one" : role == .connector ? "what it connected" : "the roles it was given",
                toggles.isEmpty ? "–" : toggles.joined(separator: "; "),
            ]
        }
        try Self.expect(Self.table(["role", "rank", "administration that it implies", "resources", "toggle"], ladder))
        // What the ladder's third column says is what ListAdmins says.
        for role in Self.roles {
            let node = MemberNode(.with { $0.role = role; $0.state = .active }, MemberRules(), at: 0)
            let administers = node.administers(at: 0)
            #expect(administers?.level == (role.impliesFullAdmin ? .full : role == .manager ? .sub : nil))
            if role == .manager { #expect(administers?.categories == Self.categories) }
        }
        let levels = [AdminLevel.user, .sub, .full].map { level in
            [Self.label(AdminLevel.cases, level.rawValue), String(AdminGrant.with { $0.level = level }.authority)]
        }
        let found = try #require(try Self.tables()["level"]).dropFirst(2).map { line in
            line.split(separator: "|").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(found == levels)
    }

    @Test("the page names every permission that keys alone hold, every policy, and every reason of a check")
    func words() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: page), encoding: .utf8)
        let keys = Permission.catalogue.filter { $0.level == .key }.map(\.permission.text)
        let policies = ["sub_admin_reports_only", "sub_admins_manage_groups", "literal_role_assignment"]
        let reasons: [Reason] = [
            .notAMember, .accountDeactivated, .memberNotActive, .planFeatureUnavailable, .featureNotEnabled, .seatType, .noAccess, .grantExpired,
            .missingPermission, .ownerImmutable, .selfModification, .roleCeiling, .roleInUse, .categoryNotAvailable,
        ]
        for word in keys + policies + reasons.map(\.name) { #expect(text.contains("`\(word)`") || text.contains(word), "\(word)") }
    }
}
