// Who may do what, and why: the messages of AccessService.

public import WellKnown
public import Wire

/// The request of ``Methods/Access/check``.
public struct CheckRequest: ReadRequest, SubjectScoped {
    public static let protoName = "roster.v1.CheckRequest"
    public var organizationID = OrganizationID()
    /// Absent: whoever calls: the actor, else the key.
    public var subject: Subject?
    /// Such as `members.read`.
    public var permission = Permission()
    /// For a permission on a resource. Empty: at organization level.
    public var resourceID = ResourceID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.oneof("subject", 2, "member_id", &subject, { if case .memberID(let x) = $0 { x } else { nil } }, Subject.memberID)
        try v.oneof("subject", 3, "email", &subject, { if case .email(let x) = $0 { x } else { nil } }, Subject.email)
        try v.field(4, "permission", &permission)
        try v.field(5, "resource_id", &resourceID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Access/check``.
public struct CheckResponse: ReadResponse {
    public static let protoName = "roster.v1.CheckResponse"
    public var allowed = false
    /// Why not; empty when allowed. The first that applies, in this order: NOT_A_MEMBER, ACCOUNT_DEACTIVATED,
    /// MEMBER_NOT_ACTIVE, PLAN_FEATURE_UNAVAILABLE, FEATURE_NOT_ENABLED, SEAT_TYPE, NO_ACCESS, GRANT_EXPIRED,
    /// MISSING_PERMISSION.
    public var reason = Reason()
    /// The next time at which the answer could change by time alone. Absent: it can't.
    public var validUntil: Timestamp?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "allowed", &allowed)
        try v.field(2, "reason", &reason)
        try v.field(3, "valid_until", &validUntil)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Access/batchCheck``.
public struct BatchCheckRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.BatchCheckRequest"
    public var organizationID = OrganizationID()
    public var checks: [CheckItem] = []
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "checks", &checks)
        try v.field(14, "point", &point)
    }
}

/// One question of a batch.
public struct CheckItem: Message {
    public static let protoName = "roster.v1.CheckItem"
    /// Absent: whoever calls.
    public var subject: Subject?
    public var permission = Permission()
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.oneof("subject", 1, "member_id", &subject, { if case .memberID(let x) = $0 { x } else { nil } }, Subject.memberID)
        try v.oneof("subject", 2, "email", &subject, { if case .email(let x) = $0 { x } else { nil } }, Subject.email)
        try v.field(3, "permission", &permission)
        try v.field(4, "resource_id", &resourceID)
    }
}

/// The answer of ``Methods/Access/batchCheck``.
public struct BatchCheckResponse: ReadResponse {
    public static let protoName = "roster.v1.BatchCheckResponse"
    /// One for each question, in its order.
    public var results: [CheckResult] = []
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "results", &results)
        try v.field(14, "revision", &revision)
    }
}

/// One answer of a batch.
public struct CheckResult: Message {
    public static let protoName = "roster.v1.CheckResult"
    public var allowed = false
    public var reason = Reason()
    public var validUntil: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "allowed", &allowed)
        try v.field(2, "reason", &reason)
        try v.field(3, "valid_until", &validUntil)
    }
}

/// The request of ``Methods/Access/explain``.
public struct ExplainRequest: ReadRequest, SubjectScoped {
    public static let protoName = "roster.v1.ExplainRequest"
    public var organizationID = OrganizationID()
    /// Absent: whoever calls.
    public var subject: Subject?
    public var permission = Permission()
    public var resourceID = ResourceID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.oneof("subject", 2, "member_id", &subject, { if case .memberID(let x) = $0 { x } else { nil } }, Subject.memberID)
        try v.oneof("subject", 3, "email", &subject, { if case .email(let x) = $0 { x } else { nil } }, Subject.email)
        try v.field(4, "permission", &permission)
        try v.field(5, "resource_id", &resourceID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Access/explain``.
public struct ExplainResponse: ReadResponse {
    public static let protoName = "roster.v1.ExplainResponse"
    public var allowed = false
    /// As Check gives it.
    public var reason = Reason()
    public var validUntil: Timestamp?
    /// What was looked at, in the order of evaluation.
    public var steps: [ExplainStep] = []
    /// For a refusal: the single changes each of which alone would allow it; where there is none, the one role that would.
    public var remedies: [Remedy] = []
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "allowed", &allowed)
        try v.field(2, "reason", &reason)
        try v.field(3, "valid_until", &validUntil)
        try v.field(4, "steps", &steps)
        try v.field(5, "remedies", &remedies)
        try v.field(14, "revision", &revision)
    }
}

/// One thing that the evaluation looked at.
public struct ExplainStep: Message {
    public static let protoName = "roster.v1.ExplainStep"
    public var subject = ExplainSubject.unspecified
    public var effect = ExplainEffect.unspecified
    /// For DENIES, the reason as Check names it.
    public var reason = Reason()
    /// One sentence for people, with no personal data.
    public var message = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subject", &subject)
        try v.field(2, "effect", &effect)
        try v.field(3, "reason", &reason)
        try v.field(4, "message", &message)
    }
}

/// What a step looks at, in the order of evaluation.
public struct ExplainSubject: WireEnum {
    public static let protoName = "roster.v1.ExplainSubject"
    public static let unspecified = ExplainSubject(rawValue: 0)
    public static let organizationState = ExplainSubject(rawValue: 1)
    public static let memberState = ExplainSubject(rawValue: 2)
    public static let plan = ExplainSubject(rawValue: 3)
    public static let seatType = ExplainSubject(rawValue: 4)
    public static let organizationRole = ExplainSubject(rawValue: 5)
    public static let adminGrant = ExplainSubject(rawValue: 6)
    public static let workspace = ExplainSubject(rawValue: 7)
    public static let resourceRole = ExplainSubject(rawValue: 8)
    public static let parentAdmin = ExplainSubject(rawValue: 9)
    public static let key = ExplainSubject(rawValue: 10)
    /// What a limited seat reaches: the connections it made.
    public static let connection = ExplainSubject(rawValue: 11)

