// ResourceService: connected profiles and ad accounts, their connections, and workspaces.

import RosterAPI
import RosterCore

enum ResourcesService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Resources.Connect.self)
        services.mutation(Resources.Update.self)
        services.mutation(Resources.RenewConnection.self)
        services.mutation(Resources.Disconnect.self)
        services.mutation(Workspaces.Create.self)
        services.mutation(Workspaces.Update.self)
        services.mutation(Workspaces.Delete.self)
        services.mutation(Workspaces.Add.self)
        services.mutation(Workspaces.RemoveResources.self)
        services.mutation(Workspaces.GrantAccess.self)
        services.mutation(Workspaces.RevokeAccess.self)
        services.read(Methods.Resources.get) { (request, reading) throws(Refusal) in
            guard let resource = reading.node.resources[request.resourceID], reading.sees(resource) else { throw .notFound() }
            return .with { $0.resource = reading.node.message(of: resource.record, at: reading.time) }
        }
        services.read(Methods.Resources.getWorkspace) { (request, reading) throws(Refusal) in
            guard let workspace = reading.node.workspace(request.workspaceID), reading.sees(request.workspaceID) else { throw .notFound() }
            return .with { $0.workspace = workspace }
        }
        services.list(Methods.Resources.list, resources)
        services.list(Methods.Resources.listWorkspaces, workspaces)
        services.list(Methods.Resources.listTokenNotifications, notifications)
    }

    /// In the order in which they were added.
    private static let resources = Listing<ListResourcesRequest, ResourceNode, Resource>(
        fields: [
            "kind": .constant { resource, _ in resource.record.kind },
            "network": .text { resource, _ in resource.record.network },
            "external_id": .text { resource, _ in resource.record.externalID },
            "display_name": .text { resource, _ in resource.record.displayName },
            "state": .constant { resource, reading in resource.record.connectionState(at: reading.time) },
            "workspace_id": .name { resource, _ in resource.record.workspaceID.isZero ? nil : resource.record.workspaceID.text },
            "connected_by": .name { resource, _ in resource.record.connectedBy.isZero ? nil : resource.record.connectedBy.text },
            "expire_time": .time { resource, _ in resource.record.expireTime },
            "create_time": .time { resource, _ in resource.record.createTime },
        ],
        isSeen: { resource, reading in reading.sees(resource) },
        count: { _, reading in reading.node.resources.nodes.count },
        elements: { _, reading in reading.node.resources.inOrder },
        item: { resource, reading in reading.node.message(of: resource.record, at: reading.time) })

    /// In the order in which they were created.
    private static let workspaces = Listing<ListWorkspacesRequest, Workspace, Workspace>(
        fields: [
            "name": .text { workspace, _ in workspace.name },
            "create_time": .time { workspace, _ in workspace.createTime?.nanosecondsSince1970 ?? 0 },
        ],
        isSeen: { workspace, reading in reading.sees(workspace.workspaceID) },
        count: { _, reading in reading.node.resources.workspaces.count },
        elements: { _, reading in reading.node.resources.workspaceOrder.compactMap { reading.node.workspace($0) } },
        item: { workspace, _ in workspace })

    /// By the time at which they end, then in the order in which the resources were added.
    private static let notifications = Listing<ListTokenNotificationsRequest, TokenNotification, TokenNotification>(
        fields: [
            "kind": .constant { notification, _ in notification.kind },
            "network": .text { notification, _ in notification.network },
            "state": .constant { notification, _ in notification.state },
            "member_id": .name { notification, _ in notification.memberID.isZero ? nil : notification.memberID.text },
            "expire_time": .time { notification, _ in notification.expireTime?.nanosecondsSince1970 ?? 0 },
        ],
        isOrderable: false,
        isSeen: { notification, reading in reading.node.resources[notification.resourceID].map(reading.isNotified) ?? false },
        count: { _, reading in reading.node.resources.nodes.count },
        elements: { _, reading in
            let found = reading.node.resources.inOrder.compactMap { reading.node.tokenNotification($0.record, at: reading.time) }
            // What has no end was revoked: at once.
            return found.enumerated().sorted { a, b in
                let times = [a, b].map { ($0.element.expireTime ?? $0.element.notifyTime)?.nanosecondsSince1970 ?? 0 }
                return times[0] == times[1] ? a.offset < b.offset : times[0] < times[1]
            }.map(\.element)
        },
        item: { notification, _ in notification })
}

extension Reading {
    /// Whether the caller sees a resource of the point. Rights are those of now, also to what is gone since.
    func sees(_ resource: ResourceNode) -> Bool { caller.sees(judged.resources[resource.id] ?? resource, in: judged, at: now) }

    func sees(_ workspace: WorkspaceID) -> Bool { caller.sees(workspace, in: judged, at: now) }

    /// Whether a connection's end concerns the caller: it is its own, or the caller may renew or manage it.
    func isNotified(_ resource: ResourceNode) -> Bool {
        let isOwn = caller.memberID != nil && caller.memberID == resource.record.connectedBy
        return isOwn ? sees(resource) : caller.answersFor(judged.resources[resource.id] ?? resource, in: judged, at: now)
    }
}
