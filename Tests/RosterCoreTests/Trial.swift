// Trial: a command's dry run, held against what the command then does and against the naive model (product.md 5, 1).

import RosterAPI
import RosterModel

@testable import RosterCore

struct Trial {
    private let outcome: Result<DryRun, Refusal>
    private let before: TreeState

    init(of call: Call, on state: TreeState, at now: Int64) {
        before = state
        outcome = Result { () throws(Refusal) in try DryRun(call, on: state, at: now) }
    }

    /// Nil where it was refused.
    var token: String? { try? outcome.get().token }

    /// - Parameters:
    ///   - reason: why the command itself was refused; nil: it wasn't.
    ///   - entry: that of the command; nil: nothing changed.
    func differences(from reason: Reason?, _ entry: Entry?, between old: NaiveModel, and new: NaiveModel, at now: Int64) -> [String] {
        let tried: DryRun
        switch outcome {
        case .failure(let refusal): return refusal.reason == reason ? [] : ["the dry run was refused: \(refusal.reason), not \(reason?.name ?? "accepted")"]
        case .success(let run): tried = run
        }
        if let reason { return ["the dry run was not refused: \(reason)"] }
        // What is over by time alone is noted along the way, and is no effect of the command.
        let events = (entry?.events ?? []).drop { if case .invitationExpired = $0.fact { true } else { false } }
        if tried.plan.events != Array(events) { return ["the dry run said \(tried.plan.events), not \(events)"] }
        if tried.revision != before.revision { return ["it was tried on \(tried.revision)"] }
        return permissionDifferences(tried.plan, between: old, and: new, at: now) + seatDifferences(tried.plan, between: old, and: new, at: now)
    }

    private func permissionDifferences(_ plan: Plan, between old: NaiveModel, and new: NaiveModel, at now: Int64) -> [String] {
        let before = old.effectivePermissions(at: now)
        let after = new.effectivePermissions(at: now)
        var expected: [MemberID: String] = [:]
        for member in Set(before.keys).union(after.keys) {
            let gained = (after[member] ?? []).subtracting(before[member] ?? [])
            let lost = (before[member] ?? []).subtracting(after[member] ?? [])
            if !gained.isEmpty || !lost.isEmpty { expected[member] = "\(gained.permissions) \(lost.permissions)" }
        }
        // More aren't named.
        guard plan.permissionChanges.count < 100 else { return [] }
        var told: [MemberID: String] = [:]
        for change in plan.permissionChanges where change.resourceID.isZero { told[change.memberID] = "\(change.gained) \(change.lost)" }
        let members = Set(expected.keys).union(told.keys).filter { expected[$0] != told[$0] }
        return members.map { "the plan says that \($0) gains and loses \(told[$0] ?? "nothing"), not \(expected[$0] ?? "nothing")" }
    }

    private func seatDifferences(_ plan: Plan, between old: NaiveModel, and new: NaiveModel, at now: Int64) -> [String] {
        let before = old.seats(at: now)
        let after = new.seats(at: now)
        var told: [String: String] = [:]
        for change in plan.seats {
            told["\(change.organizationID) \(change.productID)"] =
                "\(change.purchasedBefore) \(change.usedBefore) to \(change.purchasedAfter) \(change.usedAfter)"
        }
        return Set(before.keys).union(after.keys).compactMap { pool in
            let expected = "\(before[pool] ?? "0 0") to \(after[pool] ?? "0 0")"
            if let told = told[pool] { return told == expected ? nil : "the plan says of \(pool) \(told), not \(expected)" }
            return before[pool] == after[pool] ? nil : "the plan says nothing of \(pool): \(expected)"
        }
    }
}
