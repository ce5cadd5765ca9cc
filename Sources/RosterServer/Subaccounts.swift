// SubaccountService: organizations below others.

import RosterAPI
import RosterCore

enum SubaccountsService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Subaccounts.Create.self)
        services.read(Methods.Subaccounts.get) { (request, reading) throws(Refusal) in
            guard let node = reading.state.subaccount(request.subaccountID, below: reading.organizationID) else { throw .notFound() }
            return .with { $0.subaccount = node.subaccount }
        }
        services.list(Methods.Subaccounts.list, listing)
    }

    /// Everything below, in the order of creation.
    private static let listing = Listing<ListSubaccountsRequest, OrganizationNode, Subaccount>(
        fields: [
            "name": .text { node, _ in node.record.name },
            "state": .constant { node, _ in node.state },
            "parent_id": .name { node, _ in node.parentID.text },
            "depth": .number { node, _ in Int64(node.depth) },
            "members": .number { node, _ in Int64(node.counts.present) },
            "create_time": .time { node, _ in node.record.createTime },
        ],
        count: { _, reading in reading.state.organizations.count },
        elements: { _, reading in reading.state.descendants(of: reading.organizationID) },
        item: { node, _ in node.subaccount })
}
