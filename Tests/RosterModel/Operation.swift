// Operation: one mutation as the generator draws it, for the real rules as a call and for the naive model as a prediction.

public import RosterAPI
public import RosterCore

/// What is done, where, and by whom.
public struct Operation: Sendable {
    public enum Actor: Sendable, Equatable {
        /// A platform-wide key with everything.
        case bootstrap
        /// That key on behalf of a member.
        case member(MemberID)
        /// That key on behalf of an address, whoever that is.
        case address(String)
        /// A key of the organization with few permissions and a low ceiling.
        case weakKey
        /// A key of the tree that was made before.
        case key(KeyID, NaiveModel.Key)
        /// A key of another organization.
        case foreignKey
    }

    /// What the request says of the revision of what it names.
    public enum Expectation: Sendable { case nothing, current, other }

    public let command: any ModelCommand
    public let actor: Actor
    public let organization: OrganizationID
    public let requestID: String
    public let seed: Seed
    public var expects = Expectation.nothing

    public init(command: any ModelCommand, actor: Actor, organization: OrganizationID, requestID: String, seed: Seed) {
        self.command = command
        self.actor = actor
        self.organization = organization
        self.requestID = requestID
        self.seed = seed
    }

    /// The name that reach is counted under.
    public var name: String { command.label }

    public static let bootstrap = Principal(keyID: KeyID(high: 1, low: 2), keyOrganization: .platform, permissions: .all, ceiling: 100)
    static let weakPermissions: PermissionSet = [
        .membersWrite, .invitationsWrite, .subaccountsManage, .membersManageRoles, .membersRemove, .licensesAssign, .resourcesConnect, .rolesManage, .adminsManage, .crmManage,
        .organizationRead, .organizationUpdate, .keysManage, .resourcesManage, .workspacesManage,
    ]
    static let weakCeiling: Int32 = 40

    private func principal(_ root: OrganizationID) -> Principal {
        switch actor {
        case .bootstrap: Self.bootstrap
        case .member(let id): Self.bootstrap.acting(for: .member(id))
        case .address(let text): Self.bootstrap.acting(for: EmailAddress(text).map { .user($0) })
        case .weakKey:
            Principal(keyID: KeyID(high: 1, low: 3), keyOrganization: root, permissions: Self.weakPermissions, ceiling: Self.weakCeiling)
        case .key(let id, let key):
            Principal(keyID: id, keyOrganization: key.organization, permissions: key.permissions, ceiling: key.ceiling, expireTime: key.expire)
        case .foreignKey: Principal(keyID: KeyID(high: 1, low: 4), keyOrganization: OrganizationID(high: 1, low: 4), permissions: .all, ceiling: 100)
        }
    }

    /// The call for the real rules.
    /// - Parameters:
    ///   - root: of the tree.
    ///   - revision: which is expected; 0: any.
    ///   - plan: the token of a dry run that is carried out.
    public func call(in root: OrganizationID, ticket: UInt64, expecting revision: Int64 = 0, plan: String = "") -> Call {
        command.call(
            Draft(
                organization: organization, requestID: requestID, seed: seed, ticket: ticket, principal: principal(root), expectedRevision: revision,
                planToken: plan))
    }
}

/// The surroundings of a call, to be completed by a request.
public struct Draft {
    let organization: OrganizationID
    let requestID: String
    let seed: Seed
    let ticket: UInt64
    let principal: Principal
    let expectedRevision: Int64
    let planToken: String

    func call<C: Command>(_ command: C.Type, _ fill: (inout C.Request) -> Void) -> Call {
        var request = C.Request()
        request.options = .with { options in
            options.requestID = requestID
            options.expectedRevision = expectedRevision
            options.planToken = planToken
        }
        fill(&request)
        return Call(command, request, by: principal, ticket: ticket, seed: seed, catalogue: NaiveModel.catalogue) { _ in [1] }
    }
}
