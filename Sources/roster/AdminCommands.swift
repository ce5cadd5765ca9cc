// `roster admins …`: who administers the account center, how far and for how long.

import ArgumentParser
import RosterAPI

struct AdminCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admins", abstract: "Who administers the account center.",
        subcommands: [ListAdmins.self, GrantAdmin.self, UpdateAdmin.self, RevokeAdmin.self])
}

struct ListAdmins: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List administrators, by right and by role.")
    static var method: Method<ListAdminsRequest, ListAdminsResponse> { Methods.Roles.listAdmins }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListAdminsRequest { try .with { $0.organizationID = try organization.id } }
}

/// From when until when something granted counts.
struct PeriodFlags: ParsableArguments {
    @Option(help: ArgumentHelp("When it begins to count. (default: at once)", valueName: "2027-01-01T00:00:00Z")) var from: Moment?
    @Option(help: ArgumentHelp("When it ends by itself. (default: never)", valueName: "2027-01-01T00:00:00Z")) var until: Moment?

    var period: Period? {
        guard from != nil || until != nil else { return nil }
        return .with {
            $0.startTime = from?.timestamp
            $0.endTime = until?.timestamp
        }
    }
}

struct GrantAdmin: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "grant", abstract: "Make a member an administrator.")
    static var method: Method<GrantAdminRequest, GrantAdminResponse> { Methods.Roles.grantAdmin }
    static var resource: KeyPath<GrantAdminResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @OptionGroup var period: PeriodFlags
    @Argument(help: "sub or full.") var level: Labelled<AdminLevel>
    @Option(help: "Of a sub-admin; may be repeated. (default: what the organization's products say)") var category: [Labelled<AdminCategory>] = []

    func request() throws -> GrantAdminRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
            $0.admin = .with {
                $0.level = level.value
                $0.categories = category.map(\.value)
                $0.period = period.period
            }
        }
    }
}

struct UpdateAdmin: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change how far a member administers.")
    static var method: Method<UpdateAdminRequest, UpdateAdminResponse> { Methods.Roles.updateAdmin }
    static var resource: KeyPath<UpdateAdminResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @OptionGroup var period: PeriodFlags
    @Option(help: "sub or full.") var level: Labelled<AdminLevel>?
    @Option(help: "All categories of a sub-admin; may be repeated.") var category: [Labelled<AdminCategory>] = []
    @Flag(help: "It counts always.") var always = false

    func request() throws -> UpdateAdminRequest {
        let organizationID = try target.organization.id
        let timed = always || period.period != nil
        let paths = (level == nil ? [] : ["level"]) + (category.isEmpty ? [] : ["categories"]) + (timed ? ["period"] : [])
        guard !paths.isEmpty else { throw ValidationError("Say what to change.") }
        guard !always || period.period == nil else { throw ValidationError("--always goes with neither --from nor --until.") }
        return .with {
            $0.organizationID = organizationID
            $0.memberID = target.member
            $0.admin = .with {
                $0.level = level?.value ?? .unspecified
                $0.categories = category.map(\.value)
                $0.period = period.period
            }
            $0.updateMask = .with { $0.paths = paths }
        }
    }
}

struct RevokeAdmin: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Take a member's administration away.")
    static var method: Method<RevokeAdminRequest, RevokeAdminResponse> { Methods.Roles.revokeAdmin }
    static var resource: KeyPath<RevokeAdminResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget

    func request() throws -> RevokeAdminRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
        }
    }
}
