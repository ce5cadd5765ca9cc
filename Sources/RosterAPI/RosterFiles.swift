// What each file of proto/roster/v1 declares: descriptors and reflection are built from it.

public import Wire

/// The .proto files of the package `roster.v1`.
public enum RosterFiles {
    public static let common = ProtoFile(
        name: "roster/v1/common.proto", package: "roster.v1",
        messages: [
            ReadPoint.self, Period.self, AdminGrant.self, Limits.self, QuotaLimits.self,
            Policies.self, Capabilities.self, ResourceRoleGrant.self,
            GroupMembership.self, InvitationTerms.self,
            CrmWriteback.self,
        ],
        enums: [
            OrganizationRole.self, SeatType.self, AdminLevel.self, AdminCategory.self, Feature.self, OrganizationKind.self,
            OrganizationState.self, MemberState.self, LicenseState.self, ResourceRole.self, ResourceKind.self,
            MailState.self, GroupRuleSource.self, GroupRuleMatch.self,
            CrmProvider.self, CrmSyncStatus.self, PermissionLevel.self,
            AccountCenterArea.self,
        ])

    public static let events = ProtoFile(
        name: "roster/v1/events.proto", package: "roster.v1",
        messages: [
            Event.self,
            OrganizationCreated.self, OrganizationUpdated.self, OrganizationDeleted.self, OrganizationUndeleted.self,
            PlanChanged.self, FeatureEnabled.self, AddOnPurchased.self,
            OwnershipTransferred.self, QuotaLimitsChanged.self,
            MemberCreated.self, MemberUpdated.self, MemberEmailChanged.self, MemberRoleChanged.self, MemberSuspended.self,
            MemberReactivated.self, MemberRemoved.self, MemberRestored.self, MemberErased.self, LoginRecorded.self,
            AdminGranted.self, AdminRevoked.self, CapabilitiesChanged.self,
            LicensePoolUpdated.self, LicenseAssigned.self, LicenseActivated.self, LicenseRevoked.self, LicenseParked.self,
            LicenseUnparked.self,
            KeyCreated.self, KeyUpdated.self, KeyRevoked.self,
            GrantExpired.self, KeyRotated.self,
            GroupCreated.self, GroupUpdated.self, GroupDeleted.self, GroupMemberAdded.self, GroupMemberRemoved.self,
            GroupRuleCreated.self, GroupRuleDeleted.self,
            CrmSettingsUpdated.self, CrmSyncChanged.self, FeatureSettingsUpdated.self,
            // Resources and workspaces.
            ResourceConnected.self, ResourceUpdated.self, ConnectionRenewed.self, ConnectionRevoked.self, ResourceDisconnected.self,
            ResourceRoleGranted.self, ResourceRoleRevoked.self, WorkspaceCreated.self, WorkspaceUpdated.self, WorkspaceDeleted.self,
            ResourceAddedToWorkspace.self, ResourceRemovedFromWorkspace.self, WorkspaceAccessGranted.self, WorkspaceAccessRevoked.self,
            MemberJoined.self, MemberReinvited.self, InvitationCreated.self, InvitationResent.self, InvitationAccepted.self,
            InvitationDeclined.self, InvitationRevoked.self, InvitationExpired.self, UniversalLinkRotated.self,
            MailQueued.self, MailLeased.self, MailDone.self,
            CustomRoleCreated.self, CustomRoleUpdated.self, CustomRoleDeleted.self,
        ],
        enums: [GrantKind.self])

    public static let mutations = ProtoFile(
        name: "roster/v1/mutations.proto", package: "roster.v1",
        messages: [
            MutationOptions.self, MutationResult.self, Plan.self, SeatChange.self, PlannedMail.self, PermissionChange.self,
        ])

    public static let history = ProtoFile(
        name: "roster/v1/history.proto", package: "roster.v1",
        messages: [
            EntryActor.self, EntryHeader.self,
        ])

