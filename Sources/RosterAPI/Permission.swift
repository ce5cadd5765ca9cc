// What may be allowed: permissions as small numbers, resolved while a request is decoded.

public import Wire

/// A permission, `area.verb`. One of the catalogue is a number; the name of any other is kept, so that it can be refused
/// with UNKNOWN_PERMISSION by its name, or passed on by an older client.
@frozen
public struct Permission: WireText, CustomStringConvertible {
    /// Its number in the catalogue, 1 to 127: a bit of a `PermissionSet`. 0: no permission was named. 255: not in the catalogue.
    public let number: UInt8
    /// The name, if it isn't in the catalogue; else empty.
    @usableFromInline let unknownName: String

    @inlinable
    init(_ number: UInt8) {
        self.number = number
        unknownName = ""
    }

    /// The absent permission, whose text is empty.
    @inlinable public init() { self.init(0) }

    /// The permission with a name; any text is one, known or not.
    public init(named name: String) {
        var name = name
        self = name.withUTF8 { Self.catalogued(UnsafeRawBufferPointer($0)) } ?? Permission(unknown: name)
    }

    init(unknown name: String) {
        number = name.isEmpty ? 0 : 255
        unknownName = name
    }

    /// Whether the catalogue has it.
    @inlinable public var isKnown: Bool { number &- 1 < 127 }

    /// Its bit in a `PermissionSet`; 0 unless the catalogue has it.
    @inlinable var bit: UInt128 { isKnown ? 1 << UInt128(number) : 0 }

    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        left.number == right.number && (left.number != 255 || left.unknownName == right.unknownName)
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
        if number == 255 { hasher.combine(unknownName) }
    }

    public var description: String { text }
}

// MARK: - Text

extension Permission {
    public init(utf8 bytes: UnsafeRawBufferPointer) throws(WireError) {
        if bytes.isEmpty {
            self.init()
        } else if let permission = Self.catalogued(bytes) {
            self = permission
        } else if let name = String(validating: bytes, as: UTF8.self) {
            self.init(unknown: name)
        } else {
            throw WireError(.invalidUTF8)
        }
    }

    /// The catalogue's permission with this name: one look into a hash table, without a `String`, a reference or a copy.
    private static func catalogued(_ name: UnsafeRawBufferPointer) -> Permission? {
        guard name.count >= nameBytesMin, let start = name.baseAddress else { return nil }
        let table = slots
        var index = hash(start, name.count)
        while table[index].number != 0 {
            let slot = table[index]
            if slot.name.utf8CodeUnitCount == name.count, equal(start, slot.name.utf8Start, count: name.count) {
                return Permission(slot.number)
            }
            index = (index + 1) & 255
        }
        return nil
    }

    private struct Slot {
        var name: StaticString = ""
        var number: UInt8 = 0
    }

    /// The catalogue by the hash of its names: open addressing, at most half full.
    private static let slots: [Slot] = {
        var slots = [Slot](repeating: Slot(), count: 256)
        for entry in catalogue where entry.name.utf8CodeUnitCount >= nameBytesMin {
            var index = hash(entry.name.utf8Start, entry.name.utf8CodeUnitCount)
            while slots[index].number != 0 { index = (index + 1) & 255 }
            slots[index] = Slot(name: entry.name, number: entry.permission.number)
        }
        return slots
    }()

    /// No name of the catalogue is shorter, so the last 8 bytes of one can be hashed in one step.
    private static let nameBytesMin = 8

    private static func hash(_ start: UnsafeRawPointer, _ count: Int) -> Int {
        let tail = (start + (count - 8)).loadUnaligned(as: UInt64.self)
        return Int(truncatingIfNeeded: ((tail &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15) >> 56)
    }

    private static func equal(_ left: UnsafeRawPointer, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
        for index in 0..<count where left.load(fromByteOffset: index, as: UInt8.self) != right[index] { return false }
        return true
    }

    public var utf8Count: Int {
        guard let entry else { return unknownName.utf8.count }
        return entry.name.utf8CodeUnitCount
    }

    public func write(utf8 bytes: UnsafeMutableRawBufferPointer) {
        if let entry {
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: entry.name.utf8Start, count: entry.name.utf8CodeUnitCount))
        } else {
            bytes.copyBytes(from: unknownName.utf8)
        }
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> Permission {
        catalogue.randomElement(using: &generator)?.permission ?? Permission()
    }
}
