// Where the server is, who calls, and how the answer is printed: the options of every command that asks a server.

import ArgumentParser
import Foundation

/// How a command reaches its server.
struct ConnectionOptions: ParsableArguments {
    @Option(help: "The server, host:port. (default: $ROSTER_ADDRESS, else \(defaultAddress))")
    var address: String?

    @Option(help: "The API key, rk_…. (default: $ROSTER_API_KEY, which keeps it out of the list of processes)")
    var key: String?

    @Option(help: "On behalf of whom: mem_… or user:<e-mail>. (default: $ROSTER_ACTOR, else the key acts as itself)")
    var actor: String?

    @Option(help: ArgumentHelp("A PEM file with the authorities to trust; implies --tls. (default: $ROSTER_CA)", valueName: "file"))
    var ca: String?

    @Flag(help: "Use TLS. Without --ca, the system's authorities are trusted.")
    var tls = false

    @Option(help: ArgumentHelp("The deadline of each call.", valueName: "seconds"))
    var timeout = 30.0

    func validate() throws {
        guard timeout > 0, timeout <= 86_400 else { throw ValidationError("--timeout is a number of seconds up to a day.") }
    }

    static let defaultAddress = "127.0.0.1:7500"

    /// The variables read here: `serve` must not take them for misspelt settings.
    static let variables: Set<String> = ["ROSTER_ADDRESS", "ROSTER_API_KEY", "ROSTER_ACTOR", "ROSTER_CA", "ROSTER_ORGANIZATION"]

    /// What the environment says where the command line doesn't.
    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

struct ServerOptions: ParsableArguments {
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    @Flag(help: "Print the answer as JSON instead of a table.")
    var json = false
}
