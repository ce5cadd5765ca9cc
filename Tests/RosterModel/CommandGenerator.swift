// CommandGenerator: draws operations so that every outcome of every command is reached.

import RosterAPI
import RosterCore

/// SplitMix64: the same numbers on every machine for the same seed.
public struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Draws operations on a model's tree.
public struct CommandGenerator {
    public var numbers: SeededNumbers
    private(set) var requests = 0
    /// Few addresses, so that they collide.
    public let emails: [String]
    /// How many accounts a tree may have: none below its root, a few, or many.
    let accountsMost: Int
    /// Where the next operation is drawn.
    var account = NaiveAccount(owner: MemberID())
    var organization = OrganizationID()
    var now: Int64 = 0
    /// Ids by order, since dictionaries have none that a seed would repeat.
    private(set) var present: [MemberID] = []
    private(set) var removed: [MemberID] = []
    /// Who should do it, for refusals that few callers meet.
    var wish: Operation.Actor?
    /// Who answers an invitation.
    var address: String?

    public init(seed: UInt64, emails: [String] = (0..<14).map { "p\($0)@x.example" }) {
        numbers = SeededNumbers(seed: seed)
        accountsMost = [1, 4, 12][Int(seed % 3)]
        self.emails = emails
    }

    public mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

    mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &numbers)] }

    mutating func maybe<T>(_ percent: Int, _ value: (inout Self) -> T) -> T? { chance(percent) ? value(&self) : nil }

    public mutating func operation(on model: NaiveModel, at now: Int64) -> Operation {
        requests += 1
        let seed = Seed(milliseconds: now / 1_000_000, random: (numbers.next(), numbers.next()))
        organization = model.organization
        if model.accounts.count > 1, chance(20) { organization = pick(model.accounts.keys.filter { $0 != organization }.sorted()) }
        account = model.accounts[organization] ?? account
        self.now = now
        present = account.people.filter { $0.value.state != .removed }.keys.sorted()
        removed = account.people.filter { $0.value.state == .removed }.keys.sorted().suffix(10)
        wish = nil
        address = nil
        let command = account.parent != nil && (present.isEmpty || chance(35)) ? below(model) : command(model)
        return Operation(command: command, actor: actor(model), organization: organization, requestID: "r\(requests)", seed: seed)
    }

    private mutating func actor(_ model: NaiveModel) -> Operation.Actor {
        if let address { return .address(address) }
        if let wish { return wish }
        if account.parent != nil, chance(30) { return personAbove(model) }
        return switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<50: .bootstrap
        case 50..<58 where account.parent == nil: .member(account.owner)
        case 58..<86 where !present.isEmpty: .member(chance(95) || removed.isEmpty ? pick(present) : pick(removed))
        case 86..<88: .address(pick(emails))
        case 88..<90: key(model)
        case 90..<98: .weakKey
        default: .foreignKey
        }
    }

    /// Somebody of an account above, mostly one who administers it.
    private mutating func personAbove(_ model: NaiveModel) -> Operation.Actor {
        let family = model.above(organization)
        guard !family.isEmpty else { return .bootstrap }
        let account = pick(family)
        let known = account.present.keys.sorted()
        let full = known.filter { id in account.people[id].map { $0.state == .active && account.isFull($0, at: now) } ?? false }
        if full.isEmpty || chance(35) { return known.isEmpty ? .bootstrap : .member(pick(known)) }
        let id = pick(full)
        return chance(25) ? .address(account.people[id]?.email ?? "") : .member(id)
    }

    /// A key of the tree, as itself; one that is over can't call.
    private mutating func key(_ model: NaiveModel) -> Operation.Actor {
        let live = model.keys.filter { $0.value.isLive(at: now) }.keys.sorted().suffix(6)
        guard !live.isEmpty else { return .weakKey }
        let id = pick(Array(live))
        return model.keys[id].map { .key(id, $0) } ?? .weakKey
    }

    // MARK: What several draw

    mutating func member() -> MemberID {
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<2: MemberID(high: 1, low: 1)
        case 2..<14 where !removed.isEmpty: pick(removed)
        default: present.isEmpty ? MemberID(high: 1, low: 1) : pick(present)
        }
    }

    /// Whose standing is to change, now and then by itself.
    mutating func target() -> MemberID {
        let id = member()
        if chance(11), account.people[id] != nil { wish = .member(id) }
        return id
    }

    /// Mostly different ones.
    mutating func several<T: Comparable & Hashable>(_ most: Int, _ draw: (inout Self) -> T) -> [T] {
        let count = Int.random(in: 1...most, using: &numbers)
        var found = Set((0..<count).map { _ in draw(&self) }).sorted()
        if chance(5), let first = found.first { found.append(first) }
        return found
    }

    /// Mostly always; else within minutes, so that it begins and ends.
    mutating func span() -> Stretch {
        guard chance(30) else { return .always }
        var span = Stretch()
        if chance(30) { span.start = now + Int64.random(in: -300...300, using: &numbers) * 1_000_000_000 }
        if chance(80) { span.end = max(now, span.start) + Int64.random(in: 1...600, using: &numbers) * 1_000_000_000 }
        if chance(5) { span.end = now - Int64.random(in: 0...1, using: &numbers) }
        return span.start < span.end ? span : .always
    }

    mutating func customRole(_ level: PermissionLevel? = nil) -> RoleID {
        let known = account.roles.filter { level == nil || $0.value.level == level }.keys.sorted()
        return known.isEmpty || chance(4) ? RoleID(high: 1, low: 1) : pick(known)
    }

    /// A custom role to be changed, now and then by one of those who hold it.
    private mutating func changedRole() -> RoleID {
        let role = customRole()
        let able = present.filter { id in
            guard let person = account.people[id], person.customRole == role else { return false }
            return account.permissions(of: person, at: now).contains(.rolesManage)
        }
        if !able.isEmpty, chance(85) { wish = .member(pick(able)) }
        return role
    }

    /// A role, and for CUSTOM which.
    mutating func role() -> (OrganizationRole, RoleID) {
        let role: OrganizationRole = pick([.coOwner, .manager, .advancedMember, .member, .member, .custom, .custom])
        return (role, role == .custom && !chance(3) ? customRole(chance(95) ? .organization : nil) : RoleID())
    }

    mutating func admin() -> AdminRight {
        if chance(30) { return AdminRight(level: .full, span: span()) }
        return AdminRight(level: .sub, categories: pick([[], [.usersLicenses], [.reports], [.ssoEdi], [.usersLicenses, .reports]]), span: span())
    }

    mutating func license() -> LicenseID {
        let known = account.licenses.keys.sorted().suffix(12)
        return known.isEmpty || chance(5) ? LicenseID(high: 1, low: 1) : pick(Array(known))
    }

    mutating func email() -> String { chance(4) ? "nobody" : pick(emails) }

    mutating func setup() -> Setup {
        var setup = Setup()
        setup.seat = pick([.standard, .standard, .standard, .standard, .limited, .adminOnly])
        (setup.role, setup.custom) = setup.seat == .limited && !chance(5) ? (.connector, RoleID()) : role()
        if chance(2) { setup.role = .owner }
        setup.roleSpan = span()
        if setup.seat == .limited ? chance(4) : chance(25) { setup.admin = admin() }
        let first = NaiveModel.products[0]
        if chance(40) { setup.products = pick([[first], [NaiveModel.products[1]], NaiveModel.products, [first, first]]) }
        setup.withoutLicense = chance(setup.products.isEmpty ? 20 : 3)
        let isPlain = setup.seat != .limited && ![.coOwner, .manager].contains(setup.role)
        if chance(isPlain ? 20 : 1) { setup.resourceRoles = resourceRoles() }
        if chance(15) { setup.groups = groups() }
        if chance(isPlain ? 15 : 1) { setup.workspaces = several(2) { $0.workspace() } }
        return setup
    }

    // MARK: What is drawn

    private mutating func command(_ model: NaiveModel) -> any ModelCommand {
        if account.isDeleted, chance(4) { return chance(65) ? Undelete() : RotateKey(key: knownKey(model)) }
        if chance(16) { return rareCommand(model) }
        if model.plan == "CORE", chance(8) {
            wish = .bootstrap
            return groupCommand()
        }
        // The tombstones grow; new members come often enough to keep the living in the majority.
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<26: return memberCommand()
        case 26..<37: return licenseCommand()
        case 37..<45: return organizationCommand(model)
        case 45..<55: return roleCommand()
        case 55..<60: return settingsCommand()
        case 60..<67: return groupCommand()
        case 67..<83: return invitationCommand()
        default: return resourceCommand()
        }
    }

    private mutating func memberCommand() -> any ModelCommand {
        switch Int.random(in: 0..<48, using: &numbers) {
        case 0..<15: return CreateMember(email: email(), title: pick(["", "", "Analyst", "Lead"]), setup: setup())
        case 15..<20: return SetEmail(member: chance(10) ? account.owner : member(), email: email())
        case 20..<22: return SetTitle(member: member(), title: pick(["Analyst", "Lead", ""]))
        case 22..<28:
            let (role, custom) = role()
            return SetRole(member: target(), role: chance(4) ? .owner : role, custom: custom, span: span())
        case 28..<31:
            return SetCapabilities(member: target(), connects: maybe(50) { $0.chance(50) }, managesWorkspaces: maybe(40) { $0.chance(60) })
        case 31..<34: return Suspend(member: target())
        case 34..<37: return Reactivate(member: suspended())
        case 37..<41: return Remove(member: target())
        case 41..<42: return Erase(member: removed.isEmpty || chance(50) ? member() : pick(removed))
        case 42..<44: return Login(member: member())
        default:
            // Mostly somebody who can be restored, so that the later refusals are met as well.
            let known = removed.filter { account.people[$0]?.isErased == false }
            let (role, custom) = role()
            let given: (OrganizationRole, RoleID) = chance(40) ? (.unspecified, RoleID()) : chance(20) ? (pick([.connector, .owner]), RoleID()) : (role, custom)
            return Restore(member: known.isEmpty || chance(20) ? member() : pick(known), role: given.0, custom: given.1, span: span())
        }
    }

    private mutating func suspended() -> MemberID {
        let known = present.filter { account.people[$0]?.state == .suspended }
        return known.isEmpty || chance(40) ? member() : pick(known)
    }

    private mutating func licenseCommand() -> any ModelCommand {
        switch Int.random(in: 0..<24, using: &numbers) {
        case 0..<8: return Assign(members: chance(75) ? [member()] : several(3) { $0.member() }, product: pick(NaiveModel.products), span: span())
        case 8..<10: return Revoke(licenses: chance(75) ? [license()] : several(4) { $0.license() })
        case 10..<13: return Reassign(license: license(), member: member(), span: span())
        case 13..<16: return Activate(license: license())
        case 16..<18: return Park(license: license(.active))
        case 18..<20: return Unpark(license: license(.parked))
        default: return UpdatePool(product: pick(NaiveModel.products), seats: Int32.random(in: 0...6, using: &numbers))
        }
    }

    private mutating func license(_ state: LicenseState) -> LicenseID {
        let known = account.licenses.filter { $0.value.state == state }.keys.sorted()
        return known.isEmpty || chance(30) ? license() : pick(known)
    }

    private mutating func organizationCommand(_ model: NaiveModel) -> any ModelCommand {
        if chance(16) { return subaccount(atRoot: true, full: model.accounts.count >= accountsMost) }
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0: return transfer()
        case 1..<3: return Purchase(product: pick(NaiveModel.products), seats: chance(6) ? 1_000_000 : Int32.random(in: 1...3, using: &numbers))
        case 3..<8: return ChangePlan(plan: pick(NaiveModel.plans + ["CORE", "CORE", "WHOLE", "WHOLE", "WHOLE", "WHOLE", "WHOLE", "CUSTOM", "SMALL", "SMALL", "CAPPED"]))
        case 8: return Enable(feature: pick([.profileConnector, .profileConnector, .sso]))
        case 9: return chance(80) ? Delete() : Rename(name: "Nox")
        case 10: return Undelete()
        case 11: return Rename(name: pick(["Lumen", "Umbra", ""]))
        case 12..<14: return SetPolicies(isLiteral: chance(30), isReportsOnly: chance(30), subAdminsManageGroups: chance(50))
        default: return keyCommand(model)
        }
    }

    // MARK: Keys

    mutating func knownKey(_ model: NaiveModel) -> KeyID {
        let known = model.keys.filter { $0.value.organization == organization }.keys.sorted().suffix(4)
        if known.isEmpty || chance(5) { return model.keys.keys.sorted().last ?? KeyID(high: 1, low: 1) }
        return chance(3) ? KeyID(high: 1, low: 1) : pick(Array(known))
    }

    /// One to be changed, now and then by itself.
    private mutating func changedKey(_ model: NaiveModel) -> KeyID {
        let id = knownKey(model)
        if let key = model.keys[id], key.isLive(at: now), key.permissions.contains(.keysManage), chance(35) { wish = .key(id, key) }
        return id
    }

    private mutating func keyPermissions() -> PermissionSet {
        [.membersRead, pick([.membersWrite, .organizationTransfer, .actorsAssume, .keysManage, .keysManage, .inboxRead])]
    }

    private mutating func keyEnd() -> Int64? {
        if chance(6) { return now }
        return maybe(30) { $0.now + Int64.random(in: 1...900, using: &$0.numbers) * 1_000_000_000 }
    }

    mutating func keyCommand(_ model: NaiveModel) -> any ModelCommand {
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0..<4: return CreateKey(permissions: keyPermissions(), ceiling: pick([20, 80, 100, 100]), expire: keyEnd())
        case 4..<8:
            let end: Int64? = chance(20) ? 0 : keyEnd()
            return UpdateKey(
                key: changedKey(model), name: maybe(30) { $0.pick(["key", "another", ""]) },
                permissions: maybe(50) { $0.chance(96) ? $0.keyPermissions() : [.platformKeys] }, ceiling: maybe(40) { $0.pick([20, 40, 80, 100, 101]) }, expire: end)
        case 8..<10: return RevokeKey(key: changedKey(model))
        default: return RotateKey(key: changedKey(model))
        }
    }

    // MARK: Roles

    private mutating func permissions(_ level: PermissionLevel) -> [Permission] {
        let organization: [Permission] = [
            .organizationRead, .resourcesConnect, .membersRead, .membersWrite, .groupsManage, .crmManage, .adminsManage, .rolesManage, .membersManageRoles,
            .reportsExport,
        ]
        let resource: [Permission] = [.profileRead, .inboxRead, .inboxReply, .postsPublish, .connectionRenew]
        let known = level == .resource ? resource : organization
        var drawn = several(4) { Int.random(in: known.indices, using: &$0.numbers) }.map { known[$0] }
        // Mostly small ones, that many may have and give.
        let small: [[Permission]] = [[.organizationRead], [.resourcesConnect], [.membersRead, .membersWrite]]
        if level == .organization, chance(60) { drawn = pick(small) }
        if chance(4) { drawn.append(pick([.organizationTransfer, .inboxExport, .keysManage, .actorsAssume])) }
        return drawn
    }

    private mutating func roleCommand() -> any ModelCommand {
        let name = pick(["Support", "support", "Analyst", "Guest", "Member", "Night shift"])
        switch Int.random(in: 0..<32, using: &numbers) {
        case 0..<6:
            let level: PermissionLevel = chance(3) ? .key : pick([.organization, .organization, .resource])
            return CreateCustomRole(level: level, name: name, permissions: permissions(level))
        case 6..<11:
            let role = changedRole()
            let level = account.roles[role]?.level ?? .organization
            return UpdateCustomRole(role: role, name: maybe(40) { _ in name }, permissions: maybe(70) { $0.permissions($0.chance(95) ? level : .resource) })
        case 11..<15: return deletion()
        case 15..<22:
            let admin = admin()
            var order = admin.categories.sorted { $0.rawValue < $1.rawValue }
            if chance(30) { order.reverse() }
            if chance(3), let first = order.first { order.append(first) }
            return GrantAdmin(member: target(), admin: admin, order: order)
        case 22..<28:
            let categories: [[AdminCategory]] = [[], [.reports], [.usersLicenses], [.reports, .usersLicenses], [.ssoEdi], [.ssoEdi], [.reports, .reports]]
            return UpdateAdmin(
                member: administrator(), level: maybe(50) { $0.pick([.sub, .sub, .full]) }, categories: maybe(50) { $0.pick(categories) }, span: maybe(30) { $0.span() })
        default: return RevokeAdmin(member: administrator())
        }
    }

    private mutating func administrator() -> MemberID {
        let known = present.filter { account.people[$0]?.admin != nil }
        if known.isEmpty || chance(30) { return target() }
        let id = pick(known)
        if chance(5) { wish = .member(id) }
        return id
    }

    private mutating func deletion() -> any ModelCommand {
        let role = changedRole()
        let level = account.roles[role]?.level ?? .organization
        guard chance(60) else { return DeleteCustomRole(role: role, replacement: .unspecified, resourceReplacement: .unspecified, custom: RoleID()) }
        if chance(96) == (level == .organization) {
            let (replacement, custom) = self.role()
            return DeleteCustomRole(role: role, replacement: replacement, resourceReplacement: .unspecified, custom: custom)
        }
        let replacement: ResourceRole = pick([.guest, .editor, .admin, .custom])
        let custom = replacement == .custom ? customRole(.resource) : RoleID()
        return DeleteCustomRole(role: role, replacement: .unspecified, resourceReplacement: replacement, custom: custom)
    }

    // MARK: Settings

    private mutating func settingsCommand() -> any ModelCommand {
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0..<3:
            return UpdateCrm(
                provider: maybe(50) { $0.pick([.salesforce, .hubspot, .unspecified]) }, instance: maybe(20) { $0.pick(["a", "b"]) }, isOn: maybe(60) { $0.chance(75) },
                writesSmartLinks: maybe(20) { $0.chance(50) })
        case 3..<6: return SetCrmSync(members: chance(3) ? [] : several(3) { $0.member() }, isOn: chance(75))
        case 6..<10:
            let reports = several(3) { $0.member() }.map { member in
                ReportCrmSync.Report(
                    member: member, status: chance(3) ? .pending : pick([.synced, .notMatched, .error]),
                    time: maybe(40) { $0.now + Int64.random(in: -300...100, using: &$0.numbers) * 1_000_000_000 })
            }
            return ReportCrmSync(reports: reports)
        default: return UpdateFeatures(roiReporting: maybe(50) { $0.chance(50) }, teamlink: maybe(50) { $0.chance(50) }, smartLinks: maybe(50) { $0.chance(50) })
        }
    }
}
