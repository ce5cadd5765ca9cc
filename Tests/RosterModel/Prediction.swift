// Prediction: what the naive model says a mutation should come to, and what becomes of the model when it succeeds.

public import RosterAPI
public import RosterCore

extension NaiveModel {
    private struct Refused: Error { let reason: Reason }

    private struct Caller {
        var member: MemberID?
        var permissions: Set<Permission>
        var authority: Int32
        /// The key's, which holds on behalf of a member, too.
        var ceiling: Int32 = 100
        var holdsResources = false
        var grantable: Set<Permission> { holdsResources ? permissions.union(NaiveModel.resources) : permissions }
    }

    /// Why the operation should be refused at this time; nil when it should be accepted.
    /// - Parameter isOwnerTaken: whether an address is claimed as an owner's by another organization.
    public func refusal(of operation: Operation, at now: Int64, isOwnerTaken: (String) -> Bool = { _ in false }) -> Reason? {
        do {
            var present = self
            present.pass(to: now)
            try present.judge(operation, now, isOwnerTaken)
            return nil
        } catch {
            return (error as? Refused)?.reason ?? Reason("?")
        }
    }

    private func judge(_ operation: Operation, _ now: Int64, _ isOwnerTaken: (String) -> Bool) throws {
        func refuse(_ condition: Bool, _ reason: Reason) throws { if condition { throw Refused(reason: reason) } }
        func refuse(_ reason: Reason?) throws { if let reason { throw Refused(reason: reason) } }

        // INVALID_ARGUMENT
        switch operation.kind {
        case .createMember(let email, let role, let seat, let admin, let products):
            try refuse(!email.contains("@"), .invalidEmail)
            try refuse(role == .owner || (role == .connector) != (seat == .limited), .invalidField)
            try refuse(seat == .limited && admin != nil, .invalidField)
            try refuse(Set(products).count != products.count, .invalidField)
        case .setEmail(_, let email): try refuse(!email.contains("@"), .invalidEmail)
        case .setRole(_, let role, _): try refuse([.owner, .connector].contains(role), .invalidField)
        case .restore(_, let role): try refuse(role == .owner, .invalidField)
        default: break
        }

        // The organization, then the permissions
        var caller: Caller
        switch operation.actor {
        case .bootstrap: caller = Caller(permissions: Set(Permission.catalogue.map(\.permission)), authority: 100)
        case .weakKey: caller = Caller(permissions: Operation.weakPermissions, authority: Operation.weakCeiling, ceiling: Operation.weakCeiling)
        case .foreignKey: throw Refused(reason: .notFound)
        case .member(let id):
            guard let person = people[id], person.state == .active else { throw Refused(reason: .notFound) }
            var permissions = Self.permissions(person.role).union(Self.permissions(person.admin))
            if person.seat == .limited { permissions.formIntersection(Self.everybody.union([.resourcesConnect])) }
            caller = Caller(member: id, permissions: permissions, authority: Self.authority(person), holdsResources: Self.rank(person.role) >= 60)
        }
        let needed = needs(operation.kind, caller)
        for permission in needed.permissions { try refuse(!caller.permissions.contains(permission), .missingPermission) }

        // The target
        if let member = needed.member { try refuse(people[member] == nil, .notFound) }
        if let license = needed.license { try refuse(licenses[license] == nil, .notFound) }
        if let key = needed.key { try refuse(keys[key] == nil, .notFound) }

        // Owner, self, ceiling
        if needed.isStanding, let id = needed.member, let target = people[id] {
            let isSelf = caller.member == id
            try refuse(target.role == .owner && !(isSelf && needed.allowsOwner), .ownerImmutable)
            try refuse(isSelf && !needed.allowsSelf, .selfModification)
            try refuse(!isSelf && caller.authority < Self.authority(target), .roleCeiling)
        }
        if let id = needed.key, let key = keys[id] {
            try refuse(key.ceiling > caller.authority, .roleCeiling)
            if case .rotateKey = operation.kind {
                // The secret is shown; the owner has the say over every key of the organization, as far as the service goes.
                let isOwner = caller.member.map { people[$0]?.role == .owner } ?? false
                try refuse(!isOwner && !key.permissions.isSubset(of: caller.grantable), .roleCeiling)
            }
        }
        if case .setPolicies = operation.kind { try refuse(caller.authority < 80, .roleCeiling) }
        if let role = needed.role, !(isLiteral && caller.permissions.contains(.membersManageRoles) && Self.rank(role) <= caller.ceiling) {
            let given = Self.permissions(role).subtracting(Self.everybody)
            try refuse(Self.rank(role) > caller.authority || !given.isSubset(of: caller.permissions), .roleCeiling)
        }
        if let admin = needed.admin {
            try refuse(caller.authority < 80 || !Self.permissions(admin).isSubset(of: caller.permissions), .roleCeiling)
        }
        if case .createKey(let permissions, let ceiling) = operation.kind {
            try refuse(ceiling > caller.authority || !permissions.isSubset(of: caller.grantable), .roleCeiling)
        }

        // State of the organization, plan
        switch operation.kind {
        case .undelete, .erase, .revokeKey: break
        default: try refuse(isDeleted, .accountDeactivated)
        }
        if needed.isAccountCenter { try refuse(lacks(.accountCenter)) }
        for feature in needed.features { try refuse(lacks(feature)) }

        try judgeItself(operation, now, isOwnerTaken)
    }

