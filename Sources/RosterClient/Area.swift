// The methods of one area as members of the client, straight from the table of methods.

public import RosterAPI
public import Wire

/// One area of a client: `client.members.create` is `Methods.Members.create` bound to the client, and so for every method.
@dynamicMemberLookup
public struct Area<Table>: Sendable {
    private let client: RosterClient

    init(_ client: RosterClient) { self.client = client }

    public subscript<Request: Message, Response: Message>(
        dynamicMember method: KeyPath<Table.Type, Method<Request, Response>>
    ) -> BoundMethod<Request, Response> {
        BoundMethod(client: client, method: Table.self[keyPath: method])
    }
}

/// A method of a client, ready to be called.
public struct BoundMethod<Request: Message, Response: Message>: Sendable {
    let client: RosterClient
    let method: Method<Request, Response>

    /// Calls the method.
    @discardableResult
    public func callAsFunction(_ request: Request) async throws(RosterError) -> Response {
        try await client.call(method, request)
    }

    /// Calls the method with a request filled in by a closure.
    @discardableResult
    public func callAsFunction(_ fill: (inout Request) -> Void) async throws(RosterError) -> Response {
        try await client.call(method, .with(fill))
    }
}

extension BoundMethod where Request: ListRequest, Response: ListResponse {
    /// The list page by page, beginning with the request's own.
    public func pages(_ request: Request) -> Pages<Request, Response> { Pages(method: self, first: request) }
    public func pages(_ fill: (inout Request) -> Void) -> Pages<Request, Response> { pages(.with(fill)) }

    /// The items of all pages. Pages are as large as the server makes them, unless the request says otherwise.
    public func items(_ request: Request) -> Items<Request, Response> { Items(pages: pages(request)) }
    public func items(_ fill: (inout Request) -> Void) -> Items<Request, Response> { items(.with(fill)) }
}
