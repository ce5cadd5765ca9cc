// The command line: one program that serves, administrates, and asks.

import ArgumentParser

@main
struct Roster: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "The account center of a company's products, as a server.",
        discussion: """
            Commands that ask a server find it by --address and --key, or by ROSTER_ADDRESS and ROSTER_API_KEY.
            Each of them prints a table; --json prints the answer as JSON instead.
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, BackupCommand.self, VerifyCommand.self, BootstrapCommand.self,
            CallCommand.self,
            OrganizationCommands.self,
            SubaccountCommands.self,
            MemberCommands.self,
            InvitationCommands.self, MailCommands.self,
            LicenseCommands.self,
            GroupCommands.self,
            RoleCommands.self, AdminCommands.self,
            ResourceCommands.self, WorkspaceCommands.self,
            SettingsCommands.self,
            AccessCommands.self,
            KeyCommands.self,
        ])
}
