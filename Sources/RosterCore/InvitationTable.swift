// InvitationTable: the invitations of one organization, and what events make of them.

import HashTreeCollections
import RosterAPI

/// Every invitation of an organization, those that are over included.
struct InvitationTable: Sendable {
    var records: TreeDictionary<InvitationID, InvitationRecord> = [:]
    /// In the order in which they were made.
    var order = SortedChunks<InvitationID>()

    mutating func put(_ record: InvitationRecord) {
        if records.updateValue(record, forKey: record.invitationID) == nil { order.insert(record.invitationID) }
    }
}

/// When a pending invitation ends by time alone, in a tree.
struct InvitationEnd: Comparable, Sendable {
    let time: Int64
    let organization: OrganizationID
    let invitation: InvitationID

    /// Nil for one that isn't pending.
    init?(_ record: InvitationRecord?, in organization: OrganizationID) {
        guard let record, record.state == .pending else { return nil }
        self.init(time: record.expireTime, organization: organization, invitation: record.invitationID)
    }

    init(time: Int64, organization: OrganizationID, invitation: InvitationID) {
        self.time = time
        self.organization = organization
        self.invitation = invitation
    }

    static func < (a: InvitationEnd, b: InvitationEnd) -> Bool {
        (a.time, a.organization, a.invitation) < (b.time, b.organization, b.invitation)
    }
}

extension Event.Fact {
    /// The invitation that a fact is about; nil for facts about something else.
    var invitationID: InvitationID? {
        switch self {
        case .invitationCreated(let fact): fact.invitationID
        case .invitationResent(let fact): fact.invitationID
        case .invitationAccepted(let fact): fact.invitationID
        case .invitationDeclined(let fact): fact.invitationID
        case .invitationRevoked(let fact): fact.invitationID
        case .invitationExpired(let fact): fact.invitationID
        default: nil
        }
    }
}

extension TreeState {
    /// Applies a fact about an invitation, and keeps the order in which they end.
    mutating func applyInvitation(
        _ event: Event, _ id: InvitationID, by actor: EntryActor?, revision: Int64, at now: Int64
    ) throws(UnreadableHistory) {
        let organization = event.organizationID
        guard organizations[organization] != nil else {
            throw UnreadableHistory(revision: revision, problem: "an event in an organization that doesn't exist")
        }
        if let end = InvitationEnd(organizations[organization]?.invitations[id], in: organization) { invitationEnds.remove(end) }
        try organizations[organization]?.mutate { (contents) throws(UnreadableHistory) in
            try contents.applyInvitation(event, id, by: actor, revision: revision, at: now)
        }
        if let end = InvitationEnd(organizations[organization]?.invitations[id], in: organization) { invitationEnds.insert(end) }
    }
}

extension OrganizationContents {
    mutating func applyInvitation(
        _ event: Event, _ id: InvitationID, by actor: EntryActor?, revision: Int64, at now: Int64
    ) throws(UnreadableHistory) {
        switch event.fact {
        case .invitationCreated(let fact):
            var invitation = InvitationRecord()
            invitation.invitationID = id
            invitation.revision = revision
            invitation.memberID = fact.memberID
            invitation.state = .pending
            invitation.generation = 1
            invitation.terms = fact.terms
            invitation.inviterID = actor?.memberID ?? MemberID()
            invitation.createTime = now
            invitation.sendTime = now
            invitation.expireTime = fact.expireTime?.nanosecondsSince1970 ?? 0
            invitations.put(invitation)
            try withMember(fact.memberID, revision, now) { member in
                member.invitationID = id
                member.inviteTime = now
            }
        case .invitationResent(let fact):
            try withInvitation(id, revision) { invitation in
                invitation.state = .pending
                invitation.generation = fact.generation
                invitation.sendTime = now
                invitation.expireTime = fact.expireTime?.nanosecondsSince1970 ?? 0
                invitation.endTime = 0
            }
            try withMember(invitations.records[id]?.memberID ?? MemberID(), revision, now) { $0.inviteTime = now }
        case .invitationAccepted:
            try end(id, as: .accepted, revision, at: now)
        case .invitationDeclined:
            try end(id, as: .declined, revision, at: now)
        case .invitationRevoked:
            try end(id, as: .revoked, revision, at: now)
        case .invitationExpired(let fact):
            try expire(fact, revision: revision)
        default:
            return
        }
        try reserve(id, revision)
    }

