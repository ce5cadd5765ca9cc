// `roster settings …`: what an organization chooses for its products and its CRM.

import ArgumentParser
import RosterAPI
import WellKnown

struct SettingsCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "What an organization chooses for its products and its CRM.",
        subcommands: [GetFeatures.self, UpdateFeatures.self, GetCrm.self, UpdateCrm.self, SetCrmSync.self, ReportCrmSync.self])
}

/// `on` or `off`.
enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off
}

/// Fields that were given, for an update mask: what isn't given stays as it is.
private func mask(_ fields: [(path: String, isGiven: Bool)]) -> FieldMask { FieldMask(paths: fields.filter(\.isGiven).map(\.path)) }

struct GetFeatures: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "features", abstract: "Show what the products offer.")
    static var method: Method<GetFeaturesRequest, GetFeaturesResponse> { Methods.Settings.getFeatures }
    static var resource: KeyPath<GetFeaturesResponse, FeatureSettings?> { \.features }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> GetFeaturesRequest { try .with { $0.organizationID = try organization.id } }
}

struct UpdateFeatures: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "set-features", abstract: "Change what the products offer.")
    static var method: Method<UpdateFeaturesRequest, UpdateFeaturesResponse> { Methods.Settings.updateFeatures }
    static var resource: KeyPath<UpdateFeaturesResponse, FeatureSettings?> { \.features }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Option(help: "Reports that put usage beside the business won.") var roiReporting: Switch?
    @Option(help: "InMail and messages.") var inmailAndMessages: Switch?
    @Option(help: "TeamLink: people see whom their colleagues know.") var teamlink: Switch?
    @Option(help: "Smart links.") var smartLinks: Switch?

    func validate() throws {
        guard roiReporting != nil || inmailAndMessages != nil || teamlink != nil || smartLinks != nil else { throw ValidationError("Name something to change.") }
    }

    func request() throws -> UpdateFeaturesRequest {
        let organization = try organization.id
        return .with {
            $0.features = .with {
                $0.organizationID = organization
                $0.roiReporting = roiReporting == .on
                $0.inmailAndMessages = inmailAndMessages == .on
                $0.teamlink = teamlink == .on
                $0.smartLinks = smartLinks == .on
            }
            $0.updateMask = mask([
                ("roi_reporting", roiReporting != nil), ("inmail_and_messages", inmailAndMessages != nil), ("teamlink", teamlink != nil),
                ("smart_links", smartLinks != nil),
            ])
        }
    }
}

struct GetCrm: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "crm", abstract: "Show how the organization is connected with a CRM.")
    static var method: Method<GetCrmRequest, GetCrmResponse> { Methods.Settings.getCrm }
    static var resource: KeyPath<GetCrmResponse, CrmSettings?> { \.crm }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var point: PointFlags

    func request() throws -> GetCrmRequest { try .with { $0.organizationID = try organization.id } }
}

struct UpdateCrm: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "set-crm", abstract: "Change how the organization is connected with a CRM.")
    static var method: Method<UpdateCrmRequest, UpdateCrmResponse> { Methods.Settings.updateCrm }
    static var resource: KeyPath<UpdateCrmResponse, CrmSettings?> { \.crm }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Option(help: "Whose CRM it is.") var provider: Labelled<CrmProvider>?
    @Option(help: "Which of the provider's instances, such as its host.") var instance: String?
    @Option(help: "Whether anybody is synchronised at all.") var sync: Switch?
    @Option(help: "What people do that is written into the CRM, separated by commas: inmails, messages, notes, calls, smart-links; or none.")
    var writeback: String?
    @Option(help: "People may make contacts and leads in the CRM.") var createContacts: Switch?
    @Option(help: "Mark what in the CRM looks out of date.") var dataValidation: Switch?

    private static var written: [(name: Substring, property: WritableKeyPath<CrmWriteback, Bool>)] {
        [("inmails", \.inmails), ("messages", \.messages), ("notes", \.notes), ("calls", \.calls), ("smart-links", \.smartLinks)]
    }

    private var writtenNames: [Substring] { (writeback ?? "").split(separator: ",").filter { $0 != "none" } }

    func validate() throws {
        for name in writtenNames where !Self.written.contains(where: { $0.name == name }) { throw ValidationError("\(name) is nothing that is written back.") }
        let isGiven = [provider != nil, instance != nil, sync != nil, writeback != nil, createContacts != nil, dataValidation != nil]
        guard isGiven.contains(true) else { throw ValidationError("Name something to change.") }
    }

    func request() throws -> UpdateCrmRequest {
        let organization = try organization.id
        return .with {
            $0.crm = .with { crm in
                crm.organizationID = organization
                crm.provider = provider?.value ?? .unspecified
                crm.instance = instance ?? ""
                crm.syncEnabled = sync == .on
                crm.createContacts = createContacts == .on
                crm.dataValidation = dataValidation == .on
                crm.writeback = .with { written in
                    for (name, property) in Self.written { written[keyPath: property] = writtenNames.contains(name) }
                }
            }
            $0.updateMask = mask([
                ("provider", provider != nil), ("instance", instance != nil), ("sync_enabled", sync != nil), ("writeback", writeback != nil),
                ("create_contacts", createContacts != nil), ("data_validation", dataValidation != nil),
            ])
        }
    }
}

struct SetCrmSync: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "crm-sync", abstract: "Choose whether members take part in the synchronisation.")
    static var method: Method<SetCrmSyncRequest, SetCrmSyncResponse> { Methods.Settings.setCrmSync }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "Whether they do: on or off.") var choice: Switch
    @Argument(help: "The members, mem_…: all of them or none.") var members: [MemberID]

    func request() throws -> SetCrmSyncRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.memberIDs = members
            $0.enabled = choice == .on
        }
    }

    func lines(_ response: SetCrmSyncResponse) -> [String] { response.members.table.lines + (response.result?.lines ?? []) }
}

struct ReportCrmSync: MutationCommand {
    static let configuration = CommandConfiguration(
        commandName: "report-crm-sync", abstract: "Report what a synchronisation found out about members.", discussion: "Ends with status 3 when some report wasn't taken.")
    static var method: Method<ReportCrmSyncStatusRequest, ReportCrmSyncStatusResponse> { Methods.Settings.reportCrmSyncStatus }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "synced, not-matched or error.") var status: Labelled<CrmSyncStatus>
    @Argument(help: "The members, mem_….") var members: [MemberID]
    @Option(help: ArgumentHelp("When the synchronisation looked. (default: now)", valueName: "2026-03-03T09:00:00Z")) var time: Moment?

    func request() throws -> ReportCrmSyncStatusRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.reports = members.map { member in
                .with {
                    $0.memberID = member
                    $0.status = status.value
                    $0.time = time?.timestamp
                }
            }
        }
    }

    func lines(_ response: ReportCrmSyncStatusResponse) -> [String] {
        let refused = zip(members, response.results).compactMap { member, result in result.error.map { "\(member.text): \($0.message)" } }
        return ["\(members.count - refused.count) of \(members.count) report(s) taken"] + refused + (response.result?.lines ?? [])
    }

    func exitCode(_ response: ReportCrmSyncStatusResponse) -> Int32 { response.results.contains { $0.error != nil } ? 3 : 0 }
}
