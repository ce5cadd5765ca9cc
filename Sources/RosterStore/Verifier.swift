// The proof that a journal is what it should be: every tree replayed, its chain, rows and snapshots compared.

public import RosterAPI
public import RosterCore

/// What a verification found.
public struct VerificationReport: Sendable, Equatable {
    public var trees = 0
    public var entries: Int64 = 0
    public var personalRows: Int64 = 0
    public var indexRows: Int64 = 0
    public var claims: Int64 = 0
    public var snapshots = 0
    /// One line each; empty: the journal is sound. At most 1,000 are kept.
    public var problems: [String] = []
    /// Trees whose index rows weren't compared, because they were written to all the while; everything else of them was.
    public var busyTrees: [OrganizationID] = []

    public init() {}

    mutating func add(_ problem: String) {
        if problems.count < 1000 { problems.append(problem) }
    }

    mutating func add(_ other: VerificationReport) {
        trees += other.trees
        entries += other.entries
        personalRows += other.personalRows
        indexRows += other.indexRows
        claims += other.claims
        snapshots += other.snapshots
        for problem in other.problems { add(problem) }
        busyTrees += other.busyTrees
    }
}

/// Replays beside a running server or without one; the journal is read in slices, so that commits go on.
public struct Verifier: Sendable {
    private let journal: any Journal
    private let snapshots: SnapshotFiles?
    private let catalogue: Catalogue?
    private let requestRetention: Int64?

    /// Without a catalogue, that is without the pepper, index rows aren't compared: nobody could tell what they should be.
    /// - Parameter requestRetention: that of the states compared with, in nanoseconds.
    public init(journal: any Journal, snapshots: SnapshotFiles? = nil, catalogue: Catalogue? = nil, requestRetention: Int64? = nil) {
        self.journal = journal
        self.snapshots = snapshots
        self.catalogue = catalogue
        self.requestRetention = requestRetention
    }

    /// - Parameters:
    ///   - served: the durable state of a tree that a server has in memory; nil for the others.
    ///   - checksStorage: also runs the storage's own check, which stops commits while it runs.
    public func run(
        checksStorage: Bool = true, served: @Sendable (OrganizationID) -> TreeState? = { _ in nil }
    ) async -> VerificationReport {
        var report = VerificationReport()
        do throws(JournalError) {
            if checksStorage { for problem in try await journal.checkStorage() { report.add(problem) } }
            var after: OrganizationID?
            while true {
                let heads = try await journal.trees(after: after, limit: JournalLimit.sliceRows)
                guard let last = heads.last else { return report }
                for head in heads where !head.isPurged { report.add(await verify(head, served)) }
                after = last.tree
            }
        } catch {
            report.add("\(error)")
            return report
        }
    }

    /// What was read before and after an erasure doesn't fit together, so the tree is looked at again when one came in between.
    private func verify(_ head: TreeHead, _ served: @Sendable (OrganizationID) -> TreeState?) async -> VerificationReport {
        var head = head
        while true {
            var report = VerificationReport()
            report.trees = 1
            await verify(head, served(head.tree), &report)
            guard !report.problems.isEmpty, let now = try? await journal.head(of: head.tree) else { return report }
            // Purged meanwhile: there is nothing left to be verified.
            if now.isPurged { return VerificationReport() }
            guard now.erasedRevision != head.erasedRevision else { return report }
            head = now
        }
    }

    private func verify(_ first: TreeHead, _ served: TreeState?, _ report: inout VerificationReport) async {
        var claims = ClaimFold(through: first.revision)
        var state = TreeState(tree: first.tree, requestRetention: requestRetention)
        do throws(JournalError) {
            let snapshot = snapshots?.latest(of: first.tree, erasedRevision: first.erasedRevision)
            let taken = try await self.claims(of: first.tree)
            // A busy tree moves on while its rows are read, so they are read again until it stood still meanwhile.
            for attempt in 1...5 {
                let rows = catalogue == nil ? [] : try await rows(of: first.tree)
                guard let head = try await journal.head(of: first.tree), !head.isPurged else { return }
                let before = state.revision
                try await replay(&state, &claims, through: max(head.revision, served?.revision ?? 0), snapshot, served, &report)
                if before == head.revision || attempt == 1 && first.revision == head.revision {
                    compare(taken, claims, of: first.tree, &report)
                    if let catalogue { compare(rows, IndexChange.all(of: state, catalogue), of: first.tree, &report) }
                    return
                }
            }
            compare(taken, claims, of: first.tree, &report)
            report.busyTrees.append(first.tree)
        } catch {
            report.add("\(error)")
        }
    }

