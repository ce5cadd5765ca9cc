// Sight: what callers see of the model's tree, for comparisons with what the rules tell.

import RosterAPI
public import RosterCore

extension NaiveModel {
    /// The revision that callers see of what an operation names; nil where there is nothing to see.
    public func seenRevision(of operation: Operation, in state: TreeState, at now: Int64) -> Int64? {
        var present = self
        present.pass(to: now)
        guard let node = state.settled(at: now)[operation.organization], let needs = present.needs(of: operation, at: now) else { return nil }
        switch needs.named {
        case .organization: return node.organization.revision
        case .pool(let product): return node.pool(product, at: now)?.revision
        case .crm: return node.crmSettings.revision
        case .features: return node.featureSettings.revision
        case .target(let target): return revision(of: target, in: node, state, at: now)
        }
    }

    private func revision(of target: Needs.Target, in node: OrganizationNode, _ state: TreeState, at now: Int64) -> Int64? {
        switch target {
        case .member(let id): node.member(id, at: now)?.revision
        case .license(let id): node.assignment(id, at: now)?.revision
        case .key(let id): state.keys[id]?.message(at: now).revision
        case .role(let id, _): node.role(id, at: now)?.revision
        case .resource(let id): node.resource(id, at: now)?.revision
        case .workspace(let id): node.workspace(id)?.revision
        case .group(let id): node.group(id, at: now)?.revision
        case .groupRule(let id): node.groups.rules[id]?.revision
        case .invitation(let id): node.invitation(id, at: now)?.revision
        case .nobody: nil
        }
    }

    /// What each member may do at organization level at a time.
    public func effectivePermissions(at now: Int64) -> [MemberID: PermissionSet] {
        var present = self
        present.pass(to: now)
        let allowed = present.allowed
        var found: [MemberID: PermissionSet] = [:]
        for (id, account) in present.accounts {
            for (member, person) in account.present { found[member] = present.effective(person, in: id, account, at: now).intersection(allowed) }
        }
        return found
    }

    /// What a member may do, whatever the plan.
    func effective(_ person: NaivePerson, in organization: OrganizationID, _ account: NaiveAccount, at now: Int64) -> PermissionSet {
        if isDeleted(organization) { return [] }
        // Who is FULL above is FULL here.
        let isFull = above(organization).contains { account in
            account.present.values.contains { $0.email == person.email && $0.state == .active && account.isFull($0, at: now) }
        }
        return account.permissions(of: person, at: now).union(isFull ? Self.full : [])
    }

    /// Purchased and taken seats of each pool at a time.
    public func seats(at now: Int64) -> [String: String] {
        var present = self
        present.pass(to: now)
        var found: [String: String] = [:]
        for (id, account) in present.accounts {
            for (product, purchased) in account.pools { found["\(id) \(product)"] = "\(purchased) \(account.used(product, at: now))" }
        }
        return found
    }
}
