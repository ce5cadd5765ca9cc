// `roster subaccount …`: accounts below an account.

import ArgumentParser
import RosterAPI

struct SubaccountCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subaccount", abstract: "Accounts below an account.", discussion: "--organization names the account above.",
        subcommands: [CreateSubaccount.self, GetSubaccount.self, ListSubaccounts.self], aliases: ["subaccounts"])
}

/// `mem_…` or `mem_…=ROLE`.
struct SubaccountMemberArgument: ExpressibleByArgument {
    let member: SubaccountMember

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard let id = parts.first.flatMap({ MemberID(argument: $0) }) else { return nil }
        let role = parts.count == 2 ? OrganizationRole(label: parts[1]) : OrganizationRole.unspecified
        guard let role else { return nil }
        member = .with {
            $0.memberID = id
            $0.role = role
        }
    }
}

struct CreateSubaccount: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a sub-account with a limit a day, a month, or both.")
    static var method: Method<CreateSubaccountRequest, CreateSubaccountResponse> { Methods.Subaccounts.create }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "What people call it.") var name: String
    @Option(help: "What it may consume a day.") var perDay: Int64?
    @Option(help: "What it may consume a calendar month.") var perMonth: Int64?
    @Option(help: ArgumentHelp("A member of the account above who joins it, with its own role there or another; may be repeated.", valueName: "mem_…[=role]"))
    var member: [SubaccountMemberArgument] = []
    @Option(help: "Such as Europe/Paris. (default: that of the account above)") var timeZone = ""

    func request() throws -> CreateSubaccountRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.name = name
            $0.limits = .with {
                $0.perDay = perDay
                $0.perMonth = perMonth
            }
            $0.members = member.map(\.member)
            $0.timeZone = timeZone
        }
    }

    func lines(_ response: CreateSubaccountResponse) -> [String] {
        let members = response.members.isEmpty ? [] : [""] + response.members.table.lines
        return (response.subaccount?.recordLines ?? []) + members + (response.result?.lines ?? [])
    }
}

struct GetSubaccount: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show a sub-account.")
    static var method: Method<GetSubaccountRequest, GetSubaccountResponse> { Methods.Subaccounts.get }
    static var resource: KeyPath<GetSubaccountResponse, Subaccount?> { \.subaccount }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The sub-account, org_….") var subaccount: OrganizationID
    @OptionGroup var point: PointFlags

    func request() throws -> GetSubaccountRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.subaccountID = subaccount
        }
    }
}

struct ListSubaccounts: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List everything below an account.")
    static var method: Method<ListSubaccountsRequest, ListSubaccountsResponse> { Methods.Subaccounts.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListSubaccountsRequest { try .with { $0.organizationID = try organization.id } }
}

extension Subaccount: Tabular {
    static var columns: [Column<Subaccount>] {
        [
            Column("SUB-ACCOUNT") { $0.organization?.organizationID.text ?? "" }, Column("NAME") { $0.organization?.name ?? "" },
            Column("BELOW") { $0.organization?.parentID.text ?? "" }, Column("LEVEL") { String($0.depth) },
            Column("STATE") { $0.organization?.state.label ?? "" }, Column("PER DAY") { $0.limits?.perDay.map { "\($0)" } ?? "" },
            Column("PER MONTH") { $0.limits?.perMonth.map { "\($0)" } ?? "" }, Column("MEMBERS") { String($0.members) },
            Column("SUB-ACCOUNTS") { $0.subaccounts == 0 ? "" : String($0.subaccounts) },
        ]
    }
}
