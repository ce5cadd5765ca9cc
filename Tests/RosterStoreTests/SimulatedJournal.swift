// The journal's contract over a simulated disk, driven step by step: write, sync, answer; crash between any two.

import RosterAPI
import RosterCore

@testable import RosterStore

/// Single-threaded and deterministic. `append` only queues; ``step()`` does the next operation of the group commit.
///
/// The log holds batches: records, each with its length and checksum, then a mark. Recovery takes whole batches and cuts off the rest.
/// A record names its proposal by a number instead of encoding it; the entry's bytes follow, so that tearing is realistic.
final class SimulatedJournal {
    /// Rules broken on purpose, to see that the simulation notices.
    struct Weakening: OptionSet {
        let rawValue: Int
        /// Answers leave after the write, before the sync.
        static let answerBeforeSync = Weakening(rawValue: 1)
        /// A failed sync is tried again, and believed.
        static let retrySync = Weakening(rawValue: 2)
    }

    private enum Record {
        case entry(Proposal)
        case opening(OrganizationID)
    }

    private struct Batch {
        var items: [(proposal: Proposal, completion: (Result<Void, AppendFailure>) -> Void)]
        var outcomes: [AppendFailure?]
        var isWritten = false
        var isSynced = false
    }

    private(set) var disk: SimulatedDisk
    /// As of everything written: what a loader reads after a recovery.
    private(set) var tables = JournalTables()
    /// Operations done so far: the crash points.
    private(set) var operations = 0
    /// The process has ended by its own decision: a sync failed. Only ``crashed(using:)`` is left.
    private(set) var hasEnded = false
    var weakening: Weakening = []

    private var records: [Record]
    private var waiting: [(proposal: Proposal, completion: (Result<Void, AppendFailure>) -> Void)] = []
    private var batch: Batch?

    convenience init() { self.init(disk: SimulatedDisk(), records: []) }

    private init(disk: SimulatedDisk, records: [Record]) {
        self.disk = disk
        self.records = records
        recover()
    }

    var faults: SimulatedDisk.Faults {
        get { disk.faults }
        set { disk.faults = newValue }
    }

    /// Whether there is nothing left to do.
    var isIdle: Bool { waiting.isEmpty && batch == nil }

    func append(_ proposal: Proposal, completion: @escaping (Result<Void, AppendFailure>) -> Void) {
        waiting.append((proposal, completion))
    }

    /// Takes a tree over; durable at once, together with what was written before.
    func open(_ tree: OrganizationID) -> TreeHead? {
        guard !hasEnded, let head = tables.open(tree) else { return nil }
        operations += 1
        do throws(SimulatedDisk.Fault) {
            try disk.write(encode([.opening(tree)]))
            try disk.sync()
            batch?.isSynced = true
            return head
        } catch {
            hasEnded = true
            return nil
        }
    }

    /// The next operation; false: there is none.
    @discardableResult
    func step() -> Bool {
        guard !hasEnded else { return false }
        if batch == nil {
            guard !waiting.isEmpty else { return false }
            operations += 1
            write()
            return true
        }
        operations += 1
        if batch?.isSynced == false {
            sync()
        } else {
            answer()
        }
        return true
    }

    private func write() {
        let items = waiting
        waiting = []
        var batch = Batch(items: items, outcomes: [])
        guard !disk.isNextWriteFull else {
            try? disk.write([])
            for item in items { tables.closeEpoch(of: item.proposal) }
            batch.outcomes = items.map { _ in .storageFull }
            batch.isSynced = true
            self.batch = batch
            return
        }
        var written: [Record] = []
        for item in items {
            let failure = tables.append(item.proposal)
            if failure == nil { written.append(.entry(item.proposal)) }
            batch.outcomes.append(failure)
        }
        try? disk.write(encode(written))
        batch.isSynced = written.isEmpty || weakening.contains(.answerBeforeSync)
        self.batch = batch
    }

    private func sync() {
        do throws(SimulatedDisk.Fault) {
            try disk.sync()
            batch?.isSynced = true
        } catch {
            if weakening.contains(.retrySync) {
                batch?.isSynced = true
            } else {
                hasEnded = true
            }
        }
    }

    private func answer() {
        guard let done = batch else { return }
        batch = nil
        for (item, failure) in zip(done.items, done.outcomes) { item.completion(failure.map { .failure($0) } ?? .success(())) }
    }

    /// The journal as it is found after the process was killed and the power went.
    func crashed(using generator: inout some RandomNumberGenerator) -> SimulatedJournal {
        var disk = disk
        disk.crash(using: &generator)
        let next = SimulatedJournal(disk: disk, records: records)
        next.weakening = weakening
        return next
    }

    // MARK: The log

    private static let mark: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]

    private func encode(_ batch: [Record]) -> [UInt8] {
        guard !batch.isEmpty else { return [] }
        var bytes: [UInt8] = []
        for record in batch {
            var payload = Self.bytes(of: UInt32(records.count))
            if case .entry(let proposal) = record { payload += proposal.entry }
            records.append(record)
            bytes += Self.bytes(of: UInt32(payload.count)) + Hash256.of(payload).bytes.prefix(8) + payload
        }
        return bytes + Self.mark
    }

    private func recover() {
        let bytes = disk.durable
        var position = 0
        var whole = 0
        var pending: [Record] = []
        while position + 4 <= bytes.count {
            if Array(bytes[position..<(position + 4)]) == Self.mark {
                position += 4
                whole = position
                for record in pending { apply(record) }
                pending = []
                continue
            }
            let count = Int(Self.number(bytes[position..<(position + 4)]))
            let end = position + 12 + count
            guard count >= 4, end <= bytes.count else { break }
            let payload = Array(bytes[(position + 12)..<end])
            let number = Int(Self.number(payload[..<4]))
            guard Array(bytes[(position + 4)..<(position + 12)]) == Array(Hash256.of(payload).bytes.prefix(8)), number < records.count else { break }
            pending.append(records[number])
            position = end
        }
        disk.truncate(to: whole)
        tables.forgetOwners()
    }

    private func apply(_ record: Record) {
        switch record {
        case .entry(let proposal):
            // The owners' own failures, which raise epochs, aren't in the log: only the order of the entries counts here.
            tables.replay(proposal)
        case .opening(let tree): _ = tables.open(tree)
        }
    }

    private static func bytes(of number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
}
