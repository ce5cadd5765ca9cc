// Reads: the way every one of them goes, once for all methods.

import Loops
import RosterAPI
import RosterCore
import RPC
import Wire

/// Registers methods with the glue that they share. A service's file holds one line a method, and what is truly its own.
struct ServiceRouter {
    var router = Router()
    let backend: Backend

    /// A read of one organization. `answer` runs on the loop when the tree is at hand and the point is the newest; else when it is.
    ///
    /// - Parameters:
    ///   - subjects: whom the request is about, when it says so for each of its parts.
    ///   - validate: INVALID_ARGUMENT whatever the state.
    mutating func read<Request: ReadRequest & OrganizationScoped, Response: ReadResponse>(
        _ method: Method<Request, Response>,
        subjects: @escaping @Sendable (Request) -> Subjects = { _ in .one(nil) },
        validate: @escaping @Sendable (Request) throws(Refusal) -> Void = { (_) throws(Refusal) in },
        answer: @escaping @Sendable (Request, Reading) throws(Refusal) -> Response
    ) {
        read(method, Reads(backend: backend, guard: method.guard, subjects: subjects), validate, answer)
    }

    /// A read of one organization that may look at many things: `cost` says at how many, and what is more than a loop may look at
    /// goes to a long-read thread.
    mutating func read<Request: ReadRequest & OrganizationScoped, Response: ReadResponse>(
        _ method: Method<Request, Response>,
        cost: @escaping @Sendable (Request, Reading) -> Int,
        validate: @escaping @Sendable (Request) throws(Refusal) -> Void,
        answer: @escaping @Sendable (Request, Reading) throws(Refusal) -> Response
    ) {
        let reads = Reads<Request>(backend: backend, guard: method.guard, subjects: { _ in .one(nil) })
        let isShort: @Sendable (Request, Reading) -> Bool = { cost($0, $1) <= LongReads.loopElementsMax }
        router.read(
            method.descriptor,
            { (request, context) throws(RPCError) -> Response? in
                do throws(Refusal) {
                    try reads.validate(request)
                    try validate(request)
                    guard let reading = try reads.atHand(request, context), isShort(request, reading) else { return nil }
                    var response = try answer(request, reading)
                    response.revision = reading.state.revision
                    return response
                } catch {
                    throw error.rpcError
                }
            },
            otherwise: { request, context in
                do throws(Refusal) {
                    let reading = try await reads.found(request, context)
                    var response: Response
                    if isShort(request, reading) {
                        response = try answer(request, reading)
                    } else {
                        let result = try await reads.backend.longReads.run(for: reading.state.tree) {
                            Result { () throws(Refusal) in try answer(request, reading) }
                        }
                        response = try result.get()
                    }
                    response.revision = reading.state.revision
                    return response
                } catch {
                    throw error.rpcError
                }
            })
    }

    /// A read about a person, who may be the caller itself.
    mutating func read<Request: ReadRequest & SubjectScoped, Response: ReadResponse>(
        _ method: Method<Request, Response>,
        validate: @escaping @Sendable (Request) throws(Refusal) -> Void = { (_) throws(Refusal) in },
        answer: @escaping @Sendable (Request, Reading) throws(Refusal) -> Response
    ) {
        read(method, Reads(backend: backend, guard: method.guard, subjects: { .one($0.subject) }), validate, answer)
    }

    private mutating func read<Request: ReadRequest & OrganizationScoped, Response: ReadResponse>(
        _ method: Method<Request, Response>, _ reads: Reads<Request>, _ validate: @escaping @Sendable (Request) throws(Refusal) -> Void,
        _ answer: @escaping @Sendable (Request, Reading) throws(Refusal) -> Response
    ) {
        router.read(
            method.descriptor,
            { (request, context) throws(RPCError) -> Response? in
                do throws(Refusal) {
                    try reads.validate(request)
                    try validate(request)
                    guard let reading = try reads.atHand(request, context) else { return nil }
                    var response = try answer(request, reading)
                    response.revision = reading.state.revision
                    return response
                } catch {
                    throw error.rpcError
                }
            },
            otherwise: { request, context in
                do throws(Refusal) {
                    let reading = try await reads.found(request, context)
                    var response = try answer(request, reading)
                    response.revision = reading.state.revision
                    return response
                } catch {
                    throw error.rpcError
                }
            })
    }
}

/// How a read finds its organization and its point, and who asks.
struct Reads<Request: ReadRequest & OrganizationScoped>: Sendable {
    let backend: Backend
    let `guard`: Guard
    /// Whom the request is about.
    let subjects: @Sendable (Request) -> Subjects

