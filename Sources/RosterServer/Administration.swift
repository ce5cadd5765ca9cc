// What an administrator asks the node itself, beside or without a running server: backup and verify.

import RosterAPI
import RosterCore
import RosterStore

/// Carries the requests out on an open journal.
struct Administration: Sendable {
    let journal: any Journal
    /// The state that a running node serves of a tree.
    let served: @Sendable (OrganizationID) -> TreeState?

    /// The answer's last line begins with `ok` or `error`.
    func answer(_ line: String) async -> String {
        let words = line.split(separator: " ", maxSplits: 1)
        switch words.first {
        case "backup" where words.count == 2:
            do throws(JournalError) {
                try await journal.backup(to: String(words[1]))
                return "ok"
            } catch {
                return "error \(error)"
            }
        case "verify":
            return await Verification(journal: journal).run(served: served).text
        default:
            return "error unknown request"
        }
    }
}
