// `roster roles …`: built-in and custom roles, and what they hold.

import ArgumentParser
import RosterAPI

struct RoleCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "What roles there are, what they hold, and roles of one's own.",
        subcommands: [
            ListRoles.self, ListPermissions.self, CreateCustomRole.self, UpdateCustomRole.self, DeleteCustomRole.self, SimulateRole.self,
        ])
}

struct ListRoles: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the roles of both levels.")
    static var method: Method<ListRolesRequest, ListRolesResponse> { Methods.Roles.listRoles }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListRolesRequest { try .with { $0.organizationID = try organization.id } }
}

struct ListPermissions: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "permissions", abstract: "List all permissions, and who holds each.")
    static var method: Method<ListPermissionsRequest, ListPermissionsResponse> { Methods.Roles.listPermissions }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListPermissionsRequest { try .with { $0.organizationID = try organization.id } }
}

struct CreateCustomRole: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a role of the organization's own.")
    static var method: Method<CreateCustomRoleRequest, CreateCustomRoleResponse> { Methods.Roles.createCustomRole }
    static var resource: KeyPath<CreateCustomRoleResponse, Role?> { \.role }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "What it is called.") var name: String
    @Option(help: "Where it counts: organization or resource.") var level = Labelled<PermissionLevel>(.organization)
    @Option(help: "What it is for.") var description: String = ""
    @Option(help: "A permission, such as members.read; may be repeated.") var permission: [Permission]

    func request() throws -> CreateCustomRoleRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.level = level.value
            $0.name = name
            $0.description = description
            $0.permissions = permission
        }
    }
}

struct UpdateCustomRole: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a custom role, and what its holders may do.")
    static var method: Method<UpdateCustomRoleRequest, UpdateCustomRoleResponse> { Methods.Roles.updateCustomRole }
    static var resource: KeyPath<UpdateCustomRoleResponse, Role?> { \.role }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The role, rol_….") var id: RoleID
    @Option(help: "Another name.") var name: String?
    @Option(help: "Another description.") var description: String?
    @Option(help: "All that it will hold; may be repeated.") var permission: [Permission] = []

    func request() throws -> UpdateCustomRoleRequest {
        let organizationID = try organization.id
        let paths = (name == nil ? [] : ["name"]) + (description == nil ? [] : ["description"]) + (permission.isEmpty ? [] : ["permissions"])
        guard !paths.isEmpty else { throw ValidationError("Say what to change.") }
        return .with {
            $0.role = .with {
                $0.organizationID = organizationID
                $0.roleID = id
                $0.name = name ?? ""
                $0.description = description ?? ""
                $0.permissions = permission
            }
            $0.updateMask = .with { $0.paths = paths }
        }
    }
}

/// What the holders of a deleted role get.
struct ReplacementFlags: ParsableArguments {
    @Option(help: "What its holders get: a role of the organization level.") var replacement: Labelled<OrganizationRole>?
    @Option(help: "What its holders get on the same resource, for a role of the resource level.") var resourceReplacement: Labelled<ResourceRole>?
    @Option(help: "What its holders get: another custom role of the same level, rol_….") var customReplacement: RoleID?
    @Flag(help: "The custom replacement is of the resource level.") var onResources = false

    func validate() throws {
        guard [replacement != nil, resourceReplacement != nil, customReplacement != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Only one of --replacement, --resource-replacement and --custom-replacement.")
        }
    }

    var role: OrganizationRole { customReplacement != nil && !onResources ? .custom : replacement?.value ?? .unspecified }
    var resourceRole: ResourceRole { customReplacement != nil && onResources ? .custom : resourceReplacement?.value ?? .unspecified }
}

struct DeleteCustomRole: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a custom role.", discussion: "A role that somebody holds needs a replacement.")
    static var method: Method<DeleteCustomRoleRequest, DeleteCustomRoleResponse> { Methods.Roles.deleteCustomRole }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var replacement: ReplacementFlags
    @Argument(help: "The role, rol_….") var id: RoleID

    func request() throws -> DeleteCustomRoleRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.roleID = id
            $0.replacementRole = replacement.role
            $0.replacementResourceRole = replacement.resourceRole
            $0.replacementCustomRoleID = replacement.customReplacement ?? RoleID()
        }
    }

    func lines(_ response: DeleteCustomRoleResponse) -> [String] {
        ["\(response.replaced) member(s) get the replacement"] + (response.result?.lines ?? [])
    }
}

struct SimulateRole: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Say what a change of roles would change for the members; nothing is changed.",
        subcommands: [SimulateEdit.self, SimulateDeletion.self, SimulateAssignment.self])
}

/// A change of roles that is only tried.
protocol SimulationCommand: ReadCommand where Request == SimulateRoleChangeRequest, Response == SimulateRoleChangeResponse {
    var organization: OrganizationOption { get }
    var change: SimulateRoleChangeRequest.Change { get }
}

extension SimulationCommand {
    static var method: Method<SimulateRoleChangeRequest, SimulateRoleChangeResponse> { Methods.Roles.simulateRoleChange }

    func request() throws -> SimulateRoleChangeRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.change = change
        }
    }

    func lines(_ response: SimulateRoleChangeResponse) -> [String] {
        let counts = "\(response.membersReached) member(s) reached, \(response.membersGaining) would gain permissions, \(response.membersLosing) would lose some"
        return (response.permissionChanges.isEmpty ? [] : response.permissionChanges.table.lines) + [counts]
    }
}

struct SimulateEdit: SimulationCommand {
    static let configuration = CommandConfiguration(commandName: "edit", abstract: "If a custom role held these permissions.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags
    @Argument(help: "The role, rol_….") var id: RoleID
    @Option(help: "All that it would hold; may be repeated.") var permission: [Permission]

    var change: SimulateRoleChangeRequest.Change {
        .edit(.with {
            $0.roleID = id
            $0.permissions = permission
        })
    }
}

struct SimulateDeletion: SimulationCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "If a custom role were deleted.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags
    @OptionGroup var replacement: ReplacementFlags
    @Argument(help: "The role, rol_….") var id: RoleID

    var change: SimulateRoleChangeRequest.Change {
        .deletion(.with {
            $0.roleID = id
            $0.replacementRole = replacement.role
            $0.replacementResourceRole = replacement.resourceRole
            $0.replacementCustomRoleID = replacement.customReplacement ?? RoleID()
        })
    }
}

struct SimulateAssignment: SimulationCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "If a member had another organization role.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags
    @Argument(help: "The member, mem_….") var member: MemberID
    @Argument(help: "Never owner; or rol_… for a custom role.") var role: RoleArgument

    var change: SimulateRoleChangeRequest.Change {
        .assignment(.with {
            $0.memberID = member
            $0.role = role.role
            $0.customRoleID = role.customRoleID
        })
    }
}

/// An organization role by its name, or a custom one by its id.
struct RoleArgument: ExpressibleByArgument {
    let role: OrganizationRole
    let customRoleID: RoleID

    init?(argument: String) {
        if let id = RoleID(argument: argument) {
            role = .custom
            customRoleID = id
        } else if let named = OrganizationRole(label: argument), named != .custom {
            role = named
            customRoleID = RoleID()
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { OrganizationRole.labels.filter { $0 != "custom" } + ["rol_…"] }
}
