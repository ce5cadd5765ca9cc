// One prepared statement of SQLite's C interface: what runs once or more a row.
//
// GRDB opens, configures and checks the connection. Rows go through C because the bytes are [UInt8] here and Foundation's Data there,
// and because a failed write must be told apart by its extended code and errno. The gain in CPU is small: 10.5 to 11.2 µs a bare insert
// against 11.4 to 13.4 (AppendCost in the tests).

internal import GRDBSQLite
internal import Glibc

/// What SQLite said, with the operating system's reason.
struct SQLiteFailure: Error {
    /// The extended result code.
    let code: Int32
    let errorNumber: Int32
    let message: String

    init(_ connection: OpaquePointer) {
        code = sqlite3_extended_errcode(connection)
        errorNumber = sqlite3_system_errno(connection)
        message = String(cString: sqlite3_errmsg(connection))
    }

    init(code: Int32, message: String) {
        self.code = code
        errorNumber = 0
        self.message = message
    }

    private var primary: Int32 { code & 0xFF }

    /// A row that must be unique is there already.
    var isConflict: Bool { primary == SQLITE_CONSTRAINT }

    /// The disk, the quota or a limit on the database's size is used up; nothing was lost.
    var isStorageFull: Bool {
        // SQLite knows ENOSPC by itself; a quota and a file size limit reach it as bare write errors.
        primary == SQLITE_FULL || code == SQLITE_IOERR | (3 << 8) && [EDQUOT, EFBIG].contains(errorNumber)
    }

    /// The operating system failed to read, write or sync.
    var isInputOutput: Bool { primary == SQLITE_IOERR && !isStorageFull }

    /// The file isn't what was written.
    var isCorruption: Bool { primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB }

    var description: String {
        "\(message) (SQLite \(code)\(errorNumber == 0 ? "" : ", errno \(errorNumber)"))"
    }

    /// As a reader sees it.
    var journalError: JournalError {
        if isStorageFull { return .storageFull }
        return isCorruption ? .corrupted(description) : .failed(description)
    }
}

/// Confined to the journal's thread, like its connection, which must outlive it.
final class SQLiteStatement {
    private let connection: OpaquePointer
    private let statement: OpaquePointer

    init(_ connection: OpaquePointer, _ sql: String) throws(SQLiteFailure) {
        self.connection = connection
        var statement: OpaquePointer?
        // PERSISTENT: it is kept for the connection's life, so it must not take from the small blocks' pool.
        guard sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK, let statement else {
            throw SQLiteFailure(connection)
        }
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }

    /// SQLite copies the bytes before the call returns: SQLITE_TRANSIENT, which C defines as -1 and Swift can't import.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    // A bind fails only for an index that isn't there, a value beyond SQLite's limits, or without memory; step reports the rest,
    // and every call site is under test, so the first two can't be met by what a peer sends (JournalLimit.proposalBytes).

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(statement, index, value) }

    func bind(_ index: Int32, _ bytes: [UInt8]) {
        // An empty array may have no address, and a null address binds NULL instead of an empty blob.
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(statement, index, 0)
        } else {
            sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), Self.copied)
        }
    }

    /// The next row; false after the last, when the statement is ready for its next run.
    func next() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(statement)
            return false
        default:
            let failure = SQLiteFailure(connection)
            sqlite3_reset(statement)
            throw failure
        }
    }

    /// Runs a statement that yields no rows, or whose rows don't matter.
    func run() throws(SQLiteFailure) {
        while try next() {}
    }

    /// Ends a run before its last row. A statement left unfinished holds the log back from being reused.
    func reset() { sqlite3_reset(statement) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func bytes(_ column: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(statement, column))
        guard count > 0, let base = sqlite3_column_blob(statement, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: base, count: count))
    }
}
