// Keeps an organization's members equal to a directory: who is new comes in, who changed is updated, who left is removed.

import RosterClient

struct TeamSync {
    let client: RosterClient
    let organization: OrganizationID

    struct Outcome: Equatable {
        var created = 0
        var updated = 0
        var removed = 0
    }

    /// Brings the members to what the directory says. Running it again changes nothing.
    func run(_ directory: [Employee]) async throws -> Outcome {
        var outcome = Outcome()
        var leavers: [String: Member] = [:]
        // All pages show one point, so nobody is missed or seen twice while others change things.
        for try await member in client.members.list.items({ $0.organizationID = organization }) where member.role != .owner {
            leavers[member.email] = member
        }
        for employee in directory {
            if let member = leavers.removeValue(forKey: employee.email) {
                if member.profile?.title != employee.title {
                    try await update(member, employee)
                    outcome.updated += 1
                }
            } else {
                try await create(employee)
                outcome.created += 1
            }
        }
        for member in leavers.values {
            try await client.members.remove {
                $0.organizationID = organization
                $0.memberID = member.memberID
                // The member as it was listed: if somebody changed it meanwhile, ABORTED instead of a surprise.
                $0.options = .with { $0.expectedRevision = member.revision; $0.reason = "left the directory" }
            }
            outcome.removed += 1
        }
        return outcome
    }

    private func create(_ employee: Employee) async throws {
        // One call gives a usable member: profile, role and license, all or nothing.
        try await client.members.create {
            $0.organizationID = organization
            $0.email = employee.email
            $0.profile = .with {
                $0.givenName = employee.givenName
                $0.familyName = employee.familyName
                $0.title = employee.title
                $0.region = employee.region
            }
            $0.role = employee.leads ? .manager : .member
            $0.productIDs = employee.sells ? [Directory.product] : []
            $0.withoutLicense = !employee.sells
        }
    }

    private func update(_ member: Member, _ employee: Employee) async throws {
        try await client.members.update {
            $0.member = .with {
                $0.organizationID = organization
                $0.memberID = member.memberID
                $0.profile = .with { $0.title = employee.title }
            }
            $0.updateMask = FieldMask(paths: ["profile.title"])
        }
    }
}
