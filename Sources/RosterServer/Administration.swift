// What an administrator asks the node itself, beside or without a running server: backup and verify.

import RosterAPI
import RosterCore
import RosterStore

/// Carries the requests out on an open journal.
struct Administration: Sendable {
    let journal: any Journal
    /// Nil without the pepper: then no index row can be compared.
    let catalogue: Catalogue?
    /// Of the states served, in nanoseconds.
    let requestRetention: Int64
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
            let verifier = Verifier(journal: journal, catalogue: catalogue, requestRetention: requestRetention)
            return await Self.text(verifier.run(served: served))
        default:
            return "error unknown request"
        }
    }

    private static func text(_ report: VerificationReport) -> String {
        guard report.problems.isEmpty else {
            return (report.problems + ["error \(report.problems.count) problems in \(report.trees) trees"]).joined(separator: "\n")
        }
        let busy = report.busyTrees.map { "\($0): written to all the while, so its index rows weren't compared\n" }.joined()
        return busy + "ok \(report.trees) trees, \(report.entries) entries, \(report.personalRows) rows of personal data and "
            + "\(report.indexRows) of the index, \(report.claims) claims: chains, rows and states agree"
    }
}
