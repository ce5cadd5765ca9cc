// RoleEvolution: what becomes of custom roles, of their holders and of members' toggles.

import RosterAPI

extension OrganizationContents {
    mutating func applyRole(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .customRoleCreated(let fact):
            customRoles.set(.with { record in
                record.roleID = fact.roleID
                record.revision = revision
                record.level = fact.level
                record.name = fact.name
                record.description = fact.description
                record.permissions = fact.permissions
                record.createTime = now
                record.updateTime = now
            })
        case .customRoleUpdated(let fact):
            guard var record = customRoles[fact.roleID]?.record else { throw unknownRole(revision) }
            record.revision = revision
            record.name = fact.name
            record.description = fact.description
            record.permissions = fact.permissions
            record.updateTime = now
            customRoles.set(record)
            remake(customRoles.reached(by: fact.roleID), at: now)
        case .customRoleDeleted(let fact):
            guard customRoles[fact.roleID] != nil else { throw unknownRole(revision) }
            for id in customRoles.reached(by: fact.roleID) { try replaceRole(of: id, fact, revision, now) }
            customRoles.remove(fact.roleID)
        case .capabilitiesChanged(let fact):
            try withMember(fact.memberID, revision, now) { member in
                // The toggles are those of the role that counts after it.
                if member.roleValidity.end <= now { member.lapseRole() }
                member.connectResources = fact.capabilities?.connectResources
                member.manageWorkspaces = fact.capabilities?.manageWorkspaces
            }
        default:
            return
        }
    }

    /// Nobody may go on to refer to the role. Who held it gets the replacement; for whom it was over it is only forgotten.
    private mutating func replaceRole(of id: MemberID, _ fact: CustomRoleDeleted, _ revision: Int64, _ now: Int64) throws(UnreadableHistory) {
        guard let before = members[id]?.record else { throw UnreadableHistory(revision: revision, problem: "a member who doesn't exist") }
        let holds = before.customRoleHoldings.contains { $0.role == fact.roleID && $0.end > now }
        try withMember(id, holds ? revision : before.revision, holds ? now : before.updateTime, computedAt: now) { member in
            if member.customRoleID == fact.roleID {
                if member.roleValidity.end > now {
                    member.give(fact.replacementRole, fact.replacementCustomRoleID, member.roleValidity)
                } else {
                    member.give(.member, RoleID(), .always)
                }
            }
            if member.lapsedCustomRoleID == fact.roleID { member.forgetLapsedRole() }
            for role in member.resourceRoles where role.customRoleID == fact.roleID {
                var role = role
                role.role = fact.replacementResourceRole
                role.customRoleID = fact.replacementCustomRoleID
                let goesOn = role.validity.end > now && !role.isLapsed && role.role != .unspecified
                member.setResourceRole(goesOn ? role : nil, on: role.resourceID)
            }
        }
    }

    private func unknownRole(_ revision: Int64) -> UnreadableHistory {
        UnreadableHistory(revision: revision, problem: "a custom role that doesn't exist")
    }
}
