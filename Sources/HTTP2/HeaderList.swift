// Header fields as they arrived: bytes, not strings, valid while the handler is told of them.

internal import CNghttp2

/// A received header list. Valid only during the call that hands it over; copy what must stay.
public struct HeaderList: RandomAccessCollection {
    /// One received field. Names are lower case; values are any bytes but NUL, CR and LF (nghttp2 checks both).
    public struct Field {
        public let name: UnsafeRawBufferPointer
        public let value: UnsafeRawBufferPointer

        @usableFromInline init(_ field: StoredField) {
            name = UnsafeRawBufferPointer(start: field.name, count: field.nameCount)
            value = UnsafeRawBufferPointer(start: field.value, count: field.valueCount)
        }

        /// Whether the name is exactly `text` (ASCII, lower case): length first, then bytes.
        @inlinable public func isNamed(_ text: StaticString) -> Bool { name.equals(text) }
    }

    @usableFromInline let storage: UnsafeBufferPointer<StoredField>
    /// The list was over ``HTTP2Limits/headerListBytes`` or ``HTTP2Limits/headerFields``: fields beyond are missing.
    /// Answer RESOURCE_EXHAUSTED (wire R11).
    public let isTruncated: Bool
    /// Bytes of all names and values and 32 for each field, as RFC 9113 6.5.2 counts; missing fields included.
    public let size: Int

    init(storage: UnsafeBufferPointer<StoredField>, isTruncated: Bool, size: Int) {
        self.storage = storage
        self.isTruncated = isTruncated
        self.size = size
    }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { storage.count }
    @inlinable public subscript(index: Int) -> Field { Field(storage[index]) }

    /// The value of the first field of that name.
    @inlinable public func first(_ name: StaticString) -> UnsafeRawBufferPointer? {
        for field in self where field.isNamed(name) { return field.value }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are exactly those of `text`; for most names that a request is compared with, the lengths tell.
    @inlinable @inline(__always) public func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && equals(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Whether the bytes are the same. Eight at a time, the last eight of what is no multiple a second time.
    public func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        let count = self.count
        guard count == other.count, let bytes = baseAddress, let other = other.baseAddress else { return count == other.count }
        func differ<Word: FixedWidthInteger>(at index: Int, _: Word.Type) -> Bool {
            bytes.loadUnaligned(fromByteOffset: index, as: Word.self) != other.loadUnaligned(fromByteOffset: index, as: Word.self)
        }
        switch count {
        case 8...:
            var index = 0
            while index &+ 8 < count {
                if differ(at: index, UInt64.self) { return false }
                index &+= 8
            }
            return !differ(at: count &- 8, UInt64.self)
        case 4...:
            return !differ(at: 0, UInt32.self) && !differ(at: count &- 4, UInt32.self)
        default:
            for index in 0..<count where differ(at: index, UInt8.self) { return false }
            return true
        }
    }
}

/// A received field with its reference-counted buffers.
@usableFromInline struct StoredField {
    @usableFromInline let name: UnsafeRawPointer?
    @usableFromInline let nameCount: Int
    @usableFromInline let value: UnsafeRawPointer?
    @usableFromInline let valueCount: Int
    let nameBuffer: OpaquePointer
    let valueBuffer: OpaquePointer
}

/// Gathers the fields of one header block; a connection has one, since header blocks can't interleave (RFC 9113 4.3).
/// A class, so that its members are reached without the run-time's exclusivity checks (a tenth of a call's instructions).
final class HeaderCollector {
    private let fields: UnsafeMutableBufferPointer<StoredField>
    private var count = 0
    /// Size of all fields so far, kept or not, as RFC 9113 6.5.2 counts.
    private(set) var size = 0
    private var isTruncated = false
    private let softLimit: Int
    private let hardLimit: Int

    init(limits: HTTP2Limits) {
        fields = .allocate(capacity: Swift.max(1, limits.headerFields))
        softLimit = limits.headerListBytes
        hardLimit = Swift.max(limits.headerListBytes, limits.headerListHardBytes)
    }

    deinit {
        removeAll()
        fields.deallocate()
    }

    /// Keeps a field. False beyond the hard limit.
    func append(name: OpaquePointer, value: OpaquePointer) -> Bool {
        let nameBytes = nghttp2_rcbuf_get_buf(name)
        let valueBytes = nghttp2_rcbuf_get_buf(value)
        size += nameBytes.len + valueBytes.len + 32
        guard size <= softLimit, count < fields.count else {
            isTruncated = true
            return size <= hardLimit
        }
        nghttp2_rcbuf_incref(name)
        nghttp2_rcbuf_incref(value)
        fields[count] = StoredField(
            name: UnsafeRawPointer(nameBytes.base), nameCount: nameBytes.len,
            value: UnsafeRawPointer(valueBytes.base), valueCount: valueBytes.len,
            nameBuffer: name, valueBuffer: value)
        count += 1
        return true
    }

    var list: HeaderList {
        HeaderList(storage: UnsafeBufferPointer(rebasing: fields[0..<count]), isTruncated: isTruncated, size: size)
    }

    func removeAll() {
        for index in 0..<count {
            nghttp2_rcbuf_decref(fields[index].nameBuffer)
            nghttp2_rcbuf_decref(fields[index].valueBuffer)
        }
        count = 0
        size = 0
        isTruncated = false
    }
}
