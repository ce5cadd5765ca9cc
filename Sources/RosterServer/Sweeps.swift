// Has every tree in memory take note of what has ended in it by time alone (product 4.1).

import Loops
import RosterCore

/// Submits the server's own command to the trees in which something is due. Answers never wait for it, and a tree that is not in
/// memory is swept when it is loaded again.
struct Sweeps: Sendable {
    let backend: Backend

    func run() async {
        for actor in backend.registry.residentTrees {
            // A full entry leaves the rest due at once.
            while let next = actor.cell.snapshot.state.nextExpiry, next <= WallClock.now() {
                guard let seed = try? Seed.fresh() else { return }
                let call = Call(Sweep(), ticket: Mutations.nextTicket(), seed: seed, catalogue: backend.catalogue)
                guard case .committed? = await actor.submit(call) else { break }
            }
        }
    }
}
