// `roster invitation link|universal-link|rotate-universal-link|accept|decline`: how somebody who is invited comes in.

import ArgumentParser
import RosterAPI

struct GetInvitationLink: ReadCommand {
    static let configuration = CommandConfiguration(commandName: "link", abstract: "Print the link of a pending invitation. It is a secret.")
    static var method: Method<GetInvitationLinkRequest, GetInvitationLinkResponse> { Methods.Invitations.getLink }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: InvitationTarget
    @OptionGroup var point: PointFlags

    func request() throws -> GetInvitationLinkRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.invitationID = target.invitation
        }
    }

    func lines(_ response: GetInvitationLinkResponse) -> [String] { [response.link] }
}

struct GetUniversalLink: ReadCommand {
    static let configuration = CommandConfiguration(
        commandName: "universal-link", abstract: "Print the link that works for everybody who is invited, and for nobody else.")
    static var method: Method<GetUniversalLinkRequest, GetUniversalLinkResponse> { Methods.Invitations.getUniversalLink }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> GetUniversalLinkRequest { try .with { $0.organizationID = try organization.id } }

    func lines(_ response: GetUniversalLinkResponse) -> [String] { [response.link] }
}

struct RotateUniversalLink: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-universal-link", abstract: "Make another universal link; the one before is worthless.")
    static var method: Method<RotateUniversalLinkRequest, RotateUniversalLinkResponse> { Methods.Invitations.rotateUniversalLink }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption

    func request() throws -> RotateUniversalLinkRequest { try .with { $0.organizationID = try organization.id } }

    func lines(_ response: RotateUniversalLinkResponse) -> [String] { ["This is link number \(response.generation)."] + (response.result?.lines ?? []) }
}

// MARK: What the person does

/// A request of the person invited.
protocol InviteeRequest: MutatingRequest {
    var organizationID: OrganizationID { get set }
    var invitationID: InvitationID { get set }
    var token: String { get set }
}

/// A mutation's answer that holds the invitation.
protocol InviteeAnswer: MutatingResponse {
    var invitation: Invitation? { get }
}

/// What a person does with an invitation, told apart by its method.
protocol InviteeVerb {
    associatedtype Request: InviteeRequest
    associatedtype Response: InviteeAnswer
    static var name: String { get }
    static var abstract: String { get }
    static var method: Method<Request, Response> { get }
}

struct ComeIn<Verb: InviteeVerb>: MutationCommand, ResourceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: Verb.name, abstract: Verb.abstract, discussion: "For the person invited: --actor user:<e-mail>.")
    }
    static var method: Method<Verb.Request, Verb.Response> { Verb.method }
    static var resource: KeyPath<Verb.Response, Invitation?> { \.invitation }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The invitation, inv_…. (default: the one that the person has there)") var invitation: InvitationID?
    @Option(help: "The token of the link; without an invitation, that of the universal link.") var token: String?

    func request() throws -> Verb.Request {
        try .with {
            $0.organizationID = try organization.id
            $0.invitationID = invitation ?? InvitationID()
            $0.token = token ?? ""
        }
    }
}

extension AcceptInvitationRequest: InviteeRequest {}
extension AcceptInvitationResponse: InviteeAnswer {}
enum Accepting: InviteeVerb {
    static let name = "accept", abstract = "Accept an invitation: the person is in."
    static var method: Method<AcceptInvitationRequest, AcceptInvitationResponse> { Methods.Invitations.accept }
}

extension DeclineInvitationRequest: InviteeRequest {}
extension DeclineInvitationResponse: InviteeAnswer {}
enum Declining: InviteeVerb {
    static let name = "decline", abstract = "Decline an invitation: its seats are free."
    static var method: Method<DeclineInvitationRequest, DeclineInvitationResponse> { Methods.Invitations.decline }
}
