// `roster organization …`: accounts of customers and their subscription.

import ArgumentParser
import RosterAPI

struct OrganizationCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization", abstract: "Organizations and their subscriptions.",
        subcommands: [
            CreateOrganization.self, GetOrganization.self, ListOrganizations.self, UpdateOrganization.self, DeleteOrganization.self,
            UndeleteOrganization.self, GetSubscription.self, ChangePlan.self, EnableFeature.self, PurchaseAddOn.self, TransferOwnership.self,
            SwitchAccount.self, ListMyOrganizations.self,
        ], aliases: ["org"])
}

/// `PRODUCT=SEATS`.
struct PoolArgument: ExpressibleByArgument {
    let pool: PoolSize

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let seats = Int32(parts[1]) else { return nil }
        pool = .with {
            $0.productID = String(parts[0])
            $0.purchased = seats
        }
    }
}

struct CreateOrganization: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Create an organization with its one owner.")
    static var method: Method<CreateOrganizationRequest, CreateOrganizationResponse> { Methods.Organizations.create }
    static var resource: KeyPath<CreateOrganizationResponse, Organization?> { \.organization }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @Argument(help: "What people call it.") var name: String
    @Option(help: "The owner's e-mail address.") var owner: String
    @Option(help: "A plan the server knows, such as ADVANCED.") var plan: String
    @Option(help: ArgumentHelp("Seats of a product; may be repeated.", valueName: "product=seats")) var pool: [PoolArgument] = []
    @Option(help: "A product the owner gets a license of; may be repeated.") var ownerProduct: [String] = []
    @Option(help: "Such as Europe/Paris.") var timeZone = ""

    func request() -> CreateOrganizationRequest {
        .with {
            $0.name = name
            $0.ownerEmail = owner
            $0.plan = plan
            $0.pools = pool.map(\.pool)
            $0.ownerProductIDs = ownerProduct
            $0.timeZone = timeZone
        }
    }
}

struct GetOrganization: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show an organization.")
    static var method: Method<GetOrganizationRequest, GetOrganizationResponse> { Methods.Organizations.get }
    static var resource: KeyPath<GetOrganizationResponse, Organization?> { \.organization }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> GetOrganizationRequest { try .with { $0.organizationID = try organization.id } }
}

struct ListOrganizations: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all organizations.")
    static var method: Method<ListOrganizationsRequest, ListOrganizationsResponse> { Methods.Organizations.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var list: ListFlags

    func request() -> ListOrganizationsRequest { ListOrganizationsRequest() }
}

/// `POLICY=on` or `POLICY=off`.
struct PolicyArgument: ExpressibleByArgument {
    static let known: [(name: String, property: WritableKeyPath<Policies, Bool> & Sendable)] = [
        ("sub_admin_reports_only", \.subAdminReportsOnly), ("sub_admins_manage_groups", \.subAdminsManageGroups),
        ("literal_role_assignment", \.literalRoleAssignment),
    ]

    let name: String
    let isOn: Bool

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let state = Toggle(rawValue: String(parts[1])) else { return nil }
        name = String(parts[0].replacing("-", with: "_"))
        isOn = state == .on
        guard Self.known.contains(where: { [name] in $0.name == name }) else { return nil }
    }

    static var allValueStrings: [String] { known.map { $0.name.replacing("_", with: "-") + "=on|off" } }
}

extension Policies {
    /// Those that are on.
    var label: String { PolicyArgument.known.filter { self[keyPath: $0.property] }.map(\.name).joined(separator: ", ") }
}

struct UpdateOrganization: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change an organization's name, time zone or policies.")
    static var method: Method<UpdateOrganizationRequest, UpdateOrganizationResponse> { Methods.Organizations.update }
    static var resource: KeyPath<UpdateOrganizationResponse, Organization?> { \.organization }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Option(help: "What people call it.") var name: String?
    @Option(help: "Such as Europe/Paris.") var timeZone: String?
    @Option(help: "A policy on or off; may be repeated.") var policy: [PolicyArgument] = []

    func request() throws -> UpdateOrganizationRequest {
        let id = try organization.id
        let paths = (name == nil ? [] : ["name"]) + (timeZone == nil ? [] : ["time_zone"]) + policy.map { "policies." + $0.name }
        guard !paths.isEmpty else { throw ValidationError("Say what to change.") }
        return .with {
            $0.organization = .with {
                $0.organizationID = id
                $0.name = name ?? ""
                $0.timeZone = timeZone ?? ""
                $0.policies = policy.reduce(into: Policies()) { policies, wanted in
                    for known in PolicyArgument.known where known.name == wanted.name { policies[keyPath: known.property] = wanted.isOn }
                }
            }
            $0.updateMask = .with { $0.paths = paths }
        }
    }
}

struct DeleteOrganization: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete an organization; until its purge it can be undeleted.")
    static var method: Method<DeleteOrganizationRequest, DeleteOrganizationResponse> { Methods.Organizations.delete }
    static var resource: KeyPath<DeleteOrganizationResponse, Organization?> { \.organization }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption

    func request() throws -> DeleteOrganizationRequest { try .with { $0.organizationID = try organization.id } }
}

struct UndeleteOrganization: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "undelete", abstract: "Take a deletion back.")
    static var method: Method<UndeleteOrganizationRequest, UndeleteOrganizationResponse> { Methods.Organizations.undelete }
    static var resource: KeyPath<UndeleteOrganizationResponse, Organization?> { \.organization }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption

    func request() throws -> UndeleteOrganizationRequest { try .with { $0.organizationID = try organization.id } }
}
