// Who may do what, a second time: product.md 3.1, 3.3 and 3.4 as plainly as they can be written. Recursive, without caches, slow.

import RosterAPI

/// An organization tree in plain values: what a reader would put on a blackboard.
struct ReferenceWorld {
    struct Account {
        var parent: Int?
        var isActive = true
        /// Of the plan; and those of them that wait to be enabled.
        var features: Set<Feature> = []
        var waiting: Set<Feature> = []
        /// USERS_LICENSES keeps groups, too (C15).
        var subAdminsManageGroups = false
    }

    /// Something given for a time: it counts at `start` and no longer at `end`.
    struct Given<Value> {
        var value: Value
        var start: Int64 = 0
        var end: Int64 = .max
        func counts(at time: Int64) -> Bool { start <= time && time < end }
    }

    /// A connected profile or ad account.
    struct Profile {
        /// -1: no longer connected.
        var account: Int
        /// 0..1 workspace that it lies in.
        var workspace: Int?
        /// Persons; nil: a service as itself. Whose the present token is, and who added it.
        var connectedBy: Int?
        var addedBy: Int?
    }

    struct ProfileRole {
        var role: ResourceRole
        /// For a custom role: what it holds.
        var custom = PermissionSet()
    }

    struct Person {
        var number = 0
        var account: Int
        var address: String
        var state = MemberState.active
        var isLimited = false
        /// For a custom role: what it holds.
        var custom = PermissionSet()
        /// Toggles; nil: as the role has them (rows 73, 74).
        var connects: Bool?
        var keepsWorkspaces: Bool?
        var role: Given<OrganizationRole>
        var administration: Given<AdminGrant>?
        /// By profile.
        var profileRoles: [Int: Given<ProfileRole>] = [:]
        /// Those that it was let into.
        var workspaces: Set<Int> = []
    }

    enum Subject { case person(Int), address(String), key(PermissionSet) }

    var accounts: [Account] = []
    var people: [Person] = []
    var profiles: [Profile] = []
    /// The accounts that they belong to; nil: deleted.
    var workspaces: [Int?] = []
}

extension ReferenceWorld: CustomStringConvertible {
    var description: String {
        func time(_ start: Int64, _ end: Int64) -> String { "\(start == 0 ? "" : "\(start)")…\(end == .max ? "" : "\(end)")" }
        let accounts = accounts.enumerated().map { index, account in
            "  account \(index) below \(account.parent.map(String.init) ?? "-")\(account.isActive ? "" : ", deleted"), without "
                + Feature.cases.dropFirst().map { Feature(rawValue: $0.0) }.filter { !account.features.contains($0) || account.waiting.contains($0) }
                .map { ($0.name ?? "").dropFirst(8) + (account.waiting.contains($0) ? " (waits)" : "") }.joined(separator: ", ")
        }
        let people = people.enumerated().map { index, person in
            "  person \(index) \(person.address) in \(person.account), \(person.state.name ?? ""), \(person.role.value.name ?? "") \(time(person.role.start, person.role.end))"
                + (person.role.value == .custom ? " \(person.custom.permissions)" : "")
                + " connects \(person.connects.map(String.init) ?? "-"), workspaces \(person.keepsWorkspaces.map(String.init) ?? "-")"
                + (person.administration.map { ", \($0.value.level.name ?? "") \($0.value.categories.map { $0.name ?? "" }) \(time($0.start, $0.end))" } ?? "")
                + person.profileRoles.sorted { $0.key < $1.key }.map { profile, given in
                    ", on \(profile) \(given.value.role.name ?? "") \(given.value.custom.permissions) \(time(given.start, given.end))"
                }.joined()
                + (person.workspaces.isEmpty ? "" : ", let into \(person.workspaces.sorted())")
        }
        let profiles = profiles.enumerated().map { index, profile in
            "  profile \(index) of account \(profile.account), workspace \(profile.workspace.map(String.init) ?? "-"), token of"
                + " \(profile.connectedBy.map(String.init) ?? "-"), added by \(profile.addedBy.map(String.init) ?? "-")"
        }
        return (accounts + people + profiles).joined(separator: "\n")
    }
}

