// Sets of permissions as bits: what the evaluation computes with.

/// A set of permissions of the catalogue. Permissions that the catalogue doesn't know are in no set.
@frozen
public struct PermissionSet: Sendable, Hashable, SetAlgebra, CustomStringConvertible {
    /// Bit n stands for the permission with number n.
    public var bits: UInt128

    @inlinable public init(bits: UInt128) { self.bits = bits }
    @inlinable public init() { bits = 0 }

    @inlinable
    public init(_ permissions: some Sequence<Permission>) {
        bits = 0
        for permission in permissions { bits |= permission.bit }
    }

    @inlinable public var isEmpty: Bool { bits == 0 }
    public var count: Int { bits.nonzeroBitCount }

    /// Whether it holds the permission; never for one that the catalogue doesn't know.
    @inlinable public func contains(_ permission: Permission) -> Bool { bits & permission.bit != 0 }
    @inlinable public func isSubset(of other: Self) -> Bool { bits & ~other.bits == 0 }
    @inlinable public func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
    @inlinable public func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }
    @inlinable public func symmetricDifference(_ other: Self) -> Self { Self(bits: bits ^ other.bits) }
    @inlinable public func subtracting(_ other: Self) -> Self { Self(bits: bits & ~other.bits) }
    @inlinable public mutating func formUnion(_ other: Self) { bits |= other.bits }
    @inlinable public mutating func formIntersection(_ other: Self) { bits &= other.bits }
    @inlinable public mutating func formSymmetricDifference(_ other: Self) { bits ^= other.bits }
    @inlinable public mutating func subtract(_ other: Self) { bits &= ~other.bits }

    @discardableResult
    public mutating func insert(_ permission: Permission) -> (inserted: Bool, memberAfterInsert: Permission) {
        let inserted = !contains(permission) && permission.bit != 0
        bits |= permission.bit
        return (inserted, permission)
    }

    @discardableResult
    public mutating func remove(_ permission: Permission) -> Permission? {
        guard contains(permission) else { return nil }
        bits &= ~permission.bit
        return permission
    }

    @discardableResult
    public mutating func update(with permission: Permission) -> Permission? {
        insert(permission).inserted ? nil : permission
    }

    /// Its permissions, ordered by name.
    public var permissions: [Permission] {
        Permission.catalogueByName.filter { contains($0.permission) }.map(\.permission)
    }

    public var description: String { permissions.map(\.text).joined(separator: " ") }
}
