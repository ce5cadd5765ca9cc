// Header fields to send: prepared once, sent many times without copying or allocating.

internal import CNghttp2

/// One header field to send. Names are lower case (RFC 9113 8.2).
public struct HeaderField: Sendable, Hashable {
    public var name: [UInt8]
    public var value: [UInt8]
    /// False for what differs from call to call and for secrets: it stays out of the compression table, which keeps the
    /// table warm for the others and stops probing (wire 4.5; HPACK's "never indexed" literal).
    public var indexed: Bool

    public init(_ name: String, _ value: String, indexed: Bool = true) {
        self.init(name: Array(name.utf8), value: Array(value.utf8), indexed: indexed)
    }

    public init(name: [UInt8], value: [UInt8], indexed: Bool = true) {
        self.name = name
        self.value = value
        self.indexed = indexed
    }
}

/// A list of header fields in the form that nghttp2 takes, immutable. Build the constant ones once, as `static let`.
///
/// `@unchecked Sendable`: the storage is written in `init` only, and freed when nobody holds the block any more.
public final class HeaderBlock: @unchecked Sendable {
    /// The number of fields.
    public let count: Int
    let fields: UnsafeMutablePointer<nghttp2_nv>
    private let bytes: UnsafeMutablePointer<UInt8>

    /// Pseudo-header fields come first (RFC 9113 8.3).
    public init(_ list: [HeaderField]) {
        count = list.count
        fields = .allocate(capacity: max(1, list.count))
        var size = 0
        for field in list { size += field.name.count + field.value.count }
        bytes = .allocate(capacity: max(1, size))
        var end = bytes
        func append(_ part: [UInt8]) -> UnsafeMutablePointer<UInt8> {
            let start = end
            part.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { start.update(from: base, count: buffer.count) }
            }
            end += part.count
            return start
        }
        let noCopy = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
        for (index, field) in list.enumerated() {
            let flags = field.indexed ? noCopy : noCopy | UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue)
            fields[index] = nghttp2_nv(
                name: append(field.name), value: append(field.value),
                namelen: field.name.count, valuelen: field.value.count, flags: flags)
        }
    }

    deinit {
        fields.deallocate()
        bytes.deallocate()
    }
}
