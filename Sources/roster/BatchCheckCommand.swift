// `roster access batch`: several permissions of one person, asked at one revision.

import ArgumentParser
import RosterAPI

struct BatchCheckAccess: ReadCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Say which of several things a person may do.", discussion: "Ends with 1 unless it may do all of them.")
    static var method: Method<BatchCheckRequest, BatchCheckResponse> { Methods.Access.batchCheck }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The person: mem_… or an e-mail address.") var subject: SubjectArgument
    @Argument(help: "Such as members.write.") var permissions: [Permission]
    @Option(help: "The resource, res_…, for permissions on one.") var resource: ResourceID?
    @OptionGroup var point: PointFlags

    func request() throws -> BatchCheckRequest {
        let organizationID = try organization.id
        return .with {
            $0.organizationID = organizationID
            $0.checks = permissions.map { permission in
                .with {
                    $0.subject = subject.subject
                    $0.permission = permission
                    $0.resourceID = resource ?? ResourceID()
                }
            }
        }
    }

    func lines(_ response: BatchCheckResponse) -> [String] { zip(permissions, response.results).map(Answer.init).table.lines }

    func exitCode(_ response: BatchCheckResponse) -> Int32 { response.results.allSatisfy(\.allowed) ? 0 : Failure.denied }

    /// One line of the answer.
    private struct Answer: Tabular {
        let permission: Permission
        let result: CheckResult

        static var columns: [Column<Answer>] {
            [
                Column("PERMISSION") { $0.permission.text }, Column("ALLOWED") { $0.result.allowed ? "yes" : "no" },
                Column("REASON") { $0.result.reason.name }, Column("UNTIL") { $0.result.validUntil?.label ?? "" },
            ]
        }
    }
}
