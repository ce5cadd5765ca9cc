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
        services.mutation(Organizations.TransferOwnership.self)
        services.mutation(Organizations.ChangePlan.self)
        services.mutation(Organizations.EnableFeature.self)
        services.mutation(Organizations.PurchaseAddOn.self)
        services.read(Methods.Organizations.get) { (_, reading) in .with { $0.organization = reading.node.organization } }
        services.read(Methods.Organizations.getSubscription) { (_, reading) in .with { $0.subscription = reading.node.subscription } }
        let catalogue = services.backend.catalogue
        services.read(Methods.Organizations.switchAccount) { (request, reading) throws(Refusal) in
            guard let person = reading.caller.memberID else { throw .missingPermission(.organizationRead) }
            return try reading.state.account(request.organizationID, of: person, at: reading.time, catalogue)
        }
        services.indexList(Methods.Organizations.list, fields: [
            "state": .constant { item, _ in item.state },
            "name": .text { item, _ in item.name },
            "parent_id": .name { item, _ in item.parentID.text },
            "has_mail": .boolean { item, _ in item.hasMail },
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
            "organization_state": .constant { item, _ in item.organizationState },
            "parent_id": .name { item, _ in item.parentID.text },
        ]) { (backend, email, after, limit) throws(JournalError) in
            guard let email else { return [] }
            var page: [(OrganizationID, Membership?)] = []
            let now = WallClock.now()
            try backend.journal.admitRead()
            for row in try await backend.journal.memberships(emailHash: backend.catalogue.fingerprint(email.text), after: after, limit: limit) {
                let record = (try? MembershipRecord(decoding: row.bytes)) ?? MembershipRecord()
                guard record.exists(at: now) else {
                    page.append((row.organizationID, nil))
                    continue
                }
                // The organization has a row of its own, so that a new name is one row's change.
                let summary = try await backend.journal.organization(row.organizationID).flatMap { try? OrganizationSummary(decoding: $0.bytes) }
                page.append((row.organizationID, Membership(row, of: summary ?? OrganizationSummary(), at: now, backend.catalogue)))
            }
            return page
        }
    }
}
