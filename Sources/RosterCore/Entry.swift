// Entry: one revision of a tree as the journal keeps it: header, public events, personal commitments, and what never leaves the server.

public import RosterAPI
public import Wire

/// One revision of a tree (product.md 3.3, 11; architecture 3, decision 5).
///
/// Audit and Watch see `header` and `events`. `secrets`, `claims` and the request's key and digest stay in RosterStore and RosterCore.
public struct Entry: Message {
    public static let protoName = "roster.internal.Entry"
    public var header: EntryHeader?
    public var events: [Event] = []
    /// One for each member whose personal data this entry wrote.
    public var commitments: [PersonalCommitment] = []
    public var secrets: [KeySecret] = []
    public var claims: [ClaimRecord] = []
    /// Scope and id of the request; zero without a request id.
    public var requestKey = Hash256.zero
    public var requestDigest = Hash256.zero
    /// Items of the request that were refused, so that a replay says so again.
    public var refusals: [ItemRefusal] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "header", &header)
        try v.field(2, "events", &events)
        try v.field(3, "commitments", &commitments)
        try v.field(4, "secrets", &secrets)
        try v.field(5, "claims", &claims)
        try v.digest(6, "request_key", &requestKey)
        try v.digest(7, "request_digest", &requestDigest)
        try v.field(8, "refusals", &refusals)
    }

    /// How the journal's bytes are read: an unknown event or field refuses the tree, since skipping it would lose a fact.
    public static let decodingLimits = DecodingLimits(messageBytes: 64 << 20, elements: 1_000_000, depth: 32, unknownFields: .refused)

    /// Reads an entry from the journal's bytes, strictly.
    public init(journal bytes: [UInt8]) throws(WireError) {
        try self.init(decoding: bytes, limits: Self.decodingLimits)
    }

    public var revision: Int64 { header?.revision ?? 0 }

    /// The hash of an entry: SHA-256(predecessor's hash ‖ bytes).
    public static func hash(after previous: Hash256, _ bytes: [UInt8]) -> Hash256 { Hash256.of(previous.bytes, bytes) }
}

/// The promise that a row of personal data is the one that was written: SHA-256(salt ‖ bytes).
public struct PersonalCommitment: Message {
    public static let protoName = "roster.internal.PersonalCommitment"
    public var organizationID = OrganizationID()
    public var memberID = MemberID()
    public var hash = Hash256.zero

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.digest(3, "hash", &hash)
    }
}

/// The hash of a key's secret, which no event shows.
public struct KeySecret: Message {
    public static let protoName = "roster.internal.KeySecret"
    public var keyID = KeyID()
    public var hash: [UInt8] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "key_id", &keyID)
        try v.field(2, "hash", &hash)
    }
}

/// A claim as the entry records it, so that the claims table can be checked against the history.
public struct ClaimRecord: Message {
    public static let protoName = "roster.internal.ClaimRecord"
    public var kind: Int32 = 0
    public var key: [UInt8] = []
    public var isRelease = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "kind", &kind)
        try v.field(2, "key", &key)
        try v.field(3, "is_release", &isRelease)
    }
}
