// MemberRoles: the role that a member has in its organization, and the toggles that go with it (rows 73, 74, 80 to 85).

public import RosterAPI

extension Members {
    /// Gives an organization role, never the owner's (rows 80 to 85).
    public enum SetOrganizationRole: Command {
        public static let method = Methods.Members.setOrganizationRole

        public static func validate(_ request: SetOrganizationRoleRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.assignable(request.role, "role")
            try Validation.role(request.role, request.customRoleID)
            try Validation.period(request.period, "period")
        }

        public static func demands(of request: SetOrganizationRoleRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Members.demands(on: request.memberID)
            demands.demand(request.role, request.customRoleID, in: organization)
            return demands
        }

        public static func decide(_ request: SetOrganizationRoleRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsNotOver(request.period, "period")
            let member = try Members.record(request.memberID, context)
            guard member.state != .removed else { throw .wrongState("the member is removed") }
            guard member.seatType != .limited else { throw .seatType("a LIMITED seat keeps its role") }
            guard member.role != request.role || member.customRoleID != request.customRoleID || member.roleValidity != Validity(request.period) else { return }
            try context.append(.memberRoleChanged(.with { fact in
                fact.memberID = request.memberID
                fact.role = request.role
                fact.customRoleID = request.customRoleID
                fact.period = request.period
                fact.previousRole = member.role(at: context.now)
                if fact.previousRole == .custom { fact.previousCustomRoleID = member.customRoleID }
            }))
        }

        public static func answer(_ request: SetOrganizationRoleRequest, _ version: Version) -> SetOrganizationRoleResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }

    /// Switches the toggles of the member's role (rows 73, 74).
    public enum SetCapabilities: Command {
        public static let method = Methods.Members.setCapabilities

        public static func demands(of request: SetCapabilitiesRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Members.demands(on: request.memberID)
            guard let member = organization?.members[request.memberID]?.record else { return demands }
            let (role, held) = member.toggled(at: context.now)
            let before = role.permissions(connectResources: held.connectResources, manageWorkspaces: held.manageWorkspaces)
            let after = role.permissions(
                connectResources: request.capabilities?.connectResources, manageWorkspaces: request.capabilities?.manageWorkspaces)
            demands.grants = [.toggle(after.subtracting(before))]
            return demands
        }

        public static func decide(_ request: SetCapabilitiesRequest, _ context: inout DecisionContext) throws(Refusal) {
            let member = try Members.record(request.memberID, context)
            guard member.state != .removed else { throw .wrongState("the member is removed") }
            guard member.seatType != .limited else { throw .seatType("a LIMITED seat keeps its role") }
            let wanted = request.capabilities ?? Capabilities()
            let (role, held) = member.toggled(at: context.now)
            for (isNamed, toggled) in [(wanted.connectResources != nil, PermissionSet.connectToggle), (wanted.manageWorkspaces != nil, .workspacesToggle)]
            where isNamed && !toggled.isSubset(of: role.toggles) {
                throw .wrongState("the member's role has no such toggle")
            }
            guard wanted != held else { return }
            try context.append(.capabilitiesChanged(.with { fact in
                fact.memberID = request.memberID
                fact.capabilities = wanted
            }))
        }

        public static func answer(_ request: SetCapabilitiesRequest, _ version: Version) -> SetCapabilitiesResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }
}

extension Demands {
    /// An organization role that would be given: it must exist, be in the plan if it is a custom one, and be within the caller's reach.
    mutating func demand(_ role: OrganizationRole, _ customRoleID: RoleID, in organization: OrganizationNode?) {
        guard role == .custom else {
            grants.append(.role(role))
            return
        }
        furtherTargets.append(.customRole(customRoleID, .organization))
        features.append(.customRoles)
        grants.append(.role(role, organization?.customRoles[customRoleID]))
    }
}

extension DecisionContext {
    /// Takes a custom role away from a member who leaves.
    mutating func releaseRole(of member: MemberRecord) throws(Refusal) {
        try append(.memberRoleChanged(.with { fact in
            fact.memberID = member.memberID
            fact.role = .member
            fact.previousRole = member.role(at: now)
            if fact.previousRole == .custom { fact.previousCustomRoleID = member.customRoleID }
        }))
    }
}

extension Validation {
    /// A role that a member is given by name: never the owner's, and none that goes with a seat (row 82).
    static func assignable(_ role: OrganizationRole, _ field: String) throws(Refusal) {
        guard [.coOwner, .manager, .advancedMember, .member, .custom].contains(role) else {
            throw .invalid(field, "CO_OWNER, MANAGER, ADVANCED_MEMBER, MEMBER or CUSTOM")
        }
    }

    /// CUSTOM and the id of a custom role go together.
    static func role(_ role: OrganizationRole, _ customRoleID: RoleID, _ fields: (role: String, id: String) = ("role", "custom_role_id")) throws(Refusal) {
        guard role.rank > 0 || role == .custom else { throw .invalid(fields.role, "a role") }
        guard (role == .custom) == !customRoleID.isZero else { throw .invalid(fields.id, "for CUSTOM and for nothing else") }
    }
}
