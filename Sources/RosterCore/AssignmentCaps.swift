// AssignmentCaps: how many licenses a plan lets an organization assign in a calendar month (product.md 3.2).

import RosterAPI
import WellKnown

extension OrganizationNode {
    /// The assignments of the month that a time lies in, in the whole tree; nil under a plan without a cap.
    func assignmentCap(in state: TreeState, at time: Int64) -> AssignmentCap? {
        guard let limit = plan?.limits?.licenseAssignmentsPerMonth, limit > 0 else { return nil }
        let month = CivilMonth.number(of: time)
        let used = state.assignments(inMonth: month)
        return .with { cap in
            cap.limit = limit
            cap.used = used
            cap.remaining = max(0, limit - used)
            cap.resetTime = Timestamp(nanosecondsSince1970: CivilMonth.start(of: month + 1))
            cap.state = used >= limit ? .reached : Int64(used) * 5 >= Int64(limit) * 4 ? .near : .within
        }
    }
}
