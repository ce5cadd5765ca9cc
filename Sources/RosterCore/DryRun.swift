// DryRun: what a mutation would do, without doing it (product.md 4.1, validate_only; 5, 1 and 8).

public import RosterAPI
import WellKnown

/// The outcome of a mutation that is only tried, on the durable state.
public struct DryRun: Sendable {
    /// The state as it would be, with the entry that would be written.
    public let version: Version
    public let plan: Plan
    /// Carries out exactly this plan.
    public let token: String
    /// Unique keys that it would take and give back; whether they are free only the journal knows.
    public let claims: [Claim]
    /// The revision it was tried on.
    public let revision: Int64

    /// The most changes of permissions that are named; beyond, members are counted.
    static let permissionChangesMax = 100

    /// Tries a call. Throws what the call itself would be refused with.
    public init(_ call: Call, on state: TreeState, at now: Int64) throws(Refusal) {
        var context = DecisionContext(state: state, call: call, now: now)
        try call.command.decide(&context)
        let events = context.events
        let time = context.now
        revision = state.revision
        token = call.text(of: PlanToken(seed: call.seed, digest: call.command.planDigest(events)))
        let refusals = context.refusals
        let append = context.seal(epoch: 0)
        version = append?.version ?? Version(state: state, entry: nil, refusals: refusals)
        claims = append?.proposal.claims ?? []
        // What is over by time alone is no effect of the call.
        plan = Self.plan(events, from: state.settled(at: time), to: version.state, at: time)
    }

    /// The response as it would be, with plan and token.
    public func response<C: Command>(_ command: C.Type, to request: C.Request) -> C.Response {
        var response = C.response(to: request, version, isReplay: false)
        response.result?.revision = revision
        response.result?.plan = plan
        response.result?.planToken = token
        return response
    }

    // MARK: The plan

    static func plan(_ events: [Event], from before: TreeState, to after: TreeState, at time: Int64) -> Plan {
        var plan = Plan()
        plan.events = events
        var touchesEverybody = false
        var members: [(OrganizationID, MemberID)] = []
        var pools: [(OrganizationID, String)] = []
        var reach = ResourceReach()
        for event in events {
            reach.add(event, from: before, to: after)
            let organization = event.organizationID
            switch event.fact {
            case .planChanged, .featureEnabled, .organizationDeleted, .organizationUndeleted: touchesEverybody = true
            case .memberCreated(let fact): members.append((organization, fact.memberID))
            case .memberJoined(let fact): members.append((organization, fact.memberID))
            case .mailQueued(let fact):
                plan.mails.append(.with { mail in
                    mail.memberID = fact.memberID
                    mail.template = fact.template
                })
            case .memberReinvited(let fact): members.append((organization, fact.memberID))
            case .memberEmailChanged(let fact): members.append((organization, fact.memberID))
            case .memberRoleChanged(let fact): members.append((organization, fact.memberID))
            case .memberSuspended(let fact): members.append((organization, fact.memberID))
            case .memberReactivated(let fact): members.append((organization, fact.memberID))
            case .memberRemoved(let fact): members.append((organization, fact.memberID))
            case .memberRestored(let fact): members.append((organization, fact.memberID))
            case .adminGranted(let fact): members.append((organization, fact.memberID))
            case .adminRevoked(let fact): members.append((organization, fact.memberID))
            case .capabilitiesChanged(let fact): members.append((organization, fact.memberID))
            case .customRoleUpdated(let fact): members += holders(of: fact.roleID, organization, before)
            case .customRoleDeleted(let fact): members += holders(of: fact.roleID, organization, before)
            case .organizationUpdated(let fact): touchesEverybody = touchesEverybody || fact.policies != nil
            case .licensePoolUpdated(let fact): pools.append((organization, fact.productID))
            case .licenseAssigned(let fact): pools.append((organization, fact.productID))
            case .licenseActivated(let fact): pools.append((organization, product(of: fact.licenseID, organization, after)))
            case .licenseRevoked(let fact): pools.append((organization, product(of: fact.licenseID, organization, after)))
            case .licenseParked(let fact): pools.append((organization, product(of: fact.licenseID, organization, after)))
            case .licenseUnparked(let fact): pools.append((organization, product(of: fact.licenseID, organization, after)))
            default: continue
            }
        }
        var seenPools: Set<String> = []
        for (organization, product) in pools where seenPools.insert("\(organization) \(product)").inserted {
            plan.seats.append(seatChange(of: product, organization, before, after, at: time))
        }
        members += members.flatMap { below($0, $1, before, after) }
        if touchesEverybody {
            members = after.organizations.values.sorted { $0.id < $1.id }.flatMap { node in node.memberOrder.map { (node.id, $0) } }
        }
        var seenMembers: Set<MemberID> = []
        var changes = Changes()
        for (organization, member) in members where seenMembers.insert(member).inserted {
            let (gained, lost) = change(of: member, organization, before, after, at: time)
            changes.add(organization, member, ResourceID(), gained, lost, to: &plan)
        }
        reach.changes(from: before, to: after, at: time) { changes.add($0, $1, $2, $3, $4, to: &plan) }
        plan.membersGaining = Int32(truncatingIfNeeded: changes.gaining.count)
        plan.membersLosing = Int32(truncatingIfNeeded: changes.losing.count)
        return plan
    }

