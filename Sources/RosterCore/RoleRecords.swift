// RoleRecords: what the state keeps of custom roles.

public import RosterAPI
public import Wire

/// One custom role.
public struct CustomRoleRecord: Message {
    public static let protoName = "roster.internal.CustomRoleRecord"
    public var roleID = RoleID()
    public var revision: Int64 = 0
    public var level = PermissionLevel.unspecified
    public var name = ""
    public var description = ""
    public var permissions: [Permission] = []
    public var createTime: Int64 = 0
    public var updateTime: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "role_id", &roleID)
        try v.field(2, "revision", &revision)
        try v.field(3, "level", &level)
        try v.field(4, "name", &name)
        try v.field(5, "description", &description)
        try v.field(6, "permissions", &permissions)
        try v.field(7, "create_time", &createTime)
        try v.field(8, "update_time", &updateTime)
    }
}

extension MemberRecord {
    /// A custom role that the member was given, and the time at which it is over.
    struct CustomRoleHolding {
        let role: RoleID
        let end: Int64
    }

    /// The custom roles that it holds now or later, each once; one that is over stays until the sweeper has passed.
    var customRoleHoldings: [CustomRoleHolding] {
        var ends: [RoleID: Int64] = customRoleID.isZero ? [:] : [customRoleID: roleValidity.end]
        for role in resourceRoles where !role.customRoleID.isZero && !role.isLapsed { ends[role.customRoleID] = max(ends[role.customRoleID] ?? 0, role.validity.end) }
        return ends.map { CustomRoleHolding(role: $0.key, end: $0.value) }
    }

    /// The custom roles that are over for it, and kept so that a refusal goes on to say so.
    var lapsedCustomRoles: Set<RoleID> {
        var lapsed: Set<RoleID> = lapsedCustomRoleID.isZero ? [] : [lapsedCustomRoleID]
        for role in resourceRoles where !role.customRoleID.isZero && role.isLapsed { lapsed.insert(role.customRoleID) }
        return lapsed
    }

    /// Gives a role, with the toggles as it has them by itself.
    mutating func give(_ role: OrganizationRole, _ customRoleID: RoleID, _ validity: Validity) {
        self.role = role
        self.customRoleID = customRoleID
        roleValidity = validity
        connectResources = nil
        manageWorkspaces = nil
        forgetLapsedRole()
    }

    /// The role whose toggles are switched at a time, and as they are: that of the last assignment, or MEMBER once that is over.
    func toggled(at time: Int64) -> (role: OrganizationRole, capabilities: Capabilities) {
        guard time < roleValidity.end else { return (.member, Capabilities()) }
        return (role, .with { capabilities in
            capabilities.connectResources = connectResources
            capabilities.manageWorkspaces = manageWorkspaces
        })
    }

    mutating func forgetLapsedRole() {
        lapsedRole = .unspecified
        lapsedCustomRoleID = RoleID()
        lapsedConnectResources = nil
        lapsedManageWorkspaces = nil
    }

    /// Takes note that the role is over.
    mutating func lapseRole() {
        let (role, id, connect, manage) = (role, customRoleID, connectResources, manageWorkspaces)
        give(.member, RoleID(), .always)
        lapsedRole = role
        lapsedCustomRoleID = id
        lapsedConnectResources = connect
        lapsedManageWorkspaces = manage
    }
}
