// Settings: what an organization chooses for its products and for its CRM.

public import RosterAPI
import WellKnown

public enum Settings {
    /// Changes how the organization is connected with a CRM.
    public enum UpdateCrm: Command {
        public static let method = Methods.Settings.updateCrm

        private static func mask(_ request: UpdateCrmRequest) throws(Refusal) -> UpdateMask {
            let crm = request.crm ?? CrmSettings()
            let writeback = crm.writeback ?? CrmWriteback()
            return try UpdateMask(request.updateMask, fields: [
                ("provider", crm.provider != .unspecified), ("instance", !crm.instance.isEmpty), ("sync_enabled", crm.syncEnabled),
                ("writeback.inmails", writeback.inmails), ("writeback.messages", writeback.messages), ("writeback.notes", writeback.notes),
                ("writeback.calls", writeback.calls), ("writeback.smart_links", writeback.smartLinks),
                ("create_contacts", crm.createContacts), ("data_validation", crm.dataValidation),
            ])
        }

        public static func validate(_ request: UpdateCrmRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let crm = request.crm ?? CrmSettings()
            if mask.contains("provider"), crm.provider.name == nil { throw .invalid("crm.provider", "a provider") }
            if mask.contains("instance") { try Validation.text(crm.instance, "crm.instance") }
        }

        public static func demands(of request: UpdateCrmRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands(naming: [.crm])
            if (try? mask(request))?.contains("writeback.smart_links") ?? false, request.crm?.writeback?.smartLinks ?? false { demands.features = [.smartLinks] }
            return demands
        }

        public static func decide(_ request: UpdateCrmRequest, _ context: inout DecisionContext) throws(Refusal) {
            let current = context.node.settings.crm ?? CrmSettingsUpdated()
            let crm = merge(request.crm ?? CrmSettings(), into: current, try mask(request))
            guard !crm.syncEnabled || crm.provider != .unspecified else { throw .wrongState("synchronising needs a provider") }
            if crm != current { try context.append(.crmSettingsUpdated(crm)) }
        }

        private static func merge(_ wanted: CrmSettings, into current: CrmSettingsUpdated, _ mask: UpdateMask) -> CrmSettingsUpdated {
            var crm = current
            if mask.contains("provider") { crm.provider = wanted.provider }
            if mask.contains("instance") { crm.instance = wanted.instance }
            if mask.contains("sync_enabled") { crm.syncEnabled = wanted.syncEnabled }
            if mask.contains("create_contacts") { crm.createContacts = wanted.createContacts }
            if mask.contains("data_validation") { crm.dataValidation = wanted.dataValidation }
            var writeback = crm.writeback ?? CrmWriteback()
            let written = wanted.writeback ?? CrmWriteback()
            if mask.contains("writeback.inmails") { writeback.inmails = written.inmails }
            if mask.contains("writeback.messages") { writeback.messages = written.messages }
            if mask.contains("writeback.notes") { writeback.notes = written.notes }
            if mask.contains("writeback.calls") { writeback.calls = written.calls }
            if mask.contains("writeback.smart_links") { writeback.smartLinks = written.smartLinks }
            crm.writeback = writeback == CrmWriteback() ? nil : writeback
            return crm
        }

        public static func answer(_ request: UpdateCrmRequest, _ version: Version) -> UpdateCrmResponse {
            .with { $0.crm = version.state[request.organizationID]?.crmSettings }
        }
    }

    /// Changes what the products offer in the organization.
    public enum UpdateFeatures: Command {
        public static let method = Methods.Settings.updateFeatures

        private static func mask(_ request: UpdateFeaturesRequest) throws(Refusal) -> UpdateMask {
            let features = request.features ?? FeatureSettings()
            return try UpdateMask(request.updateMask, fields: [
                ("roi_reporting", features.roiReporting), ("inmail_and_messages", features.inmailAndMessages),
                ("teamlink", features.teamlink), ("smart_links", features.smartLinks),
            ])
        }

        public static func validate(_ request: UpdateFeaturesRequest, _ catalogue: Catalogue) throws(Refusal) { _ = try mask(request) }

        public static func demands(of request: UpdateFeaturesRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands(naming: [.featureSettings])
            guard let mask = try? mask(request) else { return demands }
            if mask.contains("teamlink") { demands.features.append(.teamlink) }
            if mask.contains("smart_links") { demands.features.append(.smartLinks) }
            return demands
        }

        public static func decide(_ request: UpdateFeaturesRequest, _ context: inout DecisionContext) throws(Refusal) {
            let mask = try mask(request)
            let wanted = request.features ?? FeatureSettings()
            let current = context.node.settings.features ?? .standard
            var features = current
            if mask.contains("roi_reporting") { features.roiReporting = wanted.roiReporting }
            if mask.contains("inmail_and_messages") { features.inmailAndMessages = wanted.inmailAndMessages }
            if mask.contains("teamlink") { features.teamlink = wanted.teamlink }
            if mask.contains("smart_links") { features.smartLinks = wanted.smartLinks }
            if features != current { try context.append(.featureSettingsUpdated(features)) }
        }

        public static func answer(_ request: UpdateFeaturesRequest, _ version: Version) -> UpdateFeaturesResponse {
            .with { $0.features = version.state[request.organizationID]?.featureSettings }
        }
    }
}

extension FeatureSettingsUpdated {
    /// Before anybody chose.
    static let standard = FeatureSettingsUpdated.with { features in
        features.inmailAndMessages = true
        features.teamlink = true
        features.smartLinks = true
    }
}

extension OrganizationNode {
    /// The connection with a CRM as GetCrm shows it.
    public var crmSettings: CrmSettings {
        .with { message in
            message.organizationID = id
            message.provider = settings.crm?.provider ?? .unspecified
            message.instance = settings.crm?.instance ?? ""
            message.syncEnabled = settings.crm?.syncEnabled ?? false
            message.writeback = settings.crm?.writeback
            message.createContacts = settings.crm?.createContacts ?? false
            message.dataValidation = settings.crm?.dataValidation ?? false
            message.lastSyncTime = Timestamp(unlessZero: settings.crmSyncTime)
            message.updateTime = Timestamp(unlessZero: settings.crmUpdateTime)
            message.revision = settings.crmRevision
        }
    }

    /// What the products offer, as GetFeatures shows it: what the plan lacks is off, whatever was chosen.
    public var featureSettings: FeatureSettings {
        let chosen = settings.features ?? .standard
        return .with { message in
            message.organizationID = id
            message.roiReporting = chosen.roiReporting
            message.inmailAndMessages = chosen.inmailAndMessages
            message.teamlink = chosen.teamlink && has(.teamlink)
            message.smartLinks = chosen.smartLinks && has(.smartLinks)
            message.updateTime = Timestamp(unlessZero: settings.featuresUpdateTime)
            message.revision = settings.featuresRevision
        }
    }

    /// How a member stands in the CRM, as far as the plan has one.
    func crmSync(of member: MemberRecord) -> CrmSync? {
        guard has(.crmSync), let record = member.crmSync else { return nil }
        return .with { message in
            message.status = record.status
            message.time = Timestamp(unlessZero: record.time)
        }
    }
}
