// Sub-accounts: accounts below an account.

public import Wire

/// An account below another.
public struct Subaccount: Message {
    public static let protoName = "roster.v1.Subaccount"
    /// As OrganizationService.Get shows it; `parent_id` is the account right above.
    public var organization: Organization?
    /// Its level: a root is on the first, so 2 to 5.
    public var depth: Int32 = 0
    public var limits: QuotaLimits?
    /// Its members who aren't removed.
    public var members: Int32 = 0
    /// The accounts right below it.
    public var subaccounts: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization", &organization)
        try v.field(2, "depth", &depth)
        try v.field(3, "limits", &limits)
        try v.field(4, "members", &members)
        try v.field(5, "subaccounts", &subaccounts)
    }
}

/// How much an account may consume, with its sub-accounts. Days and months begin in the time zone of the root.
public struct QuotaLimits: Message {
    public static let protoName = "roster.v1.QuotaLimits"
    /// Absent: no limit of its own. 0: nothing at all.
    public var perDay: Int64?
    public var perMonth: Int64?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "per_day", &perDay)
        try v.field(2, "per_month", &perMonth)
    }
}

/// A member of the parent who becomes a member of the sub-account as well, and keeps what it has in the parent.
public struct SubaccountMember: Message {
    public static let protoName = "roster.v1.SubaccountMember"
    /// The parent's member; it must be ACTIVE (FAILED_PRECONDITION with WRONG_STATE).
    public var memberID = MemberID()
    /// Its role in the sub-account: any but OWNER; CONNECTOR goes with a LIMITED seat (SEAT_TYPE). Unspecified: the role that
    /// it has in the parent now, with its period; an OWNER becomes CO_OWNER, and a CUSTOM role, which is the parent's own,
    /// MEMBER.
    public var role = OrganizationRole.unspecified

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "role", &role)
    }
}

/// The request of ``Methods/Subaccounts/create``.
public struct CreateSubaccountRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateSubaccountRequest"
    /// The parent: a root or another sub-account.
    public var organizationID = OrganizationID()
    /// 1 to 256 bytes.
    public var name = ""
    /// At least one of both must be there; none is negative.
    public var limits: QuotaLimits?
    /// Up to 500, nobody twice. Their seat type, e-mail address and profile are copied, licenses and administration rights are
    /// not. More are INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var members: [SubaccountMember] = []
    /// Absent: the parent's.
    public var timeZone = ""
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(3, "limits", &limits)
        try v.field(4, "members", &members)
        try v.field(5, "time_zone", &timeZone)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Subaccounts/create``.
public struct CreateSubaccountResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateSubaccountResponse"
    public var subaccount: Subaccount?
    /// The members it begins with, in the order of the request.
    public var members: [Member] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subaccount", &subaccount)
        try v.field(2, "members", &members)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Subaccounts/get``.
public struct GetSubaccountRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetSubaccountRequest"
    /// The account from which one looks: any above it.
    public var organizationID = OrganizationID()
    public var subaccountID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "subaccount_id", &subaccountID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Subaccounts/get``.
public struct GetSubaccountResponse: ReadResponse {
    public static let protoName = "roster.v1.GetSubaccountResponse"
    public var subaccount: Subaccount?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subaccount", &subaccount)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Subaccounts/list``.
public struct ListSubaccountsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListSubaccountsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Subaccounts/list``.
public struct ListSubaccountsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListSubaccountsResponse"
    public var subaccounts: [Subaccount] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subaccounts", &subaccounts)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Subaccount] {
        get { subaccounts }
        set { subaccounts = newValue }
    }
}
