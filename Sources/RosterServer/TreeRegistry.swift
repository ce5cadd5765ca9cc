// The trees in memory: found, loaded from the journal when first asked for, evicted when memory is short.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import Synchronization

/// Finds the tree that an organization lies in. A tree is loaded once, whoever asks meanwhile waits, and always lives on the same executor.
final class TreeRegistry: Sendable {
    private enum Slot {
        case resident(OrganizationActor)
        case loading([@Sendable (Result<OrganizationActor?, JournalError>) -> Void])
    }

    private let slots = Mutex<[OrganizationID: Slot]>([:])
    /// Set when the node stops: nothing is found any more.
    private let isClosed = Atomic<Bool>(false)
    private let journal: any Journal
    private let executors: [WorkerThread]
    private let loaders: [WorkerThread]
    private let budget = UndurableBudget()
    private let past: PastStates
    /// Nanoseconds that request ids count.
    private let requestRetention: Int64
    private let residentBytesMax: Int
    private let published: @Sendable (Ledger.Append) -> Void

    init(
        journal: any Journal, past: PastStates, executors: [WorkerThread], loaders: [WorkerThread], requestIDHours: Int, residentBytesMax: Int,
        published: @escaping @Sendable (Ledger.Append) -> Void
    ) {
        self.journal = journal
        self.past = past
        self.executors = executors
        self.loaders = loaders
        requestRetention = Int64(requestIDHours) * 3_600 * 1_000_000_000
        self.residentBytesMax = residentBytesMax
        self.published = published
    }

    /// The tree if it is in memory, without waiting.
    func resident(_ tree: OrganizationID) -> OrganizationActor? {
        slots.withLock { if case .resident(let actor)? = $0[tree] { actor } else { nil } }
    }

    /// The tree that `organization` lies in; nil: there is none, or it was purged.
    func tree(of organization: OrganizationID) async throws(JournalError) -> OrganizationActor? {
        if let actor = resident(organization) { return actor }
        try journal.admitRead()
        if organization == .platform { return try await load(organization) }
        guard let row = try await journal.organization(organization) else { return nil }
        return try await load(row.tree)
    }

    /// The tree with this root.
    func load(_ tree: OrganizationID) async throws(JournalError) -> OrganizationActor? {
        guard !isClosed.load(ordering: .acquiring) else { throw .closed }
        let result = await withUnsafeContinuation { (continuation: UnsafeContinuation<Result<OrganizationActor?, JournalError>, Never>) in
            var isFirst = false
            let found: OrganizationActor? = slots.withLock { slots in
                switch slots[tree] {
                case .resident(let actor): return actor
                case .loading(var waiting):
                    waiting.append { continuation.resume(returning: $0) }
                    slots[tree] = .loading(waiting)
                case nil:
                    slots[tree] = .loading([{ continuation.resume(returning: $0) }])
                    isFirst = true
                }
                return nil
            }
            if let found { continuation.resume(returning: .success(found)) }
            if isFirst { loader(of: tree).spawn { await self.loadFirst(tree) } }
        }
        return try result.get()
    }

    /// A tree that does not exist yet. It is found under its id once it is adopted, which its first durable entry does.
    func newTree(_ tree: OrganizationID) -> OrganizationActor {
        makeActor(state: TreeState(tree: tree, requestRetention: requestRetention), epoch: Epoch.first)
    }

    private func adopt(_ actor: OrganizationActor) {
        slots.withLock { slots in
            if slots[actor.cell.tree] == nil { slots[actor.cell.tree] = .resident(actor) }
        }
    }

    private func loadFirst(_ tree: OrganizationID) async {
        var result: Result<OrganizationActor?, JournalError>
        do throws(JournalError) {
            guard !isClosed.load(ordering: .acquiring) else { throw .closed }
            result = .success(try await read(tree))
        } catch .purged {
            result = .success(nil)
        } catch {
            result = .failure(error)
        }
        let waiting = slots.withLock { slots in
            defer { if case .success(let actor?) = result { slots[tree] = .resident(actor) } else { slots[tree] = nil } }
            if case .loading(let waiting)? = slots[tree] { return waiting }
            return []
        }
        for resume in waiting { resume(result) }
    }

