// `roster resource …`: connected profiles and ad accounts, and their tokens.

import ArgumentParser
import RosterAPI
import WellKnown

struct ResourceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource", abstract: "Connected profiles and ad accounts, and their tokens.",
        subcommands: [
            ConnectResource.self, ListResources.self, GetResource.self, RenameResource.self, RevokeToken.self, RenewConnection.self, DisconnectResource.self,
            ListTokenNotifications.self,
        ], aliases: ["resources"])
}

/// What is known of a token; the token itself never comes here.
struct TokenFlags: ParsableArguments {
    @Option(help: ArgumentHelp("When the token ends. (default: never)", valueName: "2026-03-03T09:00:00Z")) var expires: Moment?
    @Option(help: "What the token allows, as the network names it; may be repeated.") var scope: [String] = []
}

struct ResourceTarget: ParsableArguments {
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The resource, res_….") var resource: ResourceID
}

struct ConnectResource: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "connect", abstract: "Connect a social profile or an ad account.")
    static var method: Method<ConnectResourceRequest, ConnectResourceResponse> { Methods.Resources.connect }
    static var resource: KeyPath<ConnectResourceResponse, Resource?> { \.resource }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var token: TokenFlags
    @Argument(help: "The network, such as instagram.") var network: String
    @Argument(help: "Its id there.") var externalID: String
    @Argument(help: "What to call it.") var name: String
    @Flag(help: "It is an ad account, not a profile.") var adAccount = false

    func request() throws -> ConnectResourceRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.kind = adAccount ? .adAccount : .socialProfile
            $0.network = network
            $0.externalID = externalID
            $0.displayName = name
            $0.expireTime = token.expires?.timestamp
            $0.scopes = token.scope
        }
    }
}

struct ListResources: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the resources that the caller sees.")
    static var method: Method<ListResourcesRequest, ListResourcesResponse> { Methods.Resources.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListResourcesRequest { try .with { $0.organizationID = try organization.id } }
}

struct GetResource: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show a resource.")
    static var method: Method<GetResourceRequest, GetResourceResponse> { Methods.Resources.get }
    static var resource: KeyPath<GetResourceResponse, Resource?> { \.resource }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: ResourceTarget
    @OptionGroup var point: PointFlags

    func request() throws -> GetResourceRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.resourceID = target.resource
        }
    }
}

struct RenameResource: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Give a resource another name.")
    static var method: Method<UpdateResourceRequest, UpdateResourceResponse> { Methods.Resources.update }
    static var resource: KeyPath<UpdateResourceResponse, Resource?> { \.resource }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: ResourceTarget
    @Argument(help: "What to call it.") var name: String

    func request() throws -> UpdateResourceRequest {
        let organizationID = try target.organization.id
        return .with {
            $0.resource = .with {
                $0.organizationID = organizationID
                $0.resourceID = target.resource
                $0.displayName = name
            }
            $0.updateMask = .with { $0.paths = ["display_name"] }
        }
    }
}

struct RevokeToken: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "token-revoked", abstract: "Take note that the network has revoked a token.")
    static var method: Method<UpdateResourceRequest, UpdateResourceResponse> { Methods.Resources.update }
    static var resource: KeyPath<UpdateResourceResponse, Resource?> { \.resource }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: ResourceTarget

    func request() throws -> UpdateResourceRequest {
        let organizationID = try target.organization.id
        return .with {
            $0.resource = .with {
                $0.organizationID = organizationID
                $0.resourceID = target.resource
                $0.connection = .with { $0.state = .revoked }
            }
            $0.updateMask = .with { $0.paths = ["connection.state"] }
        }
    }
}

struct RenewConnection: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "renew", abstract: "Take note of a new token.")
    static var method: Method<RenewConnectionRequest, RenewConnectionResponse> { Methods.Resources.renewConnection }
    static var resource: KeyPath<RenewConnectionResponse, Resource?> { \.resource }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: ResourceTarget
    @OptionGroup var token: TokenFlags

    func request() throws -> RenewConnectionRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.resourceID = target.resource
            $0.expireTime = token.expires?.timestamp
            $0.scopes = token.scope
        }
    }
}

struct DisconnectResource: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "disconnect", abstract: "Remove a resource with every role on it.")
    static var method: Method<DisconnectResourceRequest, DisconnectResourceResponse> { Methods.Resources.disconnect }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: ResourceTarget

    func request() throws -> DisconnectResourceRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.resourceID = target.resource
        }
    }

    func lines(_ response: DisconnectResourceResponse) -> [String] { response.result?.lines ?? [] }
}

struct ListTokenNotifications: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "tokens", abstract: "List the connections that must be renewed, and by whom.")
    static var method: Method<ListTokenNotificationsRequest, ListTokenNotificationsResponse> { Methods.Resources.listTokenNotifications }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListTokenNotificationsRequest { try .with { $0.organizationID = try organization.id } }
}

extension Resource: Tabular {
    static var columns: [Column<Resource>] {
        [
            Column("RESOURCE") { $0.resourceID.text }, Column("NAME") { $0.displayName }, Column("KIND") { $0.kind.label }, Column("NETWORK") { $0.network },
            Column("ID THERE") { $0.externalID }, Column("TOKEN") { $0.connection?.state.label ?? "" },
            Column("EXPIRES") { $0.connection?.expireTime?.label ?? "" }, Column("CONNECTED BY") { $0.connection?.connectedBy.text ?? "" },
            Column("WORKSPACE") { $0.workspaceID.text },
        ]
    }
}

extension TokenNotification: Tabular {
    static var columns: [Column<TokenNotification>] {
        [
            Column("RESOURCE") { $0.resourceID.text }, Column("NAME") { $0.displayName }, Column("NETWORK") { $0.network }, Column("TOKEN") { $0.state.label },
            Column("EXPIRES") { $0.expireTime?.label ?? "" }, Column("TO BE RENEWED BY") { $0.memberID.isZero ? "any administrator" : $0.memberID.text },
        ]
    }
}
