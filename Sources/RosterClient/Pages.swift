// Lists as asynchronous sequences: page after page of one point.

public import RosterAPI

/// The pages of a list, each asked for when it is wanted.
///
/// All pages show the point of the first: complete, and without duplicates, whatever others change meanwhile. Whoever waits
/// longer than 5 minutes between two pages may get OUT_OF_RANGE with REVISION_COMPACTED, and must begin again.
public struct Pages<Request: ListRequest, Response: ListResponse>: AsyncSequence, Sendable {
    public typealias Element = Response
    public typealias Failure = RosterError

    let method: BoundMethod<Request, Response>
    let first: Request

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(method: method, next: first) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let method: BoundMethod<Request, Response>
        /// nil after the last page.
        var next: Request?

        public mutating func next() async throws(RosterError) -> Response? {
            try await next(isolation: nil)
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RosterError) -> Response? {
            guard var request = next else { return nil }
            let page = try await method(request)
            request.pageToken = page.nextPageToken
            next = page.nextPageToken.isEmpty ? nil : request
            return page
        }
    }
}

/// The items of a list, one after the other.
public struct Items<Request: ListRequest, Response: ListResponse>: AsyncSequence, Sendable {
    public typealias Element = Response.Item
    public typealias Failure = RosterError

    let pages: Pages<Request, Response>

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator()) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        var pages: Pages<Request, Response>.AsyncIterator
        var page: ArraySlice<Response.Item> = []

        public mutating func next() async throws(RosterError) -> Response.Item? {
            try await next(isolation: nil)
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RosterError) -> Response.Item? {
            while page.isEmpty {
                guard let next = try await pages.next(isolation: actor) else { return nil }
                page = next.items[...]
            }
            return page.popFirst()
        }
    }
}