    func validate(_ request: Request) throws(Refusal) {
        guard !request.organizationID.isZero else { throw .malformedID("organization_id") }
        try Points.validate(request.point)
    }

    /// The reading if nothing has to be waited for. On the call's loop.
    func atHand(_ request: Request, _ context: CallContext) throws(Refusal) -> Reading? {
        guard let key = context.principal as? VerifiedKey, let connection = context.connectionStorage as? ConnectionState else {
            throw .unauthenticated()
        }
        let person = try RosterActor.person(of: context)
        let place = key.isPlatformWide ? request.organizationID : key.tree
        guard let snapshot = connection.loop.trees.snapshot(of: place, now: context.loop.now) else { return nil }
        let now = connection.loop.wallTime
        let (caller, node) = try authorize(request, key, person, snapshot, now: now)
        guard let point = Points.newest(request.point, snapshot, now: now) else { return nil }
        let current = point.snapshot === snapshot ? node : try self.node(of: point.state, request.organizationID)
        return Reading(caller: caller, point: point, node: current, judged: node, now: snapshot.time(at: now))
    }

    /// The reading, whatever it takes.
    func found(_ request: Request, _ context: CallContext) async throws(Refusal) -> Reading {
        // Who has no rights neither waits nor costs a replay; and however long that took, rights are those of the moment of the answer.
        let first = try await authorized(request, context)
        let past = try await backend.points.fixed(request.point, in: first.actor, now: first.now)
        let (_, caller, newest, now) = try await authorized(request, context)
        guard let point = past ?? Points.newest(request.point, newest, now: now) else { throw .unavailable() }
        try checkSubjects(of: request, caller, at: point.state)
        // The organization may not have been there yet.
        return Reading(
            caller: caller, point: point, node: try node(of: point.state, request.organizationID),
            judged: try node(of: newest.state, request.organizationID), now: newest.time(at: now))
    }

    /// The tree, its newest state and the caller's rights in it, at this moment.
    func authorized(
        _ request: Request, _ context: CallContext
    ) async throws(Refusal) -> (actor: OrganizationActor, caller: Caller, newest: Snapshot, now: Int64) {
        guard let verified = context.principal as? VerifiedKey else { throw .unauthenticated() }
        let person = try RosterActor.person(of: context)
        let actor = try await backend.tree(for: verified, addressing: request.organizationID)
        let now = keep(actor, for: verified.isPlatformWide ? request.organizationID : verified.tree, context)
        // The key may have changed, ended or been revoked since the call came in.
        guard let key = backend.authenticator.table.key(verified.id), key.isValid(at: now) else { throw .unauthenticated() }
        let newest = actor.cell.snapshot
        let (caller, _) = try authorize(request, key, person, newest, now: now)
        return (actor, caller, newest, now)
    }

    /// Refuses what is about the caller by an address that was somebody else's at the point.
    func checkSubjects(of request: Request, _ caller: Caller, at point: TreeState) throws(Refusal) {
        guard case .subject(_, let others) = `guard`, !caller.permissions.contains(others) else { return }
        guard subjects(request).allSatisfy({ point.isOwn($0, caller, in: request.organizationID) }) else { throw .missingPermission(others) }
    }

    private func authorize(
        _ request: Request, _ key: VerifiedKey, _ person: Principal.Person?, _ snapshot: Snapshot, now: Int64
    ) throws(Refusal) -> (Caller, OrganizationNode) {
        let principal = person == nil ? key.principal : key.principal.acting(for: person)
        let caller = try snapshot.state.authorize(
            principal, `guard`, in: request.organizationID, about: subjects(request), at: snapshot.time(at: now))
        let node = try node(of: snapshot.state, request.organizationID)
        try caller.checkPlan(of: node)
        return (caller, node)
    }

    /// The organization in a state; `org_platform` has no record there, and shows as one that has nothing but keys.
    func node(of state: TreeState, _ organization: OrganizationID) throws(Refusal) -> OrganizationNode {
        if let node = state[organization] { return node }
        guard organization == .platform, state.tree == .platform else { throw .notFound() }
        return .platform
    }

    /// Lets the call's loop answer the next read by itself. Returns the time of day.
    private func keep(_ actor: OrganizationActor, for place: OrganizationID, _ context: CallContext) -> Int64 {
        guard let connection = context.connectionStorage as? ConnectionState else { return WallClock.now() }
        connection.loop.trees.keep(actor.cell, for: place)
        return connection.loop.wallTime
    }
}