/// The answers, by the rules' own words.
struct ReferenceEvaluator {
    let world: ReferenceWorld
    let table: PermissionsTable
    let time: Int64

    typealias Answer = (allowed: Bool, reason: Reason)

    /// 3.3, 6: granted by role, administration or an ancestor's administration; masked by the organization's state, the member's,
    /// the plan and the seat; reasons in that order, missing permission last.
    ///
    /// - Parameter profile: nil: in the organization as a whole.
    func check(_ permission: Permission, _ named: ReferenceWorld.Subject, in account: Int, on profile: Int? = nil) -> Answer {
        let subject = resolved(named, in: account)
        let place = world.accounts[root(of: account)]
        let person = member(subject, of: account)
        let isAncestors = holdsFull(subject, above: account)
        if case .key = subject {} else if person == nil, !isAncestors { return (false, .notAMember) }
        if !isActive(account) { return (false, .accountDeactivated) }
        if let person, person.state != .active, !isAncestors { return (false, .memberNotActive) }
        for feature in table.features(of: permission) {
            if !place.features.contains(feature) { return (false, .planFeatureUnavailable) }
            if place.waiting.contains(feature) { return (false, .featureNotEnabled) }
        }
        if let person, person.isLimited, !isAncestors, !table.limitedSeat.contains(permission) { return (false, .seatType) }
        if let profile { return check(permission, subject, in: account, on: profile) }
        if table.resourcePermissions.contains(permission) { return (false, .noAccess) }
        if case .key(let permissions) = subject { return permissions.contains(permission) ? (true, Reason()) : (false, .missingPermission) }
        if isAncestors, table.isHeld(permission, by: [.full, .everybody]) { return (true, Reason()) }
        guard let person, person.state == .active else { return (false, .missingPermission) }
        if holds(person, permission) { return (true, Reason()) }
        var always = person
        grantForever(&always)
        return (false, holds(always, permission) ? .grantExpired : .missingPermission)
    }

    /// On a profile, behind all that masks the subject as a whole: workspace, then expiry. What isn't seen is NO_ACCESS, and so is
    /// what doesn't exist.
    private func check(_ permission: Permission, _ subject: ReferenceWorld.Subject, in account: Int, on profile: Int) -> Answer {
        guard exists(profile, in: account) else { return (false, .noAccess) }
        let isSeen = sees(profile, subject, in: account)
        let otherwise: Answer = (false, isSeen ? .missingPermission : .noAccess)
        if holds(subject, permission, in: account, on: profile) { return (true, Reason()) }
        guard var person = member(subject, of: account), person.state == .active else {
            return !table.resourcePermissions.contains(permission) && isSeen && isHeld(permission, subject, in: account) ? (true, Reason()) : otherwise
        }
        if !table.resourcePermissions.contains(permission) {
            guard isSeen else { return otherwise }
            if isHeld(permission, subject, in: account) { return (true, Reason()) }
            grantForever(&person)
            return (false, holds(person, permission) ? .grantExpired : .missingPermission)
        }
        // "A role without access is kept and masked": whatever the time.
        if let given = person.profileRoles[profile], isHidden(profile, from: person), permissions(of: given.value).contains(permission) { return (false, .noAccess) }
        grantForever(&person)
        return permissions(of: person, on: profile).contains(permission) ? (false, .grantExpired) : otherwise
    }

    /// Whoever may do something on a profile sees it, and so does whoever holds `resources.manage`, whatever the plan.
    func sees(_ profile: Int, _ named: ReferenceWorld.Subject, in account: Int) -> Bool {
        let subject = resolved(named, in: account)
        return exists(profile, in: account)
            && (isHeld(.resourcesManage, subject, in: account)
                || table.resourcePermissions.permissions.contains { holds(subject, $0, in: account, on: profile) })
    }

