// NaiveAccount: one organization of the naive model, with everything in it.

public import RosterAPI
import WellKnown

/// From when until when something counts.
public struct Stretch: Equatable, Sendable {
    public var start: Int64 = 0
    public var end = Int64.max

    public static let always = Stretch()

    init(start: Int64 = 0, end: Int64 = .max) {
        self.start = start
        self.end = end
    }

    init(_ period: Period?) {
        self.init(start: period?.startTime?.nanosecondsSince1970 ?? 0, end: period?.endTime?.nanosecondsSince1970 ?? .max)
    }

    func contains(_ time: Int64) -> Bool { start <= time && time < end }

    var period: Period? {
        guard self != .always else { return nil }
        return .with { period in
            if start != 0 { period.startTime = Timestamp(nanosecondsSince1970: start) }
            if end != .max { period.endTime = Timestamp(nanosecondsSince1970: end) }
        }
    }
}

/// An administration right.
public struct AdminRight: Equatable, Sendable {
    public var level: AdminLevel
    public var categories: Set<AdminCategory> = []
    public var span = Stretch.always

    /// The message, its categories in the order of the request that gave it.
    func grant(_ order: [AdminCategory]? = nil) -> AdminGrant {
        .with { grant in
            grant.level = level
            grant.categories = order ?? categories.sorted { $0.rawValue < $1.rawValue }
            grant.period = span.period
        }
    }
}

public struct NaivePerson {
    public var email: String
    public var title = ""
    public var role: OrganizationRole
    /// For CUSTOM: which.
    public var customRole = RoleID()
    public var roleSpan = Stretch.always
    /// The toggles; nil: as the role has them.
    public var connects: Bool?
    public var managesWorkspaces: Bool?
    public var seat: SeatType
    public var state = MemberState.active
    public var admin: AdminRight?
    /// How it stands in the CRM; nil: never chosen.
    public var crm: CrmSyncStatus?
    public var crmTime: Int64 = 0
    public var isErased = false
    var resourceRoles: [ResourceID: NaiveResourceRole] = [:]
    var workspaces: Set<WorkspaceID> = []
    var groups: [GroupID: Stretch] = [:]
    /// The one that brought it here, or would; zero: none.
    var invitation = InvitationID()

    public init(email: String, role: OrganizationRole, seat: SeatType) {
        self.email = email
        self.role = role
        self.seat = seat
    }

    var takesPartInCrm: Bool { crm.map { $0 != .disabled } ?? false }

    /// The role at a time: before it begins a MEMBER. What has ended is gone already.
    func role(at now: Int64) -> OrganizationRole { roleSpan.contains(now) ? role : .member }

    /// Gives a role, with its toggles as they are by themselves.
    mutating func give(_ role: OrganizationRole, _ custom: RoleID = RoleID(), _ span: Stretch = .always) {
        self.role = role
        customRole = custom
        roleSpan = span
        connects = nil
        managesWorkspaces = nil
    }
}

public struct NaiveLicense: Equatable {
    var member: MemberID
    var product: String
    var state = LicenseState.pending
    var span: Stretch
}

public struct NaiveRole: Equatable {
    var level: PermissionLevel
    var name: String
    var permissions: PermissionSet
}

/// A role on a resource.
struct NaiveResourceRole: Equatable {
    var role: ResourceRole
    var custom: RoleID
    var span: Stretch
}

/// A profile or ad account, with what is known of its token.
struct NaiveResource {
    var network: String
    var externalID: String
    var name: String
    var addedBy: MemberID
    var connectedBy: MemberID
    /// 0: never.
    var expire: Int64
    var isRevoked = false
    /// Zero: in none.
    var workspace = WorkspaceID()

    func state(at now: Int64) -> ConnectionState {
        if isRevoked { return .revoked }
        if expire == 0 { return .noExpiry }
        if now >= expire { return .expired }
        return expire - now <= 7 * 86_400_000_000_000 ? .expiring : .valid
    }
}

