// A random organization tree twice: in plain values for the reference, and as the state that events make of it.

import RosterAPI
import WellKnown

@testable import RosterCore

/// Few choices of each kind, so that what matters meets often.
struct RandomWorld {
    var world = ReferenceWorld()
    private(set) var state = TreeState(tree: OrganizationID(high: 1, low: 1))
    /// The time of the last event; questions are asked from then on.
    private(set) var time: Int64 = 0
    var generator: SplitMix

    /// Points in time at which things begin and end.
    static let times: ClosedRange<Int64> = 10...30

    init(seed: UInt64) throws {
        generator = SplitMix(seed)
        time = Int64.random(in: Self.times, using: &generator)
        // A chain of up to six, and now and then a sibling.
        let depth = Int.random(in: 1...6, using: &generator)
        for level in 0..<depth { try account(below: level == 0 ? nil : level - 1) }
        if depth > 1, chance(4) { try account(below: 0) }
        for _ in 0..<Int.random(in: 1...4, using: &generator) { try person() }
        try profiles()
        try settle()
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
    mutating func pick<C: Collection>(_ choices: C) -> C.Element where C.Index == Int { choices[Int.random(in: 0..<choices.count, using: &generator)] }

    static func id(account: Int) -> OrganizationID { OrganizationID(high: 1, low: UInt64(account) + 1) }
    static func id(person: Int) -> MemberID { MemberID(high: 2, low: UInt64(person) + 1) }

    mutating func append(_ fact: Event.Fact, in account: Int, at now: Int64? = nil) throws {
        var event = Event()
        event.organizationID = Self.id(account: account)
        event.fact = fact
        try state.apply(event, by: nil, revision: 1, at: now ?? time)
    }

    // MARK: Accounts

    private mutating func account(below parent: Int?) throws {
        var account = ReferenceWorld.Account(parent: parent)
        let index = world.accounts.count
        account.subAdminsManageGroups = chance(3)
        try append(.organizationCreated(.with { fact in
            fact.name = "\(index)"
            fact.kind = parent == nil ? .root : .child
            if let parent { fact.parentID = Self.id(account: parent) }
            fact.policies = .with { $0.subAdminsManageGroups = account.subAdminsManageGroups }
        }), in: index)
        // The subscription is the root's.
        if parent == nil {
            for (number, _) in Feature.cases where number != 0 && !chance(5) {
                account.features.insert(Feature(rawValue: number))
                if chance(8) { account.waiting.insert(Feature(rawValue: number)) }
            }
            let enabled = account.waiting.filter { _ in chance(2) }
            try append(.planChanged(.with { fact in
                fact.plan = "P"
                fact.features = Array(account.features)
                fact.featuresOnRequest = Array(account.waiting)
            }), in: index)
            for feature in enabled { try append(.featureEnabled(.with { $0.feature = feature }), in: index) }
            account.waiting.subtract(enabled)
        }
        if chance(15) { account.isActive = false }
        world.accounts.append(account)
    }

    // MARK: People

    mutating func period() -> (start: Int64, end: Int64) {
        (chance(3) ? Int64.random(in: Self.times, using: &generator) : 0, chance(3) ? Int64.random(in: Self.times, using: &generator) : .max)
    }

    private mutating func person() throws {
        let account = Int.random(in: 0..<world.accounts.count, using: &generator)
        let index = world.people.count
        let address = pick(["a@x.example", "b@x.example"])
        // An address is unique in an organization.
        if world.people.contains(where: { $0.account == account && $0.address == address && $0.state != .removed }) { return }
        let roles: [OrganizationRole] = account == 0 ? [.owner, .coOwner, .manager, .advancedMember, .member, .connector, .custom] : [.coOwner, .manager, .advancedMember, .member, .connector, .custom]
        let role = pick(roles)
        var (start, end) = role == .owner ? (0, Int64.max) : period()
        if end <= start { (start, end) = (0, .max) }
        var person = ReferenceWorld.Person(number: index, account: account, address: address, role: .init(value: role, start: start, end: end))
        person.isLimited = role == .connector
        let id = Self.id(person: index)
        let customRole = RoleID(high: 3, low: UInt64(index) + 1)
        if role == .custom {
            person.custom = PermissionSet(OrganizationRole.coOwner.permissions.permissions.filter { _ in chance(6) })
            // Made with other permissions, and changed once somebody holds it.
            try append(.customRoleCreated(.with { fact in
                fact.roleID = customRole
                fact.level = .organization
                fact.name = "Role \(index)"
                fact.permissions = [.membersRead]
            }), in: account)
        }
        let pending = role != .owner && chance(10)
        try append(.memberCreated(.with { fact in
            fact.memberID = id
            fact.role = role
            fact.rolePeriod = Validity(start: start, end: end).period
            fact.seatType = person.isLimited ? .limited : .standard
            fact.state = pending ? .pending : .active
            if role == .custom { fact.customRoleID = customRole }
        }), in: account)
        if role == .custom {
            try append(.customRoleUpdated(.with { fact in
                fact.roleID = customRole
                fact.name = "Role \(index)"
                fact.permissions = person.custom.permissions
            }), in: account)
        }
        if role != .owner, person.role.end > time, chance(3) {
            person.connects = chance(3) ? nil : chance(2)
            person.keepsWorkspaces = chance(3) ? nil : chance(2)
            try append(.capabilitiesChanged(.with { fact in
                fact.memberID = id
                fact.capabilities = .with { $0.connectResources = person.connects; $0.manageWorkspaces = person.keepsWorkspaces }
            }), in: account)
        }
        if pending { person.state = .pending }
        try state.setPersonal(PersonalData(email: address, profile: nil), of: id, in: Self.id(account: account), at: time, revision: 1)
        if role != .connector, !chance(3) {
            var (start, end) = period()
            if end <= start { (start, end) = (0, .max) }
            var grant = AdminGrant()
            grant.level = chance(2) ? .full : .sub
            if grant.level == .sub {
                grant.categories = [AdminCategory.usersLicenses, .reports, .ssoEdi].filter { _ in chance(2) }
                if grant.categories.isEmpty { grant.categories = [.reports] }
            }
            person.administration = .init(value: grant, start: start, end: end)
            grant.period = Validity(start: start, end: end).period
            try append(.adminGranted(.with { $0.memberID = id; $0.grant = grant }), in: account)
        }
        if role != .owner, !pending {
            if chance(10) {
                try append(.memberSuspended(.with { $0.memberID = id }), in: account)
                person.state = .suspended
            } else if chance(10) {
                if person.administration != nil { try append(.adminRevoked(.with { $0.memberID = id }), in: account) }
                try append(.memberRemoved(.with { $0.memberID = id }), in: account)
                person.state = .removed
                person.administration = nil
            }
        }
        world.people.append(person)
    }

    /// What comes last: the sweeper takes note of what has ended, and organizations are deleted.
    private mutating func settle() throws {
        for (index, person) in world.people.enumerated() where person.state != .removed {
            func expired(_ kind: GrantKind) -> Event.Fact { .grantExpired(.with { $0.kind = kind; $0.memberID = Self.id(person: index) }) }
            if person.role.end <= time, chance(2) { try append(expired(.role), in: person.account) }
            if let end = person.administration?.end, end <= time, chance(2) { try append(expired(.administration), in: person.account) }
            for (profile, given) in person.profileRoles.sorted(by: { $0.key < $1.key }) where given.end <= time && chance(2) {
                try append(.grantExpired(.with { fact in
                    fact.kind = .resourceRole
                    fact.memberID = Self.id(person: index)
                    fact.resourceID = Self.id(profile: profile)
                }), in: person.account)
            }
        }
        for (index, account) in world.accounts.enumerated() where !account.isActive {
            try append(.organizationDeleted(.with { $0.purgeTime = Timestamp(nanosecondsSince1970: .max) }), in: index)
        }
    }

    // MARK: Questions

    mutating func subject() -> (reference: ReferenceWorld.Subject, subject: AccessSubject, person: Principal.Person?) {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            let permissions = Permission.catalogue.map(\.permission).filter { _ in chance(3) }
            let key = Principal(keyID: KeyID(high: 9, low: 9), keyOrganization: state.tree, permissions: PermissionSet(permissions), ceiling: 50)
            return (.key(PermissionSet(permissions)), .key(Caller(key: key)), nil)
        case 1...3 where !world.people.isEmpty:
            let person = Int.random(in: 0..<world.people.count, using: &generator)
            return (.person(person), .member(Self.id(person: person)), .member(Self.id(person: person)))
        default:
            let address = pick(["a@x.example", "b@x.example"])
            let email = EmailAddress(address)
            return (.address(address), .email(email), email.map { .user($0) })
        }
    }

    /// Somewhere in the organization, mostly; nil: in the organization as a whole.
    mutating func profile(in account: Int) -> Int? {
        if chance(2) { return nil }
        let own = world.profiles.indices.filter { world.profiles[$0].account == account }
        return own.isEmpty || chance(8) ? Int.random(in: 0...world.profiles.count, using: &generator) : own[Int.random(in: 0..<own.count, using: &generator)]
    }

    mutating func account() -> Int { Int.random(in: 0..<world.accounts.count, using: &generator) }
    mutating func permission() -> PermissionEntry { pick(Permission.catalogue) }
    /// Not before the last event.
    mutating func moment() -> Int64 { chance(20) ? 100 : Int64.random(in: time...max(time, Self.times.upperBound + 1), using: &generator) }
    mutating func moment(from first: Int64, before end: Int64?) -> Int64 {
        let end = min(end ?? .max, Self.times.upperBound + 5)
        return end > first ? Int64.random(in: first..<end, using: &generator) : first
    }
}
