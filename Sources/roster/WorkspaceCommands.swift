// `roster workspace …`: containers of resources that members see or don't.

import ArgumentParser
import RosterAPI

struct WorkspaceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace", abstract: "Containers of resources that members see or don't.",
        subcommands: [
            CreateWorkspace.self, ListWorkspaces.self, GetWorkspace.self, RenameWorkspace.self, DeleteWorkspace.self, AddToWorkspace.self,
            RemoveFromWorkspace.self, GrantWorkspaceAccess.self, RevokeWorkspaceAccess.self,
        ], aliases: ["workspaces"])
}

struct WorkspaceTarget: ParsableArguments {
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The workspace, wsp_….") var workspace: WorkspaceID
}

struct CreateWorkspace: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Create an empty workspace.")
    static var method: Method<CreateWorkspaceRequest, CreateWorkspaceResponse> { Methods.Resources.createWorkspace }
    static var resource: KeyPath<CreateWorkspaceResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "Its name.") var name: String

    func request() throws -> CreateWorkspaceRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.name = name
        }
    }
}

struct ListWorkspaces: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the workspaces that the caller sees.")
    static var method: Method<ListWorkspacesRequest, ListWorkspacesResponse> { Methods.Resources.listWorkspaces }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListWorkspacesRequest { try .with { $0.organizationID = try organization.id } }
}

struct GetWorkspace: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show a workspace.")
    static var method: Method<GetWorkspaceRequest, GetWorkspaceResponse> { Methods.Resources.getWorkspace }
    static var resource: KeyPath<GetWorkspaceResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: WorkspaceTarget
    @OptionGroup var point: PointFlags

    func request() throws -> GetWorkspaceRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.workspaceID = target.workspace
        }
    }
}

struct RenameWorkspace: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Give a workspace another name.")
    static var method: Method<UpdateWorkspaceRequest, UpdateWorkspaceResponse> { Methods.Resources.updateWorkspace }
    static var resource: KeyPath<UpdateWorkspaceResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: WorkspaceTarget
    @Argument(help: "Its name from now on.") var name: String

    func request() throws -> UpdateWorkspaceRequest {
        let organizationID = try target.organization.id
        return .with {
            $0.workspace = .with {
                $0.organizationID = organizationID
                $0.workspaceID = target.workspace
                $0.name = name
            }
        }
    }
}

struct DeleteWorkspace: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a workspace; its resources remain.",
        discussion: "Whoever has a role on one of them then reaches it: --validate-only says who.")
    static var method: Method<DeleteWorkspaceRequest, DeleteWorkspaceResponse> { Methods.Resources.deleteWorkspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: WorkspaceTarget

    func request() throws -> DeleteWorkspaceRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.workspaceID = target.workspace
        }
    }

    func lines(_ response: DeleteWorkspaceResponse) -> [String] { response.result?.lines ?? [] }
}

struct AddToWorkspace: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Put resources into a workspace.")
    static var method: Method<AddToWorkspaceRequest, AddToWorkspaceResponse> { Methods.Resources.addToWorkspace }
    static var resource: KeyPath<AddToWorkspaceResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: WorkspaceTarget
    @Argument(help: "The resources, res_….") var resources: [ResourceID]

    func request() throws -> AddToWorkspaceRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.workspaceID = target.workspace
            $0.resourceIDs = resources
        }
    }
}

struct RemoveFromWorkspace: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "take-out", abstract: "Take resources out of a workspace.")
    static var method: Method<RemoveFromWorkspaceRequest, RemoveFromWorkspaceResponse> { Methods.Resources.removeFromWorkspace }
    static var resource: KeyPath<RemoveFromWorkspaceResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: WorkspaceTarget
    @Argument(help: "The resources, res_….") var resources: [ResourceID]

    func request() throws -> RemoveFromWorkspaceRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.workspaceID = target.workspace
            $0.resourceIDs = resources
        }
    }
}

struct GrantWorkspaceAccess: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "let-in", abstract: "Let members reach a workspace.")
    static var method: Method<GrantWorkspaceAccessRequest, GrantWorkspaceAccessResponse> { Methods.Resources.grantWorkspaceAccess }
    static var resource: KeyPath<GrantWorkspaceAccessResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: WorkspaceTarget
    @Argument(help: "The members, mem_….") var members: [MemberID]

    func request() throws -> GrantWorkspaceAccessRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.workspaceID = target.workspace
            $0.memberIDs = members
        }
    }
}

struct RevokeWorkspaceAccess: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "shut-out", abstract: "Hide a workspace from members.")
    static var method: Method<RevokeWorkspaceAccessRequest, RevokeWorkspaceAccessResponse> { Methods.Resources.revokeWorkspaceAccess }
    static var resource: KeyPath<RevokeWorkspaceAccessResponse, Workspace?> { \.workspace }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: WorkspaceTarget
    @Argument(help: "The members, mem_….") var members: [MemberID]

    func request() throws -> RevokeWorkspaceAccessRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.workspaceID = target.workspace
            $0.memberIDs = members
        }
    }
}

extension Workspace: Tabular {
    static var columns: [Column<Workspace>] {
        [Column("WORKSPACE") { $0.workspaceID.text }, Column("NAME") { $0.name }, Column("CREATED") { $0.createTime?.label ?? "" }]
    }
}
