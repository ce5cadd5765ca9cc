// What the server keeps for each event loop, so that a hot call meets neither a lock nor another core's cache line.

import Loops
import RosterAPI

/// Confined to its loop.
///
/// `@unchecked Sendable`: a reference may travel (the table of all loops is built before the loops serve), but everything
/// mutable is used on the loop's thread only, which every entry asserts in debug builds.
final class LoopState: @unchecked Sendable {
    /// How long a reading of the wall clock serves; a clock that was set is noticed after this.
    private static let wallClockNanoseconds: Int64 = 100_000_000

    let loop: EventLoop
    let trees = LoopTrees()
    // Unchecked, since numbers are read and set whole: no access can overlap another.
    @exclusivity(unchecked) private var wallOffset: Int64
    @exclusivity(unchecked) private var wallReadAt: Int64

    init(_ loop: EventLoop) {
        self.loop = loop
        wallReadAt = MonotonicClock.now()
        wallOffset = WallClock.now() - wallReadAt
    }

    /// Nanoseconds since 1970: the loop's clock, one reading a turn, on the wall clock's scale.
    var wallTime: Int64 {
        loop.assertCurrent()
        let now = loop.now
        if now - wallReadAt > LoopState.wallClockNanoseconds {
            wallOffset = WallClock.now() - MonotonicClock.now()
            wallReadAt = now
        }
        return now + wallOffset
    }
}

/// The loops' states, by loop.
struct LoopStates: Sendable {
    private let states: [ObjectIdentifier: LoopState]

    init(_ loops: [EventLoop]) {
        states = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0), LoopState($0)) })
    }

    subscript(_ loop: EventLoop) -> LoopState? { states[ObjectIdentifier(loop)] }

    /// Lets every loop drop its references to retired trees; `release` frees them elsewhere.
    func sweep(_ release: @escaping @Sendable ([TreeCell]) -> Void) {
        for state in states.values { state.loop.execute { release(state.trees.sweep()) } }
    }
}