public struct NaiveAccount {
    /// Nobody's in a sub-account.
    public var owner: MemberID
    /// Of a sub-account.
    var parent: OrganizationID?
    public var people: [MemberID: NaivePerson] = [:]
    public var licenses: [LicenseID: NaiveLicense] = [:]
    public var pools: [String: Int32] = [:]
    public var roles: [RoleID: NaiveRole] = [:]
    var resources: [ResourceID: NaiveResource] = [:]
    /// Names.
    var workspaces: [WorkspaceID: String] = [:]
    var groups: [GroupID: NaiveGroup] = [:]
    var rules: [RuleID: NaiveGroupRule] = [:]
    var invitations: [InvitationID: NaiveInvitation] = [:]
    var universalGeneration: Int32 = 1
    var mails: [MailID: NaiveMail] = [:]
    var name = "Lumen"
    var isLiteral = false
    var isReportsOnly = false
    var subAdminsManageGroups = false
    public var isDeleted = false
    var purge: Int64 = 0
    var crmProvider = CrmProvider.unspecified
    var crmInstance = ""
    var crmIsOn = false
    var crmWritesSmartLinks = false
    /// Chosen; what the plan lacks is off all the same.
    var teamlink = true
    var smartLinks = true
    var roiReporting = false

    init(owner: MemberID) { self.owner = owner }

    var present: [MemberID: NaivePerson] { people.filter { $0.value.state != .removed } }

    func isTaken(_ email: String) -> Bool { people.values.contains { $0.state != .removed && !$0.isErased && $0.email == email } }

    mutating func pass(to now: Int64) {
        for (id, invitation) in invitations where invitation.state == .pending && invitation.expire <= now {
            invitations[id]?.state = .expired
            remove(invitation.member)
        }
        // What is done is remembered for 30 days.
        for (id, mail) in mails where mail.isDone && mail.doneTime <= now - 30 * 86_400_000_000_000 { mails[id] = nil }
        for (id, person) in people {
            if person.roleSpan.end <= now { people[id]?.give(.member) }
            if let admin = person.admin, admin.span.end <= now { people[id]?.admin = nil }
            for (group, span) in person.groups where span.end <= now { people[id]?.groups[group] = nil }
            for (resource, role) in person.resourceRoles where role.span.end <= now { people[id]?.resourceRoles[resource] = nil }
        }
    }

    /// Who holds a custom role, of either level.
    func holders(of role: RoleID) -> [MemberID: NaivePerson] {
        people.filter { $0.value.customRole == role || $0.value.resourceRoles.values.contains { $0.custom == role } }
    }

    // MARK: Seats

    /// Parked licenses take none; what was assigned for later takes one at once.
    func used(_ product: String, at now: Int64) -> Int32 {
        Int32(licenses.values.count { $0.product == product && [.pending, .active].contains($0.state) && now < $0.span.end })
    }

    func holds(_ member: MemberID, _ product: String, at now: Int64) -> Bool {
        licenses.values.contains { $0.member == member && $0.product == product && $0.state != .revoked && now < $0.span.end }
    }

    /// A license's state at a time: what ended by time alone is revoked.
    func state(of license: LicenseID, at now: Int64) -> LicenseState {
        guard let found = licenses[license] else { return .unspecified }
        return now < found.span.end ? found.state : .revoked
    }

    // MARK: Removal

    /// Takes everything from a member who leaves.
    mutating func remove(_ id: MemberID) {
        for (license, value) in licenses where value.member == id { licenses[license]?.state = .revoked }
        people[id]?.state = .removed
        people[id]?.admin = nil
        people[id]?.crm = nil
        people[id]?.resourceRoles = [:]
        people[id]?.workspaces = []
        releaseGroups(of: id)
        if people[id]?.role == .custom { people[id]?.give(.member) }
    }
}
