// ModelCommand: one mutation for the naive model: what it needs, when it is refused, and what it changes.

public import RosterAPI
public import RosterCore

struct Refused: Error { let reason: Reason }

func refuse(_ condition: Bool, _ reason: Reason) throws { if condition { throw Refused(reason: reason) } }
func refuse(_ reason: Reason?) throws { if let reason { throw Refused(reason: reason) } }

public protocol ModelCommand: Sendable {
    /// The name that reach is counted under.
    var label: String { get }
    /// For a person named by address, who need not be a member.
    var isForInvitees: Bool { get }
    /// INVALID_ARGUMENT: what is wrong whatever the state.
    func validate() throws
    func needs(_ scene: Scene) -> Needs
    /// The command's own preconditions, after all that ``needs(_:)`` asks for.
    func judge(_ scene: Scene) throws
    /// Makes the change; new ids are those that the real rules chose.
    func apply(to model: inout NaiveModel, _ done: Done)
    func apply(to account: inout NaiveAccount, _ done: Done)
    /// The call for the real rules.
    func call(_ draft: Draft) -> Call
}

extension ModelCommand {
    public var label: String { "\(type(of: self))" }
    public var isForInvitees: Bool { false }
    public func validate() throws {}
    public func judge(_ scene: Scene) throws {}
    public func apply(to model: inout NaiveModel, _ done: Done) {
        guard var account = model.accounts[done.organization] else { return }
        model.accounts[done.organization] = nil
        apply(to: &account, done)
        model.accounts[done.organization] = account
    }
    public func apply(to account: inout NaiveAccount, _ done: Done) {}
}

/// Where and when a command is judged.
public struct Scene {
    let model: NaiveModel
    let organization: OrganizationID
    let account: NaiveAccount
    let actor: Operation.Actor
    let caller: NaiveCaller
    let now: Int64
    /// Whether an address is claimed as an owner's by another tree.
    let isOwnerTaken: (String) -> Bool

    func person(_ id: MemberID) -> NaivePerson? { account.people[id] }

    /// The same with another model.
    func with(_ model: NaiveModel) -> Scene {
        Scene(
            model: model, organization: organization, account: model.accounts[organization] ?? account, actor: actor, caller: caller, now: now,
            isOwnerTaken: isOwnerTaken)
    }

    /// INVALID_FIELD: what is over already is granted to nobody.
    func refuseOver(_ span: Stretch) throws { try refuse(span.end <= now, .invalidField) }
}

/// What came of a command.
public struct Done {
    let organization: OrganizationID
    let actor: Operation.Actor
    let isForInvitees: Bool
    /// The member acted for.
    let caller: MemberID?
    let facts: [Event]
    let now: Int64

    /// As it was judged.
    func scene(of model: NaiveModel) -> Scene? { try? model.scene(of: actor, in: organization, invitee: isForInvitees, at: now) { _ in false } }

    /// The ids that facts of the entry made, in order.
    func made<ID>(_ id: (Event) -> ID?) -> [ID] { facts.compactMap(id) }
}

/// What a command asks for beside its own preconditions.
public struct Needs {
    enum Target {
        case member(MemberID), license(LicenseID), key(KeyID), role(RoleID, PermissionLevel?), resource(ResourceID), workspace(WorkspaceID)
        case group(GroupID), groupRule(RuleID), invitation(InvitationID)
        /// Whom nobody finds.
        case nobody
    }

    /// What the request names, if it names exactly one thing: its revision is the one that may be expected.
    enum Named {
        case organization, target(Target), pool(String), crm, features
    }