    private func judgeItself(_ operation: Operation, _ now: Int64, _ isOwnerTaken: (String) -> Bool) throws {
        func refuse(_ condition: Bool, _ reason: Reason) throws { if condition { throw Refused(reason: reason) } }
        func refuse(_ reason: Reason?) throws { if let reason { throw Refused(reason: reason) } }
        func isTaken(_ email: String) -> Bool { present.values.contains { $0.email == email && !$0.isErased } }

        switch operation.kind {
        case .createMember(let email, _, let seat, let admin, let products):
            for category in admin?.categories ?? [] { try refuse(pools.isEmpty || (isReportsOnly && category != .reports), .categoryNotAvailable) }
            try refuse(isTaken(email), .emailInUse)
            try refuse(membersMax > 0 && present.count >= membersMax, .quotaExceeded)
            let given = products.isEmpty && seat == .standard ? defaultProduct.map { [$0] } ?? [] : products
            for (index, product) in given.enumerated() { try refuse(cannotAssign(product, to: seat, member: nil, at: now, alsoMade: index)) }
        case .setEmail(let id, let email):
            try refuse(people[id]?.state == .removed, .wrongState)
            guard people[id]?.email != email else { return }
            try refuse(isTaken(email), .emailInUse)
            try refuse(people[id]?.role == .owner && isOwnerTaken(email), .alreadyOwnsOrganization)
        case .setTitle(let id, _): try refuse(people[id]?.state == .removed, .wrongState)
        case .setRole(let id, _, _):
            try refuse(people[id]?.state == .removed, .wrongState)
            try refuse(people[id]?.seat == .limited, .seatType)
        case .suspend(let id), .login(let id): try refuse(people[id]?.state != .active, .wrongState)
        case .reactivate(let id): try refuse(people[id]?.state != .suspended, .wrongState)
        case .remove(let id): try refuse(people[id]?.state == .removed, .wrongState)
        case .erase(let id): try refuse(people[id]?.state != .removed, .wrongState)
        case .restore(let id, let role):
            guard let person = people[id] else { return }
            try refuse(person.state != .removed || person.isErased, .wrongState)
            let role = restored(role, person)
            try refuse((role == .connector) != (person.seat == .limited), .seatType)
            try refuse(isTaken(person.email), .emailInUse)
            try refuse(membersMax > 0 && present.count >= membersMax, .quotaExceeded)
        case .assign(let id, let product, _):
            guard let person = people[id] else { return }
            try refuse(person.state == .removed, .wrongState)
            try refuse(cannotAssign(product, to: person.seat, member: id, at: now))
        case .revoke(let id): try refuse(licenses[id]?.state == .revoked || now >= licenses[id]?.end ?? 0, .wrongState)
        case .activate(let id): try refuse(licenses[id]?.state != .pending || now >= licenses[id]?.end ?? 0, .wrongState)
        case .updatePool(let product, let seats): try refuse(pools[product] != nil && seats < used(product, at: now), .seatsInUse)
        case .purchase(let product, let seats): try refuse((pools[product] ?? 0) + seats > 1_000_000, .quotaExceeded)
        case .changePlan(let plan): try refuse(plan == "SMALL" && present.count > 7, .seatsInUse)
        case .enable(let feature):
            if lacks(feature) == .planFeatureUnavailable { throw Refused(reason: .planFeatureUnavailable) }
        case .undelete: try refuse(!isDeleted || now >= purge, .wrongState)
        case .revokeKey(let id), .rotateKey(let id): try refuse(keys[id]?.isRevoked == true, .wrongState)
        case .delete, .setPolicies, .createKey: break
        }
    }

