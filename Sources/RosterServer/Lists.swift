// Lists: pages that all show one point, once for all methods (product 4.1).

import Digest
import Loops
import RosterAPI
import RosterCore
import RPC
import Wire

/// What a list is made of: its elements in the list's own order, what they can be filtered and ordered by, and how one is shown.
struct Listing<Request: Sendable, Element: Sendable, Item: Sendable>: Sendable {
    var fields: ListFields<Element, Reading> = [:]
    /// Lists whose order is fixed refuse `order_by`.
    var isOrderable = true
    /// What the caller needs beside the method's guard, judged for every page.
    var alsoNeeds: Permission?
    /// Elements that are gone: left out unless the filter names `state`.
    var isHidden: (@Sendable (Element, Reading) -> Bool)?
    /// Elements that the caller doesn't see: left out, also of a later page once the caller sees them no more.
    var isSeen: (@Sendable (Element, Reading) -> Bool)?
    /// About how many elements there are; what decides whether a loop may walk them.
    let count: @Sendable (Request, Reading) -> Int
    let elements: @Sendable (Request, Reading) throws(Refusal) -> [Element]
    let item: @Sendable (Element, Reading) -> Item
}

extension ServiceRouter {
    /// A list of one organization.
    ///
    /// The first page computes the whole listing, on a long-read thread when it is longer than a loop may walk; what doesn't
    /// fit on the page is pinned under the token's name, together with the state it was computed on.
    mutating func list<Request: ListRequest & ReadRequest & OrganizationScoped, Response: ListResponse & ReadResponse, Element: Sendable>(
        _ method: Method<Request, Response>,
        validate: @escaping @Sendable (Request) throws(Refusal) -> Void = { (_) throws(Refusal) in },
        _ listing: Listing<Request, Element, Response.Item>
    ) {
        list(method, Reads(backend: backend, guard: method.guard, subjects: { _ in .one(nil) }), validate, listing)
    }

    /// A list about a person, who may be the caller itself.
    mutating func list<Request: ListRequest & ReadRequest & SubjectScoped, Response: ListResponse & ReadResponse, Element: Sendable>(
        _ method: Method<Request, Response>,
        validate: @escaping @Sendable (Request) throws(Refusal) -> Void = { (_) throws(Refusal) in },
        _ listing: Listing<Request, Element, Response.Item>
    ) {
        list(method, Reads(backend: backend, guard: method.guard, subjects: { .one($0.subject) }), validate, listing)
    }

    private mutating func list<Request: ListRequest & ReadRequest & OrganizationScoped, Response: ListResponse & ReadResponse, Element: Sendable>(
        _ method: Method<Request, Response>, _ reads: Reads<Request>, _ validate: @escaping @Sendable (Request) throws(Refusal) -> Void,
        _ listing: Listing<Request, Element, Response.Item>
    ) {
        let lists = Lists(reads: reads, path: method.path, listing: listing)
        router.read(
            method.descriptor,
            { (request, context) throws(RPCError) -> Response? in
                do throws(Refusal) {
                    let query = try lists.query(request)
                    try validate(request)
                    return try lists.atHand(request, query, context)
                } catch {
                    throw error.rpcError
                }
            },
            otherwise: { request, context in
                do throws(Refusal) {
                    return try await lists.found(request, lists.query(request), context)
                } catch {
                    throw error.rpcError
                }
            })
    }
}

struct Lists<Request: ListRequest & ReadRequest & OrganizationScoped, Element: Sendable, Item: Message>: Sendable {
    /// Whether the first page may be made on a loop.
    private func isShort(_ request: Request, _ query: ListQuery, _ reading: Reading) -> Bool {
        listing.count(request, reading) * query.costPerElement <= LongReads.loopElementsMax
    }

    let reads: Reads<Request>
    let path: String
    let listing: Listing<Request, Element, Item>

    func query(_ request: Request) throws(Refusal) -> ListQuery {
        try reads.validate(request)
        return try ListQuery(request, kind: { listing.fields.kind(of: $0) }, isOrderable: listing.isOrderable)
    }

    /// The page if nothing has to be waited for. On the call's loop.
    func atHand<Response: ListResponse & ReadResponse>(
        _ request: Request, _ query: ListQuery, _ context: CallContext
    ) throws(Refusal) -> Response? where Response.Item == Item {
        guard request.pageToken.isEmpty, let reading = try reads.atHand(request, context) else { return nil }
        try checkRights(of: reading.caller)
        guard isShort(request, query, reading) else { return nil }
        return try firstPage(request, query, reading)
    }

