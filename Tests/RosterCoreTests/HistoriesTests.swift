// Histories: seeded random commands, where the rules and the naive model must agree after every step (reliability S1, S3, S4).

import RosterModel
import Testing

#if canImport(Glibc)
    import Glibc
#endif

struct HistoriesTests {
    /// Commands in all: 60,000, or what ROSTER_SIMULATION_COMMANDS says.
    static let commands = getenv("ROSTER_SIMULATION_COMMANDS").flatMap { Int(String(cString: $0)) } ?? 60_000

    @Test("S1, S3, S4: rules and naive model agree after every step, every outcome is reached, replay = snapshot + tail")
    func agree() throws {
        let fresh = UInt64.random(in: 0 ... .max)
        var reach = Reach()
        var sweeps = 0
        var trials = 0
        let length = 1500
        var seeds = (1...UInt64(max(Self.commands / length, 1))).map { $0 }
        seeds.append(fresh)
        for seed in seeds {
            var history = try History(seed: seed)
            for index in 0..<length {
                guard history.step(checking: index % 8 == 0 || index > length - 50) else {
                    Issue.record("seed \(seed), step \(index): \(history.failure ?? "")")
                    return
                }
            }
            var numbers = SeededNumbers(seed: seed)
            if let problem = try history.replayProblem(using: &numbers) {
                Issue.record("seed \(seed): \(problem)")
                return
            }
            reach.merge(history.reach)
            sweeps += history.sweeps
            trials += history.trials
        }
        #expect(sweeps > Self.commands / 1000, "the server sweeps as well")
        #expect(trials > Self.commands / 20, "what would happen is asked as well")
        let missing = reach.missing(atLeast: Self.commands >= 1_000_000 ? 100 : 1)
        #expect(missing.isEmpty, "not reached often enough: \(missing); fresh seed \(fresh)")
    }
}
