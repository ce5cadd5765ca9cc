/// Reads messages from protobuf's wire format, within a budget.
///
/// It walks a message's list of fields and takes what comes: a field whose number is the current tag's reads its value and the next
/// tag, and the walk goes on from there. So fields that come in order cost one walk in all.
public struct WireDecoder: FieldVisitor {
    @usableFromInline var position: UnsafeRawPointer
    /// The end of the current message.
    @usableFromInline var end: UnsafeRawPointer
    /// The field number of the current tag; 0 at the end of the current message.
    @usableFromInline var number: Int32 = 0
    @usableFromInline var wireType: UInt8 = 0
    @usableFromInline let strict: Bool
    @usableFromInline var depthLeft: Int32
    @usableFromInline var elementsLeft: Int
    @usableFromInline var decodedBytesLeft: Int

    init(start: UnsafeRawPointer, count: Int, limits: DecodingLimits) {
        position = start
        end = start + count
        strict = limits.unknownFields == .refused
        depthLeft = Int32(truncatingIfNeeded: limits.depth - 1)
        elementsLeft = limits.elements
        decodedBytesLeft = limits.decodedBytes
    }

    // MARK: Budget and nesting

    /// What `leave` needs to go on with the message around.
    @usableFromInline
    struct Outer {
        @usableFromInline let end: UnsafeRawPointer
        @usableFromInline let number: Int32
        @inlinable init(end: UnsafeRawPointer, number: Int32) {
            self.end = end
            self.number = number
        }
    }

    /// Steps into a message: reads its length and makes its end the end.
    @inlinable
    mutating func enter() throws(WireError) -> Outer {
        let count = try length()
        guard depthLeft > 0 else { throw WireError(.tooDeep) }
        depthLeft -= 1
        let outer = Outer(end: end, number: number)
        end = position + count
        return outer
    }

    @inlinable
    mutating func leave(_ outer: Outer) {
        end = outer.end
        number = outer.number
        depthLeft += 1
    }

    /// Pays for elements of a repeated field or a map before they are made.
    @inlinable
    mutating func pay(elements: Int, stride: Int) throws(WireError) {
        guard elements <= elementsLeft else { throw WireError(.tooManyElements) }
        elementsLeft -= elements
        let (bytes, overflow) = elements.multipliedReportingOverflow(by: stride)
        guard !overflow, bytes <= decodedBytesLeft else { throw WireError(.decodedTooLarge) }
        decodedBytesLeft -= bytes
    }

    /// Passes over a field that nobody knows.
    @usableFromInline @inline(never)
    mutating func skipUnknown() throws(WireError) {
        try skipValue()
        try nextTag()
    }

    // MARK: Fields: the comparison is inlined into the message's list, the taking is shared by all fields of a type

    @inlinable @inline(__always)
    public mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        if number == self.number { try take(&value, as: coding) }
    }

    @inlinable @inline(__always)
    public mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        if number == self.number { try takeOptional(&value, as: coding) }
    }

    @inlinable @inline(__always)
    public mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        if number == self.number { try takeRepeated(&value, as: coding) }
    }

    @inlinable @inline(__always)
    public mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        if number == self.number { try takeMap(&value, key: key, as: coding) }
    }

    @inlinable @inline(__always)
    public mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        guard number == self.number else { return }
        // A message merges with the one already chosen; another choice is replaced.
        var payload = value.flatMap(get)
        try takeOptional(&payload, as: coding)
        if let payload { value = make(payload) }
    }

    // MARK: Taking

    @inlinable @inline(never)
    mutating func take<C: ScalarCoding>(_ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        let number = self.number
        repeat {
            if wireType == C.fieldWireType.rawValue {
                try C.decodeField(&value, from: &self)
            } else {
                try skipValue()
            }
            try nextTag()
        } while self.number == number
    }

    @inlinable @inline(never)
    mutating func takeOptional<C: FieldCoding>(_ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        let number = self.number
        repeat {
            if wireType == C.fieldWireType.rawValue {
                var payload = value.take() ?? C.fieldZero
                try C.decodeField(&payload, from: &self)
                value = payload
            } else {
                try skipValue()
            }
            try nextTag()
        } while self.number == number
    }

    @inlinable @inline(never)
    mutating func takeRepeated<C: FieldCoding>(_ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        let number = self.number
        repeat {
            if wireType == C.fieldWireType.rawValue {
                try pay(elements: 1, stride: MemoryLayout<C.FieldValue>.stride)
                var element = C.fieldZero
                try C.decodeField(&element, from: &self)
                value.append(element)
            } else if wireType == WireType.length.rawValue {
                // A scalar whose own wire type isn't that of a length: packed.
                try takePacked(&value, as: coding)
            } else {
                try skipValue()
            }
            try nextTag()
        } while self.number == number
    }

    @inlinable
    mutating func takePacked<C: FieldCoding>(_ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        let length = try length()
        let count = try packedCount(length, C.fieldWireType)
        try pay(elements: count, stride: MemoryLayout<C.FieldValue>.stride)
        if value.isEmpty { value.reserveCapacity(count) }
        let outerEnd = end
        end = position + length
        while position < end {
            var element = C.fieldZero
            try C.decodeField(&element, from: &self)
            value.append(element)
        }
        end = outerEnd
    }

    @inlinable @inline(never)
    mutating func takeMap<K: KeyCoding, C: FieldCoding>(
        _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        let number = self.number
        repeat {
            if wireType == WireType.length.rawValue {
                // Twice: a hash table is at most three quarters full and grows by doubling.
                try pay(elements: 1, stride: 2 * (MemoryLayout<K.FieldValue>.stride + MemoryLayout<C.FieldValue>.stride))
                try takeEntry(&value, key: key, as: coding)
            } else {
                try skipValue()
            }
            try nextTag()
        } while self.number == number
    }

    /// An entry is a message with the key as field 1 and the value as field 2; what is missing is zero, the last of a key wins.
    @inlinable
    mutating func takeEntry<K: KeyCoding, C: FieldCoding>(
        _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        let outer = try enter()
        var entryKey = K.fieldZero
        var entryValue = C.fieldZero
        do {
            try nextTag()
            while number != 0 {
                if number == 1, wireType == K.fieldWireType.rawValue {
                    try K.decodeField(&entryKey, from: &self)
                } else if number == 2, wireType == C.fieldWireType.rawValue {
                    try C.decodeField(&entryValue, from: &self)
                } else {
                    try skipValue()
                }
                try nextTag()
            }
        } catch {
            leave(outer)
            throw error
        }
        leave(outer)
        value[entryKey] = entryValue
    }
}
