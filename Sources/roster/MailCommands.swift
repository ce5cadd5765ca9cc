// `roster mail lease|ack`: mails that wait, for whoever delivers them.

import ArgumentParser
import RosterAPI
import WellKnown

struct MailCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Mails that wait, for whoever delivers them.", subcommands: [LeaseOutbox.self, AckOutbox.self])
}

struct LeaseOutbox: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "lease", abstract: "Take mails to be delivered, the oldest first.",
        discussion: "Say with `roster mail ack` what became of them before the lease is over; else somebody else gets them. Links are secrets.")
    static var method: Method<LeaseOutboxRequest, LeaseOutboxResponse> { Methods.Mail.leaseOutbox }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Option(help: "How many at most.") var limit: Int32 = 50
    @Option(help: ArgumentHelp("For how long.", valueName: "seconds")) var seconds: Int64 = 300

    func request() throws -> LeaseOutboxRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.limit = limit
            $0.lease = Duration(seconds: seconds)
        }
    }

    func lines(_ response: LeaseOutboxResponse) -> [String] {
        response.mails.flatMap { mail in mail.recordLines + [""] } + ["\(response.mails.count) leased, \(response.waiting) more wait"]
            + (response.result?.lines ?? [])
    }
}

struct AckOutbox: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Say what became of mails.", discussion: "Ends with 3 when something was not taken note of.")
    static var method: Method<AckOutboxRequest, AckOutboxResponse> { Methods.Mail.ackOutbox }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "sent, bounced or suppressed.") var outcome: Labelled<MailState>
    @Argument(help: "The mails, eml_….") var mails: [MailID]

    func request() throws -> AckOutboxRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.outcomes = mails.map { id in
                .with {
                    $0.mailID = id
                    $0.state = outcome.value
                }
            }
        }
    }

    func lines(_ response: AckOutboxResponse) -> [String] { response.results.table.lines + (response.result?.lines ?? []) }

    func exitCode(_ response: AckOutboxResponse) -> Int32 { response.results.contains { $0.error != nil } ? Failure.partial : 0 }
}
