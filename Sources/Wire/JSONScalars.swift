/// The scalars in proto3 JSON. What is written here for a Swift type holds for every protobuf type with its values (`sint32`, `sfixed32`).

/// A Swift type of scalar values: their JSON, and random ones.
public protocol ScalarValue: Sendable, Equatable {
    static func scalar(json: JSONValue) throws(WireError) -> Self
    func write(to writer: inout JSONWriter)
    static func random(in filler: inout RandomFiller) -> Self
}

extension FieldCoding where FieldValue: ScalarValue {
    public static func writeJSON(_ value: inout FieldValue, to writer: inout JSONWriter) { value.write(to: &writer) }
    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> FieldValue {
        try FieldValue.scalar(json: json)
    }
    public static func randomField(using filler: inout RandomFiller) -> FieldValue { FieldValue.random(in: &filler) }
}

extension KeyCoding where FieldValue: FixedWidthInteger & ScalarValue {
    public static func jsonKey(_ value: FieldValue) -> String { String(value) }
    public static func readJSONKey(_ text: String) throws(WireError) -> FieldValue { try integer(spelled: text) }
}

/// An integer from a number's spelling; an exponent or a fraction is welcome if the value is whole.
private func integer<I: FixedWidthInteger>(spelled text: String) throws(WireError) -> I {
    guard text.utf8.first != UInt8(ascii: "+"), isNumber(text) else { throw WireError(.invalidValue) }
    if let value = I(text) { return value }
    // Beyond 2^53 a Double would round: such numbers must be spelled in full.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }),
          let double = Double(text), abs(double) <= 9_007_199_254_740_992, let value = I(exactly: double)
    else { throw WireError(.invalidValue) }
    return value
}

/// Whether a text is a JSON number: `Double(_:)` also takes `nan` and hexadecimal.
private func isNumber(_ text: String) -> Bool {
    guard let value = try? JSONValue(parsing: Array(text.utf8)), case .number(let spelling) = value else { return false }
    return spelling.utf8.count == text.utf8.count
}

private func floatingPoint(_ json: JSONValue) throws(WireError) -> Double {
    let text: String
    switch json {
    case .number(let spelling): text = spelling
    case .string("NaN"): return .nan
    case .string("Infinity"): return .infinity
    case .string("-Infinity"): return -.infinity
    case .string(let spelling) where isNumber(spelling): text = spelling
    default: throw WireError(.invalidValue)
    }
    guard let value = Double(text), value.isFinite else { throw WireError(.invalidValue) }
    return value
}

private func spelling(_ json: JSONValue) throws(WireError) -> String {
    switch json {
    case .number(let text), .string(let text): return text
    default: throw WireError(.invalidValue)
    }
}

extension Int32: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> Int32 { try integer(spelled: try spelling(json)) }
    public func write(to writer: inout JSONWriter) { writer.raw(description) }
    public static func random(in filler: inout RandomFiller) -> Int32 { Int32(truncatingIfNeeded: filler.integer()) }
}

extension UInt32: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> UInt32 { try integer(spelled: try spelling(json)) }
    public func write(to writer: inout JSONWriter) { writer.raw(description) }
    public static func random(in filler: inout RandomFiller) -> UInt32 { UInt32(truncatingIfNeeded: filler.integer()) }
}

extension Int64: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> Int64 { try integer(spelled: try spelling(json)) }
    /// In quotes: JavaScript's numbers have 53 bits.
    public func write(to writer: inout JSONWriter) { writer.string(description) }
    public static func random(in filler: inout RandomFiller) -> Int64 { Int64(bitPattern: filler.integer()) }
}

extension UInt64: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> UInt64 { try integer(spelled: try spelling(json)) }
    public func write(to writer: inout JSONWriter) { writer.string(description) }
    public static func random(in filler: inout RandomFiller) -> UInt64 { filler.integer() }
}

extension Bool: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> Bool {
        guard case .bool(let value) = json else { throw WireError(.invalidValue) }
        return value
    }
    public func write(to writer: inout JSONWriter) { writer.raw(self ? "true" : "false") }
    public static func random(in filler: inout RandomFiller) -> Bool { filler.chance(1, in: 2) }

    public static func jsonKey(_ value: Bool) -> String { value ? "true" : "false" }
    public static func readJSONKey(_ text: String) throws(WireError) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        default: throw WireError(.invalidValue)
        }
    }
}

extension Double: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> Double { try floatingPoint(json) }
    public func write(to writer: inout JSONWriter) {
        if isFinite { writer.raw(description) } else { writer.string(isNaN ? "NaN" : self > 0 ? "Infinity" : "-Infinity") }
    }
    public static func random(in filler: inout RandomFiller) -> Double { filler.floatingPoint() }
}

extension Float: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> Float {
        let double = try floatingPoint(json)
        let value = Float(double)
        guard value.isFinite || !double.isFinite else { throw WireError(.invalidValue) }
        return value
    }
    public func write(to writer: inout JSONWriter) {
        if isFinite { writer.raw(description) } else { writer.string(isNaN ? "NaN" : self > 0 ? "Infinity" : "-Infinity") }
    }
    public static func random(in filler: inout RandomFiller) -> Float { Float(filler.floatingPoint()) }
}

extension String: ScalarValue {
    public static func scalar(json: JSONValue) throws(WireError) -> String {
        guard case .string(let value) = json else { throw WireError(.invalidValue) }
        return value
    }
    public func write(to writer: inout JSONWriter) { writer.string(self) }
    public static func random(in filler: inout RandomFiller) -> String { filler.text() }

    public static func jsonKey(_ value: String) -> String { value }
    public static func readJSONKey(_ text: String) throws(WireError) -> String { text }
}

extension Array: ScalarValue where Element == UInt8 {
    public static func scalar(json: JSONValue) throws(WireError) -> [UInt8] {
        guard case .string(let text) = json, let bytes = Base64.decode(text) else { throw WireError(.invalidValue) }
        return bytes
    }
    public func write(to writer: inout JSONWriter) { writer.string(Base64.encode(self)) }
    public static func random(in filler: inout RandomFiller) -> [UInt8] { filler.bytes() }
}

extension WireEnum {
    public static func writeJSON(_ value: inout Self, to writer: inout JSONWriter) {
        if let name = value.name { writer.string(name) } else { writer.raw(value.rawValue.description) }
    }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> Self {
        switch json {
        case .string(let name):
            guard let number = cases.first(where: { $0.1 == name })?.0 else { throw WireError(.invalidValue) }
            return Self(rawValue: number)
        case .number: return Self(rawValue: try Int32.scalar(json: json))
        default: throw WireError(.invalidValue)
        }
    }

    public static func randomField(using filler: inout RandomFiller) -> Self {
        // Open: sometimes a number that has no name.
        if filler.chance(1, in: 10) { return Self(rawValue: Int32(truncatingIfNeeded: filler.integer())) }
        return Self(rawValue: filler.element(of: cases)?.0 ?? 0)
    }
}

extension WireText {
    public static func writeJSON(_ value: inout Self, to writer: inout JSONWriter) { writer.string(value.text) }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> Self {
        try Self(text: try String.scalar(json: json))
    }

    public static func jsonKey(_ value: Self) -> String { value.text }
    public static func readJSONKey(_ text: String) throws(WireError) -> Self { try Self(text: text) }

    public static func randomField(using filler: inout RandomFiller) -> Self {
        random(using: &filler.generator)
    }
}
