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
        /// The epoch in the tree's row; raised by the owner's first entry.
        var storedEpoch: Int64
    }

    private let connection: SQLiteConnection
    private var open: [OrganizationID: OpenTree] = [:]
    /// How the trees of the batch under way stood before it; nil: unknown. For the way back.
    private var before: [OrganizationID: OpenTree?] = [:]
    /// What the last owner of a tree that was released had, or more: whoever opens any tree gets a higher one, so that nobody is given
    /// an epoch twice, whether it was ever written or not.
    private var releasedEpoch: Int64 = 0
    /// Personal data was erased since the log was last emptied, which may still hold it.
    private(set) var erasedSinceTruncation = true

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
        // Overwritten where they lie instead of deleted (SQLiteConnection.schema): the same length, so no page is rearranged.
        erasePersonal = try SQLiteStatement(
            handle, "UPDATE personal SET salt = zeroblob(16), bytes = zeroblob(length(bytes)) WHERE tree = ? AND subject = ?")
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

    /// Makes a batch durable in one transaction and says what became of each proposal, in order. A refused one leaves its neighbours
    /// alone; a failure of the transaction is thrown, and nothing of it is there: the epochs of its trees are closed then.
    func write(_ batch: [CommitWork]) throws(SQLiteFailure) -> [AppendFailure?] {
        before.removeAll(keepingCapacity: true)
        var outcomes: [AppendFailure?] = []
        outcomes.reserveCapacity(batch.count)
        do throws(SQLiteFailure) {
            try begin.run()
            for work in batch { outcomes.append(try append(work.proposal)) }
            try commit.run()
            return outcomes
        } catch {
            // Some failures have rolled the transaction back already (SQLite: "Response To Errors Within A Transaction").
            if connection.isInTransaction { try? rollback.run() }
            for (tree, was) in before { open[tree] = was }
            for work in batch { open[work.proposal.tree]?.succession.closeTried(work.proposal.epoch) }
            throw error
        }
    }

    /// Forgets what is remembered of a tree.
    func release(_ tree: OrganizationID) {
        guard let known = open.removeValue(forKey: tree) else { return }
        releasedEpoch = max(releasedEpoch, known.succession.epoch)
    }

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
        if let known, !Epoch.sameOwner(known.storedEpoch, proposal.epoch) {
            raiseEpoch.bind(1, proposal.epoch)
            raiseEpoch.bind(2, number)
            try raiseEpoch.run()
        }
        try insert(proposal, number: number)
        if hasSavepoint { try keep.run() }
        open[proposal.tree] = OpenTree(number: number, succession: succession, storedEpoch: proposal.epoch)
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

    /// The tree's next owner. Nothing is written before its first entry, so that a tree can be loaded from a full disk: between
    /// processes the lock on the data folder is the fence, and within this one what is remembered here.
    func take(_ tree: OrganizationID) throws -> TreeHead? {
        guard var found = try find(tree) else { return nil }
        guard !found.head.isPurged else { throw JournalError.purged }
        let stored = found.head.epoch
        // What is remembered may be ahead of the row.
        found.head.epoch = Epoch.opening(after: max(stored, open[tree]?.succession.epoch ?? 0, releasedEpoch))
        open[tree] = OpenTree(
            number: found.number,
            succession: Succession(epoch: found.head.epoch, revision: found.head.revision, hash: found.head.hash), storedEpoch: stored)
        return found.head
    }
}
