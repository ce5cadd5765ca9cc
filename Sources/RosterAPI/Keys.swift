// How services prove who they are: API keys, and the messages of KeyService.

public import WellKnown
public import Wire

/// The states of an API key.
public struct KeyState: WireEnum {
    public static let protoName = "roster.v1.KeyState"
    public static let unspecified = KeyState(rawValue: 0)
    public static let active = KeyState(rawValue: 1)
    public static let expired = KeyState(rawValue: 2)
    public static let revoked = KeyState(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "KEY_STATE_UNSPECIFIED"), (1, "KEY_STATE_ACTIVE"), (2, "KEY_STATE_EXPIRED"), (3, "KEY_STATE_REVOKED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// An API key, without its secret.
public struct Key: Message {
    public static let protoName = "roster.v1.Key"
    /// `org_platform`: platform-wide.
    public var organizationID = OrganizationID()
    public var keyID = KeyID()
    /// What it is for. 1 to 256 bytes.
    public var name = ""
    /// What it may do; on behalf of a person, no more than that person may. Ordered by name. Permissions of the platform
    /// (`platform.organizations`, `platform.keys`) are for platform-wide keys only.
    public var permissions: [Permission] = []
    /// The authority with which it acts as itself, 0 to 100, on the scale of roles: OWNER 100, CO_OWNER 80, MANAGER 60,
    /// ADVANCED_MEMBER 40, MEMBER 20. It can't change members of a higher rank, nor grant one.
    public var ceiling: Int32 = 0
    public var state = KeyState.unspecified
    /// Absent: it doesn't expire.
    public var expireTime: Timestamp?
    public var createTime: Timestamp?
    public var updateTime: Timestamp?
    public var revokeTime: Timestamp?
    /// Until when the secret before the last rotation is accepted.
    public var previousSecretExpireTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "key_id", &keyID)
        try v.field(3, "name", &name)
        try v.field(4, "permissions", &permissions)
        try v.field(5, "ceiling", &ceiling)
        try v.field(6, "state", &state)
        try v.field(7, "expire_time", &expireTime)
        try v.field(8, "create_time", &createTime)
        try v.field(9, "update_time", &updateTime)
        try v.field(10, "revoke_time", &revokeTime)
        try v.field(11, "previous_secret_expire_time", &previousSecretExpireTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Keys/create``.
public struct CreateKeyRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.CreateKeyRequest"
    /// `org_platform` for a platform-wide key.
    public var organizationID = OrganizationID()
    public var name = ""
    public var permissions: [Permission] = []
    /// 0 to 100, not above the caller's own authority.
    public var ceiling: Int32 = 0
    public var expireTime: Timestamp?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "name", &name)
        try v.field(3, "permissions", &permissions)
        try v.field(4, "ceiling", &ceiling)
        try v.field(5, "expire_time", &expireTime)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Keys/create``.
public struct CreateKeyResponse: MutatingResponse {
    public static let protoName = "roster.v1.CreateKeyResponse"
    public var key: Key?
    /// `rk_…`: the metadata `authorization: Bearer <secret>` of every call. Left out of replayed answers and dry runs.
    public var secret = ""
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key", &key)
        try v.field(2, "secret", &secret)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Keys/list``.
public struct ListKeysRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListKeysRequest"
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

/// The answer of ``Methods/Keys/list``.
public struct ListKeysResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListKeysResponse"
    public var keys: [Key] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "keys", &keys)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Key] {
        get { keys }
        set { keys = newValue }
    }
}

/// The request of ``Methods/Keys/update``.
public struct UpdateKeyRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateKeyRequest"
    /// `organization_id` and `key_id` name the key; of the rest what the mask names is taken.
    public var key: Key?
    /// Of `name`, `permissions`, `ceiling` and `expire_time`; another path is INVALID_ARGUMENT. Absent: every one of these
    /// that is set.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key", &key)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { key?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Keys/update``.
public struct UpdateKeyResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateKeyResponse"
    public var key: Key?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key", &key)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Keys/revoke``.
public struct RevokeKeyRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RevokeKeyRequest"
    public var organizationID = OrganizationID()
    public var keyID = KeyID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "key_id", &keyID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Keys/revoke``.
public struct RevokeKeyResponse: MutatingResponse {
    public static let protoName = "roster.v1.RevokeKeyResponse"
    public var key: Key?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key", &key)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Keys/rotate``.
public struct RotateKeyRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RotateKeyRequest"
    public var organizationID = OrganizationID()
    public var keyID = KeyID()
    /// How long the previous secret stays good: 0 to 7 days. Absent: it ends at once.
    public var overlap: Duration?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "key_id", &keyID)
        try v.field(3, "overlap", &overlap)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Keys/rotate``.
public struct RotateKeyResponse: MutatingResponse {
    public static let protoName = "roster.v1.RotateKeyResponse"
    public var key: Key?
    /// The new secret. Left out of replayed answers and dry runs.
    public var secret = ""
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key", &key)
        try v.field(2, "secret", &secret)
        try v.field(15, "result", &result)
    }
}
