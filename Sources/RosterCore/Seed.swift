// Seed: the randomness and the id time of one decision, so that a decision is a pure function and a plan can be executed with the same ids.

import Digest
import RosterAPI

/// Where new ids and salts of one decision come from: SHA-256(seed ‖ counter).
///
/// A decision made again after a failed append, and the execution of a plan token, use the same seed and so give the same ids.
public struct Seed: Sendable, Hashable {
    /// Milliseconds since 1970 that new ids carry, so that id order is creation order.
    public let milliseconds: Int64
    /// 16 unpredictable bytes.
    public let random: (UInt64, UInt64)

    public init(milliseconds: Int64, random: (UInt64, UInt64)) {
        self.milliseconds = milliseconds
        self.random = random
    }

    public static func == (a: Seed, b: Seed) -> Bool { a.milliseconds == b.milliseconds && a.random == b.random }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(milliseconds)
        hasher.combine(random.0)
        hasher.combine(random.1)
    }

    static let byteCount = 24

    var bytes: [UInt8] {
        [UInt64(bitPattern: milliseconds), random.0, random.1].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: [UInt64] = [0, 0, 0]
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        milliseconds = Int64(bitPattern: words[0])
        random = (words[1], words[2])
    }
}

/// Draws ids and salts from a seed, in the order in which a decision asks.
struct IDSource: Sendable {
    let seed: Seed
    private var counter: UInt64 = 0

    init(_ seed: Seed) { self.seed = seed }

    /// The id of the tree that a creation with this seed makes; from a draw that no decision reaches.
    static func tree(_ seed: Seed) -> OrganizationID {
        var ids = IDSource(seed)
        ids.counter = .max - 1
        return ids.next()
    }

    private mutating func draw() -> Hash256 {
        counter += 1
        var hasher = SHA256Hasher()
        hasher.update(UInt64(bitPattern: seed.milliseconds))
        hasher.update(seed.random.0)
        hasher.update(seed.random.1)
        hasher.update(counter)
        return Hash256(hasher)
    }

    /// A new id, in the form of a ULID: 48 bits of milliseconds, 16 that count, so that the ids of one decision sort as they were made,
    /// and 64 random bits.
    mutating func next<Tag: IdentifierTag>() -> Identifier<Tag> {
        let random = draw()
        return Identifier(high: UInt64(bitPattern: seed.milliseconds) << 16 | counter & 0xFFFF, low: random.b)
    }

    /// 16 bytes for one row of personal data.
    mutating func salt() -> [UInt8] { Array(draw().bytes.prefix(16)) }
}
