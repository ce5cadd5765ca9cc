// Rights: who holds what by the tables of product.md 3.4, written out.

import RosterAPI

extension NaiveModel {
    static func rank(_ role: OrganizationRole) -> Int32 {
        [.owner: 100, .coOwner: 80, .manager: 60, .advancedMember: 40, .member: 20, .connector: 10][role] ?? 0
    }

    static let usersLicenses: PermissionSet = [
        .membersRead, .invitationsRead, .licensesRead, .groupsRead, .membersWrite, .membersRemove, .invitationsWrite, .licensesAssign, .groupsEditMembers, .mailSend,
    ]
    static let everybody: PermissionSet = [.organizationRead, .accessCheck]
    static let manager: PermissionSet = usersLicenses.union(everybody).union([
        .resourcesConnect, .membersManageRoles, .resourcesManage, .workspacesRead, .settingsRead, .settingsWrite, .crmManage, .tokensManage,
        .subscriptionRead, .addonsBuy, .historyRead, .organizationUpdate, .groupsManage, .reportsRead, .reportsExport, .ssoManage, .ediManage,
    ])
    static let full: PermissionSet = manager.union([
        .workspacesManage, .adminsManage, .rolesManage, .licensesManagePools, .subscriptionChange, .subaccountsRead, .subaccountsManage, .keysManage,
        .accessCheckOthers, .organizationDelete,
    ])
    static let owner: PermissionSet = full.union([.organizationTransfer])
    static let keysOnly: PermissionSet = [.actorsAssume, .platformOrganizations, .platformKeys]

    static let guest: PermissionSet = [.profileRead, .reportsView]
    static let moderator: PermissionSet = guest.union([.inboxRead, .inboxReply, .inboxModerate, .postsSchedule])
    static let editor: PermissionSet = moderator.union([.postsPublish, .inboxExport])
    static let resources: PermissionSet = editor.union([.profileConfigure, .connectionRenew, .connectionDelete])
    static let everything: PermissionSet = owner.union(resources).union(keysOnly)

    static func permissions(_ role: ResourceRole) -> PermissionSet { [.guest: guest, .moderator: moderator, .editor: editor, .admin: resources][role] ?? [] }

    /// What a built-in role holds by itself.
    static func permissions(_ role: OrganizationRole) -> PermissionSet {
        switch role {
        case .owner: owner
        case .coOwner: full
        case .manager: manager
        case .advancedMember, .connector: everybody.union([.resourcesConnect])
        default: everybody
        }
    }

    /// What is no part of the account center.
    private static let free: PermissionSet = everybody.union(resources).union(keysOnly).union([
        .resourcesConnect, .subscriptionRead, .addonsBuy, .subscriptionChange, .keysManage, .accessCheckOthers, .organizationDelete, .organizationTransfer,
    ])
    private static let special: [Permission: Feature] = [
        .crmManage: .crmSync, .workspacesManage: .workspaces, .reportsExport: .biExport, .ssoManage: .sso, .rolesManage: .customRoles,
        .subaccountsManage: .subaccounts,
    ]

    /// The features without which nobody has a permission, the account center first.
    static func features(of permission: Permission) -> [Feature] {
        (free.contains(permission) ? [] : [.accountCenter]) + (special[permission].map { [$0] } ?? [])
    }

    /// What the plan lets anybody have.
    var allowed: PermissionSet {
        var allowed = lacks(.accountCenter) == nil ? Self.everything : Self.free
        for (permission, feature) in Self.special where lacks(feature) != nil { allowed.remove(permission) }
        return allowed
    }

    /// Which toggles a role has (rows 73, 74).
    static func hasToggle(_ role: OrganizationRole) -> (connects: Bool, managesWorkspaces: Bool) {
        ([.member, .advancedMember].contains(role), role == .manager)
    }

