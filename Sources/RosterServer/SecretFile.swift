// A small file that only the server may read: the pepper, the folder's other secrets.

import Digest
import Glibc

enum SecretFile {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let what: String
        let code: Int32

        var description: String { "\(what) \(path): \(String(cString: strerror(code)))" }
    }

    /// The pepper in `path`; makes one of 32 random bytes (0600, synced) when the file is missing and `create` allows it.
    static func pepper(at path: String, create: Bool) throws(Failure) -> [UInt8] {
        if let bytes = try read(path) {
            guard bytes.count >= 32 else { throw Failure(path: path, what: "fewer than 32 bytes in", code: EINVAL) }
            return bytes
        }
        guard create else { throw Failure(path: path, what: "can't open", code: ENOENT) }
        guard let bytes = try? Digest.randomBytes(32) else { throw Failure(path: path, what: "no random bytes for", code: EIO) }
        try write(bytes, to: path)
        return bytes
    }

    /// The bytes of the file, at most 4 KiB; nil when there is none.
    static func read(_ path: String) throws(Failure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Failure(path: path, what: "can't open", code: errno)
        }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw Failure(path: path, what: "can't read", code: errno) }
        return Array(buffer.prefix(count))
    }

    /// Written aside, synced and renamed, so that a crash leaves a whole file or none.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let aside = path + ".new"
        unlink(aside)
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: aside, what: "can't create", code: errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, rename(aside, path) == 0 else {
            throw Failure(path: path, what: "can't write", code: errno)
        }
        // The rename itself must survive a power cut.
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Failure(path: path, what: "can't sync the folder of", code: errno) }
    }
}
