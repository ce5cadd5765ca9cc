// An index row in the one form in which all areas are stored, and its way from and to the typed rows.

internal import RosterAPI
internal import RosterCore

/// A row that is searched without opening a tree.
public struct StoredIndexRow: Sendable, Hashable {
    /// What a row is about. The numbers are stored.
    public enum Area: Int64, Sendable, CaseIterable {
        /// Key: the organization's id.
        case organizations = 1
        /// Key: the organization's id, then the member's. Lookup: HMAC(pepper, e-mail).
        case memberships = 2
        /// Key: the key's id.
        case keys = 3
    }

    public var area: Area
    /// Unique in its area, and its order.
    public var key: [UInt8]
    /// What the row is found by besides its key; empty: by nothing.
    public var lookup: [UInt8]
    /// The row's encoded message.
    public var bytes: [UInt8]

    /// Whether this row comes before another in the order of area and key.
    func precedes(_ other: StoredIndexRow) -> Bool {
        area == other.area ? key.lexicographicallyPrecedes(other.key) : area.rawValue < other.area.rawValue
    }
}

/// One change in the stored form.
enum StoredIndexChange {
    case put(StoredIndexRow)
    case remove(StoredIndexRow.Area, key: [UInt8])

    init(_ change: IndexChange) {
        self = switch change {
        case .putOrganization(let row):
            .put(StoredIndexRow(area: .organizations, key: row.organizationID.storedBytes, lookup: [], bytes: row.bytes))
        case .removeOrganization(let id): .remove(.organizations, key: id.storedBytes)
        case .putMembership(let row):
            .put(StoredIndexRow(
                area: .memberships, key: row.organizationID.storedBytes + row.memberID.storedBytes, lookup: row.emailHash, bytes: row.bytes))
        case .removeMembership(let organization, let member):
            .remove(.memberships, key: organization.storedBytes + member.storedBytes)
        case .putKey(let row): .put(StoredIndexRow(area: .keys, key: row.keyID.storedBytes, lookup: [], bytes: row.bytes))
        case .removeKey(let id): .remove(.keys, key: id.storedBytes)
        }
    }
}

extension OrganizationIndexRow {
    init(_ row: StoredIndexRow, tree: OrganizationID) {
        self.init(organizationID: OrganizationID(stored: row.key[...]), tree: tree, bytes: row.bytes)
    }
}

extension MembershipIndexRow {
    init(_ row: StoredIndexRow) {
        self.init(
            organizationID: OrganizationID(stored: row.key.prefix(16)), memberID: MemberID(stored: row.key.dropFirst(16)),
            emailHash: row.lookup, bytes: row.bytes)
    }
}

extension KeyIndexRow {
    init(_ row: StoredIndexRow, tree: OrganizationID) {
        self.init(keyID: KeyID(stored: row.key[...]), tree: tree, bytes: row.bytes)
    }
}

extension Identifier {
    /// 16 bytes, the highest first, so that their order is the ids' order.
    var storedBytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.storeBytes(of: high.bigEndian, as: UInt64.self)
            raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            count = 16
        }
    }

    /// From 16 bytes; missing ones count as zero.
    init(stored bytes: ArraySlice<UInt8>) {
        var words: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.prefix(16).enumerated() {
            if index < 8 { words.0 = words.0 << 8 | UInt64(byte) } else { words.1 = words.1 << 8 | UInt64(byte) }
        }
        self.init(high: words.0, low: words.1)
    }
}
