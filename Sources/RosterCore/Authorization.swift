// Authorization: who may do what in an organization, at a time (product.md 3.3, 6). The hot path of the whole server.

public import RosterAPI

/// Whom a question about access is about.
public enum AccessSubject: Sendable {
    case member(MemberID)
    /// The address's member in the organization; an address that is none is nobody's.
    case email(EmailAddress?)
    /// A key that acts as itself.
    indirect case key(Caller)

    /// The subject that a request names; none: whoever calls, the person before the key.
    public init(_ subject: Subject?, caller: Caller) {
        self = switch subject {
        case .memberID(let id): .member(id)
        case .email(let text): .email(EmailAddress(text))
        case nil: caller.memberID.map(AccessSubject.member) ?? .key(caller)
        }
    }
}

/// Answers about access. Nothing here fails: nobody, nothing and not allowed are answers.
public enum Authorization {
    public struct Decision: Sendable, Equatable {
        public let allowed: Bool
        /// Empty when allowed; else the first in the order of product.md 3.3, 6.
        public let reason: Reason
        /// The next time at which the answer could change by time alone, in nanoseconds since 1970; nil: never.
        public let validUntil: Int64?

        @inline(__always)
        init(allowed: Bool, reason: Reason = Reason(), validUntil: Int64? = nil) {
            self.allowed = allowed
            self.reason = reason
            self.validUntil = validUntil
        }

        @inline(__always)
        static func denied(_ reason: Reason, validUntil: Int64? = nil) -> Decision { Decision(allowed: false, reason: reason, validUntil: validUntil) }
    }

    /// Whether the subject has the permission in the organization at this time.
    ///
    /// - Parameter resource: zero: at organization level.
    public static func check(
        _ permission: Permission, of subject: AccessSubject, in organization: OrganizationID, on resource: ResourceID = ResourceID(),
        of state: TreeState, at time: Int64
    ) -> Decision {
        guard let node = state.organizations[organization] else { return .denied(.notAMember) }
        return check(permission, of: subject, in: node, on: resource, of: state, at: time)
    }

    /// The same, for whoever has found the organization already.
    public static func check(
        _ permission: Permission, of subject: AccessSubject, in node: OrganizationNode, on resource: ResourceID = ResourceID(),
        of state: TreeState, at time: Int64
    ) -> Decision {
        if case .member(let id) = subject, let member = node.members[id], node.parentID.isZero {
            if resource.isZero {
                // One look-up and a mask: what nearly every check costs.
                if node.state == .active, member.permissions(at: time).intersection(node.planMask).contains(permission) {
                    return Decision(allowed: true, validUntil: member.nextChange(after: time))
                }
            } else if node.state == .active, let found = node.resources[resource],
                node.permissions(of: member.record, on: found.record, at: time).intersection(node.planMask).contains(permission) {
                // And one more for a resource.
                return Decision(allowed: true, validUntil: member.nextChange(after: time, on: found.record))
            }
        }
        return Evaluation(subject, in: node, of: state, at: time).decision(permission, on: resource)
    }

    /// Everything the subject may do at this time, at organization level or on a resource, each with the time at which it could end;
    /// by name.
    public static func effectivePermissions(
        of subject: AccessSubject, in organization: OrganizationID, on resource: ResourceID = ResourceID(), of state: TreeState, at time: Int64
    ) -> [(permission: Permission, validUntil: Int64?)] {
        guard let node = state.organizations[organization] else { return [] }
        let evaluation = Evaluation(subject, in: node, of: state, at: time)
        if resource.isZero { return evaluation.effective.permissions.map { ($0, evaluation.validUntil) } }
        guard let standing = evaluation.standing(on: resource) else { return [] }
        let validUntil = evaluation.validUntil(standing)
        return evaluation.effective(standing).permissions.map { ($0, validUntil) }
    }
}

extension MemberRecord {
    /// The next time at which role or administration begins or ends; nil: never.
    func nextChange(after time: Int64) -> Int64? {
        guard state == .active else { return nil }
        switch (roleValidity.nextChange(after: time), adminLevel == .unspecified ? nil : adminValidity.nextChange(after: time)) {
        case (let role?, let administration?): return min(role, administration)
        case (let role, let administration): return role ?? administration
        }
    }
}

