/// Fills messages with random values, with a taste for the extreme ones: the tests' way to reach every field of every message.

public struct RandomFiller: FieldVisitor {
    public var generator: SplitMix64
    /// Levels of messages that may still open; below, lists and messages stay empty.
    private var depthLeft: Int

    public init(seed: UInt64, depth: Int = 4) {
        generator = SplitMix64(seed: seed)
        depthLeft = depth
    }

    // MARK: Values

    public mutating func chance(_ part: Int, in whole: Int) -> Bool { Int.random(in: 0..<whole, using: &generator) < part }

    public mutating func element<T>(of array: [T]) -> T? { array.randomElement(using: &generator) }

    /// Zero, one, all bits, the borders of 32 and 64 bits, or a number of random width.
    public mutating func integer() -> UInt64 {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: 0
        case 1: 1
        case 2: .max
        case 3: UInt64(bitPattern: .min)
        case 4: UInt64(Int64.max)
        case 5: UInt64(bitPattern: Int64(Int32.min))
        case 6: UInt64(Int32.max)
        default: generator.next() >> UInt64.random(in: 0..<64, using: &generator)
        }
    }

    /// Never NaN, which is not equal to itself.
    public mutating func floatingPoint() -> Double {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: 0
        case 1: -0.0
        case 2: .infinity
        case 3: -.infinity
        case 4: .greatestFiniteMagnitude
        case 5: .leastNonzeroMagnitude
        default: Double.random(in: -1e6...1e6, using: &generator)
        }
    }

    public mutating func count() -> Int { Int.random(in: 0..<(chance(1, in: 20) ? 200 : 5), using: &generator) }

    public mutating func bytes() -> [UInt8] { (0..<count()).map { _ in UInt8(truncatingIfNeeded: generator.next()) } }

    /// ASCII, other letters, quotes, controls, characters of four bytes.
    public mutating func text() -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<count() {
            let range: ClosedRange<UInt32> = switch Int.random(in: 0..<6, using: &generator) {
            case 0: 0x00...0x1F
            case 1: 0xA0...0x7FF
            case 2: 0xE000...0xFFFF
            case 3: 0x1_0000...0x10_FFFF
            default: 0x20...0x7E
            }
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    /// A random message of a type; an empty one when the depth is used up.
    public mutating func message<M: Message>(_ type: M.Type) -> M {
        var message = M()
        guard depthLeft > 0 else { return message }
        depthLeft -= 1
        // The filler throws nothing; the list is throwing for the readers' sake.
        do { try message.fields(&self) } catch {}
        depthLeft += 1
        return message
    }

    // MARK: Fields

    public mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) {
        if chance(3, in: 4) { value = C.randomField(using: &self) }
    }

    public mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) {
        if depthLeft > 0, chance(2, in: 3) { value = C.randomField(using: &self) }
    }

    public mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) {
        guard depthLeft > 0, chance(2, in: 3) else { return }
        for _ in 0..<elementCount(C.fieldWireType) { value.append(C.randomField(using: &self)) }
    }

    public mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) where K.FieldValue: Hashable {
        guard depthLeft > 0, chance(2, in: 3) else { return }
        for _ in 0..<elementCount(C.fieldWireType) { value[K.randomField(using: &self)] = C.randomField(using: &self) }
    }

    public mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?,
        as coding: C.Type, get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) {
        if depthLeft > 0, value == nil ? chance(1, in: 2) : chance(1, in: 4) { value = make(C.randomField(using: &self)) }
    }

    /// Many numbers at times, few messages.
    private mutating func elementCount(_ wireType: WireType) -> Int {
        wireType == .length ? Int.random(in: 0...3, using: &generator) : count()
    }
}

/// A small random number generator (Steele, Lea, Flood 2014) whose numbers are the same on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Message {
    public static func randomField(using filler: inout RandomFiller) -> Self { filler.message(Self.self) }

    /// A random message, for tests.
    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        var filler = RandomFiller(seed: generator.next())
        return randomField(using: &filler)
    }
}
