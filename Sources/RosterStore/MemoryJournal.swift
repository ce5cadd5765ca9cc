// A journal that lives as long as its process: for tests and for servers that need not remember.

public import Loops
public import RosterAPI
public import RosterCore

/// Keeps the whole contract of ``Journal`` but durability. `backup` is refused: there is nothing to restore it into.
public actor MemoryJournal: Journal {
    private let thread: WorkerThread
    private nonisolated let queue = CommitQueue()
    private var tables = JournalTables()

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// An empty journal on a thread of its own, which the caller stops after ``close()``.
    public init(thread: WorkerThread) {
        self.thread = thread
    }

    public nonisolated var statistics: JournalStatistics { queue.statistics }

    public nonisolated var isOverloaded: Bool { thread.queueDepth >= JournalLimit.waitingReads }

    public nonisolated func append(_ proposal: Proposal, completion: @escaping @Sendable (Result<Void, AppendFailure>) -> Void) {
        let work = CommitWork(proposal: proposal, completion: completion)
        switch queue.add(work) {
        case .refused: work.refuse()
        case .taken: break
        case .takenTurnDue:
            if !thread.executeTurn({ self.assumeIsolated { $0.commit() } }) { queue.close(); refuseWaiting() }
        }
    }

    private nonisolated func refuseWaiting() {
        while case let (batch, _) = queue.take(), !batch.isEmpty { for work in batch { work.refuse() } }
    }

    private func commit() {
        while true {
            let (batch, isMore) = queue.take()
            var outcomes: [(@Sendable (Result<Void, AppendFailure>) -> Void, Result<Void, AppendFailure>)] = []
            for work in batch {
                let proposal = work.proposal
                let failure = tables.append(proposal)
                outcomes.append((work.completion, failure.map { .failure($0) } ?? .success(())))
                queue.count {
                    if failure == nil { $0.entries += 1; $0.bytes += Int64(proposal.entry.count) } else { $0.refusals += 1 }
                }
            }
            if !outcomes.isEmpty { queue.count { $0.commits += 1 } }
            for (completion, outcome) in outcomes { completion(outcome) }
            if !isMore { return }
        }
    }

    /// The tables as of everything that was appended before this call.
    private func settled() throws(JournalError) -> JournalTables {
        guard !queue.isClosed else { throw .closed }
        commit()
        return tables
    }

    public func open(_ tree: OrganizationID) throws(JournalError) -> TreeHead? {
        if try settled().head(of: tree)?.isPurged == true { throw .purged }
        return tables.open(tree)
    }

    public func release(_ tree: OrganizationID) {
        commit()
        tables.release(tree)
    }

    public func head(of tree: OrganizationID) throws(JournalError) -> TreeHead? { try settled().head(of: tree) }

    public func trees(after tree: OrganizationID?, limit: Int) throws(JournalError) -> [TreeHead] {
        try settled().trees(after: tree, limit: limit)
    }

    public func entries(of tree: OrganizationID, after revision: Int64, limit: Int) throws(JournalError) -> [StoredEntry] {
        try settled().entries(of: tree, after: revision, limit: limit)
    }

    public func revision(of tree: OrganizationID, at time: Int64) throws(JournalError) -> Int64 {
        try settled().revision(of: tree, at: time)
    }

    public func holder(of kind: Claim.Kind, key: [UInt8]) throws(JournalError) -> OrganizationID? {
        try settled().holder(of: kind, key: key)
    }

    public func claims(of tree: OrganizationID, after storedKey: [UInt8], limit: Int) throws(JournalError) -> [[UInt8]] {
        try settled().claims(of: tree, after: storedKey, limit: limit)
    }

    public func dropClaims(_ kind: Claim.Kind, takenBefore time: Int64) throws(JournalError) {
        _ = try settled()
        tables.dropClaims(kind, takenBefore: time)
    }

    public func organizations(after organization: OrganizationID?, limit: Int) throws(JournalError) -> [OrganizationIndexRow] {
        try settled().rows(.organizations, after: organization?.storedBytes ?? [], limit: limit)
            .map { OrganizationIndexRow($0.row, tree: $0.tree) }
    }

    public func organization(_ organization: OrganizationID) throws(JournalError) -> OrganizationIndexRow? {
        try settled().row(.organizations, key: organization.storedBytes).map { OrganizationIndexRow($0.row, tree: $0.tree) }
    }

    public func memberships(
        emailHash: [UInt8], after organization: OrganizationID?, limit: Int
    ) throws(JournalError) -> [MembershipIndexRow] {
        let after = organization.map { $0.storedBytes + [UInt8](repeating: 0xFF, count: 17) } ?? []
        return try settled().rows(.memberships, lookup: emailHash, after: after, limit: limit).map { MembershipIndexRow($0.row) }
    }

    public func keys(after key: KeyID?, limit: Int) throws(JournalError) -> [KeyIndexRow] {
        try settled().rows(.keys, after: key?.storedBytes ?? [], limit: limit).map { KeyIndexRow($0.row, tree: $0.tree) }
    }

    public func index(of tree: OrganizationID, after row: StoredIndexRow?, limit: Int) throws(JournalError) -> [StoredIndexRow] {
        try settled().index(of: tree, after: row, limit: limit)
    }

    public func metadata(_ name: String) throws(JournalError) -> [UInt8]? { try settled().metadata[name] }

    public func setMetadata(_ name: String, _ value: [UInt8]) throws(JournalError) {
        _ = try settled()
        tables.metadata[name] = value
    }

    public func purge(_ tree: OrganizationID) throws(JournalError) {
        _ = try settled()
        tables.purge(tree)
    }

    public func unfinishedPurges() -> [OrganizationID] { [] }

    public func backup(to path: String) throws(JournalError) {
        throw .failed("a journal in memory has no file to back up")
    }

    public func checkStorage() throws(JournalError) -> [String] { [] }

    public func close() async {
        commit()
        queue.close()
        commit()
    }
}
