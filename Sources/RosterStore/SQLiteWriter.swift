// The append path on SQLite: one transaction for everything that waits, and what is remembered of the opened trees.

internal import GRDBSQLite
internal import RosterAPI
internal import RosterCore

/// Confined to the journal's thread.
final class SQLiteWriter {
    private struct OpenTree {
        /// The integer the tree has in the tables.
        let number: Int64
        var succession: Succession
    }

    private let connection: SQLiteConnection
    private var open: [OrganizationID: OpenTree] = [:]
    /// How the trees of the batch under way stood before it; nil: unknown. For the way back.
    private var before: [OrganizationID: OpenTree?] = [:]
    /// Personal data was erased since the log was last emptied, which still holds it.
    private(set) var erasedSinceTruncation = false

    private let begin, commit, rollback, savepoint, keep, undo: SQLiteStatement
    private let findTree, addTree, raiseEpoch, setErased: SQLiteStatement
    private let addEntry, addPersonal, erasePersonal: SQLiteStatement
    private let findClaim, addClaim, dropClaim: SQLiteStatement
    private let putRow, removeRow: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(SQLiteFailure) {
        self.connection = connection
        let handle = connection.handle
        begin = try SQLiteStatement(handle, "BEGIN IMMEDIATE")
        commit = try SQLiteStatement(handle, "COMMIT")
        rollback = try SQLiteStatement(handle, "ROLLBACK")
        savepoint = try SQLiteStatement(handle, "SAVEPOINT entry")
        keep = try SQLiteStatement(handle, "RELEASE entry")
        undo = try SQLiteStatement(handle, "ROLLBACK TO entry")
        findTree = try SQLiteStatement(handle, """
            SELECT id, epoch, state, erased, revision,
                (SELECT hash FROM entries WHERE entries.tree = trees.id ORDER BY entries.revision DESC LIMIT 1),
                (SELECT max(entries.revision) FROM entries WHERE entries.tree = trees.id)
            FROM trees WHERE tree = ?
            """)
        addTree = try SQLiteStatement(handle, "INSERT INTO trees (tree, epoch) VALUES (?, ?) RETURNING id")
        raiseEpoch = try SQLiteStatement(handle, "UPDATE trees SET epoch = ? WHERE id = ?")
        setErased = try SQLiteStatement(handle, "UPDATE trees SET erased = ? WHERE id = ?")
        addEntry = try SQLiteStatement(handle, "INSERT INTO entries (tree, revision, time, hash, entry) VALUES (?, ?, ?, ?, ?)")
        addPersonal = try SQLiteStatement(
            handle, "INSERT OR REPLACE INTO personal (tree, revision, subject, salt, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?)")
        erasePersonal = try SQLiteStatement(handle, "DELETE FROM personal WHERE tree = ? AND subject = ?")
        findClaim = try SQLiteStatement(handle, "SELECT trees.tree FROM claims JOIN trees ON trees.id = claims.tree WHERE key = ?")
        addClaim = try SQLiteStatement(handle, "INSERT INTO claims (key, tree, time) VALUES (?, ?, ?)")
        dropClaim = try SQLiteStatement(handle, "DELETE FROM claims WHERE key = ? AND tree = ?")
        putRow = try SQLiteStatement(handle, """
            INSERT INTO index_rows (area, key, tree, lookup, bytes, checksum) VALUES (?, ?, ?, nullif(?, x''), ?, ?)
            ON CONFLICT (area, key) DO UPDATE
            SET tree = excluded.tree, lookup = excluded.lookup, bytes = excluded.bytes, checksum = excluded.checksum
            """)
        removeRow = try SQLiteStatement(handle, "DELETE FROM index_rows WHERE area = ? AND key = ? AND tree = ?")
    }

    /// What became of a batch: one result for each piece of work, in order.
    enum Outcome {
        case appended(AppendFailure?)
        case opened(Result<TreeHead?, JournalError>)
    }

