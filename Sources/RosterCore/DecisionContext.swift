// DecisionContext: what a decision sees and what it leaves behind, from the first check to the sealed proposal.

import Digest
public import RosterAPI
import WellKnown
import Wire

/// The surroundings of one decision. Everything that is not in the state comes in here, so that deciding is a pure function.
///
/// A command looks at ``state`` and appends facts; each is applied at once, so the next look sees it.
public struct DecisionContext: Sendable {
    /// The state with the facts appended so far.
    public internal(set) var state: TreeState
    /// The state as it was before.
    public let before: TreeState
    /// Who calls, in the organization addressed; set by the shared checks.
    public internal(set) var caller: Caller
    /// The organization addressed.
    public internal(set) var organization = OrganizationID()
    /// The time that will be recorded: max(the state's, the wall clock).
    public let now: Int64
    /// The events so far.
    public private(set) var events: [Event] = []

    private let call: Call
    private var ids: IDSource
    private var personal: [(organization: OrganizationID, member: MemberID)] = []
    private var hasPersonal: Set<MemberID> = []
    /// Invitations that were over by now: the entry begins with these facts, if there is one.
    private var settled: [Event]
    private var notesSettled = false
    /// Items that were refused while others were carried out.
    private(set) var refusals: [ItemRefusal] = []
    private var erasures: [MemberID] = []
    private var secrets: [KeySecret] = []
    private var claims: [Claim] = []

    init(state: TreeState, call: Call, now: Int64) {
        var current = state
        settled = current.settle(at: max(state.time, now), limit: call.command.settlesMax)
        self.state = current
        before = state
        self.call = call
        caller = Caller(key: call.principal)
        self.now = max(state.time, now)
        ids = IDSource(call.seed)
    }

    public var principal: Principal { call.principal }
    public var catalogue: Catalogue { call.catalogue }

    /// The organization addressed, as it stands now. Commands run only where it exists.
    var node: OrganizationNode { state.organizations[organization] ?? OrganizationNode(record: OrganizationRecord()) }

    /// The revision that the entry will have.
    var revision: Int64 { before.revision + 1 }

    private var actor: EntryActor {
        var actor = EntryActor()
        actor.keyID = principal.keyID
        actor.memberID = caller.memberID ?? MemberID()
        return actor
    }

    // MARK: What a command leaves

    /// A new id.
    mutating func newID<Tag: IdentifierTag>() -> Identifier<Tag> { ids.next() }

    /// The most facts of one entry. Whoever asks for more asks for it in several calls.
    static let factsMax = 100_000

    /// A fact in the organization addressed.
    mutating func append(_ fact: Event.Fact) throws(Refusal) {
        guard events.count < Self.factsMax else { throw .batchTooLarge("request", most: Self.factsMax) }
        var event = Event()
        event.organizationID = organization
        event.fact = fact
        // New ids are random, but for those of a plan that was carried out before.
        if state.holdsWhat(isCreatedBy: event) { throw .planStale() }
        do throws(UnreadableHistory) {
            try state.apply(event, by: actor, revision: revision, at: now)
        } catch {
            // A command that contradicts itself; nothing of it may be kept.
            throw .wrongState("the change can't be made")
        }
        events.append(event)
    }

    /// What is known of a member from now on. Belongs to a fact that says so without saying what.
    mutating func setPersonal(_ data: PersonalData, of member: MemberID) throws(Refusal) {
        do throws(UnreadableHistory) {
            try state.setPersonal(data, of: member, in: organization, at: now, revision: revision)
        } catch {
            throw .wrongState("the change can't be made")
        }
        if hasPersonal.insert(member).inserted { personal.append((organization, member)) }
    }

    /// Carries out one of several items. What stands in its way undoes this item only, and is told in the answer.
    mutating func attempt(_ index: Int, _ body: (inout DecisionContext) throws(Refusal) -> Void) {
        let (state, eventCount, personalCount, claimCount) = (state, events.count, personal.count, claims.count)
        do throws(Refusal) {
            try body(&self)
        } catch {
            self.state = state
            events.removeLast(events.count - eventCount)
            for (_, member) in personal[personalCount...] { hasPersonal.remove(member) }
            personal.removeLast(personal.count - personalCount)
            claims.removeLast(claims.count - claimCount)
            refuse(index, error)
        }
    }

