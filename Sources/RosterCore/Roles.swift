// Roles: the roles that an organization makes for itself, at both levels (rows 11, 79).

public import RosterAPI

public enum Roles {
    /// Makes a custom role.
    public enum Create: Command {
        public static let method = Methods.Roles.createCustomRole

        public static func validate(_ request: CreateCustomRoleRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard [.organization, .resource].contains(request.level) else { throw .invalid("level", "ORGANIZATION or RESOURCE") }
            try Validation.name(request.name, "name")
            try Validation.text(request.description, "description", bytesMax: Roles.descriptionBytesMax)
            try Validation.definition(request.permissions, at: request.level, "permissions")
        }

        private static func record(_ request: CreateCustomRoleRequest) -> CustomRoleRecord {
            .with { record in
                record.level = request.level
                record.permissions = Roles.definition(request.permissions, at: request.level)
            }
        }

        public static func demands(of request: CreateCustomRoleRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.grants = [.definition(CustomRole(record(request)))]
            return demands
        }

        public static func decide(_ request: CreateCustomRoleRequest, _ context: inout DecisionContext) throws(Refusal) {
            let roles = context.node.customRoles
            guard !roles.isTaken(request.name, at: request.level) else { throw .nameInUse("a role of this level has the name") }
            guard roles.order.count < CustomRoles.countMax else { throw .quotaExceeded("custom roles") }
            let id: RoleID = context.newID()
            try context.append(.customRoleCreated(.with { fact in
                fact.roleID = id
                fact.level = request.level
                fact.name = request.name
                fact.description = request.description
                fact.permissions = record(request).permissions
            }))
        }

        public static func answer(_ request: CreateCustomRoleRequest, _ version: Version) -> CreateCustomRoleResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .customRoleCreated(let fact) = event.fact {
                        response.role = version.state[request.organizationID]?.role(fact.roleID, at: version.state.time)
                    }
                }
            }
        }
    }

    /// Changes a custom role, and with it at once what its holders may do.
    public enum Update: Command {
        public static let method = Methods.Roles.updateCustomRole

        private static func mask(_ request: UpdateCustomRoleRequest) throws(Refusal) -> UpdateMask {
            let role = request.role ?? Role()
            return try UpdateMask(request.updateMask, fields: [
                ("name", !role.name.isEmpty), ("description", !role.description.isEmpty), ("permissions", !role.permissions.isEmpty),
            ])
        }

        public static func validate(_ request: UpdateCustomRoleRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let role = request.role ?? Role()
            if mask.contains("name") { try Validation.name(role.name, "role.name") }
            if mask.contains("description") { try Validation.text(role.description, "role.description", bytesMax: Roles.descriptionBytesMax) }
            // Of which level the role is, only the state knows.
            if mask.contains("permissions") { try Validation.permissions(role.permissions, "role.permissions") }
        }

        private static func changed(_ request: UpdateCustomRoleRequest, _ before: CustomRoleRecord) -> CustomRoleRecord {
            guard let mask = try? mask(request), let wanted = request.role else { return before }
            var record = before
            if mask.contains("name") { record.name = wanted.name }
            if mask.contains("description") { record.description = wanted.description }
            if mask.contains("permissions") { record.permissions = Roles.definition(wanted.permissions, at: before.level) }
            return record
        }

        public static func demands(of request: UpdateCustomRoleRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            let id = request.role?.roleID ?? RoleID()
            var demands = Demands()
            demands.target = .customRole(id)
            demands.changesStanding = true
            if let role = organization?.customRoles[id] { demands.grants = [.definition(role), .definition(CustomRole(changed(request, role.record)))] }
            return demands
        }

        public static func decide(_ request: UpdateCustomRoleRequest, _ context: inout DecisionContext) throws(Refusal) {
            let roles = context.node.customRoles
            guard let before = roles[request.role?.roleID ?? RoleID()]?.record else { throw .notFound() }
            let record = changed(request, before)
            try Validation.definition(record.permissions, at: record.level, "role.permissions")
            guard !roles.isTaken(record.name, at: record.level, but: record.roleID) else { throw .nameInUse("a role of this level has the name") }
            guard record != before else { return }
            try context.append(.customRoleUpdated(.with { fact in
                fact.roleID = record.roleID
                fact.name = record.name
                fact.description = record.description
                fact.permissions = record.permissions
            }))
        }

        public static func answer(_ request: UpdateCustomRoleRequest, _ version: Version) -> UpdateCustomRoleResponse {
            .with { $0.role = version.state[request.organizationID]?.role(request.role?.roleID ?? RoleID(), at: version.state.time) }
        }
    }

    /// Deletes a custom role; its holders get the replacement.
    public enum Delete: Command {
        public static let method = Methods.Roles.deleteCustomRole

        public static func validate(_ request: DeleteCustomRoleRequest, _ catalogue: Catalogue) throws(Refusal) {
            try RoleReplacement(request).validate(of: request.roleID)
        }

        public static func demands(of request: DeleteCustomRoleRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .customRole(request.roleID)
            demands.changesStanding = true
            if let role = organization?.customRoles[request.roleID] { demands.grants = [.definition(role)] }
            RoleReplacement(request).demand(&demands, in: organization)
            return demands
        }

        public static func decide(_ request: DeleteCustomRoleRequest, _ context: inout DecisionContext) throws(Refusal) {
            let roles = context.node.customRoles
            guard let role = roles[request.roleID] else { throw .notFound() }
            let replacement = RoleReplacement(request)
            try replacement.checkFits(role.level)
            let holders = roles.count(of: role.id, at: context.now)
            guard holders == 0 || !replacement.isNone else { throw .roleInUse(holders: holders) }
            try context.append(.customRoleDeleted(replacement.fact(of: role.id, holders: holders)))
        }

        public static func answer(_ request: DeleteCustomRoleRequest, _ version: Version) -> DeleteCustomRoleResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .customRoleDeleted(let fact) = event.fact { response.replaced = fact.replaced }
                }
            }
        }
    }

    static let descriptionBytesMax = 1024

    /// What a role of the level holds when these are named: at organization level also what every member holds.
    static func definition(_ permissions: [Permission], at level: PermissionLevel) -> [Permission] {
        let named = PermissionSet(permissions)
        return (level == .organization ? named.union(.everyMember) : named).permissions
    }
}

