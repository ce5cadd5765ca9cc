// What SQLite's journal does rarely: purges in slices, and the check of the file itself.

internal import RosterAPI
internal import RosterCore

/// What a tree's row says of its life. Far from each other, so that no flipped bit turns a living tree into one to be deleted.
enum StoredTreeState: Int64 {
    case live = 0
    case purging = 0x7075_7267
    case purged = 0x7075_7264
}

/// Confined to the journal's thread.
final class SQLiteMaintenance {
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) throws(SQLiteFailure) {
        self.connection = connection
    }

    /// All of it or nothing.
    func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try connection.execute("COMMIT")
            return value
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    /// From here on the tree is only a tombstone, whatever is still to be deleted.
    func startPurge(_ found: SQLiteWriter.Found) throws(SQLiteFailure) {
        guard !found.head.isPurged else { return }
        let mark = try SQLiteStatement(connection.handle, "UPDATE trees SET state = ?, revision = ? WHERE id = ?")
        mark.bind(1, StoredTreeState.purging.rawValue)
        mark.bind(2, found.head.revision)
        mark.bind(3, found.number)
        try mark.run()
    }

    /// Deletes up to a slice of the tree's rows of one table; true when nothing is left but personal rows of zeros, which can't go
    /// without rows of other trees being moved.
    func purgeSlice(of number: Int64) throws(SQLiteFailure) -> Bool {
        if try deleteEntries(of: number) { return false }
        let tables: [(String, String)] = [("claims", "key"), ("index_rows", "area, key")]
        for (table, key) in tables {
            let delete = try SQLiteStatement(connection.handle, """
                DELETE FROM \(table) WHERE (\(key)) IN (SELECT \(key) FROM \(table) WHERE tree = ? LIMIT \(JournalLimit.sliceRows))
                RETURNING 1
                """)
            delete.bind(1, number)
            var deleted = false
            while try delete.next() { deleted = true }
            if deleted { return false }
        }
        let mark = try SQLiteStatement(connection.handle, "UPDATE trees SET state = ? WHERE id = ?")
        mark.bind(1, StoredTreeState.purged.rawValue)
        mark.bind(2, number)
        try mark.run()
        return true
    }

    /// Deletes the first of the tree's entries and overwrites their personal rows; false: there are no entries.
    private func deleteEntries(of number: Int64) throws(SQLiteFailure) -> Bool {
        let slice = try SQLiteStatement(connection.handle, """
            SELECT min(revision), max(revision)
            FROM (SELECT revision FROM entries WHERE tree = ? ORDER BY revision LIMIT \(JournalLimit.sliceRows))
            """)
        slice.bind(1, number)
        guard try slice.next() else { return false }
        let (first, last) = (slice.integer(0), slice.integer(1))
        slice.reset()
        guard last > 0 else { return false }
        for sql in [
            "UPDATE personal SET salt = zeroblob(16), bytes = zeroblob(length(bytes)) WHERE tree = ? AND revision BETWEEN ? AND ?",
            "DELETE FROM entries WHERE tree = ? AND revision BETWEEN ? AND ?",
        ] {
            let change = try SQLiteStatement(connection.handle, sql)
            change.bind(1, number)
            change.bind(2, first)
            change.bind(3, last)
            try change.run()
        }
        return true
    }

    /// Trees that are still to be deleted.
    func unfinishedPurges() throws(SQLiteFailure) -> [OrganizationID] {
        let list = try SQLiteStatement(connection.handle, "SELECT tree FROM trees WHERE state = ? LIMIT \(JournalLimit.sliceRows)")
        list.bind(1, StoredTreeState.purging.rawValue)
        var trees: [OrganizationID] = []
        while try list.next() { trees.append(OrganizationID(stored: list.bytes(0)[...])) }
        return trees
    }

    /// Drops what a slice of a kind's claims holds from before a time; where the next slice begins, or nil after the last.
    func dropClaims(_ kind: Claim.Kind, after key: [UInt8], takenBefore time: Int64) throws(SQLiteFailure) -> [UInt8]? {
        let slice = try SQLiteStatement(connection.handle, """
            SELECT max(key) FROM (SELECT key FROM claims WHERE key > ? AND key < ? ORDER BY key LIMIT \(JournalLimit.scannedRows))
            """)
        slice.bind(1, key)
        slice.bind(2, [kind.rawValue + 1])
        guard try slice.next() else { return nil }
        let last = slice.bytes(0)
        slice.reset()
        guard !last.isEmpty else { return nil }
        let drop = try SQLiteStatement(connection.handle, "DELETE FROM claims WHERE key > ? AND key <= ? AND time < ?")
        drop.bind(1, key)
        drop.bind(2, last)
        drop.bind(3, time)
        try drop.run()
        return last
    }

    /// Goes on with purges that a crash interrupted.
    func finishPurges() throws {
        let list = try SQLiteStatement(connection.handle, "SELECT id FROM trees WHERE state = ?")
        list.bind(1, StoredTreeState.purging.rawValue)
        var numbers: [Int64] = []
        while try list.next() { numbers.append(list.integer(0)) }
        for number in numbers {
            while try !transaction({ try purgeSlice(of: number) }) {}
        }
    }

    /// SQLite's own integrity check. It stops commits while it runs, about 1 s for each GB.
    func check() throws(SQLiteFailure) -> [String] {
        let check = try SQLiteStatement(connection.handle, "PRAGMA integrity_check(100)")
        var lines: [String] = []
        while try check.next() { lines.append(String(decoding: check.bytes(0), as: UTF8.self)) }
        return lines == ["ok"] ? [] : lines
    }
}
