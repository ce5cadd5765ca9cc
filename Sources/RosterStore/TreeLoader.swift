// A tree's state from its last good snapshot and the entries since.

public import RosterAPI
public import RosterCore

/// Runs where it is awaited: on a long-read thread. The journal gives the entries in slices between its commits.
public struct TreeLoader: Sendable {
    private let journal: any Journal
    private let snapshots: SnapshotFiles?
    private let requestRetention: Int64?

    /// - Parameter requestRetention: how long request ids count, in nanoseconds.
    public init(journal: any Journal, snapshots: SnapshotFiles? = nil, requestRetention: Int64? = nil) {
        self.journal = journal
        self.snapshots = snapshots
        self.requestRetention = requestRetention
    }

    /// Takes a tree over and brings its state up to date; nil: no such tree. The ledger starts from both.
    public func open(_ tree: OrganizationID) async throws(JournalError) -> (state: TreeState, head: TreeHead)? {
        guard let head = try await journal.open(tree) else { return nil }
        return (try await state(at: head), head)
    }

    /// The state at a head.
    public func state(at head: TreeHead) async throws(JournalError) -> TreeState {
        var state = try await start(head)
        while state.revision < head.revision {
            let slice = try await journal.entries(of: head.tree, after: state.revision, limit: JournalLimit.sliceRows)
            guard !slice.isEmpty else { throw .corrupted("\(head.tree) ends at revision \(state.revision) of \(head.revision)") }
            for stored in slice where stored.revision <= head.revision { try state.replay(stored) }
        }
        guard state.chainHash == head.hash else { throw .corrupted("\(head.tree): the head is not the last entry") }
        return state
    }

    /// The last snapshot of this very history, or the empty state.
    private func start(_ head: TreeHead) async throws(JournalError) -> TreeState {
        if let snapshot = snapshots?.latest(of: head.tree, erasedRevision: head.erasedRevision), (1...head.revision).contains(snapshot.revision),
            try await journal.entries(of: head.tree, after: snapshot.revision - 1, limit: 1).first?.hash == snapshot.hash,
            let state = TreeState(snapshot: snapshot.bytes, requestRetention: requestRetention), state.revision == snapshot.revision, state.chainHash == snapshot.hash {
            return state
        }
        return TreeState(tree: head.tree, requestRetention: requestRetention)
    }
}

extension TreeState {
    /// Decodes strictly: an unknown event or field refuses the tree, so that an older program can't lose facts.
    @discardableResult
    public mutating func replay(_ stored: StoredEntry) throws(JournalError) -> Entry {
        guard stored.hash == Entry.hash(after: chainHash, stored.bytes) else {
            throw .corrupted("revision \(stored.revision) of \(tree) does not follow the state before it")
        }
        do {
            let entry = try Entry(journal: stored.bytes)
            try evolve(entry, personal: stored.personal, hash: stored.hash)
            guard time == stored.time else { throw UnreadableHistory(revision: revision, problem: "recorded at another time than its row says") }
            return entry
        } catch {
            throw .corrupted("revision \(stored.revision) of \(tree): \(error)")
        }
    }
}
