// SettingsService: what organizations choose for their products, and how they are connected with a CRM.

import RosterAPI
import RosterCore

// The file's name says whose settings: `Settings` are the server's own. So does the module's name before the rules.
enum SettingsService {
    static func register(_ services: inout ServiceRouter) {
        services.read(Methods.Settings.getCrm) { (_, reading) in .with { $0.crm = reading.node.crmSettings } }
        services.mutation(RosterCore.Settings.UpdateCrm.self)
        services.mutation(RosterCore.Settings.SetCrmSync.self)
        services.mutation(RosterCore.Settings.ReportCrmSyncStatus.self)
        services.read(Methods.Settings.getFeatures) { (_, reading) in .with { $0.features = reading.node.featureSettings } }
        services.mutation(RosterCore.Settings.UpdateFeatures.self)
    }
}
