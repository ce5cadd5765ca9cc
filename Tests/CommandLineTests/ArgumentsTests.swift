// Values as people write them on the command line.

import ArgumentParser
import RosterAPI
import Testing

@testable import roster

@Suite("Arguments")
struct ArgumentsTests {
    @Test("enums by their short names, in any case", arguments: ["manager", "MANAGER", "Manager"])
    func labels(text: String) {
        #expect(OrganizationRole(label: text) == .manager)
        #expect(OrganizationRole(label: "co-owner") == .coOwner)
        #expect(OrganizationRole(label: "unspecified") == nil)
        #expect(OrganizationRole.coOwner.label == "CO_OWNER")
        #expect(OrganizationRole(rawValue: 99).label == "99")
    }

    @Test("a subject is a member or an address")
    func subjects() throws {
        #expect(SubjectArgument(argument: "ada@example.com")?.subject == .email("ada@example.com"))
        let id = try #require(MemberID(argument: "mem_01J9ZC3V5Q8W2T4N6B7D9F1G3H"))
        #expect(SubjectArgument(argument: id.text)?.subject == .memberID(id))
        #expect(SubjectArgument(argument: "ada") == nil)
    }

    @Test("a point is one of three")
    func points() throws {
        #expect(try PointFlags.parse(["--revision", "7"]).point?.point == .exactRevision(7))
        #expect(try PointFlags.parse(["--at", "1970-01-01T00:01:00Z"]).point?.point == .atTime(.init(seconds: 60)))
        #expect(try PointFlags.parse([]).point == nil)
        #expect(throws: (any Error).self) { try PointFlags.parse(["--revision", "7", "--at-least-revision", "8"]) }
    }

    @Test("every command of the tree can explain itself")
    func help() {
        func visit(_ command: any ParsableCommand.Type) {
            #expect(!command.configuration.abstract.isEmpty, "\(command) says nothing")
            #expect(!command.helpMessage().isEmpty)
            command.configuration.subcommands.forEach(visit)
        }
        visit(Roster.self)
    }
}
