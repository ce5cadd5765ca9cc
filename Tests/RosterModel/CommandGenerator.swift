// CommandGenerator: draws operations so that every outcome of every command is reached, and counts that it was.

public import RosterAPI
public import RosterCore

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

/// How often each command came to each outcome (reliability S3).
public struct Reach {
    public private(set) var counts: [String: Int] = [:]
    public init() {}

    public mutating func count(_ operation: Operation, _ outcome: Reason?) {
        counts["\(operation.name) \(outcome?.name ?? "accepted")", default: 0] += 1
    }

    public mutating func merge(_ other: Reach) { counts.merge(other.counts, uniquingKeysWith: +) }

    /// Outcomes reached less often than wanted, of those that must be.
    public func missing(atLeast count: Int) -> [String] { Reach.wanted.filter { counts[$0, default: 0] < count }.sorted() }

    /// Every command is accepted, and every refusal of these areas is met by some command.
    static let wanted: [String] = {
        let names = [
            "createMember", "setEmail", "setTitle", "setRole", "suspend", "reactivate", "remove", "erase", "login", "restore", "assign", "revoke", "activate",
            "updatePool", "purchase", "changePlan", "enable", "delete", "undelete", "setPolicies", "createKey", "revokeKey", "rotateKey",
        ]
        var wanted = names.flatMap { ["\($0) accepted", "\($0) MISSING_PERMISSION", "\($0) NOT_FOUND"] }
        wanted += names.filter { !["undelete", "erase", "revokeKey"].contains($0) }.map { "\($0) ACCOUNT_DEACTIVATED" }
        wanted += ["createMember", "setEmail", "setTitle", "setRole", "suspend", "reactivate", "erase", "restore", "assign", "revoke", "activate", "updatePool", "setPolicies", "enable", "login", "remove"]
            .map { "\($0) PLAN_FEATURE_UNAVAILABLE" }
        wanted += ["createMember", "restore"].flatMap { ["\($0) FEATURE_NOT_ENABLED", "\($0) QUOTA_EXCEEDED"] }
        wanted += ["setEmail", "setRole", "suspend", "reactivate", "remove", "restore"].map { "\($0) ROLE_CEILING" }
        wanted += ["setEmail", "setRole", "suspend", "remove"].map { "\($0) OWNER_IMMUTABLE" }
        wanted += ["setRole", "suspend"].map { "\($0) SELF_MODIFICATION" }
        wanted += ["createMember", "setEmail", "restore"].map { "\($0) EMAIL_IN_USE" }
        wanted += ["createMember", "assign"].flatMap { ["\($0) SEATS_EXHAUSTED", "\($0) ASSIGNMENT_CAP_REACHED"] }
        wanted += ["assign SEAT_TYPE", "assign ALREADY_ASSIGNED", "setRole SEAT_TYPE", "restore SEAT_TYPE", "updatePool SEATS_IN_USE", "changePlan SEATS_IN_USE"]
        wanted += ["createMember ROLE_CEILING", "createMember CATEGORY_NOT_AVAILABLE", "createMember INVALID_EMAIL", "createMember INVALID_FIELD", "createMember SEAT_TYPE"]
        wanted += ["createKey ROLE_CEILING", "revokeKey ROLE_CEILING", "rotateKey ROLE_CEILING", "revokeKey WRONG_STATE", "rotateKey WRONG_STATE", "undelete WRONG_STATE"]
        wanted += ["setTitle", "setRole", "suspend", "reactivate", "remove", "erase", "login", "restore", "assign", "revoke", "activate"].map { "\($0) WRONG_STATE" }
        return wanted
    }()
}

/// Draws operations on a model's organization.
public struct CommandGenerator {
    public var numbers: SeededNumbers
    private var requests = 0
    /// Few addresses, so that they collide.
    public let emails: [String]

    public init(seed: UInt64, emails: [String] = (0..<14).map { "p\($0)@x.example" }) {
        numbers = SeededNumbers(seed: seed)
        self.emails = emails
    }

    public mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

