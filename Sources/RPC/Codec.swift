/// Messages ↔ the bytes of one length-prefixed message. Inlinable, so that a module's own messages are coded without dispatch.
public import Wire

/// Decodes requests and frames responses.
@usableFromInline
enum Codec {
    /// The message in `bytes`; INTERNAL when they are none. A typed text that is malformed (an id, for instance) is the caller's mistake
    /// about a value, so ``RPCError/malformedMessage(_:)`` decides the code.
    @inlinable
    static func decode<M: Message>(_ bytes: UnsafeRawBufferPointer) throws(RPCError) -> M {
        do { return try M(decoding: bytes) } catch { throw RPCError.malformedMessage(error) }
    }

    @inlinable
    static func decode<M: Message>(_ bytes: [UInt8]) throws(RPCError) -> M {
        do { return try M(decoding: bytes) } catch { throw RPCError.malformedMessage(error) }
    }

    /// The message behind its prefix: flag 0 and the length in four bytes, big-endian (wire R1).
    @inlinable
    static func frame<M: Message>(_ message: M) -> [UInt8] {
        var bytes = message.encoded(behind: 5)
        let length = UInt32(truncatingIfNeeded: bytes.count - 5).bigEndian
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: length, toByteOffset: 1, as: UInt32.self) }
        return bytes
    }
}

extension RPCError {
    /// How a message that can't be decoded ends its call. Bytes that are no protobuf are INTERNAL, as in other gRPC libraries; a text
    /// that is not in the form its field demands is INVALID_ARGUMENT, told with the field's path.
    @usableFromInline
    static func malformedMessage(_ error: WireError) -> RPCError {
        switch error.kind {
        case .malformedText: RPCError(.invalidArgument, "malformed value: \(error)", fault: .malformedRequest)
        case .messageTooLarge, .decodedTooLarge, .tooManyElements: RPCError(.resourceExhausted, "message exceeds a decoding limit: \(error)", fault: .messageTooLarge)
        default: RPCError(.internal, "message can't be decoded: \(error)", fault: .malformedRequest)
        }
    }
}
