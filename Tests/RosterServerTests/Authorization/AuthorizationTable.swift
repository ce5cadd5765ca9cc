// Tests/Worlds/authorization.txt, read: who holds what, who stands where, and what each kind of call asks for.

import Foundation
import RosterAPI
import Testing

struct AuthorizationTable: Sendable {
    /// A set of rights that a caller can have.
    struct Rights: Sendable {
        let name: String
        /// Empty: a key that acts as itself.
        let role: String
        /// `+connect_resources`
        let toggles: [String]
        /// FULL, or categories; empty: none.
        let administration: [String]
        /// Columns of the permissions' table, or permissions by name.
        let holds: Set<String>
        let authority: Int32

        var isKey: Bool { role.isEmpty }
        var isPlatformKey: Bool { holds.contains("**") }
    }

    /// A relation of whoever calls to the organization addressed.
    struct Relation: Sendable {
        let name: String
        /// Nil: there is no such cell.
        let person: String?
        let key: String?
    }

    /// One kind of call.
    struct Row: Sendable {
        /// `MemberService/Get`
        let method: String
        /// With what stands in brackets.
        let title: String
        /// What is asked for at organization level, in the order in which it is asked.
        let permissions: [String]
        /// What is given to somebody: whoever gives it must hold it.
        let grants: [String]
        /// Of the thing that the request is about: "resource", "workspace".
        let sees: Set<String>
        /// What is held on the resource; and what of the organization does as well.
        let onResource: [String]
        let givesOnResource: Bool
        /// Features beside those of the permissions.
        let features: [String]
        let authority: Int32
        let template: RequestTemplate
        /// Of whoever has all that; by set of rights or relation where it isn't the same for everybody.
        let answer: String
        let exceptions: [String: String]
        let isPlatform: Bool
        let isAboutPerson: Bool
        /// For the person invited, by address.
        let isInvitee: Bool
        /// Only a person who is acted for can hold what it asks for.
        let needsActor: Bool
    }

    struct Permission: Sendable {
        let columns: Set<String>
        let features: [String]
    }

    private(set) var permissions: [String: Permission] = [:]
    private(set) var rights: [Rights] = []
    private(set) var relations: [Relation] = []
    private(set) var codes: [String: String] = [:]
    private(set) var rows: [Row] = []

    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Worlds/authorization.txt")

