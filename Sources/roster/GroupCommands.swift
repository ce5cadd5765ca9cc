// `roster group …`: segments of members, and the rules that fill them.

import ArgumentParser
import RosterAPI

struct GroupCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group", abstract: "Segments of members, and the rules that fill them.",
        subcommands: [
            CreateGroup.self, ListGroups.self, GetGroup.self, UpdateGroup.self, DeleteGroup.self, AddGroupMembers.self, RemoveGroupMembers.self,
            ListGroupMembers.self, CreateGroupRule.self, ListGroupRules.self, DeleteGroupRule.self, ImportTags.self,
        ])
}

struct GroupTarget: ParsableArguments {
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The group, grp_….") var group: GroupID
}

struct CreateGroup: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a group.")
    static var method: Method<CreateGroupRequest, CreateGroupResponse> { Methods.Groups.create }
    static var resource: KeyPath<CreateGroupResponse, Group?> { \.group }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "Its name, which no other group has.") var name: String
    @Option(help: "What it is for.") var description = ""
    @Option(help: "The member who answers for it, mem_…. (default: the acting member)") var owner: MemberID?

    func request() throws -> CreateGroupRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.name = name
            $0.description = description
            $0.ownerID = owner ?? MemberID()
        }
    }
}

struct ListGroups: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List groups with their owners, members and times.")
    static var method: Method<ListGroupsRequest, ListGroupsResponse> { Methods.Groups.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListGroupsRequest { try .with { $0.organizationID = try organization.id } }
}

struct GetGroup: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show a group.")
    static var method: Method<GetGroupRequest, GetGroupResponse> { Methods.Groups.get }
    static var resource: KeyPath<GetGroupResponse, Group?> { \.group }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: GroupTarget
    @OptionGroup var point: PointFlags

    func request() throws -> GetGroupRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.groupID = target.group
        }
    }
}

struct UpdateGroup: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a group's name, description or owner.")
    static var method: Method<UpdateGroupRequest, UpdateGroupResponse> { Methods.Groups.update }
    static var resource: KeyPath<UpdateGroupResponse, Group?> { \.group }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: GroupTarget
    @Option(help: "Another name.") var name: String?
    @Option(help: "Another description.") var description: String?
    @Option(help: "Another owner, mem_….") var owner: MemberID?
    @Flag(help: "Nobody answers for it any more.") var withoutOwner = false

    func request() throws -> UpdateGroupRequest {
        let organizationID = try target.organization.id
        let given = [("name", name != nil), ("description", description != nil), ("owner_id", owner != nil || withoutOwner)]
        let paths = given.filter(\.1).map(\.0)
        guard !paths.isEmpty else { throw ValidationError("Say what to change.") }
        return .with {
            $0.group = .with {
                $0.organizationID = organizationID
                $0.groupID = target.group
                $0.name = name ?? ""
                $0.description = description ?? ""
                $0.ownerID = owner ?? MemberID()
            }
            $0.updateMask = .with { $0.paths = paths }
        }
    }
}

struct DeleteGroup: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a group with its memberships and rules.")
    static var method: Method<DeleteGroupRequest, DeleteGroupResponse> { Methods.Groups.delete }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: GroupTarget

    func request() throws -> DeleteGroupRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.groupID = target.group
        }
    }

    func lines(_ response: DeleteGroupResponse) -> [String] { response.result?.lines ?? [] }
}

struct AddGroupMembers: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add members to a group, up to 2000 at once.")
    static var method: Method<AddGroupMembersRequest, AddGroupMembersResponse> { Methods.Groups.addMembers }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: GroupTarget
    @Argument(help: "The members, mem_….") var member: [MemberID]
    @Option(help: ArgumentHelp("Until when they are in it.", valueName: "2026-03-03T09:00:00Z")) var until: Moment?

    func request() throws -> AddGroupMembersRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.groupID = target.group
            $0.memberIDs = member
            $0.period = until.map { end in .with { $0.endTime = end.timestamp } }
        }
    }

    func lines(_ response: AddGroupMembersResponse) -> [String] { response.results.table.lines + (response.result?.lines ?? []) }
    func exitCode(_ response: AddGroupMembersResponse) -> Int32 { response.results.exitCode }
}

struct RemoveGroupMembers: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take members out of a group, up to 2000 at once.")
    static var method: Method<RemoveGroupMembersRequest, RemoveGroupMembersResponse> { Methods.Groups.removeMembers }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: GroupTarget
    @Argument(help: "The members, mem_….") var member: [MemberID]

    func request() throws -> RemoveGroupMembersRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.groupID = target.group
            $0.memberIDs = member
        }
    }

    func lines(_ response: RemoveGroupMembersResponse) -> [String] { response.results.table.lines + (response.result?.lines ?? []) }
    func exitCode(_ response: RemoveGroupMembersResponse) -> Int32 { response.results.exitCode }
}

struct ListGroupMembers: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "members", abstract: "List a group's members, or look up whom to add.")
    static var method: Method<ListGroupMembersRequest, ListGroupMembersResponse> { Methods.Groups.listMembers }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: GroupTarget
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags
    @Option(help: "The beginning of names or of the address, as one types it.") var name = ""
    @Flag(help: "Those who aren't in the group.") var candidates = false

    func request() throws -> ListGroupMembersRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.groupID = target.group
            $0.namePrefix = name
            $0.scope = candidates ? .candidates : .members
        }
    }
}

// MARK: Rules

struct CreateGroupRule: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule", abstract: "Make a rule: who comes with this attribute becomes a member of the group.")
    static var method: Method<CreateGroupRuleRequest, CreateGroupRuleResponse> { Methods.Groups.createRule }
    static var resource: KeyPath<CreateGroupRuleResponse, GroupRule?> { \.rule }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: GroupTarget
    @Argument(help: "The attribute, such as department; or the column's heading.") var attribute: String
    @Argument(help: "The value; none with --match present.") var value: String?
    @Option(help: "What brings it. (default: attribute, for sign-in, creation and update)") var source: Labelled<GroupRuleSource>?
    @Option(help: "How to compare. (default: equals)") var match: Labelled<GroupRuleMatch>?

    func request() throws -> CreateGroupRuleRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.groupID = target.group
            $0.source = source?.value ?? .attribute
            $0.attribute = attribute
            $0.match = match?.value ?? .equals
            $0.value = value ?? ""
        }
    }
}

struct ListGroupRules: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "rules", abstract: "List the rules that fill groups.")
    static var method: Method<ListGroupRulesRequest, ListGroupRulesResponse> { Methods.Groups.listRules }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListGroupRulesRequest { try .with { $0.organizationID = try organization.id } }
}

struct DeleteGroupRule: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "delete-rule", abstract: "End a rule; who came by it stays in the group.")
    static var method: Method<DeleteGroupRuleRequest, DeleteGroupRuleResponse> { Methods.Groups.deleteRule }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The rule, rul_….") var rule: RuleID

    func request() throws -> DeleteGroupRuleRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.ruleID = rule
        }
    }

    func lines(_ response: DeleteGroupRuleResponse) -> [String] { response.result?.lines ?? [] }
}
