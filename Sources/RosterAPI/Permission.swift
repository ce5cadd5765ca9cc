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

    /// The catalogue's permission with this name: one look into a hash table, without a `String`.
    private static func catalogued(_ name: UnsafeRawBufferPointer) -> Permission? {
        var slot = hash(name)
        while true {
            let index = Int(table[slot])
            if index == 0 { return nil }
            let entry = catalogue[index - 1]
            if name.elementsEqual(UnsafeRawBufferPointer(start: entry.name.utf8Start, count: entry.name.utf8CodeUnitCount)) {
                return entry.permission
            }
            slot = (slot + 1) & 255
        }
    }

    /// Positions in the catalogue, from 1, by the hash of the name; open addressing, at most half full.
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for (index, entry) in catalogue.enumerated() {
            var slot = hash(UnsafeRawBufferPointer(start: entry.name.utf8Start, count: entry.name.utf8CodeUnitCount))
            while table[slot] != 0 { slot = (slot + 1) & 255 }
            table[slot] = UInt8(truncatingIfNeeded: index + 1)
        }
        return table
    }()

    /// FNV-1a over the last 8 bytes and the length, which tell the shipped names apart well enough.
    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var hash = UInt32(truncatingIfNeeded: name.count) &+ 2_166_136_261
        for byte in name.suffix(8) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ hash >> 16) & 255)
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
