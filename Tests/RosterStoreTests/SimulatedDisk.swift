// A disk that fails, tears and forgets by plan, and by nothing but its seed: what the simulation runs its journal on.

import RosterAPI
import RosterCore

@testable import RosterStore

/// SplitMix64: the same numbers on every machine for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// An append-only file on a disk with a cache: bytes are safe only after a sync.
struct SimulatedDisk {
    /// Faults by count: the n-th write or sync, counted from 1 over the disk's whole life.
    struct Faults {
        /// Writes that find the disk full. Nothing of them is kept.
        var fullWrites: Set<Int> = []
        /// Syncs that fail; what the cache held by then may be lost.
        var failedSyncs: Set<Int> = []
    }

    enum Fault: Error {
        case full
        case syncFailed
    }

    var faults = Faults()
    private(set) var writes = 0
    private(set) var syncs = 0
    private(set) var durable: [UInt8] = []
    private(set) var cached: [UInt8] = []
    /// What a failed sync left of which nobody knows whether it was kept: no later sync writes it again.
    private var doubtful: Range<Int>?

    init() {}

    var isNextWriteFull: Bool { faults.fullWrites.contains(writes + 1) }

    mutating func write(_ bytes: [UInt8]) throws(Fault) {
        writes += 1
        if faults.fullWrites.contains(writes) { throw .full }
        cached += bytes
    }

    mutating func sync() throws(Fault) {
        syncs += 1
        if faults.failedSyncs.contains(syncs) {
            doubtful = (doubtful?.lowerBound ?? durable.count)..<(durable.count + cached.count)
            throw .syncFailed
        }
        durable += cached
        cached = []
    }

    /// Loses power: of what wasn't synced a random prefix is there, cut anywhere, and its last bytes may be wrong.
    mutating func crash(using generator: inout some RandomNumberGenerator) {
        var left = Array(cached.prefix(Int.random(in: 0...cached.count, using: &generator)))
        if !left.isEmpty, Bool.random(using: &generator) {
            let torn = Int.random(in: max(0, left.count - 8)..<left.count, using: &generator)
            left[torn] ^= UInt8.random(in: 1...255, using: &generator)
        }
        durable += left
        cached = []
        if let doubtful, Bool.random(using: &generator) {
            for index in doubtful.clamped(to: 0..<durable.count) { durable[index] = 0 }
        }
        doubtful = nil
    }

    /// Cuts off what recovery did not understand, as a journal does before it writes on.
    mutating func truncate(to count: Int) {
        durable.removeLast(durable.count - count)
        cached = []
    }
}
