// The journal: where entries become durable, and what a server finds again after it was killed.

public import RosterAPI
public import RosterCore

/// Durable, ordered facts of all trees: entries, personal rows, claims and index rows.
///
/// An append takes effect whole or not at all, and only as the successor of what is there. Appends of all trees that wait are made
/// durable together (group commit); the journal never waits for more of them. Every other call is a slice: it runs between two
/// commits, after what waited when it was made, and is bounded.
///
/// Four implementations keep one contract, held by one suite of tests: ``SQLiteJournal``, ``MemoryJournal``, and those for tests.
public protocol Journal: Sendable {
    /// Makes a proposal durable, then calls `completion` on the journal's thread: it must be cheap and may not wait.
    ///
    /// Proposals of one tree may follow each other without waiting for the one before. After a failure the journal refuses the rest
    /// of the proposal's epoch; the owner goes on in the next (see ``Epoch``). A tree that doesn't exist is created by its revision 1.
    func append(_ proposal: Proposal, completion: @escaping @Sendable (Result<Void, AppendFailure>) -> Void)

    /// Takes a tree over in a new epoch, so that whoever held it before is fenced off; durable with the first append of that epoch at
    /// the latest. Nil: no such tree.
    func open(_ tree: OrganizationID) async throws(JournalError) -> TreeHead?

    /// Forgets what is remembered of an opened tree; it must be opened again before the next append.
    func release(_ tree: OrganizationID) async

    /// Where a tree stands, without taking it over. Nil: no such tree.
    func head(of tree: OrganizationID) async throws(JournalError) -> TreeHead?

    /// Trees in order of their ids, purged ones included.
    func trees(after tree: OrganizationID?, limit: Int) async throws(JournalError) -> [TreeHead]

    /// Entries after a revision with their personal rows, at most 256 and about 4 MiB of them; checked against the hash chain.
    /// Empty: there are no more. Throws ``JournalError/corrupted(_:)`` when an entry or a row isn't what was written.
    func entries(of tree: OrganizationID, after revision: Int64, limit: Int) async throws(JournalError) -> [StoredEntry]

    /// The last revision recorded at or before a time (nanoseconds since 1970); 0: none.
    func revision(of tree: OrganizationID, at time: Int64) async throws(JournalError) -> Int64

    /// The tree that holds a claim.
    func holder(of kind: Claim.Kind, key: [UInt8]) async throws(JournalError) -> OrganizationID?

    /// The stored keys (``Claim/storedKey``) of a tree's claims, in their order.
    func claims(of tree: OrganizationID, after storedKey: [UInt8], limit: Int) async throws(JournalError) -> [[UInt8]]

    /// Gives back claims of a kind taken before a time, in slices: request ids, once their retention is over.
    func dropClaims(_ kind: Claim.Kind, takenBefore time: Int64) async throws(JournalError)

    /// Organizations of all trees, in order of their ids.
    func organizations(after organization: OrganizationID?, limit: Int) async throws(JournalError) -> [OrganizationIndexRow]

    /// One organization's row.
    func organization(_ organization: OrganizationID) async throws(JournalError) -> OrganizationIndexRow?

    /// The memberships of one address, in order of their organizations' ids.
    func memberships(emailHash: [UInt8], after organization: OrganizationID?, limit: Int) async throws(JournalError) -> [MembershipIndexRow]

    /// Keys of all trees, in order of their ids.
    func keys(after key: KeyID?, limit: Int) async throws(JournalError) -> [KeyIndexRow]

    /// One tree's index rows, ordered by area and key; what a verifier compares with the replayed state.
    func index(of tree: OrganizationID, after row: StoredIndexRow?, limit: Int) async throws(JournalError) -> [StoredIndexRow]

    /// A named fact about the whole journal, such as the check value of the pepper.
    func metadata(_ name: String) async throws(JournalError) -> [UInt8]?
    func setMetadata(_ name: String, _ value: [UInt8]) async throws(JournalError)

    /// Deletes a tree for good: its stream, rows and claims, in slices. A tombstone stays, so that the id is never used again.
    func purge(_ tree: OrganizationID) async throws(JournalError)

    /// Trees whose ``purge(_:)`` began and did not end, some of them: full storage or a crash came between.
    func unfinishedPurges() async throws(JournalError) -> [OrganizationID]

    /// Copies the journal, as of one moment, to a file that does not exist yet, while commits go on.
    func backup(to path: String) async throws(JournalError)

    /// Whether the storage itself is sound; one line a problem.
    func checkStorage() async throws(JournalError) -> [String]

    /// Commits what waits and ends; everything after it fails with `closed`, as long as the journal's thread runs: stop that last.
    func close() async

    /// So many reads wait that a caller's next one is to be refused (``JournalLimit/waitingReads``); any thread. The node's own work and
    /// appends go on: they have bounds of their own.
    var isOverloaded: Bool { get }

    /// Numbers for metrics; any thread.
    var statistics: JournalStatistics { get }
}

extension Journal {
    /// Before a read that a caller asks for.
    public func admitRead() throws(JournalError) {
        if isOverloaded { throw .overloaded }
    }
}

/// Bounds of the calls above.
public enum JournalLimit {
    /// Rows of one slice.
    public static let sliceRows = 256
    /// Bytes of a slice, about: it ends with the row that passes this.
    public static let sliceBytes = 4 << 20
    /// Reads that may wait for the journal's thread.
    public static let waitingReads = 4096
    /// Rows that one slice of a search for what is to be deleted looks at.
    static let scannedRows = 4096
    /// Entries of one commit; what waits beyond goes into the next.
    public static let batchEntries = 4096
    /// Bytes of one commit, about.
    public static let batchBytes = 16 << 20
    /// Bytes of one proposal.
    public static let proposalBytes = 64 << 20
}