    private func replay(
        _ state: inout TreeState, _ claims: inout ClaimFold, through revision: Int64, _ snapshot: SnapshotFile?, _ served: TreeState?,
        _ report: inout VerificationReport
    ) async throws(JournalError) {
        while state.revision < revision {
            let slice = try await journal.entries(of: state.tree, after: state.revision, limit: JournalLimit.sliceRows)
            guard !slice.isEmpty else { throw .corrupted("\(state.tree) ends at revision \(state.revision) of \(revision)") }
            for stored in slice where stored.revision <= revision {
                claims.add(try state.replay(stored))
                report.entries += 1
                report.personalRows += Int64(stored.personal.count)
                if let served, served.revision == state.revision, served.snapshot() != state.snapshot() {
                    report.add("\(state.tree): the state served at revision \(state.revision) is not what its entries say")
                }
                if let snapshot, snapshot.revision == state.revision {
                    report.snapshots += 1
                    if snapshot.hash != state.chainHash || snapshot.bytes != state.snapshot() {
                        report.add("\(state.tree): the snapshot of revision \(state.revision) is not what its entries say")
                    }
                }
            }
        }
    }

    private func rows(of tree: OrganizationID) async throws(JournalError) -> [StoredIndexRow] {
        var rows: [StoredIndexRow] = []
        while true {
            let slice = try await journal.index(of: tree, after: rows.last, limit: JournalLimit.sliceRows)
            if slice.isEmpty { return rows }
            rows += slice
        }
    }

    private func claims(of tree: OrganizationID) async throws(JournalError) -> Set<[UInt8]> {
        var claims = Set<[UInt8]>()
        var after: [UInt8] = []
        while true {
            let slice = try await journal.claims(of: tree, after: after, limit: JournalLimit.sliceRows)
            guard let last = slice.last else { return claims }
            claims.formUnion(slice)
            after = last
        }
    }

    private func compare(_ found: Set<[UInt8]>, _ expected: ClaimFold, of tree: OrganizationID, _ report: inout VerificationReport) {
        report.claims += Int64(found.count)
        // Claims of request ids go with time.
        let missing = expected.certain.subtracting(found).filter { $0.first != Claim.Kind.request.rawValue }.count
        let surplus = found.subtracting(expected.possible).count
        if missing > 0 { report.add("\(tree): \(missing) claims of its entries are missing") }
        if surplus > 0 { report.add("\(tree): \(surplus) claims are held that its entries don't take") }
    }

    private func compare(_ found: [StoredIndexRow], _ expected: [IndexChange], of tree: OrganizationID, _ report: inout VerificationReport) {
        report.indexRows += Int64(found.count)
        let rows = expected.compactMap { change in if case .put(let row) = StoredIndexChange(change) { row } else { nil } }
        let missing = Set(rows).subtracting(found).count
        let surplus = Set(found).subtracting(rows).count
        if missing > 0 { report.add("\(tree): \(missing) index rows are missing or differ from the state") }
        if surplus > 0 { report.add("\(tree): \(surplus) index rows say what the state does not") }
    }
}

/// The claims of a tree that a table read after a revision must hold, and those that it may hold as the tree moves on.
private struct ClaimFold {
    let through: Int64
    private(set) var certain = Set<[UInt8]>()
    private(set) var possible = Set<[UInt8]>()

    init(through revision: Int64) { through = revision }

    mutating func add(_ entry: Entry) {
        let isBefore = entry.revision <= through
        for claim in entry.claims {
            if claim.isRelease {
                certain.remove(claim.storedKey)
                if isBefore { possible.remove(claim.storedKey) }
            } else {
                possible.insert(claim.storedKey)
                if isBefore { certain.insert(claim.storedKey) }
            }
        }
    }
}

extension ClaimRecord {
    /// As ``Claim/storedKey``.
    fileprivate var storedKey: [UInt8] { [UInt8(truncatingIfNeeded: kind)] + key }
}
