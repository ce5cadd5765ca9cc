// `roster member resource-roles`, `roster access resources|members`: roles on resources, and who reaches what.

import ArgumentParser
import RosterAPI

/// A role on a resource as `res_…=editor`.
struct ResourceRoleArgument: ExpressibleByArgument {
    let grant: ResourceRoleGrant

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let resource = ResourceID(argument: parts[0]) else { return nil }
        var grant = ResourceRoleGrant()
        grant.resourceID = resource
        if let custom = RoleID(argument: parts[1]) {
            grant.role = .custom
            grant.customRoleID = custom
        } else if let role = ResourceRole(label: parts[1]), role != .custom {
            grant.role = role
        } else {
            return nil
        }
        self.grant = grant
    }
}

struct SetResourceRoles: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource-roles", abstract: "Give a member roles on resources.",
        discussion: "What is given replaces all the roles that it has on resources; with --only, those on the resources named there.")
    static var method: Method<SetResourceRolesRequest, SetResourceRolesResponse> { Methods.Members.setResourceRoles }
    static var resource: KeyPath<SetResourceRolesResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @Argument(help: ArgumentHelp("Such as res_…=editor (guest, moderator, editor, admin, or a custom role's id).", valueName: "resource=role"))
    var roles: [ResourceRoleArgument] = []
    @Option(help: "A resource that this is about; may be repeated. (default: all)") var only: [ResourceID] = []
    @Option(help: ArgumentHelp("Until when the roles count. (default: for ever)", valueName: "2026-03-03T09:00:00Z")) var until: Moment?

    func request() throws -> SetResourceRolesRequest {
        let organizationID = try target.organization.id
        return .with {
            $0.organizationID = organizationID
            $0.memberID = target.member
            $0.resourceIDs = only
            $0.resourceRoles = roles.map { role in
                var grant = role.grant
                if let until { grant.period = .with { $0.endTime = until.timestamp } }
                return grant
            }
        }
    }
}

struct ListAccessibleResources: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "resources", abstract: "List the resources on which a person may do something.")
    static var method: Method<ListAccessibleResourcesRequest, ListAccessibleResourcesResponse> { Methods.Access.listAccessibleResources }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The person: mem_… or an e-mail address.") var subject: SubjectArgument
    @Argument(help: "Such as posts.publish.") var permission: Permission
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListAccessibleResourcesRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.subject = subject.subject
            $0.permission = permission
        }
    }
}

struct ListMembersWithAccess: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "members", abstract: "List everybody who may do something.")
    static var method: Method<ListMembersWithAccessRequest, ListMembersWithAccessResponse> { Methods.Access.listMembersWithAccess }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "Such as posts.publish.") var permission: Permission
    @Option(help: "On this resource, res_…. (default: in the organization)") var resource: ResourceID?
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListMembersWithAccessRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.permission = permission
            $0.resourceID = resource ?? ResourceID()
        }
    }
}

extension AccessibleResource: Tabular {
    static var columns: [Column<AccessibleResource>] {
        [
            Column("RESOURCE") { $0.resourceID.text }, Column("KIND") { $0.kind.label }, Column("NETWORK") { $0.network },
            Column("THROUGH") { $0.grantedBy.map(\.label).joined(separator: ", ") }, Column("UNTIL") { $0.validUntil?.label ?? "" },
        ]
    }
}

extension MemberAccess: Tabular {
    static var columns: [Column<MemberAccess>] {
        [
            Column("MEMBER") { $0.memberID.text }, Column("ORGANIZATION") { $0.organizationID.text }, Column("ROLE") { $0.role.label },
            Column("THROUGH") { $0.grantedBy.map(\.label).joined(separator: ", ") }, Column("UNTIL") { $0.validUntil?.label ?? "" },
        ]
    }
}
