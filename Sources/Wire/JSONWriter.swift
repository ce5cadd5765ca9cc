/// Writes messages in proto3 JSON (protobuf.dev, ProtoJSON Format): lowerCamelCase names, zero values left out, 64-bit integers as strings.

public struct JSONWriter: FieldVisitor {
    /// The text so far, UTF-8.
    public private(set) var bytes: [UInt8] = []
    public let options: JSONOptions
    private var depth = 0
    /// Whether the object or array written to has something in it already.
    private var isContinued = false

    init(options: JSONOptions) {
        self.options = options
    }

    // MARK: Text

    public mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a string with its quotes.
    public mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): raw("\\\"")
            case UInt8(ascii: "\\"): raw("\\\\")
            case 0x08: raw("\\b")
            case 0x09: raw("\\t")
            case 0x0A: raw("\\n")
            case 0x0C: raw("\\f")
            case 0x0D: raw("\\r")
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                raw(digits.utf8.count == 1 ? "\\u000\(digits)" : "\\u00\(digits)")
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func newLine() {
        guard options.isIndented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    /// Begins an element of an array or, with `name`, a member of an object.
    public mutating func next(_ name: String? = nil) {
        if isContinued { bytes.append(UInt8(ascii: ",")) }
        isContinued = true
        newLine()
        if let name {
            string(name)
            raw(options.isIndented ? ": " : ":")
        }
    }

    /// Writes `open`, what `body` writes, and `close`.
    public mutating func nest(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        raw(open)
        depth += 1
        isContinued = false
        body(&self)
        depth -= 1
        if isContinued { newLine() }
        isContinued = true
        raw(close)
    }

    public mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }
    public mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    /// Writes a message's fields into the object that is open.
    public mutating func members<M: Message>(of message: inout M) {
        // The writer throws nothing; the list is throwing for the readers' sake.
        do { try message.fields(&self) } catch {}
    }

    // MARK: Fields

    public mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) {
        if C.isZero(value) { return }
        next(jsonName(name))
        C.writeJSON(&value, to: &self)
    }

    public mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) {
        guard var payload = value else { return }
        next(jsonName(name))
        C.writeJSON(&payload, to: &self)
    }

    public mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) {
        if value.isEmpty { return }
        next(jsonName(name))
        array { writer in
            for element in value {
                var element = element
                writer.next()
                C.writeJSON(&element, to: &writer)
            }
        }
    }

    public mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) where K.FieldValue: Hashable {
        if value.isEmpty { return }
        next(jsonName(name))
        object { writer in
            for (entryKey, entryValue) in value.sorted(by: { K.precedes($0.key, $1.key) }) {
                var entryValue = entryValue
                writer.next(K.jsonKey(entryKey))
                C.writeJSON(&entryValue, to: &writer)
            }
        }
    }

    public mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) {
        guard let value, var payload = get(value) else { return }
        next(jsonName(name))
        C.writeJSON(&payload, to: &self)
    }
}

/// How messages become JSON and back.
public struct JSONOptions: Sendable {
    /// Written on several lines, two spaces a level.
    public var isIndented: Bool
    /// Read without regard to members nobody knows; otherwise they refuse the text.
    public var skipsUnknownFields: Bool
    public var limits: DecodingLimits
    /// The types that `google.protobuf.Any` may hold. One of another type is written with its bytes and can't be read.
    public var types: TypeRegistry

    public init(
        isIndented: Bool = false, skipsUnknownFields: Bool = false,
        limits: DecodingLimits = .standard, types: TypeRegistry = TypeRegistry()
    ) {
        self.isIndented = isIndented
        self.skipsUnknownFields = skipsUnknownFields
        self.limits = limits
        self.types = types
    }
}

/// Message types by full name.
public struct TypeRegistry: Sendable {
    private var types: [String: any Message.Type] = [:]

    public init(_ types: [any Message.Type] = []) {
        for type in types { self.types[type.protoName] = type }
    }

    public init(_ files: [ProtoFile]) {
        self.init(files.flatMap(\.messages))
    }

    public subscript(_ name: String) -> (any Message.Type)? { types[name] }
}

/// A field's name in JSON, as protoc makes it: underscores go, and the letter after one is raised.
public func jsonName(_ name: String) -> String {
    var result: [UInt8] = []
    var isRaised = false
    for byte in name.utf8 {
        if byte == UInt8(ascii: "_") {
            isRaised = true
        } else {
            result.append(isRaised && (0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
            isRaised = false
        }
    }
    return String(decoding: result, as: UTF8.self)
}
