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

    /// - Parameter seed: fresh randomness; a plan token in the request brings its own instead.
    public init<C: Command>(
        _ command: C.Type, _ request: C.Request, by principal: Principal, ticket: UInt64, seed: Seed, catalogue: Catalogue,
        secretHash: (@Sendable (KeyID) -> [UInt8])? = nil
    ) {
        self.ticket = ticket
        self.command = Erased<C>(request: request)
        self.principal = principal
        self.seed = request.options.flatMap { PlanToken($0.planToken) }?.seed ?? seed
        self.catalogue = catalogue
        self.secretHash = secretHash
        if let id = request.options?.requestID, !id.isEmpty {
            var body = request
            body.options?.requestID = ""
            let bytes = body.encoded()
            let organization = C.method.organization?(request) ?? OrganizationID()
            // For creations, whose request names no organization, the scope is the principal alone.
            let scope = principal.scopeBytes + [0] + Array(organization.text.utf8) + [0]
            requestKey = Hash256.of(scope, Array(id.utf8))
            requestDigest = Hash256.of(Array(C.method.path.utf8), [0], bytes)
            byteCount = bytes.count + 512
        } else {
            requestKey = nil
            requestDigest = .zero
            byteCount = 1024
        }
    }

    private struct Erased<C: Command>: AnyCommand {
        let request: C.Request

        var options: MutationOptions? { request.options }
        var methodName: String { C.method.name }
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
}
