// What SQLite's journal does rarely: purges in slices, and the check of the file itself.

internal import RosterAPI

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

    /// Deletes up to a slice of the tree's rows of one table; true when nothing is left.
    func purgeSlice(of number: Int64) throws(SQLiteFailure) -> Bool {
        let tables: [(String, String)] = [
            ("claims", "key"), ("index_rows", "area, key"), ("personal", "tree, revision, subject"), ("entries", "sequence"),
        ]
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
