// The default journal: one SQLite database in the data folder, one thread, one connection.

internal import GRDBSQLite
internal import Glibc
public import Loops
public import RosterAPI
public import RosterCore

/// Group commit over all trees: whatever waits when the thread is free goes into one transaction and one `fdatasync`.
///
/// A failed write or sync ends the process with ``StoreExitCode/durabilityInDoubt``; full storage refuses what was in the transaction,
/// leaves reads alone and passes when there is space again. Reads are actor calls on the journal's thread: each first commits what
/// waits, then reads one slice, so that neither starves the other.
public actor SQLiteJournal: Journal {
    /// What is there between open and close.
    private struct Session {
        let connection: SQLiteConnection
        let writer: SQLiteWriter
        let reader: SQLiteReader
        let maintenance: SQLiteMaintenance
    }

    /// Free bytes that are enough for a full log and a full commit.
    private static let shortBytes: UInt64 = 64 << 20
    /// Pages that the log may grow by between two checkpoints: 16 MiB.
    private static let checkpointPages: Int32 = 4096

    private nonisolated let thread: WorkerThread
    private nonisolated let queue = CommitQueue()
    private let path: String
    private var session: Session?
    /// Keeps other processes out until the journal is closed.
    private var folder: DataFolder?
    /// The log's length at which a checkpoint is tried next; raised when one found no space.
    private var checkpointDue = SQLiteJournal.checkpointPages

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens the journal of a data folder, or makes an empty one. The caller stops the thread after ``close()``.
    public init(folder: DataFolder, thread: WorkerThread) throws(JournalError) {
        try self.init(path: folder.journalPath, folder: folder, thread: thread)
    }

    /// A database file without a data folder: a backup to be verified, or a test's. `maximumPages` bounds it, to see full storage.
    package init(path: String, folder: DataFolder? = nil, thread: WorkerThread, maximumPages: Int64? = nil) throws(JournalError) {
        self.thread = thread
        self.path = path
        self.folder = folder
        do {
            let connection = try SQLiteConnection(path: path, maximumPages: maximumPages)
            try DataFolder.sync(folder: DataFolder.parent(of: path))
            let session = Session(
                connection: connection, writer: try SQLiteWriter(connection), reader: try SQLiteReader(connection),
                maintenance: try SQLiteMaintenance(connection))
            do {
                try session.maintenance.finishPurges()
                // The log may hold what an erasure before a crash deleted.
                try connection.checkpoint(truncate: true)
                session.writer.truncatedLog()
            } catch let error as SQLiteFailure where error.isStorageFull {
                // What is there can be read all the same; the next commits and rounds of upkeep try again.
            } catch let error as SQLiteFailure where error.isInputOutput {
                endProcess(durabilityInDoubt: error.description)
            }
            self.session = session
        } catch let error as SQLiteFailure {
            throw error.journalError
        } catch let error as JournalError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    public nonisolated var statistics: JournalStatistics { queue.statistics }

    public nonisolated var isOverloaded: Bool { thread.queueDepth >= JournalLimit.waitingReads }

    // MARK: Committing

    public nonisolated func append(_ proposal: Proposal, completion: @escaping @Sendable (Result<Void, AppendFailure>) -> Void) {
        let work = CommitWork(proposal: proposal, completion: completion)
        switch queue.add(work) {
        case .refused: work.refuse()
        case .taken: break
        case .takenTurnDue: scheduleTurn()
        }
    }

    private nonisolated func scheduleTurn() {
        guard !thread.executeTurn({ self.assumeIsolated { $0.turn() } }) else { return }
        // The thread was stopped before the journal was closed: nothing will ever be written again.
        queue.close()
        while case let (batch, _) = queue.take(), !batch.isEmpty { for work in batch { work.refuse() } }
    }

    private func turn() {
        if commitWaiting() { scheduleTurn() }
    }

    /// One transaction with what waits. True: there is more.
    private func commitWaiting() -> Bool {
        let (batch, isMore) = queue.take()
        guard !batch.isEmpty else { return isMore }
        guard let session else {
            for work in batch { work.refuse() }
            return isMore
        }
        do throws(SQLiteFailure) {
            let outcomes = try session.writer.write(batch)
            // Before the answer: who is told that data is erased must not find it in the log after a crash.
            if session.writer.erasedSinceTruncation { checkpoint(session, truncate: true) }
            answer(batch, outcomes)
            if session.connection.logPages >= checkpointDue || isSpaceShort { checkpoint(session, truncate: false) }
        } catch {
            guard error.isStorageFull else { endProcess(durabilityInDoubt: error.description) }
            refuse(batch)
            // The log holds old versions of pages, and what was written of this transaction; without them there may be space for the next.
            checkpoint(session, truncate: true)
        }
        return isMore
    }

    private func answer(_ batch: [CommitWork], _ outcomes: [AppendFailure?]) {
        var entries: Int64 = 0, bytes: Int64 = 0, refusals: Int64 = 0
        for (work, failure) in zip(batch, outcomes) {
            if let failure {
                refusals += 1
                work.completion(.failure(failure))
            } else {
                entries += 1
                bytes += Int64(work.proposal.entry.count)
                work.completion(.success(()))
            }
        }
        queue.count { [entries, bytes, refusals] in
            if entries > 0 { $0.commits += 1 }
            $0.entries += entries
            $0.bytes += bytes
            $0.refusals += refusals
        }
    }

    private func refuse(_ batch: [CommitWork]) {
        for work in batch { work.completion(.failure(.storageFull)) }
        queue.count { $0.refusals += Int64(batch.count) }
    }

    /// A log with commits in it can't be emptied on a full disk when the database must grow for them, and the transaction that failed
    /// has made it as long as there was space. So once space is short, it is empty before every commit.
    private var isSpaceShort: Bool {
        var status = statvfs()
        return statvfs(path, &status) == 0 && UInt64(status.f_bavail) * UInt64(status.f_frsize) < Self.shortBytes
    }

    private func checkpoint(_ session: Session, truncate: Bool) {
        do throws(SQLiteFailure) {
            try session.connection.checkpoint(truncate: truncate)
            if truncate { session.writer.truncatedLog() }
            checkpointDue = Self.checkpointPages
            queue.count { $0.checkpoints += 1 }
        } catch {
            guard error.isStorageFull else { endProcess(durabilityInDoubt: "checkpoint: \(error.description)") }
            // The next commit that finds space tries again: a log that only grows would fill what was freed.
            checkpointDue = 0
        }
    }

    // MARK: Slices

    /// Runs one slice after a commit of what waits.
    private func slice<Value>(_ body: (Session) throws -> Value) throws(JournalError) -> Value {
        guard session != nil, !queue.isClosed else { throw .closed }
        if commitWaiting() { scheduleTurn() }
        guard let session else { throw .closed }
        do {
            return try body(session)
        } catch let error as SQLiteFailure {
            throw error.journalError
        } catch let error as SQLiteReader.Damage {
            throw .corrupted(error.what)
        } catch let error as JournalError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    /// A slice that writes: what it did is durable when it returns, and a failed write ends the process like any other.
    private func change<Value>(_ body: (Session) throws -> Value) throws(JournalError) -> Value {
        try slice { session in
            do {
                return try session.maintenance.transaction { try body(session) }
            } catch let error as SQLiteFailure where !error.isStorageFull {
                endProcess(durabilityInDoubt: error.description)
            }
        }
    }

    public func open(_ tree: OrganizationID) throws(JournalError) -> TreeHead? {
        try slice { try $0.writer.take(tree) }
    }

    public func release(_ tree: OrganizationID) {
        if commitWaiting() { scheduleTurn() }
        session?.writer.release(tree)
    }

    public func head(of tree: OrganizationID) throws(JournalError) -> TreeHead? {
        try slice { try $0.writer.find(tree)?.head }
    }

    public func trees(after tree: OrganizationID?, limit: Int) throws(JournalError) -> [TreeHead] {
        try slice { session in
            try session.reader.trees(after: tree, limit: limit).compactMap { try session.writer.find($0)?.head }
        }
    }

    public func entries(of tree: OrganizationID, after revision: Int64, limit: Int) throws(JournalError) -> [StoredEntry] {
        try slice { session in
            guard let found = try session.writer.find(tree), !found.head.isPurged else { return [] }
            return try session.reader.entries(of: found, after: revision, limit: limit)
        }
    }

    public func revision(of tree: OrganizationID, at time: Int64) throws(JournalError) -> Int64 {
        try slice { session in
            guard let found = try session.writer.find(tree), !found.head.isPurged else { return 0 }
            return try session.reader.revision(of: found, at: time)
        }
    }

    public func holder(of kind: Claim.Kind, key: [UInt8]) throws(JournalError) -> OrganizationID? {
        try slice { try $0.reader.holder(of: [kind.rawValue] + key) }
    }

    public func claims(of tree: OrganizationID, after storedKey: [UInt8], limit: Int) throws(JournalError) -> [[UInt8]] {
        try slice { session in
            try session.writer.find(tree).map { try session.reader.claims(of: $0, after: storedKey, limit: limit) } ?? []
        }
    }

    public func dropClaims(_ kind: Claim.Kind, takenBefore time: Int64) async throws(JournalError) {
        var after: [UInt8]? = [kind.rawValue]
        while let from = after {
            after = try change { try $0.maintenance.dropClaims(kind, after: from, takenBefore: time) }
            await Task.yield()
        }
    }

    public func organizations(after organization: OrganizationID?, limit: Int) throws(JournalError) -> [OrganizationIndexRow] {
        try slice { session in
            try session.reader.rows(.organizations, after: organization?.storedBytes ?? [], limit: limit)
                .map { OrganizationIndexRow($0.row, tree: $0.tree) }
        }
    }

    public func organization(_ organization: OrganizationID) throws(JournalError) -> OrganizationIndexRow? {
        try slice { session in
            try session.reader.row(.organizations, key: organization.storedBytes).map { OrganizationIndexRow($0.row, tree: $0.tree) }
        }
    }

    public func memberships(
        emailHash: [UInt8], after organization: OrganizationID?, limit: Int
    ) throws(JournalError) -> [MembershipIndexRow] {
        let after = organization.map { $0.storedBytes + [UInt8](repeating: 0xFF, count: 17) } ?? []
        return try slice { session in
            try session.reader.rows(.memberships, lookup: emailHash, after: after, limit: limit).map { MembershipIndexRow($0.row) }
        }
    }

    public func keys(after key: KeyID?, limit: Int) throws(JournalError) -> [KeyIndexRow] {
        try slice { session in
            try session.reader.rows(.keys, after: key?.storedBytes ?? [], limit: limit).map { KeyIndexRow($0.row, tree: $0.tree) }
        }
    }

    public func index(of tree: OrganizationID, after row: StoredIndexRow?, limit: Int) throws(JournalError) -> [StoredIndexRow] {
        try slice { session in
            guard let found = try session.writer.find(tree) else { return [] }
            return try session.reader.index(of: found, after: row, limit: limit).map(\.row)
        }
    }

    public func metadata(_ name: String) throws(JournalError) -> [UInt8]? {
        try slice { try $0.reader.metadata(name) }
    }

    public func setMetadata(_ name: String, _ value: [UInt8]) throws(JournalError) {
        try change { try $0.reader.setMetadata(name, value) }
    }

    // MARK: Upkeep

    public func purge(_ tree: OrganizationID) async throws(JournalError) {
        guard let found = try slice({ try $0.writer.find(tree) }) else { return }
        try change { session in
            session.writer.release(tree)
            try session.maintenance.startPurge(found)
        }
        while try !change({ try $0.maintenance.purgeSlice(of: found.number) }) { await Task.yield() }
        if let session { checkpoint(session, truncate: true) }
    }

    public func unfinishedPurges() throws(JournalError) -> [OrganizationID] {
        try slice { try $0.maintenance.unfinishedPurges() }
    }

    public func checkStorage() throws(JournalError) -> [String] {
        try slice { try $0.maintenance.check() }
    }

    public func backup(to target: String) async throws(JournalError) {
        let backup = try slice { try SQLiteBackup(of: $0.connection, to: target) }
        let partial = backup.partial
        while try !slice({ _ in try backup.step() }) {
            // Between two steps: the commits that came meanwhile, whose pages the backup takes along by itself.
            await Task.yield()
        }
        try await SQLiteBackup.publish(partial, as: target)
    }

    public func close() async {
        queue.close()
        while commitWaiting() {}
        guard let connection = session?.connection else { return }
        if let session { checkpoint(session, truncate: true) }
        // The statements go first: a connection can't be closed under them.
        session = nil
        try? connection.close()
        folder = nil
    }
}
