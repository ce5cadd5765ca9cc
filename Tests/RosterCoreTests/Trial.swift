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
    ///   - after: the state that it led to.
    ///   - isSame: the command itself is the very request that was tried.
    func differences(
        from reason: Reason?, _ entry: Entry?, _ after: TreeState, isSame: Bool, between old: NaiveModel, and new: NaiveModel, at now: Int64
    ) -> [String] {
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
        if isSame, tried.version.state.snapshot() != after.snapshot() { return ["the dry run led to another state"] }
        return revisionDifferences(after, at: now) + permissionDifferences(tried.plan, between: old, and: new, at: now) + seatDifferences(tried.plan, between: old, and: new, at: now)
    }

    /// What callers see changed has the revision of its own last change. What it has from the plan, from above
    /// or from its role is no change of its own.
    private func revisionDifferences(_ after: TreeState, at now: Int64) -> [String] {
        let (before, after) = (before.settled(at: now), after.settled(at: now))
        var found: [String] = []
        func compare<T: Equatable>(_ old: T?, _ new: T?, _ revision: KeyPath<T, Int64>) {
            guard let old, let new, old != new, new[keyPath: revision] != after.revision else { return }
            found.append("its revision is not that of its last change: \(old), \(new)")
        }
        func own(_ organization: Organization) -> Organization {
            var organization = organization
            organization.plan = ""
            if !organization.parentID.isZero { organization.state = .unspecified }
            return organization
        }
        func own(_ member: Member?) -> Member? {
            var member = member
            member?.crmSync = nil
            member?.capabilities = nil
            return member
        }
        for (id, old) in before.organizations {
            guard let new = after[id] else { continue }
            compare(own(old.organization), own(new.organization), \.revision)
            for member in old.memberOrder { compare(own(old.member(member, at: now)), own(new.member(member, at: now)), \.revision) }
            for license in old.assignmentOrder { compare(old.assignment(license, at: now), new.assignment(license, at: now), \.revision) }
            for resource in old.resources.nodes.keys { compare(old.resource(resource, at: now), new.resource(resource, at: now), \.revision) }
        }
        for key in before.keyOrder { compare(before.keys[key]?.message(at: now), after.keys[key]?.message(at: now), \.revision) }
        return found
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
