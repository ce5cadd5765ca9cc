// What people want to see of groups.

import RosterAPI
import RosterClient

extension Group: Tabular {
    static var columns: [Column<Group>] {
        [
            Column("GROUP") { $0.groupID.text }, Column("NAME") { $0.name }, Column("DESCRIPTION") { $0.description },
            Column("MEMBERS") { String($0.memberCount) }, Column("OWNER") { $0.ownerID.text }, Column("CREATED") { $0.createTime?.label ?? "" },
            Column("MODIFIED") { $0.updateTime?.label ?? "" }, Column("REVISION") { String($0.revision) },
        ]
    }
}

extension GroupMember: Tabular {
    static var columns: [Column<GroupMember>] {
        Member.columns.map { column in Column(column.heading) { $0.member.map(column.text) ?? "" } }
            + [Column("UNTIL") { $0.period?.endTime?.label ?? "" }]
    }
}

extension GroupRule: Tabular {
    static var columns: [Column<GroupRule>] {
        [
            Column("RULE") { $0.ruleID.text }, Column("GROUP") { $0.groupID.text }, Column("SOURCE") { $0.source.label },
            Column("ATTRIBUTE") { $0.attribute }, Column("MATCH") { $0.match.label }, Column("VALUE") { $0.value },
        ]
    }
}

extension GroupItemResult: Tabular {
    static var columns: [Column<GroupItemResult>] {
        [
            Column("MEMBER") { $0.email.isEmpty ? $0.memberID.text : $0.email }, Column("OUTCOME") { $0.outcome.label },
            Column("REASON") { $0.error?.reason?.name ?? "" },
        ]
    }
}

extension [GroupItemResult] {
    var exitCode: Int32 { contains { $0.outcome == .failed } ? Failure.partial : 0 }
}
