// `roster group import-tags`: the tags of another system become groups.

import ArgumentParser
import RosterAPI
import RosterClient

/// The pairs of a file, in calls of at most 2000 of them.
struct TagRows {
    private static let itemsMax = 2000
    static let tag = "tag"
    static let member = "member"

    struct NoColumns: Error, CustomStringConvertible {
        var description: String { "the first line must name the columns \(TagRows.tag) and \(TagRows.member)" }
    }

    private(set) var requests: [ImportTagsRequest] = []

    init(path: String, organizationID: OrganizationID, options: MutationOptions) throws {
        var reader = CSVReader(try FileBytes(path: path))
        let columns = try reader.next()?.fields ?? []
        guard let tagColumn = columns.firstIndex(of: Self.tag), let memberColumn = columns.firstIndex(of: Self.member) else { throw NoColumns() }
        var request = ImportTagsRequest()
        request.organizationID = organizationID
        request.options = options
        var items = 0
        var positions: [String: Int] = [:]
        while let record = try reader.next() {
            guard record.fields.indices.contains(max(tagColumn, memberColumn)) else { continue }
            let (name, member) = (record.fields[tagColumn], record.fields[memberColumn])
            if items == Self.itemsMax {
                requests.append(request)
                request.tags = []
                positions = [:]
                items = 0
            }
            let position = positions[name] ?? request.tags.count
            if position == request.tags.count { request.tags.append(.with { $0.name = name }) }
            positions[name] = position
            // An id reads as one; whatever else stands there is an address.
            if let id = MemberID(argument: member) { request.tags[position].memberIDs.append(id) } else { request.tags[position].emails.append(member) }
            items += 1
        }
        if items > 0 { requests.append(request) }
        // One id can't name several calls.
        if requests.count > 1 { for index in requests.indices { requests[index].options?.requestID = "" } }
    }
}

struct ImportTags: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-tags", abstract: "Turn the tags of another system into groups.",
        discussion: """
            Columns: \(TagRows.tag), the name of the group, which is made if there is none; and \(TagRows.member), an e-mail address or mem_….
            2000 lines are one call. The same file again changes nothing. Prints a line for each group and each item that failed, \
            and ends with 3 when there was one.
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The file; - reads standard input.") var file: String

    mutating func run() throws {
        let rows = try TagRows(path: file, organizationID: organization.id, options: mutation.options)
        let responses = try server.connection.withClient { client in
            var responses: [ImportTagsResponse] = []
            for request in rows.requests { responses.append(try await client.groups.importTags(request)) }
            return responses
        }
        let results = responses.flatMap(\.results)
        let failed = results.flatMap(\.results).filter { $0.outcome == .failed }
        if server.json {
            print(ImportTagsResponse.with { $0.results = results; $0.result = responses.last?.result }.json(.init(isIndented: true, types: Failure.details)))
        } else {
            var groups: [GroupID: Group] = [:]
            for group in results.compactMap(\.group) { groups[group.groupID] = group }
            groups.values.sorted { $0.groupID < $1.groupID }.table.lines.forEach { print($0) }
            if !failed.isEmpty { failed.table.lines.forEach { print($0) } }
            (responses.last?.result?.lines ?? []).forEach { print($0) }
        }
        if !failed.isEmpty { throw ExitCode(Failure.partial) }
    }
}
