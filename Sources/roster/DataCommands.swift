// `roster backup` and `roster verify`: beside a running server, or on a data folder that nobody serves; `roster bootstrap` on the latter.

import ArgumentParser
import RosterServer

struct DataOptions: ParsableArguments {
    @Option(help: "The data folder.")
    var data = "roster-data"
}

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the database, as of one moment, to a file that doesn't exist yet; a running server goes on serving.",
        discussion: "The pepper is not in the copy: keep it elsewhere, or no key will be recognised after a restore.")

    @OptionGroup var options: DataOptions

    @Argument(help: "The file to write.")
    var target: String

    func run() throws { try DataCommand.run(.backup(to: target), options) }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Replays the whole journal, checks its hash chains and compares the result with the states.",
        discussion: "Ends with 0 when everything agrees, else with 1.")

    @OptionGroup var options: DataOptions

    func run() throws { try DataCommand.run(.verify, options) }
}

struct BootstrapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bootstrap", abstract: "Makes a new bootstrap key for a data folder that no server uses, and revokes the one before.",
        discussion: "For when the key that the first start printed was lost. It is shown this once.")

    @OptionGroup var options: DataOptions

    @Option(name: .customLong("pepper-file"), help: "The pepper, where it is not in the data folder.")
    var pepperFile: String?

    func run() throws {
        var configuration = Configuration()
        configuration.dataFolder = options.data
        configuration.pepperFile = pepperFile
        print("bootstrap key, shown this once: \(try Bootstrap.renew(configuration))")
    }
}

private enum DataCommand {
    static func run(_ request: AdministrationRequest, _ options: DataOptions) throws {
        var configuration = Configuration()
        configuration.dataFolder = options.data
        let answer = try request.carryOut(configuration)
        print(answer.text)
        if !answer.isOK { throw ExitCode.failure }
    }
}
