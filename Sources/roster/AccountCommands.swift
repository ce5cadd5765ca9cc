// `roster organization transfer|switch|mine`: whose an account is, and what a person finds in it.

import ArgumentParser
import RosterAPI

struct TransferOwnership: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Make a manager or co-owner the owner.", discussion: "Only the owner may: say --actor with the owner.")
    static var method: Method<TransferOwnershipRequest, TransferOwnershipResponse> { Methods.Organizations.transferOwnership }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "Who will be the owner, mem_….") var member: MemberID

    func request() throws -> TransferOwnershipRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.memberID = member
        }
    }

    func lines(_ response: TransferOwnershipResponse) -> [String] {
        let people = [response.owner, response.previousOwner].compactMap { $0 }
        return people.table.lines + (response.result?.lines ?? [])
    }
}

struct SwitchAccount: ReadCommand {
    static let configuration = CommandConfiguration(commandName: "switch", abstract: "Open an account for the acting person (--actor).")
    static var method: Method<SwitchAccountRequest, SwitchAccountResponse> { Methods.Organizations.switchAccount }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> SwitchAccountRequest { try .with { $0.organizationID = try organization.id } }

    func lines(_ response: SwitchAccountResponse) -> [String] {
        response.recordLines + (response.instances.isEmpty ? [] : [""] + response.instances.table.lines)
    }
}

struct ListMyOrganizations: ListCommand {
    static let configuration = CommandConfiguration(commandName: "mine", abstract: "List the accounts and invitations of the acting person (--actor).")
    static var method: Method<ListMyOrganizationsRequest, ListMyOrganizationsResponse> { Methods.Organizations.listMyOrganizations }

    @OptionGroup var server: ServerOptions
    @OptionGroup var list: ListFlags

    func request() -> ListMyOrganizationsRequest { ListMyOrganizationsRequest() }
}

extension SwitchAccountResponse: Tabular {
    static var columns: [Column<SwitchAccountResponse>] {
        [
            Column("ORGANIZATION") { $0.organization?.organizationID.text ?? "" }, Column("NAME") { $0.organization?.name ?? "" },
            Column("ACTOR") { $0.rosterActor }, Column("ROLE") { $0.role == .unspecified ? "" : $0.role.label },
            Column("BY THE PARENT") { $0.parentAdmin ? "FULL" : "" },
            Column("ACCOUNT CENTER") { $0.areas.map(\.line).joined(separator: ", ") },
            Column("PERMISSIONS") { $0.permissions.map(\.text).joined(separator: " ") }, Column("UNTIL") { $0.validUntil?.label ?? "" },
        ]
    }
}

extension AreaAccess {
    fileprivate var line: String { area.label + (pages.isEmpty ? "" : " (" + pages.map(\.label).joined(separator: ", ") + ")") }
}

extension ApplicationInstance: Tabular {
    static var columns: [Column<ApplicationInstance>] {
        [
            Column("APPLICATION") { $0.productID }, Column("NAME") { $0.name }, Column("LICENSED") { $0.licensed ? "yes" : "" },
            Column("ADMINISTERED") { $0.administered ? "yes" : "" },
        ]
    }
}

extension Membership: Tabular {
    static var columns: [Column<Membership>] {
        [
            Column("ORGANIZATION") { $0.organizationID.text }, Column("NAME") { $0.name },
            Column("ACCOUNT") { $0.organizationState == .active ? "" : $0.organizationState.label }, Column("BELOW") { $0.parentID.text },
            Column("MEMBER") { $0.memberID.text }, Column("STATE") { $0.state.label }, Column("ROLE") { $0.role.label },
            Column("ADMIN") { $0.admin?.level.label ?? "" }, Column("APPLICATIONS") { $0.instances.map(\.productID).joined(separator: ", ") },
            Column("INVITATION") { $0.invitationID.text }, Column("UNTIL") { $0.invitationExpireTime?.label ?? "" },
        ]
    }
}
