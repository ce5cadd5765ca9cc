// `roster member suspend|reactivate|remove|restore|erase|login|role`: what happens to a member that is there.

import ArgumentParser
import RosterAPI
import Wire

/// A request that names a member and needs nothing else.
protocol MemberTargeted: MutatingRequest {
    var organizationID: OrganizationID { get set }
    var memberID: MemberID { get set }
}

/// A mutation's answer that holds the member.
protocol MemberAnswer: MutatingResponse {
    var member: Member? { get }
}

/// What is done to a member, told apart by its method.
protocol MemberVerb {
    associatedtype Request: MemberTargeted
    associatedtype Response: MemberAnswer
    static var name: String { get }
    static var abstract: String { get }
    static var method: Method<Request, Response> { get }
}

/// The command of a verb that needs the member and nothing else.
struct OnMember<Verb: MemberVerb>: MutationCommand, ResourceCommand {
    static var configuration: CommandConfiguration { CommandConfiguration(commandName: Verb.name, abstract: Verb.abstract) }
    static var method: Method<Verb.Request, Verb.Response> { Verb.method }
    static var resource: KeyPath<Verb.Response, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget

    func request() throws -> Verb.Request {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
        }
    }
}

extension SuspendMemberRequest: MemberTargeted {}
extension SuspendMemberResponse: MemberAnswer {}
enum Suspend: MemberVerb {
    static let name = "suspend", abstract = "Let a member do nothing for a while; it keeps its seats."
    static var method: Method<SuspendMemberRequest, SuspendMemberResponse> { Methods.Members.suspend }
}

extension ReactivateMemberRequest: MemberTargeted {}
extension ReactivateMemberResponse: MemberAnswer {}
enum Reactivate: MemberVerb {
    static let name = "reactivate", abstract = "End a suspension."
    static var method: Method<ReactivateMemberRequest, ReactivateMemberResponse> { Methods.Members.reactivate }
}

extension RemoveMemberRequest: MemberTargeted {}
extension RemoveMemberResponse: MemberAnswer {}
enum Remove: MemberVerb {
    static let name = "remove", abstract = "Remove a member: its licenses and grants end."
    static var method: Method<RemoveMemberRequest, RemoveMemberResponse> { Methods.Members.remove }
}

extension RestoreMemberRequest: MemberTargeted {}
extension RestoreMemberResponse: MemberAnswer {}
enum Restore: MemberVerb {
    static let name = "restore", abstract = "Take a removed member back, as a plain member."
    static var method: Method<RestoreMemberRequest, RestoreMemberResponse> { Methods.Members.restore }
}

extension EraseMemberRequest: MemberTargeted {}
extension EraseMemberResponse: MemberAnswer {}
enum Erase: MemberVerb {
    static let name = "erase", abstract = "Delete the personal data of a removed member for good."
    static var method: Method<EraseMemberRequest, EraseMemberResponse> { Methods.Members.erase }
}

extension RecordLoginRequest: MemberTargeted {}
extension RecordLoginResponse: MemberAnswer {}
enum RecordLogin: MemberVerb {
    static let name = "login", abstract = "Record that a member signed in now."
    static var method: Method<RecordLoginRequest, RecordLoginResponse> { Methods.Members.recordLogin }
}

struct SetOrganizationRole: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: "Give a member an organization role.")
    static var method: Method<SetOrganizationRoleRequest, SetOrganizationRoleResponse> { Methods.Members.setOrganizationRole }
    static var resource: KeyPath<SetOrganizationRoleResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @OptionGroup var period: PeriodFlags
    @Argument(help: "Never owner; or rol_… for a custom role.") var role: RoleArgument

    func request() throws -> SetOrganizationRoleRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
            $0.role = role.role
            $0.customRoleID = role.customRoleID
            $0.period = period.period
        }
    }
}

/// How a toggle stands.
enum Toggle: String, ExpressibleByArgument, CaseIterable {
    case on, off
}

struct SetCapabilities: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "toggles", abstract: "Switch what a member's role allows by a toggle.",
        discussion: "A toggle that isn't named goes back to what the role does by itself.")
    static var method: Method<SetCapabilitiesRequest, SetCapabilitiesResponse> { Methods.Members.setCapabilities }
    static var resource: KeyPath<SetCapabilitiesResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @Option(help: "Of a member or an advanced member: connecting profiles and ad accounts.") var connectResources: Toggle?
    @Option(help: "Of a manager: making and changing workspaces.") var manageWorkspaces: Toggle?

    func request() throws -> SetCapabilitiesRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
            $0.capabilities = .with {
                $0.connectResources = connectResources.map { $0 == .on }
                $0.manageWorkspaces = manageWorkspaces.map { $0 == .on }
            }
        }
    }
}
