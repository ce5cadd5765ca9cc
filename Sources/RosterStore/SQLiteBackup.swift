// A copy of the journal made step by step between commits, on the connection that commits.

internal import GRDBSQLite
internal import Glibc
internal import Loops

/// Confined to the journal's thread.
///
/// On the same connection because SQLite then carries each commit into the copy by itself, where another connection's write would
/// start it over; and VACUUM INTO would stop all commits for its length, 4 s a GB.
final class SQLiteBackup {
    /// 1 MiB a step: about a millisecond between two commits.
    private static let pagesPerStep: Int32 = 256

    private let target: String
    /// Where the copy grows until it is whole.
    let partial: String
    private var copy: OpaquePointer?
    private var backup: OpaquePointer?

    /// Throws when the target exists: a backup never replaces anything.
    init(of connection: SQLiteConnection, to target: String) throws(JournalError) {
        self.target = target
        partial = target + ".partial"
        guard access(target, F_OK) != 0 else { throw .failed("\(target) exists") }
        unlink(partial)
        guard sqlite3_open_v2(partial, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else {
            throw abandon("\(partial) can't be made")
        }
        // Synced once, whole, by publish and on another thread: SQLite's own sync at the last step would hold up the commits.
        sqlite3_exec(copy, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nil, nil, nil)
        backup = sqlite3_backup_init(copy, "main", connection.handle, "main")
        guard backup != nil else { throw abandon(copy.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory") }
    }

    deinit { discard() }

    /// Copies some pages; true when all are there.
    func step() throws(JournalError) -> Bool {
        switch sqlite3_backup_step(backup, Self.pagesPerStep) {
        case SQLITE_OK, SQLITE_BUSY, SQLITE_LOCKED: return false
        case SQLITE_DONE:
            let result = sqlite3_backup_finish(backup)
            backup = nil
            let closed = sqlite3_close(copy)
            copy = nil
            guard result == SQLITE_OK, closed == SQLITE_OK else { throw abandon("SQLite \(result), \(closed)") }
            return true
        case let code:
            throw abandon(code & 0xFF == SQLITE_FULL ? "no space is left" : String(cString: sqlite3_errstr(code)))
        }
    }

    /// Makes a finished copy durable under its name, on a thread of its own: the sync of a large file takes seconds.
    static func publish(_ partial: String, as target: String) async throws(JournalError) {
        let thread: WorkerThread
        do { thread = try WorkerThread(name: "backup") } catch { throw .failed("backup to \(target): no thread: \(error)") }
        let problem: JournalError? = await withCheckedContinuation { continuation in
            thread.execute { continuation.resume(returning: rename(synced: partial, as: target)) }
        }
        thread.stop()
        if let problem { throw problem }
    }

    private static func rename(synced partial: String, as target: String) -> JournalError? {
        do throws(JournalError) {
            let descriptor = Glibc.open(partial, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .failed("open \(partial): \(DataFolder.reason())") }
            defer { Glibc.close(descriptor) }
            guard fsync(descriptor) == 0 else { throw .failed("fsync \(partial): \(DataFolder.reason())") }
            guard Glibc.rename(partial, target) == 0 else { throw .failed("rename \(partial): \(DataFolder.reason())") }
            try DataFolder.sync(folder: DataFolder.parent(of: target))
            return nil
        } catch {
            return error
        }
    }

    private func abandon(_ reason: String) -> JournalError {
        discard()
        return .failed("backup to \(target): \(reason)")
    }

    private func discard() {
        if backup != nil { sqlite3_backup_finish(backup) }
        if copy != nil {
            sqlite3_close(copy)
            unlink(partial)
        }
        backup = nil
        copy = nil
    }
}