    /// What a role holds with its toggles.
    static func permissions(_ role: OrganizationRole, connects: Bool?, managesWorkspaces: Bool?) -> PermissionSet {
        var held = permissions(role)
        func toggle(_ isThere: Bool, _ value: Bool?, _ permission: Permission) {
            guard isThere, let value else { return }
            if value { held.insert(permission) } else { held.remove(permission) }
        }
        toggle(hasToggle(role).connects, connects, .resourcesConnect)
        toggle(hasToggle(role).managesWorkspaces, managesWorkspaces, .workspacesManage)
        return held
    }
}

extension NaiveRole {
    /// The lowest built-in role from MEMBER up that holds everything in it.
    var rank: Int32 {
        if level != .organization { return 0 }
        return NaiveModel.rank([.member, .advancedMember, .manager].first { permissions.isSubset(of: NaiveModel.permissions($0)) } ?? .coOwner)
    }
}

extension NaiveAccount {
    func permissions(of admin: AdminRight) -> PermissionSet {
        if admin.level == .full { return NaiveModel.full }
        var all: PermissionSet = []
        for category in admin.categories {
            switch category {
            case .usersLicenses: all.formUnion(subAdminsManageGroups ? NaiveModel.usersLicenses.union([.groupsManage]) : NaiveModel.usersLicenses)
            case .reports: all.formUnion([.reportsRead, .reportsExport])
            default: all.formUnion([.ssoManage, .ediManage])
            }
        }
        return all
    }

    /// What role and administration hold at a time, masked by state and seat, not by the plan.
    func permissions(of person: NaivePerson, at now: Int64) -> PermissionSet {
        guard person.state == .active else { return [] }
        var all = NaiveModel.everybody
        switch person.role(at: now) {
        case .custom: all.formUnion(roles[person.customRole]?.permissions ?? [])
        case let role where role == person.role && person.roleSpan.contains(now):
            all = NaiveModel.permissions(role, connects: person.connects, managesWorkspaces: person.managesWorkspaces)
        default: break
        }
        if let admin = person.admin, admin.span.contains(now) { all.formUnion(permissions(of: admin)) }
        return person.seat == .limited ? all.intersection(NaiveModel.everybody.union([.resourcesConnect])) : all
    }

    private func rank(of person: NaivePerson) -> Int32 { person.role == .custom ? roles[person.customRole]?.rank ?? 0 : NaiveModel.rank(person.role) }

    private func authority(of admin: AdminRight?) -> Int32 { admin.map { $0.level == .full ? 80 : 30 } ?? 0 }

    func authority(of person: NaivePerson, at now: Int64) -> Int32 {
        if person.state == .removed { return 0 }
        let admin = person.admin.flatMap { $0.span.contains(now) ? $0 : nil }
        return max(person.roleSpan.contains(now) ? rank(of: person) : 20, authority(of: admin))
    }

    /// What must be reached to change somebody: what was granted for later counts as well.
    func authority(over person: NaivePerson, at now: Int64) -> Int32 {
        if person.state == .removed { return 0 }
        return max(authority(of: person, at: now), rank(of: person), authority(of: person.admin))
    }

    /// Whether somebody counts as FULL. A custom role never does.
    func isFull(_ person: NaivePerson, at now: Int64) -> Bool {
        if person.state == .removed { return false }
        if let admin = person.admin, admin.level == .full, admin.span.contains(now) { return true }
        return [.owner, .coOwner].contains(person.role(at: now))
    }
}

extension NaivePerson {
    /// Whether it counts as FULL at some time from this one on, suspended or not.
    func isOrWillBeFull(at now: Int64) -> Bool {
        if state == .removed { return false }
        if let admin, admin.level == .full, now < admin.span.end { return true }
        return [.owner, .coOwner].contains(role) && now < roleSpan.end
    }

    /// OWNER, CO_OWNER and MANAGER are ADMIN on every resource.
    func holdsResources(at now: Int64) -> Bool { [.owner, .coOwner, .manager].contains(role(at: now)) }
}
