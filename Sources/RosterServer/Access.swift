// AccessService: who may do what. Check is the hot path of the whole server.

import RosterAPI
import RosterCore
import WellKnown

enum AccessService {
    /// Questions of one BatchCheck.
    static let batchMax = 1_000

    static func register(_ services: inout ServiceRouter) {
        services.read(Methods.Access.check, validate: { (request) throws(Refusal) in try validate(request.permission) }) { (request, reading) in
            let decision = decide(request.permission, request.subject, request.resourceID, reading)
            return .with { response in
                response.allowed = decision.allowed
                response.reason = decision.reason
                response.validUntil = decision.validUntil.map { Timestamp(nanosecondsSince1970: $0) }
            }
        }
        services.read(Methods.Access.batchCheck, subjects: { .each($0.checks.map(\.subject)) }, validate: { (request) throws(Refusal) in
            guard request.checks.count <= batchMax else { throw .batchTooLarge("checks", most: batchMax) }
            for item in request.checks { try validate(item.permission) }
        }, answer: { (request, reading) in
            .with { response in
                response.results = request.checks.map { item in
                    let decision = decide(item.permission, item.subject, item.resourceID, reading)
                    return .with { result in
                        result.allowed = decision.allowed
                        result.reason = decision.reason
                        result.validUntil = decision.validUntil.map { Timestamp(nanosecondsSince1970: $0) }
                    }
                }
            }
        })
        services.read(Methods.Access.explain, validate: { (request) throws(Refusal) in try validate(request.permission) }) { (request, reading) in
            Authorization.explain(
                request.permission, of: AccessSubject(request.subject, caller: reading.caller), in: request.organizationID,
                on: request.resourceID, isShown: reading.mayKnow(of: request.resourceID), of: reading.state, at: reading.time)
        }
        services.list(Methods.Access.listEffectivePermissions, effective)
        services.list(Methods.Access.listAccessibleResources, validate: { (request) throws(Refusal) in try validate(request.permission) }, accessible)
        services.list(Methods.Access.listMembersWithAccess, validate: { (request) throws(Refusal) in try validate(request.permission) }, holders)
    }

    private static func validate(_ permission: Permission) throws(Refusal) {
        guard permission.isKnown else { throw .unknownPermission("permission") }
    }

    private static func decide(_ permission: Permission, _ subject: Subject?, _ resource: ResourceID, _ reading: Reading) -> Authorization.Decision {
        Authorization.check(
            permission, of: AccessSubject(subject, caller: reading.caller), in: reading.node, on: resource, of: reading.state, at: reading.time)
    }

    /// By name.
    private static let effective = Listing<ListEffectivePermissionsRequest, EffectivePermission, EffectivePermission>(
        fields: ["permission": .name { element, _ in element.permission.text }],
        isOrderable: false,
        count: { _, _ in PermissionSet.all.count },
        elements: { request, reading in
            Authorization.effectivePermissions(
                of: AccessSubject(request.subject, caller: reading.caller), in: request.organizationID, on: request.resourceID, of: reading.state,
                at: reading.time
            ).map { permission, validUntil in
                .with { element in
                    element.permission = permission
                    element.validUntil = validUntil.map { Timestamp(nanosecondsSince1970: $0) }
                }
            }
        },
        item: { element, _ in element })

    /// In the order in which they were added.
    private static let accessible = Listing<ListAccessibleResourcesRequest, AccessibleResource, AccessibleResource>(
        fields: [
            "kind": .constant { resource, _ in resource.kind },
            "network": .text { resource, _ in resource.network },
            "workspace_id": .name { resource, reading in
                reading.node.resources[resource.resourceID]?.record.workspaceID.text.nonEmpty
            },
        ],
        isOrderable: false,
        count: { _, reading in reading.node.resources.nodes.count },
        elements: { request, reading in
            Authorization.accessibleResources(
                request.permission, of: AccessSubject(request.subject, caller: reading.caller), in: reading.node, of: reading.state, at: reading.time)
        },
        item: { resource, _ in resource })

    /// The organization's own members first, then its ancestors' administrators.
    private static let holders = Listing<ListMembersWithAccessRequest, MemberAccess, MemberAccess>(
        fields: [
            "role": .constant { member, _ in member.role },
            "granted_by": .constants { member, _ in member.grantedBy },
            "organization_id": .name { member, _ in member.organizationID.text },
        ],
        isOrderable: false,
        count: { _, reading in Authorization.candidates(in: reading.node, of: reading.state) },
        elements: { request, reading in
            Authorization.membersWithAccess(request.permission, in: reading.node, on: request.resourceID, of: reading.state, at: reading.time)
        },
        item: { member, _ in member })
}

extension Reading {
    /// Whether an explanation may say anything of a resource to the caller: who checks others knows of all.
    func mayKnow(of resource: ResourceID) -> Bool {
        caller.permissions.contains(.accessCheckOthers) || (node.resources[resource].map(sees) ?? false)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