    /// Tells in the answer why an item was not carried out.
    mutating func refuse(_ index: Int, _ refusal: Refusal) {
        refusals.append(.with { item in
            item.index = Int32(truncatingIfNeeded: index)
            item.status = refusal.status
        })
    }

    /// Makes an entry of what is over by time alone, even if nothing else happens.
    mutating func noteSettled() { notesSettled = true }

    consuming func notingSettled() -> DecisionContext {
        noteSettled()
        return self
    }

    /// Deletes all rows of personal data of a member.
    mutating func erasePersonal(of member: MemberID) { erasures.append(member) }

    /// Takes or gives back a unique key.
    mutating func claim(_ claim: Claim) { claims.append(claim) }

    /// The hash of a new secret for a key, which the caller of the ledger makes: the rules never see a secret.
    mutating func setSecret(of key: KeyID) {
        let hash = call.secretHash?(key) ?? []
        var secret = KeySecret()
        secret.keyID = key
        secret.hash = hash
        secrets.append(secret)
        state.keys[key]?.secretHash = hash
    }

    /// HMAC(pepper, text): what claims and index rows hold instead of an address.
    func fingerprint(_ text: String) -> [UInt8] { catalogue.fingerprint(text) }

    /// The claim that makes a creation under a request id happen once, over all trees; nil without a request id.
    var creationClaim: Claim? {
        call.requestKey.map { Claim(.take, .request, $0.bytes) }
    }

    // MARK: Plans

    /// The plan to be carried out.
    var plan: PlanToken? { call.plan }

    /// Compares the outcome with the plan.
    func checkPlan<Request: MutatingRequest>(_ request: Request) throws(Refusal) {
        if let plan, plan.digest != PlanToken.digest(of: events, request) { throw .planStale() }
    }

    // MARK: The proposal

    /// The entry as the journal will have it, with the state it leads to; nil when nothing happened.
    consuming func seal(epoch: Int64) -> Ledger.Append? {
        guard !events.isEmpty || notesSettled && !settled.isEmpty else { return nil }
        let events = settled + events
        var entry = Entry()
        var header = EntryHeader()
        header.organizationID = state.tree
        header.revision = revision
        header.time = Timestamp(nanosecondsSince1970: now)
        header.actor = actor
        header.method = call.command.methodName
        header.reason = call.command.options?.reason ?? ""
        header.requestID = call.command.options?.requestID ?? ""
        entry.header = header
        entry.events = events
        entry.secrets = secrets
        entry.refusals = refusals
        entry.claims = claims.map { claim in
            var record = ClaimRecord()
            record.kind = Int32(claim.kind.rawValue)
            record.key = claim.key
            record.isRelease = claim.change == .release
            return record
        }
        entry.requestKey = call.requestKey ?? .zero
        entry.requestDigest = call.requestKey == nil ? .zero : call.requestDigest

        var rows: [PersonalRow] = []
        for (organization, member) in personal where !erasures.contains(member) {
            guard let data = state.organizations[organization]?.members[member]?.record.personal else { continue }
            let row = PersonalRow(subject: member, revision: revision, salt: ids.salt(), bytes: data.encoded())
            rows.append(row)
            var commitment = PersonalCommitment()
            commitment.organizationID = organization
            commitment.memberID = member
            commitment.hash = row.commitment
            entry.commitments.append(commitment)
        }

        let bytes = entry.encoded()
        let hash = Entry.hash(after: before.chainHash, bytes)
        state.finish(entry, at: now, hash: hash)
        let proposal = Proposal(
            tree: state.tree, epoch: epoch, revision: revision, previousHash: before.chainHash, hash: hash, time: now, entry: bytes,
            personal: rows, personalErasures: erasures, claims: claims,
            index: IndexChange.changes(from: before, to: state, by: events, catalogue))
        return Ledger.Append(proposal: proposal, version: Version(state: state, entry: entry))
    }
}