    /// The same person's memberships in the sub-accounts: whoever is FULL above is FULL there.
    private static func below(_ organization: OrganizationID, _ member: MemberID, _ before: TreeState, _ after: TreeState) -> [(OrganizationID, MemberID)] {
        guard after[organization]?.hasChildren ?? false else { return [] }
        let addresses = Set([before, after].compactMap { $0[organization]?.members[member]?.record.personal?.email })
        return after.descendants(of: organization).flatMap { node in addresses.sorted().compactMap { node.member(address: $0).map { (node.id, $0.id) } } }
    }

    private static func holders(of role: RoleID, _ organization: OrganizationID, _ state: TreeState) -> [(OrganizationID, MemberID)] {
        state[organization]?.customRoles.holders(of: role).map { (organization, $0) } ?? []
    }

    private static func product(of license: LicenseID, _ organization: OrganizationID, _ state: TreeState) -> String {
        state[organization]?.assignments[license]?.productID ?? ""
    }

    private static func seatChange(of product: String, _ organization: OrganizationID, _ before: TreeState, _ after: TreeState, at time: Int64) -> SeatChange {
        let old = before[organization]?.pools[product]?.seats(at: time)
        let new = after[organization]?.pools[product]?.seats(at: time)
        return .with { change in
            change.organizationID = organization
            change.productID = product
            change.purchasedBefore = old?.purchased ?? 0
            change.purchasedAfter = new?.purchased ?? 0
            change.usedBefore = old.map { $0.active + $0.pending } ?? 0
            change.usedAfter = new.map { $0.active + $0.pending } ?? 0
        }
    }

    /// Who gains and who loses, counted once however many changes it has.
    private struct Changes {
        var gaining: Set<MemberID> = []
        var losing: Set<MemberID> = []

        mutating func add(
            _ organization: OrganizationID, _ member: MemberID, _ resource: ResourceID, _ gained: PermissionSet, _ lost: PermissionSet, to plan: inout Plan
        ) {
            if gained.isEmpty, lost.isEmpty { return }
            if !gained.isEmpty { gaining.insert(member) }
            if !lost.isEmpty { losing.insert(member) }
            guard plan.permissionChanges.count < permissionChangesMax else { return }
            plan.permissionChanges.append(.with { change in
                change.organizationID = organization
                change.memberID = member
                change.gained = gained.permissions
                change.lost = lost.permissions
                change.resourceID = resource
            })
        }
    }

    private static func change(
        of member: MemberID, _ organization: OrganizationID, _ before: TreeState, _ after: TreeState, at time: Int64
    ) -> (gained: PermissionSet, lost: PermissionSet) {
        func effective(_ state: TreeState) -> PermissionSet {
            guard let node = state[organization], node.members[member] != nil else { return [] }
            return Evaluation(.member(member), in: node, of: state, at: time).effective
        }
        let old = effective(before)
        let new = effective(after)
        return (new.subtracting(old), old.subtracting(new))
    }
}
