// LicenseEvolution: what events about pools and licenses make of the state.

import RosterAPI

extension OrganizationContents {
    mutating func applyLicense(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .licensePoolUpdated(let fact):
            var pool = pools[fact.productID] ?? PoolNode(record: PoolRecord())
            if pool.record.createTime == 0 {
                pool.record.productID = fact.productID
                pool.record.createTime = now
            }
            pool.record.purchased = fact.purchased
            pool.record.revision = revision
            pool.record.updateTime = now
            pools[fact.productID] = pool
        case .licenseAssigned(let fact):
            var assignment = AssignmentRecord()
            assignment.licenseID = fact.licenseID
            assignment.revision = revision
            assignment.memberID = fact.memberID
            assignment.productID = fact.productID
            assignment.state = fact.state
            assignment.validity = Validity(fact.period)
            assignment.assignTime = now
            if fact.state == .active { assignment.activateTime = now }
            assignment.reservationEnd = reservationEnd(of: fact.memberID)
            assignments[fact.licenseID] = assignment
            assignmentOrder.insert(fact.licenseID)
            count(assignment, by: 1)
            let month = CivilMonth.number(of: now)
            record.assignmentsInMonth = record.assignmentMonth == month ? record.assignmentsInMonth + 1 : 1
            record.assignmentMonth = month
            try withMember(fact.memberID, revision, now) { member in
                member.licenses.append(fact.licenseID)
                if fact.state == .active, member.activateTime == 0 { member.activateTime = now }
            }
        case .licenseActivated(let fact):
            try withAssignment(fact.licenseID, revision) { assignment in
                assignment.state = .active
                assignment.activateTime = now
            }
            try withMember(fact.memberID, revision, now) { member in
                if member.activateTime == 0 { member.activateTime = now }
            }
        case .licenseRevoked(let fact):
            try withAssignment(fact.licenseID, revision) { assignment in
                assignment.state = .revoked
                assignment.revokeTime = min(now, assignment.validity.end)
                assignment.parkTime = 0
            }
            try withMember(fact.memberID, revision, now) { $0.licenses.removeAll { $0 == fact.licenseID } }
        case .licenseParked(let fact):
            try withAssignment(fact.licenseID, revision) { assignment in
                assignment.state = .parked
                assignment.parkTime = now
            }
            try withMember(fact.memberID, revision, now) { _ in }
        case .licenseUnparked(let fact):
            try withAssignment(fact.licenseID, revision) { assignment in
                assignment.state = .active
                assignment.parkTime = 0
            }
            try withMember(fact.memberID, revision, now) { _ in }
        default:
            return
        }
    }

    mutating func withAssignment(_ id: LicenseID, _ revision: Int64, _ change: (inout AssignmentRecord) -> Void) throws(UnreadableHistory) {
        guard var assignment = assignments[id] else { throw UnreadableHistory(revision: revision, problem: "a license that doesn't exist") }
        count(assignment, by: -1)
        change(&assignment)
        assignment.revision = revision
        assignments[id] = assignment
        count(assignment, by: 1)
    }
}
