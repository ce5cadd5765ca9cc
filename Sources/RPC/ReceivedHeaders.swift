/// The request headers that a handler may ask for, in one piece of memory, as bytes.
import HTTP2

/// Names and values behind one another, each with its length. Copied from the header block, which dies with its callback; a `String` is
/// made only when somebody asks (the protocol's own headers are not kept).
@usableFromInline
struct ReceivedHeaders: Sendable {
    @usableFromInline let bytes: [UInt8]
    private static let prefix = 8

    init() { bytes = [] }

    /// Headers that `fill` writes: some of a list whose ``HeaderList/size`` is `capacity`, which is room enough.
    ///
    /// - Parameter last: what the connection's last call brought. Nearly always the same, which then costs no allocation.
    init(capacity: Int, like last: ReceivedHeaders = ReceivedHeaders(), _ fill: (inout Writer) -> Void) {
        bytes = withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 8) { memory in
            var writer = Writer(memory: memory)
            fill(&writer)
            let written = UnsafeRawBufferPointer(rebasing: memory[..<writer.count])
            return last.bytes.withUnsafeBytes { $0.equals(written) } ? last.bytes : Array(written)
        }
    }

    /// Appends headers to memory that is large enough; what would not fit is left out.
    struct Writer {
        fileprivate let memory: UnsafeMutableRawBufferPointer
        fileprivate(set) var count = 0

        mutating func append(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
            guard let base = memory.baseAddress, count + prefix + name.count + value.count <= memory.count else { return }
            let lengths = UInt64(UInt32(truncatingIfNeeded: name.count)) << 32 | UInt64(UInt32(truncatingIfNeeded: value.count))
            base.storeBytes(of: lengths, toByteOffset: count, as: UInt64.self)
            count += prefix
            if let name = name.baseAddress { (base + count).copyMemory(from: name, byteCount: nameCount(lengths)) }
            count += nameCount(lengths)
            if let value = value.baseAddress { (base + count).copyMemory(from: value, byteCount: valueCount(lengths)) }
            count += valueCount(lengths)
        }
    }

    private static func nameCount(_ lengths: UInt64) -> Int { Int(lengths >> 32) }
    private static func valueCount(_ lengths: UInt64) -> Int { Int(lengths & 0xFFFF_FFFF) }

    /// Calls `body` with the value of the first header of that name, nil when there is none.
    @inlinable
    func withFirst<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        bytes.withUnsafeBytes { body(Self.first(name, in: $0)) }
    }

    @usableFromInline
    static func first(_ name: StaticString, in all: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var index = 0
        while let (key, value, next) = entry(all, at: index) {
            if key.equals(name) { return value }
            index = next
        }
        return nil
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
        let valueStart = nameStart + nameCount(lengths)
        let next = valueStart + valueCount(lengths)
        return (
            UnsafeRawBufferPointer(rebasing: all[nameStart..<valueStart]), UnsafeRawBufferPointer(rebasing: all[valueStart..<next]), next
        )
    }
}