    var named = Named.organization
    /// The method's own first, then what the request asks for in addition.
    var permissions: [Permission]
    var targets: [Target] = []
    /// Whose role, grants, state or identity change.
    var standing: [MemberID] = []
    /// The key that is changed.
    var key: KeyID?
    /// The custom role that is changed, with it the rights of those who hold it.
    var customRole: RoleID?
    var allowsSelf = false
    var allowsOwner = false
    var takesFull = false
    /// What is given, judged by the ceiling rule.
    var roles: [(role: OrganizationRole, custom: RoleID)] = []
    var admin: AdminRight?
    /// Rank and permissions that the caller must reach, as far as it may hand them to a key.
    var definitions: [(rank: Int32, permissions: PermissionSet)] = []
    /// The end of the key that is given: none outlives the one that gives it.
    var keyEnd: Int64?
    /// Roles on resources, for which the caller must hold there what they hold.
    var resourceRoles: [GivenResourceRole] = []
    var onResource: OnResource?
    /// Permissions that the caller must hold.
    var held: PermissionSet = []
    var features: [Feature] = []
    var worksWhileInactive = false
    /// Only a member can do it, never a key as itself.
    var isForMembers = false
    /// Needed in the account above as well.
    var permissionAbove: Permission?

    init(_ permissions: Permission..., targets: [Target] = []) {
        self.permissions = permissions
        self.targets = targets
        if let only = targets.first, targets.count == 1 { named = .target(only) }
    }

    /// A change of a member's standing.
    static func standing(_ permission: Permission, of member: MemberID) -> Needs {
        var needs = Needs(permission, targets: [.member(member)])
        needs.standing = [member]
        return needs
    }

    /// A role that would be given to somebody.
    mutating func give(_ role: OrganizationRole, _ custom: RoleID) {
        if role == .custom {
            targets.append(.role(custom, .organization))
            features.append(.customRoles)
        }
        roles.append((role, custom))
    }

    /// A key, or its secret.
    mutating func give(key ceiling: Int32, _ permissions: PermissionSet, until expire: Int64?) {
        definitions.append((ceiling, permissions))
        // Such a key counts as FULL.
        if ceiling >= 80 { takesFull = true }
        keyEnd = expire.map { $0 == 0 ? .max : $0 } ?? .max
    }

    mutating func give(_ admin: AdminRight?) {
        guard let admin else { return }
        self.admin = admin
        if admin.categories.contains(.ssoEdi) { features.append(.ssoEdiCategory) }
    }
}

/// Who calls.
struct NaiveCaller {
    var member: MemberID?
    /// Who that is.
    var email: String?
    var permissions: PermissionSet
    var authority: Int32
    var isFull = false
    /// The key's, which holds on behalf of a member, too.
    var ceiling: Int32 = 100
    /// A key of the organization that acts as itself.
    var key: KeyID?
    var keyEnd = Int64.max
    /// What it may put into a key or a role of the resource level.
    var grantable: PermissionSet
}

extension NaiveModel {
    /// Why the operation should be refused at this time; nil when it should be accepted.
    /// - Parameter isOwnerTaken: whether an address is claimed as an owner's by another tree.
    public func refusal(of operation: Operation, at now: Int64, isOwnerTaken: @escaping (String) -> Bool = { _ in false }) -> Reason? {
        var present = self
        present.pass(to: now)
        do {
            try operation.command.validate()
            let command = operation.command
            let scene = try present.scene(of: operation.actor, in: operation.organization, invitee: command.isForInvitees, at: now, isOwnerTaken)
            try scene.judge(command.needs(scene))
            try refuse(operation.expects == .other, .revisionMismatch)
            try command.judge(scene)
            return nil
        } catch {
            return (error as? Refused)?.reason ?? Reason("?")
        }
    }

    /// What an operation asks for; nil where that can't be said.
    func needs(of operation: Operation, at now: Int64) -> Needs? {
        let command = operation.command
        let scene = try? scene(of: operation.actor, in: operation.organization, invitee: command.isForInvitees, at: now) { _ in false }
        return scene.map { command.needs($0) }
    }

    /// Makes the change that an accepted operation comes to.
    public mutating func apply(_ operation: Operation, _ entry: Entry?, at now: Int64) {
        pass(to: now)
        let isForInvitees = operation.command.isForInvitees
        let scene = try? scene(of: operation.actor, in: operation.organization, invitee: isForInvitees, at: now) { _ in false }
        let done = Done(
            organization: operation.organization, actor: operation.actor, isForInvitees: isForInvitees, caller: scene?.caller.member, facts: entry?.events ?? [],
            now: now)
        operation.command.apply(to: &self, done)
    }