    public static let cases: [(Int32, String)] = [
        (0, "EXPLAIN_SUBJECT_UNSPECIFIED"), (1, "EXPLAIN_SUBJECT_ORGANIZATION_STATE"), (2, "EXPLAIN_SUBJECT_MEMBER_STATE"),
        (3, "EXPLAIN_SUBJECT_PLAN"), (4, "EXPLAIN_SUBJECT_SEAT_TYPE"), (5, "EXPLAIN_SUBJECT_ORGANIZATION_ROLE"),
        (6, "EXPLAIN_SUBJECT_ADMIN_GRANT"), (7, "EXPLAIN_SUBJECT_WORKSPACE"), (8, "EXPLAIN_SUBJECT_RESOURCE_ROLE"),
        (9, "EXPLAIN_SUBJECT_PARENT_ADMIN"), (10, "EXPLAIN_SUBJECT_KEY"),
        (11, "EXPLAIN_SUBJECT_CONNECTION"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What a step does to the decision.
public struct ExplainEffect: WireEnum {
    public static let protoName = "roster.v1.ExplainEffect"
    public static let unspecified = ExplainEffect(rawValue: 0)
    /// Gives the permission.
    public static let grants = ExplainEffect(rawValue: 1)
    /// Stands in nobody's way, and gives nothing.
    public static let neutral = ExplainEffect(rawValue: 2)
    /// Refuses, whatever else grants.
    public static let denies = ExplainEffect(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "EXPLAIN_EFFECT_UNSPECIFIED"), (1, "EXPLAIN_EFFECT_GRANTS"), (2, "EXPLAIN_EFFECT_NEUTRAL"),
        (3, "EXPLAIN_EFFECT_DENIES"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A single change that would allow what was refused.
public struct Remedy: Message {
    public static let protoName = "roster.v1.Remedy"
    public var change: Change?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.oneof("change", 1, "organization_role", &change, { if case .organizationRole(let x) = $0 { x } else { nil } }, Change.organizationRole)
        try v.oneof("change", 2, "admin", &change, { if case .admin(let x) = $0 { x } else { nil } }, Change.admin)
        try v.oneof("change", 3, "feature", &change, { if case .feature(let x) = $0 { x } else { nil } }, Change.feature)
        try v.oneof("change", 4, "member_state", &change, { if case .memberState(let x) = $0 { x } else { nil } }, Change.memberState)
        try v.oneof("change", 5, "organization_state", &change, { if case .organizationState(let x) = $0 { x } else { nil } }, Change.organizationState)
        try v.oneof("change", 6, "key_permission", &change, { if case .keyPermission(let x) = $0 { x } else { nil } }, Change.keyPermission)
        try v.oneof("change", 10, "resource_role", &change, { if case .resourceRole(let x) = $0 { x } else { nil } }, Change.resourceRole)
        try v.oneof("change", 11, "workspace_id", &change, { if case .workspaceID(let x) = $0 { x } else { nil } }, Change.workspaceID)
        try v.oneof("change", 7, "capabilities", &change, { if case .capabilities(let x) = $0 { x } else { nil } }, Change.capabilities)
    }

    public enum Change: Sendable, Equatable {
        /// Give the member this role.
        case organizationRole(OrganizationRole)
        /// Give the member this administration.
        case admin(AdminGrant)
        /// Choose a plan with this feature, or enable it.
        case feature(Feature)
        /// Bring the member into this state.
        case memberState(MemberState)
        /// Bring the organization into this state.
        case organizationState(OrganizationState)
        /// Give the key this permission.
        case keyPermission(Permission)
        /// Give the member this role on the resource.
        case resourceRole(ResourceRoleGrant)
        /// Let the member into this workspace.
        case workspaceID(WorkspaceID)
        /// Switch these toggles of the member's on.
        case capabilities(Capabilities)
    }
}

/// The request of ``Methods/Access/listEffectivePermissions``.
public struct ListEffectivePermissionsRequest: ListRequest, ReadRequest, SubjectScoped {
    public static let protoName = "roster.v1.ListEffectivePermissionsRequest"
    public var organizationID = OrganizationID()
    /// Absent: whoever calls.
    public var subject: Subject?
    public var resourceID = ResourceID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    /// Knows `permission`.
    public var filter = ""
    /// Only empty: the order is that of names.
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.oneof("subject", 2, "member_id", &subject, { if case .memberID(let x) = $0 { x } else { nil } }, Subject.memberID)
        try v.oneof("subject", 3, "email", &subject, { if case .email(let x) = $0 { x } else { nil } }, Subject.email)
        try v.field(5, "resource_id", &resourceID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Access/listEffectivePermissions``.
public struct ListEffectivePermissionsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListEffectivePermissionsResponse"
    public var permissions: [EffectivePermission] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "permissions", &permissions)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [EffectivePermission] {
        get { permissions }
        set { permissions = newValue }
    }
}

/// A permission that someone has.
public struct EffectivePermission: Message {
    public static let protoName = "roster.v1.EffectivePermission"
    public var permission = Permission()
    /// The next time at which it could end by time alone. Absent: none.
    public var validUntil: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "permission", &permission)
        try v.field(2, "valid_until", &validUntil)
    }
}
