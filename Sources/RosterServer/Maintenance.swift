// What a node does by the clock: sweeps, eviction, expired pins, retired references, request claims that no longer count, purges.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import Synchronization

/// A timer on one loop; the work itself runs elsewhere. Expiry never waits for it: it is decided at read (architecture, decision 8).
final class Maintenance: Sendable {
    private static let everyNanoseconds: Int64 = 5_000_000_000
    private static let tidyEveryTicks = 120

    private let backend: Backend
    private let loops: LoopStates
    private let loop: EventLoop
    /// Nanoseconds that request ids count.
    private let requestRetention: Int64
    private let stopped = Atomic<Bool>(false)
    private let ticks = Atomic<Int>(0)
    private let isBusy = Atomic<Bool>(false)

    init(backend: Backend, requestRetention: Int64, loops: LoopStates, on loop: EventLoop) {
        self.backend = backend
        self.requestRetention = requestRetention
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
        backend.past.expire(now: loop.now)
        loops.sweep { [past = backend.past] in past.release($0) }
        let due = ticks.wrappingAdd(1, ordering: .relaxed).newValue % Maintenance.tidyEveryTicks == 0
        backend.longReads.background {
            // Whoever waits for the thread has a turn after each snapshot; a round that takes long is not overtaken by the next.
            guard !self.isBusy.exchange(true, ordering: .acquiring) else { return }
            defer { self.isBusy.store(false, ordering: .releasing) }
            for actor in self.backend.registry.residentTrees where self.backend.past.keepUp(with: actor.cell.snapshot) { await Task.yield() }
            await Sweeps(backend: self.backend).run()
            self.backend.registry.evict()
            if due { await self.tidy(at: WallClock.now()) }
        }
    }

    /// The slow round: what has come to its end by this time (nanoseconds since 1970).
    func tidy(at now: Int64) async {
        // Request ids are answered from their trees, which forget them after the same time; failures wait for the next round.
        try? await backend.journal.dropClaims(.request, takenBefore: now - requestRetention)
        await Purge(backend: backend).run(now: now)
    }
}
