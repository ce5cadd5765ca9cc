// Ledger: one tree's order of things. It decides at once on speculative state and answers when the journal has made it durable.

public import RosterAPI

/// The ledger of one tree (architecture 2.1): pure, so that the actor around it only carries effects out.
///
/// Six rules hold, and the simulation breaks each on purpose:
/// 1. everything computed from the ledger waits until the revision it was decided at is durable;
/// 2. after a failed append the ledger returns to the durable state, raises the epoch and decides the innocent commands again, in order;
/// 3. a claim that another tree could hold is decided on a drained ledger, and nothing after it until the journal has answered;
/// 4. a request id is looked up here: deciding → join, done → the stored answer, else decide;
/// 5. decided is decided: nothing here cancels;
/// 6. undurable work is bounded; over the bound a command is refused undecided.
public struct Ledger: Sendable {
    public struct Bounds: Sendable {
        public var commands = 1024
        public var bytes = 8 << 20
        /// Durable versions kept for exact reads and replays; each takes some 8 KB that no other shares.
        public var recentVersions = 64
        public init() {}
    }

    /// What the surroundings must do after a step, in order: appends to the journal, then answers to callers.
    public struct Effects: Sendable {
        public var appends: [Append] = []
        public var answers: [(ticket: UInt64, answer: Answer)] = []
    }

    /// A proposal with the state that becomes visible once it is durable. A reference, since it goes through many hands.
    public final class Append: Sendable {
        public let proposal: Proposal
        public let version: Version

        init(proposal: Proposal, version: Version) {
            self.proposal = proposal
            self.version = version
        }
    }

    /// Why an append failed, in the journal's words.
    public enum AppendFailure: Error, Sendable, Equatable {
        case storageFull
        case claimTaken(Claim.Kind, by: OrganizationID)
        /// Another writer moved the tree on, or the journal is closed: the ledger must be opened anew.
        case notSuccessor
        /// An earlier append of this epoch failed, or another owner has opened the tree. For a ledger that has gone on to its next
        /// epoch this is an echo; for one that has not, the tree is somebody else's.
        case epochClosed
        case closed
    }

    public let tree: OrganizationID
    public private(set) var epoch: Int64
    /// What readers may see.
    public private(set) var durable: Version
    private var speculative: Version
    /// Decided but not durable, in order of decision; revisions never decrease.
    private var undurable: [Undurable] = []
    /// Not decided yet, because a contended claim stands before them.
    private var waiting: [Call] = []
    /// Set while one entry must be answered by the journal before anything else is decided.
    private var isFenced = false
    private var undurableBytes = 0
    private var recent: [Version] = []
    private let bounds: Bounds
    /// Rules switched off, to see that the simulation notices.
    package var weakening: Weakening = []

    private struct Undurable {
        let call: Call
        /// The speculative revision at which this was decided.
        let revision: Int64
        let outcome: Outcome
        let bytes: Int
    }

    private enum Outcome {
        case appended(Append)
        /// Noted before a command that waits for it is decided; nobody gets an answer to it.
        case noted(Append)
        case answered(Answer)
    }

    /// - Parameter state: the durable state: empty for a tree about to be created, else what the journal holds.
    public init(state: TreeState, epoch: Int64, bounds: Bounds = Bounds()) {
        tree = state.tree
        self.epoch = epoch
        self.bounds = bounds
        durable = Version(state: state, entry: nil)
        speculative = durable
        recent.reserveCapacity(min(bounds.recentVersions, 64))
    }

    /// The number of commands taken in but not answered.
    public var undurableCount: Int { undurable.count + waiting.count }

    /// Whether everything decided is durable and answered.
    public var isDrained: Bool { undurable.isEmpty && waiting.isEmpty }

    /// A recent durable version; nil when it must be rebuilt from the journal.
    public func version(at revision: Int64) -> Version? {
        if revision == durable.state.revision { return durable }
        guard revision > 0, revision < durable.state.revision else { return nil }
        let slot = Int(revision % Int64(bounds.recentVersions))
        guard slot < recent.count, recent[slot].state.revision == revision else { return nil }
        return recent[slot]
    }

    // MARK: Steps

    /// Takes a command in.
    /// - Parameter now: the wall clock in nanoseconds since 1970; recorded times never go back all the same.
    public mutating func submit(_ call: Call, at now: Int64) -> Effects {
        var effects = Effects()
        let isFull = undurableCount >= bounds.commands || undurableBytes + call.byteCount > bounds.bytes
        if isFull, !weakening.contains(.unbounded) {
            effects.answers.append((call.ticket, .refused(.overloaded())))
            return effects
        }
        undurableBytes += call.byteCount
        waiting.append(call)
        decideWaiting(at: now, &effects)
        return effects
    }

