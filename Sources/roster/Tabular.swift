// What people want to see of a resource: its columns, as rows of a table or as one record.

import RosterAPI
import Wire

struct Column<Row> {
    let heading: String
    let text: (Row) -> String

    init(_ heading: String, _ text: @escaping (Row) -> String) {
        self.heading = heading
        self.text = text
    }
}

protocol Tabular {
    static var columns: [Column<Self>] { get }
    /// What one record shows beside them, behind them.
    static var furtherColumns: [Column<Self>] { get }
}

extension Tabular {
    static var furtherColumns: [Column<Self>] { [] }
}

extension Array where Element: Tabular {
    /// Without the columns in which no row has anything.
    var table: Table {
        let cells = Element.columns.map { column in (heading: column.heading, texts: map(column.text)) }
        let shown = isEmpty ? cells : cells.filter { $0.texts.contains { !$0.isEmpty } }
        return Table(heading: shown.map(\.heading), rows: indices.map { row in shown.map { $0.texts[row] } })
    }
}

extension Tabular {
    /// One line a column that isn't empty, with its heading.
    var recordLines: [String] {
        let cells = (Self.columns + Self.furtherColumns).map { ($0.heading, $0.text(self)) }.filter { !$0.1.isEmpty }
        let width = cells.map(\.0.count).max() ?? 0
        return cells.map { $0.0.padded(to: width) + "  " + $0.1 }
    }
}

extension Organization: Tabular {
    static var columns: [Column<Organization>] {
        [
            Column("ORGANIZATION") { $0.organizationID.text }, Column("NAME") { $0.name }, Column("PLAN") { $0.plan },
            Column("BELOW") { $0.parentID.text }, Column("STATE") { $0.state.label },
            Column("OWNER") { $0.ownerID.text }, Column("CREATED") { $0.createTime?.label ?? "" },
            Column("PURGED") { $0.purgeTime?.label ?? "" }, Column("POLICIES") { $0.policies?.label ?? "" }, Column("REVISION") { String($0.revision) },
        ]
    }
}

extension OrganizationSummary: Tabular {
    static var columns: [Column<OrganizationSummary>] {
        [
            Column("ORGANIZATION") { $0.organizationID.text }, Column("NAME") { $0.name }, Column("STATE") { $0.state.label },
            Column("BELOW") { $0.parentID.text },
        ]
    }
}

extension Subscription: Tabular {
    static var columns: [Column<Subscription>] {
        [
            Column("PLAN") { $0.plan }, Column("SINCE") { $0.planTime?.label ?? "" },
            Column("FEATURES") { $0.features.map(\.label).joined(separator: ", ") },
            Column("TO BE ENABLED") { $0.featuresToEnable.map(\.label).joined(separator: ", ") },
            Column("ADD-ONS") { $0.addOns.map { "\($0.seats) seats of \($0.productID)" }.joined(separator: ", ") },
            Column("DEFAULT PRODUCT") { $0.defaultProductID }, Column("REVISION") { String($0.revision) },
        ]
    }
}

extension Member: Tabular {
    static var columns: [Column<Member>] {
        [
            Column("MEMBER") { $0.memberID.text },
            Column("NAME") { $0.profile?.shownName ?? "" }, Column("E-MAIL") { $0.email }, Column("TITLE") { $0.profile?.title ?? "" },
            Column("REGION") { $0.profile?.region ?? "" }, Column("ROLE") { $0.role.label },
            Column("CUSTOM ROLE") { $0.customRoleID.isZero ? "" : $0.customRoleID.text },
            Column("ADMIN") { $0.admin.map { ([$0.level.label] + $0.categories.map(\.label)).joined(separator: " ") } ?? "" },
            Column("STATE") { $0.state.label },
            Column("LICENSES") { $0.licenses.map { "\($0.productID) \($0.state.label)" }.joined(separator: ", ") },
            Column("RESOURCES") { $0.resourceRoles.map { "\($0.resourceID) \($0.role.label)" }.joined(separator: ", ") },
            Column("WORKSPACES") { $0.workspaceIDs.map(\.text).joined(separator: ", ") },
            Column("CRM") { $0.crmSync?.status.label ?? "" }, Column("INVITED") { $0.inviteTime?.label ?? "" },
            Column("LAST LOGIN") { $0.lastLoginTime?.label ?? "" },
        ]
    }

