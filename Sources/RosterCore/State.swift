// State: what a tree is at one revision. Copies share storage, so a snapshot costs nothing (architecture 3, decision 6).

public import HashTreeCollections
public import RosterAPI

/// A root organization with all its descendants, as of one revision.
public struct TreeState: Sendable {
    /// The root; `.platform` for the tree that holds platform-wide keys only.
    public let tree: OrganizationID
    /// 0 for a tree that has no entry yet.
    public internal(set) var revision: Int64 = 0
    /// The recorded time of that revision, in nanoseconds since 1970.
    public internal(set) var time: Int64 = 0
    /// The hash of that revision's entry, which covers the whole history.
    public internal(set) var chainHash = Hash256.zero
    public internal(set) var organizations: TreeDictionary<OrganizationID, OrganizationNode> = [:]
    public internal(set) var keys: TreeDictionary<KeyID, KeyRecord> = [:]
    /// Key ids in the order in which keys were made.
    public internal(set) var keyOrder = SortedChunks<KeyID>()
    /// When keys and their previous secrets end.
    var keyExpiries = SortedChunks<Expiry>()
    /// When pending invitations end, over all organizations of the tree.
    var invitationEnds = SortedChunks<InvitationEnd>()
    public internal(set) var requests = RequestTable()

    /// The state before a tree's first entry.
    /// - Parameter requestRetention: how long request ids count, in nanoseconds; nil: 24 hours.
    public init(tree: OrganizationID, requestRetention: Int64? = nil) {
        self.tree = tree
        if let requestRetention { requests.retention = requestRetention }
    }

    /// About what the state takes of memory, in bytes; old versions share most of it.
    public var estimatedBytes: Int {
        organizations.values.reduce(16_384 + keys.count * 512 + requests.count * 160) { total, node in
            total + 1_024 + node.members.count * 640 + node.assignments.count * 256 + node.resources.nodes.count * 512
                + node.invitations.count * 384 + node.outbox.mails.count * 256
        }
    }

    /// About what an older version takes beside the newest, in bytes: measured over 23,000 mutations of 64 organizations.
    public static let versionBytes = 10_240

    /// The organization with this id, if it is part of the tree.
    public subscript(_ organization: OrganizationID) -> OrganizationNode? { organizations[organization] }
}

/// One organization of a tree with everything in it.
///
/// A reference inside, so that reading one retains one object; changed in place when nobody else holds it, else copied first.
public struct OrganizationNode: Sendable {
    private var storage: Storage

    // Sendable by copy on write: `contents` changes only in `mutate`, on a storage that is uniquely referenced. So nobody else can
    // look at it meanwhile, and the run-time need not check each look that a Check takes.
    private final class Storage: @unchecked Sendable {
        @exclusivity(unchecked) var contents: OrganizationContents
        init(_ contents: OrganizationContents) { self.contents = contents }
    }

    init(_ contents: OrganizationContents) { storage = Storage(contents) }

    init(record: OrganizationRecord) { self.init(OrganizationContents(record: record)) }

    mutating func mutate<R, E>(_ change: (inout OrganizationContents) throws(E) -> R) throws(E) -> R {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.contents) }
        return try change(&storage.contents)
    }

    /// What stands for `org_platform`, which has keys and nothing else.
    public static let platform = OrganizationNode(record: .with { $0.organizationID = .platform })

    public var id: OrganizationID { storage.contents.record.organizationID }
    /// The state that counts: its own, or that of the nearest organization above that isn't ACTIVE.
    public var state: OrganizationState { storage.contents.state }
    public var parentID: OrganizationID { storage.contents.record.parentID }
    public var record: OrganizationRecord { storage.contents.record }
    public var members: TreeDictionary<MemberID, MemberNode> { storage.contents.members }
    /// Normalised address → member, for members who aren't removed.
    public var memberByEmail: TreeDictionary<String, MemberID> { storage.contents.memberByEmail }
    /// Member ids in the default listing order, that of creation; removed ones included.
    public var memberOrder: SortedChunks<MemberID> { storage.contents.memberOrder }
    public var pools: TreeDictionary<String, PoolNode> { storage.contents.pools }
    public var assignments: TreeDictionary<LicenseID, AssignmentRecord> { storage.contents.assignments }
    /// License ids in the order of assignment; revoked ones included.
    public var assignmentOrder: SortedChunks<LicenseID> { storage.contents.assignmentOrder }
    /// Groups and their rules.
    public var groups: GroupsState { storage.contents.groups }
    public var counts: MemberCounts { storage.contents.counts }
    public var settings: SettingsRecord { storage.contents.settings }
    public var resources: ResourceContents { storage.contents.resources }
    /// The level in the tree: a root is on the first.
    public var depth: Int { storage.contents.family.depth }
    /// The organizations right below, in the order of creation.
    var children: SortedChunks<OrganizationID> { storage.contents.family.children }
    public var hasChildren: Bool { storage.contents.family.children.count > 0 }
    /// The organization right below that has this name, whatever the case of its letters.
    func child(named name: String) -> OrganizationID? { storage.contents.family.childByName[Family.key(of: name)] }
    /// The subscription that counts: the root's.
    var subscribed: Family.Subscribed { storage.contents.subscribed }
    public var invitations: TreeDictionary<InvitationID, InvitationRecord> { storage.contents.invitations.records }
    /// Invitation ids in the order in which they were made; those that are over included.
    public var invitationOrder: SortedChunks<InvitationID> { storage.contents.invitations.order }
    /// The mails that wait, and those that were done lately.
    public var outbox: Outbox { storage.contents.outbox }
    /// When roles, administration rights, licenses and memberships of groups end.
    var expiries: SortedChunks<Expiry> { storage.contents.expiries }
    /// The roles of its own.
    var customRoles: CustomRoles { storage.contents.customRoles }
    /// The features that may be used now: those of the plan but for the ones that wait to be enabled.
    public var features: FeatureSet { storage.contents.features }
    /// The permissions that these features let anybody have.
    public var planMask: PermissionSet { storage.contents.planMask }

    /// Whether a rule that asks for the feature is satisfied.
    public func has(_ feature: Feature) -> Bool { features.contains(feature) }

    /// Nil when the feature may be used, else why not.
    public func missing(_ feature: Feature) -> Reason? {
        if features.contains(feature) { return nil }
        return plan?.features.contains(feature) ?? false ? .featureNotEnabled : .planFeatureUnavailable
    }

    /// The member who isn't removed and has this address.
    public func member(email: EmailAddress) -> MemberNode? { member(address: email.text) }
}