    /// - Parameter invitee: for a command that takes anybody, as long as an address is named.
    fileprivate func scene(
        of actor: Operation.Actor, in organization: OrganizationID, invitee: Bool, at now: Int64, _ isOwnerTaken: @escaping (String) -> Bool
    ) throws -> Scene {
        guard let account = accounts[organization], actor != .foreignKey else { throw Refused(reason: .notFound) }
        if case .key(_, let key) = actor, organization != key.organization, !isBelow(organization, key.organization) { throw Refused(reason: .notFound) }
        let caller = try invitee ? self.invitee(actor, in: account) : caller(actor, in: organization, account, at: now)
        return Scene(model: self, organization: organization, account: account, actor: actor, caller: caller, now: now, isOwnerTaken: isOwnerTaken)
    }

    /// Whoever is invited holds nothing here, and need not be known.
    private func invitee(_ actor: Operation.Actor, in account: NaiveAccount) throws -> NaiveCaller {
        // It takes a key that may act for others.
        try refuse(actor == .weakKey, .missingPermission)
        if case .key(_, let key) = actor { try refuse(!key.permissions.contains(.actorsAssume), .missingPermission) }
        guard case .address(let email) = actor else { throw Refused(reason: .invalidField) }
        let member = account.present.first { $0.value.email == email }?.key
        return NaiveCaller(member: member, email: email, permissions: [], authority: 0, grantable: [])
    }

    private func caller(_ actor: Operation.Actor, in organization: OrganizationID, _ account: NaiveAccount, at now: Int64) throws -> NaiveCaller {
        let family = [account] + above(organization)
        let email: String
        switch actor {
        case .bootstrap: return NaiveCaller(permissions: Self.everything, authority: 100, isFull: true, grantable: Self.everything)
        case .weakKey:
            return NaiveCaller(
                permissions: Operation.weakPermissions, authority: Operation.weakCeiling, ceiling: Operation.weakCeiling, grantable: Operation.weakPermissions)
        case .foreignKey: throw Refused(reason: .notFound)
        case .key(let id, let key):
            return NaiveCaller(
                permissions: key.permissions, authority: key.ceiling, isFull: key.ceiling >= 80, ceiling: key.ceiling, key: id,
                keyEnd: key.expire == 0 ? .max : key.expire, grantable: key.permissions)
        case .address(let address): email = address
        case .member(let id):
            // An ACTIVE member of the organization addressed or of one above it.
            guard let named = family.compactMap({ $0.people[id] }).first, named.state == .active else { throw Refused(reason: .notFound) }
            email = named.email
        }
        // A person is an address: what it is here, and what it is above.
        let memberships = family.map { account in account.people.first { $0.value.state == .active && $0.value.email == email } }
        guard let known = memberships.compactMap({ $0 }).first else { throw Refused(reason: .notFound) }
        var caller = NaiveCaller(member: known.key, email: email, permissions: [], authority: 0, grantable: [])
        if let own = memberships.first.flatMap({ $0 })?.value {
            caller.permissions = account.permissions(of: own, at: now)
            caller.authority = account.authority(of: own, at: now)
            caller.isFull = account.isFull(own, at: now)
            caller.grantable = own.holdsResources(at: now) ? Self.resources : []
        }
        // A parent's OWNER, CO_OWNER or FULL holds FULL in every descendant.
        if zip(family, memberships).dropFirst().contains(where: { account, found in found.map { account.isFull($0.value, at: now) } ?? false }) {
            caller.permissions.formUnion(Self.full)
            caller.authority = max(caller.authority, 80)
            caller.isFull = true
        }
        caller.grantable.formUnion(caller.permissions)
        return caller
    }

    /// What a caller may do in the account above, where it is a key as well, or the same person.
    fileprivate func permissions(above scene: Scene) -> PermissionSet {
        guard let parent = scene.account.parent, let account = accounts[parent] else { return [] }
        if case .key(_, let key) = scene.actor, parent != key.organization, !isBelow(parent, key.organization) { return [] }
        let actor: Operation.Actor = scene.caller.email.map { .address($0) } ?? scene.actor
        return (try? caller(actor, in: parent, account, at: scene.now).permissions) ?? []
    }
}