    private func exists(_ profile: Int, in account: Int) -> Bool { world.profiles.indices.contains(profile) && world.profiles[profile].account == account }

    /// At organization level, unmasked.
    private func isHeld(_ permission: Permission, _ subject: ReferenceWorld.Subject, in account: Int) -> Bool {
        if case .key(let permissions) = subject { return permissions.contains(permission) }
        if holdsFull(subject, above: account), table.isHeld(permission, by: [.full, .everybody]) { return true }
        return member(subject, of: account).map { $0.state == .active && holds($0, permission) } ?? false
    }

    /// On a profile, unmasked but for its workspace and the seat.
    private func holds(_ subject: ReferenceWorld.Subject, _ permission: Permission, in account: Int, on profile: Int) -> Bool {
        guard table.resourcePermissions.contains(permission) else { return false }
        if case .key(let permissions) = subject { return permissions.contains(permission) }
        guard let person = member(subject, of: account), person.state == .active else { return false }
        return permissions(of: person, on: profile).contains(permission)
    }

    private func permissions(of person: ReferenceWorld.Person, on profile: Int) -> PermissionSet {
        let place = world.profiles[profile]
        // "LIMITED masks permissions to the member's own connections": the token is its to renew as long as it is its own.
        if person.isLimited {
            let own = PermissionSet(table.resourcePermissions.permissions.filter { table.isHeld($0, by: .ownConnection) })
            if place.connectedBy == person.number { return own }
            return place.addedBy == person.number ? own.subtracting([.connectionRenew]) : []
        }
        if isAdminEverywhere(person) { return table.resourcePermissions }
        guard let given = person.profileRoles[profile], given.counts(at: time), !isHidden(profile, from: person) else { return [] }
        return permissions(of: given.value)
    }

    private func permissions(of given: ReferenceWorld.ProfileRole) -> PermissionSet {
        let column: Columns = switch given.role {
        case .guest: .guest
        case .moderator: .moderator
        case .editor: .editor
        case .admin: .admin
        default: []
        }
        return given.role == .custom ? given.custom : PermissionSet(table.resourcePermissions.permissions.filter { table.isHeld($0, by: column) })
    }

    /// "Implied ADMIN for owner, co-owner, manager."
    private func isAdminEverywhere(_ person: ReferenceWorld.Person) -> Bool { [.owner, .coOwner, .manager].contains(role(person)) }

    private func isHidden(_ profile: Int, from person: ReferenceWorld.Person) -> Bool {
        world.profiles[profile].workspace.map { !person.workspaces.contains($0) } ?? false
    }

    /// As if everything given to it counted at every time.
    private func grantForever(_ person: inout ReferenceWorld.Person) {
        person.role.start = 0
        person.role.end = .max
        person.administration?.start = 0
        person.administration?.end = .max
        for profile in person.profileRoles.keys {
            person.profileRoles[profile]?.start = 0
            person.profileRoles[profile]?.end = .max
        }
    }

    /// 3.3, 3: max(rank of the role, 80 for FULL, 30 for SUB); FULL in every descendant (3.4).
    func authority(_ named: ReferenceWorld.Subject, in account: Int) -> Int32 {
        let subject = resolved(named, in: account)
        let person = member(subject, of: account).flatMap { $0.state == .active ? $0 : nil }
        let administration = person?.administration.flatMap { $0.counts(at: time) ? $0.value.level : nil }
        let rank: Int32 = switch person.map(role) {
        case .owner: 100
        case .coOwner: 80
        case .manager: 60
        case .advancedMember: 40
        case .member: 20
        case .connector: 10
        case .custom: rank(ofCustom: person?.custom ?? [])
        default: 0
        }
        return max(rank, administration == .full ? 80 : administration == .sub ? 30 : 0, holdsFull(subject, above: account) ? 80 : 0)
    }

