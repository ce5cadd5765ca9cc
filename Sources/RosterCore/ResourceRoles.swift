// ResourceRoles: roles that members are given on single resources (product.md 3.1, rows 64, 84, 92).

public import RosterAPI

extension Members {
    /// Gives roles on resources, and takes them away.
    public enum SetResourceRoles: Command {
        public static let method = Methods.Members.setResourceRoles

        public static func validate(_ request: SetResourceRolesRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.resourceRoles(request.resourceRoles, "resource_roles")
            try Validation.ids(request.resourceIDs, "resource_ids", mayBeEmpty: true)
            let mask = Set(request.resourceIDs)
            guard mask.isEmpty || request.resourceRoles.allSatisfy({ mask.contains($0.resourceID) }) else {
                throw .invalid("resource_roles", "on the resources that resource_ids names")
            }
        }

        public static func demands(of request: SetResourceRolesRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .member(request.memberID)
            demands.changesStanding = true
            demands.resources = request.resourceIDs + request.resourceRoles.map(\.resourceID)
            let member = organization?.members[request.memberID]?.record
            // What the member has already is given by nobody.
            demands.giveResourceRoles(request.resourceRoles.filter { member?.resourceRole(on: $0.resourceID) != ResourceRoleRecord($0) })
            return demands
        }

        public static func decide(_ request: SetResourceRolesRequest, _ context: inout DecisionContext) throws(Refusal) {
            for grant in request.resourceRoles { try context.checkIsNotOver(grant.period, "resource_roles.period") }
            let member = try context.reachable(request.memberID, "the member is ADMIN on every resource by its role")
            let kept = Set(request.resourceRoles.map(\.resourceID))
            let mask = Set(request.resourceIDs)
            for role in member.resourceRoles where context.now < role.validity.end && !kept.contains(role.resourceID) {
                let isMeant = mask.isEmpty ? context.sees(role.resourceID) : mask.contains(role.resourceID)
                if isMeant { try context.revokeResourceRole(on: role.resourceID, of: request.memberID) }
            }
            for grant in request.resourceRoles { try context.grantResourceRole(grant, to: request.memberID) }
        }

        public static func answer(_ request: SetResourceRolesRequest, _ version: Version) -> SetResourceRolesResponse {
            .with { $0.member = version.state[request.organizationID]?.member(request.memberID, at: version.state.time) }
        }
    }
}

extension Demands {
    /// Roles on resources that the command is about to give: the resources must be seen, and the caller hold there what it gives.
    mutating func giveResourceRoles(_ grants: [ResourceRoleGrant]) {
        resourceRoles += grants
        if grants.contains(where: { $0.role == .custom }) { features.append(.customRoles) }
    }
}

extension DecisionContext {
    func sees(_ resource: ResourceID) -> Bool { node.resources[resource].map { caller.sees($0, in: node, at: now) } ?? false }

    /// The member, if a role on a resource or a workspace can mean anything for it.
    /// - Parameter text: what WRONG_STATE says of one who has everything.
    func reachable(_ id: MemberID, _ text: String) throws(Refusal) -> MemberRecord {
        guard let member = node.members[id]?.record else { throw .notFound() }
        guard member.state != .removed else { throw .wrongState("the member is removed") }
        guard member.seatType != .limited else { throw .seatTypeOnResources() }
        guard !member.role(at: now).impliesResourceAdmin else { throw .wrongState(text) }
        return member
    }

    /// Gives a role on a resource; one that the member has already changes nothing.
    mutating func grantResourceRole(_ grant: ResourceRoleGrant, to id: MemberID) throws(Refusal) {
        guard node.members[id]?.record.resourceRole(on: grant.resourceID) != ResourceRoleRecord(grant) else { return }
        try append(.resourceRoleGranted(.with { $0.memberID = id; $0.grant = grant }))
    }

    mutating func revokeResourceRole(on resource: ResourceID, of id: MemberID) throws(Refusal) {
        try append(.resourceRoleRevoked(.with { $0.memberID = id; $0.resourceID = resource }))
    }

    /// Takes from a member that leaves its roles on resources and its workspaces.
    mutating func releaseResources(of member: MemberRecord) throws(Refusal) {
        for role in member.resourceRoles where now < role.validity.end { try revokeResourceRole(on: role.resourceID, of: member.memberID) }
        for workspace in member.workspaces {
            try append(.workspaceAccessRevoked(.with { $0.workspaceID = workspace; $0.memberID = member.memberID }))
        }
    }
}

extension Refusal {
    static func seatTypeOnResources() -> Refusal {
        Refusal(.failedPrecondition, .seatType, "a member with a limited seat reaches its own connections only")
    }
}
