// Slices of the journal on SQLite: what is read between two commits, each row checked before it is believed.

internal import RosterAPI
internal import RosterCore

/// Confined to the journal's thread.
final class SQLiteReader {
    private let connection: SQLiteConnection
    private let listTrees, listEntries, hashAt, listPersonal, timeAt: SQLiteStatement
    private let holder, listClaims: SQLiteStatement
    private let listRows, oneRow, rowsByLookup, rowsByTree: SQLiteStatement
    private let getMetadata, setMetadata: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(SQLiteFailure) {
        self.connection = connection
        let handle = connection.handle
        listTrees = try SQLiteStatement(handle, "SELECT tree FROM trees WHERE tree > ? ORDER BY tree LIMIT ?")
        listEntries = try SQLiteStatement(handle, """
            SELECT revision, time, hash, entry FROM entries WHERE tree = ? AND revision > ? ORDER BY revision LIMIT ?
            """)
        hashAt = try SQLiteStatement(handle, "SELECT hash FROM entries WHERE tree = ? AND revision = ?")
        listPersonal = try SQLiteStatement(handle, """
            SELECT revision, subject, salt, bytes, checksum FROM personal
            WHERE tree = ? AND revision > ? AND revision <= ? AND salt <> zeroblob(16) ORDER BY revision, subject
            """)
        timeAt = try SQLiteStatement(handle, "SELECT time FROM entries WHERE tree = ? AND revision = ?")
        holder = try SQLiteStatement(handle, "SELECT trees.tree FROM claims JOIN trees ON trees.id = claims.tree WHERE key = ?")
        listClaims = try SQLiteStatement(handle, "SELECT key FROM claims WHERE tree = ? AND key > ? ORDER BY key LIMIT ?")
        let columns = "area, key, index_rows.tree, coalesce(lookup, x''), bytes, checksum, trees.tree"
        let rows = "SELECT \(columns) FROM index_rows JOIN trees ON trees.id = index_rows.tree"
        listRows = try SQLiteStatement(handle, "\(rows) WHERE area = ? AND key > ? ORDER BY key LIMIT ?")
        oneRow = try SQLiteStatement(handle, "\(rows) WHERE area = ? AND key = ?")
        rowsByLookup = try SQLiteStatement(handle, "\(rows) WHERE lookup = ? AND area = ? AND key > ? ORDER BY key LIMIT ?")
        rowsByTree = try SQLiteStatement(handle, "\(rows) WHERE index_rows.tree = ? AND (area, key) > (?, ?) ORDER BY area, key LIMIT ?")
        getMetadata = try SQLiteStatement(handle, "SELECT value FROM meta WHERE name = CAST(? AS TEXT)")
        setMetadata = try SQLiteStatement(handle, """
            INSERT INTO meta (name, value) VALUES (CAST(? AS TEXT), ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }

    private static func rows(_ limit: Int) -> Int64 { Int64(min(max(limit, 0), JournalLimit.sliceRows)) }

    func trees(after tree: OrganizationID?, limit: Int) throws(SQLiteFailure) -> [OrganizationID] {
        listTrees.bind(1, tree?.storedBytes ?? [])
        listTrees.bind(2, Self.rows(limit))
        var trees: [OrganizationID] = []
        while try listTrees.next() { trees.append(OrganizationID(stored: listTrees.bytes(0)[...])) }
        return trees
    }

    /// What an entry's failed check is called, without anything of its content.
    struct Damage: Error { let what: String }

    func entries(of found: SQLiteWriter.Found, after revision: Int64, limit: Int) throws -> [StoredEntry] {
        let name = "tree \(found.head.tree)"
        var previous = Hash256.zero
        if revision > 0 {
            hashAt.bind(1, found.number)
            hashAt.bind(2, revision)
            defer { hashAt.reset() }
            guard try hashAt.next() else {
                guard revision >= found.head.revision else { throw Damage(what: "\(name) lacks revision \(revision)") }
                return []
            }
            guard let hash = Hash256(hashAt.bytes(0)) else { throw Damage(what: "\(name), revision \(revision): no hash") }
            previous = hash
        }
        listEntries.bind(1, found.number)
        listEntries.bind(2, max(0, revision))
        listEntries.bind(3, Self.rows(limit))
        defer { listEntries.reset() }
        var entries: [StoredEntry] = []
        var bytes = 0
        while bytes < JournalLimit.sliceBytes, try listEntries.next() {
            let entry = StoredEntry(
                revision: listEntries.integer(0), time: listEntries.integer(1), hash: Hash256(listEntries.bytes(2)) ?? .zero,
                bytes: listEntries.bytes(3), personal: [])
            let due = (entries.last?.revision ?? max(0, revision)) + 1
            guard entry.revision == due else { throw Damage(what: "\(name) lacks revision \(due)") }
            guard Hash256.of(previous.bytes, entry.bytes) == entry.hash else {
                throw Damage(what: "\(name), revision \(due): the entry is not the one its hash was made of")
            }
            previous = entry.hash
            bytes += entry.bytes.count
            entries.append(entry)
        }
        if let first = entries.first, let last = entries.last {
            try addPersonal(to: &entries, of: found, after: first.revision - 1, through: last.revision)
        }
        return entries
    }

    private func addPersonal(to entries: inout [StoredEntry], of found: SQLiteWriter.Found, after: Int64, through: Int64) throws {
        listPersonal.bind(1, found.number)
        listPersonal.bind(2, after)
        listPersonal.bind(3, through)
        defer { listPersonal.reset() }
        while try listPersonal.next() {
            let revision = listPersonal.integer(0)
            let subject = listPersonal.bytes(1), salt = listPersonal.bytes(2), bytes = listPersonal.bytes(3)
            let checksum = RowChecksum.of(
                RowChecksum.bytes(of: found.number), RowChecksum.bytes(of: revision), subject, salt, bytes)
            guard checksum == listPersonal.integer(4) else {
                throw Damage(what: "tree \(found.head.tree), revision \(revision): a row of personal data is damaged")
            }
            entries[Int(revision - after - 1)].personal.append(
                PersonalRow(subject: MemberID(stored: subject[...]), revision: revision, salt: salt, bytes: bytes))
        }
    }

    /// Recorded times never go back within a tree, so halving finds the last entry that is early enough: some twenty look-ups, however
    /// long the history.
    func revision(of found: SQLiteWriter.Found, at time: Int64) throws -> Int64 {
        var early: Int64 = 0, late = found.head.revision + 1
        while late - early > 1 {
            let middle = early + (late - early) / 2
            timeAt.bind(1, found.number)
            timeAt.bind(2, middle)
            defer { timeAt.reset() }
            guard try timeAt.next() else { throw Damage(what: "tree \(found.head.tree) lacks revision \(middle)") }
            if timeAt.integer(0) <= time { early = middle } else { late = middle }
        }
        return early
    }

    func holder(of storedKey: [UInt8]) throws(SQLiteFailure) -> OrganizationID? {
        holder.bind(1, storedKey)
        defer { holder.reset() }
        return try holder.next() ? OrganizationID(stored: holder.bytes(0)[...]) : nil
    }

    func claims(of found: SQLiteWriter.Found, after storedKey: [UInt8], limit: Int) throws(SQLiteFailure) -> [[UInt8]] {
        listClaims.bind(1, found.number)
        listClaims.bind(2, storedKey)
        listClaims.bind(3, Self.rows(limit))
        var keys: [[UInt8]] = []
        while try listClaims.next() { keys.append(listClaims.bytes(0)) }
        return keys
    }

    // MARK: Index rows

    struct Row {
        let tree: OrganizationID
        let row: StoredIndexRow
    }

    func rows(_ area: StoredIndexRow.Area, after key: [UInt8], limit: Int) throws -> [Row] {
        listRows.bind(1, area.rawValue)
        listRows.bind(2, key)
        listRows.bind(3, Self.rows(limit))
        return try collect(listRows)
    }

    func row(_ area: StoredIndexRow.Area, key: [UInt8]) throws -> Row? {
        oneRow.bind(1, area.rawValue)
        oneRow.bind(2, key)
        return try collect(oneRow).first
    }

    func rows(_ area: StoredIndexRow.Area, lookup: [UInt8], after key: [UInt8], limit: Int) throws -> [Row] {
        rowsByLookup.bind(1, lookup)
        rowsByLookup.bind(2, area.rawValue)
        rowsByLookup.bind(3, key)
        rowsByLookup.bind(4, Self.rows(limit))
        return try collect(rowsByLookup)
    }

    func index(of found: SQLiteWriter.Found, after row: StoredIndexRow?, limit: Int) throws -> [Row] {
        rowsByTree.bind(1, found.number)
        rowsByTree.bind(2, row?.area.rawValue ?? 0)
        rowsByTree.bind(3, row?.key ?? [])
        rowsByTree.bind(4, Self.rows(limit))
        return try collect(rowsByTree)
    }

    private func collect(_ statement: SQLiteStatement) throws -> [Row] {
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.next() {
            let number = statement.integer(0)
            let key = statement.bytes(1), lookup = statement.bytes(3), bytes = statement.bytes(4)
            let checksum = RowChecksum.of(
                RowChecksum.bytes(of: number), key, RowChecksum.bytes(of: statement.integer(2)), lookup, bytes)
            guard let area = StoredIndexRow.Area(rawValue: number), checksum == statement.integer(5) else {
                throw Damage(what: "a row of the index, area \(number), is damaged")
            }
            rows.append(Row(
                tree: OrganizationID(stored: statement.bytes(6)[...]),
                row: StoredIndexRow(area: area, key: key, lookup: lookup, bytes: bytes)))
        }
        return rows
    }

    // MARK: Metadata

    func metadata(_ name: String) throws(SQLiteFailure) -> [UInt8]? {
        getMetadata.bind(1, Array(name.utf8))
        defer { getMetadata.reset() }
        return try getMetadata.next() ? getMetadata.bytes(0) : nil
    }

    func setMetadata(_ name: String, _ value: [UInt8]) throws(SQLiteFailure) {
        setMetadata.bind(1, Array(name.utf8))
        setMetadata.bind(2, value)
        try setMetadata.run()
    }
}
