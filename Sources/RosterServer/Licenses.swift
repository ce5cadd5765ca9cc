// LicenseService: pools of seats and who holds them.

import RosterAPI
import RosterCore

enum LicensesService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Licenses.UpdatePool.self)
        services.mutation(Licenses.Assign.self)
        services.mutation(Licenses.Revoke.self)
        services.mutation(Licenses.Activate.self)
        services.read(Methods.Licenses.getSeatSummary) { (_, reading) in reading.node.seatSummary(at: reading.time) }
        services.list(Methods.Licenses.listPools, pools)
        services.list(Methods.Licenses.listAssignments, assignments)
    }

    private static let pools = Listing<ListPoolsRequest, String, LicensePool>(
        fields: ["product_id": .name { product, _ in product }],
        isOrderable: false,
        count: { _, reading in reading.node.pools.count },
        elements: { _, reading in reading.node.pools.keys.sorted() },
        item: { product, reading in reading.node.pool(product, at: reading.time) ?? LicensePool() })

    /// In the order in which they were made.
    private static let assignments = Listing<ListAssignmentsRequest, AssignmentRecord, LicenseAssignment>(
        fields: [
            "member_id": .name { assignment, _ in assignment.memberID.text },
            "product_id": .name { assignment, _ in assignment.productID },
            "state": .constant { assignment, reading in state(assignment, reading) },
            "assign_time": .time { assignment, _ in assignment.assignTime },
            "activate_time": .time { assignment, _ in assignment.activateTime },
        ],
        isHidden: { assignment, reading in state(assignment, reading) == .revoked },
        count: { _, reading in reading.node.assignments.count },
        elements: { _, reading in reading.node.assignmentOrder.compactMap { reading.node.assignments[$0] } },
        item: { assignment, reading in reading.node.assignment(assignment.licenseID, at: reading.time) ?? LicenseAssignment() })

    /// One that ended by time alone counts as revoked then.
    private static func state(_ assignment: AssignmentRecord, _ reading: Reading) -> LicenseState {
        assignment.validity.end <= reading.time ? .revoked : assignment.state
    }
}
