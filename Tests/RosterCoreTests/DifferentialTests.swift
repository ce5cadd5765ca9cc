// Authorization against the reference evaluator, on random worlds (reliability 5).

import Foundation
import RosterAPI
import Testing

@testable import RosterCore

struct DifferentialTests {
    /// ROSTER_DIFFERENTIAL_WORLDS; every run takes fresh ones unless ROSTER_DIFFERENTIAL_SEED names the first.
    static let worlds = Int(ProcessInfo.processInfo.environment["ROSTER_DIFFERENTIAL_WORLDS"] ?? "") ?? 5_000
    static let seed = UInt64(ProcessInfo.processInfo.environment["ROSTER_DIFFERENTIAL_SEED"] ?? "") ?? UInt64.random(in: 0..<(1 << 40))
    static let questionsPerWorld = 4

    /// What was asked, and how often each answer came.
    private struct Outcome {
        var answers: [String: Int] = [:]
        var differences: [String] = []
        var callers = 0
    }

    @Test("random worlds: Check, the caller's rights and the list of permissions are what the rules say, and hold until valid_until")
    func differential() async throws {
        let table = try PermissionsTable()
        let lanes = ProcessInfo.processInfo.activeProcessorCount
        let outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var outcome = Outcome()
                    for number in stride(from: lane, to: Self.worlds, by: lanes) where outcome.differences.count < 5 {
                        try Self.compare(seed: Self.seed &+ UInt64(number), table, &outcome)
                    }
                    return outcome
                }
            }
            return try await group.reduce(into: Outcome()) { all, one in
                all.answers.merge(one.answers, uniquingKeysWith: +)
                all.differences += one.differences
                all.callers += one.callers
            }
        }
        #expect(outcome.differences.isEmpty, "first seed \(Self.seed):\n\(outcome.differences.joined(separator: "\n"))")
        // A comparison of what never happens proves nothing.
        for reason in Self.reasons + Self.reasons.map({ "on a profile" + $0 }) {
            #expect(outcome.answers[reason, default: 0] > Self.worlds / 2_000, "\(reason): \(outcome.answers[reason, default: 0])")
        }
        #expect(outcome.callers > Self.worlds / 10)
    }

    private static let reasons: [String] = [
        "", Reason.notAMember.name, Reason.accountDeactivated.name, Reason.memberNotActive.name, Reason.planFeatureUnavailable.name,
        Reason.featureNotEnabled.name, Reason.seatType.name, Reason.noAccess.name, Reason.grantExpired.name, Reason.missingPermission.name,
    ]

    private static func compare(seed: UInt64, _ table: PermissionsTable, _ outcome: inout Outcome) throws {
        var random = try RandomWorld(seed: seed)
        for _ in 0..<questionsPerWorld {
            let (reference, subject, person) = random.subject()
            let account = random.account()
            let profile = random.profile(in: account)
            let resource = profile.map { RandomWorld.id(profile: $0) } ?? ResourceID()
            let entry = random.permission()
            let time = random.moment()
            let organization = RandomWorld.id(account: account)
            func expected(at time: Int64) -> ReferenceEvaluator.Answer {
                ReferenceEvaluator(world: random.world, table: table, time: time).check(entry.permission, reference, in: account, on: profile)
            }
            let decision = Authorization.check(entry.permission, of: subject, in: organization, on: resource, of: random.state, at: time)
            let wanted = expected(at: time)
            outcome.answers[wanted.reason.name, default: 0] += 1
            if profile != nil { outcome.answers["on a profile" + wanted.reason.name, default: 0] += 1 }
            func differ(_ what: String) {
                outcome.differences.append("seed \(seed): \(entry.permission) of \(reference) in account \(account), profile \(profile.map(String.init) ?? "-"), at \(time): \(what)\n\(random.world)")
            }
            if decision.allowed != wanted.allowed || decision.reason != wanted.reason {
                differ("\(decision.allowed) \(decision.reason), not \(wanted.allowed) \(wanted.reason)")
            }
            // Time alone changes nothing before valid_until.
            let later = random.moment(from: time, before: decision.validUntil)
            let then = expected(at: later)
            if decision.allowed != then.allowed { differ("valid until \(decision.validUntil.map(String.init) ?? "ever"), but \(then.allowed) at \(later)") }
            guard random.chance(8) else { continue }
            let list = Authorization.effectivePermissions(of: subject, in: organization, on: resource, of: random.state, at: time).map(\.permission)
            let evaluator = ReferenceEvaluator(world: random.world, table: table, time: time)
            let all = Permission.catalogue.map(\.permission).filter { permission in
                (profile == nil || table.resourcePermissions.contains(permission)) && evaluator.check(permission, reference, in: account, on: profile).allowed
            }
            if PermissionSet(list) != PermissionSet(all) || list.count != all.count { differ("effective permissions \(list), not \(all)") }
            for difference in reverseDifferences(entry.permission, subject, reference, account, profile, evaluator, random) { differ(difference) }
            guard let person else { continue }
            outcome.callers += 1
            for difference in callerDifferences(person, reference, account, evaluator, random) { differ(difference) }
        }
    }

    /// What somebody reaches, and who reaches it: everything that Check allows, in order, and nothing else.
    private static func reverseDifferences(
        _ permission: Permission, _ subject: AccessSubject, _ reference: ReferenceWorld.Subject, _ account: Int, _ profile: Int?,
        _ evaluator: ReferenceEvaluator, _ random: RandomWorld
    ) -> [String] {
        guard let node = random.state[RandomWorld.id(account: account)] else { return ["no organization"] }
        var differences: [String] = []
        let reached = Authorization.accessibleResources(permission, of: subject, in: node, of: random.state, at: evaluator.time).map(\.resourceID)
        let profiles = evaluator.world.profiles.indices.filter { evaluator.world.profiles[$0].account == account }
        let allowed = profiles.filter { evaluator.check(permission, reference, in: account, on: $0).allowed }.map(RandomWorld.id(profile:))
        if reached != allowed { differences.append("reaches \(reached), not \(allowed)") }
        let resource = profile.map { RandomWorld.id(profile: $0) } ?? ResourceID()
        let listed = Authorization.membersWithAccess(permission, in: node, on: resource, of: random.state, at: evaluator.time).map(\.memberID)
        var holders: [MemberID] = []
        var current: Int? = account
        while let home = current {
            let people = evaluator.world.people.filter { $0.account == home && evaluator.check(permission, .person($0.number), in: account, on: profile).allowed }
            holders += people.map { RandomWorld.id(person: $0.number) }
            current = evaluator.world.accounts[home].parent
        }
        if listed != holders { differences.append("is held by \(listed), not \(holders)") }
        return differences
    }

    /// The rights that a call on a person's behalf is judged by: before organization and plan mask them.
    private static func callerDifferences(
        _ person: Principal.Person, _ reference: ReferenceWorld.Subject, _ account: Int, _ evaluator: ReferenceEvaluator, _ random: RandomWorld
    ) -> [String] {
        let key = Principal(
            keyID: KeyID(high: 9, low: 9), keyOrganization: random.state.tree, permissions: PermissionSet.all.subtracting([.membersWrite]), ceiling: 60)
        let caller = try? random.state.caller(key.acting(for: person), in: RandomWorld.id(account: account), at: evaluator.time)
        guard evaluator.isKnown(reference, in: account) else {
            return caller == nil ? [] : ["somebody unknown is a caller"]
        }
        guard let caller else { return ["somebody known is no caller"] }
        var differences: [String] = []
        if caller.authority != min(60, evaluator.authority(reference, in: account)) { differences.append("authority \(caller.authority)") }
        // Without the masks of organization and plan.
        var open = evaluator.world
        for index in open.accounts.indices {
            open.accounts[index].isActive = true
            open.accounts[index].features = Set(Feature.cases.map { Feature(rawValue: $0.0) })
            open.accounts[index].waiting = []
        }
        let unmasked = ReferenceEvaluator(world: open, table: evaluator.table, time: evaluator.time)
        let held = Permission.catalogue.map(\.permission).filter { $0 != .membersWrite && unmasked.check($0, reference, in: account).allowed }
        if caller.permissions != PermissionSet(held) { differences.append("a caller with \(caller.permissions.permissions), not \(held)") }
        guard let node = random.state[RandomWorld.id(account: account)] else { return differences }
        for profile in open.profiles.indices {
            guard let resource = node.resources[RandomWorld.id(profile: profile)] else {
                if open.profiles[profile].account == account { differences.append("profile \(profile) is gone") }
                continue
            }
            let own = PermissionSet(evaluator.table.resourcePermissions.permissions.filter { unmasked.check($0, reference, in: account, on: profile).allowed })
            let held = caller.permissions(on: resource.record, in: node, at: evaluator.time)
            if held != own { differences.append("a caller with \(held.permissions) on profile \(profile), not \(own.permissions)") }
            if caller.sees(resource, in: node, at: evaluator.time) != unmasked.sees(profile, reference, in: account) { differences.append("sight of profile \(profile)") }
        }
        return differences
    }
}
