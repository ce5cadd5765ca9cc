// Measures a running Roster through the bundled client; scripts/bench starts it beside a server.

import ArgumentParser

@main
struct RosterBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster-bench", abstract: "Puts load on a running Roster and prints one line of JSON.", subcommands: [Mutations.self])
}
