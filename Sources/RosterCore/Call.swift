// Call: a command on its way into a ledger, with everything that the decision needs from outside.

public import RosterAPI
import Wire

/// One command with its caller. It is kept until answered, since a failed append has it decided again. A reference, since it goes
/// through many hands meanwhile.
public final class Call: Sendable {
    /// The server's number for whoever waits for the answer.
    public let ticket: UInt64
    public let command: any AnyCommand
    public let principal: Principal
    public let seed: Seed
    public let catalogue: Catalogue
    /// The hash of the secret that the server made for a key; nil for commands that make none, and in dry runs.
    public let secretHash: (@Sendable (KeyID) -> [UInt8])?
    /// The bytes that count against the ledger's bound.
    public let byteCount: Int
    /// Scope and request id; nil without one.
    let requestKey: Hash256?
    let requestDigest: Hash256
    /// The plan to be carried out; nil without one, or when its token was not given to this caller for this.
    let plan: PlanToken?
    /// Who calls what where: what a plan token is good for.
    private let planScope: [UInt8]

    /// - Parameter seed: fresh randomness; a plan token in the request brings its own instead.
    public init<C: Command>(
        _ command: C.Type, _ request: C.Request, by principal: Principal, ticket: UInt64, seed: Seed, catalogue: Catalogue,
        secretHash: (@Sendable (KeyID) -> [UInt8])? = nil
    ) {
        self.ticket = ticket
        self.command = Erased<C>(request: request)
        self.principal = principal
        self.catalogue = catalogue
        self.secretHash = secretHash
        let organization = C.method.organization?(request) ?? OrganizationID()
        // For creations, whose request names no organization, the scope is the principal alone.
        let scope = principal.scopeBytes + [0] + Array(organization.text.utf8) + [0]
        let path = Array(C.method.path.utf8)
        planScope = scope + path
        plan = request.options.flatMap { [planScope] in PlanToken($0.planToken, key: catalogue.planTokenKey, scope: planScope) }
        self.seed = plan?.seed ?? seed
        var body = request
        body.options?.requestID = ""
        let bytes = body.encoded()
        byteCount = bytes.count + 512
        if let id = request.options?.requestID, !id.isEmpty {
            requestKey = .authenticating(scope, Array(id.utf8), key: catalogue.requestKey)
            requestDigest = .authenticating(path, [0], bytes, key: catalogue.requestKey)
        } else {
            requestKey = nil
            requestDigest = .zero
        }
    }

    /// The server's own sweep of a tree.
    public init(_ sweep: Sweep, ticket: UInt64, seed: Seed, catalogue: Catalogue) {
        self.ticket = ticket
        command = sweep
        principal = .system
        self.seed = seed
        self.catalogue = catalogue
        secretHash = nil
        byteCount = Sweep.expiriesMax * 128
        requestKey = nil
        requestDigest = .zero
        plan = nil
        planScope = []
    }

    /// Whether it carries out a plan, and so chooses no new ids.
    public var hasPlan: Bool { plan != nil }

    /// The token that carries out a plan of this call.
    func text(of plan: PlanToken) -> String { plan.text(key: catalogue.planTokenKey, scope: planScope) }

    private struct Erased<C: Command>: AnyCommand {
        let request: C.Request

        var options: MutationOptions? { request.options }
        // The path without its slash is the name, and is there already.
        var methodName: String { String(C.method.path.dropFirst()) }
        func decide(_ context: inout DecisionContext) throws(Refusal) { try C.run(request, &context) }
        func planDigest(_ events: [Event]) -> Hash256 { PlanToken.digest(of: events, request) }
    }
}

/// A command whose request type is forgotten.
public protocol AnyCommand: Sendable {
    var options: MutationOptions? { get }
    /// `roster.v1.MemberService/Create`
    var methodName: String { get }
    func decide(_ context: inout DecisionContext) throws(Refusal)
    /// What a plan token binds: these events for this request.
    func planDigest(_ events: [Event]) -> Hash256
    /// The most invitations that are over by time alone, of which its entry takes note; the ledger sees to it that no more are left.
    var settlesMax: Int { get }
}

extension AnyCommand {
    public var settlesMax: Int { .max }
}
