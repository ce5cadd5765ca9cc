// LicenseService: pools of seats and who holds them.

import RosterAPI
import RosterCore

enum LicensesService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Licenses.UpdatePool.self)
        services.mutation(Licenses.Assign.self)
        services.mutation(Licenses.Revoke.self)
        services.mutation(Licenses.Reassign.self)
        services.mutation(Licenses.Activate.self)
        services.mutation(Licenses.Park.self)
        services.mutation(Licenses.Unpark.self)
        services.read(Methods.Licenses.getSeatSummary) { (_, reading) in reading.node.seatSummary(in: reading.state, at: reading.time) }
        let catalogue = services.backend.catalogue
        services.read(Methods.Licenses.forecastSeats, validate: { (request) throws(Refusal) in try request.validate(catalogue) }) { (request, reading) in
            reading.node.forecast(request, in: reading.state, at: reading.time)
        }
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
            "license_id": .name { assignment, _ in assignment.licenseID.text },
            "member_id": .name { assignment, _ in assignment.memberID.text },
            "member.email": .text { assignment, reading in reading.node.members[assignment.memberID]?.record.personal?.email },
            "member.state": .constant { assignment, reading in reading.node.members[assignment.memberID]?.record.state ?? .unspecified },
            "product_id": .name { assignment, _ in assignment.productID },
            "groups": .names { assignment, reading in
                reading.node.members[assignment.memberID].map { reading.node.groups(of: $0.record, at: reading.time).map(\.groupID.text) } ?? []
            },
            "state": .constant { assignment, reading in state(assignment, reading) },
            "assign_time": .time { assignment, _ in assignment.assignTime },
            "activate_time": .time { assignment, _ in assignment.activateTime },
            "park_time": .time { assignment, reading in state(assignment, reading) == .parked ? assignment.parkTime : 0 },
            "revoke_time": .time { assignment, reading in assignment.state != .revoked && state(assignment, reading) == .revoked ? assignment.validity.end : assignment.revokeTime },
            "period.start_time": .time { assignment, _ in assignment.validity.start },
            "period.end_time": .time { assignment, _ in assignment.validity.end == .max ? 0 : assignment.validity.end },
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
