// The one connection to the journal's database: its settings, each with the reason, its schema and its format.

internal import GRDB
internal import GRDBSQLite

/// Confined to the journal's thread after its making; `handle` lives as long as this object.
final class SQLiteConnection {
    /// The format this program writes, and the newest it reads.
    static let format: Int64 = 1
    /// The oldest program that may read what this one writes, as a format number.
    static let minimumReader: Int64 = 1
    /// "Rstr": the application_id that tells a journal from any other database.
    static let applicationID: Int64 = 0x5273_7472

    private let queue: DatabaseQueue
    let handle: OpaquePointer
    private let log = LogLength()

    /// Pages in the log since its last checkpoint; told by SQLite at each commit.
    private final class LogLength { var pages: Int32 = 0 }

    init(path: String, maximumPages: Int64?) throws(JournalError) {
        do {
            let queue = try Self.connect(path)
            self.queue = queue
            guard let handle = queue.inDatabase({ $0.sqliteConnection }) else { throw JournalError.failed("no connection") }
            self.handle = handle
            try Self.migrate(queue, path: path)
        } catch let error as JournalError {
            throw error
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_NOTADB: throw .foreign(path: path)
            case .SQLITE_BUSY: throw .inUse(path: path)
            case .SQLITE_CORRUPT: throw .corrupted("\(error)")
            case .SQLITE_FULL: throw .storageFull
            default: throw .failed("\(path): \(error)")
            }
        } catch {
            throw .failed("\(path): \(error)")
        }
        if let maximumPages { try? execute("PRAGMA max_page_count = \(maximumPages)") }
        // GRDB's observers of transactions ask for GRDB's own calls around each statement, and nobody observes here.
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        sqlite3_set_authorizer(handle, nil, nil)
        // SQLite's own automatic checkpoint lives in this hook too, and swallows errors: after a failed sync of the database file
        // it would try again, be told "ok" (the kernel reports a lost page once), and reuse the log that held the only good copy.
        // So checkpoints are made by SQLiteJournal, which looks at what they return.
        sqlite3_wal_hook(handle, { context, _, _, pages in
            if let context { Unmanaged<LogLength>.fromOpaque(context).takeUnretainedValue().pages = pages }
            return SQLITE_OK
        }, Unmanaged.passUnretained(log).toOpaque())
    }

    private static func connect(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            // One connection that nobody else can join. Without it SQLite 3.40 (Debian 12) can corrupt a log that is reset while a
            // second connection reads (fixed in 3.51.3); and no -shm file is mapped. Before journal_mode, or the -shm is made first.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            // One sequential write and one sync a commit, instead of two or three.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            // Each commit waits for fdatasync of the log. NORMAL, SQLite's usual advice for WAL, loses acknowledged commits at a
            // power cut. A DatabasePool would set NORMAL by itself; a DatabaseQueue leaves this alone.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // What is deleted is overwritten with zeros, not only unlinked.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // A damaged page is found when it is read, before it is believed.
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // A file that was tampered with must not run functions through its schema.
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            // Sorting never goes to a file in a folder that nobody watches.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // 64 MiB of pages: the upper levels of every index of some millions of rows.
            try database.execute(sql: "PRAGMA cache_size = -65536")
            // After a checkpoint a log that a burst had grown is cut back to 64 MiB.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func migrate(_ queue: DatabaseQueue, path: String) throws {
        try queue.inDatabase { database in
            let application = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let tables = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if application == 0, tables == 0 {
                try database.inTransaction {
                    try database.execute(sql: schema)
                    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                    try database.execute(
                        sql: "INSERT INTO meta (name, value) VALUES ('format', ?), ('minimum_reader', ?)", arguments: [format, minimumReader])
                    return .commit
                }
            }
            guard application == applicationID || application == 0 && tables == 0 else { throw JournalError.foreign(path: path) }
            let minimum = try Int64.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'minimum_reader'") ?? .max
            guard minimum <= format else { throw JournalError.tooNew(minimumReader: minimum, supported: format) }
        }
    }

    /// Integer keys for trees in every table of the append path; ids are 16-byte blobs at the edges.
    ///
    /// Personal data never moves within the file, because `secure_delete` clears the place that a row leaves and not the copies of it
    /// that rearranged pages keep in their gaps (54 of 6,000 rows could be read again). So its table grows at its end only, and an
    /// erased row is overwritten with zeros of its length; the index beside it holds ids only.
    private static let schema = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE trees (
            id INTEGER PRIMARY KEY, tree BLOB NOT NULL UNIQUE, epoch INTEGER NOT NULL,
            erased INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE entries (
            sequence INTEGER PRIMARY KEY, tree INTEGER NOT NULL, revision INTEGER NOT NULL, time INTEGER NOT NULL,
            hash BLOB NOT NULL, entry BLOB NOT NULL, UNIQUE (tree, revision));
        CREATE TABLE personal (
            id INTEGER PRIMARY KEY, tree INTEGER NOT NULL, revision INTEGER NOT NULL, subject BLOB NOT NULL, salt BLOB NOT NULL,
            bytes BLOB NOT NULL, checksum INTEGER NOT NULL, UNIQUE (tree, revision, subject));
        CREATE INDEX personal_by_subject ON personal (tree, subject);
        CREATE TABLE claims (key BLOB PRIMARY KEY, tree INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX claims_by_tree ON claims (tree);
        CREATE TABLE index_rows (
            area INTEGER NOT NULL, key BLOB NOT NULL, tree INTEGER NOT NULL, lookup BLOB, bytes BLOB NOT NULL,
            checksum INTEGER NOT NULL, PRIMARY KEY (area, key)) WITHOUT ROWID;
        CREATE INDEX index_rows_by_tree ON index_rows (tree);
        CREATE INDEX index_rows_by_lookup ON index_rows (lookup) WHERE lookup IS NOT NULL;
        """

    /// Runs statements without parameters or rows.
    func execute(_ sql: String) throws(SQLiteFailure) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw SQLiteFailure(handle) }
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Pages in the log that no checkpoint has brought into the database yet.
    var logPages: Int32 { log.pages }

    /// Brings the log into the database, so that it starts anew; `truncate` also empties the file.
    func checkpoint(truncate: Bool) throws(SQLiteFailure) {
        let mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        guard sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil) == SQLITE_OK else { throw SQLiteFailure(handle) }
        log.pages = 0
    }

    /// Ends the connection; every statement of it must be gone.
    func close() throws(JournalError) {
        do { try queue.close() } catch { throw .failed("closing the journal: \(error)") }
    }
}
