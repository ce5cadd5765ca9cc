// The methods of SettingsService.

extension Methods {
    /// Keeps what an organization chooses for its products, and how it is connected with other systems.
    public enum Settings {
        static let service = "roster.v1.SettingsService"

        /// Returns how the organization is connected with a CRM.
        public static let getCrm: Method<GetCrmRequest, GetCrmResponse> =
            .read(service, "GetCrm", guard: .permission(.crmManage))
        /// Changes how the organization is connected with a CRM.
        public static let updateCrm: Method<UpdateCrmRequest, UpdateCrmResponse> =
            .mutation(service, "UpdateCrm", guard: .permission(.crmManage))
        /// Chooses whether members take part in the synchronisation with the CRM.
        public static let setCrmSync: Method<SetCrmSyncRequest, SetCrmSyncResponse> =
            .mutation(service, "SetCrmSync", guard: .permission(.crmManage))
        /// Takes what the sync service found out about members.
        public static let reportCrmSyncStatus: Method<ReportCrmSyncStatusRequest, ReportCrmSyncStatusResponse> =
            .mutation(service, "ReportCrmSyncStatus", guard: .permission(.crmManage))
        /// Returns what the products offer in this organization.
        public static let getFeatures: Method<GetFeaturesRequest, GetFeaturesResponse> =
            .read(service, "GetFeatures", guard: .permission(.settingsRead))
        /// Changes what the products offer in this organization.
        public static let updateFeatures: Method<UpdateFeaturesRequest, UpdateFeaturesResponse> =
            .mutation(service, "UpdateFeatures", guard: .permission(.settingsWrite))

        static let all: [any AnyMethod] = [getCrm, updateCrm, setCrmSync, reportCrmSyncStatus, getFeatures, updateFeatures]
    }
}