extension Scene {
    /// The one order of product.md 4.1.
    func judge(_ needs: Needs) throws {
        try refuse(needs.isForMembers && caller.member == nil, .missingPermission)
        for permission in needs.permissions { try refuse(!caller.permissions.contains(permission), .missingPermission) }
        if let permission = needs.permissionAbove { try refuse(!model.permissions(above: self).contains(permission), .missingPermission) }
        for target in needs.targets { try refuse(!isThere(target), .notFound) }
        if let resource = needs.onResource { try judge(resource) }
        try judgeStanding(needs)
        try judgeGrants(needs)
        try refuse(!needs.worksWhileInactive && model.isDeleted(organization), .accountDeactivated)
        for permission in needs.permissions {
            for feature in NaiveModel.features(of: permission) { try refuse(model.lacks(feature)) }
        }
        if let resource = needs.onResource { try judgePlan(resource) }
        for feature in needs.features { try refuse(model.lacks(feature)) }
    }

    private func isThere(_ target: Needs.Target) -> Bool {
        switch target {
        case .member(let id): account.people[id] != nil
        case .license(let id): account.licenses[id] != nil
        case .key(let id): model.keys[id]?.organization == organization
        case .resource(let id): sees(id)
        case .workspace(let id): sees(id)
        case .nobody: false
        case .invitation(let id): account.invitations[id] != nil
        case .group(let id): account.groups[id] != nil
        case .groupRule(let id): account.rules[id] != nil
        case .role(let id, let level): account.roles[id].map { level == nil || $0.level == level } ?? false
        }
    }

    /// Owner, self, ceiling.
    private func judgeStanding(_ needs: Needs) throws {
        for id in needs.standing {
            guard let target = account.people[id] else { continue }
            let isSelf = caller.member == id || target.state != .removed && caller.email == target.email
            try refuse(target.role == .owner && target.state != .removed && !(isSelf && needs.allowsOwner), .ownerImmutable)
            try refuse(isSelf && !needs.allowsSelf, .selfModification)
            try refuse(!isSelf && caller.authority < account.authority(over: target, at: now), .roleCeiling)
        }
        if let role = needs.customRole { try judgeHolders(of: role) }
        if let id = needs.key, let key = model.keys[id] {
            try refuse(key.ceiling > caller.authority, .roleCeiling)
            try refuse(caller.key == id && !needs.allowsSelf, .selfModification)
        }
        try refuse(needs.takesFull && !caller.isFull, .roleCeiling)
    }

    /// Whoever changes a custom role changes the rights of all who hold it.
    private func judgeHolders(of role: RoleID) throws {
        let holders = account.holders(of: role)
        try refuse(holders.keys.contains { $0 == caller.member }, .selfModification)
        if caller.authority >= 100 { return }
        for holder in holders.values where !holder.holdsResources(at: now) {
            try refuse(caller.authority < account.authority(over: holder, at: now), .roleCeiling)
        }
    }

    private func judgeGrants(_ needs: Needs) throws {
        for (role, id) in needs.roles {
            let custom = account.roles[id]
            let rank = custom?.rank ?? NaiveModel.rank(role)
            let given = (custom?.permissions ?? NaiveModel.permissions(role)).subtracting(NaiveModel.everybody)
            if account.isLiteral, caller.permissions.contains(.membersManageRoles), rank <= caller.ceiling { continue }
            try refuse(rank > caller.authority || !given.isSubset(of: caller.permissions), .roleCeiling)
        }
        for given in needs.resourceRoles { try refuse(!account.permissions(given.role, given.custom).isSubset(of: permissions(on: given.resource)), .roleCeiling) }
        try refuse(!needs.held.isSubset(of: caller.permissions), .roleCeiling)
        if let admin = needs.admin {
            // The policy adds to what a sub-admin holds, so it counts here as well.
            let rank: Int32 = admin.level == .full ? 80 : 30
            try refuse(!caller.isFull || rank > caller.authority || !account.permissions(of: admin).isSubset(of: caller.permissions), .roleCeiling)
        }
        for (rank, permissions) in needs.definitions {
            try refuse(rank > caller.authority || !permissions.isSubset(of: caller.grantable), .roleCeiling)
        }
        if let end = needs.keyEnd { try refuse(end > caller.keyEnd, .roleCeiling) }
    }
}
