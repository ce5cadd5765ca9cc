// Explanation: why a decision is what it is, and which single change would make it another (product.md 5, 2).

public import RosterAPI

extension Authorization {
    /// The steps of a decision in the order of evaluation, and for a refusal the single grants each of which alone would allow it,
    /// else the one role that would. Decision and times are those of ``check(_:of:in:on:of:at:)``; `revision` is left to the caller.
    /// - Parameter isShown: whether whoever asks may know of the resource; else it is as one that doesn't exist, unless the subject sees it.
    public static func explain(
        _ permission: Permission, of subject: AccessSubject, in organization: OrganizationID, on resource: ResourceID = ResourceID(),
        isShown: Bool = true, of state: TreeState, at time: Int64
    ) -> ExplainResponse {
        var response = ExplainResponse()
        guard let node = state.organizations[organization] else {
            response.reason = Reason.notAMember
            return response
        }
        let evaluation = Evaluation(subject, in: node, of: state, at: time)
        let decision = evaluation.decision(permission, on: resource)
        response.allowed = decision.allowed
        response.reason = decision.reason
        response.validUntil = decision.validUntil.map { .init(nanosecondsSince1970: $0) }
        response.steps = evaluation.steps(permission, on: resource, isShown: isShown)
        if !decision.allowed { response.remedies = evaluation.remedies(permission, on: resource, isShown: isShown) }
        return response
    }
}

extension Evaluation {
    func steps(_ permission: Permission, on resource: ResourceID, isShown: Bool) -> [ExplainStep] {
        var steps: [ExplainStep] = []
        func add(_ subject: ExplainSubject, _ effect: ExplainEffect, _ message: String, _ reason: Reason = Reason()) {
            steps.append(.with { step in
                step.subject = subject
                step.effect = effect
                step.reason = reason
                step.message = message
            })
        }
        if node.state == .active {
            add(.organizationState, .neutral, "The organization is active.")
        } else {
            add(.organizationState, .denies, "The organization is not active.", .accountDeactivated)
        }
        if key == nil { addMemberState(add) }
        switch missingFeature(of: permission) {
        case nil: add(.plan, .neutral, "The plan includes what the permission needs.")
        case .featureNotEnabled?: add(.plan, .denies, "A feature that the permission needs must be enabled first.", .featureNotEnabled)
        default: add(.plan, .denies, "The plan does not include what the permission needs.", .planFeatureUnavailable)
        }
        if let member, ancestor == nil {
            if isMaskedBySeat(permission) {
                add(.seatType, .denies, "A limited seat reaches its own connections only.", .seatType)
            } else {
                add(.seatType, .neutral, "The seat type does not stand in the way.")
            }
            addGrants(of: member, permission, add)
        }
        if !resource.isZero || permission.entry?.level == .resource {
            steps += resourceSteps(permission, on: resource, isShown: isShown)
        }
        if ancestor != nil {
            let gives = PermissionSet.fullAdmin.contains(permission)
            add(.parentAdmin, gives ? .grants : .neutral, "An administrator of a parent organization holds full administration here.")
        }
        if let key {
            let gives = key.permissions.contains(permission)
            add(.key, gives ? .grants : .neutral, gives ? "The key holds the permission." : "The key does not hold the permission.")
        }
        return steps
    }

    private func addMemberState(_ add: (ExplainSubject, ExplainEffect, String, Reason) -> Void) {
        if ancestor != nil {
            add(.memberState, .neutral, "The subject administers a parent organization.", Reason())
            return
        }
        switch member?.record.state {
        case .active?: add(.memberState, .neutral, "The member is active.", Reason())
        case nil, .removed?: add(.memberState, .denies, "The subject is no member.", .notAMember)
        default: add(.memberState, .denies, "The member is not active.", .memberNotActive)
        }
    }

