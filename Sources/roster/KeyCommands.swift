// `roster key …`: the keys that services call with.

import ArgumentParser
import RosterAPI
import WellKnown

struct KeyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that services call with.",
        discussion: "Platform-wide keys belong to --organization org_platform.",
        subcommands: [CreateKey.self, ListKeys.self, UpdateKey.self, RevokeKey.self, RotateKey.self])
}

/// The secret stands on its own line at the end, so that a script can take it.
private func keyLines(_ key: Key?, secret: String, _ result: MutationResult?) -> [String] {
    (key?.recordLines ?? []) + (result?.lines ?? [])
        + (secret.isEmpty ? [] : ["", "The secret, shown this once:", secret])
}

struct CreateKey: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a key; its secret is shown once.")
    static var method: Method<CreateKeyRequest, CreateKeyResponse> { Methods.Keys.create }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "What it is for.") var name: String
    @Option(help: "A permission, such as members.read; may be repeated.") var permission: [Permission] = []
    @Option(help: "The rank up to which it may change members: 20 member, 60 manager, 80 co-owner.") var ceiling: Int32 = 0
    @Option(help: ArgumentHelp("When it ends. (default: never)", valueName: "2027-01-01T00:00:00Z")) var expires: Moment?

    func request() throws -> CreateKeyRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.name = name
            $0.permissions = permission
            $0.ceiling = ceiling
            $0.expireTime = expires?.timestamp
        }
    }

    func lines(_ response: CreateKeyResponse) -> [String] { keyLines(response.key, secret: response.secret, response.result) }
}

struct ListKeys: ListCommand, ReadCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List keys, without their secrets.")
    static var method: Method<ListKeysRequest, ListKeysResponse> { Methods.Keys.list }

    @OptionGroup var server: ServerOptions
    @OptionGroup var organization: OrganizationOption
    @OptionGroup var list: ListFlags
    @OptionGroup var point: PointFlags

    func request() throws -> ListKeysRequest { try .with { $0.organizationID = try organization.id } }
}

struct UpdateKey: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Change what a key is for, what it may do, or when it ends.")
    static var method: Method<UpdateKeyRequest, UpdateKeyResponse> { Methods.Keys.update }
    static var resource: KeyPath<UpdateKeyResponse, Key?> { \.key }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The key's id, key_….") var id: KeyID
    @Option(help: "What it is for.") var name: String?
    @Option(help: "All permissions that it will have; may be repeated.") var permission: [Permission] = []
    @Option(help: "The rank up to which it may change members: 20 member, 60 manager, 80 co-owner.") var ceiling: Int32?
    @Option(help: ArgumentHelp("When it ends.", valueName: "2027-01-01T00:00:00Z")) var expires: Moment?
    @Flag(help: "It doesn't end by itself.") var withoutEnd = false

    func request() throws -> UpdateKeyRequest {
        let organizationID = try organization.id
        guard !withoutEnd || expires == nil else { throw ValidationError("--without-end doesn't go with --expires.") }
        let paths = (name == nil ? [] : ["name"]) + (permission.isEmpty ? [] : ["permissions"]) + (ceiling == nil ? [] : ["ceiling"])
            + (expires == nil && !withoutEnd ? [] : ["expire_time"])
        guard !paths.isEmpty else { throw ValidationError("Say what to change.") }
        return .with {
            $0.key = .with {
                $0.organizationID = organizationID
                $0.keyID = id
                $0.name = name ?? ""
                $0.permissions = permission
                $0.ceiling = ceiling ?? 0
                $0.expireTime = expires?.timestamp
            }
            $0.updateMask = .with { $0.paths = paths }
        }
    }
}

struct RevokeKey: MutationCommand, ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "End a key at once.")
    static var method: Method<RevokeKeyRequest, RevokeKeyResponse> { Methods.Keys.revoke }
    static var resource: KeyPath<RevokeKeyResponse, Key?> { \.key }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The key's id, key_….") var id: KeyID

    func request() throws -> RevokeKeyRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.keyID = id
        }
    }
}

struct RotateKey: MutationCommand {
    static let configuration = CommandConfiguration(commandName: "rotate", abstract: "Give a key a new secret.")
    static var method: Method<RotateKeyRequest, RotateKeyResponse> { Methods.Keys.rotate }

    @OptionGroup var server: ServerOptions
    @OptionGroup var mutation: MutationFlags
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The key's id, key_….") var id: KeyID
    @Option(help: ArgumentHelp("How long the old secret stays good, up to 604800.", valueName: "seconds")) var overlap: Int64 = 0

    func request() throws -> RotateKeyRequest {
        try .with {
            $0.organizationID = try organization.id
            $0.keyID = id
            $0.overlap = overlap == 0 ? nil : .with { $0.seconds = overlap }
        }
    }

    func lines(_ response: RotateKeyResponse) -> [String] { keyLines(response.key, secret: response.secret, response.result) }
}
