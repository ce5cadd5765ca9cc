// `roster invitation …`: people on their way into an organization.

import ArgumentParser
import Foundation
import RosterAPI

struct InvitationCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invitation", abstract: "People on their way into an organization.",
        subcommands: [
            Invite.self, ParseInvitees.self, ListInvitations.self, GetInvitation.self, ResendInvitation.self, RevokeInvitation.self, GetInvitationLink.self,
            GetUniversalLink.self, RotateUniversalLink.self, ComeIn<Accepting>.self, ComeIn<Declining>.self,
        ])
}

/// Addresses as people write them.
struct AddressFlags: ParsableArguments {
    @Argument(help: "E-mail addresses; commas, spaces, tabs and line ends separate them.") var addresses: [String] = []
    @Option(help: "A file of addresses, separated likewise; - reads standard input.") var file: String?

    /// All of it as one text.
    var text: String {
        get throws {
            let written = addresses.joined(separator: "\n")
            guard let file else {
                guard !addresses.isEmpty else { throw ValidationError("Say who: addresses, or --file.") }
                return written
            }
            let bytes = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: file))
            return written + (addresses.isEmpty ? "" : "\n") + String(decoding: bytes, as: UTF8.self)
        }
    }
}

struct Invite: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Invite people, all to the same.",
        discussion: "Prints what became of each of them, and ends with 3 when somebody was not invited.")
    static var method: Method<InviteRequest, InviteResponse> { Methods.Invitations.invite }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var who: AddressFlags
    @Option(help: "The kind of seat. (default: standard; limited means a connector)") var seatType: Labelled<SeatType>?
    @Option(help: "The organization role; rol_… for a custom one. (default: member, or connector)") var role: RoleArgument?
    @Option(help: "Make them administrators: sub or full.") var admin: Labelled<AdminLevel>?
    @Option(help: "Of a sub-admin; may be repeated. (default: what the organization's products say)") var category: [Labelled<AdminCategory>] = []
    @Option(help: "A product to license; may be repeated. (default: the plan's own)") var product: [String] = []
    @Flag(help: "No license, not even of the plan's default product.") var withoutLicense = false
    @Option(help: ArgumentHelp("A role on a resource, such as res_…=editor; may be repeated.", valueName: "resource=role")) var resourceRole: [ResourceRoleArgument] = []
    @Option(help: "A workspace that they reach, wsp_…; may be repeated.") var workspace: [WorkspaceID] = []
    @Option(help: "A group to be in, grp_…; may be repeated.") var group: [GroupID] = []
    @Flag(help: "Queue a mail with the link for each of them.") var sendEmail = false
    @Flag(help: "All of them or nobody.") var atomic = false

    func request() throws -> InviteRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.text = try who.text
            $0.seatType = seatType?.value ?? .unspecified
            $0.role = role?.role ?? .unspecified
            $0.customRoleID = role?.customRoleID ?? RoleID()
            $0.admin = admin.map { level in
                .with {
                    $0.level = level.value
                    $0.categories = category.map(\.value)
                }
            }
            $0.productIDs = product
            $0.withoutLicense = withoutLicense
            $0.resourceRoles = resourceRole.map(\.grant)
            $0.workspaceIDs = workspace
            $0.groups = group.map { id in .with { $0.groupID = id } }
            $0.sendEmail = sendEmail
            $0.mode = atomic ? .atomic : .perItem
        }
    }

    func lines(_ response: InviteResponse) -> [String] {
        response.results.table.lines + ["\(response.invited) invited"] + (response.result?.lines ?? [])
    }

    func exitCode(_ response: InviteResponse) -> Int32 { response.results.contains { $0.error != nil } ? Failure.partial : 0 }
}

struct ParseInvitees: ReadCommand {
    static let configuration = CommandConfiguration(commandName: "parse", abstract: "Say which addresses stand in a text, and what is none; nobody is invited.")
    static var method: Method<ParseInviteesRequest, ParseInviteesResponse> { Methods.Invitations.parseInvitees }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var who: AddressFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ParseInviteesRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.text = try who.text
        }
    }

    func lines(_ response: ParseInviteesResponse) -> [String] {
        response.invitees.map(\.email) + response.duplicates.map { "\($0.email): stands there before (character \($0.position))" }
            + response.invalid.map { "\($0.text): not an address (character \($0.position))" }
            + response.strayCommas.map { "a comma too many (character \($0))" }
    }

    func exitCode(_ response: ParseInviteesResponse) -> Int32 { response.invalid.isEmpty ? 0 : Failure.partial }
}

struct ListInvitations: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List invitations in the order they were made; those that are over only when the filter names a state.")
    static var method: Method<ListInvitationsRequest, ListInvitationsResponse> { Methods.Invitations.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListInvitationsRequest { try .with { $0.organizationID = try organization.id } }
}

struct InvitationTarget: ParsableArguments {
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The invitation, inv_….") var invitation: InvitationID
}

struct GetInvitation: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show an invitation.")
    static var method: Method<GetInvitationRequest, GetInvitationResponse> { Methods.Invitations.get }
    static var resource: KeyPath<GetInvitationResponse, Invitation?> { \.invitation }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: InvitationTarget
    @OptionGroup var point: PointFlags

    func request() throws -> GetInvitationRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.invitationID = target.invitation
        }
    }
}

struct ResendInvitation: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Send an invitation again: a new link and a new end; older links are worthless.")
    static var method: Method<ResendInvitationRequest, ResendInvitationResponse> { Methods.Invitations.resend }
    static var resource: KeyPath<ResendInvitationResponse, Invitation?> { \.invitation }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: InvitationTarget
    @Flag(help: "Queue a mail with the new link.") var sendEmail = false

    func request() throws -> ResendInvitationRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.invitationID = target.invitation
            $0.sendEmail = sendEmail
        }
    }
}

struct RevokeInvitation: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Take an invitation back: its seats are free, its link opens nothing.")
    static var method: Method<RevokeInvitationRequest, RevokeInvitationResponse> { Methods.Invitations.revoke }
    static var resource: KeyPath<RevokeInvitationResponse, Invitation?> { \.invitation }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: InvitationTarget

    func request() throws -> RevokeInvitationRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.invitationID = target.invitation
        }
    }
}
