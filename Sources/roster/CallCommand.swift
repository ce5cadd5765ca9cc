// `roster call SERVICE/METHOD`: any method of the interface, with its request in JSON.

import ArgumentParser
import Foundation
import RosterAPI
import Wire

struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call any method, with its request in JSON.",
        discussion: """
            The method is named as in MemberService/List or roster.v1.MemberService/List; without one, all methods are listed. \
            The answer is printed as JSON.

            \(Failure.meaning)
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("The method. (default: list them all)", valueName: "service/method")) var method: String?
    @Option(help: ArgumentHelp("The request; - reads standard input.", valueName: "request")) var json = "{}"
    @Option(name: .customLong("metadata"), help: ArgumentHelp("Metadata to send; may be repeated.", valueName: "name=value"))
    var metadata: [String] = []

    mutating func run() throws {
        guard let method else {
            Methods.all.map(\.name).sorted().forEach { print($0) }
            return
        }
        let wanted = method.drop { $0 == "/" }
        guard let found = Methods.all.first(where: { $0.name == wanted || $0.name == "roster.v1.\(wanted)" }) else {
            throw ValidationError("There is no method \(method); `roster call` lists them all.")
        }
        try call(found)
    }

    private func call<Request, Response>(_ method: some AnyMethod<Request, Response>) throws {
        let text = json == "-" ? [UInt8](FileHandle.standardInput.readDataToEndOfFile()) : Array(json.utf8)
        let request: Request
        do throws(WireError) { request = try Request(json: text) } catch {
            throw ValidationError("The request is not the JSON of \(Request.protoName): \(error)")
        }
        let response = try connection.withClient(metadata: try metadata.map(Self.pair)) { client in try await client.call(method, request) }
        print(response.json(JSONOptions(isIndented: true, types: Failure.details)))
    }

    private static func pair(_ text: String) throws -> (name: String, value: String) {
        guard let equals = text.firstIndex(of: "=") else { throw ValidationError("Metadata is name=value, not \(text).") }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
