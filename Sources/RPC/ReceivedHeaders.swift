/// The request headers that a handler may ask for, in one piece of memory, as bytes.
import HTTP2

/// Names and values behind one another, each with its length. Copied from the header block, which dies with its callback; a `String` is
/// made only when somebody asks (the protocol's own headers are not kept).
struct ReceivedHeaders: Sendable {
    private var bytes: [UInt8] = []
    private static let prefix = 8

    init() {}

    /// Room for a whole block, so that adding to it allocates once.
    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    mutating func append(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let lengths = UInt64(UInt32(truncatingIfNeeded: name.count)) << 32 | UInt64(UInt32(truncatingIfNeeded: value.count))
        withUnsafeBytes(of: lengths) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: name)
        bytes.append(contentsOf: value)
    }

    /// Calls `body` with the value of the first header of that name, nil when there is none.
    func withFirst<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        bytes.withUnsafeBytes { all in
            var index = 0
            while let (key, value, next) = Self.entry(all, at: index) {
                if key.equals(name) { return body(value) }
                index = next
            }
            return body(nil)
        }
    }

    /// Everything as metadata. Values under `-bin` names were checked on arrival.
    func metadata() -> Metadata {
        var metadata = Metadata()
        bytes.withUnsafeBytes { all in
            var index = 0
            while let (key, value, next) = Self.entry(all, at: index) {
                index = next
                if key.first == UInt8(ascii: ":") { continue }
                value.withMemoryRebound(to: UInt8.self) { value in
                    try? metadata.addReceived(name: String(decoding: key, as: UTF8.self), value: value)
                }
            }
        }
        return metadata
    }

    private static func entry(
        _ all: UnsafeRawBufferPointer, at index: Int
    ) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, next: Int)? {
        guard index + prefix <= all.count else { return nil }
        let lengths = all.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let nameStart = index + prefix
        let valueStart = nameStart + Int(lengths >> 32)
        let next = valueStart + Int(lengths & 0xFFFF_FFFF)
        return (
            UnsafeRawBufferPointer(rebasing: all[nameStart..<valueStart]), UnsafeRawBufferPointer(rebasing: all[valueStart..<next]), next
        )
    }
}
