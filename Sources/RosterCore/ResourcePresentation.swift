// ResourcePresentation: resources, workspaces and what is to be renewed, as callers see them at a time.

public import RosterAPI
import WellKnown

extension ResourceRecord {
    /// From when on before its end a token is to be renewed, in nanoseconds: 7 days (Agorapulse 8985782).
    static let renewalSpan: Int64 = 7 * 24 * 3600 * 1_000_000_000

    /// How the connection stands at a time.
    public func connectionState(at time: Int64) -> ConnectionState {
        if revokeTime != 0 { return .revoked }
        if expireTime == 0 { return .noExpiry }
        if expireTime <= time { return .expired }
        return expireTime - time <= Self.renewalSpan ? .expiring : .valid
    }

    /// Since when it is to be renewed, as of a time; nil: it isn't.
    func notifyTime(at time: Int64) -> Int64? {
        switch connectionState(at: time) {
        case .revoked: expireTime == 0 ? revokeTime : min(revokeTime, max(expireTime - Self.renewalSpan, renewTime))
        case .expiring, .expired: max(expireTime - Self.renewalSpan, renewTime)
        default: nil
        }
    }
}

extension OrganizationNode {
    /// A resource as Get shows it at a time; nil if there is none.
    public func resource(_ id: ResourceID, at time: Int64) -> Resource? { resources[id].map { message(of: $0.record, at: time) } }

    /// A resource's message at a time.
    public func message(of resource: ResourceRecord, at time: Int64) -> Resource {
        .with { message in
            message.organizationID = record.organizationID
            message.resourceID = resource.resourceID
            message.kind = resource.kind
            message.network = resource.network
            message.externalID = resource.externalID
            message.displayName = resource.displayName
            message.connection = .with { connection in
                connection.state = resource.connectionState(at: time)
                connection.expireTime = Timestamp(unlessZero: resource.expireTime)
                connection.scopes = resource.scopes
                connection.connectedBy = resource.connectedBy
                connection.renewTime = Timestamp(unlessZero: resource.renewTime)
                connection.revokeTime = Timestamp(unlessZero: resource.revokeTime)
            }
            message.workspaceID = resource.workspaceID
            message.addedBy = resource.addedBy
            message.createTime = Timestamp(unlessZero: resource.createTime)
            message.updateTime = Timestamp(unlessZero: resource.updateTime)
            message.revision = resource.revision
        }
    }

    /// A workspace as GetWorkspace shows it; nil if there is none.
    public func workspace(_ id: WorkspaceID) -> Workspace? {
        guard let workspace = resources.workspaces[id] else { return nil }
        return .with { message in
            message.organizationID = record.organizationID
            message.workspaceID = id
            message.name = workspace.name
            message.createTime = Timestamp(unlessZero: workspace.createTime)
            message.updateTime = Timestamp(unlessZero: workspace.updateTime)
            message.revision = workspace.revision
        }
    }

    /// What is to be renewed of a resource at a time, and by whom; nil: nothing.
    public func tokenNotification(_ resource: ResourceRecord, at time: Int64) -> TokenNotification? {
        guard let since = resource.notifyTime(at: time) else { return nil }
        let renewer = members[resource.connectedBy].map { permissions(of: $0.record, on: resource, at: time).contains(.connectionRenew) } ?? false
        return .with { message in
            message.resourceID = resource.resourceID
            message.kind = resource.kind
            message.network = resource.network
            message.displayName = resource.displayName
            message.state = resource.connectionState(at: time)
            message.expireTime = Timestamp(unlessZero: resource.expireTime)
            message.notifyTime = Timestamp(unlessZero: since)
            if renewer { message.memberID = resource.connectedBy }
        }
    }
}
