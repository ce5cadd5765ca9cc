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
        for reason in Self.reasons { #expect(outcome.answers[reason, default: 0] > Self.worlds / 2_000, "\(reason): \(outcome.answers[reason, default: 0])") }
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
            let entry = random.permission()
            let time = random.moment()
            let organization = RandomWorld.id(account: account)
            func expected(at time: Int64) -> ReferenceEvaluator.Answer {
                ReferenceEvaluator(world: random.world, table: table, time: time).check(entry.permission, reference, in: account)
            }
            let decision = Authorization.check(entry.permission, of: subject, in: organization, of: random.state, at: time)
            let wanted = expected(at: time)
            outcome.answers[wanted.reason.name, default: 0] += 1
            func differ(_ what: String) {
                outcome.differences.append("seed \(seed): \(entry.permission) of \(reference) in account \(account) at \(time): \(what)\n\(random.world)")
            }
            if decision.allowed != wanted.allowed || decision.reason != wanted.reason {
                differ("\(decision.allowed) \(decision.reason), not \(wanted.allowed) \(wanted.reason)")
            }
            // Time alone changes nothing before valid_until.
            let later = random.moment(from: time, before: decision.validUntil)
            let then = expected(at: later)
            if decision.allowed != then.allowed { differ("valid until \(decision.validUntil.map(String.init) ?? "ever"), but \(then.allowed) at \(later)") }
            guard random.chance(8) else { continue }
            let list = Authorization.effectivePermissions(of: subject, in: organization, of: random.state, at: time).map(\.permission)
            let evaluator = ReferenceEvaluator(world: random.world, table: table, time: time)
            let all = Permission.catalogue.map(\.permission).filter { evaluator.check($0, reference, in: account).allowed }
            if PermissionSet(list) != PermissionSet(all) || list.count != all.count { differ("effective permissions \(list), not \(all)") }
            guard let person else { continue }
            outcome.callers += 1
            for difference in callerDifferences(person, reference, account, evaluator, random) { differ(difference) }
        }
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
        return differences
    }
}
