// The end of deleted organizations: once their purge time has come, their trees go for good (product 3.2).

import RosterAPI
import RosterCore
import RosterStore

struct Purge: Sendable {
    let backend: Backend

    /// Goes on with purges that were cut off, then looks through all organizations, in slices, and purges the roots that are due. Failures
    /// wait for the next round.
    func run(now: Int64) async {
        for tree in (try? await backend.journal.unfinishedPurges()) ?? [] { await delete(tree) }
        var after: OrganizationID?
        while let rows = try? await backend.journal.organizations(after: after, limit: JournalLimit.sliceRows), let last = rows.last {
            for row in rows where row.organizationID == row.tree {
                guard let summary = try? OrganizationSummary(decoding: row.bytes), summary.state == .deleted,
                    let purgeTime = summary.purgeTime, purgeTime.nanosecondsSince1970 <= now
                else { continue }
                await purge(row.tree, now: now)
            }
            after = last.organizationID
        }
    }

    private func purge(_ tree: OrganizationID, now: Int64) async {
        guard let actor = try? await backend.registry.load(tree), let record = actor.cell.snapshot.state[tree]?.record,
            record.state == .deleted, record.purgeTime != 0, record.purgeTime <= now
        else { return }
        // Nobody can undelete it in the meantime: who asks waits, and finds it gone. A tree with open calls waits for the next round.
        backend.registry.forget(actor) {
            // What was done before the ledger closed counts.
            guard actor.cell.snapshot.state[tree]?.record.state == .deleted else { return }
            await delete(tree)
        }
    }

    /// Of a tree that is not in memory and can't be loaded meanwhile.
    private func delete(_ tree: OrganizationID) async {
        backend.past.purge(tree)
        // Once begun it is final: what a failure leaves behind is deleted in the next round.
        try? await backend.journal.purge(tree)
        guard let head = try? await backend.journal.head(of: tree), head.isPurged else { return }
        backend.authenticator.table.remove(of: tree)
    }
}
