// The one table of methods.

/// Every method of Roster, by area.
public enum Methods {
    /// Keeps organizations.
    public enum Organizations {
        static let service = "roster.v1.OrganizationService"

        /// Creates a root organization with its plan, its license pools and its one owner.
        public static let create: Method<CreateOrganizationRequest, CreateOrganizationResponse> =
            .creation(service, "Create", guard: .platform(.platformOrganizations))
        /// Returns an organization, also a deleted one until it is purged.
        public static let get: Method<GetOrganizationRequest, GetOrganizationResponse> =
            .read(service, "Get", guard: .permission(.organizationRead))
        /// Lists all organizations, ordered by id.
        public static let list: Method<ListOrganizationsRequest, ListOrganizationsResponse> =
            .platformRead(service, "List", guard: .platform(.platformOrganizations))
        /// Changes attributes.
        public static let update: Method<UpdateOrganizationRequest, UpdateOrganizationResponse> =
            .mutation(service, "Update", guard: .permission(.organizationUpdate))
        /// Deletes an organization softly: nobody may act in it any more, and until `purge_time` it can be undeleted.
        public static let delete: Method<DeleteOrganizationRequest, DeleteOrganizationResponse> =
            .mutation(service, "Delete", guard: .permission(.organizationDelete))
        /// Takes a deletion back.
        public static let undelete: Method<UndeleteOrganizationRequest, UndeleteOrganizationResponse> =
            .mutation(service, "Undelete", guard: .permission(.organizationDelete))
        /// Makes another member the owner.
        public static let transferOwnership: Method<TransferOwnershipRequest, TransferOwnershipResponse> =
            .mutation(service, "TransferOwnership", guard: .actor(.organizationTransfer))
        /// Returns the plan, its features and limits, and what was bought beyond it.
        public static let getSubscription: Method<GetSubscriptionRequest, GetSubscriptionResponse> =
            .read(service, "GetSubscription", guard: .permission(.subscriptionRead))
        /// Changes the plan.
        public static let changePlan: Method<ChangePlanRequest, ChangePlanResponse> =
            .mutation(service, "ChangePlan", guard: .permission(.subscriptionChange))
        /// Enables a feature that the plan includes on request only.
        public static let enableFeature: Method<EnableFeatureRequest, EnableFeatureResponse> =
            .mutation(service, "EnableFeature", guard: .permission(.subscriptionChange))
        /// Buys more seats of a product.
        public static let purchaseAddOn: Method<PurchaseAddOnRequest, PurchaseAddOnResponse> =
            .mutation(service, "PurchaseAddOn", guard: .permission(.addonsBuy))
        /// Opens an account for the acting person.
        public static let switchAccount: Method<SwitchAccountRequest, SwitchAccountResponse> =
            .read(service, "SwitchAccount", guard: .actor(.organizationRead))
        /// Lists every account that the acting person belongs to, with its role, applications and invitations, ordered by id.
        public static let listMyOrganizations: Method<ListMyOrganizationsRequest, ListMyOrganizationsResponse> =
            .platformRead(service, "ListMyOrganizations", guard: .person)

        static let all: [any AnyMethod] = [
            create, get, list, update, delete, undelete, transferOwnership, getSubscription, changePlan, enableFeature, purchaseAddOn,
            switchAccount, listMyOrganizations,
        ]
    }

    /// Keeps members.
    public enum Members {
        static let service = "roster.v1.MemberService"