/// What the holders of a deleted role get.
struct RoleReplacement: Sendable {
    let role: OrganizationRole
    let resourceRole: ResourceRole
    let customRoleID: RoleID

    init(_ request: DeleteCustomRoleRequest) {
        role = request.replacementRole
        resourceRole = request.replacementResourceRole
        customRoleID = request.replacementCustomRoleID
    }

    init(_ deletion: RoleDeletion) {
        role = deletion.replacementRole
        resourceRole = deletion.replacementResourceRole
        customRoleID = deletion.replacementCustomRoleID
    }

    var isNone: Bool { role == .unspecified && resourceRole == .unspecified }

    private var isCustom: Bool { role == .custom || resourceRole == .custom }

    func validate(of deleted: RoleID) throws(Refusal) {
        guard role == .unspecified || resourceRole == .unspecified else { throw .invalid("replacement_resource_role", "not with replacement_role") }
        if role != .unspecified { try Validation.assignable(role, "replacement_role") }
        if resourceRole != .unspecified {
            guard [.guest, .moderator, .editor, .admin, .custom].contains(resourceRole) else {
                throw .invalid("replacement_resource_role", "GUEST, MODERATOR, EDITOR, ADMIN or CUSTOM")
            }
        }
        guard isCustom == !customRoleID.isZero else { throw .invalid("replacement_custom_role_id", "for CUSTOM and for nothing else") }
        guard customRoleID.isZero || customRoleID != deleted else { throw .invalid("replacement_custom_role_id", "another role") }
    }

    /// Whoever says what the holders get gives it to them.
    func demand(_ demands: inout Demands, in organization: OrganizationNode?) {
        guard !isNone else { return }
        demands.permissions.append(.membersManageRoles)
        if role != .unspecified {
            demands.demand(role, customRoleID, in: organization)
        } else if resourceRole == .custom {
            demands.furtherTargets.append(.customRole(customRoleID, .resource))
            if let custom = organization?.customRoles[customRoleID] { demands.grants.append(.definition(custom)) }
        } else {
            demands.grants.append(.resourceRole(resourceRole))
        }
    }

    /// A role of one level is replaced by one of the same.
    func checkFits(_ level: PermissionLevel) throws(Refusal) {
        guard level == .organization || role == .unspecified else { throw .invalid("replacement_role", "for a role of the organization level") }
        guard level == .resource || resourceRole == .unspecified else { throw .invalid("replacement_resource_role", "for a role of the resource level") }
    }

    func fact(of deleted: RoleID, holders: Int) -> CustomRoleDeleted {
        .with { fact in
            fact.roleID = deleted
            fact.replaced = Int32(truncatingIfNeeded: holders)
            fact.replacementRole = role
            fact.replacementResourceRole = resourceRole
            fact.replacementCustomRoleID = customRoleID
        }
    }
}

extension Demands.Grant {
    /// A built-in role on resources.
    static func resourceRole(_ role: ResourceRole) -> Self {
        let permissions = BuiltInRole.all.first { $0.level == .resource && $0.resourceRole == role }?.permissions ?? []
        return Self(kind: .definition, rank: 0, permissions: permissions)
    }
}

extension Validation {
    /// What a custom role of the level may contain.
    static func definition(_ named: [Permission], at level: PermissionLevel, _ field: String) throws(Refusal) {
        guard !named.isEmpty else { throw .invalid(field, "at least one") }
        try permissions(named, field)
        guard named.allSatisfy({ $0.entry?.level == level }) else { throw .invalid(field, "permissions of the role's level") }
        guard level != .organization || OrganizationRole.lowest(holding: PermissionSet(named)) != nil else {
            throw .invalid(field, "nothing that the owner alone holds")
        }
    }
}
