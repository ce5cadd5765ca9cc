// The tables of product.md 3.4 as Tests/Worlds/authorization.txt has them: who holds a permission, and the features that it needs.

import Foundation
import RosterAPI
import Testing

/// The columns of 3.4's tables.
struct Columns: OptionSet, Sendable {
    let rawValue: UInt32
    static let everybody = Columns(rawValue: 1)
    static let owner = Columns(rawValue: 2), coOwner = Columns(rawValue: 4), manager = Columns(rawValue: 8)
    static let advancedMember = Columns(rawValue: 16), connector = Columns(rawValue: 32), full = Columns(rawValue: 64)
    static let usersLicenses = Columns(rawValue: 128), reports = Columns(rawValue: 256), ssoEDI = Columns(rawValue: 512)
    static let guest = Columns(rawValue: 1_024), moderator = Columns(rawValue: 2_048), editor = Columns(rawValue: 4_096)
    static let admin = Columns(rawValue: 8_192), ownConnection = Columns(rawValue: 16_384)
    /// By a toggle of the member's, and by the organization's policy (C15).
    static let connects = Columns(rawValue: 32_768), keepsWorkspaces = Columns(rawValue: 65_536)
    static let usersLicensesByPolicy = Columns(rawValue: 131_072)

    /// As the table writes it; `MANAGER…` is it and above.
    init(named name: Substring) throws {
        self = switch name {
        case "everybody": .everybody
        case "OWNER": .owner
        case "CO_OWNER…": [.coOwner, .full, .owner]
        case "MANAGER…": [.manager, .coOwner, .full, .owner]
        case "ADVANCED_MEMBER": .advancedMember
        case "CONNECTOR": .connector
        case "CONNECTS": .connects
        case "KEEPS_WORKSPACES": .keepsWorkspaces
        case "USERS_LICENSES": .usersLicenses
        case "USERS_LICENSES_BY_POLICY": .usersLicensesByPolicy
        case "REPORTS": .reports
        case "SSO_EDI": .ssoEDI
        case "GUEST": .guest
        case "MODERATOR": .moderator
        case "EDITOR": .editor
        case "ADMIN": .admin
        case "OWN_CONNECTION": .ownConnection
        default: try #require(name == "-" ? [] : nil, "no column: \(name)")
        }
    }

    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// By a permission's number, so that a million worlds take a minute.
struct PermissionsTable: Sendable {
    private var holders = [Columns](repeating: [], count: 128)
    private var needs = [[Feature]](repeating: [], count: 128)
    private(set) var resourcePermissions = PermissionSet()
    /// What a LIMITED seat leaves (rows 93 to 96): oneself, connecting profiles, and its own connections.
    let limitedSeat: PermissionSet = [.organizationRead, .accessCheck, .resourcesConnect, .profileRead, .connectionRenew, .connectionDelete]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Worlds/authorization.txt")
        var section = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("[") { section = String(line) }
            let columns = line.split(separator: /\ {2,}/)
            guard columns.count == 3, section.hasSuffix("permissions]") else { continue }
            let features = try columns[2] == "-" ? [] : columns[2].split(separator: " ").map { name in
                try #require(Feature.cases.first { $0.1 == "FEATURE_\(name)" }.map { Feature(rawValue: $0.0) })
            }
            for name in columns[0].split(separator: " ") {
                let permission = Permission(named: String(name))
                try #require(permission.isKnown)
                for column in columns[1].split(separator: " ") { holders[Int(permission.number)].formUnion(try Columns(named: column)) }
                needs[Int(permission.number)] = features
                if section == "[resource permissions]" { resourcePermissions.insert(permission) }
            }
        }
        try #require(resourcePermissions.count > 10)
    }

    func isHeld(_ permission: Permission, by columns: Columns) -> Bool { !holders[Int(permission.number)].isDisjoint(with: columns) }
    func features(of permission: Permission) -> [Feature] { needs[Int(permission.number)] }
}
