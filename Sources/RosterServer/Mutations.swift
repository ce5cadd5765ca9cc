// Mutations: the way every one of them goes, once for all methods (product 4.1, architecture 2.1).

import Digest
import Loops
import RosterAPI
import RosterCore
import RPC
import Synchronization

extension ServiceRouter {
    /// A mutation of one organization: one line for a method.
    mutating func mutation<C: Command>(_ command: C.Type) where C.Request: OrganizationScoped {
        let mutations = Mutations(backend: backend)
        router.unary(C.method.descriptor) { request, context in
            do throws(Refusal) { return try await mutations.run(command, request, context) } catch { throw error.rpcError }
        }
    }

    /// A mutation whose response shows the secret of a key once.
    mutating func mutation<C: Command>(_ command: C.Type, secret: WritableKeyPath<C.Response, String> & Sendable, of key: KeyPath<C.Response, KeyID?> & Sendable)
    where C.Request: OrganizationScoped {
        let mutations = Mutations(backend: backend)
        router.unary(C.method.descriptor) { request, context in
            do throws(Refusal) {
                let new = try NewSecret(pepper: mutations.backend.pepper)
                var response = try await mutations.run(command, request, context, secretHash: { new.hash(for: $0) })
                if response.result?.replayed == false, response.result?.plan == nil, let id = response[keyPath: key] {
                    response[keyPath: secret] = new.text(for: id)
                }
                return response
            } catch {
                throw error.rpcError
            }
        }
    }

    /// A mutation whose response shows secrets that can be computed, to whoever gets the first answer.
    mutating func mutation<C: Command>(_ command: C.Type, adding secrets: @escaping @Sendable (inout C.Response, Catalogue) -> Void)
    where C.Request: OrganizationScoped {
        let mutations = Mutations(backend: backend)
        router.unary(C.method.descriptor) { request, context in
            do throws(Refusal) {
                var response = try await mutations.run(command, request, context)
                if response.result?.replayed == false, response.result?.plan == nil { secrets(&response, mutations.backend.catalogue) }
                return response
            } catch {
                throw error.rpcError
            }
        }
    }

    /// A mutation that makes its organization.
    mutating func creation<C: Command>(_ command: C.Type) {
        let mutations = Mutations(backend: backend)
        router.unary(C.method.descriptor) { request, context in
            do throws(Refusal) { return try await mutations.create(command, request, context) } catch { throw error.rpcError }
        }
    }
}

/// The secret of a key that is being made; the rules see its hash only.
struct NewSecret: Sendable {
    private let bytes: [UInt8]
    private let pepper: [UInt8]

    init(pepper: [UInt8]) throws(Refusal) {
        do { bytes = try Digest.randomBytes(32) } catch { throw .unavailable() }
        self.pepper = pepper
    }

    func text(for id: KeyID) -> String { APIKeyText(id: id, secret: bytes).text }
    func hash(for id: KeyID) -> [UInt8] { Digest.hmacSHA256(key: pepper, Array(text(for: id).utf8)) }
}

/// Carries commands to their ledgers and answers back.
struct Mutations: Sendable {
    let backend: Backend

    private static let tickets = Atomic<UInt64>(0)

    /// A number that no other call of this process has.
    static func nextTicket() -> UInt64 { tickets.wrappingAdd(1, ordering: .relaxed).newValue }

    func run<C: Command>(
        _ command: C.Type, _ request: C.Request, _ context: CallContext, secretHash: (@Sendable (KeyID) -> [UInt8])? = nil
    ) async throws(Refusal) -> C.Response where C.Request: OrganizationScoped {
        guard let key = context.principal as? VerifiedKey else { throw .unauthenticated() }
        let principal = try key.principal.acting(for: RosterActor.person(of: context))
        let call = try call(command, request, principal, secretHash: secretHash)
        // An evicted tree answers nothing; the registry loads it again.
        while true {
            let actor: OrganizationActor
            do throws(Refusal) {
                actor = try await backend.tree(for: key, addressing: request.organizationID)
            } catch {
                // What is wrong with the request itself comes before NOT_FOUND, so it is decided on nothing.
                if error.code == .notFound { _ = try DryRun(call, on: TreeState(tree: request.organizationID), at: WallClock.now()) }
                throw error
            }
            if request.options?.validateOnly == true { return try await dryRun(command, request, call, actor) }
            if let answer = await actor.submit(call) { return try await response(command, request, answer, call, actor) }
        }
    }

