/// A protobuf message: a struct whose fields are named once, in `fields`.
///
///     public struct Seat: Message {
///         public static let protoName = "roster.v1.Seat"
///         public var memberID = MemberID(), note: String?, labels: [String: String] = [:]
///         public init() {}
///         public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
///             try v.field(1, "member_id", &memberID)
///             try v.field(2, "note", &note)
///             try v.field(3, "labels", &labels)
///         }
///     }
///
/// Unknown fields are not kept. A singular message is held as an optional, a oneof as an optional enum with payloads.
public protocol Message: FieldCoding, Sendable, Equatable where FieldValue == Self {
    init()
    /// The full name, package included: `roster.v1.Member`. A nested message's contains its parent's.
    static var protoName: String { get }
    /// Names number, name and property of every field, in the order of the proto file.
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError)

    // Requirements with defaults, not extension methods, so that each module compiles them for its own messages.
    /// Appends the fields, without a length. Never changes the message.
    mutating func encodeFields(to encoder: inout WireEncoder)
    /// Merges fields up to the decoder's end.
    mutating func decodeFields(from decoder: inout WireDecoder) throws(WireError)
    /// Whether its JSON is other than an object of its fields: `Timestamp` and its like.
    static var hasJSONForm: Bool { get }
}

extension Message {
    @inlinable
    public mutating func encodeFields(to encoder: inout WireEncoder) {
        // The encoder throws nothing; the list is throwing for the decoder's sake.
        do { try fields(&encoder) } catch {}
    }

    @inlinable
    public mutating func decodeFields(from decoder: inout WireDecoder) throws(WireError) {
        do {
            try decoder.nextTag()
            while decoder.number != 0 {
                let before = decoder.position
                try fields(&decoder)
                // A walk that took nothing: no field has this number. One that took something goes on at the next walk,
                // so a message costs at most one walk a tag, and one in all when its fields come in order.
                if decoder.position == before {
                    try decoder.skipUnknown()
                }
            }
        } catch {
            throw error.inside(Self.self, field: decoder.number)
        }
    }

    public static var fieldType: FieldType { .message(Self.self) }
    @inlinable public static var fieldWireType: WireType { .length }
    @inlinable public static var fieldZero: Self { Self() }

    @inlinable
    public static func decodeField(_ value: inout Self, from decoder: inout WireDecoder) throws(WireError) {
        let outer = try decoder.enter()
        do {
            try decoder.message(&value)
        } catch {
            decoder.leave(outer)
            throw error
        }
        decoder.leave(outer)
    }

    @inlinable
    public static func encodeField(_ value: inout Self, to encoder: inout WireEncoder) {
        let start = encoder.beginLength()
        encoder.message(&value)
        encoder.endLength(start)
    }
}

// MARK: - Bytes

extension Message {
    /// Decodes a whole message. Nothing is copied but what the message keeps.
    public init(decoding bytes: UnsafeRawBufferPointer, limits: DecodingLimits = .standard) throws(WireError) {
        self.init()
        guard bytes.count <= limits.messageBytes else { throw WireError(.messageTooLarge) }
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        var decoder = WireDecoder(start: start, count: bytes.count, limits: limits)
        try decoder.message(&self)
    }

    public init(decoding bytes: [UInt8], limits: DecodingLimits = .standard) throws(WireError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(WireError) -> Self in
            try Self(decoding: UnsafeRawBufferPointer(buffer), limits: limits)
        }
    }

    public init(decoding bytes: RawSpan, limits: DecodingLimits = .standard) throws(WireError) {
        self = try bytes.withUnsafeBytes { (buffer) throws(WireError) -> Self in
            try Self(decoding: buffer, limits: limits)
        }
    }

    /// The encoding: fields in the order of the list, maps sorted by key, so that equal messages have equal bytes.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// `count` zero bytes and the encoding behind them, in one allocation: room for a frame's header.
    @inlinable
    public func encoded(behind count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        withUnsafePointer(to: self) { message in
            WireEncoder.encode(into: &bytes) { encoder in
                encoder.append(count: count) { $0.initializeMemory(as: UInt8.self, repeating: 0) }
                encoder.message(&UnsafeMutablePointer(mutating: message).pointee)
            }
        }
        return bytes
    }

    /// Appends the encoding to a buffer, which may hold a frame's header already and be used again.
    public func append(to bytes: inout [UInt8]) {
        withUnsafePointer(to: self) { message in
            WireEncoder.encode(into: &bytes) { encoder in
                // Encoding reads through `inout` and stores nothing, so writing access to a constant stays unused.
                // A copy instead would retain and release every string of the message.
                encoder.message(&UnsafeMutablePointer(mutating: message).pointee)
            }
        }
    }
}

// The two calls below go through the message's witness table on purpose. Its module compiled `encodeFields` and `decodeFields` with
// its list of fields at hand; a copy specialised in a caller's module could only call the unspecialised list (measured: more than twice the instructions).

extension WireDecoder {
    @usableFromInline @inline(never) @_semantics("optimize.sil.specialize.generic.never")
    mutating func message<M: Message>(_ message: inout M) throws(WireError) {
        try message.decodeFields(from: &self)
    }
}

extension WireEncoder {
    @usableFromInline @inline(never) @_semantics("optimize.sil.specialize.generic.never")
    mutating func message<M: Message>(_ message: inout M) {
        message.encodeFields(to: &self)
    }
}
