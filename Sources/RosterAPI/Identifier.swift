// Typed ids: 128 bits inside; a prefix and 26 characters at the edges only.

public import Wire

/// What an id names.
public protocol IdentifierTag: Sendable {
    /// What its text begins with: three lower-case letters and `_`.
    static var prefix: StaticString { get }
    /// Whether the word `platform` may stand for the 26 characters: `org_platform`.
    static var knowsPlatform: Bool { get }
}

extension IdentifierTag {
    @inlinable public static var knowsPlatform: Bool { false }
}

/// The id of one kind of resource: a ULID (48 bits of milliseconds since 1970, then 80 random bits), so that ids sort by
/// the time they were made.
///
/// The zero value stands for an absent id and has the empty text. Each id has exactly one text, in Crockford's base 32
/// in upper case; whatever else comes in is malformed (product.md 4.1, MALFORMED_ID).
@frozen
public struct Identifier<Tag: IdentifierTag>: WireText, Comparable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    @inlinable
    public init() { self.init(high: 0, low: 0) }

    /// An id made at a time, which must not be negative; its 80 other bits come from the generator.
    public init(milliseconds: Int64, using generator: inout some RandomNumberGenerator) {
        let time = UInt64(truncatingIfNeeded: milliseconds) << 16
        self.init(high: time | (generator.next() & 0xFFFF), low: generator.next())
    }

    /// Whether it stands for an absent id.
    @inlinable public var isZero: Bool { high | low == 0 }

    /// When it was made, in milliseconds since 1970.
    public var milliseconds: Int64 { Int64(high >> 16) }

    @inlinable
    public static func == (left: Self, right: Self) -> Bool { left.low == right.low && left.high == right.high }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// The random half alone tells ids apart: only the server makes them.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// What tables ask for. The low half is random already, so SipHash would only cost: 200 instructions for each look-up of a
    /// Check. Nobody can pile ids up in one place of a table, since whoever may choose an id only looks up.
    @inlinable
    public func _rawHashValue(seed: Int) -> Int { Int(truncatingIfNeeded: low) ^ seed }

    public var description: String { text }
}

// MARK: - Text

extension Identifier {
    /// Length of every text but `org_platform`.
    @inlinable static var textBytes: Int { 30 }
    @inlinable static var platformSuffix: StaticString { "platform" }

    @inlinable
    public var utf8Count: Int {
        if isZero { return 0 }
        return Tag.knowsPlatform && self == Self.reserved ? 12 : Self.textBytes
    }

    /// The one id that `platform` stands for.
    @inlinable static var reserved: Self { Self(high: 0, low: 1) }

    @inlinable
    public init(utf8 bytes: UnsafeRawBufferPointer) throws(WireError) {
        guard bytes.count == Self.textBytes, let start = bytes.baseAddress else {
            self = try Self.unusual(bytes)
            return
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        // Every valid digit is below 32, so one look at all of them together is enough.
        var seen: UInt8 = 0
        for index in 4..<17 {
            let digit = crockfordDigit(start.load(fromByteOffset: index, as: UInt8.self))
            seen |= digit
            high = high << 5 | UInt64(digit)
        }
        let middle = crockfordDigit(start.load(fromByteOffset: 17, as: UInt8.self))
        seen |= middle
        high = high << 1 | UInt64(middle >> 4)
        low = UInt64(middle & 15)
        for index in 18..<30 {
            let digit = crockfordDigit(start.load(fromByteOffset: index, as: UInt8.self))
            seen |= digit
            low = low << 5 | UInt64(digit)
        }
        self.init(high: high, low: low)
        // 26 digits hold 130 bits: the first must be below 8. Zero and the platform have texts of their own.
        guard seen < 32, start.load(fromByteOffset: 4, as: UInt8.self) < 0x38, Self.hasPrefix(start), !isZero,
            !(Tag.knowsPlatform && self == Self.reserved)
        else { throw WireError(.malformedText) }
    }

    @inlinable
    static func hasPrefix(_ start: UnsafeRawPointer) -> Bool {
        start.loadUnaligned(as: UInt32.self) == UnsafeRawPointer(Tag.prefix.utf8Start).loadUnaligned(as: UInt32.self)
    }

    /// The empty text, and `org_platform`.
    @usableFromInline @inline(never)
    static func unusual(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Self {
        if bytes.isEmpty { return Self() }
        guard Tag.knowsPlatform, bytes.count == 12, let start = bytes.baseAddress, hasPrefix(start),
            bytes.dropFirst(4).elementsEqual(UnsafeRawBufferPointer(start: platformSuffix.utf8Start, count: platformSuffix.utf8CodeUnitCount))
        else { throw WireError(.malformedText) }
        return reserved
    }

    @inlinable
    public func write(utf8 bytes: UnsafeMutableRawBufferPointer) {
        guard !isZero, let start = bytes.baseAddress, bytes.count >= utf8Count else { return }
        start.copyMemory(from: Tag.prefix.utf8Start, byteCount: 4)
        if Tag.knowsPlatform, self == Self.reserved {
            (start + 4).copyMemory(from: Self.platformSuffix.utf8Start, byteCount: 8)
            return
        }
        var rest = low
        for index in stride(from: 29, through: 18, by: -1) {
            start.storeBytes(of: crockfordCharacter(rest & 31), toByteOffset: index, as: UInt8.self)
            rest >>= 5
        }
        start.storeBytes(of: crockfordCharacter(rest | (high & 1) << 4), toByteOffset: 17, as: UInt8.self)
        rest = high >> 1
        for index in stride(from: 16, through: 4, by: -1) {
            start.storeBytes(of: crockfordCharacter(rest & 31), toByteOffset: index, as: UInt8.self)
            rest >>= 5
        }
    }

    public static func precedes(_ left: Self, _ right: Self) -> Bool { left < right }

    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        Self(high: generator.next(), low: generator.next() | 2)
    }
}

@usableFromInline let crockfordCharacters: StaticString = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/// The value of each byte as a digit; 99 if it is none. Written out, because a table that is computed costs a look at
/// whether it was, each time.
@usableFromInline let crockfordDigits: InlineArray<256, UInt8> = [
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
     0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 99, 99, 99, 99, 99, 99,
    99, 10, 11, 12, 13, 14, 15, 16, 17, 99, 18, 19, 99, 20, 21, 99,
    22, 23, 24, 25, 26, 99, 27, 28, 29, 30, 31, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]

/// The value of a digit; at least 32 for a byte that is none.
@inlinable @inline(__always)
func crockfordDigit(_ byte: UInt8) -> UInt8 { crockfordDigits[Int(byte)] }

@inlinable @inline(__always)
func crockfordCharacter(_ digit: UInt64) -> UInt8 {
    crockfordCharacters.utf8Start[Int(digit & 31)]
}