    /// A creation: a tree of its own, whose first entry takes the claims that make it happen once.
    func create<C: Command>(_ command: C.Type, _ request: C.Request, _ context: CallContext) async throws(Refusal) -> C.Response {
        guard let key = context.principal as? VerifiedKey else { throw .unauthenticated() }
        let principal = try key.principal.acting(for: RosterActor.person(of: context))
        let call = try call(command, request, principal, secretHash: nil)
        if request.options?.validateOnly == true {
            let dryRun = try DryRun(call, on: TreeState(tree: call.newTree), at: WallClock.now())
            try await checkClaims(of: dryRun, tree: call.newTree)
            return dryRun.response(command, to: request)
        }
        // A plan names the tree that it makes. One that is there already knows whether this very call made it.
        let isPlanned = call.hasPlan
        if isPlanned, let response = try await response(command, request, call, from: call.newTree) { return response }
        let actor = backend.registry.newTree(call.newTree)
        guard let answer = await actor.submit(call) else { throw .unavailable() }
        switch answer {
        case .elsewhere(let other):
            // This request id has created an organization before: its tree holds the answer.
            guard let response = try await response(command, request, call, from: other) else { throw .unavailable() }
            return response
        case .refused(let refusal) where isPlanned && refusal.code == .unavailable:
            // Somebody may have carried out the same plan at the same moment.
            guard let response = try await response(command, request, call, from: call.newTree) else { throw refusal }
            return response
        default: return try await response(command, request, answer, call, actor)
        }
    }

    /// The answer of a creation's tree that exists; nil: there is none.
    private func response<C: Command>(
        _ command: C.Type, _ request: C.Request, _ call: Call, from tree: OrganizationID
    ) async throws(Refusal) -> C.Response? {
        while true {
            let actor: OrganizationActor?
            do { actor = try await backend.registry.load(tree) } catch { throw error.refusal }
            guard let actor else { return nil }
            if let answer = await actor.submit(call) { return try await response(command, request, answer, call, actor) }
        }
    }

    private func call<C: Command>(
        _ command: C.Type, _ request: C.Request, _ principal: Principal, secretHash: (@Sendable (KeyID) -> [UInt8])?
    ) throws(Refusal) -> Call {
        Call(
            command, request, by: principal, ticket: Mutations.nextTicket(), seed: try Seed.fresh(),
            catalogue: backend.catalogue, secretHash: secretHash)
    }

    // MARK: Answers

    private func response<C: Command>(
        _ command: C.Type, _ request: C.Request, _ answer: Answer, _ call: Call, _ actor: OrganizationActor
    ) async throws(Refusal) -> C.Response {
        switch answer {
        case .committed(let version, let isReplay): return C.response(to: request, version, isReplay: isReplay)
        case .unchanged(let version): return C.response(to: request, version, isReplay: false)
        case .recorded(let revision):
            return try await C.response(to: request, backend.points.version(of: actor, at: revision), isReplay: true)
        case .elsewhere: throw .unavailable()
        case .refused(let refusal): throw refusal
        }
    }

    // MARK: Dry runs

    /// Decides on the published state, on a long-read thread in the organization's line, and keeps nothing of it.
    private func dryRun<C: Command>(
        _ command: C.Type, _ request: C.Request, _ call: Call, _ actor: OrganizationActor
    ) async throws(Refusal) -> C.Response {
        let state = actor.cell.snapshot.state
        let outcome = try await backend.longReads.run(for: state.tree) {
            Result { () throws(Refusal) in try DryRun(call, on: state, at: WallClock.now()) }
        }
        let dryRun = try outcome.get()
        try await checkClaims(of: dryRun, tree: state.tree)
        return dryRun.response(command, to: request)
    }

    /// Refuses what the journal would refuse: an owner's claim that is taken. Request claims bind no dry run.
    private func checkClaims(of dryRun: DryRun, tree: OrganizationID) async throws(Refusal) {
        var givenBack: Set<[UInt8]> = []
        for claim in dryRun.claims where claim.kind == .owner {
            switch claim.change {
            case .release: givenBack.insert(claim.key)
            case .take:
                let holder: OrganizationID?
                do { holder = try await backend.journal.holder(of: .owner, key: claim.key) } catch { throw error.refusal }
                guard let holder, !(holder == tree && givenBack.contains(claim.key)) else { continue }
                throw .alreadyOwnsOrganization()
            }
        }
    }
}
