// ResourceDemands: what a command asks for about resources and workspaces, checked in the one order of product.md 4.1.

import RosterAPI
import WellKnown

extension Demands {
    /// What the caller must hold on the resource that the request names.
    struct OnResource: Sendable {
        let permission: Permission
        /// A permission of the organization that does as well.
        var organization: Permission?
    }

    /// NOT_FOUND for a resource, a workspace, a member or a custom role that doesn't exist, or isn't the caller's to see.
    func checkSight(in node: OrganizationNode?, _ context: DecisionContext) throws(Refusal) {
        if resources.isEmpty, workspaces.isEmpty, members.isEmpty, resourceRoles.isEmpty { return }
        guard let node else { throw .notFound() }
        for id in resources + resourceRoles.map(\.resourceID) {
            guard let resource = node.resources[id], context.caller.sees(resource, in: node, at: context.now) else { throw .notFound() }
        }
        for id in workspaces {
            guard node.resources.workspaces[id] != nil, context.caller.sees(id, in: node, at: context.now) else { throw .notFound() }
        }
        for grant in resourceRoles where node.permissions(of: grant.role, grant.customRoleID).isEmpty { throw .notFound() }
        for id in members where node.members[id] == nil { throw .notFound() }
    }

    /// MISSING_PERMISSION on the resource that the request names; NOT_CONNECTION_OWNER for a limited seat.
    func checkOnResource(in node: OrganizationNode?, _ context: DecisionContext) throws(Refusal) {
        guard let onResource, case .resource(let id) = target, let node, let resource = node.resources[id] else { return }
        let caller = context.caller
        if caller.permissions(on: resource.record, in: node, at: context.now).contains(onResource.permission) { return }
        if let organization = onResource.organization, caller.permissions.contains(organization) { return }
        if let member = caller.memberID.flatMap({ node.members[$0]?.record }), member.seatType == .limited { throw .notConnectionOwner() }
        throw .missingPermission(onResource.permission)
    }

    /// The plan's features for what made the change of a resource possible.
    func checkPlan(in node: OrganizationNode, _ context: DecisionContext) throws(Refusal) {
        guard let organization = onResource?.organization, case .resource(let id) = target, let resource = node.resources[id] else { return }
        // What one holds on the resource needs no feature.
        if context.caller.permissions(on: resource.record, in: node, at: context.now).contains(onResource?.permission ?? Permission()) { return }
        try node.require(organization.features.features)
    }

    /// ROLE_CEILING: a role on a resource is given by whoever holds there what it holds (product.md 3.3, 3).
    func checkResourceCeiling(in node: OrganizationNode?, _ context: DecisionContext) throws(Refusal) {
        guard let node else { return }
        for grant in resourceRoles {
            guard let resource = node.resources[grant.resourceID]?.record else { throw .notFound() }
            let own = context.caller.permissions(on: resource, in: node, at: context.now)
            guard node.permissions(of: grant.role, grant.customRoleID).isSubset(of: own) else { throw .roleCeiling() }
        }
    }
}

extension Validation {
    /// The most resources or members that one call names.
    static let namesMax = 2_000

    static func ids<Tag>(_ ids: [Identifier<Tag>], _ field: String, mayBeEmpty: Bool = false) throws(Refusal) {
        guard ids.count <= namesMax else { throw .batchTooLarge(field, most: namesMax) }
        guard mayBeEmpty || !ids.isEmpty else { throw .invalid(field, "at least one") }
        guard ids.allSatisfy({ !$0.isZero }) else { throw .malformedID(field) }
        guard Set(ids).count == ids.count else { throw .invalid(field, "none twice") }
    }

    static func resourceRoles(_ grants: [ResourceRoleGrant], _ field: String) throws(Refusal) {
        try ids(grants.map(\.resourceID), field, mayBeEmpty: true)
        for grant in grants {
            switch grant.role {
            case .guest, .moderator, .editor, .admin:
                guard grant.customRoleID.isZero else { throw .invalid(field + ".custom_role_id", "for CUSTOM only") }
            case .custom:
                guard !grant.customRoleID.isZero else { throw .invalid(field + ".custom_role_id", "which one") }
            default:
                throw .invalid(field + ".role", "GUEST, MODERATOR, EDITOR, ADMIN or CUSTOM")
            }
            try period(grant.period, field + ".period")
        }
    }

    /// A token's metadata: times and scopes.
    static func token(_ expireTime: Timestamp?, _ scopes: [String]) throws(Refusal) {
        try timestamp(expireTime, "expire_time")
        guard scopes.count <= 64 else { throw .invalid("scopes", "at most 64") }
        for scope in scopes { try text(scope, "scopes", bytesMax: 128) }
    }
}

extension Refusal {
    static func notConnectionOwner() -> Refusal {
        Refusal(.permissionDenied, .notConnectionOwner, "a limited seat renews only the tokens that it added")
    }
}
