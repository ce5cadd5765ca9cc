// IndexRows: which rows of the journal's index follow from an entry. One place for all commands, so that none can forget one.

public import RosterAPI
public import Wire

/// What ListMyOrganizations knows of a membership beside its keys.
public struct MembershipRecord: Message {
    public static let protoName = "roster.internal.MembershipRecord"
    public var state = MemberState.unspecified
    public var role = OrganizationRole.unspecified
    public var productIDs: [String] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "state", &state)
        try v.field(2, "role", &role)
        try v.field(3, "product_ids", &productIDs)
    }
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
            case .keyCreated(let fact): keys.append(fact.keyID)
            case .keyUpdated(let fact): keys.append(fact.keyID)
            case .keyRevoked(let fact): keys.append(fact.keyID)
            case .keyRotated(let fact): keys.append(fact.keyID)
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
            record.productIDs = member.licenses.compactMap { node.assignments[$0]?.productID }.sorted()
        }
        return .putMembership(MembershipIndexRow(
            organizationID: node.id, memberID: member.memberID, emailHash: catalogue.fingerprint(email), bytes: record.encoded()))
    }

    /// A revoked key needs no row: unknown and revoked get the same answer.
    private static func key(_ key: KeyRecord, of tree: OrganizationID) -> IndexChange {
        key.revokeTime != 0 ? .removeKey(key.keyID) : .putKey(KeyIndexRow(keyID: key.keyID, tree: tree, bytes: key.encoded()))
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
