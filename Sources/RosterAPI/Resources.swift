// What ResourceService is asked and answers about resources and their connections.

public import WellKnown
public import Wire

/// The request of ``Methods/Resources/connect``.
public struct ConnectResourceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ConnectResourceRequest"
    public var organizationID = OrganizationID()
    public var kind = ResourceKind.unspecified
    /// Put in lower case.
    public var network = ""
    public var externalID = ""
    public var displayName = ""
    /// When the token ends, later than now. Absent: never.
    public var expireTime: Timestamp?
    /// At most 64, of at most 128 bytes each.
    public var scopes: [String] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "kind", &kind)
        try v.field(3, "network", &network)
        try v.field(4, "external_id", &externalID)
        try v.field(5, "display_name", &displayName)
        try v.field(6, "expire_time", &expireTime)
        try v.field(7, "scopes", &scopes)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/connect``.
public struct ConnectResourceResponse: MutatingResponse {
    public static let protoName = "roster.v1.ConnectResourceResponse"
    public var resource: Resource?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource", &resource)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/get``.
public struct GetResourceRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetResourceRequest"
    public var organizationID = OrganizationID()
    public var resourceID = ResourceID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "resource_id", &resourceID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Resources/get``.
public struct GetResourceResponse: ReadResponse {
    public static let protoName = "roster.v1.GetResourceResponse"
    public var resource: Resource?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource", &resource)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Resources/list``.
public struct ListResourcesRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListResourcesRequest"
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

/// The answer of ``Methods/Resources/list``.
public struct ListResourcesResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListResourcesResponse"
    public var resources: [Resource] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resources", &resources)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Resource] {
        get { resources }
        set { resources = newValue }
    }
}

/// The request of ``Methods/Resources/update``.
public struct UpdateResourceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateResourceRequest"
    /// `organization_id` and `resource_id` name the resource; of the rest what the mask names is taken.
    public var resource: Resource?
    /// Of `display_name` and `connection.state`, which can be set to REVOKED only; another path is INVALID_ARGUMENT. Absent: every
    /// one of these that is so set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource", &resource)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { resource?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Resources/update``.
public struct UpdateResourceResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateResourceResponse"
    public var resource: Resource?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource", &resource)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/renewConnection``.
public struct RenewConnectionRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RenewConnectionRequest"
    public var organizationID = OrganizationID()
    public var resourceID = ResourceID()
    /// When the new token ends, later than now. Absent: never.
    public var expireTime: Timestamp?
    /// What the new token allows. At most 64, of at most 128 bytes each.
    public var scopes: [String] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "resource_id", &resourceID)
        try v.field(3, "expire_time", &expireTime)
        try v.field(4, "scopes", &scopes)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/renewConnection``.
public struct RenewConnectionResponse: MutatingResponse {
    public static let protoName = "roster.v1.RenewConnectionResponse"
    public var resource: Resource?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource", &resource)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/disconnect``.
public struct DisconnectResourceRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DisconnectResourceRequest"
    public var organizationID = OrganizationID()
    public var resourceID = ResourceID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "resource_id", &resourceID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Resources/disconnect``.
public struct DisconnectResourceResponse: MutatingResponse {
    public static let protoName = "roster.v1.DisconnectResourceResponse"
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Resources/listTokenNotifications``.
public struct ListTokenNotificationsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListTokenNotificationsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    /// Of the page before; the other fields must be the same.
    public var pageToken = ""
    public var filter = ""
    /// Only empty: by `expire_time`, then in the order in which the resources were added.
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

/// The answer of ``Methods/Resources/listTokenNotifications``.
public struct ListTokenNotificationsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListTokenNotificationsResponse"
    public var notifications: [TokenNotification] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "notifications", &notifications)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [TokenNotification] {
        get { notifications }
        set { notifications = newValue }
    }
}
