// MemberService: people in organizations.

import RosterAPI
import RosterCore

enum MembersService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Members.Create.self)
        services.mutation(Members.Update.self)
        services.mutation(Members.SetOrganizationRole.self)
        services.mutation(Members.SetCapabilities.self)
        services.mutation(Members.SetResourceRoles.self)
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
        item: { member, reading in reading.node.message(of: member, at: reading.time) })

    /// What members are filtered and ordered by, here and in lists of other services.
    static let fields: ListFields<MemberNode, Reading> = [
        "state": .constant { member, _ in member.record.state },
        "role": .constant { member, reading in member.record.role(at: reading.time) },
        "custom_role_id": .name { member, reading in member.record.role(at: reading.time) == .custom ? member.record.customRoleID.text : nil },
        "seat_type": .constant { member, _ in member.record.seatType },
        "admin.level": .constant { member, reading in member.record.administration(at: reading.time)?.level ?? .user },
        "admin.categories": .constants { member, reading in member.record.administration(at: reading.time)?.categories ?? [] },
        "email": .text { member, _ in member.record.personal?.email },
        "profile.given_name": .text { member, _ in member.record.personal?.profile?.givenName },
        "profile.family_name": .text { member, _ in member.record.personal?.profile?.familyName },
        "profile.display_name": .text { member, _ in member.record.personal?.profile?.displayName },
        "profile.employee_id": .text { member, _ in member.record.personal?.profile?.employeeID },
        "profile.title": .text { member, _ in member.record.personal?.profile?.title },
        "profile.job_function": .text { member, _ in member.record.personal?.profile?.jobFunction },
        "profile.department": .text { member, _ in member.record.personal?.profile?.department },
        "profile.region": .text { member, _ in member.record.personal?.profile?.region },
        "profile.manager": .text { member, _ in member.record.personal?.profile?.manager },
        "profile.attributes": .map { member, _ in member.record.personal?.profile?.attributes },
        "profile.locale": .text { member, _ in member.record.personal?.profile?.locale },
        "licenses.product_id": .names { member, reading in licenses(member, reading).map(\.productID) },
        "groups": .names { member, reading in reading.node.groups(of: member.record, at: reading.time).map(\.groupID.text) },
        "licenses.state": .constants { member, reading in licenses(member, reading).map(\.state) },
        "crm_sync.status": .optionalConstant { member, reading in crmSync(member, reading)?.status },
        "crm_sync.time": .time { member, reading in crmSync(member, reading)?.time ?? 0 },
        "resource_roles.resource_id": .names { member, reading in roles(member, reading).map(\.resourceID.text) },
        "resource_roles.role": .constants { member, reading in roles(member, reading).map(\.role) },
        "workspace_ids": .names { member, _ in member.record.workspaces.map(\.text) },
        "invite_time": .time { member, _ in member.record.inviteTime },
        "create_time": .time { member, _ in member.record.createTime },
        "join_time": .time { member, reading in reading.node.joinTime(of: member.record) },
        "activation_time": .time { member, _ in member.record.activateTime },
        "last_login_time": .time { member, _ in member.record.lastLoginTime },
    ]

    /// As the member's message shows it: only where the plan has a CRM.
    private static func crmSync(_ member: MemberNode, _ reading: Reading) -> CrmSyncRecord? {
        reading.node.has(.crmSync) ? member.record.crmSync : nil
    }

    private static func roles(_ member: MemberNode, _ reading: Reading) -> [ResourceRoleRecord] {
        member.record.resourceRoles.filter { reading.time < $0.validity.end }
    }

    private static func licenses(_ member: MemberNode, _ reading: Reading) -> [AssignmentRecord] {
        member.record.licenses.compactMap { reading.node.assignments[$0] }.filter { reading.time < $0.validity.end }
    }
}
