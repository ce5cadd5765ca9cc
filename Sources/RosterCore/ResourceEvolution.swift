// ResourceEvolution: what becomes of the state by facts about resources, workspaces, and roles on them.

import RosterAPI

extension OrganizationContents {
    mutating func applyResource(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .resourceConnected(let fact):
            resources.put(ResourceRecord.with { record in
                record.resourceID = fact.resourceID
                record.revision = revision
                record.kind = fact.kind
                record.network = fact.network
                record.externalID = fact.externalID
                record.displayName = fact.name
                record.addedBy = fact.connectedBy
                record.connectedBy = fact.connectedBy
                record.expireTime = fact.expireTime?.nanosecondsSince1970 ?? 0
                record.scopes = fact.scopes
                record.renewTime = now
                record.createTime = now
                record.updateTime = now
            })
        case .resourceUpdated(let fact):
            try withResource(fact.resourceID, revision, now) { $0.displayName = fact.name }
        case .connectionRenewed(let fact):
            try withResource(fact.resourceID, revision, now) { record in
                record.connectedBy = fact.connectedBy
                record.expireTime = fact.expireTime?.nanosecondsSince1970 ?? 0
                record.scopes = fact.scopes
                record.renewTime = now
                record.revokeTime = 0
            }
        case .connectionRevoked(let fact):
            try withResource(fact.resourceID, revision, now) { $0.revokeTime = now }
        case .resourceDisconnected(let fact):
            resources.remove(fact.resourceID)
            let holders = members.values.filter { $0.record.resourceRole(on: fact.resourceID) != nil }.map(\.id)
            for member in holders { try withMember(member, revision, now) { $0.setResourceRole(nil, on: fact.resourceID) } }
        case .resourceRoleGranted(let fact):
            let grant = fact.grant ?? ResourceRoleGrant()
            guard resources[grant.resourceID] != nil else { throw UnreadableHistory(revision: revision, problem: "a role on a resource that doesn't exist") }
            try withMember(fact.memberID, revision, now) { $0.setResourceRole(ResourceRoleRecord(grant), on: grant.resourceID) }
        case .resourceRoleRevoked(let fact):
            try withMember(fact.memberID, revision, now) { $0.setResourceRole(nil, on: fact.resourceID) }
        default:
            try applyWorkspace(event, revision: revision, at: now)
        }
    }

    private mutating func applyWorkspace(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .workspaceCreated(let fact):
            resources.put(WorkspaceRecord.with { record in
                record.workspaceID = fact.workspaceID
                record.revision = revision
                record.name = fact.name
                record.createTime = now
                record.updateTime = now
            })
        case .workspaceUpdated(let fact):
            var record = try workspace(fact.workspaceID, revision)
            record.name = fact.name
            record.revision = revision
            record.updateTime = now
            resources.put(record)
        case .workspaceDeleted(let fact):
            let id = fact.workspaceID
            for resource in resources.inOrder where resource.record.workspaceID == id {
                try withResource(resource.id, revision, now) { $0.workspaceID = WorkspaceID() }
            }
            for member in members.values.filter({ $0.record.reaches(id) }).map(\.id) { try withMember(member, revision, now) { $0.setAccess(false, to: id) } }
            resources.remove(id)
        case .resourceAddedToWorkspace(let fact):
            _ = try workspace(fact.workspaceID, revision)
            try withResource(fact.resourceID, revision, now) { $0.workspaceID = fact.workspaceID }
        case .resourceRemovedFromWorkspace(let fact):
            try withResource(fact.resourceID, revision, now) { $0.workspaceID = WorkspaceID() }
        case .workspaceAccessGranted(let fact):
            _ = try workspace(fact.workspaceID, revision)
            try withMember(fact.memberID, revision, now) { $0.setAccess(true, to: fact.workspaceID) }
        case .workspaceAccessRevoked(let fact):
            try withMember(fact.memberID, revision, now) { $0.setAccess(false, to: fact.workspaceID) }
        default:
            throw UnreadableHistory(revision: revision, problem: "an event that this version doesn't know")
        }
    }

    private mutating func withResource(_ id: ResourceID, _ revision: Int64, _ now: Int64, _ change: (inout ResourceRecord) -> Void) throws(UnreadableHistory) {
        guard var record = resources[id]?.record else { throw UnreadableHistory(revision: revision, problem: "a resource that doesn't exist") }
        change(&record)
        record.revision = revision
        record.updateTime = now
        resources.put(record)
    }

    private func workspace(_ id: WorkspaceID, _ revision: Int64) throws(UnreadableHistory) -> WorkspaceRecord {
        guard let record = resources.workspaces[id] else { throw UnreadableHistory(revision: revision, problem: "a workspace that doesn't exist") }
        return record
    }
}

extension MemberRecord {
    /// Sets the role on a resource, or with nil takes it away. Roles stay sorted by resource.
    mutating func setResourceRole(_ role: ResourceRoleRecord?, on resource: ResourceID) {
        let position = resourceRolePosition(of: resource)
        let isThere = position < resourceRoles.count && resourceRoles[position].resourceID == resource
        switch (role, isThere) {
        case (let role?, true): resourceRoles[position] = role
        case (let role?, false): resourceRoles.insert(role, at: position)
        case (nil, true): resourceRoles.remove(at: position)
        case (nil, false): break
        }
    }

    /// Lets the member into a workspace or out of it. Workspaces stay sorted.
    mutating func setAccess(_ reaches: Bool, to workspace: WorkspaceID) {
        guard self.reaches(workspace) != reaches else { return }
        if reaches {
            workspaces.insert(workspace, at: workspaces.firstIndex { $0 > workspace } ?? workspaces.count)
        } else {
            workspaces.removeAll { $0 == workspace }
        }
    }
}