/// What an organization consists of.
struct OrganizationContents: Sendable {
    var record: OrganizationRecord
    var members: TreeDictionary<MemberID, MemberNode> = [:]
    var memberByEmail: TreeDictionary<String, MemberID> = [:]
    var memberOrder = SortedChunks<MemberID>()
    var pools: TreeDictionary<String, PoolNode> = [:]
    var assignments: TreeDictionary<LicenseID, AssignmentRecord> = [:]
    var assignmentOrder = SortedChunks<LicenseID>()
    var groups = GroupsState()
    var counts = MemberCounts()
    var settings = SettingsRecord()
    var resources = ResourceContents()
    var invitations = InvitationTable()
    var outbox = Outbox()
    var expiries = SortedChunks<Expiry>()
    var customRoles = CustomRoles()
    var features = FeatureSet()
    var planMask = PermissionSet()
    var family = Family()

    init(record: OrganizationRecord) {
        self.record = record
        derivePlan()
    }

    /// Counts a member in (+1) or out (-1).
    mutating func count(_ member: MemberRecord, by change: Int) {
        counts.count(member, by: change)
        customRoles.count(member, by: change)
        expiries.count(member.expiries, by: change)
    }

    /// Counts a license in (+1) or out (-1).
    mutating func count(_ assignment: AssignmentRecord, by change: Int32) {
        pools[assignment.productID]?.count(assignment, by: change)
        expiries.count(assignment.expiries, by: Int(change))
    }

}

/// A pool with its counts, kept up to date by each event.
public struct PoolNode: Sendable, Equatable {
    public internal(set) var record: PoolRecord
    /// Licenses of each state, by what events said; those that ended by time alone are still counted.
    var pending: Int32 = 0
    var active: Int32 = 0
    var parked: Int32 = 0
    /// Ends of licenses of each state, in order of time, so that a seat is free at the very moment.
    var pendingEnds = SortedChunks<LicenseEnd>()
    var activeEnds = SortedChunks<LicenseEnd>()
    var parkedEnds = SortedChunks<LicenseEnd>()

    init(record: PoolRecord) { self.record = record }
}

/// When a license ends by time alone.
struct LicenseEnd: Comparable, Sendable {
    let time: Int64
    let license: LicenseID

    static func < (a: LicenseEnd, b: LicenseEnd) -> Bool { (a.time, a.license) < (b.time, b.license) }
}

/// How many members are in each state.
public struct MemberCounts: Sendable, Equatable {
    public internal(set) var pending = 0
    public internal(set) var active = 0
    public internal(set) var suspended = 0
    public internal(set) var removed = 0
    /// Members with a LIMITED seat who aren't removed; they are not paid users (row 94).
    public internal(set) var limited = 0

    /// Members who aren't removed.
    public var present: Int { pending + active + suspended }

    mutating func count(_ record: MemberRecord, by change: Int) {
        switch record.state {
        case .pending: pending += change
        case .active: active += change
        case .suspended: suspended += change
        default: removed += change
        }
        if record.seatType == .limited, record.state != .removed { limited += change }
    }
}

extension PoolNode {
    /// The seats as of a time: what ended by then takes none.
    public func seats(at time: Int64) -> (purchased: Int32, active: Int32, pending: Int32, parked: Int32) {
        let endedActive = Int32(activeEnds.count(while: { $0.time <= time }))
        let endedPending = Int32(pendingEnds.count(while: { $0.time <= time }))
        let endedParked = Int32(parkedEnds.count(while: { $0.time <= time }))
        return (record.purchased, active - endedActive, pending - endedPending, parked - endedParked)
    }

    /// Seats that a new license could take.
    public func available(at time: Int64) -> Int32 {
        let seats = seats(at: time)
        return seats.purchased - seats.active - seats.pending
    }

    /// Counts a license in (+1) or out (-1).
    mutating func count(_ assignment: AssignmentRecord, by change: Int32) {
        let end = LicenseEnd(time: min(assignment.validity.end, assignment.reservationEnd), license: assignment.licenseID)
        let ends = end.time != .max
        switch assignment.state {
        case .pending:
            pending += change
            if ends { change > 0 ? pendingEnds.insert(end) : pendingEnds.remove(end) }
        case .active:
            active += change
            if ends { change > 0 ? activeEnds.insert(end) : activeEnds.remove(end) }
        case .parked:
            parked += change
            if ends { change > 0 ? parkedEnds.insert(end) : parkedEnds.remove(end) }
        default:
            return
        }
    }
}
