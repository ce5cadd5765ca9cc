// Sweep: takes note of what has ended by time alone (product.md 4.1). It only tidies: every answer was right without it.

public import RosterAPI
import WellKnown

/// Appends a fact for each invitation and each grant whose end has come, at most ``expiriesMax`` of either an entry. What is left is
/// due at once.
public struct Sweep: AnyCommand {
    /// The most expiries in one entry.
    public static let expiriesMax = 500

    public init() {}

    public var options: MutationOptions? { nil }
    public var settlesMax: Int { Self.expiriesMax }
    /// Empty, as for all that the server does by itself.
    public var methodName: String { "" }

    public func decide(_ context: inout DecisionContext) throws(Refusal) {
        context.noteSettled()
        // What else has ended is noted when all invitations are, since those take along what they gave.
        guard context.state.isSettled(at: context.now) else { return }
        for (organization, expiry) in context.state.expired(at: context.now, limit: Self.expiriesMax) {
            context.organization = organization
            try context.append(.grantExpired(Self.fact(of: expiry, in: context.node)))
        }
    }

    /// Nobody asks for the plan of a sweep.
    public func planDigest(_ events: [Event]) -> Hash256 { .zero }

    private static func fact(of expiry: Expiry, in node: OrganizationNode) -> GrantExpired {
        .with { fact in
            fact.effectiveTime = Timestamp(nanosecondsSince1970: expiry.time)
            switch expiry.grant {
            case .role(let id):
                fact.kind = .role
                fact.memberID = id
            case .administration(let id):
                fact.kind = .administration
                fact.memberID = id
            case .license(let id):
                fact.kind = .license
                fact.licenseID = id
                fact.memberID = node.assignments[id]?.memberID ?? MemberID()
            case .resourceRole(let member, let resource):
                fact.kind = .resourceRole
                fact.memberID = member
                fact.resourceID = resource
            case .membership(let group, let member):
                fact.kind = .groupMembership
                fact.groupID = group
                fact.memberID = member
            case .key(let id):
                fact.kind = .key
                fact.keyID = id
            case .previousSecret(let id):
                fact.kind = .previousSecret
                fact.keyID = id
            }
        }
    }
}
