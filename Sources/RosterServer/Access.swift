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
                on: request.resourceID, of: reading.state, at: reading.time)
        }
        services.list(Methods.Access.listEffectivePermissions, effective)
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
}