    private func addGrants(of member: MemberNode, _ permission: Permission, _ add: (ExplainSubject, ExplainEffect, String, Reason) -> Void) {
        let role = member.record.role(at: time)
        let name = Self.name(of: role)
        // A toggle may have given what the role doesn't hold by itself, or taken what it does.
        let byToggle = role.toggles.contains(permission)
        // Where a role is ADMIN on every resource, it holds what is asked for on any.
        let isOnResource = permission.entry?.level == .resource
        if member.rolePermissions(at: time).contains(permission) || isOnResource && role.impliesResourceAdmin {
            let toggled = byToggle && !role.permissions.contains(permission)
            add(.organizationRole, .grants, "The role \(name) holds the permission\(toggled ? ", by the member's toggle" : "").", Reason())
        } else if member.givenRolePermissions.contains(permission) || isOnResource && member.record.givenRole.impliesResourceAdmin {
            add(.organizationRole, .neutral, "The role \(Self.name(of: member.record.givenRole)) holds the permission, but not at this time.", .grantExpired)
        } else {
            add(.organizationRole, .neutral, "The role \(name) does not hold the permission\(byToggle ? ": the member's toggle is off" : "").", Reason())
        }
        guard let given = member.record.givenAdministration else {
            add(.adminGrant, .neutral, "The member has no administration right.", Reason())
            return
        }
        let isCurrent = member.record.administration(at: time) != nil
        let gives = member.rules.permissions(of: given).contains(permission)
        switch (gives, isCurrent) {
        case (true, true): add(.adminGrant, .grants, "The administration right holds the permission.", Reason())
        case (true, false): add(.adminGrant, .neutral, "The administration right holds the permission, but not at this time.", .grantExpired)
        case (false, _): add(.adminGrant, .neutral, "The administration right does not hold the permission.", Reason())
        }
    }

    static func name(of role: OrganizationRole) -> String {
        let name = role.name ?? "\(role.rawValue)"
        return name.hasPrefix("ORGANIZATION_ROLE_") ? String(name.dropFirst(18)) : name
    }

    // MARK: Remedies

    /// The single changes each of which alone would allow it, cheapest right first. None when two things stand in the way.
    func remedies(_ permission: Permission, on resource: ResourceID, isShown: Bool) -> [Remedy] {
        let level = permission.entry?.level
        guard level == .organization || level == .resource && !resource.isZero else { return [] }
        // What is of the organization helps on a resource only where the resource is seen.
        if level == .organization, !resource.isZero, !(standing(on: resource, assumingActive: true).map(sees) ?? false) { return [] }
        var obstacles: [[Remedy]] = []
        if node.state != .active { obstacles.append([Remedy.with { $0.change = .organizationState(.active) }]) }
        if key == nil, ancestor == nil {
            switch member?.record.state {
            case .active?: break
            case nil, .removed?: return []
            default: obstacles.append([Remedy.with { $0.change = .memberState(.active) }])
            }
        }
        for feature in permission.features.features where !node.has(feature) { obstacles.append([Remedy.with { $0.change = .feature(feature) }]) }
        if isMaskedBySeat(permission) { return [] }
        if level == .resource {
            let standing = standing(on: resource, assumingActive: true)
            if standing?.permissions.contains(permission) != true { obstacles.append(resourceRemedies(permission, on: resource, isShown: isShown)) }
        } else if !grantedWhenActive(permission) {
            obstacles.append(grants(of: permission))
        }
        return obstacles.count == 1 ? obstacles[0] : []
    }

    /// Whether the subject would hold it if only its own state were ACTIVE.
    private func grantedWhenActive(_ permission: Permission) -> Bool {
        if granted.contains(permission) { return true }
        guard let member, key == nil else { return false }
        var active = member.record
        active.state = .active
        return MemberNode.permissions(of: active, member.rules, at: time).contains(permission)
    }

    private func grants(of permission: Permission) -> [Remedy] {
        if key != nil { return [Remedy.with { $0.change = .keyPermission(permission) }] }
        var remedies: [Remedy] = []
        if let toggle = toggle(of: permission) { remedies.append(toggle) }
        let policies = node.record.policies ?? Policies()
        let reportsOnly = policies.subAdminReportsOnly
        let rules = MemberRules(subAdminsManageGroups: policies.subAdminsManageGroups)
        for category in [AdminCategory.usersLicenses, .reports, .ssoEdi]
        where rules.permissions(of: .with { $0.level = .sub; $0.categories = [category] }).contains(permission) {
            // Only what could be granted now.
            if category == .ssoEdi && !node.has(.ssoEdiCategory) || reportsOnly && category != .reports { continue }
            remedies.append(.with { remedy in
                remedy.change = .admin(.with { grant in
                    grant.level = .sub
                    // Added to the categories that the member has.
                    grant.categories = ((member?.record.administration(at: time)?.categories ?? []) + [category]).sorted { $0.rawValue < $1.rawValue }
                })
            })
        }
        if let role = [OrganizationRole.member, .advancedMember, .manager, .coOwner].first(where: { $0.permissions.contains(permission) }) {
            remedies.append(.with { $0.change = .organizationRole(role) })
        }
        if PermissionSet.fullAdmin.contains(permission) { remedies.append(.with { $0.change = .admin(.with { $0.level = .full }) }) }
        return remedies
    }

    /// The toggle that would give it, if the member's role has one that counts now (rows 73, 74).
    private func toggle(of permission: Permission) -> Remedy? {
        // One that goes with a role of later wouldn't help now.
        guard let record = member?.record, record.roleValidity.start <= time, record.toggled(at: time).role.toggles.contains(permission) else { return nil }
        return .with { remedy in
            remedy.change = .capabilities(.with { capabilities in
                if PermissionSet.connectToggle.contains(permission) { capabilities.connectResources = true }
                if PermissionSet.workspacesToggle.contains(permission) { capabilities.manageWorkspaces = true }
            })
        }
    }
}
