// Accounts: what a person finds when it opens one: rights, areas of the account center, applications (rows 2, 3, 6, 108).

public import RosterAPI
import WellKnown

extension TreeState {
    /// The account as a person opens it at a time.
    ///
    /// Throws NOT_FOUND when the person had no part in it then, and ACCOUNT_DEACTIVATED when nobody may act in it.
    public func account(_ organization: OrganizationID, of person: MemberID, at time: Int64, _ catalogue: Catalogue) throws(Refusal) -> SwitchAccountResponse {
        guard let node = organizations[organization] else { throw .notFound() }
        let evaluation = Evaluation(.member(person), in: node, of: self, at: time)
        let own = evaluation.member.flatMap { $0.record.state == .active ? $0.record : nil }
        guard let member = own ?? evaluation.ancestor?.record else { throw .notFound() }
        guard node.state == .active else { throw .accountDeactivated() }
        let effective = evaluation.effective
        return .with { response in
            response.organization = node.organization
            response.memberID = member.memberID
            response.rosterActor = member.memberID.text
            response.role = own?.role(at: time) ?? .unspecified
            response.parentAdmin = evaluation.ancestor != nil
            response.permissions = effective.permissions
            response.areas = AccountCenterArea.areas(of: effective)
            response.instances = node.instances(of: own, administered: effective.contains(.licensesRead), at: time, catalogue)
            response.validUntil = evaluation.validUntil.map { Timestamp(nanosecondsSince1970: $0) }
        }
    }
}

extension AccountCenterArea {
    /// The areas that somebody with these permissions may open, in the order of row 3.
    static func areas(of permissions: PermissionSet) -> [AreaAccess] {
        [AccountCenterArea.people, .settings, .home, .reports].compactMap { area -> AreaAccess? in
            let held = permissions.permissions.filter { $0.entry?.area == area }
            if held.isEmpty { return nil }
            return .with { access in
                access.area = area
                access.permissions = held
                guard area == .people else { return }
                if permissions.contains(.membersRead) { access.pages.append(.users) }
                if permissions.contains(.groupsRead) { access.pages.append(.groups) }
                if permissions.contains(.adminsManage) { access.pages.append(.admins) }
            }
        }
    }
}

extension OrganizationNode {
    /// The license pools that somebody holds a seat of or administers.
    func instances(of member: MemberRecord?, administered: Bool, at time: Int64, _ catalogue: Catalogue) -> [ApplicationInstance] {
        let held = (member?.licenses ?? []).compactMap { assignments[$0] }.filter { time < $0.validity.end }.map(\.productID)
        return ApplicationInstance.list(licensed: held, administered: administered ? pools.keys.sorted() : [], catalogue)
    }
}

extension ApplicationInstance {
    /// One for each product of either list, ordered by product id.
    static func list(licensed: [String], administered: [String], _ catalogue: Catalogue) -> [ApplicationInstance] {
        Set(licensed).union(administered).sorted().map { product in
            .with { instance in
                instance.productID = product
                instance.name = catalogue.products[product]?.name ?? product
                instance.licensed = licensed.contains(product)
                instance.administered = administered.contains(product)
            }
        }
    }
}