    // MARK: What an operation needs

    private struct Needs {
        var permissions: [Permission]
        var member: MemberID?
        var license: LicenseID?
        var key: KeyID?
        var isStanding = false
        var allowsSelf = false
        var allowsOwner = false
        var role: OrganizationRole?
        var admin: AdminGrant?
        var features: [Feature] = []
        /// Methods of the account center need its feature; keys, the subscription and what is done to oneself don't.
        var isAccountCenter = true
    }

    private func restored(_ role: OrganizationRole, _ person: Person) -> OrganizationRole {
        role != .unspecified ? role : person.seat == .limited ? .connector : .member
    }

    private func needs(_ kind: Operation.Kind, _ caller: Caller) -> Needs {
        switch kind {
        case .createMember(_, let role, let seat, let admin, let products):
            var needs = Needs(permissions: [.membersWrite], role: role, admin: admin)
            if Self.rank(role) > 40 { needs.permissions.append(.membersManageRoles) }
            if admin != nil { needs.permissions.append(.adminsManage) }
            if !products.isEmpty { needs.permissions.append(.licensesAssign) }
            if admin?.categories.contains(.ssoEdi) == true { needs.features.append(.ssoEdiCategory) }
            if seat == .limited { needs.features.append(.profileConnector) }
            return needs
        case .setEmail(let id, let email):
            return Needs(permissions: [.membersWrite], member: id, isStanding: people[id]?.email != email || people[id]?.isErased == true, allowsSelf: true, allowsOwner: true)
        case .setTitle(let id, _): return Needs(permissions: [.membersWrite], member: id)
        case .setRole(let id, let role, _): return Needs(permissions: [.membersManageRoles], member: id, isStanding: true, role: role)
        case .suspend(let id), .reactivate(let id): return Needs(permissions: [.membersWrite], member: id, isStanding: true)
        case .remove(let id):
            let isOwn = caller.member == id
            return Needs(permissions: [isOwn ? .organizationRead : .membersRemove], member: id, isStanding: true, allowsSelf: true, isAccountCenter: !isOwn)
        case .erase(let id): return Needs(permissions: [.membersRemove], member: id)
        case .login(let id):
            let isOwn = caller.member == id
            return Needs(permissions: [isOwn ? .organizationRead : .membersWrite], member: id, isAccountCenter: !isOwn)
        case .restore(let id, let role):
            let role = people[id].map { restored(role, $0) } ?? role
            var needs = Needs(permissions: [.membersWrite], member: id, isStanding: true, role: role == .unspecified ? .member : role)
            if Self.rank(role) > 40 { needs.permissions.append(.membersManageRoles) }
            if role == .connector { needs.features = [.profileConnector] }
            return needs
        case .assign(let id, _, _): return Needs(permissions: [.licensesAssign], member: id)
        case .revoke(let id), .activate(let id): return Needs(permissions: [.licensesAssign], license: id)
        case .updatePool: return Needs(permissions: [.licensesManagePools])
        case .purchase: return Needs(permissions: [.addonsBuy], isAccountCenter: false)
        case .changePlan, .enable: return Needs(permissions: [.subscriptionChange], isAccountCenter: false)
        case .delete, .undelete: return Needs(permissions: [.organizationDelete], isAccountCenter: false)
        case .setPolicies: return Needs(permissions: [.organizationUpdate, .adminsManage])
        case .createKey: return Needs(permissions: [.keysManage], isAccountCenter: false)
        case .revokeKey(let id), .rotateKey(let id): return Needs(permissions: [.keysManage], key: id, isAccountCenter: false)
        }
    }

