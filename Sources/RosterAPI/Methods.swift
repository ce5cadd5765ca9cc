// The one table of methods.

/// Every method of Roster, by area.
public enum Methods {
    public enum Organizations {
        static let service = "roster.v1.OrganizationService"

        public static let create: Method<CreateOrganizationRequest, CreateOrganizationResponse> =
            .creation(service, "Create", guard: .platform(.platformOrganizations))
        public static let get: Method<GetOrganizationRequest, GetOrganizationResponse> =
            .read(service, "Get", guard: .permission(.organizationRead))
        public static let list: Method<ListOrganizationsRequest, ListOrganizationsResponse> =
            .platformRead(service, "List", guard: .platform(.platformOrganizations))
        public static let update: Method<UpdateOrganizationRequest, UpdateOrganizationResponse> =
            .mutation(service, "Update", guard: .permission(.organizationUpdate))
        public static let delete: Method<DeleteOrganizationRequest, DeleteOrganizationResponse> =
            .mutation(service, "Delete", guard: .permission(.organizationDelete))
        public static let undelete: Method<UndeleteOrganizationRequest, UndeleteOrganizationResponse> =
            .mutation(service, "Undelete", guard: .permission(.organizationDelete))
        public static let getSubscription: Method<GetSubscriptionRequest, GetSubscriptionResponse> =
            .read(service, "GetSubscription", guard: .permission(.subscriptionRead))
        public static let changePlan: Method<ChangePlanRequest, ChangePlanResponse> =
            .mutation(service, "ChangePlan", guard: .permission(.subscriptionChange))
        public static let enableFeature: Method<EnableFeatureRequest, EnableFeatureResponse> =
            .mutation(service, "EnableFeature", guard: .permission(.subscriptionChange))
        public static let purchaseAddOn: Method<PurchaseAddOnRequest, PurchaseAddOnResponse> =
            .mutation(service, "PurchaseAddOn", guard: .permission(.addonsBuy))
        public static let listMyOrganizations: Method<ListMyOrganizationsRequest, ListMyOrganizationsResponse> =
            .platformRead(service, "ListMyOrganizations", guard: .person)

        static let all: [any AnyMethod] = [
            create, get, list, update, delete, undelete, getSubscription, changePlan, enableFeature, purchaseAddOn, listMyOrganizations,
        ]
    }

    public enum Members {
        static let service = "roster.v1.MemberService"

        public static let create: Method<CreateMemberRequest, CreateMemberResponse> =
            .mutation(service, "Create", guard: .permission(.membersWrite))
        public static let get: Method<GetMemberRequest, GetMemberResponse> =
            .read(service, "Get", guard: .subject(own: .organizationRead, others: .membersRead))
        public static let list: Method<ListMembersRequest, ListMembersResponse> =
            .read(service, "List", guard: .permission(.membersRead))
        public static let update: Method<UpdateMemberRequest, UpdateMemberResponse> =
            .mutation(service, "Update", guard: .permission(.membersWrite))
        public static let setOrganizationRole: Method<SetOrganizationRoleRequest, SetOrganizationRoleResponse> =
            .mutation(service, "SetOrganizationRole", guard: .permission(.membersManageRoles))
        public static let suspend: Method<SuspendMemberRequest, SuspendMemberResponse> =
            .mutation(service, "Suspend", guard: .permission(.membersWrite))
        public static let reactivate: Method<ReactivateMemberRequest, ReactivateMemberResponse> =
            .mutation(service, "Reactivate", guard: .permission(.membersWrite))
        public static let remove: Method<RemoveMemberRequest, RemoveMemberResponse> =
            .mutation(service, "Remove", guard: .subject(own: .organizationRead, others: .membersRemove))
        public static let restore: Method<RestoreMemberRequest, RestoreMemberResponse> =
            .mutation(service, "Restore", guard: .permission(.membersWrite))
        public static let erase: Method<EraseMemberRequest, EraseMemberResponse> =
            .mutation(service, "Erase", guard: .permission(.membersRemove))
        public static let recordLogin: Method<RecordLoginRequest, RecordLoginResponse> =
            .mutation(service, "RecordLogin", guard: .subject(own: .organizationRead, others: .membersWrite))

        static let all: [any AnyMethod] = [
            create, get, list, update, setOrganizationRole, suspend, reactivate, remove, restore, erase, recordLogin,
        ]
    }

    public enum Licenses {
        static let service = "roster.v1.LicenseService"

        public static let listPools: Method<ListPoolsRequest, ListPoolsResponse> =
            .read(service, "ListPools", guard: .permission(.licensesRead))
        public static let updatePool: Method<UpdatePoolRequest, UpdatePoolResponse> =
            .mutation(service, "UpdatePool", guard: .permission(.licensesManagePools))
        public static let getSeatSummary: Method<GetSeatSummaryRequest, GetSeatSummaryResponse> =
            .read(service, "GetSeatSummary", guard: .permission(.licensesRead))
        public static let assign: Method<AssignLicenseRequest, AssignLicenseResponse> =
            .mutation(service, "Assign", guard: .permission(.licensesAssign))
        public static let revoke: Method<RevokeLicenseRequest, RevokeLicenseResponse> =
            .mutation(service, "Revoke", guard: .permission(.licensesAssign))
        public static let activate: Method<ActivateLicenseRequest, ActivateLicenseResponse> =
            .mutation(service, "Activate", guard: .permission(.licensesAssign))
        public static let listAssignments: Method<ListAssignmentsRequest, ListAssignmentsResponse> =
            .read(service, "ListAssignments", guard: .permission(.licensesRead))

        static let all: [any AnyMethod] = [listPools, updatePool, getSeatSummary, assign, revoke, activate, listAssignments]
    }

    public enum Access {
        static let service = "roster.v1.AccessService"

        public static let check: Method<CheckRequest, CheckResponse> =
            .read(service, "Check", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        public static let batchCheck: Method<BatchCheckRequest, BatchCheckResponse> =
            .read(service, "BatchCheck", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        public static let explain: Method<ExplainRequest, ExplainResponse> =
            .read(service, "Explain", guard: .subject(own: .accessCheck, others: .accessCheckOthers))
        public static let listEffectivePermissions: Method<ListEffectivePermissionsRequest, ListEffectivePermissionsResponse> =
            .read(service, "ListEffectivePermissions", guard: .subject(own: .accessCheck, others: .accessCheckOthers))

        static let all: [any AnyMethod] = [check, batchCheck, explain, listEffectivePermissions]
    }

    public enum Keys {
        static let service = "roster.v1.KeyService"

        public static let create: Method<CreateKeyRequest, CreateKeyResponse> =
            .mutation(service, "Create", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        public static let list: Method<ListKeysRequest, ListKeysResponse> =
            .read(service, "List", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        public static let update: Method<UpdateKeyRequest, UpdateKeyResponse> =
            .mutation(service, "Update", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        public static let revoke: Method<RevokeKeyRequest, RevokeKeyResponse> =
            .mutation(service, "Revoke", guard: .keyring(organization: .keysManage, platform: .platformKeys))
        public static let rotate: Method<RotateKeyRequest, RotateKeyResponse> =
            .mutation(service, "Rotate", guard: .keyring(organization: .keysManage, platform: .platformKeys))

        static let all: [any AnyMethod] = [create, list, update, revoke, rotate]
    }

    /// Every method, in the order of the proto files.
    public static let all: [any AnyMethod] = Organizations.all + Members.all + Licenses.all + Access.all + Keys.all
}
