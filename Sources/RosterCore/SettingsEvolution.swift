// SettingsEvolution: what events about settings make of the state.

import RosterAPI

extension OrganizationContents {
    mutating func applySettings(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .crmSettingsUpdated(let fact):
            let isAnother = fact.provider != settings.crm?.provider ?? .unspecified || fact.instance != settings.crm?.instance ?? ""
            settings.crm = fact
            settings.crmRevision = revision
            settings.crmUpdateTime = now
            // What was found out about people was found in another CRM.
            if isAnother {
                for (id, member) in members where member.record.crmSync?.isKnown ?? false {
                    try setCrmSync(of: id, to: .pending, since: now, revision: revision, at: now)
                }
            }
        case .crmSyncChanged(let fact):
            let time = fact.time?.nanosecondsSince1970 ?? now
            try setCrmSync(of: fact.memberID, to: fact.status, since: time, revision: revision, at: now)
            if members[fact.memberID]?.record.crmSync?.isKnown ?? false { settings.crmSyncTime = max(settings.crmSyncTime, time) }
        case .featureSettingsUpdated(let fact):
            settings.features = fact
            settings.featuresRevision = revision
            settings.featuresUpdateTime = now
        default:
            return
        }
    }

    private mutating func setCrmSync(
        of member: MemberID, to status: CrmSyncStatus, since time: Int64, revision: Int64, at now: Int64
    ) throws(UnreadableHistory) {
        try withMember(member, revision, now) { member in
            member.crmSync = .with { record in
                record.status = status
                record.time = time
            }
        }
    }
}