    /// Makes a batch durable in one transaction. A refused piece of work leaves its neighbours alone; a failure of the transaction
    /// is thrown, and nothing of it is there: the epochs of its trees are closed then.
    func write(_ batch: [CommitWork]) throws(SQLiteFailure) -> [Outcome] {
        before.removeAll(keepingCapacity: true)
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(batch.count)
        do throws(SQLiteFailure) {
            try begin.run()
            for work in batch {
                switch work {
                case .append(let proposal, _): outcomes.append(.appended(try append(proposal)))
                case .open(let tree, _): outcomes.append(.opened(try take(tree)))
                }
            }
            try commit.run()
            return outcomes
        } catch {
            // Some failures have rolled the transaction back already (SQLite: "Response To Errors Within A Transaction").
            if connection.isInTransaction { try? rollback.run() }
            for (tree, was) in before { open[tree] = was }
            for case .append(let proposal, _) in batch { open[proposal.tree]?.succession.closeTried(proposal.epoch) }
            throw error
        }
    }

    /// Forgets what is remembered of a tree.
    func release(_ tree: OrganizationID) { open[tree] = nil }

    func truncatedLog() { erasedSinceTruncation = false }

    // MARK: One entry

    private func append(_ proposal: Proposal) throws(SQLiteFailure) -> AppendFailure? {
        let known = open[proposal.tree]
        if before[proposal.tree] == nil { before[proposal.tree] = .some(known) }
        var succession: Succession
        if let known {
            succession = known.succession
        } else {
            // Revision 1 makes the tree; for anything else it must have been opened.
            guard proposal.revision == 1, try find(proposal.tree) == nil else { return .epochClosed }
            succession = .beforeFirst(epoch: proposal.epoch)
        }
        let refusal = proposal.byteCount > JournalLimit.proposalBytes ? .notSuccessor : succession.admit(proposal)
        if let refusal {
            open[proposal.tree]?.succession = succession
            return refusal
        }
        // Only claims can fail one entry of a transaction, so only an entry with claims pays for a way back of its own.
        let hasSavepoint = !proposal.claims.isEmpty
        if hasSavepoint { try savepoint.run() }
        let number = if let known { known.number } else { try create(proposal) }
        for claim in proposal.claims {
            guard let holder = try change(claim, number: number, proposal) else { continue }
            try undo.run()
            try keep.run()
            open[proposal.tree]?.succession.close(epoch: proposal.epoch)
            return .claimTaken(claim.kind, by: holder)
        }
        try insert(proposal, number: number)
        if hasSavepoint { try keep.run() }
        open[proposal.tree] = OpenTree(number: number, succession: succession)
        return nil
    }

    private func create(_ proposal: Proposal) throws(SQLiteFailure) -> Int64 {
        addTree.bind(1, proposal.tree.storedBytes)
        addTree.bind(2, proposal.epoch)
        defer { addTree.reset() }
        guard try addTree.next() else { return 0 }
        return addTree.integer(0)
    }

    /// The holder, when the claim is somebody's already.
    private func change(_ claim: Claim, number: Int64, _ proposal: Proposal) throws(SQLiteFailure) -> OrganizationID? {
        let key = claim.storedKey
        switch claim.change {
        case .release:
            dropClaim.bind(1, key)
            dropClaim.bind(2, number)
            try dropClaim.run()
        case .take:
            addClaim.bind(1, key)
            addClaim.bind(2, number)
            addClaim.bind(3, proposal.time)
            do {
                try addClaim.run()
            } catch where error.isConflict {
                findClaim.bind(1, key)
                defer { findClaim.reset() }
                return try findClaim.next() ? OrganizationID(stored: findClaim.bytes(0)[...]) : proposal.tree
            }
        }
        return nil
    }

