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

struct UpdateOrganization: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change an organization's name or time zone.")
    static var method: Method<UpdateOrganizationRequest, UpdateOrganizationResponse> { Methods.Organizations.update }
    static var resource: KeyPath<UpdateOrganizationResponse, Organization?> { \.organization }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Option(help: "What people call it.") var name: String?
    @Option(help: "Such as Europe/Paris.") var timeZone: String?

    func request() throws -> UpdateOrganizationRequest {
        let id = try organization.id
        return .with {
            $0.organization = .with {
                $0.organizationID = id
                $0.name = name ?? ""
                $0.timeZone = timeZone ?? ""
            }
            $0.updateMask = .with { $0.paths = [name.map { _ in "name" }, timeZone.map { _ in "time_zone" }].compactMap { $0 } }
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
