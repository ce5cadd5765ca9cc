// `roster backup` and `roster verify`: beside a running server, or on a data folder that nobody serves.

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

private enum DataCommand {
    static func run(_ request: AdministrationRequest, _ options: DataOptions) throws {
        var configuration = Configuration()
        configuration.dataFolder = options.data
        let answer = try request.carryOut(configuration)
        print(answer.text)
        if !answer.isOK { throw ExitCode.failure }
    }
}
