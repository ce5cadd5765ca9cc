// What happens to resources and workspaces, and to members' roles on them.

public import WellKnown
public import Wire

/// A social profile or an ad account was connected.
public struct ResourceConnected: Message {
    public static let protoName = "roster.v1.ResourceConnected"
    public var resourceID = ResourceID()
    public var kind = ResourceKind.unspecified
    public var network = ""
    public var externalID = ""
    /// What it is called: organization data, not a person's.
    public var name = ""
    /// The member whose token it is. Empty: a service connected it as itself.
    public var connectedBy = MemberID()
    /// When the token ends. Absent: never.
    public var expireTime: Timestamp?
    public var scopes: [String] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "kind", &kind)
        try v.field(3, "network", &network)
        try v.field(4, "external_id", &externalID)
        try v.field(5, "name", &name)
        try v.field(6, "connected_by", &connectedBy)
        try v.field(7, "expire_time", &expireTime)
        try v.field(8, "scopes", &scopes)
    }
}

/// A resource is now called this.
public struct ResourceUpdated: Message {
    public static let protoName = "roster.v1.ResourceUpdated"
    public var resourceID = ResourceID()
    public var name = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "name", &name)
    }
}

/// A connection has a new token.
public struct ConnectionRenewed: Message {
    public static let protoName = "roster.v1.ConnectionRenewed"
    public var resourceID = ResourceID()
    /// The member whose token it is now. Empty: nobody's.
    public var connectedBy = MemberID()
    public var expireTime: Timestamp?
    public var scopes: [String] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
        try v.field(2, "connected_by", &connectedBy)
        try v.field(3, "expire_time", &expireTime)
        try v.field(4, "scopes", &scopes)
    }
}

/// The network has revoked the token of a connection.
public struct ConnectionRevoked: Message {
    public static let protoName = "roster.v1.ConnectionRevoked"
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
    }
}

/// A resource is gone with its connection, and so is every role on it.
public struct ResourceDisconnected: Message {
    public static let protoName = "roster.v1.ResourceDisconnected"
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_id", &resourceID)
    }
}

/// The member's role on the resource is now this one.
public struct ResourceRoleGranted: Message {
    public static let protoName = "roster.v1.ResourceRoleGranted"
    public var memberID = MemberID()
    public var grant: ResourceRoleGrant?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "grant", &grant)
    }
}

/// The member has no role on the resource any more.
public struct ResourceRoleRevoked: Message {
    public static let protoName = "roster.v1.ResourceRoleRevoked"
    public var memberID = MemberID()
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "resource_id", &resourceID)
    }
}

/// A workspace came to be.
public struct WorkspaceCreated: Message {
    public static let protoName = "roster.v1.WorkspaceCreated"
    public var workspaceID = WorkspaceID()
    public var name = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "name", &name)
    }
}

/// A workspace is now called this.
public struct WorkspaceUpdated: Message {
    public static let protoName = "roster.v1.WorkspaceUpdated"
    public var workspaceID = WorkspaceID()
    public var name = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "name", &name)
    }
}

/// A workspace is gone: its resources lie in none, and nobody has access to it any more.
public struct WorkspaceDeleted: Message {
    public static let protoName = "roster.v1.WorkspaceDeleted"
    public var workspaceID = WorkspaceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
    }
}

/// A resource lies in this workspace now, and in no other.
public struct ResourceAddedToWorkspace: Message {
    public static let protoName = "roster.v1.ResourceAddedToWorkspace"
    public var workspaceID = WorkspaceID()
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "resource_id", &resourceID)
    }
}

/// A resource lies in no workspace now.
public struct ResourceRemovedFromWorkspace: Message {
    public static let protoName = "roster.v1.ResourceRemovedFromWorkspace"
    public var workspaceID = WorkspaceID()
    public var resourceID = ResourceID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "resource_id", &resourceID)
    }
}

/// The member reaches the workspace from now on.
public struct WorkspaceAccessGranted: Message {
    public static let protoName = "roster.v1.WorkspaceAccessGranted"
    public var workspaceID = WorkspaceID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "member_id", &memberID)
    }
}

/// The workspace is hidden from the member from now on.
public struct WorkspaceAccessRevoked: Message {
    public static let protoName = "roster.v1.WorkspaceAccessRevoked"
    public var workspaceID = WorkspaceID()
    public var memberID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace_id", &workspaceID)
        try v.field(2, "member_id", &memberID)
    }
}
