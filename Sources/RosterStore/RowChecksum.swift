// A checksum for rows that no hash chain covers, so that a flipped bit is found when the row is read.

internal import Digest

enum RowChecksum {
    /// The first 8 bytes of SHA-256 over the parts, each after its length.
    static func of(_ parts: [UInt8]...) -> Int64 {
        var hasher = SHA256Hasher()
        for part in parts {
            hasher.update(UInt64(part.count))
            hasher.update(part)
        }
        return Int64(bitPattern: hasher.finishWords().0)
    }

    static func bytes(of number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) }
    }
}