    /// "Custom roles rank as the lowest built-in role that contains all their permissions."
    private func rank(ofCustom permissions: PermissionSet) -> Int32 {
        let ladder: [(Columns, Int32)] = [([], 20), (.advancedMember, 40), (.manager, 60), (.coOwner, 80)]
        return ladder.first { step in permissions.permissions.allSatisfy { table.isHeld($0, by: step.0.union(.everybody)) } }?.1 ?? 0
    }

    /// Whether the subject is an ACTIVE member of the account or of one above it (4.1, who calls).
    func isKnown(_ subject: ReferenceWorld.Subject, in account: Int?) -> Bool {
        guard let account else { return false }
        if case .person(let index) = subject { return world.people[index].state == .active && isAtOrAbove(world.people[index].account, account) }
        return member(subject, of: account)?.state == .active || isKnown(subject, in: world.accounts[account].parent)
    }

    /// A person is an address (3.1): a membership in the account stands for all that its address has there and above, unless it is
    /// removed; one above does while it is ACTIVE. Any other membership is nobody's here.
    private func resolved(_ subject: ReferenceWorld.Subject, in account: Int) -> ReferenceWorld.Subject {
        guard case .person(let index) = subject else { return subject }
        let person = world.people[index]
        let counts = person.account == account ? person.state != .removed : person.state == .active && isAtOrAbove(person.account, account)
        return .address(counts ? person.address : "nobody")
    }

    private func isAtOrAbove(_ above: Int, _ account: Int) -> Bool {
        above == account || world.accounts[account].parent.map { isAtOrAbove(above, $0) } ?? false
    }

    /// A tree has one subscription: the root's.
    private func root(of account: Int) -> Int { world.accounts[account].parent.map(root) ?? account }

    /// An account below one that isn't active isn't, either.
    private func isActive(_ account: Int) -> Bool { world.accounts[account].isActive && world.accounts[account].parent.map(isActive) ?? true }

    private func member(_ subject: ReferenceWorld.Subject, of account: Int) -> ReferenceWorld.Person? {
        switch subject {
        case .person(let index): world.people[index].account == account && world.people[index].state != .removed ? world.people[index] : nil
        case .address(let address): world.people.first { $0.account == account && $0.address == address && $0.state != .removed }
        case .key: nil
        }
    }

    /// "A parent's CO_OWNER, FULL or OWNER holds FULL in every descendant."
    private func holdsFull(_ subject: ReferenceWorld.Subject, above account: Int) -> Bool {
        guard let parent = world.accounts[account].parent else { return false }
        if let person = member(subject, of: parent), person.state == .active, !columns(person).isDisjoint(with: [.owner, .coOwner, .full]) { return true }
        return holdsFull(subject, above: parent)
    }

    /// Outside its period a role counts as MEMBER.
    private func role(_ person: ReferenceWorld.Person) -> OrganizationRole { person.role.counts(at: time) ? person.role.value : .member }

    private func holds(_ person: ReferenceWorld.Person, _ permission: Permission) -> Bool {
        table.isHeld(permission, by: columns(person)) || (role(person) == .custom && person.custom.contains(permission))
    }

    /// The columns of 3.4 that a member holds now.
    private func columns(_ person: ReferenceWorld.Person) -> Columns {
        var columns: Columns = switch role(person) {
        case .owner: .owner
        case .coOwner: .coOwner
        case .manager where person.role.counts(at: time) && person.keepsWorkspaces == true: [.manager, .keepsWorkspaces]
        case .manager: .manager
        case .advancedMember where person.connects == false: []
        case .advancedMember: .advancedMember
        case .member where person.role.counts(at: time) && person.connects == true: .connects
        case .connector: .connector
        default: []
        }
        columns.insert(.everybody)
        guard let administration = person.administration, administration.counts(at: time) else { return columns }
        if administration.value.level == .full { return columns.union(.full) }
        for category in administration.value.categories {
            columns.insert(category == .usersLicenses ? .usersLicenses : category == .reports ? .reports : .ssoEDI)
            if category == .usersLicenses, world.accounts[person.account].subAdminsManageGroups { columns.insert(.usersLicensesByPolicy) }
        }
        return columns
    }
}
