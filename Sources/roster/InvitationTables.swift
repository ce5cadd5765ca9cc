// What people want to see of invitations and mails.

import RosterAPI
import WellKnown

extension Invitation: Tabular {
    static var columns: [Column<Invitation>] {
        [
            Column("INVITATION") { $0.invitationID.text }, Column("MEMBER") { $0.memberID.text }, Column("E-MAIL") { $0.email },
            Column("STATE") { $0.state.label }, Column("ROLE") { $0.terms?.role.label ?? "" }, Column("SEAT") { $0.terms?.seatType.label ?? "" },
            Column("PRODUCTS") { ($0.terms?.productIDs ?? []).joined(separator: ", ") }, Column("MAIL") { $0.mailState == .unspecified ? "" : $0.mailState.label },
            Column("SENT") { $0.sendTime?.label ?? "" }, Column("TIMES") { String($0.generation) }, Column("EXPIRES") { $0.expireTime?.label ?? "" },
            Column("ENDED") { $0.endTime?.label ?? "" },
        ]
    }
}

extension InviteResult: Tabular {
    static var columns: [Column<InviteResult>] {
        [
            Column("E-MAIL") { $0.email }, Column("INVITATION") { $0.invitationID.isZero ? "" : $0.invitationID.text },
            Column("MEMBER") { $0.memberID.isZero ? "" : $0.memberID.text }, Column("NOTE") { $0.isDuplicate ? "stands there before" : "" },
            Column("REFUSED") { $0.error?.refusalLabel ?? "" },
        ]
    }
}

extension OutboxMail: Tabular {
    static var columns: [Column<OutboxMail>] {
        [
            Column("MAIL") { $0.mailID.text }, Column("TEMPLATE") { $0.template }, Column("TO") { $0.email }, Column("LOCALE") { $0.locale },
            Column("LINK") { $0.link }, Column("PARAMETERS") { $0.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ") },
            Column("LEASED UNTIL") { $0.leaseEndTime?.label ?? "" }, Column("ATTEMPT") { String($0.attempt) },
        ]
    }
}

extension AckResult: Tabular {
    static var columns: [Column<AckResult>] {
        [
            Column("MAIL") { $0.mailID.text }, Column("STATE") { $0.state == .unspecified ? "" : $0.state.label },
            Column("REFUSED") { $0.error?.refusalLabel ?? "" },
        ]
    }
}

extension Status {
    /// The reason, or the text without one.
    var refusalLabel: String {
        for detail in details {
            if let info = try? detail.unpack(ErrorInfo.self) { return info.reason }
        }
        return message
    }
}
