// MemberService: people in organizations.

import RosterAPI
import RosterCore

enum MembersService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Members.Create.self)
        services.mutation(Members.Update.self)
        services.mutation(Members.SetOrganizationRole.self)
        services.mutation(Members.Suspend.self)
        services.mutation(Members.Reactivate.self)
        services.mutation(Members.Remove.self)
        services.mutation(Members.Restore.self)
        services.mutation(Members.Erase.self)
        services.mutation(Members.RecordLogin.self)
        services.read(Methods.Members.get) { (request, reading) throws(Refusal) in
            guard let member = reading.node.member(request.memberID, at: reading.time) else { throw .notFound() }
            return .with { $0.member = member }
        }
        services.list(Methods.Members.list, listing)
    }

    /// In the order of creation, pending members last (row 66).
    private static let listing = Listing<ListMembersRequest, MemberNode, Member>(
        fields: fields,
        isHidden: { member, _ in member.record.state == .removed },
        count: { _, reading in reading.node.members.count },
        elements: { _, reading in
            let members = reading.node.memberOrder.compactMap { reading.node.members[$0] }
            return members.filter { $0.record.state != .pending } + members.filter { $0.record.state == .pending }
        },
        item: { member, reading in reading.node.message(of: member.record, at: reading.time) })

    private static let fields: [String: Listing<ListMembersRequest, MemberNode, Member>.Field] = [
        "state": { member, _ in .constant(member.record.state) },
        "role": { member, reading in .constant(member.record.role(at: reading.time)) },
        "seat_type": { member, _ in .constant(member.record.seatType) },
        "admin.level": { member, reading in .constant(member.record.administration(at: reading.time)?.level ?? .user) },
        "admin.categories": { member, reading in
            .many((member.record.administration(at: reading.time)?.categories ?? []).map { .constant($0) })
        },
        "email": { member, _ in .text(member.record.personal?.email ?? "") },
        "profile.given_name": { member, _ in .text(member.record.personal?.profile?.givenName ?? "") },
        "profile.family_name": { member, _ in .text(member.record.personal?.profile?.familyName ?? "") },
        "profile.display_name": { member, _ in .text(member.record.personal?.profile?.displayName ?? "") },
        "profile.employee_id": { member, _ in .text(member.record.personal?.profile?.employeeID ?? "") },
        "profile.title": { member, _ in .text(member.record.personal?.profile?.title ?? "") },
        "profile.job_function": { member, _ in .text(member.record.personal?.profile?.jobFunction ?? "") },
        "profile.department": { member, _ in .text(member.record.personal?.profile?.department ?? "") },
        "profile.region": { member, _ in .text(member.record.personal?.profile?.region ?? "") },
        "profile.manager": { member, _ in .text(member.record.personal?.profile?.manager ?? "") },
        "profile.locale": { member, _ in .text(member.record.personal?.profile?.locale ?? "") },
        "licenses.product_id": { member, reading in .many(licenses(member, reading).map { .name($0.productID) }) },
        "licenses.state": { member, reading in .many(licenses(member, reading).map { .constant($0.state) }) },
        // CRM sync and invitations come with their own areas: until then nobody has either.
        "crm_sync.status": { _, _ in .absent },
        "invite_time": { _, _ in .absent },
        "create_time": { member, _ in .time(unlessZero: member.record.createTime) },
        "activation_time": { member, _ in .time(unlessZero: member.record.activateTime) },
        "last_login_time": { member, _ in .time(unlessZero: member.record.lastLoginTime) },
    ]

    private static func licenses(_ member: MemberNode, _ reading: Reading) -> [AssignmentRecord] {
        member.record.licenses.compactMap { reading.node.assignments[$0] }.filter { reading.time < $0.validity.end }
    }
}
