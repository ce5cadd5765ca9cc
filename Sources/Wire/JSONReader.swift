/// Takes a message's fields from a JSON object: proto3 JSON in, lowerCamelCase and original names alike.

public struct JSONReader: FieldVisitor {
    public let options: JSONOptions
    /// The members of the current object that no field has taken yet.
    private var members: [String: JSONValue] = [:]
    private var depthLeft: Int
    private var elementsLeft: Int
    /// The oneofs of the current object that have a member already.
    private var oneofs: Set<String> = []

    init(options: JSONOptions) {
        self.options = options
        depthLeft = options.limits.depth
        elementsLeft = options.limits.elements
    }

    /// Fills a message from an object; `except` names a member that isn't a field (`@type`).
    public mutating func read<M: Message>(_ message: inout M, from json: JSONValue, except: String? = nil) throws(WireError) {
        guard case .object(let list) = json else { throw WireError(.invalidValue) }
        guard depthLeft > 0 else { throw WireError(.tooDeep) }
        let outer = (members, oneofs)
        defer { (members, oneofs) = outer }
        members = [:]
        oneofs = []
        for member in list where member.name != except { members[member.name] = member.value }
        depthLeft -= 1
        defer { depthLeft += 1 }
        try message.fields(&self)
        if !options.skipsUnknownFields, let unknown = list.first(where: { members[$0.name] != nil }) {
            throw WireError(.unknownField, path: unknown.name)
        }
    }

    /// Runs `body` one level deeper: for messages in messages that don't go through `read`.
    public mutating func nested<R>(_ body: (inout JSONReader) throws(WireError) -> R) throws(WireError) -> R {
        guard depthLeft > 0 else { throw WireError(.tooDeep) }
        depthLeft -= 1
        defer { depthLeft += 1 }
        return try body(&self)
    }

    /// The member of this name, which is taken; nil if there is none or it is `null`.
    private mutating func take(_ name: String) throws(WireError) -> JSONValue? {
        let jsonName = jsonName(name)
        var value = members.removeValue(forKey: jsonName)
        if jsonName != name, let original = members.removeValue(forKey: name) {
            guard value == nil else { throw WireError(.duplicateField, path: name) }
            value = original
        }
        return value == .null ? nil : value
    }

    private mutating func pay() throws(WireError) {
        guard elementsLeft > 0 else { throw WireError(.tooManyElements) }
        elementsLeft -= 1
    }

    private mutating func value<C: FieldCoding>(_ json: JSONValue, at place: String, as coding: C.Type) throws(WireError) -> C.FieldValue {
        do {
            return try C.readJSON(json, in: &self)
        } catch {
            throw error.inside(place)
        }
    }

    public mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        if let json = try take(name) { value = try self.value(json, at: name, as: coding) }
    }

    public mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        if let json = try take(name) { value = try self.value(json, at: name, as: coding) }
    }

    public mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        guard let json = try take(name) else { return }
        guard case .array(let elements) = json else { throw WireError(.invalidValue, path: name) }
        value.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            try pay()
            guard element != .null else { throw WireError(.invalidValue, path: "\(name)[\(index)]") }
            value.append(try self.value(element, at: "\(name)[\(index)]", as: coding))
        }
    }

    public mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        guard let json = try take(name) else { return }
        guard case .object(let entries) = json else { throw WireError(.invalidValue, path: name) }
        for entry in entries {
            try pay()
            let place = "\(name)[\(entry.name)]"
            guard entry.value != .null else { throw WireError(.invalidValue, path: place) }
            let entryKey: K.FieldValue
            do {
                entryKey = try K.readJSONKey(entry.name)
            } catch {
                throw error.inside(place)
            }
            guard value[entryKey] == nil else { throw WireError(.duplicateField, path: place) }
            value[entryKey] = try self.value(entry.value, at: place, as: coding)
        }
    }

    public mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        guard let json = try take(name) else { return }
        guard oneofs.insert(oneof).inserted else { throw WireError(.duplicateField, path: name) }
        value = make(try self.value(json, at: name, as: coding))
    }
}

extension Message {
    public static func writeJSON(_ value: inout Self, to writer: inout JSONWriter) {
        writer.object { $0.members(of: &value) }
    }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> Self {
        var message = Self()
        try reader.read(&message, from: json)
        return message
    }

    public static var hasJSONForm: Bool { false }

    /// The message in proto3 JSON. What JSON can't say (a `Timestamp` outside the years 1 to 9999) is written as `null`.
    public func json(_ options: JSONOptions = JSONOptions()) -> String {
        var writer = JSONWriter(options: options)
        var copy = self
        Self.writeJSON(&copy, to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Reads proto3 JSON. The error's path names the field.
    public init(json text: String, options: JSONOptions = JSONOptions()) throws(WireError) {
        try self.init(json: Array(text.utf8), options: options)
    }

    public init(json bytes: [UInt8], options: JSONOptions = JSONOptions()) throws(WireError) {
        let value = try JSONValue(parsing: bytes, limits: options.limits)
        var reader = JSONReader(options: options)
        self = try Self.readJSON(value, in: &reader)
    }
}