    /// On a long-read thread: everything the journal holds of the tree, in slices between its commits.
    private func read(_ tree: OrganizationID) async throws(JournalError) -> OrganizationActor? {
        let loader = TreeLoader(journal: journal, snapshots: past.snapshots?.files, requestRetention: requestRetention)
        guard let (state, head) = try await loader.open(tree) else { return nil }
        return makeActor(state: state, epoch: head.epoch)
    }

    private func makeActor(state: TreeState, epoch: Int64) -> OrganizationActor {
        OrganizationActor(
            ledger: Ledger(state: state, epoch: epoch), cell: TreeCell(Snapshot(state)), executor: executors[index(of: state.tree, executors.count)],
            journal: journal, budget: budget, durable: { [weak self] actor, append in
                if append.proposal.revision == 1 { self?.adopt(actor) }
                self?.published(append)
            }, lost: { [weak self] in self?.drop($0) })
    }

    private func loader(of tree: OrganizationID) -> WorkerThread { loaders[index(of: tree, loaders.count)] }

    private func index(of tree: OrganizationID, _ count: Int) -> Int { Int(truncatingIfNeeded: tree.low % UInt64(count)) }

    // MARK: Eviction

    /// Lets the least recently used trees go until the others fit. Trees with open calls stay.
    func evict() {
        let actors = slots.withLock { slots in
            slots.values.compactMap { if case .resident(let actor) = $0 { actor } else { nil } }
        }
        var sizes = actors.map { (actor: $0, bytes: $0.cell.estimatedBytes + past.bytes(of: $0.cell.snapshot.state), used: $0.cell.lastUse) }
        var total = sizes.reduce(0) { $0 + $1.bytes }
        guard total > residentBytesMax else { return }
        sizes.sort { $0.used < $1.used }
        for (actor, bytes, _) in sizes where actor.cell.tree != .platform {
            if total <= residentBytesMax { return }
            if forget(actor) { total -= bytes }
        }
    }

    /// Lets a tree go; false: it has open calls. Whoever asks for it meanwhile waits until the journal has let go of it, too, and
    /// `work` is done; then it is loaded anew.
    @discardableResult
    func forget(_ actor: OrganizationActor, then work: @escaping @Sendable () async -> Void = {}) -> Bool {
        guard actor.close() else { return false }
        let tree = actor.cell.tree
        let isResident = slots.withLock { slots in
            guard case .resident(let current)? = slots[tree], current === actor else { return false }
            slots[tree] = .loading([])
            return true
        }
        actor.cell.retire()
        // Lost meanwhile: another actor may have the tree by now.
        guard isResident else { return false }
        past.evicted(tree)
        loader(of: tree).spawn {
            await self.journal.release(tree)
            await work()
            let isWanted = self.slots.withLock { slots in
                if case .loading(let waiting)? = slots[tree], !waiting.isEmpty { return true }
                slots[tree] = nil
                return false
            }
            if isWanted { await self.loadFirst(tree) }
        }
        return true
    }

    /// The actor can't go on: the next call loads the tree anew.
    private func drop(_ actor: OrganizationActor) {
        slots.withLock { slots in
            if case .resident(let current)? = slots[actor.cell.tree], current === actor { slots[actor.cell.tree] = nil }
        }
        actor.cell.retire()
    }

    /// The node stops: no ledger takes anything in any more, and whoever asks again finds none.
    func closeAll() {
        isClosed.store(true, ordering: .releasing)
        for actor in residentTrees { actor.refuseAll() }
        // Those that are being loaded have waiters, who find out when the load ends.
        slots.withLock { slots in slots = slots.filter { if case .loading = $0.value { true } else { false } } }
    }

    var residentTrees: [OrganizationActor] {
        slots.withLock { $0.values.compactMap { if case .resident(let actor) = $0 { actor } else { nil } } }
    }
}
