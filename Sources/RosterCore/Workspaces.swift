// Workspaces: containers that hide their resources from members without access (product.md 3.1, rows 12, 89 to 92).

public import RosterAPI

public enum Workspaces {
    /// Creates an empty workspace that nobody was let into.
    public enum Create: Command {
        public static let method = Methods.Resources.createWorkspace

        public static func validate(_ request: CreateWorkspaceRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.name(request.name, "name")
        }

        public static func decide(_ request: CreateWorkspaceRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsFree(workspaceName: request.name, for: WorkspaceID())
            let id: WorkspaceID = context.newID()
            try context.append(.workspaceCreated(.with { $0.workspaceID = id; $0.name = request.name }))
        }

        public static func answer(_ request: CreateWorkspaceRequest, _ version: Version) -> CreateWorkspaceResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .workspaceCreated(let fact) = event.fact { response.workspace = version.state[request.organizationID]?.workspace(fact.workspaceID) }
                }
            }
        }
    }

    /// Changes a workspace's name.
    public enum Update: Command {
        public static let method = Methods.Resources.updateWorkspace

        private static func mask(_ request: UpdateWorkspaceRequest) throws(Refusal) -> UpdateMask {
            try UpdateMask(request.updateMask, fields: [("name", !(request.workspace?.name ?? "").isEmpty)])
        }

        public static func validate(_ request: UpdateWorkspaceRequest, _ catalogue: Catalogue) throws(Refusal) {
            if try mask(request).contains("name") { try Validation.name(request.workspace?.name ?? "", "workspace.name") }
        }

        public static func demands(of request: UpdateWorkspaceRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Workspaces.demands(on: request.workspace?.workspaceID ?? WorkspaceID())
        }

        public static func decide(_ request: UpdateWorkspaceRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard try mask(request).contains("name"), let wanted = request.workspace else { return }
            guard let record = context.node.resources.workspaces[wanted.workspaceID] else { throw .notFound() }
            guard record.name != wanted.name else { return }
            try context.checkIsFree(workspaceName: wanted.name, for: wanted.workspaceID)
            try context.append(.workspaceUpdated(.with { $0.workspaceID = wanted.workspaceID; $0.name = wanted.name }))
        }

        public static func answer(_ request: UpdateWorkspaceRequest, _ version: Version) -> UpdateWorkspaceResponse {
            .with { $0.workspace = version.state[request.organizationID]?.workspace(request.workspace?.workspaceID ?? WorkspaceID()) }
        }
    }

    /// Deletes a workspace; its resources remain.
    public enum Delete: Command {
        public static let method = Methods.Resources.deleteWorkspace

        public static func demands(of request: DeleteWorkspaceRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Workspaces.demands(on: request.workspaceID)
        }

        public static func decide(_ request: DeleteWorkspaceRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.append(.workspaceDeleted(.with { $0.workspaceID = request.workspaceID }))
        }

        public static func answer(_ request: DeleteWorkspaceRequest, _ version: Version) -> DeleteWorkspaceResponse { DeleteWorkspaceResponse() }
    }

    // MARK: What lies in it

    /// Puts resources into a workspace.
    public enum Add: Command {
        public static let method = Methods.Resources.addToWorkspace

        public static func validate(_ request: AddToWorkspaceRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.ids(request.resourceIDs, "resource_ids")
        }

        public static func demands(of request: AddToWorkspaceRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Workspaces.demands(on: request.workspaceID)
            demands.resources = request.resourceIDs
            return demands
        }

        public static func decide(_ request: AddToWorkspaceRequest, _ context: inout DecisionContext) throws(Refusal) {
            for id in request.resourceIDs where context.node.resources[id]?.record.workspaceID != request.workspaceID {
                try context.append(.resourceAddedToWorkspace(.with { $0.workspaceID = request.workspaceID; $0.resourceID = id }))
            }
        }

        public static func answer(_ request: AddToWorkspaceRequest, _ version: Version) -> AddToWorkspaceResponse {
            .with { $0.workspace = version.state[request.organizationID]?.workspace(request.workspaceID) }
        }
    }

    /// Takes resources out of a workspace.
    public enum RemoveResources: Command {
        public static let method = Methods.Resources.removeFromWorkspace

        public static func validate(_ request: RemoveFromWorkspaceRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.ids(request.resourceIDs, "resource_ids")
        }

        public static func demands(of request: RemoveFromWorkspaceRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Workspaces.demands(on: request.workspaceID)
            demands.resources = request.resourceIDs
            return demands
        }

        public static func decide(_ request: RemoveFromWorkspaceRequest, _ context: inout DecisionContext) throws(Refusal) {
            for id in request.resourceIDs where context.node.resources[id]?.record.workspaceID == request.workspaceID {
                try context.append(.resourceRemovedFromWorkspace(.with { $0.workspaceID = request.workspaceID; $0.resourceID = id }))
            }
        }

        public static func answer(_ request: RemoveFromWorkspaceRequest, _ version: Version) -> RemoveFromWorkspaceResponse {
            .with { $0.workspace = version.state[request.organizationID]?.workspace(request.workspaceID) }
        }
    }

    // MARK: Who reaches it

    /// Lets members reach a workspace.
    public enum GrantAccess: Command {
        public static let method = Methods.Resources.grantWorkspaceAccess

        public static func validate(_ request: GrantWorkspaceAccessRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.ids(request.memberIDs, "member_ids")
        }

        public static func demands(of request: GrantWorkspaceAccessRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Workspaces.demands(on: request.workspaceID)
            demands.members = request.memberIDs
            return demands
        }

        public static func decide(_ request: GrantWorkspaceAccessRequest, _ context: inout DecisionContext) throws(Refusal) {
            for id in request.memberIDs { try context.grantWorkspace(request.workspaceID, to: id) }
        }

        public static func answer(_ request: GrantWorkspaceAccessRequest, _ version: Version) -> GrantWorkspaceAccessResponse {
            .with { $0.workspace = version.state[request.organizationID]?.workspace(request.workspaceID) }
        }
    }

    /// Hides a workspace from members.
    public enum RevokeAccess: Command {
        public static let method = Methods.Resources.revokeWorkspaceAccess

        public static func validate(_ request: RevokeWorkspaceAccessRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.ids(request.memberIDs, "member_ids")
        }

        public static func demands(of request: RevokeWorkspaceAccessRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Workspaces.demands(on: request.workspaceID)
            demands.members = request.memberIDs
            return demands
        }

        public static func decide(_ request: RevokeWorkspaceAccessRequest, _ context: inout DecisionContext) throws(Refusal) {
            for id in request.memberIDs where context.node.members[id]?.record.reaches(request.workspaceID) ?? false {
                try context.append(.workspaceAccessRevoked(.with { $0.workspaceID = request.workspaceID; $0.memberID = id }))
            }
        }

        public static func answer(_ request: RevokeWorkspaceAccessRequest, _ version: Version) -> RevokeWorkspaceAccessResponse {
            .with { $0.workspace = version.state[request.organizationID]?.workspace(request.workspaceID) }
        }
    }

    private static func demands(on workspace: WorkspaceID) -> Demands {
        var demands = Demands()
        demands.target = .workspace(workspace)
        return demands
    }
}

extension DecisionContext {
    /// NAME_IN_USE when another workspace has the name, in whatever case.
    func checkIsFree(workspaceName name: String, for id: WorkspaceID) throws(Refusal) {
        guard let other = node.resources.workspace(named: name), other != id else { return }
        throw .nameInUse("another workspace has this name")
    }

    /// Lets a member into a workspace: SEAT_TYPE, or WRONG_STATE where it can't need it.
    mutating func grantWorkspace(_ workspace: WorkspaceID, to id: MemberID) throws(Refusal) {
        let member = try reachable(id, "the member has every workspace by its role")
        guard !member.reaches(workspace) else { return }
        try append(.workspaceAccessGranted(.with { $0.workspaceID = workspace; $0.memberID = id }))
    }
}