    // MARK: What it changes

    /// Makes the change; new ids are those that the real rules chose.
    public mutating func apply(_ operation: Operation, _ entry: Entry?, at now: Int64) {
        pass(to: now)
        var newLicenses: [LicenseAssigned] = []
        for event in entry?.events ?? [] {
            if case .licenseAssigned(let fact) = event.fact { newLicenses.append(fact) }
        }
        switch operation.kind {
        case .createMember(let email, let role, let seat, let admin, let products):
            guard case .memberCreated(let created)? = entry?.events.first?.fact else { return }
            people[created.memberID] = Person(email: email, role: role, seat: seat, admin: admin)
            let given = products.isEmpty && seat == .standard ? defaultProduct.map { [$0] } ?? [] : products
            for (product, license) in zip(given, newLicenses) { assigned(license.licenseID, product, to: created.memberID, until: .max, at: now) }
        case .setEmail(let id, let email): people[id]?.email = email
        case .setTitle(let id, let title): people[id]?.title = title
        case .setRole(let id, let role, let end):
            people[id]?.role = role
            people[id]?.roleEnd = end
        case .suspend(let id): people[id]?.state = .suspended
        case .reactivate(let id): people[id]?.state = .active
        case .remove(let id):
            people[id]?.state = .removed
            people[id]?.admin = nil
            for (license, value) in licenses where value.member == id { licenses[license]?.state = .revoked }
        case .erase(let id): people[id]?.isErased = true
        case .login(let id):
            for (license, value) in licenses where value.member == id && value.state == .pending && now < value.end { licenses[license]?.state = .active }
        case .restore(let id, let role):
            guard let person = people[id] else { return }
            let role = restored(role, person)
            people[id]?.state = .active
            people[id]?.role = role
            people[id]?.roleEnd = .max
        case .assign(let id, let product, let end):
            guard let license = newLicenses.first else { return }
            assigned(license.licenseID, product, to: id, until: end, at: now)
        case .revoke(let id): licenses[id]?.state = .revoked
        case .activate(let id): licenses[id]?.state = .active
        case .updatePool(let product, let seats): pools[product] = seats
        case .purchase(let product, let seats): pools[product, default: 0] += seats
        case .changePlan(let plan):
            self.plan = plan
            if plan != "ADVANCED" { enabled = [] }
        case .enable(let feature): if plan == "ADVANCED", Self.onRequest.contains(feature) { enabled.insert(feature) }
        case .delete:
            isDeleted = true
            purge = now + 30 * 86_400_000_000_000
        case .undelete: isDeleted = false
        case .setPolicies(let literal, let reportsOnly):
            isLiteral = literal
            isReportsOnly = reportsOnly
        case .createKey(let permissions, let ceiling):
            guard case .keyCreated(let created)? = entry?.events.first?.fact else { return }
            keys[created.keyID] = Key(permissions: permissions, ceiling: ceiling)
        case .revokeKey(let id): keys[id]?.isRevoked = true
        case .rotateKey: break
        }
    }
}
