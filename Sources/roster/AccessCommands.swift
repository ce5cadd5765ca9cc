// `roster access …`: who may do what, and why.

import ArgumentParser
import RosterAPI

struct AccessCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "Who may do what, and why.",
        subcommands: [
            CheckAccess.self, BatchCheckAccess.self, ExplainAccess.self, ListEffectivePermissions.self, ListAccessibleResources.self,
            ListMembersWithAccess.self,
        ])
}

/// Who wants to do what, on what.
struct QuestionFlags: ParsableArguments {
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The person: mem_… or an e-mail address.") var subject: SubjectArgument
    @Argument(help: "Such as members.write.") var permission: Permission
    @Option(help: "The resource, res_…, for a permission on one.") var resource: ResourceID?
}

struct CheckAccess: ReadCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say whether a person may do something.", discussion: "Ends with 1 when not.")
    static var method: Method<CheckRequest, CheckResponse> { Methods.Access.check }

    @OptionGroup var server: ServerOptions
    @OptionGroup var question: QuestionFlags
    @OptionGroup var point: PointFlags

    func request() throws -> CheckRequest {
        try .with {
            $0.organizationID = try question.organization.id
            $0.subject = question.subject.subject
            $0.permission = question.permission
            $0.resourceID = question.resource ?? ResourceID()
        }
    }

    func lines(_ response: CheckResponse) -> [String] {
        [response.allowed ? "yes" : "no: \(response.reason)"] + (response.validUntil.map { ["until \($0.label)"] } ?? [])
    }

    func exitCode(_ response: CheckResponse) -> Int32 { response.allowed ? 0 : Failure.denied }
}

struct ExplainAccess: ReadCommand {
    static let configuration = CommandConfiguration(commandName: "explain", abstract: "Say what a decision rests on, and what would change it.")
    static var method: Method<ExplainRequest, ExplainResponse> { Methods.Access.explain }

    @OptionGroup var server: ServerOptions
    @OptionGroup var question: QuestionFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ExplainRequest {
        try .with {
            $0.organizationID = try question.organization.id
            $0.subject = question.subject.subject
            $0.permission = question.permission
            $0.resourceID = question.resource ?? ResourceID()
        }
    }

    func lines(_ response: ExplainResponse) -> [String] {
        let until = response.validUntil.map { ["until \($0.label)"] } ?? []
        let remedies = response.remedies.isEmpty ? [] : ["What alone would allow it:"] + response.remedies.compactMap(\.line).map { "  " + $0 }
        return [response.allowed ? "yes" : "no: \(response.reason)"] + until + response.steps.table.lines + remedies
    }
}

extension Remedy {
    fileprivate var line: String? {
        switch change {
        case .organizationRole(let role): "the organization role \(role.label)"
        case .admin(let grant): "the administration " + ([grant.level.label] + grant.categories.map(\.label)).joined(separator: " ")
        case .feature(let feature): "a plan with \(feature.label), enabled"
        case .memberState(let state): "the member being \(state.label)"
        case .organizationState(let state): "the organization being \(state.label)"
        case .keyPermission(let permission): "a key with \(permission)"
        case .resourceRole(let grant): "the role \(grant.role.label) on the resource"
        case .workspaceID(let workspace): "access to the workspace \(workspace)"
        case .capabilities(let capabilities): "the toggle " + capabilities.label
        case nil: nil
        }
    }
}

struct ListEffectivePermissions: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "permissions", abstract: "List all permissions a person has.")
    static var method: Method<ListEffectivePermissionsRequest, ListEffectivePermissionsResponse> { Methods.Access.listEffectivePermissions }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The person: mem_… or an e-mail address.") var subject: SubjectArgument
    @Option(help: "On this resource, res_…. (default: in the organization)") var resource: ResourceID?
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListEffectivePermissionsRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.subject = subject.subject
            $0.resourceID = resource ?? ResourceID()
        }
    }
}
