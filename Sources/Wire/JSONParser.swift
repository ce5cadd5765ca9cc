/// Reads JSON text (RFC 8259), strictly: no comments, no trailing commas, no lone surrogates, no name twice in an object.

struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depthLeft: Int
    private var bytesLeft: Int
    private let inputMax: Int

    init(bytes: [UInt8], limits: DecodingLimits) {
        self.bytes = bytes
        inputMax = limits.messageBytes
        // A message in a list or a map takes two levels of JSON.
        depthLeft = limits.depth.multipliedReportingOverflow(by: 2).overflow ? .max : limits.depth * 2
        bytesLeft = limits.decodedBytes
    }

    mutating func parse() throws(WireError) -> JSONValue {
        guard bytes.count <= inputMax else { throw WireError(.messageTooLarge) }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw WireError(.malformedJSON) }
        return value
    }

    /// The next byte, if there is one, without taking it.
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ text: StaticString) throws(WireError) {
        for offset in 0..<text.utf8CodeUnitCount {
            guard take(text.utf8Start[offset]) else { throw WireError(.malformedJSON) }
        }
    }

    private mutating func value() throws(WireError) -> JSONValue {
        bytesLeft -= MemoryLayout<JSONValue.Member>.stride
        guard bytesLeft >= 0 else { throw WireError(.decodedTooLarge) }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try expect("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func object() throws(WireError) -> JSONValue {
        guard depthLeft > 0 else { throw WireError(.tooDeep) }
        depthLeft -= 1
        defer { depthLeft += 1 }
        position += 1
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw WireError(.malformedJSON) }
            let name = try string()
            guard names.insert(name).inserted else { throw WireError(.duplicateField, path: name) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw WireError(.malformedJSON) }
            members.append(JSONValue.Member(name: name, value: try value()))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw WireError(.malformedJSON) }
        return .object(members)
    }

    private mutating func array() throws(WireError) -> JSONValue {
        guard depthLeft > 0 else { throw WireError(.tooDeep) }
        depthLeft -= 1
        defer { depthLeft += 1 }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw WireError(.malformedJSON) }
        return .array(elements)
    }

    private mutating func digits() throws(WireError) {
        let start = position
        while let byte = next, isDigit(byte) { position += 1 }
        guard position > start else { throw WireError(.malformedJSON) }
    }

    private mutating func number() throws(WireError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func string() throws(WireError) -> String {
        position += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw WireError(.malformedJSON) }
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw WireError(.invalidUTF8) }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw WireError(.malformedJSON)
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(WireError) {
        guard let byte = next else { throw WireError(.malformedJSON) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try hexadecimal())
            if (0xD800..<0xDC00).contains(code) {
                try expect("\\u")
                let low = UInt32(try hexadecimal())
                guard (0xDC00..<0xE000).contains(low) else { throw WireError(.malformedJSON) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            // Nil for a low surrogate alone.
            guard let scalar = Unicode.Scalar(code) else { throw WireError(.malformedJSON) }
            text.append(contentsOf: String(scalar).utf8)
        default: throw WireError(.malformedJSON)
        }
    }

    /// Four hexadecimal digits.
    private mutating func hexadecimal() throws(WireError) -> UInt16 {
        var result: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = hexDigit(byte) else { throw WireError(.malformedJSON) }
            position += 1
            result = result << 4 | UInt16(digit)
        }
        return result
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}
