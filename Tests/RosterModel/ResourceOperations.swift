// ResourceOperations: connected profiles and ad accounts, and members' roles on them.

import RosterAPI
import RosterCore
import WellKnown

extension NaiveModel {
    /// What a connector holds on what it connected itself.
    static let ownConnection: PermissionSet = [.profileRead, .connectionRenew, .connectionDelete]
}

extension NaiveAccount {
    func permissions(_ role: ResourceRole, _ custom: RoleID) -> PermissionSet {
        guard role == .custom else { return NaiveModel.permissions(role) }
        return roles[custom].map { $0.level == .resource ? $0.permissions : [] } ?? []
    }

    /// What a member may do on a resource.
    func permissions(of id: MemberID, on resource: NaiveResource, _ resourceID: ResourceID, at now: Int64) -> PermissionSet {
        guard let person = people[id], person.state == .active else { return [] }
        if person.seat == .limited {
            // Renewing is for the one whose token it is.
            if resource.connectedBy == id { return NaiveModel.ownConnection }
            return resource.addedBy == id ? [.profileRead, .connectionDelete] : []
        }
        if person.holdsResources(at: now) { return NaiveModel.resources }
        guard let given = person.resourceRoles[resourceID], given.span.contains(now) else { return [] }
        let isHidden = !resource.workspace.isZero && !person.workspaces.contains(resource.workspace)
        return isHidden ? [] : permissions(given.role, given.custom)
    }
}

extension Scene {
    func permissions(on id: ResourceID) -> PermissionSet {
        guard let resource = account.resources[id] else { return [] }
        guard let member = caller.member else { return caller.permissions.intersection(NaiveModel.resources) }
        return account.permissions(of: member, on: resource, id, at: now)
    }

    func sees(_ id: ResourceID) -> Bool {
        account.resources[id] != nil && (caller.permissions.contains(.resourcesManage) || !permissions(on: id).isEmpty)
    }

    func sees(_ id: WorkspaceID) -> Bool {
        guard account.workspaces[id] != nil else { return false }
        if caller.permissions.contains(.workspacesRead) || caller.permissions.contains(.workspacesManage) { return true }
        guard let person = caller.member.flatMap({ person($0) }), person.state == .active else { return false }
        return person.holdsResources(at: now) || person.workspaces.contains(id)
    }

    /// MISSING_PERMISSION or NOT_CONNECTION_OWNER on a resource; the plan counts where only a right over all resources did it.
    func judge(_ resource: Needs.OnResource) throws {
        if permissions(on: resource.id).contains(resource.permission) { return }
        if let other = resource.other, caller.permissions.contains(other) { return }
        try refuse(caller.member.flatMap { person($0)?.seat } == .limited, .notConnectionOwner)
        throw Refused(reason: .missingPermission)
    }

    func judgePlan(_ resource: Needs.OnResource) throws {
        guard let other = resource.other, !permissions(on: resource.id).contains(resource.permission) else { return }
        for feature in NaiveModel.features(of: other) { try refuse(model.lacks(feature)) }
    }

    /// Roles on resources and access to workspaces are for those who need them.
    func refuseUnreachable(_ person: NaivePerson?) throws {
        guard let person else { return }
        try refuse(person.state == .removed, .wrongState)
        try refuse(person.seat == .limited, .seatType)
        try refuse(person.holdsResources(at: now), .wrongState)
    }
}

extension Needs {
    /// What must be held on the one resource that the request names.
    struct OnResource {
        let id: ResourceID
        let permission: Permission
        /// A right over all resources that does as well.
        var other: Permission?
    }

    init(_ permission: Permission, on resource: ResourceID, or other: Permission? = nil) {
        self.init(.organizationRead, targets: [.resource(resource)])
        onResource = OnResource(id: resource, permission: permission, other: other)
    }

    mutating func give(_ grants: [GivenResourceRole]) {
        targets += grants.map { .resource($0.resource) }
        targets += grants.filter { $0.role == .custom }.map { .role($0.custom, .resource) }
        resourceRoles += grants
        if grants.contains(where: { $0.role == .custom }) { features.append(.customRoles) }
    }
}

/// A role on a resource, as a request gives it.
struct GivenResourceRole: Sendable {
    let resource: ResourceID
    let role: ResourceRole
    let custom: RoleID
    let span: Stretch

    var naive: NaiveResourceRole { NaiveResourceRole(role: role, custom: custom, span: span) }

    var message: ResourceRoleGrant {
        .with { grant in
            grant.resourceID = resource
            grant.role = role
            grant.customRoleID = custom
            grant.period = span.period
        }
    }

    static func validate(_ grants: [GivenResourceRole]) throws {
        try refuse(Set(grants.map(\.resource)).count != grants.count || grants.contains { ($0.role == .custom) == $0.custom.isZero }, .invalidField)
    }
}

struct Connect: ModelCommand {
    let network: String
    let externalID: String
    let expire: Int64?

