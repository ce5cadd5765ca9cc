// `roster organization subscription|change-plan|enable-feature|buy-seats`: what an organization may use.

import ArgumentParser
import RosterAPI

struct GetSubscription: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "subscription", abstract: "Show the plan, its features and what was bought beyond it.")
    static var method: Method<GetSubscriptionRequest, GetSubscriptionResponse> { Methods.Organizations.getSubscription }
    static var resource: KeyPath<GetSubscriptionResponse, Subscription?> { \.subscription }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> GetSubscriptionRequest { try .with { $0.organizationID = try organization.id } }
}

struct ChangePlan: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "change-plan", abstract: "Change the plan; --validate-only lists what a downgrade would take away.")
    static var method: Method<ChangePlanRequest, ChangePlanResponse> { Methods.Organizations.changePlan }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "A plan the server knows, such as ENTERPRISE.") var plan: String

    func request() throws -> ChangePlanRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.plan = plan
        }
    }

    func lines(_ response: ChangePlanResponse) -> [String] {
        let lost = response.lostFeatures.map { "without \($0.feature.label), which \($0.uses) thing(s) rest on now. \($0.effect)" }
        return (response.subscription?.recordLines ?? []) + lost + (response.result?.lines ?? [])
    }
}

struct EnableFeature: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "enable-feature", abstract: "Enable a feature that the plan includes on request only.")
    static var method: Method<EnableFeatureRequest, EnableFeatureResponse> { Methods.Organizations.enableFeature }
    static var resource: KeyPath<EnableFeatureResponse, Subscription?> { \.subscription }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument var feature: Labelled<Feature>

    func request() throws -> EnableFeatureRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.feature = feature.value
        }
    }
}

struct PurchaseAddOn: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "buy-seats", abstract: "Buy more seats of a product.")
    static var method: Method<PurchaseAddOnRequest, PurchaseAddOnResponse> { Methods.Organizations.purchaseAddOn }
    static var resource: KeyPath<PurchaseAddOnResponse, Subscription?> { \.subscription }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The product's id.") var product: String
    @Argument(help: "How many.") var seats: Int32

    func request() throws -> PurchaseAddOnRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.productID = product
            $0.seats = seats
        }
    }
}