    func found<Response: ListResponse & ReadResponse>(
        _ request: Request, _ query: ListQuery, _ context: CallContext
    ) async throws(Refusal) -> Response where Response.Item == Item {
        if !request.pageToken.isEmpty { return try await laterPage(request, query, context) }
        let reading = try await reads.found(request, context)
        try checkRights(of: reading.caller)
        if isShort(request, query, reading) { return try firstPage(request, query, reading) }
        let result = try await reads.backend.longReads.run(for: reading.state.tree) {
            Result { () throws(Refusal) in try firstPage(request, query, reading) as Response }
        }
        return try result.get()
    }

    private func checkRights(of caller: Caller) throws(Refusal) {
        if let needed = listing.alsoNeeds, !caller.permissions.contains(needed) { throw .missingPermission(needed) }
    }

    // MARK: Pages

    private func firstPage<Response: ListResponse & ReadResponse>(
        _ request: Request, _ query: ListQuery, _ reading: Reading
    ) throws(Refusal) -> Response where Response.Item == Item {
        var elements = try listing.elements(request, reading)
        if let isSeen = listing.isSeen { elements = elements.filter { isSeen($0, reading) } }
        if let isHidden = listing.isHidden, !query.filter.names("state") { elements.removeAll { isHidden($0, reading) } }
        if query.filter.expression != nil {
            elements = elements.filter { element in query.filter.matches { listing.fields.value(of: $0, element, reading) } }
        }
        elements = query.order.sorted(elements) { listing.fields.value(of: $0, $1, reading) }
        let name = name(of: request, reading.caller.principal, revision: reading.state.revision, time: reading.time)
        if elements.count > query.pageSize {
            let pinned = PinnedListing(snapshot: reading.point.snapshot, elements: elements)
            reads.backend.past.pinned.pin(pinned, as: name, key: reading.caller.principal.keyID, now: MonotonicClock.now())
        }
        return page(elements, from: 0, name, query, reading)
    }

    private func laterPage<Response: ListResponse & ReadResponse>(
        _ request: Request, _ query: ListQuery, _ context: CallContext
    ) async throws(Refusal) -> Response where Response.Item == Item {
        guard let token = PageToken(request.pageToken, key: reads.backend.pageTokenKey) else { throw .pageTokenMismatch() }
        guard let key = context.principal as? VerifiedKey else { throw .unauthenticated() }
        let principal = try key.principal.acting(for: RosterActor.person(of: context))
        let name = name(of: request, principal, revision: token.revision, time: token.time)
        guard token.digest == name.digest else { throw .pageTokenMismatch() }
        // Rights are judged anew for every page.
        let (_, caller, newest, now) = try await reads.authorized(request, context)
        try checkRights(of: caller)
        guard let pinned = reads.backend.past.pinned.find(name, now: MonotonicClock.now()), let elements = pinned.elements as? [Element] else {
            throw .revisionCompacted()
        }
        let point = Point(snapshot: pinned.snapshot, time: token.time)
        try reads.checkSubjects(of: request, caller, at: point.state)
        let reading = Reading(
            caller: caller, point: point, node: try reads.node(of: point.state, request.organizationID),
            judged: try reads.node(of: newest.state, request.organizationID), now: newest.time(at: now))
        return page(elements, from: Int(token.position), name, query, reading)
    }

    private func page<Response: ListResponse & ReadResponse>(
        _ elements: [Element], from position: Int, _ name: PinnedListings.Name, _ query: ListQuery, _ reading: Reading
    ) -> Response where Response.Item == Item {
        let start = min(position, elements.count)
        let end = min(start + query.pageSize, elements.count)
        var response = Response()
        var shown = elements[start..<end]
        if position > 0, let isSeen = listing.isSeen { shown.removeAll { !isSeen($0, reading) } }
        response.items = shown.map { listing.item($0, reading) }
        response.totalSize = Int64(elements.count)
        response.revision = reading.state.revision
        if end < elements.count {
            let token = PageToken(revision: name.revision, time: name.time, digest: name.digest, position: end, total: elements.count)
            response.nextPageToken = token.text(key: reads.backend.pageTokenKey)
        }
        return response
    }

    /// What makes two requests pages of one listing: everything but the page's size and token, and the point, which the token carries.
    private func name(of request: Request, _ principal: Principal, revision: Int64, time: Int64) -> PinnedListings.Name {
        var body = request
        body.pageSize = 0
        body.pageToken = ""
        body.point = nil
        let digest = Digest.sha256(Array(path.utf8), [0], principal.scopeBytes, [0], body.encoded())
        return .init(digest: Array(digest.prefix(16)), revision: revision, time: time)
    }
}
