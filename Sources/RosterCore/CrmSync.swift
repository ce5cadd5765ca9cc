// CrmSync: who takes part in the synchronisation with the CRM, and what the sync service found out (product.md 6).

public import RosterAPI
import WellKnown

extension Settings {
    /// The most members of one call (C11).
    static let batchMax = 2_000

    /// Chooses whether members take part.
    public enum SetCrmSync: Command {
        public static let method = Methods.Settings.setCrmSync

        public static func validate(_ request: SetCrmSyncRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard !request.memberIDs.isEmpty else { throw .invalid("member_ids", "at least one") }
            try Validation.batch(request.memberIDs, "member_ids", most: batchMax)
        }

        public static func demands(of request: SetCrmSyncRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Demands(naming: request.memberIDs.map { .member($0) })
        }

        public static func decide(_ request: SetCrmSyncRequest, _ context: inout DecisionContext) throws(Refusal) {
            for id in request.memberIDs {
                guard let member = context.node.members[id]?.record else { throw .notFound() }
                guard member.state != .removed else { throw .wrongState("the member is removed") }
                if request.enabled {
                    if !(member.crmSync?.isEnabled ?? false) { try context.setCrmSync(of: id, to: .pending) }
                } else if member.crmSync?.status != .disabled {
                    try context.setCrmSync(of: id, to: .disabled)
                }
            }
        }

        public static func answer(_ request: SetCrmSyncRequest, _ version: Version) -> SetCrmSyncResponse {
            .with { response in
                let node = version.state[request.organizationID]
                response.members = request.memberIDs.map { id in
                    .with { message in
                        message.memberID = id
                        message.crmSync = node?.members[id].flatMap { node?.crmSync(of: $0.record) }
                    }
                }
            }
        }
    }

    /// Takes what the sync service found out, each report by itself.
    public enum ReportCrmSyncStatus: Command {
        public static let method = Methods.Settings.reportCrmSyncStatus

        public static func validate(_ request: ReportCrmSyncStatusRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard !request.reports.isEmpty else { throw .invalid("reports", "at least one") }
            try Validation.batch(request.reports.map(\.memberID), "reports", most: batchMax)
            for report in request.reports {
                guard [.synced, .notMatched, .error].contains(report.status) else { throw .invalid("reports.status", "SYNCED, NOT_MATCHED or ERROR") }
                try Validation.timestamp(report.time, "reports.time")
            }
        }

        public static func decide(_ request: ReportCrmSyncStatusRequest, _ context: inout DecisionContext) throws(Refusal) {
            guard context.node.settings.crm?.syncEnabled ?? false else { throw .wrongState("the organization's synchronisation is off") }
            for report in request.reports {
                let member = context.node.members[report.memberID]?.record
                guard problem(of: report, about: member) == nil else { continue }
                let time = min(report.time?.nanosecondsSince1970 ?? context.now, context.now)
                guard member?.crmSync?.status != report.status || member?.crmSync?.time != time else { continue }
                try context.setCrmSync(of: report.memberID, to: report.status, since: time)
            }
        }

        /// Why a report can't be taken. A report that was taken has none afterwards either, so that a replay tells the same.
        private static func problem(of report: CrmSyncReport, about member: MemberRecord?) -> Refusal? {
            guard let member else { return .notFound() }
            guard member.state != .removed else { return .wrongState("the member is removed") }
            guard let known = member.crmSync, known.isEnabled else { return .wrongState("the member takes no part in the synchronisation") }
            if let time = report.time?.nanosecondsSince1970, time < known.time { return .wrongState("the member's state is newer than the report") }
            return nil
        }

        public static func answer(_ request: ReportCrmSyncStatusRequest, _ version: Version) -> ReportCrmSyncStatusResponse {
            .with { response in
                let node = version.state[request.organizationID]
                response.results = request.reports.map { report in
                    .with { result in
                        let member = node?.members[report.memberID]?.record
                        result.crmSync = member.flatMap { node?.crmSync(of: $0) }
                        result.error = problem(of: report, about: member)?.status
                    }
                }
            }
        }
    }
}

extension DecisionContext {
    /// How a member stands in the CRM from now on.
    /// - Parameter time: since when; nil: now.
    mutating func setCrmSync(of member: MemberID, to status: CrmSyncStatus, since time: Int64? = nil) throws(Refusal) {
        let since = Timestamp(nanosecondsSince1970: time ?? now)
        try append(.crmSyncChanged(.with { fact in
            fact.memberID = member
            fact.status = status
            fact.time = since
        }))
    }
}
