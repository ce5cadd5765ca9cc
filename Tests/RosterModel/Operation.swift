// Operation: one mutation as the generator draws it, for the real rules as a call and for the naive model as a prediction.

public import RosterAPI
public import RosterCore
import WellKnown

/// What is done, and by whom.
public struct Operation: Sendable {
    public enum Actor: Sendable, Equatable {
        /// A platform-wide key with everything.
        case bootstrap
        /// That key on behalf of a member.
        case member(MemberID)
        /// A key of the organization with few permissions and a low ceiling.
        case weakKey
        /// A key of another organization.
        case foreignKey
    }

    public enum Kind: Sendable {
        case createMember(email: String, role: OrganizationRole, seat: SeatType, admin: AdminGrant?, products: [String])
        case setEmail(MemberID, String)
        case setTitle(MemberID, String)
        case setRole(MemberID, OrganizationRole, until: Int64)
        case suspend(MemberID), reactivate(MemberID), remove(MemberID), erase(MemberID), login(MemberID)
        case restore(MemberID, OrganizationRole)
        case assign(MemberID, String, until: Int64)
        case revoke(LicenseID), activate(LicenseID)
        case updatePool(String, Int32)
        case purchase(String, Int32)
        case changePlan(String)
        case enable(Feature)
        case delete, undelete
        case setPolicies(literal: Bool, reportsOnly: Bool)
        case createKey(Set<Permission>, Int32)
        case revokeKey(KeyID), rotateKey(KeyID)
    }

    public let kind: Kind
    public let actor: Actor
    public let requestID: String
    public let seed: Seed

    public init(kind: Kind, actor: Actor, requestID: String, seed: Seed) {
        self.kind = kind
        self.actor = actor
        self.requestID = requestID
        self.seed = seed
    }

    /// The name that reach is counted under.
    public var name: String {
        let text = "\(kind)"
        return String(text.prefix { $0 != "(" })
    }

    public static let bootstrap = Principal(keyID: KeyID(high: 1, low: 2), keyOrganization: .platform, permissions: .all, ceiling: 100)
    static let weakPermissions: Set<Permission> = [.membersWrite, .membersManageRoles, .membersRemove, .licensesAssign, .resourcesConnect]
    static let weakCeiling: Int32 = 40

    func principal(in organization: OrganizationID) -> Principal {
        switch actor {
        case .bootstrap: Self.bootstrap
        case .member(let id): Self.bootstrap.acting(for: .member(id))
        case .weakKey:
            Principal(keyID: KeyID(high: 1, low: 3), keyOrganization: organization, permissions: PermissionSet(Self.weakPermissions), ceiling: Self.weakCeiling)
        case .foreignKey: Principal(keyID: KeyID(high: 1, low: 4), keyOrganization: OrganizationID(high: 1, low: 4), permissions: .all, ceiling: 100)
        }
    }

    // MARK: The call

    /// The call for the real rules.
    public func call(in organization: OrganizationID, ticket: UInt64) -> Call {
        let options = MutationOptions.with { $0.requestID = requestID }
        func make<C: Command>(_ command: C.Type, _ fill: (inout C.Request) -> Void) -> Call {
            var request = C.Request()
            request.options = options
            fill(&request)
            return Call(command, request, by: principal(in: organization), ticket: ticket, seed: seed, catalogue: NaiveModel.catalogue) { _ in [1] }
        }
        switch kind {
        case .createMember(let email, let role, let seat, let admin, let products):
            return make(Members.Create.self) { request in
                request.organizationID = organization
                request.email = email
                request.role = role
                request.seatType = seat
                request.admin = admin
                request.productIDs = products
            }
        case .setEmail(let id, let email):
            return make(Members.Update.self) { request in
                var member = Member()
                member.organizationID = organization
                member.memberID = id
                member.email = email
                request.member = member
            }
        case .setTitle(let id, let title):
            return make(Members.Update.self) { request in
                var member = Member()
                member.organizationID = organization
                member.memberID = id
                var profile = Profile()
                profile.title = title
                member.profile = profile
                request.member = member
                request.updateMask = FieldMask(paths: ["profile.title"])
            }
        case .setRole(let id, let role, let end):
            return make(Members.SetOrganizationRole.self) { request in
                request.organizationID = organization
                request.memberID = id
                request.role = role
                request.period = Validity(end: end).period
            }
        case .suspend(let id): return make(Members.Suspend.self) { $0.organizationID = organization; $0.memberID = id }
        case .reactivate(let id): return make(Members.Reactivate.self) { $0.organizationID = organization; $0.memberID = id }
        case .remove(let id): return make(Members.Remove.self) { $0.organizationID = organization; $0.memberID = id }
        case .erase(let id): return make(Members.Erase.self) { $0.organizationID = organization; $0.memberID = id }
        case .login(let id): return make(Members.RecordLogin.self) { $0.organizationID = organization; $0.memberID = id }
        case .restore(let id, let role):
            return make(Members.Restore.self) { $0.organizationID = organization; $0.memberID = id; $0.role = role }
        case .assign(let id, let product, let end):
            return make(Licenses.Assign.self) { request in
                request.organizationID = organization
                request.memberID = id
                request.productID = product
                request.period = Validity(end: end).period
            }
        case .revoke(let id): return make(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = id }
        case .activate(let id): return make(Licenses.Activate.self) { $0.organizationID = organization; $0.licenseID = id }
        case .updatePool(let product, let seats):
            return make(Licenses.UpdatePool.self) { $0.organizationID = organization; $0.productID = product; $0.purchased = seats }
        case .purchase(let product, let seats):
            return make(Organizations.PurchaseAddOn.self) { $0.organizationID = organization; $0.productID = product; $0.seats = seats }
        case .changePlan(let plan): return make(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = plan }
        case .enable(let feature): return make(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = feature }
        case .delete: return make(Organizations.Delete.self) { $0.organizationID = organization }
        case .undelete: return make(Organizations.Undelete.self) { $0.organizationID = organization }
        case .setPolicies(let literal, let reportsOnly):
            return make(Organizations.Update.self) { request in
                var wanted = Organization()
                wanted.organizationID = organization
                var policies = Policies()
                policies.literalRoleAssignment = literal
                policies.subAdminReportsOnly = reportsOnly
                wanted.policies = policies
                request.organization = wanted
                request.updateMask = FieldMask(paths: ["policies"])
            }
        case .createKey(let permissions, let ceiling):
            return make(Keys.Create.self) { request in
                request.organizationID = organization
                request.name = "key"
                request.permissions = Array(permissions)
                request.ceiling = ceiling
            }
        case .revokeKey(let id): return make(Keys.Revoke.self) { $0.organizationID = organization; $0.keyID = id }
        case .rotateKey(let id): return make(Keys.Rotate.self) { $0.organizationID = organization; $0.keyID = id }
        }
    }
}
