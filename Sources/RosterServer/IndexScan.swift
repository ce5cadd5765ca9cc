// One page out of index rows: what matches, how much there is, and where the next page begins.

import RosterAPI
import RosterStore

struct IndexScan<Item: Sendable>: Sendable {
    /// Rows that one page looks at at most; beyond, it ends early, perhaps with nothing on it, and the total is a lower bound.
    static var scannedMax: Int { 100_000 }

    private(set) var items: [Item] = []
    /// The items that matched, those beyond the page included.
    private(set) var matched = 0
    /// The organization after which the next page goes on; nil: this was the last.
    private(set) var last: OrganizationID?

    /// - Parameters:
    ///   - countsAll: go on behind the page, to count what matches.
    ///   - slice: the rows after an organization, nil for one that stands for nothing any more; fewer than ``JournalLimit/sliceRows`` when there are no more.
    init(
        after start: OrganizationID?, pageSize: Int, countsAll: Bool, scannedMax: Int = Self.scannedMax,
        slice: (OrganizationID?) async throws(JournalError) -> [(OrganizationID, Item?)], where matches: (OrganizationID, Item) -> Bool
    ) async throws(JournalError) {
        var (after, scanned, isMore) = (start, 0, true)
        var endOfPage: OrganizationID?
        while isMore, scanned < scannedMax, countsAll || matched <= pageSize {
            let rows = try await slice(after)
            for case (let id, let item?) in rows where matches(id, item) {
                matched += 1
                if items.count < pageSize {
                    items.append(item)
                    endOfPage = id
                }
            }
            scanned += rows.count
            after = rows.last?.0 ?? after
            isMore = rows.count == JournalLimit.sliceRows
        }
        if matched > items.count { last = endOfPage } else if isMore { last = after }
    }
}
