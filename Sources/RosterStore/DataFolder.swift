// The folder a server keeps its data in: one process at a time, and names that are durable once they are made.

internal import Glibc

/// A data folder taken by this process, until ``release()`` or the process's end, however that comes.
public final class DataFolder: Sendable {
    public let path: String
    private let lock: Int32

    /// Makes the folder where it is missing (mode 0700) and takes it. Throws ``JournalError/inUse(path:)`` when another process has it.
    public init(path: String) throws(JournalError) {
        self.path = path
        try Self.make(path)
        let lockPath = path + "/lock"
        let descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("open \(lockPath): \(Self.reason())") }
        // flock and not fcntl: a lock of fcntl goes when any descriptor of the file is closed, and does not keep a second
        // server in this same process out.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno
            Glibc.close(descriptor)
            throw error == EWOULDBLOCK ? .inUse(path: path) : .failed("flock \(lockPath): \(Self.reason(error))")
        }
        lock = descriptor
        let line = "\(getpid())\n"
        ftruncate(descriptor, 0)
        _ = line.utf8CString.withUnsafeBufferPointer { pwrite(descriptor, $0.baseAddress, $0.count - 1, 0) }
    }

    deinit {
        // Closing alone leaves the lock to a program that is just being started and still holds a copy of the descriptor.
        flock(lock, LOCK_UN)
        Glibc.close(lock)
    }

    public var journalPath: String { path + "/journal.sqlite" }
    public var snapshotsPath: String { path + "/snapshots" }

    static func make(_ path: String) throws(JournalError) {
        guard mkdir(path, 0o700) != 0 else { return try sync(folder: Self.parent(of: path)) }
        switch errno {
        case EEXIST: return
        case ENOENT where parent(of: path) != path:
            try make(parent(of: path))
            try make(path)
        default: throw .failed("mkdir \(path): \(reason())")
        }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes the names in a folder durable: a new or renamed file isn't there after a power cut before this.
    static func sync(folder: String) throws(JournalError) {
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed("open \(folder): \(reason())") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed("fsync \(folder): \(reason())") }
    }

    static func reason(_ error: Int32 = errno) -> String { String(cString: strerror(error)) }
}
