// IndexRows: which rows of the journal's index follow from an entry. One place for all commands, so that none can forget one.

public import RosterAPI
import WellKnown
public import Wire

/// What ListMyOrganizations knows of a membership beside its keys.
public struct MembershipRecord: Message {
    public static let protoName = "roster.internal.MembershipRecord"
    public var state = MemberState.unspecified
    public var role = OrganizationRole.unspecified
    public var roleValidity = Validity.always
    /// Those that open their product: none that is parked.
    public var licenses: [License] = []
    public var adminLevel = AdminLevel.unspecified
    public var adminCategories: [AdminCategory] = []
    public var adminValidity = Validity.always
    /// Its custom role lets it administer licenses, while the role counts.
    public var customRoleReadsLicenses = false
    /// Of a PENDING member: its invitation, and when it ends by time alone; `Int64.max`: never.
    public var invitationID = InvitationID()
    public var invitationEnd: Int64 = .max

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
        try v.field(6, "admin_level", &adminLevel)
        try v.field(7, "admin_categories", &adminCategories)
        try v.field(8, "admin_start", &adminValidity.start)
        try v.end(9, "admin_end", &adminValidity.end)
        try v.field(10, "invitation_id", &invitationID)
        try v.end(11, "invitation_end", &invitationEnd)
        try v.field(12, "custom_role_reads_licenses", &customRoleReadsLicenses)
    }

    // A row is written when something happens, and nothing happens when a period begins or ends: whoever reads brings the time.

    /// The role that counts at this time.
    public func role(at time: Int64) -> OrganizationRole { roleValidity.contains(time) ? role : .member }

    /// The administration right that counts at this time, without its period; nil for none.
    public func administration(at time: Int64) -> AdminGrant? {
        guard adminLevel != .unspecified, adminValidity.contains(time) else { return nil }
        return .with { grant in
            grant.level = adminLevel
            grant.categories = adminCategories
        }
    }

    /// Whether it administers licenses at this time, as far as role and administration go.
    func administersLicenses(at time: Int64) -> Bool {
        guard state == .active else { return false }
        let role = role(at: time)
        return role == .custom && customRoleReadsLicenses || role.permissions.contains(.licensesRead)
            || administration(at: time)?.permissions.contains(.licensesRead) ?? false
    }

    /// Whether there is such a membership at this time: an invitation may be over.
    public func exists(at time: Int64) -> Bool { time < invitationEnd }

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
            case .organizationCreated, .organizationUpdated: organizations.append(organization)
            case .licensePoolUpdated(let fact):
                if before.organizations[organization]?.pools[fact.productID] == nil { organizations.append(organization) }
            case .organizationDeleted, .organizationUndeleted, .planChanged, .featureEnabled:
                // What lies below shows it too.
                organizations += [organization] + after.descendants(of: organization).map(\.id)
            case .memberCreated(let fact): members.append((organization, fact.memberID))
            case .memberEmailChanged(let fact): members.append((organization, fact.memberID))
            case .memberRoleChanged(let fact): members.append((organization, fact.memberID))
            case .memberSuspended(let fact): members.append((organization, fact.memberID))
            case .memberReactivated(let fact): members.append((organization, fact.memberID))
            case .memberRemoved(let fact): members.append((organization, fact.memberID))
            case .memberRestored(let fact): members.append((organization, fact.memberID))
            case .memberErased(let fact): members.append((organization, fact.memberID))
            case .adminGranted(let fact): members.append((organization, fact.memberID))
            case .adminRevoked(let fact): members.append((organization, fact.memberID))
            case .memberJoined(let fact): members.append((organization, fact.memberID))
            case .memberReinvited(let fact): members.append((organization, fact.memberID))
            case .invitationCreated(let fact): members.append((organization, fact.memberID))
            case .invitationExpired(let fact): members.append((organization, fact.memberID))
            case .invitationResent(let fact):
                if let member = after.organizations[organization]?.invitations[fact.invitationID]?.memberID { members.append((organization, member)) }
            case .mailQueued, .mailLeased, .mailDone:
                if before[organization]?.outbox.hasMail != after[organization]?.outbox.hasMail { organizations.append(organization) }
            case .licenseAssigned(let fact): members.append((organization, fact.memberID))
            case .licenseRevoked(let fact): members.append((organization, fact.memberID))
            case .licenseParked(let fact): members.append((organization, fact.memberID))
            case .licenseUnparked(let fact): members.append((organization, fact.memberID))
            case .customRoleUpdated(let fact): members += after[organization]?.customRoles.holders(of: fact.roleID).map { (organization, $0) } ?? []
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
            record.adminLevel = member.adminLevel
            record.adminCategories = member.adminCategories
            record.adminValidity = member.adminValidity
            record.customRoleReadsLicenses = node.members[member.memberID]?.rules.customRole?.permissions.contains(.licensesRead) ?? false
            if member.state == .pending, let invitation = node.invitations[member.invitationID] {
                record.invitationID = invitation.invitationID
                record.invitationEnd = invitation.expireTime
            }
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

extension Membership {
    /// What the rows of a membership and of its organization say at a time.
    public init(_ row: MembershipIndexRow, of organization: OrganizationSummary, at time: Int64, _ catalogue: Catalogue) {
        self.init()
        let record = (try? MembershipRecord(decoding: row.bytes)) ?? MembershipRecord()
        organizationID = row.organizationID
        name = organization.name
        organizationState = organization.state
        parentID = organization.parentID
        memberID = row.memberID
        state = record.state
        role = record.role(at: time)
        admin = record.administration(at: time)
        productIDs = record.productIDs(at: time)
        // Nobody administers anything where there is no account center (row 1).
        let administers = organization.accountCenter && record.administersLicenses(at: time)
        instances = ApplicationInstance.list(licensed: productIDs, administered: administers ? organization.productIDs : [], catalogue)
        guard record.state == .pending, !record.invitationID.isZero else { return }
        invitationID = record.invitationID
        invitationExpireTime = record.invitationEnd == .max ? nil : Timestamp(nanosecondsSince1970: record.invitationEnd)
    }
}