    public static let organizations = ProtoFile(
        name: "roster/v1/organizations.proto", package: "roster.v1",
        messages: [
            Organization.self, Subscription.self, AddOn.self, PoolSize.self, CreateOrganizationRequest.self,
            CreateOrganizationResponse.self, GetOrganizationRequest.self, GetOrganizationResponse.self,
            ListOrganizationsRequest.self, ListOrganizationsResponse.self, OrganizationSummary.self,
            UpdateOrganizationRequest.self, UpdateOrganizationResponse.self, DeleteOrganizationRequest.self,
            DeleteOrganizationResponse.self, UndeleteOrganizationRequest.self, UndeleteOrganizationResponse.self,
            GetSubscriptionRequest.self, GetSubscriptionResponse.self, ChangePlanRequest.self, ChangePlanResponse.self,
            LostFeature.self, EnableFeatureRequest.self, EnableFeatureResponse.self, PurchaseAddOnRequest.self,
            PurchaseAddOnResponse.self, ListMyOrganizationsRequest.self, ListMyOrganizationsResponse.self, Membership.self,
            TransferOwnershipRequest.self, TransferOwnershipResponse.self, SwitchAccountRequest.self, SwitchAccountResponse.self,
            AreaAccess.self, ApplicationInstance.self,
        ],
        enums: [PeoplePage.self],
        services: [ServiceSchema(name: Methods.Organizations.service, methods: Methods.Organizations.all.map(\.schema))])

    public static let subaccounts = ProtoFile(
        name: "roster/v1/subaccounts.proto", package: "roster.v1",
        messages: [
            Subaccount.self, SubaccountMember.self, CreateSubaccountRequest.self, CreateSubaccountResponse.self,
            GetSubaccountRequest.self, GetSubaccountResponse.self, ListSubaccountsRequest.self, ListSubaccountsResponse.self,
        ],
        services: [ServiceSchema(name: Methods.Subaccounts.service, methods: Methods.Subaccounts.all.map(\.schema))])

    public static let members = ProtoFile(
        name: "roster/v1/members.proto", package: "roster.v1",
        messages: [
            Profile.self, Member.self, MemberLicense.self, CrmSync.self, CreateMemberRequest.self, CreateMemberResponse.self,
            GetMemberRequest.self, GetMemberResponse.self, ListMembersRequest.self, ListMembersResponse.self,
            UpdateMemberRequest.self, UpdateMemberResponse.self, SetOrganizationRoleRequest.self,
            SetOrganizationRoleResponse.self, SetResourceRolesRequest.self, SetResourceRolesResponse.self, SuspendMemberRequest.self, SuspendMemberResponse.self,
            ReactivateMemberRequest.self, ReactivateMemberResponse.self, RemoveMemberRequest.self, RemoveMemberResponse.self,
            SetCapabilitiesRequest.self, SetCapabilitiesResponse.self,
            RestoreMemberRequest.self, RestoreMemberResponse.self, EraseMemberRequest.self, EraseMemberResponse.self,
            RecordLoginRequest.self, RecordLoginResponse.self,
        ],
        services: [ServiceSchema(name: Methods.Members.service, methods: Methods.Members.all.map(\.schema))])

    public static let invitations = ProtoFile(
        name: "roster/v1/invitations.proto", package: "roster.v1",
        messages: [
            Invitation.self, ParseInviteesRequest.self, ParseInviteesResponse.self, ParsedInvitee.self, InvalidInvitee.self,
            Invitee.self, InviteRequest.self, InviteResponse.self, InviteResult.self, GetInvitationRequest.self,
            GetInvitationResponse.self, ListInvitationsRequest.self, ListInvitationsResponse.self,
            ResendInvitationRequest.self, ResendInvitationResponse.self, RevokeInvitationRequest.self,
            RevokeInvitationResponse.self, GetInvitationLinkRequest.self, GetInvitationLinkResponse.self,
            GetUniversalLinkRequest.self, GetUniversalLinkResponse.self, RotateUniversalLinkRequest.self,
            RotateUniversalLinkResponse.self, AcceptInvitationRequest.self, AcceptInvitationResponse.self,
            DeclineInvitationRequest.self, DeclineInvitationResponse.self,
        ],
        enums: [
            InvitationState.self, InviteMode.self,
        ],
        services: [ServiceSchema(name: Methods.Invitations.service, methods: Methods.Invitations.all.map(\.schema))])

