// `roster license …`: seats, and who holds them.

import ArgumentParser
import RosterAPI

struct LicenseCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license", abstract: "Seats, and who holds them.",
        subcommands: [
            ListPools.self, UpdatePool.self, GetSeatSummary.self, AssignLicense.self, ActivateLicense.self, RevokeLicense.self, ListAssignments.self,
        ])
}

struct ListPools: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "pools", abstract: "List the license pools, one a product.")
    static var method: Method<ListPoolsRequest, ListPoolsResponse> { Methods.Licenses.listPools }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListPoolsRequest { try .with { $0.organizationID = try organization.id } }
}

struct UpdatePool: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "resize", abstract: "Make a pool, or give it another size.")
    static var method: Method<UpdatePoolRequest, UpdatePoolResponse> { Methods.Licenses.updatePool }
    static var resource: KeyPath<UpdatePoolResponse, LicensePool?> { \.pool }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The product's id.") var product: String
    @Argument(help: "Its seats from now on.") var seats: Int32

    func request() throws -> UpdatePoolRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.productID = product
            $0.purchased = seats
        }
    }
}

struct GetSeatSummary: ReadCommand {
    static let configuration = CommandConfiguration(commandName: "summary", abstract: "Count the seats, per product and in all.")
    static var method: Method<GetSeatSummaryRequest, GetSeatSummaryResponse> { Methods.Licenses.getSeatSummary }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> GetSeatSummaryRequest { try .with { $0.organizationID = try organization.id } }

    func lines(_ response: GetSeatSummaryResponse) -> [String] {
        let all = LicensePool.with {
            $0.productID = "(all)"
            $0.seats = response.total
        }
        let limited = response.limited == 0 ? [] : ["and \(response.limited) limited user(s), who take no seat"]
        return (response.pools + [all]).table.lines + limited
    }
}

struct AssignLicense: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Give a member a license.")
    static var method: Method<AssignLicenseRequest, AssignLicenseResponse> { Methods.Licenses.assign }
    static var resource: KeyPath<AssignLicenseResponse, LicenseAssignment?> { \.assignment }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @Argument(help: "The product's id.") var product: String

    func request() throws -> AssignLicenseRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
            $0.productID = product
        }
    }
}

struct ActivateLicense: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "activate", abstract: "Mark a pending license as in use.")
    static var method: Method<ActivateLicenseRequest, ActivateLicenseResponse> { Methods.Licenses.activate }
    static var resource: KeyPath<ActivateLicenseResponse, LicenseAssignment?> { \.assignment }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The license, lic_….") var license: LicenseID

    func request() throws -> ActivateLicenseRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.licenseID = license
        }
    }
}

struct RevokeLicense: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Take a license back; its seat is free.")
    static var method: Method<RevokeLicenseRequest, RevokeLicenseResponse> { Methods.Licenses.revoke }
    static var resource: KeyPath<RevokeLicenseResponse, LicenseAssignment?> { \.assignment }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The license, lic_….") var license: LicenseID

    func request() throws -> RevokeLicenseRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.licenseID = license
        }
    }
}

struct ListAssignments: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List who holds which license.")
    static var method: Method<ListAssignmentsRequest, ListAssignmentsResponse> { Methods.Licenses.listAssignments }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListAssignmentsRequest { try .with { $0.organizationID = try organization.id } }
}
