// `roster license assign|reassign|revoke|activate|park|unpark`: who gets a seat, and what becomes of it.

import ArgumentParser
import RosterAPI
import Wire

struct AssignLicense: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Give a member, or several at once, a license.")
    static var method: Method<AssignLicenseRequest, AssignLicenseResponse> { Methods.Licenses.assign }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @Argument(help: "The product's id.") var product: String
    @Option(name: .customLong("and"), help: "Another member, mem_…; may be repeated. All get one, or none.") var others: [MemberID] = []
    @OptionGroup var period: PeriodFlags

    func request() throws -> AssignLicenseRequest {
        try .with {
            $0.organizationID = try target.organization.id
            if others.isEmpty { $0.memberID = target.member } else { $0.memberIDs = [target.member] + others }
            $0.productID = product
            $0.period = period.period
        }
    }

    func lines(_ response: AssignLicenseResponse) -> [String] { response.assignments.lines + (response.result?.lines ?? []) }
}

struct ReassignLicense: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "reassign", abstract: "Give the seat of a license to another member.")
    static var method: Method<ReassignLicenseRequest, ReassignLicenseResponse> { Methods.Licenses.reassign }
    static var resource: KeyPath<ReassignLicenseResponse, LicenseAssignment?> { \.assignment }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The license whose seat is freed, lic_….") var license: LicenseID
    @Argument(help: "Who gets it, mem_….") var member: MemberID
    @OptionGroup var period: PeriodFlags

    func request() throws -> ReassignLicenseRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.licenseID = license
            $0.memberID = member
            $0.period = period.period
        }
    }
}

struct RevokeLicenses: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Take licenses back; their seats are free.")
    static var method: Method<RevokeLicenseRequest, RevokeLicenseResponse> { Methods.Licenses.revoke }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The licenses, lic_…: all of them or none.") var licenses: [LicenseID]

    func request() throws -> RevokeLicenseRequest {
        try .with {
            $0.organizationID = try organization.id
            if licenses.count == 1 { $0.licenseID = licenses[0] } else { $0.licenseIDs = licenses }
        }
    }

    func lines(_ response: RevokeLicenseResponse) -> [String] { response.assignments.lines + (response.result?.lines ?? []) }
}

extension [LicenseAssignment] {
    /// One as a record, several as a table.
    fileprivate var lines: [String] { count == 1 ? self[0].recordLines : table.lines }
}

// MARK: What is done to one license

/// A request that names a license and needs nothing else.
protocol LicenseTargeted: MutatingRequest {
    var organizationID: OrganizationID { get set }
    var licenseID: LicenseID { get set }
}

/// A mutation's answer that holds the license.
protocol LicenseAnswer: MutatingResponse {
    var assignment: LicenseAssignment? { get }
}

/// What is done to a license, told apart by its method.
protocol LicenseVerb {
    associatedtype Request: LicenseTargeted
    associatedtype Response: LicenseAnswer
    static var name: String { get }
    static var abstract: String { get }
    static var method: Method<Request, Response> { get }
}

struct OnLicense<Verb: LicenseVerb>: MutationCommand, ResourceCommand {
    static var configuration: CommandConfiguration { CommandConfiguration(commandName: Verb.name, abstract: Verb.abstract) }
    static var method: Method<Verb.Request, Verb.Response> { Verb.method }
    static var resource: KeyPath<Verb.Response, LicenseAssignment?> { \.assignment }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The license, lic_….") var license: LicenseID

    func request() throws -> Verb.Request {
        try .with {
            $0.organizationID = try organization.id
            $0.licenseID = license
        }
    }
}

extension ActivateLicenseRequest: LicenseTargeted {}
extension ActivateLicenseResponse: LicenseAnswer {}
enum Activate: LicenseVerb {
    static let name = "activate", abstract = "Mark a pending license as in use."
    static var method: Method<ActivateLicenseRequest, ActivateLicenseResponse> { Methods.Licenses.activate }
}

extension ParkLicenseRequest: LicenseTargeted {}
extension ParkLicenseResponse: LicenseAnswer {}
enum Park: LicenseVerb {
    static let name = "park", abstract = "Lay an active license aside: the work is kept, the seat is free."
    static var method: Method<ParkLicenseRequest, ParkLicenseResponse> { Methods.Licenses.park }
}

extension UnparkLicenseRequest: LicenseTargeted {}
extension UnparkLicenseResponse: LicenseAnswer {}
enum Unpark: LicenseVerb {
    static let name = "unpark", abstract = "Take a parked license into use again, if there is a seat."
    static var method: Method<UnparkLicenseRequest, UnparkLicenseResponse> { Methods.Licenses.unpark }
}
