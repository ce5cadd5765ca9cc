// The data folder as a node needs it: the journal on its thread, and the pepper that fits it.

import Digest
import Loops
import RosterStore

struct Storage: Sendable {
    let journal: any Journal
    let snapshots: Snapshots?
    let thread: WorkerThread
    let pepper: [UInt8]

    enum Failure: Error, CustomStringConvertible {
        case wrongPepper(String)

        var description: String {
            switch self {
            case .wrongPepper(let path): "\(path) is not the pepper of this data folder: no key and no address could be recognised"
            }
        }
    }

    /// Opens or makes everything; a missing pepper is made only together with an empty journal.
    static func open(_ configuration: Configuration) throws -> Storage {
        let thread = try WorkerThread(name: "journal")
        guard configuration.journal == .sqlite else {
            return Storage(journal: MemoryJournal(thread: thread), snapshots: nil, thread: thread, pepper: try Digest.randomBytes(32))
        }
        let folder = try DataFolder(path: configuration.dataFolder)
        let journal = try SQLiteJournal(folder: folder, thread: thread)
        let isNew = try Blocking.run(on: thread) { try await journal.metadata(checkName) == nil }
        let pepper = try SecretFile.pepper(at: configuration.pepperPath, create: isNew)
        try Blocking.run(on: thread) { try await verify(pepper, journal, path: configuration.pepperPath) }
        return Storage(journal: journal, snapshots: Snapshots(files: try SnapshotFiles(folder: folder)), thread: thread, pepper: pepper)
    }

    private static let checkName = "pepper_check"

    /// Another pepper than the one the journal was written with would lock everybody out, so it is found out at start.
    private static func verify(_ pepper: [UInt8], _ journal: some Journal, path: String) async throws {
        let check = Digest.hmacSHA256(key: pepper, Array("roster pepper check".utf8))
        if let stored = try await journal.metadata(checkName) {
            guard Digest.equal(stored, check) else { throw Failure.wrongPepper(path) }
        } else {
            try await journal.setMetadata(checkName, check)
        }
    }
}
