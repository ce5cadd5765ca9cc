// OrganizationService: the accounts of customers, and the calls over several of them.

import Loops
import RosterAPI
import RosterCore
import RosterStore
import RPC

enum OrganizationsService {
    static func register(_ services: inout ServiceRouter) {
        services.creation(Organizations.Create.self)
        services.mutation(Organizations.Update.self)
        services.mutation(Organizations.Delete.self)
        services.mutation(Organizations.Undelete.self)
        services.mutation(Organizations.ChangePlan.self)
        services.mutation(Organizations.EnableFeature.self)
        services.mutation(Organizations.PurchaseAddOn.self)
        services.read(Methods.Organizations.get) { (_, reading) in .with { $0.organization = reading.node.organization } }
        services.read(Methods.Organizations.getSubscription) { (_, reading) in .with { $0.subscription = reading.node.subscription } }
        services.indexList(Methods.Organizations.list, fields: [
            "state": .constant { item, _ in item.state },
            "name": .text { item, _ in item.name },
        ]) { (backend, _, after, limit) throws(JournalError) in
            try backend.journal.admitRead()
            return try await backend.journal.organizations(after: after, limit: limit).map { row in
                (row.organizationID, (try? OrganizationSummary(decoding: row.bytes)) ?? OrganizationSummary())
            }
        }
        services.indexList(Methods.Organizations.listMyOrganizations, fields: [
            "state": .constant { item, _ in item.state },
            "role": .constant { item, _ in item.role },
            "name": .text { item, _ in item.name },
        ]) { (backend, email, after, limit) throws(JournalError) in
            guard let email else { return [] }
            var page: [(OrganizationID, Membership)] = []
            let now = WallClock.now()
            try backend.journal.admitRead()
            for row in try await backend.journal.memberships(emailHash: backend.catalogue.fingerprint(email.text), after: after, limit: limit) {
                let record = (try? MembershipRecord(decoding: row.bytes)) ?? MembershipRecord()
                // The organization's name has a row of its own, so that a new name is one row's change.
                let summary = try await backend.journal.organization(row.organizationID).flatMap { try? OrganizationSummary(decoding: $0.bytes) }
                page.append((row.organizationID, .with { membership in
                    membership.organizationID = row.organizationID
                    membership.name = summary?.name ?? ""
                    membership.memberID = row.memberID
                    membership.state = record.state
                    membership.role = record.role(at: now)
                    membership.productIDs = record.productIDs(at: now)
                }))
            }
            return page
        }
    }
}