    init() throws {
        var section = ""
        for line in try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("[") {
                section = String(line)
                continue
            }
            let columns = line.split(separator: /\ {2,}/).map { $0.trimmingCharacters(in: .whitespaces) }
            func column(_ index: Int) throws -> String { try #require(columns.count > index ? columns[index] : nil, "too few columns: \(line)") }
            func words(_ index: Int) throws -> [String] { try column(index) == "-" ? [] : try column(index).split(separator: " ").map(String.init) }
            switch section {
            case "[resource permissions]": continue
            case "[permissions]":
                let permission = Permission(columns: Set(try words(1).flatMap(Self.expand)), features: try words(2))
                for name in try words(0) { permissions[name] = permission }
            case "[rights]":
                let role = try column(1)
                rights.append(Rights(
                    name: try column(0), role: role == "key" ? "" : String(role.prefix { $0 != " " }),
                    toggles: role.split(separator: " ").dropFirst().map(String.init), administration: try words(2), holds: Set(try words(3)),
                    authority: try #require(Int32(try column(4)))))
            case "[relations]":
                func answer(_ index: Int) throws -> String? { try column(index) == "-" ? nil : try column(index) }
                relations.append(Relation(name: try column(0), person: try answer(1), key: try answer(2)))
            case "[reasons]":
                for reason in try words(1) { codes[reason] = try column(0) }
            case "[methods]":
                rows.append(try Self.row(try column(0), try words(1), try column(2), try column(3), try column(4)))
            default: Issue.record("no section: \(line)")
            }
        }
    }

    /// `MANAGER…`: it and above (3.4).
    private static func expand(_ column: String) -> [String] {
        guard column.hasSuffix("…") else { return [column] }
        let top = ["CO_OWNER", "FULL", "OWNER"]
        return column == "MANAGER…" ? ["MANAGER"] + top : top
    }

    private static func row(_ title: String, _ demands: [String], _ authority: String, _ request: String, _ answers: String) throws -> Row {
        let isPlatform = demands.first?.hasPrefix("platform:") ?? false
        let isInvitee = demands == ["invitee"]
        let isAboutPerson = demands == ["person"]
        let needsActor = demands.first?.hasPrefix("actor:") ?? false
        let names = demands.map { $0.replacing("platform:", with: "").replacing("actor:", with: "") }
        var common = "OK"
        var exceptions: [String: String] = [:]
        for part in answers == "-" ? [] : answers.split(separator: ";") {
            let sides = part.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
            if sides.count == 2 { exceptions[sides[0]] = sides[1] } else { common = sides[0] }
        }
        return Row(
            method: String(title.prefix { $0 != " " }), title: title,
            permissions: isAboutPerson ? [] : names.filter { $0.contains(".") && !$0.contains(":") },
            grants: names.filter { $0.hasPrefix("grants:") }.map { $0.replacing("grants:", with: "") },
            sees: Set(names.filter { $0.hasPrefix("sees:") }.map { $0.replacing("sees:", with: "") }),
            onResource: names.first { $0.hasPrefix("on:") }?.dropFirst(3).split(separator: "|").map(String.init) ?? [],
            givesOnResource: names.contains("gives:resource"),
            features: isAboutPerson || isInvitee ? [] : names.filter { !$0.contains(".") && !$0.contains(":") },
            authority: authority == "-" ? 0 : try #require(Int32(authority)), template: try RequestTemplate(request == "-" ? "" : request),
            answer: common, exceptions: exceptions, isPlatform: isPlatform, isAboutPerson: isAboutPerson, isInvitee: isInvitee, needsActor: needsActor)
    }
}

// MARK: - What the table says of a cell

extension AuthorizationTable {
    /// The answer that a cell must get: OK, or a reason with the permission it names; nil: there is no such cell.
    func answer(_ row: Row, _ rights: Rights, _ relation: Relation) throws -> String? {
        guard let said = rights.isKey ? relation.key : relation.person else { return nil }
        // A key has no member, nor has an ancestor's member one in this organization.
        if row.template.things.contains("self"), rights.isKey || relation.name == "parent" { return nil }
        if said == "UNAUTHENTICATED" { return said }
        if row.isAboutPerson {
            if rights.isKey { return said.hasPrefix("as held") ? "INVALID_FIELD" : nil }
            if said.hasSuffix(" actors.assume") { return "MISSING_PERMISSION actors.assume" }
            return relation.name == "key without it" ? nil : "OK"
        }
        if row.isInvitee { return try inviteeAnswer(said, rights, relation) }
        let first = row.permissions.first ?? ""
        // It covers every organization, so it stands in no other relation to any.
        if rights.isPlatformKey, ["parent", "sub-account", "sibling", "foreign"].contains(relation.name) { return nil }
        if row.isPlatform { return rights.isPlatformKey && said != "MISSING_PERMISSION" ? "OK" : "MISSING_PERMISSION \(first)" }
        if row.exceptions[rights.name] == "-" { return nil }
        switch said {
        case "NOT_FOUND": return said
        case "MISSING_PERMISSION": return "\(said) \(first)"
        case "MISSING_PERMISSION actors.assume": return said
        default: break
        }
        var (holds, authority) = (rights.holds.union(["everybody"]), rights.authority)
        if said.hasPrefix("as held by FULL, for ") {
            let full = said.dropFirst("as held by FULL, for ".count).prefix { $0 != ";" }.split(separator: " ").map(String.init)
            (holds, authority) = full.contains(rights.name) ? (["FULL", "everybody"], 80) : ([], 0)
        } else if said == "as held, authority 20" {
            authority = min(authority, 20)
        } else {
            try #require(said.hasPrefix("as held"), "\(relation.name): \(said)")
        }
        if row.needsActor, rights.isKey { return "MISSING_PERMISSION \(first)" }
        for permission in row.permissions where !(try self.holds(permission, holds, isKey: rights.isKey)) { return "MISSING_PERMISSION \(permission)" }
        let own = row.exceptions[rights.name] ?? row.answer
        // The order of 4.1.
        let sight = try resourceSight(of: row, holds, isKey: rights.isKey)
        if let refusal = sight.refusal { return refusal }
        if ["OWNER_IMMUTABLE", "SELF_MODIFICATION"].contains(own) { return own }
        if row.authority > authority { return "ROLE_CEILING" }
        if row.givesOnResource, !sight.isAdmin { return "ROLE_CEILING" }
        for grant in row.grants where !(try holdsAll(of: grant, holds, isKey: rights.isKey)) { return "ROLE_CEILING" }
        if let answer = row.exceptions[relation.name] { return answer }
        if said.hasSuffix(" ACCOUNT_DEACTIVATED for changes"), row.isMutation { return "ACCOUNT_DEACTIVATED" }
        if said.hasSuffix(" PLAN_FEATURE_UNAVAILABLE"), sight.isByOrganization || !features(of: row).isEmpty { return "PLAN_FEATURE_UNAVAILABLE" }
        return own
    }

    /// Nobody here is the one invited, so that for every person there is nothing; a key needs a person to speak for.
    private func inviteeAnswer(_ said: String, _ rights: Rights, _ relation: Relation) throws -> String? {
        guard rights.isKey else { return said.hasSuffix(" actors.assume") ? said : "NOT_FOUND" }
        if rights.isPlatformKey, said == "NOT_FOUND" { return nil }
        if said == "NOT_FOUND" { return said }
        guard said.hasPrefix("as held") else { return nil }
        return try holds("actors.assume", rights.holds, isKey: true) ? "INVALID_FIELD" : "MISSING_PERMISSION actors.assume"
    }

    private func holds(_ permission: String, _ held: Set<String>, isKey: Bool) throws -> Bool {
        if isKey { return held.contains(permission) || held.contains("**") || (held.contains("*") && !permission.hasPrefix("platform.")) }
        return try held.contains(permission) || !held.isDisjoint(with: #require(permissions[permission], "\(permission) is not in the table").columns)
    }

    /// What is held of @resource and @workspace: NOT_FOUND where nothing is, MISSING_PERMISSION where not enough is.
    private func resourceSight(
        of row: Row, _ held: Set<String>, isKey: Bool
    ) throws -> (refusal: String?, isAdmin: Bool, isByOrganization: Bool) {
        func holds(_ permission: String) throws -> Bool { try self.holds(permission, held, isKey: isKey) }
        // A key holds on every resource what it holds at all.
        let isAdmin = isKey ? held.contains("*") || held.contains("**") : !held.isDisjoint(with: ["MANAGER", "CO_OWNER", "OWNER"])
        if isAdmin { return (nil, true, false) }
        if row.sees.contains("workspace") {
            let reads = try holds("workspaces.read")
            let manages = try holds("workspaces.manage")
            if !reads, !manages { return ("NOT_FOUND", false, false) }
        }
        if row.sees.contains("resource") || !row.onResource.isEmpty {
            let manages = try holds("resources.manage")
            if !manages { return ("NOT_FOUND", false, false) }
        }
        guard let permission = row.onResource.first else { return (nil, false, false) }
        for other in row.onResource.dropFirst() {
            let isHeld = try holds(other)
            if isHeld { return (nil, false, true) }
        }
        return ("MISSING_PERMISSION \(permission)", false, false)
    }

    /// A permission, or all that a column holds.
    private func holdsAll(of grant: String, _ held: Set<String>, isKey: Bool) throws -> Bool {
        if grant.contains(".") { return try holds(grant, held, isKey: isKey) }
        // A key has its rank alone, and the row says which it takes.
        if grant == "FULL" { return isKey || !held.isDisjoint(with: ["FULL", "CO_OWNER", "OWNER"]) }
        return try permissions.filter { $0.value.columns.contains(grant) }.allSatisfy { try holds($0.key, held, isKey: isKey) }
    }

    /// The features that a kind of call needs.
    func features(of row: Row) -> [String] { row.permissions.flatMap { permissions[$0]?.features ?? [] } + row.features }
}

extension AuthorizationTable.Row {
    var isMutation: Bool { Methods.all.first { $0.name == "roster.v1." + method }?.kind == .mutation }
}
