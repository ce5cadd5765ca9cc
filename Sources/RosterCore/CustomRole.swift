// CustomRole: a role of an organization's own with what follows from its permissions, and all of them with their holders.

import HashTreeCollections
public import RosterAPI

/// A custom role with what is computed from its record. Never changed once made: a change makes another one, and with it the
/// nodes of its holders, so that a check finds the permissions in the member's node.
public final class CustomRole: Sendable {
    public let record: CustomRoleRecord
    /// What it holds, at its level.
    public let permissions: PermissionSet
    /// At organization level its place on the ladder; 0 at resource level.
    public let rank: Int32

    init(_ record: CustomRoleRecord) {
        self.record = record
        permissions = PermissionSet(record.permissions)
        rank = record.level == .organization ? OrganizationRole.lowest(holding: permissions)?.rank ?? OrganizationRole.coOwner.rank : 0
    }

    public var id: RoleID { record.roleID }
    public var level: PermissionLevel { record.level }
}

extension OrganizationRole {
    /// The lowest built-in role from MEMBER up to CO_OWNER that holds all these permissions; nil when none does (product.md 3.1).
    static func lowest(holding permissions: PermissionSet) -> OrganizationRole? {
        [.member, .advancedMember, .manager, .coOwner].first { permissions.isSubset(of: $0.permissions) }
    }
}

/// The custom roles of an organization and who holds them.
struct CustomRoles: Sendable {
    /// The most roles of one organization.
    static let countMax = 500

    private(set) var roles: TreeDictionary<RoleID, CustomRole> = [:]
    /// Role ids in the order in which roles were made.
    private(set) var order = SortedChunks<RoleID>()
    private var holders: TreeDictionary<RoleID, Holders> = [:]

    /// Who holds one role: members who aren't removed.
    private struct Holders {
        var members = SortedChunks<MemberID>()
        /// When those end that end by time alone.
        var ends = SortedChunks<End>()
        /// Those whose role is over, for as long as a refusal says so.
        var lapsed = SortedChunks<MemberID>()

        var isEmpty: Bool { members.isEmpty && lapsed.isEmpty }
    }

    private struct End: Comparable {
        let time: Int64
        let member: MemberID

        static func < (a: End, b: End) -> Bool { (a.time, a.member) < (b.time, b.member) }
    }

    subscript(_ id: RoleID) -> CustomRole? { roles[id] }

    /// Members who were given the role, in the order in which they joined; some may be over, which the sweeper hasn't noted yet.
    func holders(of id: RoleID) -> SortedChunks<MemberID> { holders[id]?.members ?? SortedChunks() }

    /// Members who hold the role at a time or will hold it later; the same whether the sweeper has passed or not.
    func holders(of id: RoleID, at time: Int64) -> [MemberID] {
        guard let found = holders[id] else { return [] }
        let over = Set(found.ends.lazy.prefix { $0.time <= time }.map(\.member))
        return over.isEmpty ? Array(found.members) : found.members.filter { !over.contains($0) }
    }

    /// Members whose node knows the role: holders, and those for whom it is over.
    func reached(by id: RoleID) -> [MemberID] {
        guard let found = holders[id] else { return [] }
        return found.lapsed.isEmpty ? Array(found.members) : Set(found.members).union(found.lapsed).sorted()
    }

    /// How many hold the role at a time or will hold it later.
    func count(of id: RoleID, at time: Int64) -> Int {
        guard let found = holders[id] else { return 0 }
        return found.members.count - found.ends.count(while: { $0.time <= time })
    }

    /// Whether a role of the level has the name, in upper or lower case, or a built-in one has.
    func isTaken(_ name: String, at level: PermissionLevel, but own: RoleID = RoleID()) -> Bool {
        let name = name.lowercased()
        if BuiltInRole.all.contains(where: { $0.level == level && $0.name.lowercased() == name }) { return true }
        return roles.values.contains { $0.level == level && $0.id != own && $0.record.name.lowercased() == name }
    }

    // MARK: Changes

    /// Makes a role, or makes it another one. The nodes of its holders must be made anew.
    mutating func set(_ record: CustomRoleRecord) {
        roles[record.roleID] = CustomRole(record)
        order.insert(record.roleID)
    }

    mutating func remove(_ id: RoleID) {
        roles[id] = nil
        order.remove(id)
        holders[id] = nil
    }

    /// Counts what a member holds in (+1) or out (-1).
    mutating func count(_ member: MemberRecord, by change: Int) {
        if member.customRoleID.isZero, member.lapsedCustomRoleID.isZero, member.resourceRoles.isEmpty { return }
        for holding in member.customRoleHoldings {
            with(holding.role) { found in
                change > 0 ? found.members.insert(member.memberID) : found.members.remove(member.memberID)
                guard holding.end != .max else { return }
                let end = End(time: holding.end, member: member.memberID)
                change > 0 ? found.ends.insert(end) : found.ends.remove(end)
            }
        }
        for role in member.lapsedCustomRoles {
            with(role) { change > 0 ? $0.lapsed.insert(member.memberID) : $0.lapsed.remove(member.memberID) }
        }
    }

    private mutating func with(_ id: RoleID, _ change: (inout Holders) -> Void) {
        var found = holders[id] ?? Holders()
        change(&found)
        holders[id] = found.isEmpty ? nil : found
    }

    /// What is wrong with the index of holders; for `Invariants`.
    func violations(_ members: some Sequence<MemberNode>) -> [String] {
        var expected = CustomRoles()
        for member in members {
            expected.count(member.record, by: 1)
            for id in member.record.customRoleHoldings.map(\.role) + member.record.lapsedCustomRoles where roles[id] == nil {
                return ["\(member.id): a custom role that doesn't exist"]
            }
        }
        guard Set(expected.holders.keys) == Set(holders.keys) else { return ["holders of custom roles that nobody holds"] }
        for (id, found) in expected.holders {
            guard let index = holders[id], index.members == found.members, index.ends == found.ends, index.lapsed == found.lapsed else { return ["\(id): other holders"] }
        }
        if !order.elementsEqual(roles.keys.sorted()) { return ["the order of custom roles is wrong"] }
        return []
    }
}
