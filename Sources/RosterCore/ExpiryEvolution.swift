// ExpiryEvolution: what becomes of the state when the sweeper takes note of what has ended. Nothing that anybody sees.

import RosterAPI

extension TreeState {
    /// An expiry changes nothing that anybody sees, so the key keeps its revision.
    mutating func expireKey(_ fact: GrantExpired, revision: Int64) throws(UnreadableHistory) {
        guard let before = keys[fact.keyID] else { throw UnreadableHistory(revision: revision, problem: "a key that doesn't exist") }
        try withKey(fact.keyID, revision: before.revision, at: before.updateTime) { key in
            if fact.kind == .key {
                key.isExpired = true
                key.secretHash = []
            }
            key.previousSecretHash = []
            key.previousSecretExpireTime = 0
        }
    }
}

extension OrganizationContents {
    /// An expiry changes nothing that anybody sees, so member and license keep their revisions.
    mutating func expire(_ fact: GrantExpired, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        if fact.kind == .groupMembership { return try expireMembership(fact, revision: revision, at: now) }
        if fact.kind == .license {
            guard let before = assignments[fact.licenseID] else { throw UnreadableHistory(revision: revision, problem: "a license that doesn't exist") }
            try withAssignment(fact.licenseID, before.revision) { assignment in
                assignment.state = .revoked
                assignment.revokeTime = assignment.validity.end
                assignment.parkTime = 0
            }
        }
        guard let before = members[fact.memberID]?.record else { throw UnreadableHistory(revision: revision, problem: "a member who doesn't exist") }
        try withMember(fact.memberID, before.revision, before.updateTime, computedAt: now) { member in
            switch fact.kind {
            case .role:
                member.lapseRole()
            case .administration:
                member.lapsedAdminLevel = member.adminLevel
                member.lapsedAdminCategories = member.adminCategories
                member.adminLevel = .unspecified
                member.adminCategories = []
                member.adminValidity = .always
            case .resourceRole:
                guard var role = member.resourceRole(on: fact.resourceID) else { return }
                role.isLapsed = true
                member.setResourceRole(role, on: fact.resourceID)
            default:
                member.licenses.removeAll { $0 == fact.licenseID }
            }
        }
    }
}

extension MemberRecord {
    mutating func forgetLapsedAdministration() {
        lapsedAdminLevel = .unspecified
        lapsedAdminCategories = []
    }
}
