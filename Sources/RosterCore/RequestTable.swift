// RequestTable: which request ids were answered, and by which entry (product.md 4.1, reliability P3).

import HashTreeCollections

/// The request ids of a tree that still count: those of the last 24 hours, at most ``countMax``.
///
/// The table follows from the entries alone, so it survives whatever they survive.
public struct RequestTable: Sendable {
    /// How long an answer is kept, in nanoseconds. Whoever loads a tree sets it before replaying.
    public var retention: Int64 = 24 * 3600 * 1_000_000_000
    /// Beyond this the oldest are forgotten early: about 40 MB of memory.
    public static let countMax = 250_000

    private var records: TreeDictionary<Hash256, RequestRecord> = [:]
    private var order = SortedChunks<Age>()

    private struct Age: Comparable, Sendable {
        let revision: Int64
        let key: Hash256
        static func < (a: Age, b: Age) -> Bool { a.revision == b.revision ? a.key < b.key : a.revision < b.revision }
    }

    init() {}

    public var count: Int { records.count }

    /// The record of this request, unless it is too old at this time.
    public func record(of key: Hash256, at time: Int64) -> RequestRecord? {
        guard let record = records[key], time - record.time < retention else { return nil }
        return record
    }

    /// Adds a record, and forgets what is too old.
    mutating func insert(_ record: RequestRecord) {
        if let previous = records.updateValue(record, forKey: record.key) {
            order.remove(Age(revision: previous.revision, key: previous.key))
        }
        order.insert(Age(revision: record.revision, key: record.key))
        prune(at: record.time)
    }

    private mutating func prune(at time: Int64) {
        while let oldest = order.first, let record = records[oldest.key] {
            guard records.count > Self.countMax || time - record.time >= retention else { return }
            order.remove(oldest)
            records[oldest.key] = nil
        }
    }

    /// All records, oldest first.
    var all: [RequestRecord] { order.compactMap { records[$0.key] } }
}

extension RequestTable: Equatable {
    public static func == (a: Self, b: Self) -> Bool { a.records == b.records }
}
