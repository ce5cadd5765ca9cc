// google.protobuf.FieldMask: which fields an update is about.

public import Wire

/// Paths of fields, dotted where they lead into messages: `display_name`, `plan.seats`.
public struct FieldMask: Message {
    public static let protoName = "google.protobuf.FieldMask"

    /// As the proto files spell the names.
    public var paths: [String] = []

    public init() {}

    public init(paths: [String] = []) {
        self.paths = paths
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "paths", &paths)
    }
}

extension FieldMask {
    public static var hasJSONForm: Bool { true }

    /// One string: the paths in lowerCamelCase with commas between. `null` when a path can't make the way there and back.
    public static func writeJSON(_ value: inout FieldMask, to writer: inout JSONWriter) {
        let paths = value.paths.map { camelCase($0) }
        if zip(value.paths, paths).allSatisfy({ snakeCase($1) == $0 }) {
            writer.string(paths.joined(separator: ","))
        } else {
            writer.raw("null")
        }
    }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> FieldMask {
        guard case .string(let text) = json else { throw WireError(.invalidValue) }
        if text.isEmpty { return FieldMask() }
        let paths = text.split(separator: ",", omittingEmptySubsequences: false).map { snakeCase(String($0)) }
        guard paths.count <= reader.options.limits.elements else { throw WireError(.tooManyElements) }
        var mask = FieldMask()
        for path in paths {
            guard let path, !path.isEmpty else { throw WireError(.invalidValue) }
            mask.paths.append(path)
        }
        return mask
    }

    public static func randomField(using filler: inout RandomFiller) -> FieldMask {
        var mask = FieldMask()
        for _ in 0..<Int.random(in: 0...3, using: &filler.generator) {
            mask.paths.append(filler.element(of: ["name", "display_name", "plan.seats_max", "a.b_c.d"]) ?? "name")
        }
        return mask
    }
}

/// `plan.seats_max` as `plan.seatsMax`.
private func camelCase(_ path: String) -> String {
    path.split(separator: ".", omittingEmptySubsequences: false).map { jsonName(String($0)) }.joined(separator: ".")
}

/// `plan.seatsMax` as `plan.seats_max`; nil if an underscore shows that it wasn't in lowerCamelCase.
private func snakeCase(_ path: String) -> String? {
    var result: [UInt8] = []
    for byte in path.utf8 {
        if byte == UInt8(ascii: "_") { return nil }
        if (0x41...0x5A).contains(byte) {
            result.append(UInt8(ascii: "_"))
            result.append(byte + 0x20)
        } else {
            result.append(byte)
        }
    }
    return String(decoding: result, as: UTF8.self)
}
