/// Length-prefixed messages: one flag byte, four bytes of length (big-endian), the message (wire R1, R12, R13).
///
/// ```
///            5 bytes there                 length bytes there
/// prefix ───────────────────► message ─────────────────────────► (message out) ─► prefix
/// ```
/// Frames of HTTP/2 have no bearing on the borders of messages: a prefix may be split, a frame may hold many messages.

/// Why the bytes of a message stream can't be read on.
public enum FramingError: Error, Equatable, Sendable {
    /// The flag byte is neither 0 nor 1.
    case invalidFlag(UInt8)
    /// The flag says compressed. Whether that is legal depends on `grpc-encoding`, which the caller knows.
    case compressed
    /// The length exceeds the limit; seen in the prefix, before anything is stored.
    case tooLarge(length: Int, limit: Int)
    /// The stream ended within a prefix or a message.
    case truncated(have: Int, need: Int)
}

/// The bytes of a message stream that have arrived but were not taken, and the way to take whole messages out of them.
struct FrameBuffer {
    static let prefixLength = 5

    private var bytes: [UInt8] = []
    private var start = 0

    /// How many bytes are held.
    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        if start > 0, start == bytes.count || start >= 4096 {
            bytes.removeSubrange(0..<start)
            start = 0
        }
        bytes.append(contentsOf: chunk)
    }

    /// The next whole message, nil while it is incomplete. The length is checked as soon as the prefix is there.
    mutating func next(limit: Int) throws(FramingError) -> [UInt8]? {
        guard let length = try messageLength(limit: limit) else { return nil }
        let end = start + Self.prefixLength + length
        guard bytes.count >= end else {
            // At most twice what has arrived: a prefix alone never makes us reserve megabytes.
            let wanted = min(end - start, count * 2)
            if bytes.capacity - start < wanted { bytes.reserveCapacity(start + wanted) }
            return nil
        }
        let message = Array(bytes[(start + Self.prefixLength)..<end])
        start = end
        if start == bytes.count { bytes.removeAll(keepingCapacity: bytes.capacity <= 16_384); start = 0 }
        return message
    }

    /// What the end of the stream means for the bytes that are left: nil when there are none.
    var leftOver: FramingError? {
        guard count > 0 else { return nil }
        guard count >= Self.prefixLength else { return .truncated(have: count, need: Self.prefixLength) }
        let length = bytes.withUnsafeBytes { Self.length(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        return .truncated(have: count, need: Self.prefixLength + length)
    }

    mutating func removeAll() {
        bytes = []
        start = 0
    }

    private func messageLength(limit: Int) throws(FramingError) -> Int? {
        guard count >= Self.prefixLength else { return nil }
        let flag = bytes[start]
        let length = bytes.withUnsafeBytes { Self.length(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        try Self.check(flag: flag, length: length, limit: limit)
        return length
    }

    /// When `chunk` is exactly one message, its bytes without a copy; nil when it is anything else (then ``append(_:)`` it).
    static func single(_ chunk: UnsafeRawBufferPointer, limit: Int) throws(FramingError) -> UnsafeRawBufferPointer? {
        guard chunk.count >= prefixLength else { return nil }
        let length = Self.length(chunk)
        guard chunk.count == prefixLength + length else { return nil }
        try check(flag: chunk[0], length: length, limit: limit)
        return UnsafeRawBufferPointer(rebasing: chunk[prefixLength...])
    }

    private static func length(_ prefix: UnsafeRawBufferPointer) -> Int {
        Int(UInt32(bigEndian: prefix.loadUnaligned(fromByteOffset: 1, as: UInt32.self)))
    }

    private static func check(flag: UInt8, length: Int, limit: Int) throws(FramingError) {
        guard flag <= 1 else { throw .invalidFlag(flag) }
        guard length <= limit else { throw .tooLarge(length: length, limit: limit) }
        guard flag == 0 else { throw .compressed }
    }
}

extension FramingError {
    /// The status a receiver gives the call (wire R12, R13). `encoding` is the peer's `grpc-encoding`, nil or identity when there is none.
    func rpcError(encoding: String?, receiver: String) -> RPCError {
        switch self {
        case .invalidFlag(let flag):
            RPCError(.internal, "message with flag byte \(flag): only 0 and 1 are defined", fault: .malformedRequest)
        case .compressed:
            if let encoding, encoding != "identity" {
                RPCError(.unimplemented, "message compressed with \(encoding): this \(receiver) accepts identity only")
            } else {
                RPCError(.internal, "compressed message without grpc-encoding", fault: .malformedRequest)
            }
        case .tooLarge(let length, let limit):
            RPCError(.resourceExhausted, "message of \(length) bytes exceeds the \(receiver)'s receive limit of \(limit)", fault: .messageTooLarge)
        case .truncated(let have, let need):
            RPCError(.internal, "stream ended within a message: \(have) of \(need) bytes", fault: .malformedRequest)
        }
    }
}
