/// Metadata: the pairs of names and values that travel in the headers and trailers of a call (wire R8, R9).

/// Pairs in the order in which they were added; a name may occur several times.
///
/// Names are lower-case ASCII. Values are text, or arbitrary bytes under names that end in `-bin`. Values stay bytes until somebody asks
/// for a `String`. Names that begin with `grpc-` belong to the protocol and can't be added.
public struct Metadata: Sendable, Equatable {
    /// One pair. The value is text as it stands in the header, or the decoded bytes of a `-bin` name.
    public struct Element: Sendable, Equatable {
        public let name: String
        public let value: [UInt8]

        public var isBinary: Bool { name.hasSuffix("-bin") }
    }

    private var elements: [Element] = []

    public init() {}

    /// Adds text under a name that does not end in `-bin`.
    ///
    /// - Throws: ``MetadataError`` when the name is not `[0-9a-z_.-]+`, is reserved, or the value holds NUL, CR, LF or outer white space,
    ///   which HTTP/2 can't carry. Anything else passes, so that a received value can always be sent back (wire R8).
    public mutating func add(_ name: String, _ value: String) throws(MetadataError) {
        try add(name, text: Array(value.utf8))
    }

    /// Adds bytes under a name that ends in `-bin`.
    public mutating func add(_ name: String, bytes: [UInt8]) throws(MetadataError) {
        try Self.check(name: name)
        guard name.hasSuffix("-bin") else { throw .binaryNameNeeded(name) }
        elements.append(Element(name: name, value: bytes))
    }

    /// Adds text given as bytes.
    public mutating func add(_ name: String, text: [UInt8]) throws(MetadataError) {
        try Self.check(name: name)
        guard !name.hasSuffix("-bin") else { throw .textNameNeeded(name) }
        let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard !text.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }),
              !(text.first.map(blank) ?? false), !(text.last.map(blank) ?? false)
        else { throw .invalidValue(name: name) }
        elements.append(Element(name: name, value: text))
    }

    /// Adds everything in `other`.
    public mutating func add(contentsOf other: Metadata) {
        elements.append(contentsOf: other.elements)
    }

    /// Removes every pair with this name.
    public mutating func remove(_ name: String) {
        elements.removeAll { $0.name == name }
    }

    /// The first text value under `name`; bytes that are no UTF-8 are repaired.
    public subscript(name: String) -> String? {
        elements.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// The first value under `name`, as bytes.
    public func bytes(_ name: String) -> [UInt8]? {
        elements.first { $0.name == name }?.value
    }

    /// Every value under `name`, in order.
    public func all(_ name: String) -> [[UInt8]] {
        elements.filter { $0.name == name }.map(\.value)
    }

    /// A pair that came off the wire: not checked, since HTTP/2 has. Values of `-bin` names are split at commas before decoding (R9).
    mutating func addReceived(name: String, value: UnsafeBufferPointer<UInt8>) throws(MetadataError) {
        guard name.hasSuffix("-bin") else {
            elements.append(Element(name: name, value: Array(value)))
            return
        }
        for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let trimmed = part.drop { $0 == 0x20 }
            guard let bytes = Base64.decode(trimmed) else { throw .invalidBase64(name: name) }
            elements.append(Element(name: name, value: bytes))
        }
    }

    static func check(name: String) throws(MetadataError) {
        guard !name.isEmpty, name.utf8.allSatisfy({ byte in
            (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7A) || byte == 0x5F || byte == 0x2E || byte == 0x2D
        }) else { throw .invalidName(name) }
        guard !name.hasPrefix("grpc-"), !reserved.contains(name) else { throw .reservedName(name) }
    }

    /// Headers that the protocol itself writes; a second one would make the request illegal (RFC 9113 section 8.2.2).
    private static let reserved: Set<String> = [
        "te", "content-type", "connection", "host", "transfer-encoding", "upgrade", "keep-alive", "proxy-connection", "content-length",
    ]
}

extension Metadata: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }
    public subscript(position: Int) -> Element { elements[position] }
}

extension Metadata.Element {
    /// The value as it stands in a header: base64 without padding for `-bin` names.
    var wireValue: [UInt8] { isBinary ? Base64.encode(value) : value }
}

/// Why a pair can't be metadata.
public enum MetadataError: Error, Equatable, Sendable {
    /// Not `[0-9a-z_.-]+`.
    case invalidName(String)
    /// Begins with `grpc-`, or is a header that the protocol writes.
    case reservedName(String)
    /// Holds a byte that a header can't carry.
    case invalidValue(name: String)
    /// Bytes need a name that ends in `-bin`.
    case binaryNameNeeded(String)
    /// Text needs a name that does not end in `-bin`.
    case textNameNeeded(String)
    /// A received `-bin` value is no base64. It fails its call, never the connection.
    case invalidBase64(name: String)
}
