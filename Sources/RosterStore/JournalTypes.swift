// What goes in and out of a journal besides proposals: heads, stored entries, failures, numbers.

public import RosterAPI
public import RosterCore

public typealias AppendFailure = Ledger.AppendFailure

/// Where a tree stands.
public struct TreeHead: Sendable, Equatable {
    public var tree: OrganizationID
    /// What the next append must name, or more after a failure (see ``Epoch``).
    public var epoch: Int64
    public var revision: Int64
    /// The hash of the last entry; all zero before the first.
    public var hash: Hash256
    /// The last revision that erased personal data; a snapshot from before it must not be read again. 0: none.
    public var erasedRevision: Int64
    /// Deleted for good: only this tombstone is left.
    public var isPurged: Bool
}

/// One entry as it lies in the journal, checked against the chain.
public struct StoredEntry: Sendable, Equatable {
    public var revision: Int64
    /// When it was recorded, in nanoseconds since 1970.
    public var time: Int64
    public var hash: Hash256
    /// The encoded `Entry`.
    public var bytes: [UInt8]
    /// What is left of the personal data that came with it.
    public var personal: [PersonalRow]
}

/// Why the journal could not answer.
public enum JournalError: Error, Sendable, Equatable {
    /// What lies there isn't what was written. It is never served.
    case corrupted(String)
    case storageFull
    /// Too many reads wait for the journal; a later one is as good as new.
    case overloaded
    case closed
    /// Another process has the data folder.
    case inUse(path: String)
    /// Written by a newer version that this one can't read.
    case tooNew(minimumReader: Int64, supported: Int64)
    /// The file is no journal of Roster's.
    case foreign(path: String)
    /// The tree was deleted for good.
    case purged
    /// The operating system or SQLite refused.
    case failed(String)
}

extension JournalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .corrupted(let what): "the journal is damaged: \(what)"
        case .storageFull: "no space is left for the journal"
        case .overloaded: "too many reads wait for the journal"
        case .closed: "the journal is closed"
        case .inUse(let path): "another process uses \(path)"
        case .tooNew(let minimum, let supported):
            "the journal asks for a reader of format \(minimum) or newer; this program reads up to format \(supported)"
        case .foreign(let path): "\(path) is not a journal of Roster's"
        case .purged: "the tree was purged"
        case .failed(let what): what
        }
    }
}

/// Counters since the start; those of one moment belong together.
public struct JournalStatistics: Sendable, Equatable {
    /// Commits that made at least one entry durable; each is one `fdatasync` of the log.
    public var commits: Int64 = 0
    public var entries: Int64 = 0
    public var bytes: Int64 = 0
    public var refusals: Int64 = 0
    public var checkpoints: Int64 = 0
    /// Proposals that wait for their commit now, and their bytes.
    public var waiting: Int = 0
    public var waitingBytes: Int = 0

    public init() {}
}
