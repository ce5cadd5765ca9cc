// Workspaces, and what ResourceService is asked and answers about them.

public import WellKnown
public import Wire

/// A container of resources that members see or don't.
public struct Workspace: Message {
    public static let protoName = "roster.v1.Workspace"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    /// 1 to 256 bytes. Unique in the organization, in whatever case.
    public var name = ""
    public var createTime: Timestamp?
    public var updateTime: Timestamp?
    /// The revision of its last change. Putting resources in or letting members in changes those, and not the workspace.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(3, "name", &name)
        try v.field(11, "create_time", &createTime)
        try v.field(12, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Resources/createWorkspace``.
public struct CreateWorkspaceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateWorkspaceRequest"
    public var organizationID = OrganizationID()
    public var name = ""
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/createWorkspace``.
public struct CreateWorkspaceResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateWorkspaceResponse"
    public var workspace: Workspace?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/getWorkspace``.
public struct GetWorkspaceRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetWorkspaceRequest"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Resources/getWorkspace``.
public struct GetWorkspaceResponse: ReadResponse {
    public static let protoName = "roster.v1.GetWorkspaceResponse"
    public var workspace: Workspace?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Resources/listWorkspaces``.
public struct ListWorkspacesRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListWorkspacesRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    /// Of the page before; the other fields must be the same.
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

/// The answer of ``Methods/Resources/listWorkspaces``.
public struct ListWorkspacesResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListWorkspacesResponse"
    public var workspaces: [Workspace] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspaces", &workspaces)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Workspace] {
        get { workspaces }
        set { workspaces = newValue }
    }
}

/// The request of ``Methods/Resources/updateWorkspace``.
public struct UpdateWorkspaceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateWorkspaceRequest"
    /// `organization_id` and `workspace_id` name the workspace; of the rest what the mask names is taken.
    public var workspace: Workspace?
    /// Of `name`; another path is INVALID_ARGUMENT. Absent: the name, if it is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { workspace?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Resources/updateWorkspace``.
public struct UpdateWorkspaceResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateWorkspaceResponse"
    public var workspace: Workspace?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/deleteWorkspace``.
public struct DeleteWorkspaceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DeleteWorkspaceRequest"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/deleteWorkspace``.
public struct DeleteWorkspaceResponse: MutatingResponse {
    public static let protoName = "roster.v1.DeleteWorkspaceResponse"
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/addToWorkspace``.
public struct AddToWorkspaceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.AddToWorkspaceRequest"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    /// 1 to 2000, none twice; more are BATCH_TOO_LARGE.
    public var resourceIDs: [ResourceID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(3, "resource_ids", &resourceIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/addToWorkspace``.
public struct AddToWorkspaceResponse: MutatingResponse {
    public static let protoName = "roster.v1.AddToWorkspaceResponse"
    public var workspace: Workspace?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/removeFromWorkspace``.
public struct RemoveFromWorkspaceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RemoveFromWorkspaceRequest"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    /// 1 to 2000, none twice; more are BATCH_TOO_LARGE.
    public var resourceIDs: [ResourceID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(3, "resource_ids", &resourceIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/removeFromWorkspace``.
public struct RemoveFromWorkspaceResponse: MutatingResponse {
    public static let protoName = "roster.v1.RemoveFromWorkspaceResponse"
    public var workspace: Workspace?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/grantWorkspaceAccess``.
public struct GrantWorkspaceAccessRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GrantWorkspaceAccessRequest"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    /// 1 to 2000, none twice; more are BATCH_TOO_LARGE.
    public var memberIDs: [MemberID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(3, "member_ids", &memberIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/grantWorkspaceAccess``.
public struct GrantWorkspaceAccessResponse: MutatingResponse {
    public static let protoName = "roster.v1.GrantWorkspaceAccessResponse"
    public var workspace: Workspace?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/revokeWorkspaceAccess``.
public struct RevokeWorkspaceAccessRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RevokeWorkspaceAccessRequest"
    public var organizationID = OrganizationID()
    public var workspaceID = WorkspaceID()
    /// 1 to 2000, none twice; more are BATCH_TOO_LARGE.
    public var memberIDs: [MemberID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "workspace_id", &workspaceID)
        try v.field(3, "member_ids", &memberIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/revokeWorkspaceAccess``.
public struct RevokeWorkspaceAccessResponse: MutatingResponse {
    public static let protoName = "roster.v1.RevokeWorkspaceAccessResponse"
    public var workspace: Workspace?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "workspace", &workspace)
        try v.field(15, "result", &result)
    }
}
