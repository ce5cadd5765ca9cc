// Proposal: what a ledger hands to the journal, one entry with everything that must be written in its transaction.

public import RosterAPI

/// One entry on its way to the journal, together with the rows that live and die with it.
///
/// The journal accepts a proposal only as the successor of what it holds: same tree, an open epoch, the next revision and the
/// predecessor's hash. Everything here is written in one transaction, or nothing is.
public struct Proposal: Sendable {
    public let tree: OrganizationID
    /// Raised by the ledger after each failed append; the journal refuses the rest of an epoch in which an append failed.
    public let epoch: Int64
    /// The first entry of a tree has revision 1 and an all-zero predecessor.
    public let revision: Int64
    public let previousHash: Hash256
    /// SHA-256(previousHash ‖ entry).
    public let hash: Hash256
    /// The recorded time in nanoseconds since 1970, which never goes back within a tree.
    public let time: Int64
    /// The encoded ``Entry``.
    public let entry: [UInt8]
    /// Rows of personal data to write; their commitments are in the entry.
    public let personal: [PersonalRow]
    /// Members whose rows of personal data are deleted (MemberErased).
    public let personalErasures: [MemberID]
    public let claims: [Claim]
    public let index: [IndexChange]

    public init(
        tree: OrganizationID, epoch: Int64, revision: Int64, previousHash: Hash256, hash: Hash256, time: Int64, entry: [UInt8],
        personal: [PersonalRow] = [], personalErasures: [MemberID] = [], claims: [Claim] = [], index: [IndexChange] = []
    ) {
        self.tree = tree
        self.epoch = epoch
        self.revision = revision
        self.previousHash = previousHash
        self.hash = hash
        self.time = time
        self.entry = entry
        self.personal = personal
        self.personalErasures = personalErasures
        self.claims = claims
        self.index = index
    }

    /// Whether another tree could hold one of the keys taken: such a proposal is decided on a drained ledger (architecture 2.1, rule 3).
    public var isContended: Bool { claims.contains { $0.isContended } }

    /// The bytes that count against a ledger's bound of undurable work.
    public var byteCount: Int {
        personal.reduce(entry.count + 256) { $0 + $1.bytes.count + 64 }
    }
}

/// Personal data of one member as of one revision: kept beside the entries so that it can be erased (architecture 3, decision 13).
public struct PersonalRow: Sendable, Equatable {
    public let subject: MemberID
    public let revision: Int64
    /// 16 random bytes, so that the commitment tells nothing about erased data.
    public let salt: [UInt8]
    /// An encoded `PersonalData`.
    public let bytes: [UInt8]

    public init(subject: MemberID, revision: Int64, salt: [UInt8], bytes: [UInt8]) {
        self.subject = subject
        self.revision = revision
        self.salt = salt
        self.bytes = bytes
    }

    /// SHA-256(salt ‖ bytes), which the entry holds and the chain covers.
    public var commitment: Hash256 { Hash256.of(salt, bytes) }
}

/// A unique key held by one tree, taken or given back in the entry's own transaction.
public struct Claim: Sendable, Equatable {
    public enum Kind: UInt8, Sendable {
        /// One owned root a user: the key is HMAC(pepper, e-mail).
        case owner = 1
        /// The creation of an organization under a request id: a conflict leads to the tree that holds the stored answer.
        case request = 2
    }
    public enum Change: Sendable { case take, release }

    public let kind: Kind
    /// 32 bytes; the journal's key is the kind's number followed by them.
    public let key: [UInt8]
    public let change: Change

    public init(_ change: Change, _ kind: Kind, _ key: [UInt8]) {
        self.kind = kind
        self.key = key
        self.change = change
    }

    /// The whole key as the journal stores it.
    public var storedKey: [UInt8] { [kind.rawValue] + key }

    var isContended: Bool { change == .take }
}

/// A change of the rows that answer calls over several organizations (List, ListMyOrganizations, the key table).
public enum IndexChange: Sendable, Equatable {
    case putOrganization(OrganizationIndexRow)
    case removeOrganization(OrganizationID)
    /// Replaces the member's row, whatever address it stood under.
    case putMembership(MembershipIndexRow)
    case removeMembership(OrganizationID, MemberID)
    case putKey(KeyIndexRow)
    case removeKey(KeyID)
}

/// One organization as List shows it without opening its tree.
public struct OrganizationIndexRow: Sendable, Equatable {
    public var organizationID: OrganizationID
    public var tree: OrganizationID
    /// The encoded `OrganizationSummary`.
    public var bytes: [UInt8]

    public init(organizationID: OrganizationID, tree: OrganizationID, bytes: [UInt8]) {
        self.organizationID = organizationID
        self.tree = tree
        self.bytes = bytes
    }
}

/// One membership as ListMyOrganizations shows it; removed members have none.
public struct MembershipIndexRow: Sendable, Equatable {
    public var organizationID: OrganizationID
    public var memberID: MemberID
    /// HMAC(pepper, normalised address), 32 bytes.
    public var emailHash: [UInt8]
    /// The encoded ``MembershipRecord``.
    public var bytes: [UInt8]

    public init(organizationID: OrganizationID, memberID: MemberID, emailHash: [UInt8], bytes: [UInt8]) {
        self.organizationID = organizationID
        self.memberID = memberID
        self.emailHash = emailHash
        self.bytes = bytes
    }
}

/// One key as the key table needs it, from start-up on.
public struct KeyIndexRow: Sendable, Equatable {
    public var keyID: KeyID
    public var tree: OrganizationID
    /// The encoded ``KeyRecord``, secret hashes included.
    public var bytes: [UInt8]

    public init(keyID: KeyID, tree: OrganizationID, bytes: [UInt8]) {
        self.keyID = keyID
        self.tree = tree
        self.bytes = bytes
    }
}