    private mutating func withInvitation(_ id: InvitationID, _ revision: Int64, _ change: (inout InvitationRecord) -> Void) throws(UnreadableHistory) {
        guard var invitation = invitations.records[id] else { throw UnreadableHistory(revision: revision, problem: "an invitation that doesn't exist") }
        change(&invitation)
        invitation.revision = revision
        invitations.put(invitation)
    }

    private mutating func end(_ id: InvitationID, as state: InvitationState, _ revision: Int64, at now: Int64) throws(UnreadableHistory) {
        try withInvitation(id, revision) { invitation in
            invitation.state = state
            invitation.endTime = now
        }
    }

    /// An invitation that ends takes the member and all that it had along. It changes nothing that anybody sees, since whoever asked
    /// in between was answered as if it had been noted at once; so the resources keep their revisions.
    private mutating func expire(_ fact: InvitationExpired, revision: Int64) throws(UnreadableHistory) {
        let end = fact.effectiveTime?.nanosecondsSince1970 ?? 0
        guard let before = invitations.records[fact.invitationID], let member = members[fact.memberID]?.record else {
            throw UnreadableHistory(revision: revision, problem: "an invitation that doesn't exist")
        }
        try withInvitation(fact.invitationID, before.revision) { invitation in
            invitation.state = .expired
            invitation.endTime = end
        }
        for license in member.licenses {
            guard let assignment = assignments[license] else { continue }
            try withAssignment(license, assignment.revision) { assignment in
                assignment.state = .revoked
                assignment.revokeTime = min(end, assignment.validity.end)
                assignment.reservationEnd = .max
            }
        }
        try leaveGroups(member, at: end)
        if let email = member.personal?.email, memberByEmail[email] == member.memberID { memberByEmail[email] = nil }
        try withMember(member.memberID, member.revision, member.updateTime, computedAt: end) { member in
            member.licenses = []
            if member.role == .custom { member.give(.member, RoleID(), .always) }
            member.forgetLapsedRole()
            member.adminLevel = .unspecified
            member.adminCategories = []
            member.adminValidity = .always
            member.forgetLapsedAdministration()
            member.state = .removed
            member.removeTime = end
            member.resourceRoles = []
            member.workspaces = []
            member.crmSync = nil
        }
    }

    /// The seats of somebody who is invited are free again when the invitation ends; of everybody else they aren't.
    private mutating func reserve(_ id: InvitationID, _ revision: Int64) throws(UnreadableHistory) {
        guard let invitation = invitations.records[id], let member = members[invitation.memberID]?.record else { return }
        let end = invitation.state == .pending ? invitation.expireTime : .max
        for license in member.licenses {
            guard let assignment = assignments[license], assignment.reservationEnd != end else { continue }
            try withAssignment(license, assignment.revision) { $0.reservationEnd = end }
        }
    }

    /// When the seat of a new license of this member is free again by time alone, because nobody came; `.max`: never.
    func reservationEnd(of member: MemberID) -> Int64 {
        guard let record = members[member]?.record, record.state == .pending, let invitation = invitations.records[record.invitationID],
            invitation.state == .pending
        else { return .max }
        return invitation.expireTime
    }

    /// An invitation shows what became of its last mail.
    mutating func noteMail(_ fact: MailQueued) {
        guard var invitation = invitations.records[fact.invitationID] else { return }
        invitation.mailID = fact.mailID
        invitations.put(invitation)
    }
}
