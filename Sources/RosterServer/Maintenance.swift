// What a node does by the clock: eviction, expired pins, retired references, purges.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import Synchronization

/// A timer on one loop; the work itself runs elsewhere. Expiry never waits for it: it is decided at read (architecture, decision 8).
final class Maintenance: Sendable {
    private static let everyNanoseconds: Int64 = 5_000_000_000
    private static let purgeEveryTicks = 120

    private let backend: Backend
    private let loops: LoopStates
    private let loop: EventLoop
    private let stopped = Atomic<Bool>(false)
    private let ticks = Atomic<Int>(0)

    init(backend: Backend, loops: LoopStates, on loop: EventLoop) {
        self.backend = backend
        self.loops = loops
        self.loop = loop
        loop.execute { self.schedule() }
    }

    func stop() { stopped.store(true, ordering: .relaxed) }

    private func schedule() {
        loop.schedule(afterNanoseconds: Maintenance.everyNanoseconds) { [self] in
            guard !stopped.load(ordering: .relaxed) else { return }
            tick()
            schedule()
        }
    }

    private func tick() {
        backend.pinned.expire(now: loop.now)
        loops.sweep()
        let due = ticks.wrappingAdd(1, ordering: .relaxed).newValue % Maintenance.purgeEveryTicks == 0
        backend.longReads.background {
            if let snapshots = self.backend.snapshots {
                for actor in self.backend.registry.residentTrees { snapshots.keepUp(with: actor.cell.snapshot) }
            }
            self.backend.registry.evict()
            if due { await Purge(backend: self.backend).run(now: WallClock.now()) }
        }
    }
}
