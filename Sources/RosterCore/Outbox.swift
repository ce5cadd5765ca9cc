// Outbox: the mails of one organization that wait, are in somebody's hands, or are done.

import HashTreeCollections
public import RosterAPI

/// Mails in the order in which they were written. Bounded: those that are done are forgotten, the oldest first.
public struct Outbox: Sendable {
    /// How long a mail is remembered after it is done, in nanoseconds.
    static let retention: Int64 = 30 * 24 * 3600 * 1_000_000_000
    /// Beyond this the oldest that are done are forgotten early.
    static let doneMax = 10_000
    /// The most mails that may wait.
    static let waitingMax = 100_000

    public private(set) var mails: TreeDictionary<MailID, MailRecord> = [:]
    private var queued = SortedChunks<MailID>()
    private var leased = SortedChunks<Moment>()
    private var done = SortedChunks<Moment>()

    private struct Moment: Comparable, Sendable {
        let time: Int64
        let mail: MailID
        static func < (a: Moment, b: Moment) -> Bool { (a.time, a.mail) < (b.time, b.mail) }
    }

    /// Whether somebody should come and look: a mail isn't done yet.
    public var hasMail: Bool { !queued.isEmpty || !leased.isEmpty }

    /// Mails that aren't done.
    var waiting: Int { queued.count + leased.count }

    /// Every mail, in order.
    var all: [MailRecord] { mails.values.sorted { $0.mailID < $1.mailID } }

    mutating func put(_ mail: MailRecord) {
        if let before = mails[mail.mailID] { list(before, isNew: false) }
        mails[mail.mailID] = mail
        list(mail, isNew: true)
    }

    private mutating func list(_ mail: MailRecord, isNew: Bool) {
        switch mail.state {
        case .queued: isNew ? queued.insert(mail.mailID) : queued.remove(mail.mailID)
        case .leased:
            let moment = Moment(time: mail.leaseEnd, mail: mail.mailID)
            isNew ? leased.insert(moment) : leased.remove(moment)
        default:
            let moment = Moment(time: mail.doneTime, mail: mail.mailID)
            isNew ? done.insert(moment) : done.remove(moment)
        }
    }

    /// A mail, unless it is forgotten at this time: when the next entry drops it, is nobody's business.
    func mail(_ id: MailID, at time: Int64) -> MailRecord? {
        mails[id].flatMap { $0.doneTime != 0 && $0.doneTime <= time - Self.retention ? nil : $0 }
    }

    /// At most `limit` mails that are in nobody's hands at this time, the oldest first.
    func available(at time: Int64, limit: Int) -> [MailRecord] {
        let overdue = leased.page(after: nil, limit: limit).prefix { $0.time <= time }.map(\.mail)
        return (overdue + queued.page(after: nil, limit: limit)).sorted().prefix(limit).compactMap { mails[$0] }
    }

    /// Mails that are in nobody's hands at this time.
    func availableCount(at time: Int64) -> Int { queued.count + leased.count { $0.time <= time } }

    /// Whether the orders are those that the mails have.
    var isOrderly: Bool {
        var fresh = Outbox()
        for mail in mails.values { fresh.put(mail) }
        return fresh.queued == queued && fresh.leased == leased && fresh.done == done
    }

    /// Forgets what has been done for long. Follows from the entries and their times alone.
    private mutating func prune(at now: Int64) {
        while let first = done.first, done.count > Self.doneMax || first.time <= now - Self.retention {
            done.remove(first)
            mails[first.mail] = nil
        }
    }

    /// Applies a fact about a mail.
    mutating func apply(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .mailQueued(let fact):
            var mail = MailRecord()
            mail.mailID = fact.mailID
            mail.revision = revision
            mail.template = fact.template
            mail.memberID = fact.memberID
            mail.invitationID = fact.invitationID
            mail.generation = fact.generation
            mail.state = .queued
            mail.createTime = now
            put(mail)
        case .mailLeased(let fact):
            var mail = try find(fact.mailID, revision)
            mail.state = .leased
            mail.leaseEnd = fact.leaseEndTime?.nanosecondsSince1970 ?? 0
            mail.attempts += 1
            mail.revision = revision
            put(mail)
        case .mailDone(let fact):
            var mail = try find(fact.mailID, revision)
            mail.state = fact.state
            mail.doneTime = now
            mail.revision = revision
            put(mail)
        default: return
        }
        prune(at: now)
    }

    private func find(_ id: MailID, _ revision: Int64) throws(UnreadableHistory) -> MailRecord {
        guard let mail = mails[id] else { throw UnreadableHistory(revision: revision, problem: "a mail that doesn't exist") }
        return mail
    }
}
