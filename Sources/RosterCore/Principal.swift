// Principal: who calls, as the credential and the metadata say, before any organization is looked at.

public import RosterAPI

/// A verified key, and the person it speaks for, if any (product.md 4.1, Who calls).
public struct Principal: Sendable, Hashable {
    /// For whom the service acts. Indirect, since most principals act for nobody and are copied all the same.
    public indirect enum Person: Sendable, Hashable {
        /// `roster-actor: mem_…`: must be an ACTIVE member of the organization addressed or of an ancestor.
        case member(MemberID)
        /// `roster-actor: user:<e-mail>`: that address's member in the organization addressed.
        case user(EmailAddress)
    }

    public let keyID: KeyID
    /// The organization the key is bound to, with what lies below it; `.platform`: all organizations.
    public let keyOrganization: OrganizationID
    public let permissions: PermissionSet
    /// The authority with which the key acts as itself, and which bounds it on behalf of a person.
    public let ceiling: Int32
    /// When the key expires, in nanoseconds since 1970; 0: never.
    public let expireTime: Int64
    /// Nil: the service acts as itself.
    public let person: Person?

    public init(
        keyID: KeyID, keyOrganization: OrganizationID, permissions: PermissionSet, ceiling: Int32, expireTime: Int64 = 0, person: Person? = nil
    ) {
        self.expireTime = expireTime
        self.keyID = keyID
        self.keyOrganization = keyOrganization
        self.permissions = permissions
        self.ceiling = ceiling
        self.person = person
    }

    /// What a stored key stands for, acting as itself.
    public init(_ key: KeyRecord) {
        self.init(
            keyID: key.keyID, keyOrganization: key.organizationID, permissions: PermissionSet(key.permissions), ceiling: key.ceiling,
            expireTime: key.expireTime)
    }

    /// The server itself, which tidies up by the clock: it has no key and no rights.
    public static let system = Principal(keyID: KeyID(), keyOrganization: .platform, permissions: [], ceiling: 0)

    /// The same key on behalf of a person.
    public func acting(for person: Person?) -> Principal {
        Principal(keyID: keyID, keyOrganization: keyOrganization, permissions: permissions, ceiling: ceiling, expireTime: expireTime, person: person)
    }

    public var isPlatformWide: Bool { keyOrganization == .platform }

    /// Bytes that name this principal in the scope of request ids.
    public var scopeBytes: [UInt8] {
        switch person {
        case nil: Array(keyID.text.utf8)
        case .member(let member): Array((keyID.text + " " + member.text).utf8)
        case .user(let email): Array((keyID.text + " " + email.text).utf8)
        }
    }
}

/// A principal in one organization: what it may do there.
public struct Caller: Sendable {
    public let principal: Principal
    /// What it may do, before the organization's state and plan mask it: the person's ∩ the key's.
    public let permissions: PermissionSet
    /// min(the person's authority, the key's ceiling); the ceiling for a key acting as itself.
    public let authority: Int32
    /// The member acted for; nil for a key acting as itself.
    public let memberID: MemberID?
    /// What it may give to a key: `permissions`, and for those who hold ADMIN on every resource what that is worth.
    let grantable: PermissionSet
    /// The permission that the method's guard asked for; its features are the plan's gate.
    public internal(set) var demanded: Permission?

    /// Only FULL, the roles that imply it, and keys of that rank grant administration rights. A custom role never is FULL.
    let holdsFull: Bool

    /// A key that acts as itself.
    init(key principal: Principal) {
        self.init(
            principal: principal, permissions: principal.permissions, authority: principal.ceiling, memberID: nil,
            holdsFull: principal.ceiling >= AdminGrant.fullAuthority)
    }

    init(
        principal: Principal, permissions: PermissionSet, authority: Int32, memberID: MemberID?, holdsFull: Bool, grantable: PermissionSet? = nil
    ) {
        self.holdsFull = holdsFull
        self.principal = principal
        self.permissions = permissions
        self.authority = authority
        self.memberID = memberID
        self.grantable = grantable ?? permissions
    }

