// OrganizationOperations: the organization itself and its subscription.

import RosterAPI
import RosterCore
import WellKnown

struct Purchase: ModelCommand {
    let product: String
    let seats: Int32

    func needs(_ scene: Scene) -> Needs { Needs(.addonsBuy) }
    func judge(_ scene: Scene) throws {
        try refuse(scene.account.parent != nil, .wrongState)
        try refuse((scene.account.pools[product] ?? 0) + seats > 1_000_000, .quotaExceeded)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { account.pools[product, default: 0] += seats }

    func call(_ draft: Draft) -> Call {
        draft.call(Organizations.PurchaseAddOn.self) { $0.organizationID = draft.organization; $0.productID = product; $0.seats = seats }
    }
}

struct ChangePlan: ModelCommand {
    let plan: String

    func needs(_ scene: Scene) -> Needs { Needs(.subscriptionChange) }
    func judge(_ scene: Scene) throws {
        // A sub-account has the subscription of its root.
        try refuse(scene.account.parent != nil, .wrongState)
        try refuse(scene.model.presentCount > NaiveModel.membersMax[plan] ?? .max, .seatsInUse)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        model.plan = plan
        model.enabled.formIntersection(NaiveModel.onRequest[plan] ?? [])
    }

    func call(_ draft: Draft) -> Call { draft.call(Organizations.ChangePlan.self) { $0.organizationID = draft.organization; $0.plan = plan } }
}

struct Enable: ModelCommand {
    let feature: Feature

    func needs(_ scene: Scene) -> Needs { Needs(.subscriptionChange) }
    func judge(_ scene: Scene) throws {
        try refuse(scene.account.parent != nil, .wrongState)
        try refuse(scene.model.lacks(feature) == .planFeatureUnavailable, .planFeatureUnavailable)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        if NaiveModel.onRequest[model.plan]?.contains(feature) == true { model.enabled.insert(feature) }
    }

    func call(_ draft: Draft) -> Call { draft.call(Organizations.EnableFeature.self) { $0.organizationID = draft.organization; $0.feature = feature } }
}

struct Delete: ModelCommand {
    func needs(_ scene: Scene) -> Needs { Needs(.organizationDelete) }
    func judge(_ scene: Scene) throws { try refuse(scene.account.parent != nil, .wrongState) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.isDeleted = true
        account.purge = done.now + 30 * 86_400_000_000_000
    }

    func call(_ draft: Draft) -> Call { draft.call(Organizations.Delete.self) { $0.organizationID = draft.organization } }
}

struct Undelete: ModelCommand {
    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.organizationDelete)
        needs.worksWhileInactive = true
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(!scene.account.isDeleted || scene.now >= scene.account.purge, .wrongState) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.isDeleted = false }
    func call(_ draft: Draft) -> Call { draft.call(Organizations.Undelete.self) { $0.organizationID = draft.organization } }
}

struct Rename: ModelCommand {
    let name: String

    func validate() throws { try refuse(name.isEmpty, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.organizationUpdate)
        // A sub-account's name is its parent's to give.
        if scene.account.parent != nil, name != scene.account.name { needs.permissionAbove = .subaccountsManage }
        return needs
    }

    func judge(_ scene: Scene) throws {
        try refuse(name != scene.account.name && scene.model.isTaken(subaccount: name, below: scene.account.parent, but: scene.organization), .nameInUse)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { account.name = name }

    func call(_ draft: Draft) -> Call {
        draft.call(Organizations.Update.self) { request in
            request.organization = .with { $0.organizationID = draft.organization; $0.name = name }
            request.updateMask = FieldMask(paths: ["name"])
        }
    }
}

/// Policies widen what others may grant, so it takes FULL.
struct SetPolicies: ModelCommand {
    let isLiteral: Bool
    let isReportsOnly: Bool
    let subAdminsManageGroups: Bool

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.organizationUpdate, targets: [])
        needs.permissions.append(.adminsManage)
        needs.takesFull = true
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.isLiteral = isLiteral
        account.isReportsOnly = isReportsOnly
        account.subAdminsManageGroups = subAdminsManageGroups
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Organizations.Update.self) { request in
            request.organization = .with { organization in
                organization.organizationID = draft.organization
                organization.policies = .with { policies in
                    policies.literalRoleAssignment = isLiteral
                    policies.subAdminReportsOnly = isReportsOnly
                    policies.subAdminsManageGroups = subAdminsManageGroups
                }
            }
            request.updateMask = FieldMask(paths: ["policies"])
        }
    }
}