    private mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &numbers)] }

    public mutating func operation(on model: NaiveModel, at now: Int64) -> Operation {
        requests += 1
        let seed = Seed(milliseconds: now / 1_000_000, random: (numbers.next(), numbers.next()))
        // Ids by order, since dictionaries have none that a seed would repeat.
        let people = model.people.keys.sorted()
        return Operation(kind: kind(model, people, at: now), actor: actor(people), requestID: "r\(requests)", seed: seed)
    }

    private mutating func actor(_ people: [MemberID]) -> Operation.Actor {
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<45: .bootstrap
        case 45..<85: .member(pick(people))
        case 85..<97: .weakKey
        default: .foreignKey
        }
    }

    private mutating func member(_ people: [MemberID]) -> MemberID { chance(2) ? MemberID(high: 1, low: 1) : pick(people) }

    private mutating func role() -> OrganizationRole { pick([.coOwner, .manager, .advancedMember, .member, .member]) }

    /// Mostly never; else within minutes, so that it comes.
    private mutating func end(after now: Int64) -> Int64 { chance(30) ? now + Int64.random(in: 1...600, using: &numbers) * 1_000_000_000 : .max }

    private mutating func kind(_ model: NaiveModel, _ people: [MemberID], at now: Int64) -> Operation.Kind {
        let licenses = model.licenses.keys.sorted().suffix(12) + [LicenseID(high: 1, low: 1)]
        let keys = model.keys.keys.sorted().suffix(4) + [KeyID(high: 1, low: 1)]
        if model.isDeleted, chance(25) { return .undelete }
        // The tombstones grow; new members come often enough to keep the living in the majority.
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<16: return creation()
        case 16..<22: return .setEmail(member(people), chance(4) ? "nobody" : pick(emails))
        case 22..<27: return .setTitle(member(people), pick(["Analyst", "Lead", ""]))
        case 27..<34: return .setRole(member(people), chance(4) ? .owner : role(), until: end(after: now))
        case 34..<39: return .suspend(member(people))
        case 39..<44: return .reactivate(member(people))
        case 44..<51: return .remove(member(people))
        case 51..<53: return .erase(member(people))
        case 53..<58: return .login(member(people))
        case 58..<64:
            // Mostly somebody who can be restored, so that the later refusals are met as well.
            let removed = people.filter { model.people[$0]?.state == .removed && model.people[$0]?.isErased == false }
            return .restore(removed.isEmpty || chance(20) ? member(people) : pick(removed), pick([.unspecified, .unspecified, .member, .manager, .coOwner, .connector, .owner]))
        case 64..<73: return .assign(member(people), pick(NaiveModel.products), until: end(after: now))
        case 73..<77: return .revoke(pick(Array(licenses)))
        case 77..<80: return .activate(pick(Array(licenses)))
        case 80..<84: return .updatePool(pick(NaiveModel.products), Int32.random(in: 0...6, using: &numbers))
        case 84: return .purchase(pick(NaiveModel.products), Int32.random(in: 1...3, using: &numbers))
        case 85: return .revokeKey(pick(Array(keys)))
        case 86..<90: return .changePlan(pick(NaiveModel.plans + ["ADVANCED", "ENTERPRISE", "SMALL"]))
        case 90..<92: return .enable(pick([.profileConnector, .profileConnector, .sso]))
        case 92: return .delete
        case 93: return .undelete
        case 94: return .setPolicies(literal: chance(30), reportsOnly: chance(30))
        case 95..<97: return .createKey(Set([Permission.membersRead, pick([.membersWrite, .organizationTransfer, .actorsAssume, .keysManage, .inboxRead])]), pick([20, 80, 100, 100]))
        case 97: return .revokeKey(pick(Array(keys)))
        default: return .rotateKey(pick(Array(keys)))
        }
    }

    private mutating func creation() -> Operation.Kind {
        let seat: SeatType = pick([.standard, .standard, .standard, .limited, .adminOnly])
        var admin: AdminGrant?
        if chance(25) {
            var grant = AdminGrant()
            if chance(30) {
                grant.level = .full
            } else {
                grant.level = .sub
                grant.categories = pick([[.usersLicenses], [.reports], [.ssoEdi], [.usersLicenses, .reports]])
            }
            admin = grant
        }
        let role = seat == .limited ? (chance(5) ? .member : .connector) : (chance(4) ? .owner : role())
        let products = chance(60) ? [] : pick([[NaiveModel.products[0]], [NaiveModel.products[1]], NaiveModel.products, [NaiveModel.products[0], NaiveModel.products[0]]])
        return .createMember(email: chance(4) ? "nobody" : pick(emails), role: role, seat: seat, admin: seat == .limited && !chance(5) ? nil : admin, products: products)
    }
}
