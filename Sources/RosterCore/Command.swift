// Command: one mutation as a pure function, and the checks that all mutations share, in the order of product.md 4.1.

public import RosterAPI
import Wire

/// One mutation: its request, what it demands, how it is decided, and how it is answered.
///
/// The same functions serve a single call, a dry run, an item of a bulk call, an import, and a decision made again.
public protocol Command: Sendable {
    associatedtype Request: MutatingRequest
    associatedtype Response: MutatingResponse

    /// The line of the method table that leads here; its guard is the permission needed at organization level.
    static var method: Method<Request, Response> { get }

    /// INVALID_ARGUMENT: what is wrong whatever the state.
    static func validate(_ request: Request, _ catalogue: Catalogue) throws(Refusal)

    /// What must hold before the command's own preconditions. Looks at the organization only to find the target.
    static func demands(of request: Request, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands

    /// The command's own preconditions, then its events.
    static func decide(_ request: Request, _ context: inout DecisionContext) throws(Refusal)

    /// The response from the entry and the state as of it, so that a replay gives it again. `result` and secrets are filled in outside.
    static func answer(_ request: Request, _ version: Version) -> Response

    /// Whether the server adds secrets to this response when it is given for the first time.
    static func takesSecrets(_ response: Response) -> Bool
}

extension Command {
    public static func validate(_ request: Request, _ catalogue: Catalogue) throws(Refusal) {}
    public static func takesSecrets(_ response: Response) -> Bool { false }
    public static func demands(of request: Request, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands { Demands() }
}

/// What a command asks for beside its method's guard; checked in one place and one order.
public struct Demands: Sendable {
    /// Permissions at organization level beside the guard's.
    public var permissions: [Permission] = []
    /// A permission that is needed in the organization above.
    public var parentPermission: Permission?
    /// The resource that the request names, if it names exactly one.
    public var target = Target.organization
    /// Others that it names: they must be there as well.
    public var furtherTargets: [Target] = []
    /// The target's role, grants, state or identity change: the owner is untouchable, and the ceiling rule counts. Of a custom
    /// role: those of everybody who holds it.
    public var changesStanding = false
    /// The target may be the actor itself (leaving, its own address).
    public var allowsSelf = false
    /// The owner may be changed by itself (its own address).
    public var allowsOwnerItself = false
    /// Widens what others may do, so that it takes FULL or what implies it.
    public var takesFull = false
    /// What would be granted: an authority and the permissions that come with it.
    public var grants: [Grant] = []
    public var features: [Feature] = []
    /// What the caller must hold on the resource that the request names.
    var onResource: OnResource?
    /// Resources and workspaces beside the target, which the caller must see.
    var resources: [ResourceID] = []
    var workspaces: [WorkspaceID] = []
    /// Members beside the target whose standing changes as well.
    var members: [MemberID] = []
    /// Roles on resources that would be given.
    var resourceRoles: [ResourceRoleGrant] = []
    /// Works in an organization that isn't ACTIVE as well.
    public var worksWhileInactive = false

    public init() {}

    /// For a request that names these resources: exactly one is its target.
    init(naming targets: [Target]) {
        if let only = targets.first, targets.count == 1 { target = only } else { furtherTargets = targets }
    }

    public enum Target: Sendable {
        /// The request names no resource below the organization.
        case organization
        case member(MemberID)
        case pool(String)
        case license(LicenseID)
        case crm
        case featureSettings
        case key(KeyID)
        /// A custom role of the level; unspecified: of either.
        case customRole(RoleID, PermissionLevel = .unspecified)
        case resource(ResourceID)
        case workspace(WorkspaceID)
        case group(GroupID)
        case groupRule(RuleID)
        /// The standing is that of the member invited.
        case invitation(InvitationID)
    }

    /// An authority to be given to somebody.
    public struct Grant: Sendable {
        enum Kind { case role, definition, toggle, administration, key, secret }

        let kind: Kind
        let rank: Int32
        let permissions: PermissionSet
        /// In nanoseconds since 1970; `.max`: never.
        var end: Int64 = .max

        /// - Parameter custom: for CUSTOM, which; nil when there is no such role, which is refused before.
        public static func role(_ role: OrganizationRole, _ custom: CustomRole? = nil) -> Grant {
            // What every member holds comes with being one, not with the role.
            let permissions = custom?.permissions ?? role.permissions
            return Grant(kind: .role, rank: custom?.rank ?? role.rank, permissions: permissions.subtracting(.everyMember))
        }

        /// What a custom role contains: whoever makes one, changes or deletes it must reach as far.
        static func definition(_ role: CustomRole) -> Grant {
            Grant(kind: .definition, rank: role.rank, permissions: role.permissions.subtracting(.everyMember))
        }

