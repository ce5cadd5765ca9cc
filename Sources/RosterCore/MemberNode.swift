// MemberNode: a member with what follows from its record and from the organization's rules, so that a check is a look-up.

public import RosterAPI

/// What an organization's own roles and policies make of a member's record.
struct MemberRules: Sendable {
    /// The custom role that the record names, as it is now; nil for a built-in one.
    var customRole: CustomRole?
    /// The custom role that is over.
    var lapsedCustomRole: CustomRole?
    /// Whether USERS_LICENSES holds what the policy adds (C15).
    var subAdminsManageGroups = false
}

/// A member with what is computed from its record, so that a check is a look-up. Never changed once made.
public final class MemberNode: Sendable {
    public let record: MemberRecord
    let rules: MemberRules
    /// What role, administration, seat type and state give, before organization and plan mask it, from ``since`` until ``until``.
    public let permissions: PermissionSet
    let since: Int64
    let until: Int64

    init(_ record: MemberRecord, _ rules: MemberRules, at time: Int64) {
        self.record = record
        self.rules = rules
        permissions = Self.permissions(of: record, rules, at: time)
        let changes = [record.roleValidity.nextChange(after: time), record.adminValidity.nextChange(after: time)].compactMap(\.self)
        // Reads at a point before this record was made see the state of that point, so only the future matters.
        since = changes.isEmpty ? .min : time
        until = changes.min() ?? .max
    }

    public var id: MemberID { record.memberID }

    /// The next time at which ``permissions(at:)`` could change; nil: never. Of an ACTIVE member.
    @inline(__always)
    func nextChange(after time: Int64) -> Int64? {
        since <= time && time < until ? (until == .max ? nil : until) : record.nextChange(after: time)
    }

    /// What the member holds at this time, before organization and plan mask it.
    @inline(__always)
    public func permissions(at time: Int64) -> PermissionSet {
        since <= time && time < until ? permissions : Self.permissions(of: record, rules, at: time)
    }

    /// What role and administration give at this time, masked by the member's state and seat type, not yet by organization and plan.
    static func permissions(of record: MemberRecord, _ rules: MemberRules, at time: Int64) -> PermissionSet {
        guard record.state == .active else { return [] }
        var permissions = record.rolePermissions(rules.customRole, at: time)
        if let administration = record.administration(at: time) { permissions.formUnion(rules.permissions(of: administration)) }
        return record.seatType == .limited ? permissions.intersection(PermissionSet.limitedSeat) : permissions
    }
}

extension MemberRules {
    /// What an administration right holds in this organization.
    func permissions(of administration: AdminGrant) -> PermissionSet {
        var permissions = administration.permissions
        if subAdminsManageGroups, administration.categories.contains(.usersLicenses) { permissions.formUnion(.usersLicensesByPolicy) }
        return permissions
    }
}

extension OrganizationContents {
    /// The member's node, as the organization's rules are now.
    func node(of record: MemberRecord, at time: Int64) -> MemberNode {
        var rules = MemberRules()
        if !record.customRoleID.isZero { rules.customRole = customRoles[record.customRoleID] }
        if !record.lapsedCustomRoleID.isZero { rules.lapsedCustomRole = customRoles[record.lapsedCustomRoleID] }
        rules.subAdminsManageGroups = self.record.policies?.subAdminsManageGroups ?? false
        return MemberNode(record, rules, at: time)
    }

    /// Makes the nodes of members anew after the rules changed; their records stay as they are.
    mutating func remake(_ ids: some Sequence<MemberID>, at time: Int64) {
        for id in ids {
            if let member = members[id] { members[id] = node(of: member.record, at: time) }
        }
    }

    /// Takes new policies; the nodes of those for whom they count are made anew.
    mutating func setPolicies(_ policies: Policies, at time: Int64) {
        let changesGroups = policies.subAdminsManageGroups != record.policies?.subAdminsManageGroups ?? false
        record.policies = policies
        guard changesGroups else { return }
        remake(members.filter { _, member in
            member.record.adminCategories.contains(.usersLicenses) || member.record.lapsedAdminCategories.contains(.usersLicenses)
        }.map(\.key), at: time)
    }
}