    /// The journal made everything through this revision durable.
    public mutating func appended(through revision: Int64, epoch: Int64, at now: Int64) -> Effects {
        var effects = Effects()
        guard epoch == self.epoch else { return effects }
        release(through: revision, &effects)
        decideWaiting(at: now, &effects)
        return effects
    }

    /// The journal refused the entry of this revision, and so the rest of the epoch; nothing at or after it is durable.
    public mutating func failed(at revision: Int64, epoch: Int64, _ failure: AppendFailure, at now: Int64) -> Effects {
        var effects = Effects()
        guard epoch == self.epoch else { return effects }
        var again: [Call] = []
        for item in undurable {
            switch item.outcome {
            case .appended(let append) where append.proposal.revision == revision:
                undurableBytes -= item.call.byteCount
                effects.answers.append((item.call.ticket, Self.answer(to: failure)))
            case .noted:
                // It stood alone, and the first that waits is the one for which it was made.
                guard let call = waiting.first else { continue }
                waiting.removeFirst()
                undurableBytes -= call.byteCount
                effects.answers.append((call.ticket, Self.answer(to: failure)))
            default:
                again.append(item.call)
            }
        }
        undurable.removeAll()
        waiting.insert(contentsOf: again, at: 0)
        if !weakening.contains(.keepSpeculation) { speculative = durable }
        self.epoch += 1
        isFenced = false
        switch failure {
        case .notSuccessor, .epochClosed, .closed:
            // What the journal holds is unknown here, so nothing more may be decided on it.
            for call in waiting { effects.answers.append((call.ticket, .refused(.unavailable()))) }
            waiting.removeAll()
            undurableBytes = 0
        case .storageFull:
            // One probe at a time: deciding a thousand commands again after each refusal would cost a million decisions.
            decideWaiting(at: now, probing: true, &effects)
        case .claimTaken:
            decideWaiting(at: now, &effects)
        }
        return effects
    }

    // MARK: Deciding

    private mutating func decideWaiting(at now: Int64, probing: Bool = false, _ effects: inout Effects) {
        var decided = 0
        while decided < waiting.count, !isFenced {
            guard decide(waiting[decided], at: now, &effects) else { break }
            decided += 1
            if probing, !undurable.isEmpty { isFenced = true }
        }
        waiting.removeFirst(decided)
    }

    /// Decides one command; false when it must wait for the ledger to drain.
    private mutating func decide(_ call: Call, at now: Int64, _ effects: inout Effects) -> Bool {
        if let key = call.requestKey, !weakening.contains(.forgetRequests), let record = speculative.state.requests.record(of: key, at: now) {
            settle(call, duplicate(call, of: record), &effects)
            return true
        }
        if noteOverdue(before: call, at: now, &effects) { return false }
        var context = DecisionContext(state: speculative.state, call: call, now: now)
        do throws(Refusal) {
            try call.command.decide(&context)
        } catch {
            settle(call, .refused(error), &effects)
            return true
        }
        let refusals = context.refusals
        guard let decision = context.seal(epoch: epoch) else {
            // Nothing to change: the answer is the state as it stands, and the entry that led to it is not this call's.
            settle(call, .unchanged(Version(state: speculative.state, entry: nil, refusals: refusals)), &effects)
            return true
        }
        if decision.proposal.isContended, !weakening.contains(.noBarrier) {
            if !undurable.isEmpty { return false }
            isFenced = true
        }
        speculative = decision.version
        undurable.append(Undurable(call: call, revision: decision.proposal.revision, outcome: .appended(decision), bytes: call.byteCount))
        effects.appends.append(decision)
        if weakening.contains(.answerEarly) {
            effects.answers.append((call.ticket, .committed(decision.version, isReplay: false)))
        }
        return true
    }

    /// When more invitations are over than one entry takes note of, notes some of them in an entry of their own, and lets the command
    /// wait. True: it must. So many come at once when a large tree was asleep, or many were invited in one hour.
    private mutating func noteOverdue(before call: Call, at now: Int64, _ effects: inout Effects) -> Bool {
        let time = max(now, speculative.state.time)
        guard call.command.settlesMax > Sweep.expiriesMax, speculative.state.overdue(at: time) > Sweep.expiriesMax else { return false }
        guard undurable.isEmpty else { return true }
        let sweep = Call(Sweep(), ticket: call.ticket, seed: call.seed, catalogue: call.catalogue)
        let context = DecisionContext(state: speculative.state, call: sweep, now: now).notingSettled()
        guard let slice = context.seal(epoch: epoch) else { return false }
        isFenced = true
        speculative = slice.version
        undurable.append(Undurable(call: sweep, revision: slice.proposal.revision, outcome: .noted(slice), bytes: 0))
        effects.appends.append(slice)
        return true
    }

