/// Writes messages in protobuf's wire format into memory that starts on the stack and moves to the heap when it gets long.
///
/// A nested message's length takes one byte in front of it until it is known; a length of more bytes moves the message by as many.
/// So each byte is written once and moved at most once a level, and no sizes are counted first.
public struct WireEncoder: FieldVisitor {
    @usableFromInline var start: UnsafeMutableRawPointer
    @usableFromInline var position: UnsafeMutableRawPointer
    @usableFromInline var end: UnsafeMutableRawPointer
    @usableFromInline var isOnHeap = false

    /// Stack bytes every encoding starts with.
    @usableFromInline static var stackBytes: Int { 1024 }

    @inlinable
    init(memory: UnsafeMutableRawBufferPointer) {
        // A temporary allocation of more than zero bytes has an address; the other branch is never taken.
        start = memory.baseAddress ?? UnsafeMutableRawPointer.allocate(byteCount: Self.stackBytes, alignment: 1)
        position = start
        end = start + memory.count
    }

    /// Runs `body` with an encoder and appends what it wrote to `bytes`.
    @inlinable
    static func encode(into bytes: inout [UInt8], _ body: (inout WireEncoder) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: stackBytes, alignment: 8) { memory in
            var encoder = WireEncoder(memory: memory)
            body(&encoder)
            bytes.append(contentsOf: UnsafeRawBufferPointer(start: encoder.start, count: encoder.position - encoder.start))
            if encoder.isOnHeap { encoder.start.deallocate() }
        }
    }

    // MARK: Memory

    @inlinable @inline(__always)
    mutating func reserve(_ count: Int) {
        if end - position < count { grow(count) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ count: Int) {
        let used = position - start
        let capacity = max(2 * (end - start), used + count)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        memory.copyMemory(from: start, byteCount: used)
        if isOnHeap { start.deallocate() }
        isOnHeap = true
        start = memory
        position = memory + used
        end = memory + capacity
    }

    // MARK: Values

    @inlinable @inline(__always)
    public mutating func varint(_ value: UInt64) {
        reserve(10)
        if value < 0x80 {
            position.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
            position += 1
        } else {
            longVarint(value)
        }
    }

    @usableFromInline @inline(never)
    mutating func longVarint(_ value: UInt64) {
        var rest = value
        var cursor = position
        while rest >= 0x80 {
            cursor.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            cursor += 1
            rest &>>= 7
        }
        cursor.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        position = cursor + 1
    }

    @inlinable @inline(__always)
    mutating func tag(_ number: Int32, _ wireType: WireType) {
        varint(UInt64(UInt32(bitPattern: number) &<< 3 | UInt32(wireType.rawValue)))
    }

    @inlinable @inline(__always)
    public mutating func fixed32(_ value: UInt32) {
        reserve(4)
        position.storeBytes(of: value.littleEndian, as: UInt32.self)
        position += 4
    }

    @inlinable @inline(__always)
    public mutating func fixed64(_ value: UInt64) {
        reserve(8)
        position.storeBytes(of: value.littleEndian, as: UInt64.self)
        position += 8
    }

    /// Appends bytes as they are, without a length.
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        position.copyMemory(from: source, byteCount: bytes.count)
        position += bytes.count
    }

    /// Appends `count` bytes that `body` writes.
    @inlinable @inline(__always)
    public mutating func append(count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        reserve(count)
        body(UnsafeMutableRawBufferPointer(start: position, count: count))
        position += count
    }

    @usableFromInline @inline(never)
    mutating func string(_ value: String) {
        varint(UInt64(value.utf8.count))
        let done: Void? = value.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if done == nil {
            // A string that isn't native; there is none on Linux.
            for byte in value.utf8 { append(byte) }
        }
    }

    @inlinable
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        position.storeBytes(of: byte, as: UInt8.self)
        position += 1
    }

    // MARK: Lengths

    /// Leaves one byte for a length; answers where it is, as an offset because the memory may move.
    @inlinable
    mutating func beginLength() -> Int {
        reserve(1)
        position += 1
        return position - start
    }

    /// Fills in the length of everything written since `beginLength`.
    @inlinable
    mutating func endLength(_ offset: Int) {
        let count = position - start - offset
        if count < 0x80 {
            start.storeBytes(of: UInt8(truncatingIfNeeded: count), toByteOffset: offset - 1, as: UInt8.self)
        } else {
            endLongLength(offset, count)
        }
    }

    @usableFromInline @inline(never)
    mutating func endLongLength(_ offset: Int, _ count: Int) {
        let extra = (63 - UInt64(count).leadingZeroBitCount) / 7
        reserve(extra)
        let content = start + offset
        (content + extra).copyMemory(from: content, byteCount: count)
        position = content - 1
        longVarint(UInt64(count))
        position += count
    }

    // MARK: Fields

    @inlinable @inline(__always)
    public mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        if C.isZero(value) { return }
        tag(number, C.fieldWireType)
        C.encodeField(&value, to: &self)
    }

    @inlinable @inline(__always)
    public mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        guard var payload = value else { return }
        tag(number, C.fieldWireType)
        C.encodeField(&payload, to: &self)
    }

    @inlinable
    public mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        if value.isEmpty { return }
        let isPacked = C.fieldWireType != .length
        var offset = 0
        if isPacked {
            tag(number, .length)
            offset = beginLength()
        }
        // Not through the array's own elements: `inout` on them would copy an array that is shared.
        value.withUnsafeBufferPointer { elements in
            for element in elements.indices {
                guard let base = elements.baseAddress else { break }
                if !isPacked { tag(number, .length) }
                C.encodeField(&UnsafeMutablePointer(mutating: base + element).pointee, to: &self)
            }
        }
        if isPacked { endLength(offset) }
    }

    @inlinable
    public mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        if value.isEmpty { return }
        for (entryKey, entryValue) in value.sorted(by: { K.precedes($0.key, $1.key) }) {
            tag(number, .length)
            let offset = beginLength()
            var (entryKey, entryValue) = (entryKey, entryValue)
            tag(1, K.fieldWireType)
            K.encodeField(&entryKey, to: &self)
            tag(2, C.fieldWireType)
            C.encodeField(&entryValue, to: &self)
            endLength(offset)
        }
    }

    @inlinable @inline(__always)
    public mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        guard let value, var payload = get(value) else { return }
        tag(number, C.fieldWireType)
        C.encodeField(&payload, to: &self)
    }
}
