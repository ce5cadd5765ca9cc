// Who calls in each cell of the authorization matrix: a key, the person it acts for, and the organization addressed.

import Foundation
import RosterAPI
import RosterClient
import Testing

/// The organizations of the matrix with their callers; made once.
final class AuthorizationCallers {
    struct Caller {
        let key: String
        let person: Person?
        /// The organization addressed.
        let account: Account
        /// The person's own member.
        let member: Member?
    }

    private let world: AuthorizationWorld
    private let own: Account
    private let foreign: Account
    private let bare: Account
    private let deleted: Account
    private var ended: [String: String] = [:]

    init(_ world: AuthorizationWorld) async throws {
        self.world = world
        var own = try await world.root("own")
        try await world.addInactive(to: &own, "own")
        self.own = own
        foreign = try await world.root("foreign")
        let bare = try await world.root("bare")
        _ = try await world.platform.organizations.changePlan { $0.organizationID = bare.id; $0.plan = "BARE" }
        self.bare = bare
        deleted = try await world.root("deleted")
    }

    /// Deletes what shall be deleted, once all callers have their keys.
    func settle() async throws {
        _ = try await world.platform.organizations.delete { $0.organizationID = deleted.id }
    }

    /// Who calls in a cell; nil where nobody can.
    func caller(_ rights: AuthorizationTable.Rights, _ relation: AuthorizationTable.Relation, asking row: AuthorizationTable.Row) async throws -> Caller? {
        let first = row.permissions.first
        func permissions(but missing: String? = nil) -> [String] {
            let all = rights.isKey && rights.holds.isDisjoint(with: ["*", "**"]) ? Array(rights.holds).sorted() : AuthorizationWorld.everything
            return all.filter { $0 != missing }
        }
        /// The key: its own where it acts as itself, else one that may do everything.
        func key(of account: Account, but missing: String? = nil, ceiling: Int32? = nil) async throws -> String {
            try await world.key(
                of: rights.isPlatformKey ? nil : account.id, permissions(but: missing), ceiling: ceiling ?? (rights.isKey ? rights.authority : 100))
        }
        func caller(_ account: Account, _ key: String, as name: String, of home: Account, byAddress: Bool = false) -> Caller? {
            if rights.isKey { return Caller(key: key, person: nil, account: account, member: nil) }
            guard let member = home.members[name] else { return nil }
            let person: Person = byAddress || row.isAboutPerson || row.isInvitee ? .user(email: member.email) : .member(member.memberID)
            return Caller(key: key, person: person, account: account, member: member)
        }
        let name = rights.name
        switch relation.name {
        case "own": return caller(own, try await key(of: own), as: name, of: own)
        case "own, by address": return caller(own, try await key(of: own), as: name, of: own, byAddress: true)
        // Through a key that covers both, so that only the person is foreign; a key as itself is bound to its own.
        case "foreign" where rights.isKey: return caller(own, try await key(of: foreign), as: name, of: foreign)
        case "foreign": return caller(own, try await world.key(of: nil, AuthorizationWorld.everything), as: name, of: foreign)
        case "foreign, by address":
            return caller(own, try await world.key(of: nil, AuthorizationWorld.everything), as: name, of: foreign, byAddress: true)
        case "suspended", "removed", "pending": return caller(own, try await key(of: own), as: relation.name + " " + name, of: own)
        case "no key": return caller(own, "", as: name, of: own)
        case "unknown key": return caller(own, Self.altered(own.key), as: name, of: own)
        case "expired key", "revoked key": return caller(own, try await endedKey(relation.name, of: rights.isPlatformKey ? nil : own.id), as: name, of: own)
        case "key elsewhere": return caller(own, foreign.key, as: name, of: own)
        case "key without it": return caller(own, try await key(of: own, but: first), as: name, of: own)
        case "key without actors": return caller(own, try await key(of: own, but: "actors.assume"), as: name, of: own)
        case "key of rank 20": return caller(own, try await key(of: own, ceiling: 20), as: name, of: own)
        case "bare plan": return caller(bare, try await key(of: bare), as: name, of: bare)
        case "deleted": return caller(deleted, try await key(of: deleted), as: name, of: deleted)
        // Sub-accounts can't be made yet.
        case "parent", "sub-account", "sibling": return nil
        default:
            Issue.record("nobody knows the relation \(relation.name)")
            return nil
        }
    }

    /// A known key with a wrong secret.
    private static func altered(_ key: String) -> String {
        key.dropLast() + (key.last == "0" ? "1" : "0")
    }

    /// A key that may do everything and has ended.
    private func endedKey(_ how: String, of organization: OrganizationID?) async throws -> String {
        let bound = organization ?? .platform
        if let key = ended["\(how) \(bound)"] { return key }
        let made = try await world.platform.keys.create {
            $0.organizationID = bound
            $0.name = how
            $0.permissions = AuthorizationWorld.everything.filter { organization == nil || !$0.hasPrefix("platform.") }.map { Permission(named: $0) }
            $0.ceiling = 100
            if how == "expired key" { $0.expireTime = Timestamp(seconds: Int64(Date().timeIntervalSince1970) + 2, nanos: 0) }
        }
        if how == "revoked key" {
            _ = try await world.platform.keys.revoke { $0.organizationID = bound; $0.keyID = made.key?.keyID ?? KeyID() }
        } else {
            // Until its time has come it is a key like any other.
            let clock = ContinuousClock()
            let limit = clock.now + .seconds(20)
            let client = try world.client(made.secret)
            while clock.now < limit {
                do throws(RosterError) {
                    _ = try await client.organizations.get { $0.organizationID = own.id }
                } catch {
                    if error.code == .unauthenticated { break }
                }
                try await clock.sleep(for: .milliseconds(20))
            }
            #expect(clock.now < limit, "the key doesn't expire")
        }
        ended["\(how) \(bound)"] = made.secret
        return made.secret
    }
}
