// A loop's own references to the trees it reads, so that a hot read meets no lock.

import RosterAPI

/// Confined to one loop. Holds what was asked for here; a retired tree is dropped when it is next asked for, and by `sweep`.
final class LoopTrees {
    private final class Entry {
        let cell: TreeCell
        var version: UInt64
        var snapshot: Snapshot

        init(_ cell: TreeCell) {
            self.cell = cell
            (version, snapshot) = cell.read()
        }
    }

    private var entries: [OrganizationID: Entry] = [:]
    // Most calls on a loop come in runs for one organization; this spares them the hash.
    private var lastOrganization = OrganizationID()
    private var last: Entry?

    /// The newest snapshot of the tree that `organization` was last found in; nil: ask the registry.
    /// - Parameter now: the loop's clock.
    func snapshot(of organization: OrganizationID, now: Int64) -> Snapshot? {
        let entry: Entry
        if let last, lastOrganization == organization {
            entry = last
        } else if let found = entries[organization] {
            entry = found
            last = found
            lastOrganization = organization
        } else {
            return nil
        }
        entry.cell.use(at: now)
        let version = entry.cell.currentVersion
        if version != entry.version {
            guard version != TreeCell.retired else {
                entries[organization] = nil
                last = nil
                return nil
            }
            (entry.version, entry.snapshot) = entry.cell.read()
        }
        return entry.snapshot
    }

    func keep(_ cell: TreeCell, for organization: OrganizationID) {
        guard cell.currentVersion != TreeCell.retired else { return }
        entries[organization] = Entry(cell)
    }

    /// Drops what was retired, so that an evicted tree's memory goes even if nobody asks for it here again. The last reference to a
    /// tree takes long to let go, so the states are handed out.
    func sweep() -> [TreeCell] {
        var retired: [TreeCell] = []
        for (organization, entry) in entries where entry.cell.currentVersion == TreeCell.retired {
            // The cell holds the same state as the entry, or a newer one that shares most of it.
            retired.append(entry.cell)
            entries[organization] = nil
        }
        last = nil
        return retired
    }
}