    func validate() throws { try refuse(externalID.isEmpty, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.resourcesConnect) }

    func judge(_ scene: Scene) throws {
        try refuse(expire.map { $0 <= scene.now } ?? false, .invalidField)
        try refuse(scene.account.resources.values.contains { $0.network == network.lowercased() && $0.externalID == externalID }, .nameInUse)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        let caller = done.caller.flatMap { account.people[$0] == nil ? nil : $0 }
        for id in done.made({ event -> ResourceID? in if case .resourceConnected(let fact) = event.fact { fact.resourceID } else { nil } }) {
            account.resources[id] = NaiveResource(
                network: network.lowercased(), externalID: externalID, name: externalID, addedBy: caller ?? MemberID(), connectedBy: caller ?? MemberID(),
                expire: expire ?? 0)
            // Who isn't ADMIN of everything is of what it connects.
            guard let caller, let person = account.people[caller], person.seat != .limited, !person.holdsResources(at: done.now) else { continue }
            account.people[caller]?.resourceRoles[id] = NaiveResourceRole(role: .admin, custom: RoleID(), span: .always)
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Resources.Connect.self) { request in
            request.organizationID = draft.organization
            request.kind = .socialProfile
            request.network = network
            request.externalID = externalID
            request.displayName = externalID.isEmpty ? "-" : externalID
            request.expireTime = expire.map { Timestamp(nanosecondsSince1970: $0) }
        }
    }
}

/// Another name, or the news that the network has revoked the token.
struct UpdateResource: ModelCommand {
    let resource: ResourceID
    let name: String?
    let isRevoked: Bool

    func validate() throws { try refuse(name?.isEmpty == true, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.profileConfigure, on: resource, or: .resourcesManage) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        if let name { account.resources[resource]?.name = name }
        if isRevoked { account.resources[resource]?.isRevoked = true }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Resources.Update.self) { request in
            request.resource = .with { message in
                message.organizationID = draft.organization
                message.resourceID = resource
                message.displayName = name ?? ""
                if isRevoked { message.connection = .with { $0.state = .revoked } }
            }
            request.updateMask = FieldMask(paths: (name == nil ? [] : ["display_name"]) + (isRevoked ? ["connection.state"] : []))
        }
    }
}

struct RenewConnection: ModelCommand {
    let resource: ResourceID
    let expire: Int64?

    func needs(_ scene: Scene) -> Needs { Needs(.connectionRenew, on: resource) }
    func judge(_ scene: Scene) throws { try refuse(expire.map { $0 <= scene.now } ?? false, .invalidField) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        if let caller = done.caller, account.people[caller] != nil { account.resources[resource]?.connectedBy = caller }
        account.resources[resource]?.expire = expire ?? 0
        account.resources[resource]?.isRevoked = false
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Resources.RenewConnection.self) { request in
            request.organizationID = draft.organization
            request.resourceID = resource
            request.expireTime = expire.map { Timestamp(nanosecondsSince1970: $0) }
        }
    }
}

struct Disconnect: ModelCommand {
    let resource: ResourceID

    func needs(_ scene: Scene) -> Needs { Needs(.connectionDelete, on: resource) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.resources[resource] = nil
        for id in account.people.keys { account.people[id]?.resourceRoles[resource] = nil }
    }

    func call(_ draft: Draft) -> Call { draft.call(Resources.Disconnect.self) { $0.organizationID = draft.organization; $0.resourceID = resource } }
}

struct SetResourceRoles: ModelCommand {
    let member: MemberID
    let roles: [GivenResourceRole]
    /// The resources that it is about; empty: all that the caller sees.
    let about: [ResourceID]

    func validate() throws {
        try GivenResourceRole.validate(roles)
        try refuse(Set(about).count != about.count || !about.isEmpty && !roles.allSatisfy { about.contains($0.resource) }, .invalidField)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs.standing(.membersManageRoles, of: member)
        needs.targets += (about + roles.map(\.resource)).map { .resource($0) }
        // What the member has already is given by nobody.
        needs.give(roles.filter { scene.person(member)?.resourceRoles[$0.resource] != $0.naive })
        return needs
    }

    func judge(_ scene: Scene) throws {
        for role in roles { try scene.refuseOver(role.span) }
        try scene.refuseUnreachable(scene.person(member))
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let scene = done.scene(of: model), let before = scene.person(member)?.resourceRoles else { return }
        var after = before
        for resource in before.keys where about.isEmpty ? scene.sees(resource) : about.contains(resource) { after[resource] = nil }
        for role in roles { after[role.resource] = role.naive }
        model.accounts[done.organization]?.people[member]?.resourceRoles = after
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Members.SetResourceRoles.self) { request in
            request.organizationID = draft.organization
            request.memberID = member
            request.resourceRoles = roles.map(\.message)
            request.resourceIDs = about
        }
    }
}