    public static let mail = ProtoFile(
        name: "roster/v1/mail.proto", package: "roster.v1",
        messages: [
            LeaseOutboxRequest.self, LeaseOutboxResponse.self, OutboxMail.self, AckOutboxRequest.self, MailOutcome.self,
            AckOutboxResponse.self, AckResult.self,
        ],
        services: [ServiceSchema(name: Methods.Mail.service, methods: Methods.Mail.all.map(\.schema))])

    public static let licenses = ProtoFile(
        name: "roster/v1/licenses.proto", package: "roster.v1",
        messages: [
            SeatCounts.self, LicensePool.self, LicenseAssignment.self, ListPoolsRequest.self, ListPoolsResponse.self,
            UpdatePoolRequest.self, UpdatePoolResponse.self, GetSeatSummaryRequest.self, GetSeatSummaryResponse.self,
            AssignLicenseRequest.self, AssignLicenseResponse.self, RevokeLicenseRequest.self, RevokeLicenseResponse.self,
            ActivateLicenseRequest.self, ActivateLicenseResponse.self, ListAssignmentsRequest.self,
            ListAssignmentsResponse.self, AssignmentCap.self, SeatDemand.self, ForecastSeatsRequest.self, SeatStep.self,
            SeatForecast.self, ForecastSeatsResponse.self, ReassignLicenseRequest.self, ReassignLicenseResponse.self,
            ParkLicenseRequest.self, ParkLicenseResponse.self, UnparkLicenseRequest.self, UnparkLicenseResponse.self,
        ],
        enums: [
            AssignmentCapState.self,
        ],
        services: [ServiceSchema(name: Methods.Licenses.service, methods: Methods.Licenses.all.map(\.schema))])

    public static let groups = ProtoFile(
        name: "roster/v1/groups.proto", package: "roster.v1",
        messages: [
            Group.self, GroupItemResult.self, CreateGroupRequest.self, CreateGroupResponse.self, GetGroupRequest.self,
            GetGroupResponse.self, ListGroupsRequest.self, ListGroupsResponse.self, UpdateGroupRequest.self,
            UpdateGroupResponse.self, DeleteGroupRequest.self, DeleteGroupResponse.self, AddGroupMembersRequest.self,
            AddGroupMembersResponse.self, RemoveGroupMembersRequest.self, RemoveGroupMembersResponse.self,
            ListGroupMembersRequest.self, ListGroupMembersResponse.self, GroupMember.self, GroupRule.self,
            CreateGroupRuleRequest.self, CreateGroupRuleResponse.self, ListGroupRulesRequest.self,
            ListGroupRulesResponse.self, DeleteGroupRuleRequest.self, DeleteGroupRuleResponse.self, Tag.self,
            ImportTagsRequest.self, ImportTagsResponse.self, TagResult.self,
        ],
        enums: [
            GroupItemOutcome.self, GroupScope.self,
        ],
        services: [ServiceSchema(name: Methods.Groups.service, methods: Methods.Groups.all.map(\.schema))])

    public static let resources = ProtoFile(
        name: "roster/v1/resources.proto", package: "roster.v1",
        messages: [
            Connection.self, Resource.self, Workspace.self, TokenNotification.self, ConnectResourceRequest.self,
            ConnectResourceResponse.self, GetResourceRequest.self, GetResourceResponse.self, ListResourcesRequest.self,
            ListResourcesResponse.self, UpdateResourceRequest.self, UpdateResourceResponse.self,
            RenewConnectionRequest.self, RenewConnectionResponse.self, DisconnectResourceRequest.self,
            DisconnectResourceResponse.self, ListTokenNotificationsRequest.self, ListTokenNotificationsResponse.self,
            CreateWorkspaceRequest.self, CreateWorkspaceResponse.self, GetWorkspaceRequest.self,
            GetWorkspaceResponse.self, ListWorkspacesRequest.self, ListWorkspacesResponse.self,
            UpdateWorkspaceRequest.self, UpdateWorkspaceResponse.self, DeleteWorkspaceRequest.self,
            DeleteWorkspaceResponse.self, AddToWorkspaceRequest.self, AddToWorkspaceResponse.self,
            RemoveFromWorkspaceRequest.self, RemoveFromWorkspaceResponse.self, GrantWorkspaceAccessRequest.self,
            GrantWorkspaceAccessResponse.self, RevokeWorkspaceAccessRequest.self, RevokeWorkspaceAccessResponse.self,
        ],
        enums: [
            ConnectionState.self,
        ],
        services: [ServiceSchema(name: Methods.Resources.service, methods: Methods.Resources.all.map(\.schema))])