        /// Creates an ACTIVE member with its role, administration and licenses in one go.
        public static let create: Method<CreateMemberRequest, CreateMemberResponse> =
            .mutation(service, "Create", guard: .permission(.membersWrite))
        /// Returns a member's profile page.
        public static let get: Method<GetMemberRequest, GetMemberResponse> =
            .read(service, "Get", guard: .subject(own: .organizationRead, others: .membersRead))
        /// Lists members.
        public static let list: Method<ListMembersRequest, ListMembersResponse> =
            .read(service, "List", guard: .permission(.membersRead))
        /// Changes employee information and the e-mail address; of oneself, what is personal.
        public static let update: Method<UpdateMemberRequest, UpdateMemberResponse> =
            .mutation(service, "Update", guard: .subject(own: .organizationRead, others: .membersWrite))
        /// Gives an organization role, never the owner's.
        public static let setOrganizationRole: Method<SetOrganizationRoleRequest, SetOrganizationRoleResponse> =
            .mutation(service, "SetOrganizationRole", guard: .permission(.membersManageRoles))
        /// Gives roles on resources, and takes them away.
        public static let setResourceRoles: Method<SetResourceRolesRequest, SetResourceRolesResponse> =
            .mutation(service, "SetResourceRoles", guard: .permission(.membersManageRoles))
        /// Switches what a member's role allows by a toggle.
        public static let setCapabilities: Method<SetCapabilitiesRequest, SetCapabilitiesResponse> =
            .mutation(service, "SetCapabilities", guard: .permission(.membersManageRoles))
        /// Lets a member do nothing until it is reactivated.
        public static let suspend: Method<SuspendMemberRequest, SuspendMemberResponse> =
            .mutation(service, "Suspend", guard: .permission(.membersWrite))
        /// Ends a suspension.
        public static let reactivate: Method<ReactivateMemberRequest, ReactivateMemberResponse> =
            .mutation(service, "Reactivate", guard: .permission(.membersWrite))
        /// Removes a member: licenses and grants end, the address is free, and what it left behind stays.
        public static let remove: Method<RemoveMemberRequest, RemoveMemberResponse> =
            .mutation(service, "Remove", guard: .subject(own: .organizationRead, others: .membersRemove))
        /// Takes a removed member back, with an organization role and nothing else.
        public static let restore: Method<RestoreMemberRequest, RestoreMemberResponse> =
            .mutation(service, "Restore", guard: .permission(.membersWrite))
        /// Deletes the personal data of a removed member for good.
        public static let erase: Method<EraseMemberRequest, EraseMemberResponse> =
            .mutation(service, "Erase", guard: .permission(.membersRemove))
        /// Records that a member signed in, now.
        public static let recordLogin: Method<RecordLoginRequest, RecordLoginResponse> =
            .mutation(service, "RecordLogin", guard: .subject(own: .organizationRead, others: .membersWrite))

        static let all: [any AnyMethod] = [
            create, get, list, update, setOrganizationRole, setResourceRoles, setCapabilities, suspend, reactivate, remove, restore, erase, recordLogin,
        ]
    }

    /// Keeps license pools and assignments.
    public enum Licenses {
        static let service = "roster.v1.LicenseService"

        /// Lists the pools, one a product, ordered by product id.
        public static let listPools: Method<ListPoolsRequest, ListPoolsResponse> =
            .read(service, "ListPools", guard: .permission(.licensesRead))
        /// Makes or resizes a pool.
        public static let updatePool: Method<UpdatePoolRequest, UpdatePoolResponse> =
            .mutation(service, "UpdatePool", guard: .permission(.licensesManagePools))
        /// Counts the seats: per product and in all.
        public static let getSeatSummary: Method<GetSeatSummaryRequest, GetSeatSummaryResponse> =
            .read(service, "GetSeatSummary", guard: .permission(.licensesRead))
        /// Says whether so many new licenses would fit, and if not, when.
        public static let forecastSeats: Method<ForecastSeatsRequest, ForecastSeatsResponse> =
            .read(service, "ForecastSeats", guard: .permission(.licensesRead))
        /// Gives one member, or several, a license each.
        public static let assign: Method<AssignLicenseRequest, AssignLicenseResponse> =
            .mutation(service, "Assign", guard: .permission(.licensesAssign))
        /// Takes one license back, or several, and frees their seats.
        public static let revoke: Method<RevokeLicenseRequest, RevokeLicenseResponse> =
            .mutation(service, "Revoke", guard: .permission(.licensesAssign))
        /// Gives the seat of a license to another member.
        public static let reassign: Method<ReassignLicenseRequest, ReassignLicenseResponse> =
            .mutation(service, "Reassign", guard: .permission(.licensesAssign))
        /// Marks a pending license as in use.
        public static let activate: Method<ActivateLicenseRequest, ActivateLicenseResponse> =
            .mutation(service, "Activate", guard: .permission(.licensesAssign))
        /// Lays an active license aside: its work is kept and its seat is free.
        public static let park: Method<ParkLicenseRequest, ParkLicenseResponse> =
            .mutation(service, "Park", guard: .permission(.licensesAssign))
        /// Takes a parked license into use again.
        public static let unpark: Method<UnparkLicenseRequest, UnparkLicenseResponse> =
            .mutation(service, "Unpark", guard: .permission(.licensesAssign))
        /// Lists assignments, in the order they were made.
        public static let listAssignments: Method<ListAssignmentsRequest, ListAssignmentsResponse> =
            .read(service, "ListAssignments", guard: .permission(.licensesRead))

