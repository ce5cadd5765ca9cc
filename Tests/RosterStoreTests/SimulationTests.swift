// The simulation's gates: no disagreement on fixed seeds and a fresh one, and every rule broken on purpose is noticed.

import RosterCore
import RosterModel
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@testable import RosterStore

@Suite("Simulation")
struct SimulationTests {
    /// Commands in all: 20,000, or what ROSTER_SIMULATION_COMMANDS says.
    static let commands = getenv("ROSTER_SIMULATION_COMMANDS").flatMap { Int(String(cString: $0)) } ?? 20_000

    @Test("S1: ledgers, a failing disk and crashes agree with the naive models")
    func agree() {
        let fresh = UInt64.random(in: 0 ... .max)
        var crashes = 0
        var failures = 0
        for seed in Array(1...UInt64(max(Self.commands / 2000, 1))) + [fresh] {
            let world = Simulation(seed: seed)
            world.run(commands: 2000)
            crashes += world.crashes
            failures += world.failures
            if let problem = world.problem {
                Issue.record("seed \(seed), command \(world.commands): \(problem)")
                return
            }
        }
        #expect(crashes > 10 && failures > 10, "the disk was too kind; fresh seed \(fresh)")
    }

    @Test("each rule of architecture 2.1 broken on purpose is noticed", arguments: [
        ("1: answers leave early", Simulation.Weakening(ledger: .answerEarly)),
        ("2: the ledger goes on from speculation", Simulation.Weakening(ledger: .keepSpeculation)),
        ("3: contended claims are decided like any other", Simulation.Weakening(ledger: .noBarrier)),
        ("4: request ids are not looked up", Simulation.Weakening(ledger: .forgetRequests)),
        ("5: a decided entry is cancelled", Simulation.Weakening(cancelsDecided: true)),
        ("6: no bound", Simulation.Weakening(ledger: .unbounded)),
        ("the journal answers before its sync", Simulation.Weakening(journal: .answerBeforeSync)),
        ("the journal believes a retried sync", Simulation.Weakening(journal: .retrySync)),
    ])
    func broken(_ name: String, _ weakening: Simulation.Weakening) {
        let noticed = (1...30).contains { seed in
            let world = Simulation(seed: UInt64(seed), weakening: weakening)
            world.run(commands: 1500)
            return world.problem != nil
        }
        #expect(noticed, "\(name) was not noticed")
    }
}
