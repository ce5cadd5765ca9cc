// The methods of ResourceService.

extension Methods {
    /// Keeps connected profiles and ad accounts, their connections, and the workspaces they lie in.
    public enum Resources {
        static let service = "roster.v1.ResourceService"

        // What one may do on a resource is judged where the resource is looked up.
        /// Connects a social profile or an ad account.
        public static let connect: Method<ConnectResourceRequest, ConnectResourceResponse> =
            .mutation(service, "Connect", guard: .permission(.resourcesConnect))
        /// Returns a resource that the caller sees.
        public static let get: Method<GetResourceRequest, GetResourceResponse> =
            .read(service, "Get", guard: .permission(.organizationRead))
        /// Lists the resources that the caller sees.
        public static let list: Method<ListResourcesRequest, ListResourcesResponse> =
            .read(service, "List", guard: .permission(.organizationRead))
        /// Changes what a resource is called, or takes note that its token is revoked.
        public static let update: Method<UpdateResourceRequest, UpdateResourceResponse> =
            .mutation(service, "Update", guard: .permission(.organizationRead))
        /// Takes note of a new token.
        public static let renewConnection: Method<RenewConnectionRequest, RenewConnectionResponse> =
            .mutation(service, "RenewConnection", guard: .permission(.organizationRead))
        /// Removes a resource with its connection, and every role on it.
        public static let disconnect: Method<DisconnectResourceRequest, DisconnectResourceResponse> =
            .mutation(service, "Disconnect", guard: .permission(.organizationRead))
        /// Lists the connections that must be renewed.
        public static let listTokenNotifications: Method<ListTokenNotificationsRequest, ListTokenNotificationsResponse> =
            .read(service, "ListTokenNotifications", guard: .permission(.organizationRead))
        /// Creates a workspace.
        public static let createWorkspace: Method<CreateWorkspaceRequest, CreateWorkspaceResponse> =
            .mutation(service, "CreateWorkspace", guard: .permission(.workspacesManage))
        /// Returns a workspace that the caller sees.
        public static let getWorkspace: Method<GetWorkspaceRequest, GetWorkspaceResponse> =
            .read(service, "GetWorkspace", guard: .permission(.organizationRead))
        /// Lists the workspaces that the caller sees.
        public static let listWorkspaces: Method<ListWorkspacesRequest, ListWorkspacesResponse> =
            .read(service, "ListWorkspaces", guard: .permission(.organizationRead))
        /// Changes a workspace's name.
        public static let updateWorkspace: Method<UpdateWorkspaceRequest, UpdateWorkspaceResponse> =
            .mutation(service, "UpdateWorkspace", guard: .permission(.workspacesManage))
        /// Deletes a workspace; its resources remain.
        public static let deleteWorkspace: Method<DeleteWorkspaceRequest, DeleteWorkspaceResponse> =
            .mutation(service, "DeleteWorkspace", guard: .permission(.workspacesManage))
        /// Puts resources into a workspace.
        public static let addToWorkspace: Method<AddToWorkspaceRequest, AddToWorkspaceResponse> =
            .mutation(service, "AddToWorkspace", guard: .permission(.workspacesManage))
        /// Takes resources out of a workspace.
        public static let removeFromWorkspace: Method<RemoveFromWorkspaceRequest, RemoveFromWorkspaceResponse> =
            .mutation(service, "RemoveFromWorkspace", guard: .permission(.workspacesManage))
        /// Lets members reach a workspace.
        public static let grantWorkspaceAccess: Method<GrantWorkspaceAccessRequest, GrantWorkspaceAccessResponse> =
            .mutation(service, "GrantWorkspaceAccess", guard: .permission(.workspacesManage))
        /// Hides a workspace from members.
        public static let revokeWorkspaceAccess: Method<RevokeWorkspaceAccessRequest, RevokeWorkspaceAccessResponse> =
            .mutation(service, "RevokeWorkspaceAccess", guard: .permission(.workspacesManage))

        static let all: [any AnyMethod] = [
            connect, get, list, update, renewConnection, disconnect, listTokenNotifications, createWorkspace, getWorkspace, listWorkspaces,
            updateWorkspace, deleteWorkspace, addToWorkspace, removeFromWorkspace, grantWorkspaceAccess, revokeWorkspaceAccess,
        ]
    }
}