        static let all: [any AnyMethod] = [
            listPools, updatePool, getSeatSummary, forecastSeats, assign, revoke, reassign, activate, park, unpark, listAssignments,
        ]
    }

    /// Answers "may this person do this?".
    public enum Access {
        static let service = "roster.v1.AccessService"

        /// Says whether the subject has a permission.
        public static let check: Method<CheckRequest, CheckResponse> =
            .read(service, "Check", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        /// Checks up to 1000 times, all at one revision.
        public static let batchCheck: Method<BatchCheckRequest, BatchCheckResponse> =
            .read(service, "BatchCheck", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        /// Says in order what the decision rests on, and which single grants would each turn a refusal into a permission.
        public static let explain: Method<ExplainRequest, ExplainResponse> =
            .read(service, "Explain", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        /// Lists all permissions the subject has: at organization level, or on one resource; ordered by name.
        public static let listEffectivePermissions: Method<ListEffectivePermissionsRequest, ListEffectivePermissionsResponse> =
            .read(service, "ListEffectivePermissions", guard: .subject(own: .accessCheck, others: .accessCheckOthers))

        /// Lists every resource on which the subject has a permission.
        public static let listAccessibleResources: Method<ListAccessibleResourcesRequest, ListAccessibleResourcesResponse> =
            .read(service, "ListAccessibleResources", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        /// Lists everybody who has a permission, in the organization or on one resource.
        public static let listMembersWithAccess: Method<ListMembersWithAccessRequest, ListMembersWithAccessResponse> =
            .read(service, "ListMembersWithAccess", guard: .permission(.accessCheckOthers))

        static let all: [any AnyMethod] = [
            check, batchCheck, explain, listEffectivePermissions, listAccessibleResources, listMembersWithAccess,
        ]
    }

    /// Keeps API keys.
    public enum Keys {
        static let service = "roster.v1.KeyService"

        /// Makes a key.
        public static let create: Method<CreateKeyRequest, CreateKeyResponse> =
            .mutation(service, "Create", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        /// Lists keys, in the order they were made.
        public static let list: Method<ListKeysRequest, ListKeysResponse> =
            .read(service, "List", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        /// Changes what a key is called, may do, and how long it lives.
        public static let update: Method<UpdateKeyRequest, UpdateKeyResponse> =
            .mutation(service, "Update", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        /// Ends a key at once: the next call with it is UNAUTHENTICATED.
        public static let revoke: Method<RevokeKeyRequest, RevokeKeyResponse> =
            .mutation(service, "Revoke", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        /// Gives a key a new secret.
        public static let rotate: Method<RotateKeyRequest, RotateKeyResponse> =
            .mutation(service, "Rotate", guard: .keyring(organization: .keysManage, platform: .platformKeys))

        static let all: [any AnyMethod] = [create, list, update, revoke, rotate]
    }

    /// Every method, in the order of the proto files.
    public static let all: [any AnyMethod] = [
        Organizations.all,
        Subaccounts.all,
        Members.all,
        Invitations.all,
        Licenses.all,
        Groups.all,
        Roles.all,
        Resources.all,
        Access.all,
        Mail.all,
        Settings.all,
        Keys.all,
    ].flatMap(\.self)
}
