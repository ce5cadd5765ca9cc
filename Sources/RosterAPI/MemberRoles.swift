// The messages of MemberService about what a member's role is, and what it allows.

public import Wire

/// What a member's role allows by a toggle of the member's own (rows 73, 74).
public struct Capabilities: Message {
    public static let protoName = "roster.v1.Capabilities"
    /// Connecting profiles and ad accounts (`resources.connect`). A toggle of MEMBER, for whom it is off by itself, and of
    /// ADVANCED_MEMBER, for whom it is on.
    public var connectResources: Bool?
    /// Making and changing workspaces (`workspaces.manage`). A toggle of MANAGER, for whom it is off by itself.
    public var manageWorkspaces: Bool?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "connect_resources", &connectResources)
        try v.field(2, "manage_workspaces", &manageWorkspaces)
    }
}

/// The request of ``Methods/Members/setOrganizationRole``.
public struct SetOrganizationRoleRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SetOrganizationRoleRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// CO_OWNER, MANAGER, ADVANCED_MEMBER, MEMBER or CUSTOM.
    public var role = OrganizationRole.unspecified
    /// When it counts; outside it the member counts as MEMBER. Absent: always.
    public var period: Period?
    /// For CUSTOM: which, of the organization level; else empty. Needs the feature CUSTOM_ROLES.
    public var customRoleID = RoleID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "role", &role)
        try v.field(4, "period", &period)
        try v.field(5, "custom_role_id", &customRoleID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Members/setOrganizationRole``.
public struct SetOrganizationRoleResponse: MutatingResponse {
    public static let protoName = "roster.v1.SetOrganizationRoleResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Members/setCapabilities``.
public struct SetCapabilitiesRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SetCapabilitiesRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// All toggles of the member's role; one that is absent goes back to what the role does by itself.
    public var capabilities: Capabilities?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "capabilities", &capabilities)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Members/setCapabilities``.
public struct SetCapabilitiesResponse: MutatingResponse {
    public static let protoName = "roster.v1.SetCapabilitiesResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}