    /// Refuses when the organization's plan lacks what the permission that was asked for needs (product.md 4.1: after the rights).
    /// For reads and mutations alike; what everybody may do about oneself needs no feature.
    public func checkPlan(of node: OrganizationNode) throws(Refusal) {
        guard let needed = demanded?.features, !needed.isSubset(of: node.features) else { return }
        try node.require(needed.features)
    }
}

extension OrganizationNode {
    /// PLAN_FEATURE_UNAVAILABLE or FEATURE_NOT_ENABLED for the first that may not be used.
    func require(_ features: [Feature]) throws(Refusal) {
        for feature in features {
            if let reason = missing(feature) { throw .featureMissing(feature, reason) }
        }
    }
}

extension TreeState {
    /// Finds out what a principal may do in an organization.
    ///
    /// Throws NOT_FOUND for an organization that is unknown or outside the principal's scope: one text for both.
    public func caller(_ principal: Principal, in organization: OrganizationID, at time: Int64) throws(Refusal) -> Caller {
        if organization == .platform, tree == .platform {
            // No organization at all: only platform-wide keys as themselves have business here.
            guard principal.isPlatformWide, principal.person == nil else { throw .notFound() }
            return Caller(key: principal)
        }
        guard organizations[organization] != nil, covers(principal.keyOrganization, organization) else { throw .notFound() }
        guard let person = principal.person else { return Caller(key: principal) }
        // Before the person is looked for: whoever may not act for anybody learns nothing of who is a member.
        guard principal.permissions.contains(.actorsAssume) else { throw .missingPermission(.actorsAssume) }
        guard let held = standing(of: person, in: organization, at: time) else { throw .notFound() }
        return Caller(
            principal: principal,
            permissions: held.permissions.intersection(principal.permissions),
            authority: min(held.authority, principal.ceiling),
            memberID: held.member,
            holdsFull: held.isFull && principal.ceiling >= AdminGrant.fullAuthority,
            grantable: held.permissions.union(held.resources).intersection(principal.permissions))
    }

    /// Whether a key bound to one organization reaches another: itself and its descendants.
    public func covers(_ bound: OrganizationID, _ organization: OrganizationID) -> Bool {
        if bound == .platform { return true }
        var current = organization
        while let node = organizations[current] {
            if current == bound { return true }
            current = node.parentID
        }
        return false
    }

    /// Whether a caller of an organization holds a permission in the one above, which its key must reach as well.
    func holdsAbove(_ permission: Permission, _ caller: Caller, _ node: OrganizationNode, at time: Int64) -> Bool {
        guard covers(caller.principal.keyOrganization, node.parentID), caller.permissions.contains(permission) else { return false }
        return caller.memberID.map { Person(.member($0), in: node, of: self).administrator(at: time) != nil } ?? true
    }

    /// What a person holds in an organization.
    private struct Standing {
        let member: MemberID
        var permissions = PermissionSet()
        var authority: Int32 = 0
        var isFull = false
        /// What its role holds on every resource.
        var resources = PermissionSet()
    }

    /// What an ACTIVE member of the organization or of an ancestor holds there; nil for anybody else.
    private func standing(of person: Principal.Person, in organization: OrganizationID, at time: Int64) -> Standing? {
        guard let node = organizations[organization] else { return nil }
        let name: PersonName = switch person {
        case .member(let id): .member(id)
        case .user(let email): .email(email)
        }
        let person = Person(name, in: node, of: self)
        if let named = person.named, named.record.state != .active { return nil }
        let above = person.above.filter { $0.record.state == .active }
        guard let member = [person.own].compactMap(\.self).first(where: { $0.record.state == .active }) ?? above.first else { return nil }
        // Who is known above only has nothing to do here.
        var found = Standing(member: member.id)
        if let own = person.own, own.record.state == .active {
            found.permissions = own.permissions(at: time)
            found.authority = own.authority(at: time)
            found.isFull = own.holdsFull(at: time)
            if own.record.role(at: time).impliesResourceAdmin { found.resources = .resource }
        }
        // A parent's OWNER, CO_OWNER or FULL holds FULL in every descendant.
        if person.administrator(at: time) != nil {
            found.permissions.formUnion(.fullAdmin)
            found.authority = max(found.authority, AdminGrant.fullAuthority)
            found.isFull = true
        }
        return found
    }
}

