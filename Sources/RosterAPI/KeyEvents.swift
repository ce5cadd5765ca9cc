// What happens to API keys.

public import WellKnown
public import Wire

/// An API key came to be. Its secret never appears in the history.
public struct KeyCreated: Message {
    public static let protoName = "roster.v1.KeyCreated"
    public var keyID = KeyID()
    public var name = ""
    public var permissions: [Permission] = []
    public var ceiling: Int32 = 0
    public var expireTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
        try v.field(2, "name", &name)
        try v.field(3, "permissions", &permissions)
        try v.field(4, "ceiling", &ceiling)
        try v.field(5, "expire_time", &expireTime)
    }
}

/// What the key is now called and may do: all of it, not only what changed.
public struct KeyUpdated: Message {
    public static let protoName = "roster.v1.KeyUpdated"
    public var keyID = KeyID()
    public var name = ""
    public var permissions: [Permission] = []
    public var ceiling: Int32 = 0
    public var expireTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
        try v.field(2, "name", &name)
        try v.field(3, "permissions", &permissions)
        try v.field(4, "ceiling", &ceiling)
        try v.field(5, "expire_time", &expireTime)
    }
}

/// The key is accepted no more.
public struct KeyRevoked: Message {
    public static let protoName = "roster.v1.KeyRevoked"
    public var keyID = KeyID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
    }
}

/// The key has a new secret, which never appears in the history.
public struct KeyRotated: Message {
    public static let protoName = "roster.v1.KeyRotated"
    public var keyID = KeyID()
    /// Until when the previous secret is still accepted. Absent: no longer.
    public var previousSecretExpireTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
        try v.field(2, "previous_secret_expire_time", &previousSecretExpireTime)
    }
}
