// google.protobuf.Any: a message together with its type's name.

public import Wire

/// Any message, encoded, with the name of its type. Named apart from Swift's `Any`.
public struct AnyMessage: Message, Hashable {
    public static let protoName = "google.protobuf.Any"

    /// The full name of the type behind a slash: `type.googleapis.com/google.rpc.ErrorInfo`.
    public var typeURL = ""
    /// The encoding of the message.
    public var value: [UInt8] = []

    public init() {}

    /// Packs a message.
    public init(_ message: some Message) {
        typeURL = "type.googleapis.com/" + type(of: message).protoName
        value = message.encoded()
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "type_url", &typeURL)
        try v.field(2, "value", &value)
    }

    /// The full name of the type: what stands behind the last slash.
    public var messageName: String {
        guard let slash = typeURL.utf8.lastIndex(of: UInt8(ascii: "/")) else { return typeURL }
        return String(typeURL[typeURL.utf8.index(after: slash)...])
    }

    /// The message, if it is one of this type; nil if it is another.
    public func unpack<M: Message>(_ type: M.Type, limits: DecodingLimits = .standard) throws(WireError) -> M? {
        guard messageName == M.protoName else { return nil }
        return try M(decoding: value, limits: limits)
    }
}

extension AnyMessage {
    public static var hasJSONForm: Bool { true }

    /// `{"@type": …}` and the fields of the message, or its special form under `value`. A type that the options don't know keeps its
    /// bytes under `value`, so that at least nothing is lost to the reader.
    public static func writeJSON(_ value: inout AnyMessage, to writer: inout JSONWriter) {
        let any = value
        writer.object { writer in
            if any.typeURL.isEmpty { return }
            writer.next("@type")
            writer.string(any.typeURL)
            if let type = writer.options.types[any.messageName], write(any, as: type, to: &writer) { return }
            writer.next("value")
            any.value.write(to: &writer)
        }
    }

    private static func write<M: Message>(_ any: AnyMessage, as type: M.Type, to writer: inout JSONWriter) -> Bool {
        guard var message = try? M(decoding: any.value, limits: writer.options.limits) else { return false }
        if M.hasJSONForm {
            writer.next("value")
            M.writeJSON(&message, to: &writer)
        } else {
            writer.members(of: &message)
        }
        return true
    }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> AnyMessage {
        guard case .object(let members) = json else { throw WireError(.invalidValue) }
        if members.isEmpty { return AnyMessage() }
        guard let member = members.first(where: { $0.name == "@type" }), case .string(let url) = member.value else {
            throw WireError(.invalidValue, path: "@type")
        }
        var any = AnyMessage()
        any.typeURL = url
        guard url.utf8.contains(UInt8(ascii: "/")), let type = reader.options.types[any.messageName] else {
            throw WireError(.invalidValue, path: "@type")
        }
        any.value = try read(members, json, as: type, in: &reader)
        return any
    }

    private static func read<M: Message>(
        _ members: [JSONValue.Member], _ json: JSONValue, as type: M.Type, in reader: inout JSONReader
    ) throws(WireError) -> [UInt8] {
        guard M.hasJSONForm else {
            var message = M()
            try reader.read(&message, from: json, except: "@type")
            return message.encoded()
        }
        guard let value = members.first(where: { $0.name == "value" })?.value, members.count == 2 else {
            throw WireError(.invalidValue, path: "value")
        }
        return try reader.nested { (reader) throws(WireError) in try M.readJSON(value, in: &reader) }.encoded()
    }

    public static func randomField(using filler: inout RandomFiller) -> AnyMessage {
        filler.chance(1, in: 2) ? AnyMessage(Timestamp.randomField(using: &filler)) : AnyMessage(LocalizedMessage.randomField(using: &filler))
    }
}
