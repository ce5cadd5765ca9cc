// One method of the interface as a command: the request from the arguments, the answer as a table or as JSON.

import ArgumentParser
import RosterAPI
import RosterClient
import Wire

protocol MethodCommand: ParsableCommand {
    associatedtype Request: Message
    associatedtype Response: Message
    static var method: Method<Request, Response> { get }
    var server: ServerOptions { get }
    /// What the arguments ask for.
    func request() throws -> Request
    /// The request with what its kind adds: options of a mutation, the point of a read.
    func prepared() throws -> Request
    /// The answer for a reader.
    func lines(_ response: Response) -> [String]
    /// What the program ends with after this answer.
    func exitCode(_ response: Response) -> Int32
}

extension MethodCommand {
    func prepared() throws -> Request { try request() }

    func exitCode(_ response: Response) -> Int32 { 0 }

    mutating func run() throws {
        let (method, request) = (Self.method, try prepared())
        try finish(try server.connection.withClient { client in try await client.call(method, request) })
    }

    /// Prints the answer and ends the command.
    fileprivate func finish(_ response: Response) throws {
        if server.json {
            print(response.json(JSONOptions(isIndented: true, types: Failure.details)))
        } else {
            lines(response).forEach { print($0) }
        }
        let code = exitCode(response)
        if code != 0 { throw ExitCode(code) }
    }
}

/// A command whose method reads at a point.
protocol ReadCommand: MethodCommand where Request: ReadRequest {
    var point: PointFlags { get }
}

extension ReadCommand {
    func prepared() throws -> Request {
        var request = try request()
        request.point = point.point
        return request
    }
}

/// A command whose method changes something.
protocol MutationCommand: MethodCommand where Request: MutatingRequest, Response: MutatingResponse {
    var mutation: MutationFlags { get }
}

extension MutationCommand {
    func prepared() throws -> Request {
        var request = try request()
        request.options = mutation.options
        return request
    }
}

/// A command whose answer is one resource, or a mutation that ends with one.
protocol ResourceCommand: MethodCommand {
    associatedtype Resource: Tabular
    static var resource: KeyPath<Response, Resource?> { get }
}

extension ResourceCommand {
    func lines(_ response: Response) -> [String] { response[keyPath: Self.resource]?.recordLines ?? [] }
}

extension ResourceCommand where Self: MutationCommand {
    func lines(_ response: Response) -> [String] {
        (response[keyPath: Self.resource]?.recordLines ?? []) + (response.result?.lines ?? [])
    }
}

/// A command that lists, page after page up to its limit.
protocol ListCommand: MethodCommand where Request: ListRequest, Response: ListResponse, Response.Item: Tabular {
    var list: ListFlags { get }
}

extension ListCommand {
    private static var pageSizeMax: Int { 1000 }

    func lines(_ response: Response) -> [String] {
        var lines = response.items.table.lines
        let left = Int(response.totalSize) - response.items.count
        if left > 0 { lines.append("… and \(left) more (--limit 0 shows all)") }
        return lines
    }

    mutating func run() throws {
        let (method, limit, pageSizeMax) = (Self.method, list.limit, Self.pageSizeMax)
        var first = try prepared()
        first.filter = list.filter
        first.orderBy = list.orderBy
        let all = try server.connection.withClient { [first] client in
            var request = first
            var all = Response()
            repeat {
                let wanted = limit == 0 ? pageSizeMax : min(limit - all.items.count, pageSizeMax)
                request.pageSize = Int32(wanted)
                var page = try await client.call(method, request)
                page.items = all.items + page.items
                all = page
                request.pageToken = page.nextPageToken
            } while !request.pageToken.isEmpty && (limit == 0 || all.items.count < limit)
            return all
        }
        try finish(all)
    }
}
