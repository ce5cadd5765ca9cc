// `roster serve`: the server itself.

import ArgumentParser
import Foundation
import Logging
import Loops
import RosterServer

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the server until SIGTERM or SIGINT.",
        discussion: """
            Settings come from flags, else from ROSTER_… variables, else from the file of --config, else they have their defaults.
            The first start on an empty data folder prints the bootstrap key, once: keep it.

            """ + Settings.all.map { "  \($0.name)  \($0.meaning) (\($0.environmentName))" }.joined(separator: "\n"))

    @Option(help: "A YAML file with settings, plans and products.")
    var config: String?

    @Option(help: "The data folder.")
    var data: String?

    @Option(help: "Where to listen without TLS: host:port, several with commas, or none. Default 127.0.0.1:7500.")
    var listen: String?

    @Option(name: .customLong("listen-tls"), help: "Where to listen with TLS.")
    var listenTLS: String?

    @Option(help: "The PEM file with the certificate chain.")
    var certificate: String?

    @Option(name: .customLong("private-key"), help: "The PEM file with the private key.")
    var privateKey: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("Any setting of the list above; may be repeated.", valueName: "name=value"))
    var settings: [String] = []

    func run() throws {
        // Before any thread starts, so that all of them leave the signals to this one.
        TerminationSignal.block()
        let configuration: Configuration
        do { configuration = try assembled() } catch let problem as ConfigurationProblem { throw ValidationError("\(problem)") }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
            return handler
        }
        let node = try Node.start(configuration)
        #if DEBUG
        say("warning: this is a debug build, many times slower than a release build")
        #endif
        if let key = node.bootstrapKey {
            say("bootstrap key, shown this once: \(key)")
        }
        for listening in node.listening { say("listening on \(listening.address)\(listening.isSecure ? " with TLS" : "")") }
        _ = TerminationSignal.wait()
        say("stopping")
        node.stop()
        say("stopped")
    }

    /// File, then environment, then flags.
    private func assembled() throws -> Configuration {
        var configuration = Configuration()
        configuration.plaintext = [.init(host: "127.0.0.1", port: 7500)]
        if let config { try configuration.apply(file: SettingFile.read(config)) }
        try configuration.apply(environment: ProcessInfo.processInfo.environment, reserved: ConnectionOptions.variables)
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw ConfigurationProblem("--set \(setting) is not name=value") }
            try configuration.apply(name: parts[0], parts[1])
        }
        for (name, value) in [
            ("data_folder", data), ("plaintext.listen", listen), ("tls.listen", listenTLS), ("tls.certificate_file", certificate),
            ("tls.private_key_file", privateKey),
        ] {
            if let value { try configuration.apply(name: name, value) }
        }
        return configuration
    }

    /// Whoever reads the output through a pipe sees the line at once.
    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
