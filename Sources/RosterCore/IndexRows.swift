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
            changes.append(.putOrganization(OrganizationIndexRow(organizationID: id, tree: after.tree, bytes: node.summary.encoded())))
        }
        var seen: Set<MemberID> = []
        for (organization, id) in members where seen.insert(id).inserted {
            guard let node = after.organizations[organization], let member = node.members[id]?.record else { continue }
            guard member.state != .removed, let email = member.personal?.email else {
                changes.append(.removeMembership(organization, id))
                continue
            }
            let record = MembershipRecord.with { record in
                record.state = member.state
                record.role = member.role
                record.productIDs = member.licenses.compactMap { node.assignments[$0]?.productID }.sorted()
            }
            changes.append(.putMembership(MembershipIndexRow(
                organizationID: organization, memberID: id, emailHash: catalogue.fingerprint(email), bytes: record.encoded())))
        }
        for id in unique(keys) {
            guard let key = after.keys[id] else { continue }
            // A revoked key needs no row: unknown and revoked get the same answer.
            changes.append(key.revokeTime != 0 ? .removeKey(id) : .putKey(KeyIndexRow(keyID: id, tree: after.tree, bytes: key.encoded())))
        }
        return changes
    }

    private static func unique<ID: Hashable>(_ ids: [ID]) -> [ID] {
        var seen: Set<ID> = []
        return ids.filter { seen.insert($0).inserted }
    }
}
