// A journal's content and rules in memory: what MemoryJournal serves and what the simulated disk replays.

package import RosterAPI
package import RosterCore

/// Trees, claims and index rows as dictionaries. Pages are sorted when they are asked for: right for tests and small servers.
package struct JournalTables: Sendable {
    struct Tree: Sendable {
        var succession: Succession
        /// Opened by somebody since the start; only then may it be appended to.
        var isOpen = false
        var erasedRevision: Int64 = 0
        var isPurged = false
        var entries: [StoredEntry] = []
    }

    struct Holding: Sendable {
        var tree: OrganizationID
        var time: Int64
    }

    struct IndexKey: Hashable, Sendable {
        var area: StoredIndexRow.Area
        var key: [UInt8]
    }

    struct IndexValue: Sendable {
        var tree: OrganizationID
        var row: StoredIndexRow
    }

    private(set) var trees: [OrganizationID: Tree] = [:]
    private(set) var claims: [[UInt8]: Holding] = [:]
    private(set) var index: [IndexKey: IndexValue] = [:]
    private var byLookup: [[UInt8]: Set<IndexKey>] = [:]
    package var metadata: [String: [UInt8]] = [:]

    package init() {}

    // MARK: Writing

    /// Takes a proposal in whole, or says why not and closes its epoch.
    package mutating func append(_ proposal: Proposal) -> AppendFailure? {
        var tree: Tree
        if let known = trees[proposal.tree] {
            guard known.isOpen else { return .epochClosed }
            tree = known
        } else {
            guard proposal.revision == 1 else { return .epochClosed }
            tree = Tree(succession: .beforeFirst(epoch: proposal.epoch), isOpen: true)
        }
        guard !tree.isPurged else { return .notSuccessor }
        let failure = tree.succession.admit(proposal)
        if let failure {
            trees[proposal.tree]?.succession = tree.succession
            return failure
        }
        // A claim may be given back and taken in one entry, so the changes are looked at in order, beside the table.
        var changed: [[UInt8]: Holding?] = [:]
        for claim in proposal.claims {
            let holding = changed[claim.storedKey] ?? claims[claim.storedKey]
            switch claim.change {
            case .take:
                if let holding {
                    trees[proposal.tree]?.succession.close(epoch: proposal.epoch)
                    return .claimTaken(claim.kind, by: holding.tree)
                }
                changed[claim.storedKey] = .some(Holding(tree: proposal.tree, time: proposal.time))
            case .release:
                if holding?.tree == proposal.tree { changed[claim.storedKey] = .some(nil) }
            }
        }
        for (key, holding) in changed { claims[key] = holding }
        tree.entries.append(StoredEntry(
            revision: proposal.revision, time: proposal.time, hash: proposal.hash, bytes: proposal.entry,
            personal: proposal.personal.sorted { $0.subject.storedBytes.lexicographicallyPrecedes($1.subject.storedBytes) }))
        if !proposal.personalErasures.isEmpty {
            tree.erasedRevision = proposal.revision
            let erased = Set(proposal.personalErasures)
            for position in tree.entries.indices { tree.entries[position].personal.removeAll { erased.contains($0.subject) } }
        }
        trees[proposal.tree] = tree
        for change in proposal.index { apply(StoredIndexChange(change), of: proposal.tree) }
        return nil
    }

    /// Takes in what was durable before: its epoch was right when it was written, though failures since the opening aren't recorded.
    package mutating func replay(_ proposal: Proposal) {
        if trees[proposal.tree] != nil {
            trees[proposal.tree]?.isOpen = true
            trees[proposal.tree]?.succession.epoch = proposal.epoch
            trees[proposal.tree]?.succession.isClosed = false
        }
        _ = append(proposal)
    }

    private mutating func apply(_ change: StoredIndexChange, of tree: OrganizationID) {
        switch change {
        case .put(let row):
            let key = IndexKey(area: row.area, key: row.key)
            removeRow(key)
            index[key] = IndexValue(tree: tree, row: row)
            if !row.lookup.isEmpty { byLookup[row.lookup, default: []].insert(key) }
        case .remove(let area, let key): removeRow(IndexKey(area: area, key: key))
        }
    }

    private mutating func removeRow(_ key: IndexKey) {
        guard let old = index.removeValue(forKey: key) else { return }
        byLookup[old.row.lookup]?.remove(key)
        if byLookup[old.row.lookup]?.isEmpty == true { byLookup[old.row.lookup] = nil }
    }

    package mutating func open(_ tree: OrganizationID) -> TreeHead? {
        guard let known = trees[tree] else { return nil }
        trees[tree]?.succession.epoch = Epoch.opening(after: known.succession.epoch)
        trees[tree]?.succession.isClosed = false
        trees[tree]?.isOpen = true
        return head(of: tree)
    }

    package mutating func release(_ tree: OrganizationID) { trees[tree]?.isOpen = false }

    /// As after a restart: nobody has opened anything.
    package mutating func forgetOwners() {
        for tree in trees.keys { trees[tree]?.isOpen = false }
    }

    /// Refuses the rest of the epoch of a proposal whose batch could not be written.
    package mutating func closeEpoch(of proposal: Proposal) { trees[proposal.tree]?.succession.closeTried(proposal.epoch) }

    package mutating func dropClaims(_ kind: Claim.Kind, takenBefore time: Int64) {
        claims = claims.filter { $0.key.first != kind.rawValue || $0.value.time >= time }
    }

    package mutating func purge(_ tree: OrganizationID) {
        guard trees[tree] != nil else { return }
        trees[tree]?.entries = []
        trees[tree]?.isPurged = true
        claims = claims.filter { $0.value.tree != tree }
        for key in index.filter({ $0.value.tree == tree }).keys { removeRow(key) }
    }

    // MARK: Reading

    package func head(of tree: OrganizationID) -> TreeHead? {
        trees[tree].map {
            TreeHead(
                tree: tree, epoch: $0.succession.epoch, revision: $0.succession.revision, hash: $0.succession.hash,
                erasedRevision: $0.erasedRevision, isPurged: $0.isPurged)
        }
    }

    package func trees(after tree: OrganizationID?, limit: Int) -> [TreeHead] {
        let after = tree?.storedBytes
        return trees.keys.map { ($0.storedBytes, $0) }
            .filter { after?.lexicographicallyPrecedes($0.0) ?? true }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
            .prefix(limit).compactMap { head(of: $0.1) }
    }

    package func entries(of tree: OrganizationID, after revision: Int64, limit: Int) -> [StoredEntry] {
        guard let entries = trees[tree]?.entries else { return [] }
        // Revisions have no gaps, so the entry of revision r stands at r - 1.
        let from = max(0, Int(revision))
        guard from < entries.count else { return [] }
        var bytes = 0
        var slice: [StoredEntry] = []
        for entry in entries[from...].prefix(min(limit, JournalLimit.sliceRows)) {
            slice.append(entry)
            bytes += entry.personal.reduce(entry.bytes.count) { $0 + $1.bytes.count }
            if bytes >= JournalLimit.sliceBytes { break }
        }
        return slice
    }

    package func revision(of tree: OrganizationID, at time: Int64) -> Int64 {
        trees[tree]?.entries.last { $0.time <= time }?.revision ?? 0
    }

    package func holder(of kind: Claim.Kind, key: [UInt8]) -> OrganizationID? {
        claims[[kind.rawValue] + key]?.tree
    }

    package func claims(of tree: OrganizationID, after storedKey: [UInt8], limit: Int) -> [[UInt8]] {
        Array(claims.filter { $0.value.tree == tree && storedKey.lexicographicallyPrecedes($0.key) }.keys
            .sorted { $0.lexicographicallyPrecedes($1) }.prefix(limit))
    }

    func rows(_ area: StoredIndexRow.Area, after key: [UInt8], limit: Int) -> [IndexValue] {
        page(index.values.filter { $0.row.area == area }, after: key, limit: limit)
    }

    func row(_ area: StoredIndexRow.Area, key: [UInt8]) -> IndexValue? { index[IndexKey(area: area, key: key)] }

    func rows(_ area: StoredIndexRow.Area, lookup: [UInt8], after key: [UInt8], limit: Int) -> [IndexValue] {
        page((byLookup[lookup] ?? []).filter { $0.area == area }.compactMap { index[$0] }, after: key, limit: limit)
    }

    private func page(_ rows: [IndexValue], after key: [UInt8], limit: Int) -> [IndexValue] {
        Array(rows.filter { key.lexicographicallyPrecedes($0.row.key) }
            .sorted { $0.row.precedes($1.row) }.prefix(min(limit, JournalLimit.sliceRows)))
    }

    package func index(of tree: OrganizationID, after row: StoredIndexRow?, limit: Int) -> [StoredIndexRow] {
        Array(index.values.filter { $0.tree == tree && (row?.precedes($0.row) ?? true) }.map(\.row)
            .sorted { $0.precedes($1) }.prefix(min(limit, JournalLimit.sliceRows)))
    }
}
