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

    struct Person {
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
    }

    enum Subject { case person(Int), address(String), key(PermissionSet) }

    var accounts: [Account] = []
    var people: [Person] = []
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
        }
        return (accounts + people).joined(separator: "\n")
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
    func check(_ permission: Permission, _ subject: ReferenceWorld.Subject, in account: Int) -> Answer {
        let place = world.accounts[account]
        let person = member(subject, of: account)
        let isAncestors = holdsFull(subject, above: account)
        if case .key = subject {} else if person == nil, !isAncestors { return (false, .notAMember) }
        if !place.isActive { return (false, .accountDeactivated) }
        if let person, person.state != .active, !isAncestors { return (false, .memberNotActive) }
        for feature in table.features(of: permission) {
            if !place.features.contains(feature) { return (false, .planFeatureUnavailable) }
            if place.waiting.contains(feature) { return (false, .featureNotEnabled) }
        }
        if let person, person.isLimited, !isAncestors, !table.limitedSeat.contains(permission) { return (false, .seatType) }
        if table.resourcePermissions.contains(permission) { return (false, .noAccess) }
        if case .key(let permissions) = subject { return permissions.contains(permission) ? (true, Reason()) : (false, .missingPermission) }
        if isAncestors, table.isHeld(permission, by: [.full, .everybody]) { return (true, Reason()) }
        guard let person, person.state == .active else { return (false, .missingPermission) }
        if holds(person, permission) { return (true, Reason()) }
        var always = person
        always.role.start = 0
        always.role.end = .max
        always.administration?.start = 0
        always.administration?.end = .max
        return (false, holds(always, permission) ? .grantExpired : .missingPermission)
    }

    /// 3.3, 3: max(rank of the role, 80 for FULL, 30 for SUB); FULL in every descendant (3.4).
    func authority(_ subject: ReferenceWorld.Subject, in account: Int) -> Int32 {
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
        return member(subject, of: account)?.state == .active || isKnown(subject, in: world.accounts[account].parent)
    }

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