extension MemberNode {
    /// The next time at which role, administration or the role on this resource begins or ends; nil: never. Of an ACTIVE member.
    func nextChange(after time: Int64, on resource: ResourceRecord) -> Int64? {
        let next = nextChange(after: time)
        guard let role = record.resourceRole(on: resource.resourceID), !record.isHidden(resource), !record.role(at: time).impliesResourceAdmin,
            let change = role.validity.nextChange(after: time)
        else { return next }
        return min(next ?? change, change)
    }
}

/// One subject in one organization at one time, with everything that a decision rests on.
struct Evaluation {
    let node: OrganizationNode
    let time: Int64
    /// The subject's member in the organization itself.
    let member: MemberNode?
    /// A member of an ancestor who holds FULL here.
    let ancestor: MemberNode?
    let key: Caller?
    let validUntil: Int64?

    init(_ subject: AccessSubject, in node: OrganizationNode, of state: TreeState, at time: Int64) {
        self.node = node
        self.time = time
        let name: PersonName
        switch subject {
        case .member(let id): name = .member(id)
        case .email(let email): name = .email(email)
        case .key(let caller):
            key = caller
            member = nil
            ancestor = nil
            validUntil = nil
            return
        }
        key = nil
        let person = Person(name, in: node, of: state)
        member = person.own
        ancestor = person.administrator(at: time)
        validUntil = ([person.own].compactMap(\.self) + person.above).compactMap { $0.record.nextChange(after: time) }.min()
    }

    /// What is granted, whatever masks it.
    var granted: PermissionSet {
        if let key { return key.permissions }
        var granted = member.map { $0.permissions(at: time) } ?? []
        if ancestor != nil { granted.formUnion(.fullAdmin) }
        return granted
    }

    /// What remains of it at organization level: a key's permissions on resources are none there.
    var effective: PermissionSet { node.state == .active ? granted.intersection(node.planMask).subtracting(.resource) : [] }

    /// What remains on a resource to which the subject stands so.
    func effective(_ standing: ResourceStanding) -> PermissionSet { node.state == .active ? standing.permissions.intersection(node.planMask) : [] }

    /// When an answer on that resource could change.
    func validUntil(_ standing: ResourceStanding?) -> Int64? {
        guard let next = standing?.nextChange else { return validUntil }
        return min(validUntil ?? next, next)
    }

    func decision(_ permission: Permission, on resource: ResourceID) -> Authorization.Decision {
        let denial = denial(of: permission, on: resource)
        return Authorization.Decision(
            allowed: denial == nil, reason: denial ?? Reason(), validUntil: resource.isZero ? validUntil : validUntil(standing(on: resource)))
    }

    /// Why not, in the order of product.md 3.3, 6, missing permission last; nil when allowed.
    func denial(of permission: Permission, on resource: ResourceID) -> Reason? {
        if key == nil, ancestor == nil {
            guard let member, member.record.state != .removed else { return .notAMember }
        }
        if node.state != .active { return .accountDeactivated }
        if key == nil, ancestor == nil, member?.record.state != .active { return .memberNotActive }
        if let reason = missingFeature(of: permission) { return reason }
        if isMaskedBySeat(permission) { return .seatType }
        if !resource.isZero { return denial(of: permission, onResource: resource) }
        // Such a permission is held on resources only.
        if permission.entry?.level == .resource { return .noAccess }
        if granted.contains(permission) { return nil }
        return isOutsidePeriod(permission) ? .grantExpired : .missingPermission
    }

    /// The first feature that the permission needs and the organization lacks.
    func missingFeature(of permission: Permission) -> Reason? {
        for feature in permission.features.features {
            if let reason = node.missing(feature) { return reason }
        }
        return nil
    }

    /// Whether only the LIMITED seat keeps the member from what its role and administration give.
    func isMaskedBySeat(_ permission: Permission) -> Bool {
        guard ancestor == nil, let member, member.record.seatType == .limited else { return false }
        return !PermissionSet.limitedSeat.union(.ownConnection).contains(permission)
    }

    /// Whether a grant gives the permission, but not at this time.
    func isOutsidePeriod(_ permission: Permission) -> Bool {
        guard let member else { return false }
        if !member.rolePermissions(at: time).contains(permission), member.givenRolePermissions.contains(permission) { return true }
        return member.record.administration(at: time) == nil && member.givenAdminPermissions.contains(permission)
    }
}
