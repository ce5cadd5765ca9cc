// Profiles, workspaces and roles on them in a random world.

import RosterAPI

@testable import RosterCore

extension RandomWorld {
    static func id(profile: Int) -> ResourceID { ResourceID(high: 4, low: UInt64(profile) + 1) }
    static func id(workspace: Int) -> WorkspaceID { WorkspaceID(high: 5, low: UInt64(workspace) + 1) }
    private static func id(profileRole: Int) -> RoleID { RoleID(high: 6, low: UInt64(profileRole) + 1) }

    /// What comes once the people are there.
    mutating func profiles() throws {
        for account in world.accounts.indices where !chance(3) {
            let people = world.people.indices.filter { world.people[$0].account == account && world.people[$0].state != .removed }
            let profiles = try connect(in: account, people)
            try putInWorkspaces(profiles, in: account, people)
            try giveRoles(on: profiles, in: account, people)
            if let profile = profiles.first, chance(10) {
                try append(.resourceDisconnected(.with { $0.resourceID = Self.id(profile: profile) }), in: account)
                world.profiles[profile].account = -1
                for person in people { world.people[person].profileRoles[profile] = nil }
            }
        }
    }

    private mutating func connect(in account: Int, _ people: [Int]) throws -> [Int] {
        var made: [Int] = []
        for _ in 0...Int.random(in: 0...1, using: &generator) {
            let profile = world.profiles.count
            let by = people.isEmpty || chance(3) ? nil : pick(people)
            func member(_ person: Int?) -> MemberID { person.map(Self.id(person:)) ?? MemberID() }
            try append(.resourceConnected(.with { fact in
                fact.resourceID = Self.id(profile: profile)
                fact.kind = .socialProfile
                fact.network = "n"
                fact.externalID = "\(profile)"
                fact.name = "Profile \(profile)"
                fact.connectedBy = member(by)
            }), in: account)
            world.profiles.append(.init(account: account, workspace: nil, connectedBy: by, addedBy: by))
            if !people.isEmpty, chance(4) {
                let renewer = pick(people)
                try append(.connectionRenewed(.with { $0.resourceID = Self.id(profile: profile); $0.connectedBy = member(renewer) }), in: account)
                world.profiles[profile].connectedBy = renewer
            }
            made.append(profile)
        }
        return made
    }

    private mutating func putInWorkspaces(_ profiles: [Int], in account: Int, _ people: [Int]) throws {
        guard chance(2) else { return }
        let workspace = world.workspaces.count
        world.workspaces.append(account)
        let id = Self.id(workspace: workspace)
        try append(.workspaceCreated(.with { $0.workspaceID = id; $0.name = "\(workspace)" }), in: account)
        for profile in profiles where !chance(3) {
            try append(.resourceAddedToWorkspace(.with { $0.workspaceID = id; $0.resourceID = Self.id(profile: profile) }), in: account)
            world.profiles[profile].workspace = workspace
            if chance(6) {
                try append(.resourceRemovedFromWorkspace(.with { $0.workspaceID = id; $0.resourceID = Self.id(profile: profile) }), in: account)
                world.profiles[profile].workspace = nil
            }
        }
        for person in people where !world.people[person].isLimited && chance(2) {
            try append(.workspaceAccessGranted(.with { $0.workspaceID = id; $0.memberID = Self.id(person: person) }), in: account)
            world.people[person].workspaces.insert(workspace)
            if chance(5) {
                try append(.workspaceAccessRevoked(.with { $0.workspaceID = id; $0.memberID = Self.id(person: person) }), in: account)
                world.people[person].workspaces.remove(workspace)
            }
        }
        guard chance(8) else { return }
        try append(.workspaceDeleted(.with { $0.workspaceID = id }), in: account)
        world.workspaces[workspace] = nil
        for profile in profiles { world.profiles[profile].workspace = nil }
        for person in people { world.people[person].workspaces.remove(workspace) }
    }

    private mutating func giveRoles(on profiles: [Int], in account: Int, _ people: [Int]) throws {
        let custom = Self.id(profileRole: account)
        let permissions = PermissionSet(PermissionSet.resource.permissions.filter { _ in chance(3) })
        try append(.customRoleCreated(.with { fact in
            fact.roleID = custom
            fact.level = .resource
            fact.name = "On profiles \(account)"
            fact.permissions = [.profileRead]
        }), in: account)
        for person in people where !world.people[person].isLimited {
            for profile in profiles where !chance(3) {
                var (start, end) = period()
                if end <= start { (start, end) = (0, .max) }
                let role = pick([ResourceRole.guest, .moderator, .editor, .admin, .custom])
                try append(.resourceRoleGranted(.with { fact in
                    fact.memberID = Self.id(person: person)
                    fact.grant = .with { grant in
                        grant.resourceID = Self.id(profile: profile)
                        grant.role = role
                        if role == .custom { grant.customRoleID = custom }
                        grant.period = Validity(start: start, end: end).period
                    }
                }), in: account)
                world.people[person].profileRoles[profile] = .init(value: .init(role: role, custom: role == .custom ? permissions : []), start: start, end: end)
                if chance(10) {
                    try append(.resourceRoleRevoked(.with { $0.memberID = Self.id(person: person); $0.resourceID = Self.id(profile: profile) }), in: account)
                    world.people[person].profileRoles[profile] = nil
                }
            }
        }
        try append(.customRoleUpdated(.with { $0.roleID = custom; $0.name = "Changed"; $0.permissions = permissions.permissions }), in: account)
        guard chance(5) else { return }
        // Deleted, with GUEST in its place: what is over already is forgotten.
        try append(.customRoleDeleted(.with { $0.roleID = custom; $0.replacementResourceRole = .guest }), in: account)
        for person in people {
            for (profile, given) in world.people[person].profileRoles where given.value.role == .custom {
                world.people[person].profileRoles[profile] = given.end > time ? .init(value: .init(role: .guest), start: given.start, end: given.end) : nil
            }
        }
    }
}
