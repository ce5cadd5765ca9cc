// Expiry: what ends by time alone, in the order in which it ends.

import RosterAPI

/// The end of something granted until a time.
struct Expiry: Comparable, Sendable {
    /// In nanoseconds since 1970.
    let time: Int64
    let grant: Grant

    enum Grant: Comparable, Sendable {
        case role(MemberID)
        case administration(MemberID)
        case license(LicenseID)
        case key(KeyID)
        case previousSecret(KeyID)
        case resourceRole(MemberID, ResourceID)
        case membership(GroupID, MemberID)
    }

    static func < (a: Expiry, b: Expiry) -> Bool { a.time == b.time ? a.grant < b.grant : a.time < b.time }
}

extension SortedChunks<Expiry> {
    /// Counts what a record holds in (+1) or out (-1).
    mutating func count(_ expiries: [Expiry], by change: Int) {
        for expiry in expiries { change > 0 ? insert(expiry) : remove(expiry) }
    }
}

extension MemberRecord {
    var expiries: [Expiry] {
        if state == .removed || (roleValidity.end == .max && adminValidity.end == .max && resourceRoles.isEmpty && groups.isEmpty) { return [] }
        var expiries: [Expiry] = []
        if roleValidity.end != .max { expiries.append(Expiry(time: roleValidity.end, grant: .role(memberID))) }
        if adminLevel != .unspecified, adminValidity.end != .max { expiries.append(Expiry(time: adminValidity.end, grant: .administration(memberID))) }
        for role in resourceRoles where role.validity.end != .max && !role.isLapsed {
            expiries.append(Expiry(time: role.validity.end, grant: .resourceRole(memberID, role.resourceID)))
        }
        for held in groups where held.validity.end != .max { expiries.append(Expiry(time: held.validity.end, grant: .membership(held.groupID, memberID))) }
        return expiries
    }
}

extension AssignmentRecord {
    var expiries: [Expiry] {
        state == .revoked || validity.end == .max ? [] : [Expiry(time: validity.end, grant: .license(licenseID))]
    }
}

extension KeyRecord {
    var expiries: [Expiry] {
        if revokeTime != 0 || isExpired { return [] }
        var expiries: [Expiry] = []
        if expireTime != 0 { expiries.append(Expiry(time: expireTime, grant: .key(keyID))) }
        if previousSecretExpireTime != 0 { expiries.append(Expiry(time: previousSecretExpireTime, grant: .previousSecret(keyID))) }
        return expiries
    }
}

extension TreeState {
    /// When something ends by time alone the next time, in nanoseconds since 1970, unless the sweeper has taken note of it; nil: never.
    public var nextExpiry: Int64? {
        let first = (organizations.values.compactMap { $0.expiries.first?.time } + [invitationEnds.first?.time].compactMap(\.self)).min()
        switch (first, keyExpiries.first?.time) {
        case (let one?, let other?): return min(one, other)
        case (let one, let other): return one ?? other
        }
    }

    /// At most `limit` of what has ended by a time, each with its organization.
    func expired(at time: Int64, limit: Int) -> [(organization: OrganizationID, expiry: Expiry)] {
        var found: [(organization: OrganizationID, expiry: Expiry)] = []
        func take(_ expiries: SortedChunks<Expiry>, _ organization: (Expiry) -> OrganizationID) {
            for expiry in expiries.page(after: nil, limit: limit - found.count) {
                guard expiry.time <= time else { return }
                found.append((organization(expiry), expiry))
            }
        }
        for (id, node) in organizations.sorted(by: { $0.key < $1.key }) { take(node.expiries) { _ in id } }
        take(keyExpiries) { expiry in
            switch expiry.grant {
            case .key(let id), .previousSecret(let id): keys[id]?.organizationID ?? tree
            default: tree
            }
        }
        return found
    }
}
