// SettingsOperations: the CRM, who takes part in its synchronisation, and what the products offer.

import RosterAPI
import RosterCore
import WellKnown

extension NaivePerson {
    mutating func sync(_ status: CrmSyncStatus, _ time: Int64) {
        crm = status
        crmTime = time
    }
}

struct UpdateCrm: ModelCommand {
    let provider: CrmProvider?
    let instance: String?
    let isOn: Bool?
    let writesSmartLinks: Bool?

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.crmManage)
        needs.named = .crm
        if writesSmartLinks == true { needs.features = [.smartLinks] }
        return needs
    }

    func judge(_ scene: Scene) throws {
        try refuse(isOn ?? scene.account.crmIsOn && provider ?? scene.account.crmProvider == .unspecified, .wrongState)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        let before = (account.crmProvider, account.crmInstance)
        if let provider { account.crmProvider = provider }
        if let instance { account.crmInstance = instance }
        if let isOn { account.crmIsOn = isOn }
        if let writesSmartLinks { account.crmWritesSmartLinks = writesSmartLinks }
        // What was found out about people was found in another CRM.
        guard before != (account.crmProvider, account.crmInstance) else { return }
        for (id, person) in account.people where person.crm.map({ [.synced, .notMatched, .error].contains($0) }) ?? false {
            account.people[id]?.sync(.pending, done.now)
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Settings.UpdateCrm.self) { request in
            request.crm = .with { crm in
                crm.organizationID = draft.organization
                crm.provider = provider ?? .unspecified
                crm.instance = instance ?? ""
                crm.syncEnabled = isOn ?? false
                crm.writeback = .with { $0.smartLinks = writesSmartLinks ?? false }
            }
            request.updateMask = FieldMask(paths: [
                provider.map { _ in "provider" }, instance.map { _ in "instance" }, isOn.map { _ in "sync_enabled" },
                writesSmartLinks.map { _ in "writeback.smart_links" },
            ].compactMap(\.self))
        }
    }
}

struct SetCrmSync: ModelCommand {
    let members: [MemberID]
    let isOn: Bool

    func validate() throws { try refuse(members.isEmpty || Set(members).count != members.count, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.crmManage, targets: members.map { .member($0) }) }
    func judge(_ scene: Scene) throws { for member in members { try refuse(scene.person(member)?.state == .removed, .wrongState) } }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for member in members {
            guard let person = account.people[member] else { continue }
            if isOn, !person.takesPartInCrm { account.people[member]?.sync(.pending, done.now) }
            if !isOn, person.crm != .disabled { account.people[member]?.sync(.disabled, done.now) }
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Settings.SetCrmSync.self) { $0.organizationID = draft.organization; $0.memberIDs = members; $0.enabled = isOn }
    }
}

/// Each report is taken by itself.
struct ReportCrmSync: ModelCommand {
    struct Report: Sendable {
        let member: MemberID
        let status: CrmSyncStatus
        let time: Int64?
    }

    let reports: [Report]

    func validate() throws {
        try refuse(reports.isEmpty || Set(reports.map(\.member)).count != reports.count, .invalidField)
        try refuse(reports.contains { ![.synced, .notMatched, .error].contains($0.status) }, .invalidField)
    }

    func needs(_ scene: Scene) -> Needs { Needs(.crmManage) }
    func judge(_ scene: Scene) throws { try refuse(!scene.account.crmIsOn, .wrongState) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for report in reports {
            guard let person = account.people[report.member], person.state != .removed, person.takesPartInCrm else { continue }
            let time = min(report.time ?? done.now, done.now)
            // An old report says nothing about what is known since.
            if let said = report.time, said < person.crmTime { continue }
            account.people[report.member]?.sync(report.status, time)
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Settings.ReportCrmSyncStatus.self) { request in
            request.organizationID = draft.organization
            request.reports = reports.map { report in
                .with { message in
                    message.memberID = report.member
                    message.status = report.status
                    message.time = report.time.map { Timestamp(nanosecondsSince1970: $0) }
                }
            }
        }
    }
}

struct UpdateFeatures: ModelCommand {
    let roiReporting: Bool?
    let teamlink: Bool?
    let smartLinks: Bool?

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.settingsWrite)
        needs.named = .features
        if teamlink != nil { needs.features.append(.teamlink) }
        if smartLinks != nil { needs.features.append(.smartLinks) }
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        if let roiReporting { account.roiReporting = roiReporting }
        if let teamlink { account.teamlink = teamlink }
        if let smartLinks { account.smartLinks = smartLinks }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Settings.UpdateFeatures.self) { request in
            request.features = .with { features in
                features.organizationID = draft.organization
                features.roiReporting = roiReporting ?? false
                features.teamlink = teamlink ?? false
                features.smartLinks = smartLinks ?? false
            }
            request.updateMask = FieldMask(paths: [
                roiReporting.map { _ in "roi_reporting" }, teamlink.map { _ in "teamlink" }, smartLinks.map { _ in "smart_links" },
            ].compactMap(\.self))
        }
    }
}
