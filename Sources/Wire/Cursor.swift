/// The decoder's hand on the bytes: varints, fixed widths, lengths and skipping. All of Wire's reads of raw memory are here, and each
/// is behind a comparison with `end`.

extension WireDecoder {
    /// Bytes left in the current message.
    @inlinable @inline(__always)
    var remaining: Int { end - position }

    /// Reads a varint of at most 10 bytes.
    @inlinable @inline(__always)
    public mutating func varint() throws(WireError) -> UInt64 {
        if position < end {
            let byte = position.load(as: UInt8.self)
            if byte < 0x80 {
                position += 1
                return UInt64(byte)
            }
        }
        return try longVarint()
    }

    @usableFromInline @inline(never)
    mutating func longVarint() throws(WireError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = position.load(as: UInt8.self)
            position += 1
            // Of the tenth byte only the lowest bit fits; the others are dropped, as protobuf's own libraries do.
            result |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return result }
            shift += 7
            if shift == 70 { throw WireError(.malformedVarint) }
        }
        throw WireError(.truncated)
    }

    @inlinable @inline(__always)
    public mutating func fixed32() throws(WireError) -> UInt32 {
        guard remaining >= 4 else { throw WireError(.truncated) }
        let value = position.loadUnaligned(as: UInt32.self)
        position += 4
        return UInt32(littleEndian: value)
    }

    @inlinable @inline(__always)
    public mutating func fixed64() throws(WireError) -> UInt64 {
        guard remaining >= 8 else { throw WireError(.truncated) }
        let value = position.loadUnaligned(as: UInt64.self)
        position += 8
        return UInt64(littleEndian: value)
    }

    /// Reads a length, compared with what is there before anything is made of it.
    @inlinable @inline(__always)
    public mutating func length() throws(WireError) -> Int {
        let length = try varint()
        guard length <= UInt64(UInt(bitPattern: remaining)) else { throw WireError(.truncated) }
        return Int(truncatingIfNeeded: length)
    }

    /// Reads a length and answers that many bytes in place; valid until decoding ends.
    @inlinable @inline(__always)
    public mutating func bytes() throws(WireError) -> UnsafeRawBufferPointer {
        let count = try length()
        let bytes = UnsafeRawBufferPointer(start: position, count: count)
        position += count
        return bytes
    }

    /// Reads a length and that many bytes of UTF-8.
    @usableFromInline @inline(never)
    mutating func string() throws(WireError) -> String {
        let bytes = try bytes()
        if bytes.isEmpty { return "" }
        // `String(validating:)` does the same in a thousand instructions more.
        guard let text = try? UTF8Span(validating: Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self))) else {
            throw WireError(.invalidUTF8)
        }
        return String(copying: text)
    }

    /// How many elements the next `length` bytes of a packed field hold, so that they are paid for before they are made.
    @usableFromInline @inline(never)
    func packedCount(_ length: Int, _ wireType: WireType) throws(WireError) -> Int {
        switch wireType {
        case .fixed32, .fixed64:
            let width = wireType == .fixed32 ? 4 : 8
            guard length % width == 0 else { throw WireError(.malformedPacked) }
            return length / width
        default:
            // A varint's last byte is the one below 128.
            return UnsafeRawBufferPointer(start: position, count: length).reduce(0) { $0 + ($1 < 0x80 ? 1 : 0) }
        }
    }

    /// Reads the next tag into `number` and `wireType`; at the message's end, `number` is 0.
    @inlinable @inline(__always)
    public mutating func nextTag() throws(WireError) {
        if position < end {
            let byte = position.load(as: UInt8.self)
            // One byte, and the field number not 0.
            if byte < 0x80, byte >= 0x08 {
                position += 1
                number = Int32(truncatingIfNeeded: byte &>> 3)
                wireType = byte & 7
                return
            }
            try longTag()
        } else {
            number = 0
        }
    }

    @usableFromInline @inline(never)
    mutating func longTag() throws(WireError) {
        let before = number
        number = 0
        let tag = try varint()
        guard tag <= UInt64(UInt32.max), tag >> 3 != 0 else {
            number = before
            throw WireError(.malformedTag)
        }
        number = Int32(truncatingIfNeeded: tag >> 3)
        wireType = UInt8(truncatingIfNeeded: tag & 7)
    }

    /// Passes over the current field's value; in strict decoding, refuses it.
    @usableFromInline @inline(never)
    mutating func skipValue() throws(WireError) {
        if strict { throw WireError(.unknownField) }
        switch WireType(rawValue: wireType) {
        case .varint: _ = try varint()
        case .fixed64: _ = try fixed64()
        case .length: _ = try bytes()
        case .fixed32: _ = try fixed32()
        case .startGroup: try skipGroup()
        case .endGroup, nil: throw WireError(.malformedTag)
        }
    }

    /// Passes over a group up to the end tag that bears its number. Depth is bounded like that of messages.
    private mutating func skipGroup() throws(WireError) {
        let group = number
        guard depthLeft > 0 else { throw WireError(.tooDeep) }
        depthLeft -= 1
        while true {
            try nextTag()
            guard number != 0 else {
                number = group
                throw WireError(.truncated)
            }
            if wireType == WireType.endGroup.rawValue {
                guard number == group else { throw WireError(.malformedTag) }
                break
            }
            try skipValue()
        }
        depthLeft += 1
    }
}
