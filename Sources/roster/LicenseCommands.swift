// `roster license …`: seats, and who holds them.

import ArgumentParser
import RosterAPI

struct LicenseCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license", abstract: "Seats, and who holds them.",
        subcommands: [
            ListPools.self, UpdatePool.self, GetSeatSummary.self, ForecastSeats.self, AssignLicense.self, ReassignLicense.self,
            OnLicense<Activate>.self, OnLicense<Park>.self, OnLicense<Unpark>.self, RevokeLicenses.self, ListAssignments.self,
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
        return (response.pools + [all]).table.lines + limited + (response.assignmentCap?.lines ?? [])
    }
}

struct ForecastSeats: ReadCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast", abstract: "Would so many new licenses fit, and if not, when?", discussion: "Ends with status 1 when they don't.")
    static var method: Method<ForecastSeatsRequest, ForecastSeatsResponse> { Methods.Licenses.forecastSeats }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags
    @Argument(help: ArgumentHelp("How many of which product; may be repeated.", valueName: "product=count")) var demands: [SeatDemandArgument]
    @Option(help: "How many of those who get them would be new members.") var newMembers: Int32 = 0
    @Option(help: ArgumentHelp("When that would be. (default: now)", valueName: "2027-01-01T00:00:00Z")) var time: Moment?

    func request() throws -> ForecastSeatsRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.demands = demands.map(\.demand)
            $0.newMembers = newMembers
            $0.time = time?.timestamp
        }
    }

    func lines(_ response: ForecastSeatsResponse) -> [String] {
        let verdict = response.fits ? "Everything fits."
            : "It doesn't fit (\(response.reasons.joined(separator: ", ")))" + (response.fitTime.map { ", but would at \($0.label) if nothing else happens." } ?? ".")
        return response.products.table.lines + (response.assignmentCap?.lines ?? [])
            + (response.membersRemaining.map { ["room for \($0) more member(s)"] } ?? []) + [verdict]
    }

    func exitCode(_ response: ForecastSeatsResponse) -> Int32 { response.fits ? 0 : 1 }
}

/// `sales_navigator=400`
struct SeatDemandArgument: ExpressibleByArgument {
    let demand: SeatDemand

    init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, let count = Int32(sides[1]) else { return nil }
        demand = .with {
            $0.productID = String(sides[0])
            $0.count = count
        }
    }
}

extension AssignmentCap {
    var lines: [String] {
        let warning = state == .reached ? " (reached)" : state == .near ? " (near the cap)" : ""
        return ["\(used) of \(limit) assignment(s) of this month used\(warning); anew at \(resetTime?.label ?? "")"]
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
