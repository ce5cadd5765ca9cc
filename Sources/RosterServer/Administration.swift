// What an administrator asks the node itself, beside or without a running server: backup and verify.

import RosterAPI
import RosterCore
import RosterStore

/// The requests of the admin socket, answered by a running node.
struct Administration: Sendable {
    let backend: Backend

    /// The answer's last line begins with `ok` or `error`.
    func answer(_ line: String) async -> String {
        let words = line.split(separator: " ", maxSplits: 1)
        switch words.first {
        case "backup" where words.count == 2:
            do throws(JournalError) {
                try await backend.journal.backup(to: String(words[1]))
                return "ok"
            } catch {
                return "error \(error)"
            }
        case "verify":
            return await Verification(journal: backend.journal).run { tree in backend.registry.resident(tree)?.cell.snapshot.state }.text
        default:
            return "error unknown request"
        }
    }
}
