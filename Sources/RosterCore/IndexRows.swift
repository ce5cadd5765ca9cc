// IndexRows: which rows of the journal's index follow from an entry. One place for all commands, so that none can forget one.

public import RosterAPI
public import Wire

/// What ListMyOrganizations knows of a membership beside its keys.
public struct MembershipRecord: Message {
    public static let protoName = "roster.internal.MembershipRecord"
    public var state = MemberState.unspecified
    public var role = OrganizationRole.unspecified
    public var roleValidity = Validity.always
    /// Those that open their product: none that is parked.
    public var licenses: [License] = []

    /// A license of the member's.
    public struct License: Message {
        public static let protoName = "roster.internal.MembershipRecord.License"
        public var productID = ""
        /// When it ends by time alone; `Int64.max`: never.
        public var end: Int64 = .max

        public init() {}

        public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "product_id", &productID)
            try v.end(2, "end", &end)
        }
    }

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "state", &state)
        try v.field(2, "role", &role)
        try v.field(3, "role_start", &roleValidity.start)
        try v.end(4, "role_end", &roleValidity.end)
        try v.field(5, "licenses", &licenses)
    }

    // A row is written when something happens, and nothing happens when a period begins or ends: whoever reads brings the time.

    /// The role that counts at this time.
    public func role(at time: Int64) -> OrganizationRole { roleValidity.contains(time) ? role : .member }

    /// The products for which the member holds a license at this time, by name.
    public func productIDs(at time: Int64) -> [String] { licenses.filter { time < $0.end }.map(\.productID) }
}

extension IndexChange {
    /// The rows that the events' resources have now.
    static func changes(from before: TreeState, to after: TreeState, by events: [Event], _ catalogue: Catalogue) -> [IndexChange] {
        var organizations: [OrganizationID] = []
        var members: [(OrganizationID, MemberID)] = []
        var keys: [KeyID] = []
        for event in events {
            let organization = event.organizationID
            switch event.fact {
            case .organizationCreated, .organizationUpdated, .organizationDeleted, .organizationUndeleted: organizations.append(organization)
            case .memberCreated(let fact): members.append((organization, fact.memberID))
            case .memberEmailChanged(let fact): members.append((organization, fact.memberID))
            case .memberRoleChanged(let fact): members.append((organization, fact.memberID))
            case .memberSuspended(let fact): members.append((organization, fact.memberID))
            case .memberReactivated(let fact): members.append((organization, fact.memberID))
            case .memberRemoved(let fact): members.append((organization, fact.memberID))
            case .memberRestored(let fact): members.append((organization, fact.memberID))
            case .memberErased(let fact): members.append((organization, fact.memberID))
            case .licenseAssigned(let fact): members.append((organization, fact.memberID))
            case .licenseRevoked(let fact): members.append((organization, fact.memberID))
            case .licenseParked(let fact): members.append((organization, fact.memberID))
            case .licenseUnparked(let fact): members.append((organization, fact.memberID))
            case .customRoleDeleted(let fact): members += before[organization]?.customRoles.holders(of: fact.roleID).map { (organization, $0) } ?? []
            case .keyCreated(let fact): keys.append(fact.keyID)
            case .keyUpdated(let fact): keys.append(fact.keyID)
            case .keyRevoked(let fact): keys.append(fact.keyID)
            case .keyRotated(let fact): keys.append(fact.keyID)
            case .grantExpired(let fact): fact.keyID.isZero ? members.append((organization, fact.memberID)) : keys.append(fact.keyID)
            default: continue
            }
        }
        var changes: [IndexChange] = []
        for id in unique(organizations) {
            guard let node = after.organizations[id] else { continue }
            changes.append(.organization(node, of: after.tree))
        }
        var seen: Set<MemberID> = []
        for (organization, id) in members where seen.insert(id).inserted {
            guard let node = after.organizations[organization], let member = node.members[id]?.record else { continue }
            changes.append(membership(of: member, in: node, catalogue))
        }
        for id in unique(keys) {
            guard let key = after.keys[id] else { continue }
            changes.append(.key(key, of: after.tree))
        }
        return changes
    }

    private static func organization(_ node: OrganizationNode, of tree: OrganizationID) -> IndexChange {
        .putOrganization(OrganizationIndexRow(organizationID: node.id, tree: tree, bytes: node.summary.encoded()))
    }

    private static func membership(of member: MemberRecord, in node: OrganizationNode, _ catalogue: Catalogue) -> IndexChange {
        guard member.state != .removed, let email = member.personal?.email else { return .removeMembership(node.id, member.memberID) }
        let record = MembershipRecord.with { record in
            record.state = member.state
            record.role = member.role
            record.roleValidity = member.roleValidity
            record.licenses = member.licenses.compactMap { node.assignments[$0] }.filter { $0.state != .parked }.map { assignment in
                .with { license in
                    license.productID = assignment.productID
                    license.end = assignment.validity.end
                }
            }.sorted { $0.productID < $1.productID }
        }
        return .putMembership(MembershipIndexRow(
            organizationID: node.id, memberID: member.memberID, emailHash: catalogue.fingerprint(email), bytes: record.encoded()))
    }

    /// A key that is over needs no row: unknown, revoked and expired get the same answer.
    private static func key(_ key: KeyRecord, of tree: OrganizationID) -> IndexChange {
        key.revokeTime != 0 || key.isExpired ? .removeKey(key.keyID) : .putKey(KeyIndexRow(keyID: key.keyID, tree: tree, bytes: key.encoded()))
    }

    /// Every row that a tree in this state must have; what `roster verify` compares the journal's rows with.
    public static func all(of state: TreeState, _ catalogue: Catalogue) -> [IndexChange] {
        var changes: [IndexChange] = []
        for (_, node) in state.organizations {
            changes.append(organization(node, of: state.tree))
            for (_, member) in node.members { changes.append(membership(of: member.record, in: node, catalogue)) }
        }
        for (_, record) in state.keys { changes.append(key(record, of: state.tree)) }
        return changes.filter { change in
            switch change {
            case .putOrganization, .putMembership, .putKey: true
            case .removeOrganization, .removeMembership, .removeKey: false
            }
        }
    }

    private static func unique<ID: Hashable>(_ ids: [ID]) -> [ID] {
        var seen: Set<ID> = []
        return ids.filter { seen.insert($0).inserted }
    }
}
