// One fact about one resource: what an organization's state is made of.

public import Wire

/// One fact about one resource.
public struct Event: Message {
    public static let protoName = "roster.v1.Event"
    /// The organization it happened in: a node of the tree whose history this is.
    public var organizationID = OrganizationID()
    public var fact: Fact?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        // Organizations: 10 to 29.
        try v.oneof("fact", 10, "organization_created", &fact, { if case .organizationCreated(let x) = $0 { x } else { nil } }, Fact.organizationCreated)
        try v.oneof("fact", 11, "organization_updated", &fact, { if case .organizationUpdated(let x) = $0 { x } else { nil } }, Fact.organizationUpdated)
        try v.oneof("fact", 12, "organization_deleted", &fact, { if case .organizationDeleted(let x) = $0 { x } else { nil } }, Fact.organizationDeleted)
        try v.oneof("fact", 13, "organization_undeleted", &fact, { if case .organizationUndeleted(let x) = $0 { x } else { nil } }, Fact.organizationUndeleted)
        try v.oneof("fact", 14, "plan_changed", &fact, { if case .planChanged(let x) = $0 { x } else { nil } }, Fact.planChanged)
        try v.oneof("fact", 16, "feature_enabled", &fact, { if case .featureEnabled(let x) = $0 { x } else { nil } }, Fact.featureEnabled)
        try v.oneof("fact", 17, "add_on_purchased", &fact, { if case .addOnPurchased(let x) = $0 { x } else { nil } }, Fact.addOnPurchased)
        try v.oneof("fact", 18, "ownership_transferred", &fact, { if case .ownershipTransferred(let x) = $0 { x } else { nil } }, Fact.ownershipTransferred)
        try v.oneof("fact", 19, "quota_limits_changed", &fact, { if case .quotaLimitsChanged(let x) = $0 { x } else { nil } }, Fact.quotaLimitsChanged)
        // Members: 30 to 49.
        try v.oneof("fact", 30, "member_created", &fact, { if case .memberCreated(let x) = $0 { x } else { nil } }, Fact.memberCreated)
        try v.oneof("fact", 31, "member_updated", &fact, { if case .memberUpdated(let x) = $0 { x } else { nil } }, Fact.memberUpdated)
        try v.oneof("fact", 32, "member_email_changed", &fact, { if case .memberEmailChanged(let x) = $0 { x } else { nil } }, Fact.memberEmailChanged)
        try v.oneof("fact", 33, "member_role_changed", &fact, { if case .memberRoleChanged(let x) = $0 { x } else { nil } }, Fact.memberRoleChanged)
        try v.oneof("fact", 34, "member_suspended", &fact, { if case .memberSuspended(let x) = $0 { x } else { nil } }, Fact.memberSuspended)
        try v.oneof("fact", 35, "member_reactivated", &fact, { if case .memberReactivated(let x) = $0 { x } else { nil } }, Fact.memberReactivated)
        try v.oneof("fact", 36, "member_removed", &fact, { if case .memberRemoved(let x) = $0 { x } else { nil } }, Fact.memberRemoved)
        try v.oneof("fact", 37, "member_restored", &fact, { if case .memberRestored(let x) = $0 { x } else { nil } }, Fact.memberRestored)
        try v.oneof("fact", 38, "member_erased", &fact, { if case .memberErased(let x) = $0 { x } else { nil } }, Fact.memberErased)
        try v.oneof("fact", 39, "login_recorded", &fact, { if case .loginRecorded(let x) = $0 { x } else { nil } }, Fact.loginRecorded)
        try v.oneof("fact", 40, "admin_granted", &fact, { if case .adminGranted(let x) = $0 { x } else { nil } }, Fact.adminGranted)
        try v.oneof("fact", 41, "admin_revoked", &fact, { if case .adminRevoked(let x) = $0 { x } else { nil } }, Fact.adminRevoked)
        try v.oneof("fact", 42, "member_joined", &fact, { if case .memberJoined(let x) = $0 { x } else { nil } }, Fact.memberJoined)
        try v.oneof("fact", 43, "member_reinvited", &fact, { if case .memberReinvited(let x) = $0 { x } else { nil } }, Fact.memberReinvited)
        try v.oneof("fact", 44, "capabilities_changed", &fact, { if case .capabilitiesChanged(let x) = $0 { x } else { nil } }, Fact.capabilitiesChanged)
        // Licenses: 50 to 69.
        try v.oneof("fact", 50, "license_pool_updated", &fact, { if case .licensePoolUpdated(let x) = $0 { x } else { nil } }, Fact.licensePoolUpdated)
        try v.oneof("fact", 51, "license_assigned", &fact, { if case .licenseAssigned(let x) = $0 { x } else { nil } }, Fact.licenseAssigned)
        try v.oneof("fact", 52, "license_activated", &fact, { if case .licenseActivated(let x) = $0 { x } else { nil } }, Fact.licenseActivated)
        try v.oneof("fact", 53, "license_revoked", &fact, { if case .licenseRevoked(let x) = $0 { x } else { nil } }, Fact.licenseRevoked)
        try v.oneof("fact", 54, "license_parked", &fact, { if case .licenseParked(let x) = $0 { x } else { nil } }, Fact.licenseParked)
        try v.oneof("fact", 55, "license_unparked", &fact, { if case .licenseUnparked(let x) = $0 { x } else { nil } }, Fact.licenseUnparked)
        // Keys: 70 to 79.
        try v.oneof("fact", 70, "key_created", &fact, { if case .keyCreated(let x) = $0 { x } else { nil } }, Fact.keyCreated)
        try v.oneof("fact", 71, "key_updated", &fact, { if case .keyUpdated(let x) = $0 { x } else { nil } }, Fact.keyUpdated)
        try v.oneof("fact", 72, "key_revoked", &fact, { if case .keyRevoked(let x) = $0 { x } else { nil } }, Fact.keyRevoked)
        try v.oneof("fact", 73, "key_rotated", &fact, { if case .keyRotated(let x) = $0 { x } else { nil } }, Fact.keyRotated)
        // Expiries: 80 to 89.
        try v.oneof("fact", 80, "grant_expired", &fact, { if case .grantExpired(let x) = $0 { x } else { nil } }, Fact.grantExpired)
        // Groups: 90 to 99.
        try v.oneof("fact", 90, "group_created", &fact, { if case .groupCreated(let x) = $0 { x } else { nil } }, Fact.groupCreated)
        try v.oneof("fact", 91, "group_updated", &fact, { if case .groupUpdated(let x) = $0 { x } else { nil } }, Fact.groupUpdated)
        try v.oneof("fact", 92, "group_deleted", &fact, { if case .groupDeleted(let x) = $0 { x } else { nil } }, Fact.groupDeleted)
        try v.oneof("fact", 93, "group_member_added", &fact, { if case .groupMemberAdded(let x) = $0 { x } else { nil } }, Fact.groupMemberAdded)
        try v.oneof("fact", 94, "group_member_removed", &fact, { if case .groupMemberRemoved(let x) = $0 { x } else { nil } }, Fact.groupMemberRemoved)
        try v.oneof("fact", 95, "group_rule_created", &fact, { if case .groupRuleCreated(let x) = $0 { x } else { nil } }, Fact.groupRuleCreated)
        try v.oneof("fact", 96, "group_rule_deleted", &fact, { if case .groupRuleDeleted(let x) = $0 { x } else { nil } }, Fact.groupRuleDeleted)
        // Invitations: 100 to 109.
        try v.oneof("fact", 100, "invitation_created", &fact, { if case .invitationCreated(let x) = $0 { x } else { nil } }, Fact.invitationCreated)
        try v.oneof("fact", 101, "invitation_resent", &fact, { if case .invitationResent(let x) = $0 { x } else { nil } }, Fact.invitationResent)
        try v.oneof("fact", 102, "invitation_accepted", &fact, { if case .invitationAccepted(let x) = $0 { x } else { nil } }, Fact.invitationAccepted)
        try v.oneof("fact", 103, "invitation_declined", &fact, { if case .invitationDeclined(let x) = $0 { x } else { nil } }, Fact.invitationDeclined)
        try v.oneof("fact", 104, "invitation_revoked", &fact, { if case .invitationRevoked(let x) = $0 { x } else { nil } }, Fact.invitationRevoked)
        try v.oneof("fact", 105, "invitation_expired", &fact, { if case .invitationExpired(let x) = $0 { x } else { nil } }, Fact.invitationExpired)
        try v.oneof("fact", 106, "universal_link_rotated", &fact, { if case .universalLinkRotated(let x) = $0 { x } else { nil } }, Fact.universalLinkRotated)
        // Custom roles: 110 to 119.
        try v.oneof("fact", 110, "custom_role_created", &fact, { if case .customRoleCreated(let x) = $0 { x } else { nil } }, Fact.customRoleCreated)
        try v.oneof("fact", 111, "custom_role_updated", &fact, { if case .customRoleUpdated(let x) = $0 { x } else { nil } }, Fact.customRoleUpdated)
        try v.oneof("fact", 112, "custom_role_deleted", &fact, { if case .customRoleDeleted(let x) = $0 { x } else { nil } }, Fact.customRoleDeleted)
        // Resources and workspaces: 120 to 149.
        try v.oneof("fact", 120, "resource_connected", &fact, { if case .resourceConnected(let x) = $0 { x } else { nil } }, Fact.resourceConnected)
        try v.oneof("fact", 121, "resource_updated", &fact, { if case .resourceUpdated(let x) = $0 { x } else { nil } }, Fact.resourceUpdated)
        try v.oneof("fact", 122, "connection_renewed", &fact, { if case .connectionRenewed(let x) = $0 { x } else { nil } }, Fact.connectionRenewed)
        try v.oneof("fact", 123, "connection_revoked", &fact, { if case .connectionRevoked(let x) = $0 { x } else { nil } }, Fact.connectionRevoked)
        try v.oneof("fact", 124, "resource_disconnected", &fact, { if case .resourceDisconnected(let x) = $0 { x } else { nil } }, Fact.resourceDisconnected)
        try v.oneof("fact", 125, "resource_role_granted", &fact, { if case .resourceRoleGranted(let x) = $0 { x } else { nil } }, Fact.resourceRoleGranted)
        try v.oneof("fact", 126, "resource_role_revoked", &fact, { if case .resourceRoleRevoked(let x) = $0 { x } else { nil } }, Fact.resourceRoleRevoked)
        try v.oneof("fact", 130, "workspace_created", &fact, { if case .workspaceCreated(let x) = $0 { x } else { nil } }, Fact.workspaceCreated)
        try v.oneof("fact", 131, "workspace_updated", &fact, { if case .workspaceUpdated(let x) = $0 { x } else { nil } }, Fact.workspaceUpdated)
        try v.oneof("fact", 132, "workspace_deleted", &fact, { if case .workspaceDeleted(let x) = $0 { x } else { nil } }, Fact.workspaceDeleted)
        try v.oneof("fact", 133, "resource_added_to_workspace", &fact, { if case .resourceAddedToWorkspace(let x) = $0 { x } else { nil } }, Fact.resourceAddedToWorkspace)
        try v.oneof("fact", 134, "resource_removed_from_workspace", &fact, { if case .resourceRemovedFromWorkspace(let x) = $0 { x } else { nil } }, Fact.resourceRemovedFromWorkspace)
        try v.oneof("fact", 135, "workspace_access_granted", &fact, { if case .workspaceAccessGranted(let x) = $0 { x } else { nil } }, Fact.workspaceAccessGranted)
        try v.oneof("fact", 136, "workspace_access_revoked", &fact, { if case .workspaceAccessRevoked(let x) = $0 { x } else { nil } }, Fact.workspaceAccessRevoked)
        // Mail: 150 to 159.
        try v.oneof("fact", 150, "mail_queued", &fact, { if case .mailQueued(let x) = $0 { x } else { nil } }, Fact.mailQueued)
        try v.oneof("fact", 151, "mail_leased", &fact, { if case .mailLeased(let x) = $0 { x } else { nil } }, Fact.mailLeased)
        try v.oneof("fact", 152, "mail_done", &fact, { if case .mailDone(let x) = $0 { x } else { nil } }, Fact.mailDone)
        // Settings: 160 to 169.
        try v.oneof("fact", 160, "crm_settings_updated", &fact, { if case .crmSettingsUpdated(let x) = $0 { x } else { nil } }, Fact.crmSettingsUpdated)
        try v.oneof("fact", 161, "crm_sync_changed", &fact, { if case .crmSyncChanged(let x) = $0 { x } else { nil } }, Fact.crmSyncChanged)
        try v.oneof("fact", 162, "feature_settings_updated", &fact, { if case .featureSettingsUpdated(let x) = $0 { x } else { nil } }, Fact.featureSettingsUpdated)
    }

    public enum Fact: Sendable, Equatable {
        /// Organizations: 10 to 29.
        case organizationCreated(OrganizationCreated)
        case organizationUpdated(OrganizationUpdated)
        case organizationDeleted(OrganizationDeleted)
        case organizationUndeleted(OrganizationUndeleted)
        case planChanged(PlanChanged)
        case featureEnabled(FeatureEnabled)
        case addOnPurchased(AddOnPurchased)
        case ownershipTransferred(OwnershipTransferred)
        case quotaLimitsChanged(QuotaLimitsChanged)
        /// Members: 30 to 49.
        case memberCreated(MemberCreated)
        case memberUpdated(MemberUpdated)
        case memberEmailChanged(MemberEmailChanged)
        case memberRoleChanged(MemberRoleChanged)
        case memberSuspended(MemberSuspended)
        case memberReactivated(MemberReactivated)
        case memberRemoved(MemberRemoved)
        case memberRestored(MemberRestored)
        case memberErased(MemberErased)
        case loginRecorded(LoginRecorded)
        case adminGranted(AdminGranted)
        case adminRevoked(AdminRevoked)
        case memberJoined(MemberJoined)
        case memberReinvited(MemberReinvited)
        case capabilitiesChanged(CapabilitiesChanged)
        /// Licenses: 50 to 69.
        case licensePoolUpdated(LicensePoolUpdated)
        case licenseAssigned(LicenseAssigned)
        case licenseActivated(LicenseActivated)
        case licenseRevoked(LicenseRevoked)
        case licenseParked(LicenseParked)
        case licenseUnparked(LicenseUnparked)
        /// Keys: 70 to 79.
        case keyCreated(KeyCreated)
        case keyUpdated(KeyUpdated)
        case keyRevoked(KeyRevoked)
        case keyRotated(KeyRotated)
        /// Expiries: 80 to 89.
        case grantExpired(GrantExpired)
        /// Groups: 90 to 99.
        case groupCreated(GroupCreated)
        case groupUpdated(GroupUpdated)
        case groupDeleted(GroupDeleted)
        case groupMemberAdded(GroupMemberAdded)
        case groupMemberRemoved(GroupMemberRemoved)
        case groupRuleCreated(GroupRuleCreated)
        case groupRuleDeleted(GroupRuleDeleted)
        /// Invitations: 100 to 109.
        case invitationCreated(InvitationCreated)
        case invitationResent(InvitationResent)
        case invitationAccepted(InvitationAccepted)
        case invitationDeclined(InvitationDeclined)
        case invitationRevoked(InvitationRevoked)
        case invitationExpired(InvitationExpired)
        case universalLinkRotated(UniversalLinkRotated)
        /// Custom roles: 110 to 119.
        case customRoleCreated(CustomRoleCreated)
        case customRoleUpdated(CustomRoleUpdated)
        case customRoleDeleted(CustomRoleDeleted)
        /// Resources and workspaces: 120 to 149.
        case resourceConnected(ResourceConnected)
        case resourceUpdated(ResourceUpdated)
        case connectionRenewed(ConnectionRenewed)
        case connectionRevoked(ConnectionRevoked)
        case resourceDisconnected(ResourceDisconnected)
        case resourceRoleGranted(ResourceRoleGranted)
        case resourceRoleRevoked(ResourceRoleRevoked)
        case workspaceCreated(WorkspaceCreated)
        case workspaceUpdated(WorkspaceUpdated)
        case workspaceDeleted(WorkspaceDeleted)
        case resourceAddedToWorkspace(ResourceAddedToWorkspace)
        case resourceRemovedFromWorkspace(ResourceRemovedFromWorkspace)
        case workspaceAccessGranted(WorkspaceAccessGranted)
        case workspaceAccessRevoked(WorkspaceAccessRevoked)
        /// Mail: 150 to 159.
        case mailQueued(MailQueued)
        case mailLeased(MailLeased)
        case mailDone(MailDone)
        /// Settings: 160 to 169.
        case crmSettingsUpdated(CrmSettingsUpdated)
        case crmSyncChanged(CrmSyncChanged)
        case featureSettingsUpdated(FeatureSettingsUpdated)
    }
}
