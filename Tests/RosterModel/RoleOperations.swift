// RoleOperations: custom roles of both levels, and administration rights.

import RosterAPI
import RosterCore
import WellKnown

extension NaiveModel {
    static let roleNames: [PermissionLevel: Set<String>] = [
        .organization: ["owner", "co-owner", "manager", "advanced member", "member", "connector"], .resource: ["admin", "editor", "moderator", "guest"],
    ]

    static func level(of permission: Permission) -> PermissionLevel {
        resources.contains(permission) ? .resource : keysOnly.contains(permission) ? .key : .organization
    }

    /// What every member holds belongs to each role of the organization level.
    static func definition(_ permissions: [Permission], _ level: PermissionLevel) -> PermissionSet {
        level == .organization ? PermissionSet(permissions).union(everybody) : PermissionSet(permissions)
    }

    /// INVALID_FIELD: permissions of the role's level, and nothing that the owner alone holds.
    static func refuseDefinition(_ permissions: [Permission], _ level: PermissionLevel) throws {
        try refuse(permissions.isEmpty || permissions.contains { NaiveModel.level(of: $0) != level || $0 == .organizationTransfer }, .invalidField)
    }
}

extension NaiveAccount {
    func isTaken(_ name: String, _ level: PermissionLevel, but own: RoleID? = nil) -> Bool {
        NaiveModel.roleNames[level]?.contains(name.lowercased()) == true
            || roles.contains { $0.key != own && $0.value.level == level && $0.value.name.lowercased() == name.lowercased() }
    }
}

extension Needs {
    /// What a custom role contains: whoever makes one, changes or deletes it must reach as far.
    mutating func define(_ role: NaiveRole?) {
        if let role { definitions.append((role.rank, role.permissions.subtracting(NaiveModel.everybody))) }
    }
}

struct CreateCustomRole: ModelCommand {
    let level: PermissionLevel
    let name: String
    let permissions: [Permission]

    private var role: NaiveRole { NaiveRole(level: level, name: name, permissions: NaiveModel.definition(permissions, level)) }

    func validate() throws {
        try refuse(![.organization, .resource].contains(level) || Set(permissions).count != permissions.count, .invalidField)
        try NaiveModel.refuseDefinition(permissions, level)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.rolesManage)
        needs.define(role)
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(scene.account.isTaken(name, level), .nameInUse) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for id in done.made({ event -> RoleID? in if case .customRoleCreated(let fact) = event.fact { fact.roleID } else { nil } }) { account.roles[id] = role }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Roles.Create.self) { request in
            request.organizationID = draft.organization
            request.level = level
            request.name = name
            request.permissions = permissions
        }
    }
}

struct UpdateCustomRole: ModelCommand {
    let role: RoleID
    let name: String?
    let permissions: [Permission]?

    func validate() throws { if let permissions { try refuse(Set(permissions).count != permissions.count, .invalidField) } }

    private func changed(_ role: NaiveRole) -> NaiveRole {
        NaiveRole(level: role.level, name: name ?? role.name, permissions: permissions.map { NaiveModel.definition($0, role.level) } ?? role.permissions)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.rolesManage, targets: [.role(role, nil)])
        needs.customRole = role
        needs.define(scene.account.roles[role])
        needs.define(scene.account.roles[role].map(changed))
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let changed = scene.account.roles[role].map(changed) else { return }
        try NaiveModel.refuseDefinition(changed.permissions.permissions, changed.level)
        try refuse(scene.account.isTaken(changed.name, changed.level, but: role), .nameInUse)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { account.roles[role] = account.roles[role].map(changed) }

    func call(_ draft: Draft) -> Call {
        draft.call(Roles.Update.self) { request in
            request.role = .with { message in
                message.organizationID = draft.organization
                message.roleID = role
                message.name = name ?? ""
                message.permissions = permissions ?? []
            }
            request.updateMask = FieldMask(paths: (name == nil ? [] : ["name"]) + (permissions == nil ? [] : ["permissions"]))
        }
    }
}

struct DeleteCustomRole: ModelCommand {
    let role: RoleID
    let replacement: OrganizationRole
    let resourceReplacement: ResourceRole
    let custom: RoleID

    private var isNone: Bool { replacement == .unspecified && resourceReplacement == .unspecified }

