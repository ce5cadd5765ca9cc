// WorkspaceOperations: containers of resources, and who is let into them.

import RosterAPI
import RosterCore
import WellKnown

extension NaiveAccount {
    func isTaken(workspace name: String, but own: WorkspaceID? = nil) -> Bool {
        workspaces.contains { $0.key != own && $0.value.lowercased() == name.lowercased() }
    }
}

struct CreateWorkspace: ModelCommand {
    let name: String

    func validate() throws { try refuse(name.isEmpty, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.workspacesManage) }
    func judge(_ scene: Scene) throws { try refuse(scene.account.isTaken(workspace: name), .nameInUse) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for id in done.made({ event -> WorkspaceID? in if case .workspaceCreated(let fact) = event.fact { fact.workspaceID } else { nil } }) {
            account.workspaces[id] = name
        }
    }

    func call(_ draft: Draft) -> Call { draft.call(Workspaces.Create.self) { $0.organizationID = draft.organization; $0.name = name } }
}

struct RenameWorkspace: ModelCommand {
    let workspace: WorkspaceID
    let name: String

    func validate() throws { try refuse(name.isEmpty, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.workspacesManage, targets: [.workspace(workspace)]) }
    func judge(_ scene: Scene) throws { try refuse(scene.account.isTaken(workspace: name, but: workspace), .nameInUse) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.workspaces[workspace] = name }

    func call(_ draft: Draft) -> Call {
        draft.call(Workspaces.Update.self) { request in
            request.workspace = .with { $0.organizationID = draft.organization; $0.workspaceID = workspace; $0.name = name }
            request.updateMask = FieldMask(paths: ["name"])
        }
    }
}

struct DeleteWorkspace: ModelCommand {
    let workspace: WorkspaceID

    func needs(_ scene: Scene) -> Needs { Needs(.workspacesManage, targets: [.workspace(workspace)]) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.workspaces[workspace] = nil
        for id in account.people.keys { account.people[id]?.workspaces.remove(workspace) }
        for (id, resource) in account.resources where resource.workspace == workspace { account.resources[id]?.workspace = WorkspaceID() }
    }

    func call(_ draft: Draft) -> Call { draft.call(Workspaces.Delete.self) { $0.organizationID = draft.organization; $0.workspaceID = workspace } }
}

struct AddToWorkspace: ModelCommand {
    let workspace: WorkspaceID
    let resources: [ResourceID]

    func validate() throws { try refuse(resources.isEmpty || Set(resources).count != resources.count, .invalidField) }
    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.workspacesManage, targets: [.workspace(workspace)])
        needs.targets += resources.map { .resource($0) }
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { for id in resources { account.resources[id]?.workspace = workspace } }

    func call(_ draft: Draft) -> Call {
        draft.call(Workspaces.Add.self) { $0.organizationID = draft.organization; $0.workspaceID = workspace; $0.resourceIDs = resources }
    }
}

struct RemoveFromWorkspace: ModelCommand {
    let workspace: WorkspaceID
    let resources: [ResourceID]

    func validate() throws { try refuse(resources.isEmpty || Set(resources).count != resources.count, .invalidField) }
    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.workspacesManage, targets: [.workspace(workspace)])
        needs.targets += resources.map { .resource($0) }
        return needs
    }


    func apply(to account: inout NaiveAccount, _ done: Done) {
        for id in resources where account.resources[id]?.workspace == workspace { account.resources[id]?.workspace = WorkspaceID() }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Workspaces.RemoveResources.self) { $0.organizationID = draft.organization; $0.workspaceID = workspace; $0.resourceIDs = resources }
    }
}

struct GrantWorkspace: ModelCommand {
    let workspace: WorkspaceID
    let members: [MemberID]

    func validate() throws { try refuse(members.isEmpty || Set(members).count != members.count, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.workspacesManage, targets: [.workspace(workspace)] + members.map { .member($0) })
        needs.standing = members
        needs.named = .target(.workspace(workspace))
        return needs
    }

    func judge(_ scene: Scene) throws { for member in members { try scene.refuseUnreachable(scene.person(member)) } }
    func apply(to account: inout NaiveAccount, _ done: Done) { for member in members { account.people[member]?.workspaces.insert(workspace) } }

    func call(_ draft: Draft) -> Call {
        draft.call(Workspaces.GrantAccess.self) { $0.organizationID = draft.organization; $0.workspaceID = workspace; $0.memberIDs = members }
    }
}

struct RevokeWorkspace: ModelCommand {
    let workspace: WorkspaceID
    let members: [MemberID]

    func validate() throws { try refuse(members.isEmpty || Set(members).count != members.count, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.workspacesManage, targets: [.workspace(workspace)] + members.map { .member($0) })
        needs.standing = members
        needs.named = .target(.workspace(workspace))
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { for member in members { account.people[member]?.workspaces.remove(workspace) } }

    func call(_ draft: Draft) -> Call {
        draft.call(Workspaces.RevokeAccess.self) { $0.organizationID = draft.organization; $0.workspaceID = workspace; $0.memberIDs = members }
    }
}