    private func duplicate(_ call: Call, of record: RequestRecord) -> Answer {
        guard record.digest == call.requestDigest else { return .refused(.requestIDReused()) }
        for item in undurable.reversed() {
            if case .appended(let append) = item.outcome, append.proposal.revision == record.revision {
                return .committed(append.version, isReplay: true)
            }
        }
        if let version = version(at: record.revision), version.entry != nil { return .committed(version, isReplay: true) }
        return .recorded(revision: record.revision)
    }

    /// An answer without an entry of its own leaves when what it was computed from is durable.
    private mutating func settle(_ call: Call, _ answer: Answer, _ effects: inout Effects) {
        if undurable.isEmpty || weakening.contains(.answerEarly) {
            undurableBytes -= call.byteCount
            effects.answers.append((call.ticket, answer))
        } else {
            undurable.append(Undurable(call: call, revision: speculative.state.revision, outcome: .answered(answer), bytes: call.byteCount))
        }
    }

    private mutating func release(through revision: Int64, _ effects: inout Effects) {
        var count = 0
        for item in undurable {
            guard item.revision <= revision else { break }
            count += 1
            undurableBytes -= item.bytes
            switch item.outcome {
            case .noted(let append):
                durable = append.version
                remember(append.version)
            case .appended(let append):
                durable = append.version
                if !append.proposal.personalErasures.isEmpty {
                    // States before this one still show what was erased; from the journal they can be rebuilt without.
                    recent.removeAll()
                }
                remember(append.version)
                if weakening.contains(.answerEarly) { continue }
                effects.answers.append((item.call.ticket, .committed(append.version, isReplay: false)))
            case .answered(let answer):
                effects.answers.append((item.call.ticket, answer))
            }
        }
        undurable.removeFirst(count)
        if undurable.isEmpty { isFenced = false }
    }

    private mutating func remember(_ version: Version) {
        let slot = Int(version.state.revision % Int64(bounds.recentVersions))
        while recent.count <= slot { recent.append(durable) }
        recent[slot] = version
    }

    private static func answer(to failure: AppendFailure) -> Answer {
        switch failure {
        case .storageFull: .refused(.storageFull())
        case .claimTaken(.owner, _): .refused(.alreadyOwnsOrganization())
        case .claimTaken(.request, let tree): .elsewhere(tree)
        case .notSuccessor, .epochClosed, .closed: .refused(.unavailable())
        }
    }

    /// The rules of architecture 2.1, each of which a test can switch off to see that the simulation notices.
    package struct Weakening: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }
        /// Rule 1 off: answers leave before their revision is durable.
        package static let answerEarly = Weakening(rawValue: 1)
        /// Rule 2 off: the ledger goes on from speculative state after a failed append.
        package static let keepSpeculation = Weakening(rawValue: 2)
        /// Rule 3 off: contended claims are decided like any other.
        package static let noBarrier = Weakening(rawValue: 4)
        /// Rule 4 off: request ids are not looked up.
        package static let forgetRequests = Weakening(rawValue: 8)
        /// Rule 6 off: no bound.
        package static let unbounded = Weakening(rawValue: 16)
    }
}

/// A state together with the entry that led to it. A reference: both consist of many, and a version is handed on and kept often.
public final class Version: Sendable {
    public let state: TreeState
    /// Nil for a state that was loaded, not decided.
    public let entry: Entry?
    /// Items of the request that were refused while others were carried out.
    public let refusals: [ItemRefusal]

    /// - Parameter refusals: those of a decision that changed nothing; else the entry holds them.
    public init(state: TreeState, entry: Entry?, refusals: [ItemRefusal] = []) {
        self.state = state
        self.entry = entry
        self.refusals = entry?.refusals ?? refusals
    }
}

/// What a caller gets, once it may leave the ledger.
public enum Answer: Sendable {
    /// The entry is durable; the response is rebuilt from it and the state as of it. Secrets are left out of a replay.
    case committed(Version, isReplay: Bool)
    /// Nothing had to change; the response shows the state as it stands.
    case unchanged(Version)
    /// The request was answered at this revision, which must be read from the journal.
    case recorded(revision: Int64)
    /// A creation under this request id was answered by another tree, which holds the answer.
    case elsewhere(OrganizationID)
    case refused(Refusal)
}