extension AdminGrant {
    /// The authority from which on somebody counts as FULL.
    static let fullAuthority: Int32 = 80
}

/// Whom a request is about; nil: whoever calls.
public enum Subjects: Sendable {
    case one(Subject?)
    /// Each question of the request may be about somebody else.
    case each([Subject?])

    /// Whether all of them are such.
    public func allSatisfy(_ predicate: (Subject?) -> Bool) -> Bool {
        switch self {
        case .one(let subject): predicate(subject)
        case .each(let subjects): subjects.allSatisfy(predicate)
        }
    }
}

extension TreeState {
    /// The guard of a method (product.md 4.1): NOT_FOUND for the organization, then MISSING_PERMISSION at its level.
    /// - Parameter subjects: whom the request is about, for methods that one may call about oneself with less.
    public func authorize(
        _ principal: Principal, _ guard: Guard, in organization: OrganizationID, about subjects: Subjects = .one(nil), at time: Int64
    ) throws(Refusal) -> Caller {
        var caller = switch `guard` {
        case .platform: Caller(key: principal)
        case .invitee: try invitee(principal, in: organization)
        default: try caller(principal, in: organization, at: time)
        }
        let needed: Permission
        switch `guard` {
        case .permission(let permission): needed = permission
        case .keyring(let permission, let platform): needed = organization.isPlatform ? platform : permission
        case .platform(let permission):
            guard principal.isPlatformWide, principal.person == nil else { throw .missingPermission(permission) }
            needed = permission
        case .actor(let permission):
            guard caller.memberID != nil else { throw .missingPermission(permission) }
            needed = permission
        case .subject(let own, let others):
            switch subjects {
            case .one(let subject): needed = isOwn(subject, caller, in: organization) ? own : others
            case .each(let subjects):
                // Nobody at all is nobody else.
                let isOwn = subjects.map { self.isOwn($0, caller, in: organization) }
                if isOwn.contains(true), !caller.permissions.contains(own) { throw .missingPermission(own) }
                needed = isOwn.contains(false) ? others : own
            }
        case .person:
            guard principal.person != nil else { throw .missingPermission(.actorsAssume) }
            needed = .actorsAssume
            guard principal.permissions.contains(needed) else { throw .missingPermission(needed) }
            return caller
        case .invitee: return caller
        }
        guard caller.permissions.contains(needed) else { throw .missingPermission(needed) }
        caller.demanded = needed
        return caller
    }

    /// A person who is named by address in an organization that the key reaches: it holds nothing there, and whether it is known
    /// is not said.
    private func invitee(_ principal: Principal, in organization: OrganizationID) throws(Refusal) -> Caller {
        guard let node = organizations[organization], covers(principal.keyOrganization, organization) else { throw .notFound() }
        guard principal.permissions.contains(.actorsAssume) else { throw .missingPermission(.actorsAssume) }
        guard case .user(let email) = principal.person else { throw .invalid("roster-actor", "user:<e-mail> of the person invited") }
        return Caller(principal: principal, permissions: [], authority: 0, memberID: node.member(email: email)?.id, holdsFull: false)
    }

    /// Whether a request is about whoever calls.
    public func isOwn(_ subject: Subject?, _ caller: Caller, in organization: OrganizationID) -> Bool {
        switch subject {
        case nil: true
        case .memberID(let id): caller.memberID == id || caller.principal.person == .member(id)
        case .email(let text):
            EmailAddress(text).flatMap { organizations[organization]?.member(email: $0)?.id }.map { $0 == caller.memberID } ?? false
        }
    }
}
