// Journals of each kind in folders of their own, and proposals that follow one another.

import Foundation
import Loops
import RosterAPI
import RosterCore
import TestThreads
import Testing

@testable import RosterStore

enum JournalKind: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite

    var testDescription: String { rawValue }
}

/// A folder that goes with its test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "roster-store-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A journal on a thread of its own.
struct JournalFixture {
    let kind: JournalKind
    let journal: any Journal
    let thread: WorkerThread
    let folder: TemporaryFolder

    init(_ kind: JournalKind, in folder: TemporaryFolder? = nil, maximumPages: Int64? = nil, queueLimit: Int = 65_536) throws {
        self.kind = kind
        self.folder = try folder ?? TemporaryFolder()
        thread = try WorkerThread(name: "journal", queueLimit: queueLimit)
        journal = switch kind {
        case .memory: MemoryJournal(thread: thread)
        case .sqlite:
            try SQLiteJournal(
                path: self.folder.path + "/journal.sqlite", folder: DataFolder(path: self.folder.path), thread: thread,
                maximumPages: maximumPages)
        }
    }

    /// Closes it, and for a durable kind opens the same data again.
    func reopened() async throws -> JournalFixture {
        await close()
        return try JournalFixture(kind, in: folder)
    }

    func close() async {
        await journal.close()
        await onOwnThread { [thread] in thread.stop() }
    }

    static func with(_ kind: JournalKind, queueLimit: Int = 65_536, _ body: (JournalFixture) async throws -> Void) async throws {
        let fixture = try JournalFixture(kind, queueLimit: queueLimit)
        do {
            try await body(fixture)
        } catch {
            await fixture.close()
            throw error
        }
        await fixture.close()
    }
}

extension Journal {
    func append(_ proposal: Proposal) async -> Result<Void, AppendFailure> {
        await withCheckedContinuation { continuation in append(proposal) { continuation.resume(returning: $0) } }
    }

    /// All at once, without waiting for one another; the results in order.
    func append(all proposals: [Proposal]) async -> [AppendFailure?] {
        await withTaskGroup(of: (Int, AppendFailure?).self) { group in
            let (stream, continuation) = AsyncStream<(Int, AppendFailure?)>.makeStream()
            for (index, proposal) in proposals.enumerated() {
                append(proposal) { result in
                    if case .failure(let failure) = result {
                        continuation.yield((index, failure))
                    } else {
                        continuation.yield((index, nil))
                    }
                }
            }
            var results = [AppendFailure?](repeating: nil, count: proposals.count)
            var missing = proposals.count
            if missing > 0 {
                for await (index, failure) in stream {
                    results[index] = failure
                    missing -= 1
                    if missing == 0 { break }
                }
            }
            return results
        }
    }
}

extension Result where Success == Void, Failure == AppendFailure {
    var failure: AppendFailure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension Identifier {
    /// A recognisable id.
    init(_ number: UInt64) { self.init(high: 0x0190_0000_0000_0000, low: number) }
}

/// A tree's owner as the journal sees one: makes proposals, each the successor of the last.
struct ScriptedTree {
    let id: OrganizationID
    var epoch = Epoch.first
    var revision: Int64 = 0
    var hash = Hash256.zero
    var time: Int64 = 1_700_000_000_000_000_000

    init(_ number: UInt64) { id = OrganizationID(number) }

    mutating func next(
        _ entry: [UInt8]? = nil, personal: [(MemberID, [UInt8])] = [], erase: [MemberID] = [], claims: [Claim] = [],
        index: [IndexChange] = []
    ) -> Proposal {
        revision += 1
        time += 1_000_000
        let entry = entry ?? Array("entry \(revision) of \(id)".utf8)
        let previous = hash
        hash = Hash256.of(previous.bytes, entry)
        return Proposal(
            tree: id, epoch: epoch, revision: revision, previousHash: previous, hash: hash, time: time, entry: entry,
            personal: personal.map { PersonalRow(subject: $0.0, revision: revision, salt: [UInt8](repeating: 7, count: 16), bytes: $0.1) },
            personalErasures: erase, claims: claims, index: index)
    }

    /// Back to an earlier point, in the next epoch, as a ledger does after a failed append.
    mutating func goBack(to earlier: ScriptedTree) {
        let epoch = epoch
        self = earlier
        self.epoch = epoch + 1
    }
}

func key32(_ text: String) -> [UInt8] { Hash256.of(Array(text.utf8)).bytes }