    private func insert(_ proposal: Proposal, number: Int64) throws(SQLiteFailure) {
        addEntry.bind(1, number)
        addEntry.bind(2, proposal.revision)
        addEntry.bind(3, proposal.time)
        addEntry.bind(4, proposal.hash.bytes)
        addEntry.bind(5, proposal.entry)
        try addEntry.run()
        for row in proposal.personal {
            let subject = row.subject.storedBytes
            addPersonal.bind(1, number)
            addPersonal.bind(2, row.revision)
            addPersonal.bind(3, subject)
            addPersonal.bind(4, row.salt)
            addPersonal.bind(5, row.bytes)
            addPersonal.bind(6, RowChecksum.of(RowChecksum.bytes(of: number), RowChecksum.bytes(of: row.revision), subject, row.salt, row.bytes))
            try addPersonal.run()
        }
        for subject in proposal.personalErasures {
            erasePersonal.bind(1, number)
            erasePersonal.bind(2, subject.storedBytes)
            try erasePersonal.run()
        }
        if !proposal.personalErasures.isEmpty {
            setErased.bind(1, proposal.revision)
            setErased.bind(2, number)
            try setErased.run()
            erasedSinceTruncation = true
        }
        for change in proposal.index { try self.change(StoredIndexChange(change), number: number) }
    }

    private func change(_ change: StoredIndexChange, number: Int64) throws(SQLiteFailure) {
        switch change {
        case .put(let row):
            let area = row.area.rawValue
            putRow.bind(1, area)
            putRow.bind(2, row.key)
            putRow.bind(3, number)
            putRow.bind(4, row.lookup)
            putRow.bind(5, row.bytes)
            putRow.bind(6, RowChecksum.of(RowChecksum.bytes(of: area), row.key, RowChecksum.bytes(of: number), row.lookup, row.bytes))
            try putRow.run()
        case .remove(let area, let key):
            removeRow.bind(1, area.rawValue)
            removeRow.bind(2, key)
            removeRow.bind(3, number)
            try removeRow.run()
        }
    }

    // MARK: Opening

    struct Found {
        let number: Int64
        var head: TreeHead
    }

    func find(_ tree: OrganizationID) throws(SQLiteFailure) -> Found? {
        findTree.bind(1, tree.storedBytes)
        defer { findTree.reset() }
        guard try findTree.next() else { return nil }
        guard let state = StoredTreeState(rawValue: findTree.integer(2)) else {
            throw SQLiteFailure(code: SQLITE_CORRUPT, message: "the row of tree \(tree) is damaged")
        }
        let purged = state != .live
        return Found(
            number: findTree.integer(0),
            head: TreeHead(
                tree: tree, epoch: findTree.integer(1), revision: purged ? findTree.integer(4) : findTree.integer(6),
                hash: Hash256(findTree.bytes(5)) ?? .zero, erasedRevision: findTree.integer(3), isPurged: purged))
    }

    private func take(_ tree: OrganizationID) throws(SQLiteFailure) -> Result<TreeHead?, JournalError> {
        if before[tree] == nil { before[tree] = .some(open[tree]) }
        let row: Found?
        do throws(SQLiteFailure) {
            row = try find(tree)
        } catch where error.isCorruption {
            // One damaged tree is refused to its owner; the others go on.
            return .failure(error.journalError)
        }
        guard var found = row else { return .success(nil) }
        guard !found.head.isPurged else { return .failure(.purged) }
        // What was remembered may be ahead of the row: an owner's own failures aren't written.
        found.head.epoch = Epoch.opening(after: max(found.head.epoch, open[tree]?.succession.epoch ?? 0))
        raiseEpoch.bind(1, found.head.epoch)
        raiseEpoch.bind(2, found.number)
        try raiseEpoch.run()
        open[tree] = OpenTree(
            number: found.number,
            succession: Succession(epoch: found.head.epoch, revision: found.head.revision, hash: found.head.hash))
        return .success(found.head)
    }
}
