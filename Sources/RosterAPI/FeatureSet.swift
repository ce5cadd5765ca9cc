// Sets of features as bits.

/// A set of features. Numbers above 63 are in no set: no shipped feature has one.
@frozen
public struct FeatureSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// Bit n stands for the feature with number n.
    public var bits: UInt64

    @inlinable public init(bits: UInt64) { self.bits = bits }
    @inlinable public init() { bits = 0 }

    public init(_ features: some Sequence<Feature>) {
        bits = 0
        for feature in features { insert(feature) }
    }

    public init(arrayLiteral elements: Feature...) { self.init(elements) }

    @inlinable public var isEmpty: Bool { bits == 0 }
    @inlinable public func contains(_ feature: Feature) -> Bool { bits & feature.bit != 0 }
    @inlinable public func isSubset(of other: Self) -> Bool { bits & ~other.bits == 0 }
    @inlinable public func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
    @inlinable public func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }
    @inlinable public func subtracting(_ other: Self) -> Self { Self(bits: bits & ~other.bits) }
    @inlinable public mutating func insert(_ feature: Feature) { bits |= feature.bit }
    @inlinable public mutating func remove(_ feature: Feature) { bits &= ~feature.bit }

    /// Its features, ordered by number.
    public var features: [Feature] {
        (1..<64).filter { bits & 1 << $0 != 0 }.map { Feature(rawValue: $0) }
    }
}

extension Feature {
    @usableFromInline var bit: UInt64 { rawValue > 0 && rawValue < 64 ? 1 << UInt64(rawValue) : 0 }
}