    func validate() throws {
        try refuse(replacement != .unspecified && resourceReplacement != .unspecified, .invalidField)
        try refuse([.owner, .connector].contains(replacement) || custom == role, .invalidField)
        try refuse((replacement == .custom || resourceReplacement == .custom) == custom.isZero, .invalidField)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.rolesManage, targets: [.role(role, nil)])
        needs.customRole = role
        needs.define(scene.account.roles[role])
        // Whoever says what the holders get gives it to them.
        if !isNone { needs.permissions.append(.membersManageRoles) }
        if replacement != .unspecified { needs.give(replacement, custom) }
        if resourceReplacement == .custom {
            needs.targets.append(.role(custom, .resource))
            needs.define(scene.account.roles[custom])
        } else if resourceReplacement != .unspecified {
            needs.definitions.append((0, NaiveModel.permissions(resourceReplacement)))
        }
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let level = scene.account.roles[role]?.level else { return }
        try refuse(level == .organization ? resourceReplacement != .unspecified : replacement != .unspecified, .invalidField)
        try refuse(isNone && !scene.account.holders(of: role).isEmpty, .roleInUse)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for (id, person) in account.people where person.customRole == role { account.people[id]?.give(replacement, custom, person.roleSpan) }
        for (id, person) in account.people {
            for (resource, held) in person.resourceRoles where held.custom == role {
                account.people[id]?.resourceRoles[resource] = NaiveResourceRole(role: resourceReplacement, custom: custom, span: held.span)
            }
        }
        account.roles[role] = nil
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Roles.Delete.self) { request in
            request.organizationID = draft.organization
            request.roleID = role
            request.replacementRole = replacement
            request.replacementResourceRole = resourceReplacement
            request.replacementCustomRoleID = custom
        }
    }
}

// MARK: Administration

struct GrantAdmin: ModelCommand {
    let member: MemberID
    let admin: AdminRight
    /// The categories as the request has them.
    let order: [AdminCategory]

    func validate() throws { try refuse(admin.level == .full && !order.isEmpty || Set(order).count != order.count, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs.standing(.adminsManage, of: member)
        needs.give(scene.model.completed(admin, in: scene.organization))
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let person = scene.person(member), let wanted = scene.model.completed(admin, in: scene.organization) else { return }
        try scene.refuseOver(wanted.span)
        try refuse(person.state == .removed, .wrongState)
        if let held = person.admin {
            try refuse(held != wanted, .wrongState)
            return
        }
        try scene.refuseAdministration(wanted, of: person)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        let admin = model.completed(admin, in: done.organization)
        model.accounts[done.organization]?.people[member]?.admin = admin
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Admins.Grant.self) { $0.organizationID = draft.organization; $0.memberID = member; $0.admin = admin.grant(order) }
    }
}

struct UpdateAdmin: ModelCommand {
    let member: MemberID
    let level: AdminLevel?
    let categories: [AdminCategory]?
    let span: Stretch?

    func validate() throws {
        let named = categories ?? []
        try refuse(level == .full && !named.isEmpty || Set(named).count != named.count, .invalidField)
    }

    private func changed(_ scene: Scene) -> AdminRight? {
        guard var admin = scene.person(member)?.admin else { return nil }
        if let level { admin.level = level }
        if let categories { admin.categories = Set(categories) }
        if let span { admin.span = span }
        if level == .full { admin.categories = [] }
        return scene.model.completed(admin, in: scene.organization)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs.standing(.adminsManage, of: member)
        needs.takesFull = true
        needs.give(changed(scene))
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let person = scene.person(member) else { return }
        guard let wanted = changed(scene) else { throw Refused(reason: .wrongState) }
        try refuse(wanted.level == .full && !wanted.categories.isEmpty, .invalidField)
        if wanted == person.admin { return }
        try scene.refuseOver(wanted.span)
        try scene.refuseAdministration(wanted, of: person)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let scene = done.scene(of: model) else { return }
        let admin = changed(scene)
        model.accounts[done.organization]?.people[member]?.admin = admin
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Admins.Update.self) { request in
            request.organizationID = draft.organization
            request.memberID = member
            request.admin = .with { admin in
                admin.level = level ?? .unspecified
                admin.categories = categories ?? []
                admin.period = span?.period
            }
            request.updateMask = FieldMask(paths: (level == nil ? [] : ["level"]) + (categories == nil ? [] : ["categories"]) + (span == nil ? [] : ["period"]))
        }
    }
}

struct RevokeAdmin: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs { .standing(.adminsManage, of: member) }
    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.admin == nil, .wrongState) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.people[member]?.admin = nil }
    func call(_ draft: Draft) -> Call { draft.call(Admins.Revoke.self) { $0.organizationID = draft.organization; $0.memberID = member } }
}

extension Scene {
    /// SEAT_TYPE, CATEGORY_NOT_AVAILABLE.
    fileprivate func refuseAdministration(_ admin: AdminRight, of person: NaivePerson) throws {
        try refuse(person.seat == .limited, .seatType)
        try refuse(model.hasUnavailableCategory(admin, in: organization), .categoryNotAvailable)
    }
}
