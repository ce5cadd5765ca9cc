// Ownership: who the one owner of a root is, and how it passes on (rows 69, 85, 86).

public import RosterAPI

extension Organizations {
    /// Makes another member the owner. The method's guard lets the owner alone through.
    public enum TransferOwnership: Command {
        public static let method = Methods.Organizations.transferOwnership

        public static func demands(of request: TransferOwnershipRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.target = .member(request.memberID)
            // A key with a lower ceiling can't make an owner, not even for the owner.
            demands.grants = [.role(.owner)]
            return demands
        }

        public static func decide(_ request: TransferOwnershipRequest, _ context: inout DecisionContext) throws(Refusal) {
            let node = context.node
            guard let heir = node.members[request.memberID]?.record, let owner = node.members[node.record.ownerID]?.record else { throw .notFound() }
            let role = heir.role(at: context.now)
            guard heir.state == .active, role == .manager || role == .coOwner, let address = heir.personal?.email else {
                throw .wrongState("an organization passes to an active manager or co-owner")
            }
            context.claim(Claim(.take, .owner, context.fingerprint(address)))
            if let previous = owner.personal?.email { context.claim(Claim(.release, .owner, context.fingerprint(previous))) }
            try context.append(.memberRoleChanged(.with { fact in
                fact.memberID = owner.memberID
                fact.role = .coOwner
                fact.previousRole = .owner
            }))
            try context.append(.memberRoleChanged(.with { fact in
                fact.memberID = heir.memberID
                fact.role = .owner
                fact.previousRole = role
            }))
            try context.append(.ownershipTransferred(.with { fact in
                fact.memberID = heir.memberID
                fact.previousOwnerID = owner.memberID
            }))
        }

        public static func answer(_ request: TransferOwnershipRequest, _ version: Version) -> TransferOwnershipResponse {
            .with { response in
                guard let node = version.state[request.organizationID] else { return }
                response.organization = node.organization
                response.owner = node.member(request.memberID, at: version.state.time)
                for event in version.entry?.events ?? [] {
                    if case .ownershipTransferred(let fact) = event.fact {
                        response.previousOwner = node.member(fact.previousOwnerID, at: version.state.time)
                    }
                }
            }
        }
    }
}
