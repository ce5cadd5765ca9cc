// MailOperations: mails wait in the outbox, are taken by whoever delivers them, and are done.

import RosterAPI
import RosterCore
import WellKnown

struct NaiveMail {
    var invitation: InvitationID
    /// That of the invitation when it was written.
    var generation: Int32
    var state = MailState.queued
    var leaseEnd: Int64 = 0
    var attempts = 0
    var doneTime: Int64 = 0

    /// A lease that ran out left it in the queue at that very moment.
    func state(at now: Int64) -> MailState { state == .leased && leaseEnd <= now ? .queued : state }

    var isDone: Bool { [.sent, .bounced, .suppressed].contains(state) }
}

struct LeaseOutbox: ModelCommand {
    let limit: Int32
    let seconds: Int64

    func validate() throws { try refuse(!(0...1000).contains(limit) || !(1...86_400).contains(seconds), .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.mailSend)
        needs.permissions.append(.invitationsWrite)
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        var left = limit == 0 ? 50 : limit
        for (id, mail) in account.mails.sorted(by: { $0.key < $1.key }) where mail.state(at: done.now) == .queued && left > 0 {
            let invitation = account.invitations[mail.invitation]
            // What tells nothing true any more is told to nobody.
            guard invitation?.state == .pending, invitation?.generation == mail.generation else {
                account.mails[id]?.state = .suppressed
                account.mails[id]?.doneTime = done.now
                continue
            }
            account.mails[id]?.state = .leased
            account.mails[id]?.leaseEnd = done.now + seconds * 1_000_000_000
            account.mails[id]?.attempts += 1
            left -= 1
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Mail.LeaseOutbox.self) { request in
            request.organizationID = draft.organization
            request.limit = limit
            request.lease = .with { $0.seconds = seconds }
        }
    }
}

/// Each outcome by itself.
struct AckOutbox: ModelCommand {
    let mails: [MailID]
    let state: MailState

    func validate() throws {
        try refuse(mails.isEmpty || Set(mails).count != mails.count || ![.sent, .bounced, .suppressed].contains(state), .invalidField)
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.mailSend)
        needs.permissions.append(.invitationsWrite)
        return needs
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for id in mails {
            guard let mail = account.mails[id], mail.attempts > 0, mail.state != state else { continue }
            guard mail.state == .leased || mail.state == .sent && state == .bounced else { continue }
            account.mails[id]?.state = state
            account.mails[id]?.doneTime = done.now
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Mail.AckOutbox.self) { request in
            request.organizationID = draft.organization
            request.outcomes = mails.map { id in .with { $0.mailID = id; $0.state = state } }
        }
    }
}
