// What a list is asked for, as far as it can be judged before anything is looked up.

import RosterAPI
import RosterCore

struct ListQuery: Sendable {
    /// Items a page where the request doesn't say, and at most (product 4.1).
    static let pageSizeDefault = 50
    static let pageSizeMax = 1_000

    let pageSize: Int
    let filter: Filter
    let order: ListOrder

    /// How often an element is looked at: itself, each comparison of the filter, and about ten times each field of the order.
    var costPerElement: Int { 1 + filter.termCount + 10 * order.terms.count }

    init(_ request: some ListRequest, kind: @escaping (String) -> FieldKind?, isOrderable: Bool) throws(Refusal) {
        guard request.pageSize >= 0 else { throw .invalid("page_size", "not negative") }
        pageSize = request.pageSize == 0 ? ListQuery.pageSizeDefault : min(Int(request.pageSize), ListQuery.pageSizeMax)
        do throws(Filter.Problem) { filter = try Filter(request.filter, kind: kind) } catch { throw .badFilter("filter", error.message) }
        do throws(Filter.Problem) {
            order = try ListOrder(request.orderBy, isField: { isOrderable && kind($0) != nil })
        } catch {
            throw .badFilter("order_by", error.message)
        }
    }
}
