// What MemberService is asked and answers about roles on resources.

public import Wire

/// The request of ``Methods/Members/setResourceRoles``.
public struct SetResourceRolesRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.SetResourceRolesRequest"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    /// The roles, at most one a resource.
    public var resourceRoles: [ResourceRoleGrant] = []
    /// The resources that this is about: on one that is named here and has no role above, the member's role is taken away; all
    /// others stay as they are. Empty: all resources that the caller sees, so that the roles above are all that remains of these.
    /// A role on a resource that isn't named, where some are, is INVALID_ARGUMENT. At most 2000: BATCH_TOO_LARGE.
    public var resourceIDs: [ResourceID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "resource_roles", &resourceRoles)
        try v.field(4, "resource_ids", &resourceIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Members/setResourceRoles``.
public struct SetResourceRolesResponse: MutatingResponse {
    public static let protoName = "roster.v1.SetResourceRolesResponse"
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member", &member)
        try v.field(15, "result", &result)
    }
}