    public static let roles = ProtoFile(
        name: "roster/v1/roles.proto", package: "roster.v1",
        messages: [
            Role.self, CataloguedPermission.self, Admin.self, ListRolesRequest.self, ListRolesResponse.self,
            ListPermissionsRequest.self, ListPermissionsResponse.self, CreateCustomRoleRequest.self,
            CreateCustomRoleResponse.self, UpdateCustomRoleRequest.self, UpdateCustomRoleResponse.self,
            DeleteCustomRoleRequest.self, DeleteCustomRoleResponse.self, SimulateRoleChangeRequest.self, RoleEdit.self,
            RoleDeletion.self, RoleAssignment.self, SimulateRoleChangeResponse.self, ListAdminsRequest.self,
            ListAdminsResponse.self, GrantAdminRequest.self, GrantAdminResponse.self, UpdateAdminRequest.self,
            UpdateAdminResponse.self, RevokeAdminRequest.self, RevokeAdminResponse.self,
        ],
        services: [ServiceSchema(name: Methods.Roles.service, methods: Methods.Roles.all.map(\.schema))])

    public static let access = ProtoFile(
        name: "roster/v1/access.proto", package: "roster.v1",
        messages: [
            CheckRequest.self, CheckResponse.self, BatchCheckRequest.self, CheckItem.self, BatchCheckResponse.self,
            CheckResult.self, ExplainRequest.self, ExplainResponse.self, ExplainStep.self, Remedy.self,
            ListEffectivePermissionsRequest.self, ListEffectivePermissionsResponse.self, EffectivePermission.self,
            ListAccessibleResourcesRequest.self, ListAccessibleResourcesResponse.self, AccessibleResource.self,
            ListMembersWithAccessRequest.self, ListMembersWithAccessResponse.self, MemberAccess.self,
        ],
        enums: [
            ExplainSubject.self, ExplainEffect.self,
        ],
        services: [ServiceSchema(name: Methods.Access.service, methods: Methods.Access.all.map(\.schema))])

    public static let settings = ProtoFile(
        name: "roster/v1/settings.proto", package: "roster.v1",
        messages: [
            CrmSettings.self, GetCrmRequest.self, GetCrmResponse.self, UpdateCrmRequest.self, UpdateCrmResponse.self,
            MemberCrmSync.self, SetCrmSyncRequest.self, SetCrmSyncResponse.self, CrmSyncReport.self,
            ReportCrmSyncStatusRequest.self, CrmSyncReportResult.self, ReportCrmSyncStatusResponse.self, FeatureSettings.self,
            GetFeaturesRequest.self, GetFeaturesResponse.self, UpdateFeaturesRequest.self, UpdateFeaturesResponse.self,
        ],
        services: [ServiceSchema(name: Methods.Settings.service, methods: Methods.Settings.all.map(\.schema))])

    public static let keys = ProtoFile(
        name: "roster/v1/keys.proto", package: "roster.v1",
        messages: [
            Key.self, CreateKeyRequest.self, CreateKeyResponse.self, ListKeysRequest.self, ListKeysResponse.self,
            UpdateKeyRequest.self, UpdateKeyResponse.self, RevokeKeyRequest.self, RevokeKeyResponse.self,
            RotateKeyRequest.self, RotateKeyResponse.self,
        ],
        enums: [
            KeyState.self,
        ],
        services: [ServiceSchema(name: Methods.Keys.service, methods: Methods.Keys.all.map(\.schema))])

    public static let all = [
        common, events, mutations, history, organizations, subaccounts, members, licenses, groups, resources, roles, access, keys,
        invitations, mail, settings,
    ]
}
