// What `roster backup` and `roster verify` ask: a running server if there is one, else the folder itself.

import Loops
import RosterStore

public enum AdministrationRequest: Sendable {
    /// Copies the journal to a file that does not exist yet.
    case backup(to: String)
    case verify

    public struct Answer: Sendable {
        public let text: String
        public let isOK: Bool

        init(_ text: String) {
            self.text = text.hasSuffix("\n") ? String(text.dropLast()) : text
            isOK = self.text.split(separator: "\n").last?.hasPrefix("ok") ?? false
        }
    }

    private var line: String {
        switch self {
        case .backup(let path): "backup \(path.hasPrefix("/") ? path : AdminSocket.workingFolder + "/" + path)"
        case .verify: "verify"
        }
    }

    /// Blocks until it is done. Throws when the folder can be neither asked nor opened.
    public func carryOut(_ configuration: Configuration) throws -> Answer {
        if let text = AdminSocket.ask(line, path: configuration.adminSocketPath) { return Answer(text) }
        guard AdminSocket.exists(configuration.dataFolder) else { throw ConfigurationProblem("there is no data folder \(configuration.dataFolder)") }
        let thread = try WorkerThread(name: "journal")
        defer { thread.stop() }
        let journal = try SQLiteJournal(folder: DataFolder(path: configuration.dataFolder), thread: thread)
        let catalogue = (try? SecretFile.pepper(at: configuration.pepperPath, create: false)).map { configuration.catalogue(pepper: $0) }
        let work = try WorkerThread(name: "administration")
        defer { work.stop() }
        return Answer(Blocking.run(on: work) { () async -> String in
            let answer = await Administration(
                journal: journal, catalogue: catalogue, requestRetention: configuration.requestRetention, served: { _ in nil }
            ).answer(line)
            await journal.close()
            return answer
        })
    }
}