    /// What else the member's own page has.
    static var furtherColumns: [Column<Member>] {
        [
            Column("ACTIVATED") { $0.activationTime?.label ?? "" }, Column("JOINED") { $0.createTime?.label ?? "" },
            Column("SEAT TYPE") { $0.seatType == .standard ? "" : $0.seatType.label }, Column("MAY") { $0.capabilities?.label ?? "" },
            Column("GROUPS") { $0.groups.map(\.groupID.text).joined(separator: ", ") },
            Column("EMPLOYEE ID") { $0.profile?.employeeID ?? "" }, Column("FUNCTION") { $0.profile?.jobFunction ?? "" },
            Column("DEPARTMENT") { $0.profile?.department ?? "" }, Column("REPORTS TO") { $0.profile?.manager ?? "" },
            Column("LOCALE") { $0.profile?.locale ?? "" },
            Column("ATTRIBUTES") { ($0.profile?.attributes ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ") },
        ]
    }
}

extension Profile {
    var shownName: String { displayName.isEmpty ? [givenName, familyName].filter { !$0.isEmpty }.joined(separator: " ") : displayName }
}

extension LicensePool: Tabular {
    static var columns: [Column<LicensePool>] {
        [Column("PRODUCT") { $0.productID }] + SeatCounts.columns.map { column in Column(column.heading) { $0.seats.map(column.text) ?? "" } }
    }
}

extension SeatCounts: Tabular {
    static var columns: [Column<SeatCounts>] {
        [
            Column("PURCHASED") { String($0.purchased) }, Column("ACTIVE") { String($0.active) }, Column("PENDING") { String($0.pending) },
            Column("PARKED") { String($0.parked) }, Column("AVAILABLE") { String($0.available) },
        ]
    }
}

extension LicenseAssignment: Tabular {
    static var columns: [Column<LicenseAssignment>] {
        [
            Column("LICENSE") { $0.licenseID.text }, Column("MEMBER") { $0.memberID.text }, Column("PRODUCT") { $0.productID },
            Column("STATE") { $0.state.label }, Column("ASSIGNED") { $0.assignTime?.label ?? "" }, Column("ACTIVATED") { $0.activateTime?.label ?? "" },
            Column("PARKED") { $0.parkTime?.label ?? "" }, Column("FROM") { $0.period?.startTime?.label ?? "" },
            Column("UNTIL") { $0.period?.endTime?.label ?? "" },
        ]
    }
}

extension SeatForecast: Tabular {
    static var columns: [Column<SeatForecast>] {
        [
            Column("PRODUCT") { $0.productID }, Column("WANTED") { String($0.count) }, Column("AVAILABLE") { String($0.seats?.available ?? 0) },
            Column("MISSING") { String($0.missing) }, Column("FITS") { $0.fitTime?.label ?? "never by time alone" },
        ]
    }
}

extension CrmSettings: Tabular {
    static var columns: [Column<CrmSettings>] {
        [
            Column("PROVIDER") { $0.provider == .unspecified ? "none" : $0.provider.label }, Column("INSTANCE") { $0.instance },
            Column("SYNC") { $0.syncEnabled ? "on" : "off" },
            Column("WRITES BACK") { crm in
                let written = crm.writeback ?? CrmWriteback()
                let all = [("inmails", written.inmails), ("messages", written.messages), ("notes", written.notes), ("calls", written.calls), ("smart-links", written.smartLinks)]
                return all.filter(\.1).map(\.0).joined(separator: ", ")
            },
            Column("CREATES CONTACTS") { $0.createContacts ? "on" : "off" }, Column("VALIDATES DATA") { $0.dataValidation ? "on" : "off" },
            Column("LAST SYNC") { $0.lastSyncTime?.label ?? "" }, Column("REVISION") { String($0.revision) },
        ]
    }
}

extension FeatureSettings: Tabular {
    static var columns: [Column<FeatureSettings>] {
        [
            Column("ROI REPORTING") { $0.roiReporting ? "on" : "off" }, Column("INMAIL AND MESSAGES") { $0.inmailAndMessages ? "on" : "off" },
            Column("TEAMLINK") { $0.teamlink ? "on" : "off" }, Column("SMART LINKS") { $0.smartLinks ? "on" : "off" },
            Column("REVISION") { String($0.revision) },
        ]
    }
}

extension MemberCrmSync: Tabular {
    static var columns: [Column<MemberCrmSync>] {
        [Column("MEMBER") { $0.memberID.text }, Column("CRM") { $0.crmSync?.status.label ?? "" }, Column("SINCE") { $0.crmSync?.time?.label ?? "" }]
    }
}

extension EffectivePermission: Tabular {
    static var columns: [Column<EffectivePermission>] {
        [Column("PERMISSION") { $0.permission.text }, Column("UNTIL") { $0.validUntil?.label ?? "" }]
    }
}

extension ExplainStep: Tabular {
    static var columns: [Column<ExplainStep>] {
        [Column("LOOKED AT") { $0.subject.label }, Column("EFFECT") { $0.effect.label }, Column("BECAUSE") { $0.message }]
    }
}

extension Key: Tabular {
    static var columns: [Column<Key>] {
        [
            Column("KEY") { $0.keyID.text }, Column("NAME") { $0.name }, Column("STATE") { $0.state.label }, Column("CEILING") { String($0.ceiling) },
            Column("EXPIRES") { $0.expireTime?.label ?? "" }, Column("PERMISSIONS") { $0.permissions.map(\.text).joined(separator: " ") },
        ]
    }
}

extension MutationResult {
    /// What a reader wants to know beside the resource; of a dry run, its plan.
    var lines: [String] {
        guard let plan else { return replayed ? ["(the answer of an earlier call with this request id)"] : [] }
        var lines = ["", "Nothing was changed. It would:"]
        lines += plan.seats.map { "  take seats of \($0.productID): \($0.usedBefore) → \($0.usedAfter) of \($0.purchasedAfter)" }
        lines.append("  append \(plan.events.count) event(s), at revision \(revision + 1)")
        if !plan.mails.isEmpty { lines.append("  queue \(plan.mails.count) mail(s)") }
        if plan.membersGaining > 0 { lines.append("  give permissions to \(plan.membersGaining) member(s)") }
        if plan.membersLosing > 0 { lines.append("  take permissions from \(plan.membersLosing) member(s)") }
        return lines + ["To carry out just that: --plan-token \(planToken)"]
    }
}
