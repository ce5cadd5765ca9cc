// `roster member …`: the people of an organization.

import ArgumentParser
import RosterAPI

struct MemberCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member", abstract: "The people of an organization.",
        subcommands: [
            CreateMember.self, ListMembers.self, GetMember.self, UpdateMember.self, SetOrganizationRole.self, SetCapabilities.self, SetResourceRoles.self,
            OnMember<Suspend>.self, OnMember<Reactivate>.self,
            OnMember<Remove>.self, OnMember<Restore>.self, OnMember<Erase>.self, OnMember<RecordLogin>.self, ImportMembers.self,
        ])
}

/// What is known about a person as an employee.
struct ProfileFlags: ParsableArguments {
    @Option(help: "Given name.") var givenName: String?
    @Option(help: "Family name.") var familyName: String?
    @Option(help: "What people see instead of the two.") var displayName: String?
    @Option(help: "The employer's number for the person.") var employeeID: String?
    @Option(help: "Job title.") var title: String?
    @Option(help: "Job function.") var jobFunction: String?
    @Option(help: "Department.") var department: String?
    @Option(help: "Region.") var region: String?
    @Option(help: "Whom the person reports to, by e-mail address or employee id.") var manager: String?
    @Option(help: "The person's language, such as fr-CA.") var locale: String?

    private var given: [(path: String, value: String?, property: WritableKeyPath<Profile, String>)] {
        [
            ("given_name", givenName, \.givenName), ("family_name", familyName, \.familyName), ("display_name", displayName, \.displayName),
            ("employee_id", employeeID, \.employeeID), ("title", title, \.title), ("job_function", jobFunction, \.jobFunction),
            ("department", department, \.department), ("region", region, \.region), ("manager", manager, \.manager), ("locale", locale, \.locale),
        ]
    }

    var profile: Profile {
        .with { profile in
            for field in given { profile[keyPath: field.property] = field.value ?? "" }
        }
    }

    /// The mask's paths for what was given, so that an empty text clears a field.
    var paths: [String] { given.filter { $0.value != nil }.map { "profile." + $0.path } }
}

struct CreateMember: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a member with its role and licenses.")
    static var method: Method<CreateMemberRequest, CreateMemberResponse> { Methods.Members.create }
    static var resource: KeyPath<CreateMemberResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var profile: ProfileFlags
    @Argument(help: "The e-mail address.") var email: String
    @Option(help: "The organization role; rol_… for a custom one. (default: member)") var role: RoleArgument?
    @Option(help: "Make it an administrator: sub or full.") var admin: Labelled<AdminLevel>?
    @Option(help: "Of a sub-admin; may be repeated. (default: what the organization's products say)") var category: [Labelled<AdminCategory>] = []
    @Option(help: "The kind of seat. (default: standard)") var seatType: Labelled<SeatType>?
    @Option(help: "A product to license; may be repeated. (default: the plan's own)") var product: [String] = []
    @Flag(help: "No license, not even of the plan's default product.") var withoutLicense = false
    @Option(help: ArgumentHelp("A role on a resource, such as res_…=editor; may be repeated.", valueName: "resource=role")) var resourceRole: [ResourceRoleArgument] = []
    @Option(help: "A workspace that it reaches, wsp_…; may be repeated.") var workspace: [WorkspaceID] = []
    @Option(help: "A group to be in, grp_…; may be repeated.") var group: [GroupID] = []

    func request() throws -> CreateMemberRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.email = email
            $0.profile = profile.profile
            $0.role = role?.role ?? .unspecified
            $0.customRoleID = role?.customRoleID ?? RoleID()
            $0.admin = admin.map { level in
                .with {
                    $0.level = level.value
                    $0.categories = category.map(\.value)
                }
            }
            $0.seatType = seatType?.value ?? .unspecified
            $0.productIDs = product
            $0.withoutLicense = withoutLicense
            $0.resourceRoles = resourceRole.map(\.grant)
            $0.workspaceIDs = workspace
            $0.groups = group.map { id in .with { $0.groupID = id } }
        }
    }
}

struct ListMembers: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List members, pending ones last.")
    static var method: Method<ListMembersRequest, ListMembersResponse> { Methods.Members.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListMembersRequest { try .with { $0.organizationID = try organization.id } }
}

struct GetMember: ReadCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show a member.")
    static var method: Method<GetMemberRequest, GetMemberResponse> { Methods.Members.get }
    static var resource: KeyPath<GetMemberResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var target: MemberTarget
    @OptionGroup var point: PointFlags

    func request() throws -> GetMemberRequest {
        try .with {
            $0.organizationID = try target.organization.id
            $0.memberID = target.member
        }
    }
}

struct UpdateMember: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change employee information or the e-mail address.")
    static var method: Method<UpdateMemberRequest, UpdateMemberResponse> { Methods.Members.update }
    static var resource: KeyPath<UpdateMemberResponse, Member?> { \.member }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var target: MemberTarget
    @OptionGroup var profile: ProfileFlags
    @Option(help: "Another address: the membership becomes that person's.") var email: String?

    func request() throws -> UpdateMemberRequest {
        let organizationID = try target.organization.id
        let paths = profile.paths + (email == nil ? [] : ["email"])
        guard !paths.isEmpty else { throw ValidationError("Say what to change.") }
        return .with {
            $0.member = .with {
                $0.organizationID = organizationID
                $0.memberID = target.member
                $0.email = email ?? ""
                $0.profile = profile.profile
            }
            $0.updateMask = .with { $0.paths = paths }
        }
    }
}

struct ImportMembers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create the members of a CSV file.",
        discussion: """
            Columns: \(MemberColumns.known.joined(separator: ", ")), and PRODUCT_license_current_status (active or inactive) for \
            each product. Only the address is required. Other columns are kept as attributes of the profile.
            Each row is one call, whose request id is made from the import's id and the row's line: the same file can be imported \
            again under the id that is printed at the end, and what is there already is answered as before. Prints a line for \
            each row that failed, and ends with 3 when there was one.
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The file; - reads standard input.") var file: String
    @Option(help: "Calls at once.") var inFlight = 64
    @Option(help: "Up to 40 characters that name this import, to repeat it. (default: random ones)") var importID: String?
    @Flag(help: "Try it: say what would fail, and change nothing.") var validateOnly = false

    func validate() throws {
        guard (importID ?? "").utf8.count <= 40 else { throw ValidationError("--import-id has at most 40 characters.") }
        guard (1...1024).contains(inFlight) else { throw ValidationError("--in-flight is 1 to 1024.") }
    }

    mutating func run() throws {
        let organizationID = try organization.id
        let (file, inFlight, validateOnly, json) = (file, inFlight, validateOnly, server.json)
        let importID = try self.importID ?? MemberRows.freshImportID()
        let failed = try server.connection.withClient { client in
            var rows = try MemberRows(path: file, organizationID: organizationID, validateOnly: validateOnly, importID: importID)
            let report = try await MemberImport(client: client, inFlight: inFlight).run(&rows)
            report.print(json: json)
            if report.failed > 0, !validateOnly { Swift.print("To try again: --import-id \(importID)") }
            return report.failed
        }
        if failed > 0 { throw ExitCode(Failure.partial) }
    }
}
