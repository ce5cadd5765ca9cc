// Answers: everything that callers can learn of an organization at a time, to compare two states.

import RosterAPI
import RosterModel

@testable import RosterCore

struct Answers: Equatable {
    let members: [Member]
    let licenses: [LicenseAssignment]
    let seats: GetSeatSummaryResponse
    let keys: [Key]
    let groups: [Group]
    let explanations: [ExplainResponse]
    let memberships: [MembershipRecord]
    let invitations: [Invitation]

    init(_ state: TreeState, _ organization: OrganizationID, at time: Int64) {
        let state = state.settled(at: time)
        let node = state[organization] ?? .platform
        invitations = node.invitationOrder.compactMap { node.invitation($0, at: time) }
        members = node.memberOrder.compactMap { node.member($0, at: time) }
        licenses = node.assignmentOrder.compactMap { node.assignment($0, at: time) }
        seats = node.seatSummary(in: state, at: time)
        groups = node.groups.order.compactMap { node.group($0, at: time) }
        keys = state.keyOrder.compactMap { state.keys[$0]?.message(at: time) }
        // One permission of each kind of holder, so that long histories stay cheap.
        let permissions: [Permission] = [.organizationRead, .resourcesConnect, .membersRead, .reportsRead, .ediManage, .addonsBuy, .keysManage, .organizationTransfer]
        explanations = node.memberOrder.flatMap { member in
            permissions.map { Authorization.explain($0, of: .member(member), in: organization, of: state, at: time) }
        }
        memberships = IndexChange.all(of: state, NaiveModel.catalogue).compactMap { change -> (MemberID, MembershipRecord)? in
            guard case .putMembership(let row) = change, var record = try? MembershipRecord(decoding: row.bytes) else { return nil }
            record.role = record.role(at: time)
            record.roleValidity = .always
            let administration = record.administration(at: time)
            record.adminLevel = administration?.level ?? .unspecified
            record.adminCategories = administration?.categories ?? []
            record.adminValidity = .always
            record.licenses = record.productIDs(at: time).map { product in .with { $0.productID = product } }
            return (row.memberID, record)
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The first thing that is not the same; nil: nothing.
    func difference(from other: Answers) -> String? {
        func first<T: Equatable>(_ one: [T], _ two: [T]) -> String? { zip(one, two).first { $0 != $1 }.map { "\($0), not \($1)" } }
        if let found = first(members, other.members) ?? first(licenses, other.licenses) ?? first(keys, other.keys) ?? first(groups, other.groups)
            ?? first(explanations, other.explanations) ?? first(invitations, other.invitations) ?? first(memberships, other.memberships) { return found }
        return self == other ? nil : "other seats or counts"
    }
}
