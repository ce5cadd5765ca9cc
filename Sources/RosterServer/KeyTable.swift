// Every API key of the node by its id, kept as the journal publishes changes: what authentication looks credentials up in.

import RosterAPI
import RosterCore
import RosterStore
import Synchronization

/// One version of one key; a changed key is a new object. What a call's `principal` is.
final class VerifiedKey: Sendable {
    let record: KeyRecord
    /// The tree whose ledger holds the key: its organization's, or `.platform`.
    let tree: OrganizationID
    /// The key acting as itself.
    let principal: Principal
    /// Shared by all versions of the key.
    let bucket: TokenBucket

    init(record: KeyRecord, tree: OrganizationID, bucket: TokenBucket) {
        self.record = record
        self.tree = tree
        self.bucket = bucket
        principal = Principal(record)
    }

    var id: KeyID { record.keyID }
    var isPlatformWide: Bool { tree == .platform }

    /// Whether it may be used at this time (nanoseconds since 1970).
    func isValid(at time: Int64) -> Bool {
        record.revokeTime == 0 && (record.expireTime == 0 || time < record.expireTime)
    }

    /// Whether this HMAC is that of its secret, or of the one before while that overlaps.
    func accepts(_ hash: [UInt8], at time: Int64) -> Bool {
        let current = secretsEqual(hash, record.secretHash)
        let previous = secretsEqual(hash, record.previousSecretHash) && time < record.previousSecretExpireTime
        return (current || previous) && isValid(at: time)
    }
}

/// The node's keys. `generation` rises before the answer of any change leaves, so that a revocation works at the next call.
final class KeyTable: Sendable {
    private let counter = Atomic<UInt64>(1)
    private let keys = Mutex<[KeyID: VerifiedKey]>([:])
    private let callsPerSecond: Int

    init(callsPerSecond: Int) { self.callsPerSecond = callsPerSecond }

    var generation: UInt64 { counter.load(ordering: .acquiring) }

    func key(_ id: KeyID) -> VerifiedKey? { keys.withLock { $0[id] } }

    /// Reads every key from the journal's index: at start, before anything is served.
    func load(from journal: any Journal) async throws {
        var last: KeyID?
        while true {
            let rows = try await journal.keys(after: last, limit: JournalLimit.sliceRows)
            guard let next = rows.last?.keyID else { return }
            for row in rows { try put(row) }
            last = next
        }
    }

    /// On the journal's thread, before the change's own answer leaves.
    func apply(_ changes: [IndexChange]) {
        for change in changes {
            switch change {
            case .putKey(let row): try? put(row)
            case .removeKey(let id): remove(id)
            default: continue
            }
        }
    }

    private func put(_ row: KeyIndexRow) throws {
        let record = try KeyRecord(decoding: row.bytes)
        keys.withLock { keys in
            let bucket = keys[row.keyID]?.bucket ?? TokenBucket(perSecond: callsPerSecond)
            keys[row.keyID] = VerifiedKey(record: record, tree: row.tree, bucket: bucket)
        }
        counter.wrappingAdd(1, ordering: .releasing)
    }

    /// A tree was purged: its keys open nothing any more.
    func remove(of tree: OrganizationID) {
        keys.withLock { keys in keys = keys.filter { $0.value.tree != tree } }
        counter.wrappingAdd(1, ordering: .releasing)
    }

    private func remove(_ id: KeyID) {
        keys.withLock { $0[id] = nil }
        counter.wrappingAdd(1, ordering: .releasing)
    }
}