        /// What a toggle switches on.
        static func toggle(_ permissions: PermissionSet) -> Grant { Grant(kind: .toggle, rank: 0, permissions: permissions) }

        /// - Parameter rules: of the organization it is granted in.
        static func administration(_ grant: AdminGrant, _ rules: MemberRules = MemberRules()) -> Grant {
            Grant(kind: .administration, rank: grant.authority, permissions: rules.permissions(of: grant))
        }

        /// A key as it will be.
        static func key(ceiling: Int32, _ permissions: [Permission], expireTime: Int64) -> Grant {
            Grant(kind: .key, rank: ceiling, permissions: PermissionSet(permissions), end: expireTime == 0 ? .max : expireTime)
        }

        /// The secret of a key that exists: whoever gets it may do what the key may.
        static func secret(of key: KeyRecord) -> Grant {
            Grant(kind: .secret, rank: key.ceiling, permissions: PermissionSet(key.permissions), end: key.expireTime == 0 ? .max : key.expireTime)
        }
    }
}

// MARK: - The one order

extension Command {
    /// Decides: every check of product.md 4.1 in its order, then the command's own.
    static func run(_ request: Request, _ context: inout DecisionContext) throws(Refusal) {
        try validateOptions(request.options, context)
        try validate(request, context.catalogue)
        // A creation addresses the tree that it makes.
        let organization = method.organization?(request) ?? context.state.tree
        guard !organization.isZero else { throw .malformedID("organization_id") }
        let subjects = Subjects.one((request as? any SubjectScoped)?.subject)
        context.organization = organization
        context.caller = try context.state.authorize(context.principal, method.guard, in: organization, about: subjects, at: context.now)
        let node = context.state.organizations[organization]
        let demands = demands(of: request, in: node, context)
        for permission in demands.permissions where !context.caller.permissions.contains(permission) { throw .missingPermission(permission) }
        if let permission = demands.parentPermission, let node {
            guard context.state.holdsAbove(permission, context.caller, node, at: context.now) else { throw .missingPermission(permission) }
        }
        let revision = try revision(of: demands.target, in: node, context)
        for target in demands.furtherTargets { _ = try self.revision(of: target, in: node, context) }
        try demands.checkSight(in: node, context)
        try demands.checkOnResource(in: node, context)
        try checkStanding(demands, in: node, context)
        if let node {
            if !demands.worksWhileInactive, node.state != .active { throw .accountDeactivated() }
            try context.caller.checkPlan(of: node)
            for permission in demands.permissions { try node.require(permission.features.features) }
            try demands.checkPlan(in: node, context)
            try node.require(demands.features)
        }
        if let expected = request.options?.expectedRevision, expected != 0, expected != revision { throw .revisionMismatch(current: revision) }
        try decide(request, &context)
        try context.checkPlan(request)
    }

    private static func validateOptions(_ options: MutationOptions?, _ context: DecisionContext) throws(Refusal) {
        guard let options else { return }
        guard options.requestID.utf8.count <= 64, options.requestID.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .invalid("options.request_id", "at most 64 printable ASCII characters")
        }
        guard options.reason.utf8.count <= 512 else { throw .invalid("options.reason", "at most 512 bytes") }
        guard options.expectedRevision >= 0 else { throw .invalid("options.expected_revision", "not negative") }
        guard options.planToken.isEmpty || context.plan != nil else {
            throw .invalid("options.plan_token", "not a token that this caller got for this method and organization")
        }
    }

    /// NOT_FOUND for a target that doesn't exist; else the revision to compare `expected_revision` with.
    private static func revision(of target: Demands.Target, in node: OrganizationNode?, _ context: DecisionContext) throws(Refusal) -> Int64 {
        let revision: Int64? = switch target {
        case .organization: node?.record.revision ?? 0
        case .member(let id): node?.members[id]?.record.revision
        case .pool(let product): node?.pools[product]?.record.revision ?? 0
        case .license(let id): node?.assignments[id]?.revision
        case .group(let id): node?.groups.groups[id]?.record.revision
        case .groupRule(let id): node?.groups.rules[id]?.revision
        case .crm: node?.settings.crmRevision ?? 0
        case .featureSettings: node?.settings.featuresRevision ?? 0
        case .invitation(let id): node?.invitations[id]?.revision
        case .key(let id): context.state.keys[id].flatMap { $0.organizationID == context.organization ? $0.revision : nil }
        case .customRole(let id, let level):
            node?.customRoles[id].flatMap { level == .unspecified || $0.level == level ? $0.record.revision : nil }
        case .resource(let id): context.sees(id) ? node?.resources[id]?.record.revision : nil
        case .workspace(let id): node.flatMap { context.caller.sees(id, in: $0, at: context.now) ? $0.resources.workspaces[id]?.revision : nil }
        }
        guard let revision else { throw .notFound() }
        return revision
    }

