// Snapshots of trees as files: an optimisation, never the truth. A lost or damaged one costs a replay.

internal import Glibc
public import RosterAPI
public import RosterCore

/// A tree's state as it was written to a file, checked when it was read.
public struct SnapshotFile: Sendable, Equatable {
    public var tree: OrganizationID
    public var revision: Int64
    /// The chain's hash at that revision; one that isn't the journal's belongs to another history.
    public var hash: Hash256
    /// `TreeState.snapshot()`.
    public var bytes: [UInt8]

    public init(tree: OrganizationID, revision: Int64, hash: Hash256, bytes: [UInt8]) {
        self.tree = tree
        self.revision = revision
        self.hash = hash
        self.bytes = bytes
    }
}

/// The snapshots folder. Every call blocks on the disk: call it on the long-read thread.
///
/// A file is written aside, synced, renamed, and its folder synced, so that a name never stands for half a file. Its form: 8 bytes of
/// name and format, tree, revision, chain hash, length, bytes, and the SHA-256 of everything before.
public struct SnapshotFiles: Sendable {
    private static let mark: [UInt8] = Array("RSTRSN01".utf8)
    private static let headBytes = 8 + 16 + 8 + 32 + 8
    /// A whole file's bytes at most; one that claims more is not read.
    static let fileBytesMax = 2 << 30

    private let folder: String

    /// Makes the folder where it is missing and clears away what a crash left half written.
    public init(folder: DataFolder) throws(JournalError) { try self.init(path: folder.snapshotsPath) }

    package init(path: String) throws(JournalError) {
        folder = path
        try DataFolder.make(path)
        for name in names() where name.hasSuffix(".partial") { unlink(folder + "/" + name) }
    }

    private func name(_ tree: OrganizationID, _ revision: Int64) -> String {
        let digits = String(revision)
        return "\(tree)-\(String(repeating: "0", count: max(0, 19 - digits.count)))\(digits).snapshot"
    }

    /// Makes a snapshot durable and drops the tree's older ones but the last before.
    public func write(_ snapshot: SnapshotFile) throws(JournalError) {
        var file = Self.mark + snapshot.tree.storedBytes + RowChecksum.bytes(of: snapshot.revision) + snapshot.hash.bytes
        file += RowChecksum.bytes(of: Int64(snapshot.bytes.count))
        file += snapshot.bytes
        file += Hash256.of(file).bytes
        let target = folder + "/" + name(snapshot.tree, snapshot.revision)
        let partial = target + ".partial"
        let descriptor = Glibc.open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open", partial) }
        do throws(JournalError) {
            defer { Glibc.close(descriptor) }
            var written = 0
            while written < file.count {
                let count = file[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { throw failure("write", partial) }
                written += count
            }
            guard fsync(descriptor) == 0 else { throw failure("fsync", partial) }
        } catch {
            unlink(partial)
            throw error
        }
        guard rename(partial, target) == 0 else { throw failure("rename", partial) }
        try DataFolder.sync(folder: folder)
        for name in names(of: snapshot.tree).dropLast(2) { unlink(folder + "/" + name) }
    }

    /// The newest good snapshot of a tree; nil: replay. One from before `erasedRevision` may hold erased data and is deleted; a damaged
    /// one is passed over.
    public func latest(of tree: OrganizationID, erasedRevision: Int64) -> SnapshotFile? {
        removeSnapshots(of: tree, before: erasedRevision)
        for name in names(of: tree).reversed() {
            if let snapshot = read(folder + "/" + name), snapshot.tree == tree, snapshot.revision >= erasedRevision { return snapshot }
        }
        return nil
    }

    /// Deletes a tree's snapshots from before a revision: what an erasure asks for as soon as it is durable, and a purge for all.
    public func removeSnapshots(of tree: OrganizationID, before revision: Int64 = .max) {
        let limit = name(tree, revision)
        var removed = false
        for name in names(of: tree) where name < limit {
            unlink(folder + "/" + name)
            removed = true
        }
        if removed { try? DataFolder.sync(folder: folder) }
    }

    /// The trees that have snapshots, and the revision of the newest of each.
    public func newest() -> [OrganizationID: Int64] {
        var newest: [OrganizationID: Int64] = [:]
        for name in names() where name.hasSuffix(".snapshot") {
            let parts = name.dropLast(".snapshot".count).split(separator: "-")
            guard parts.count == 2, let revision = Int64(parts[1]),
                let tree = try? Array(parts[0].utf8).withUnsafeBytes({ try OrganizationID(utf8: $0) })
            else { continue }
            newest[tree] = max(newest[tree] ?? 0, revision)
        }
        return newest
    }

    /// Deletes what must not or can't be read any more: a crash may have come between an erasure or a purge and the end of its snapshots.
    public func tidy(for journal: any Journal) async throws(JournalError) {
        for (tree, revision) in newest() {
            let head = try await journal.head(of: tree)
            if let head, !head.isPurged, revision <= head.revision {
                removeSnapshots(of: tree, before: head.erasedRevision)
            } else {
                removeSnapshots(of: tree)
            }
        }
    }

    private func read(_ path: String) -> SnapshotFile? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let size = Int(status.st_size)
        guard size >= Self.headBytes + 32, size <= Self.fileBytesMax else { return nil }
        var isWhole = false
        let file = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                guard got > 0 else { return }
                count += got
            }
            isWhole = true
        }
        guard isWhole, file.starts(with: Self.mark), Hash256.of(Array(file.dropLast(32))).bytes == Array(file.suffix(32)) else { return nil }
        let number = { (at: Int) in file[at..<(at + 8)].reduce(Int64(0)) { $0 << 8 | Int64($1) } }
        guard number(64) == size - Self.headBytes - 32, let hash = Hash256(file[32..<64]) else { return nil }
        return SnapshotFile(
            tree: OrganizationID(stored: file[8..<24]), revision: number(24), hash: hash, bytes: Array(file[Self.headBytes..<(size - 32)]))
    }

    private func names(of tree: OrganizationID) -> [String] {
        names().filter { $0.hasPrefix("\(tree)-") && $0.hasSuffix(".snapshot") }.sorted()
    }

    private func names() -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    private func failure(_ call: String, _ path: String) -> JournalError {
        let error = errno
        return [ENOSPC, EDQUOT].contains(error) ? .storageFull : .failed("\(call) \(path): \(DataFolder.reason(error))")
    }
}
