// Lists over several organizations: answered from index rows alone, without opening an organization (product 4.1).

import Digest
import RosterAPI
import RosterCore
import RosterStore
import RPC
import Wire

extension ServiceRouter {
    /// A list in the order of organization ids, each page consistent in itself.
    ///
    /// - Parameter rows: the rows after an organization, in order; for a person's list, those of its address.
    mutating func indexList<Request: ListRequest, Response: ListResponse>(
        _ method: Method<Request, Response>, fields: ListFields<Response.Item, Void>,
        rows: @escaping @Sendable (Backend, EmailAddress?, OrganizationID?, Int) async throws(JournalError) -> [(OrganizationID, Response.Item?)]
    ) {
        let backend = backend
        router.unary(method.descriptor) { request, context in
            do throws(Refusal) {
                let query = try ListQuery(request, kind: { fields.kind(of: $0) }, isOrderable: false)
                let lists = IndexLists(backend: backend, path: method.path, guard: method.guard)
                return try await lists.page(request, query, context, fields: fields, rows: rows)
            } catch {
                throw error.rpcError
            }
        }
    }
}

struct IndexLists: Sendable {
    let backend: Backend
    let path: String
    let `guard`: Guard

    func page<Request: ListRequest, Response: ListResponse>(
        _ request: Request, _ query: ListQuery, _ context: CallContext, fields: ListFields<Response.Item, Void>,
        rows: @Sendable (Backend, EmailAddress?, OrganizationID?, Int) async throws(JournalError) -> [(OrganizationID, Response.Item?)]
    ) async throws(Refusal) -> Response {
        guard let key = context.principal as? VerifiedKey else { throw .unauthenticated() }
        let principal = try key.principal.acting(for: RosterActor.person(of: context))
        let email = try await authorize(principal)
        let scope = try await scope(of: principal)
        let digest = digest(of: request, principal)
        let start = try position(request.pageToken, digest: digest)
        let scan: IndexScan<Response.Item>
        do throws(JournalError) {
            // Only the first page counts on to the end, for the total; the others find it in their token.
            scan = try await IndexScan(after: start?.organization, pageSize: query.pageSize, countsAll: start == nil) { (after) throws(JournalError) in
                try await rows(backend, email, after, JournalLimit.sliceRows)
            } where: { id, item in
                (scope?.covers(principal.keyOrganization, id) ?? true) && query.filter.matches { fields.value(of: $0, item, ()) }
            }
        } catch {
            throw error.refusal
        }
        var response = Response()
        response.items = scan.items
        let total = start?.total ?? scan.matched
        response.totalSize = Int64(total)
        if let last = scan.last { response.nextPageToken = token(after: last, total: total, digest: digest) }
        return response
    }

    /// The tree of a key bound to an organization, of which it sees what it covers; nil: all of them. Whose memberships lie elsewhere is none of its business.
    private func scope(of principal: Principal) async throws(Refusal) -> TreeState? {
        if principal.isPlatformWide { return nil }
        let tree: OrganizationActor?
        do { tree = try await backend.registry.tree(of: principal.keyOrganization) } catch { throw error.refusal }
        guard let tree else { throw .notFound() }
        return tree.cell.snapshot.state
    }

    /// The address whose list it is; nil for a list of everything.
    private func authorize(_ principal: Principal) async throws(Refusal) -> EmailAddress? {
        if case .platform(let permission) = `guard` {
            guard principal.isPlatformWide, principal.person == nil, principal.permissions.contains(permission) else { throw .missingPermission(permission) }
            return nil
        }
        switch principal.person {
        case nil: throw .invalid("roster-actor", "names the person whose organizations are meant")
        case .user(let email):
            guard principal.permissions.contains(.actorsAssume) else { throw .missingPermission(.actorsAssume) }
            return email
        case .member(let member):
            guard principal.permissions.contains(.actorsAssume) else { throw .missingPermission(.actorsAssume) }
            return try await address(of: member, principal)
        }
    }

    /// A member's id says nothing of its organization, so a key that is bound to one looks there and below.
    private func address(of member: MemberID, _ principal: Principal) async throws(Refusal) -> EmailAddress {
        guard let state = try await scope(of: principal) else {
            throw .invalid("roster-actor", "a platform-wide key names the person by user:<e-mail>")
        }
        let nodes = [state[principal.keyOrganization]].compactMap(\.self) + state.descendants(of: principal.keyOrganization)
        guard let record = nodes.lazy.compactMap({ $0.members[member]?.record }).first, record.state == .active,
            let email = record.personal.flatMap({ EmailAddress($0.email) })
        else { throw .notFound() }
        return email
    }

    // MARK: Tokens

    private func digest(of request: some ListRequest, _ principal: Principal) -> [UInt8] {
        var body = request
        body.pageSize = 0
        body.pageToken = ""
        return Array(Digest.sha256(Array(path.utf8), [0], principal.scopeBytes, [0], body.encoded()).prefix(16))
    }

    /// The organization after which the list goes on, in the two fields that a token of one tree uses for its point.
    private func token(after id: OrganizationID, total: Int, digest: [UInt8]) -> String {
        let token = PageToken(revision: Int64(bitPattern: id.high), time: Int64(bitPattern: id.low), digest: digest, position: 0, total: total)
        return token.text(key: backend.pageTokenKey)
    }

    private func position(_ text: String, digest: [UInt8]) throws(Refusal) -> (organization: OrganizationID, total: Int)? {
        if text.isEmpty { return nil }
        guard let token = PageToken(text, key: backend.pageTokenKey), token.digest == digest else { throw .pageTokenMismatch() }
        return (OrganizationID(high: UInt64(bitPattern: token.revision), low: UInt64(bitPattern: token.time)), Int(token.total))
    }
}