    /// OWNER_IMMUTABLE, SELF_MODIFICATION, ROLE_CEILING (product.md 3.3, 2 and 3).
    private static func checkStanding(_ demands: Demands, in node: OrganizationNode?, _ context: DecisionContext) throws(Refusal) {
        let caller = context.caller
        var changed = demands.members
        if demands.changesStanding, let id = member(demands.target, in: node) { changed.append(id) }
        for id in changed {
            guard let target = node?.members[id] else { continue }
            let isSelf = caller.memberID == id || isOneself(target.record, caller, in: node, context)
            if target.record.role == .owner, !(isSelf && demands.allowsOwnerItself) { throw .ownerImmutable() }
            if isSelf, !demands.allowsSelf { throw .selfModification() }
            if !isSelf, caller.authority < target.authority(from: context.now) { throw .roleCeiling() }
        }
        if demands.changesStanding, case .customRole(let id, _) = demands.target, let node { try checkHolders(of: id, in: node, caller, at: context.now) }
        if demands.changesStanding, case .key(let id) = demands.target, let key = context.state.keys[id] {
            // The right to keep keys suffices to end one; what a key is given is a grant.
            guard key.ceiling <= caller.authority else { throw .roleCeiling() }
            if id == caller.principal.keyID, !demands.allowsSelf { throw .selfModification() }
        }
        if demands.takesFull, !caller.holdsFull { throw .roleCeiling() }
        try demands.checkResourceCeiling(in: node, context)
        let isLiteral = node?.record.policies?.literalRoleAssignment ?? false
        for grant in demands.grants {
            // The policy restores the seed's rule (C19): whoever may change roles grants any of the four.
            if isLiteral, grant.kind == .role, caller.permissions.contains(.membersManageRoles), grant.rank <= caller.principal.ceiling { continue }
            if grant.kind == .administration, !caller.holdsFull { throw .roleCeiling() }
            guard grant.rank <= caller.authority, grant.permissions.isSubset(of: reach(of: caller, for: grant, in: node)) else { throw .roleCeiling() }
            let isKeys = grant.kind == .key || grant.kind == .secret
            // Such a key counts as FULL, which a custom role of that rank doesn't.
            if isKeys, grant.rank >= AdminGrant.fullAuthority, !caller.holdsFull { throw .roleCeiling() }
            // No key outlives the one that made it.
            if isKeys, caller.principal.expireTime != 0, grant.end > caller.principal.expireTime { throw .roleCeiling() }
        }
    }

    /// Whoever changes a custom role changes the rights of all who hold it.
    private static func checkHolders(of role: RoleID, in node: OrganizationNode, _ caller: Caller, at time: Int64) throws(Refusal) {
        let holders = node.customRoles.holders(of: role, at: time)
        if let own = caller.memberID, holders.contains(own) { throw .selfModification() }
        guard caller.authority < OrganizationRole.owner.rank else { return }
        for id in holders {
            // Whose role implies everything on every resource gains and loses nothing by a role on one.
            guard let holder = node.members[id], !holder.record.role(at: time).impliesResourceAdmin else { continue }
            if caller.authority < holder.authority(from: time) { throw .roleCeiling() }
        }
    }

    /// Whether a target is the same person as a caller who is a member above.
    private static func isOneself(_ target: MemberRecord, _ caller: Caller, in node: OrganizationNode?, _ context: DecisionContext) -> Bool {
        guard let id = caller.memberID, let node, !node.parentID.isZero, target.state != .removed, let address = target.personal?.email else { return false }
        return context.state.above(node).contains { $0.members[id]?.record.personal?.email == address }
    }

    /// The member whose standing a target's is.
    private static func member(_ target: Demands.Target, in node: OrganizationNode?) -> MemberID? {
        switch target {
        case .member(let id): id
        case .invitation(let id): node?.invitations[id]?.memberID
        default: nil
        }
    }

    /// The permissions that a caller may hand on.
    private static func reach(of caller: Caller, for grant: Demands.Grant, in node: OrganizationNode?) -> PermissionSet {
        switch grant.kind {
        case .role, .toggle, .administration: caller.permissions
        // A role of the resource level contains what only those hold who are ADMIN on every resource.
        case .definition, .key: caller.grantable
        // An owner keeps every key of its organization, whatever it holds; the service between gets to see the secret.
        case .secret: caller.memberID != nil && caller.memberID == node?.record.ownerID ? caller.principal.permissions : caller.grantable
        }
    }
}
