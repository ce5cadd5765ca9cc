// Fixture: one organization behind a ledger whose journal always succeeds, for tests that read as a story.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

let second: Int64 = 1_000_000_000
let day: Int64 = 24 * 3600 * second
/// 2026-11-02 12:00 UTC.
let noon: Int64 = 1_793_620_800 * second

/// A pseudo-random source with a seed (SplitMix64), so that every run is the same.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

let catalogue = Catalogue(pepper: Array("pepper of the tests".utf8))

/// A platform-wide key that may do everything, as the one made at first start.
let bootstrap = Principal(keyID: KeyID(high: 1, low: 2), keyOrganization: .platform, permissions: .all, ceiling: 100)

/// One tree, its ledger, and everything its journal took.
struct Fixture {
    var ledger: Ledger
    var now = noon
    var generator = SplitMix(1)
    var catalogue = RosterCoreTests.catalogue
    var journal: [Proposal] = []
    let organization: OrganizationID
    var tickets: UInt64 = 0

    /// An organization with the plan, ten seats of one product, and an owner.
    init(plan: String = "ENTERPRISE", seats: Int32 = 10, catalogue: Catalogue = RosterCoreTests.catalogue) throws {
        self.catalogue = catalogue
        let seed = Seed(milliseconds: noon / 1_000_000, random: (7, 7))
        let request = CreateOrganizationRequest.with { request in
            request.name = "Lumen Analytics"
            request.ownerEmail = "olivia@lumen.example"
            request.plan = plan
            request.pools = [.with { $0.productID = "sales_navigator"; $0.purchased = seats }]
        }
        let call = Call(Organizations.Create.self, request, by: bootstrap, ticket: 0, seed: seed, catalogue: catalogue)
        organization = call.newTree
        ledger = Ledger(state: TreeState(tree: call.newTree), epoch: 1)
        let answer = try carryOut(call)
        guard case .committed = answer else { throw Unexpected(answer: answer) }
    }

    struct Unexpected: Error { let answer: Answer }

    var state: TreeState { ledger.durable.state }
    var node: OrganizationNode { state[organization] ?? OrganizationNode(record: OrganizationRecord()) }
    var owner: MemberID { node.record.ownerID }

    /// The bootstrap key on behalf of a member.
    func acting(for member: MemberID) -> Principal { bootstrap.acting(for: .member(member)) }

    mutating func call<C: Command>(_ command: C.Type, _ request: C.Request, by principal: Principal? = nil) -> Call {
        tickets += 1
        let seed = Seed(milliseconds: now / 1_000_000, random: (generator.next(), generator.next()))
        return Call(command, request, by: principal ?? bootstrap, ticket: tickets, seed: seed, catalogue: catalogue) { key in Array("hash of \(key)".utf8) }
    }

    /// Submits a call; the journal takes what comes at once.
    mutating func carryOut(_ call: Call) throws -> Answer {
        var effects = ledger.submit(call, at: now)
        var answer: Answer?
        while true {
            for (ticket, got) in effects.answers where ticket == call.ticket { answer = got }
            guard let last = effects.appends.last else { break }
            journal += effects.appends.map(\.proposal)
            effects = ledger.appended(through: last.proposal.revision, epoch: last.proposal.epoch, at: now)
        }
        let violations = Invariants.violations(of: state, at: now)
        #expect(violations.isEmpty, "\(violations)")
        return try #require(answer)
    }

    /// Carries out a command and returns its response, or throws its refusal.
    @discardableResult
    mutating func send<C: Command>(_ command: C.Type, by principal: Principal? = nil, _ fill: (inout C.Request) -> Void) throws -> C.Response {
        var request = C.Request()
        fill(&request)
        let answer = try carryOut(call(command, request, by: principal))
        switch answer {
        case .committed(let version, let isReplay): return C.response(to: request, version, isReplay: isReplay)
        case .unchanged(let version): return C.response(to: request, version, isReplay: false)
        case .refused(let refusal): throw refusal
        case .recorded, .elsewhere: throw Unexpected(answer: answer)
        }
    }

    /// The reason of the refusal that a command gets; nil when it gets none.
    mutating func refusal<C: Command>(_ command: C.Type, by principal: Principal? = nil, _ fill: (inout C.Request) -> Void) -> Refusal? {
        do {
            try send(command, by: principal, fill)
            return nil
        } catch let refusal as Refusal {
            return refusal
        } catch {
            Issue.record(error)
            return nil
        }
    }

    /// Creates a member by the bootstrap key.
    @discardableResult
    mutating func member(_ email: String, _ role: OrganizationRole = .member, admin: AdminGrant? = nil, licensed: Bool = false) throws -> MemberID {
        let organization = organization
        return try #require(send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = email
            request.role = role
            request.admin = admin
            if licensed { request.productIDs = ["sales_navigator"] }
        }.member).memberID
    }

    mutating func suspend(_ member: MemberID, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.Suspend.self, by: principal) { $0.organizationID = organization; $0.memberID = member }
    }

    mutating func remove(_ member: MemberID, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.Remove.self, by: principal) { $0.organizationID = organization; $0.memberID = member }
    }

    mutating func restore(_ member: MemberID, _ role: OrganizationRole = .unspecified, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.Restore.self, by: principal) { $0.organizationID = organization; $0.memberID = member; $0.role = role }
    }

    mutating func setRole(_ member: MemberID, _ role: OrganizationRole, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.SetOrganizationRole.self, by: principal) { $0.organizationID = organization; $0.memberID = member; $0.role = role }
    }

    mutating func setEmail(_ member: MemberID, _ email: String, by principal: Principal? = nil) -> Refusal? {
        let organization = organization
        return refusal(Members.Update.self, by: principal) { request in
            request.member = .with { $0.organizationID = organization; $0.memberID = member; $0.email = email }
        }
    }

    mutating func assign(_ member: MemberID, _ product: String = "sales_navigator", by principal: Principal? = nil, until end: Int64? = nil) -> Refusal? {
        let organization = organization
        return refusal(Licenses.Assign.self, by: principal) { request in
            request.organizationID = organization
            request.memberID = member
            request.productID = product
            request.period = end.map { Validity(end: $0) }?.period
        }
    }

    func check(_ permission: Permission, of member: MemberID, at time: Int64? = nil) -> Authorization.Decision {
        Authorization.check(permission, of: .member(member), in: organization, of: state, at: time ?? now)
    }

    /// The journal's tree, replayed from nothing.
    func replayed() throws -> TreeState {
        var state = TreeState(tree: organization)
        for proposal in journal { try state.evolve(Entry(journal: proposal.entry), personal: proposal.personal, hash: proposal.hash) }
        return state
    }
}

let fullAdmin = AdminGrant.with { $0.level = .full }

func subAdmin(_ categories: AdminCategory...) -> AdminGrant {
    var grant = AdminGrant()
    grant.level = .sub
    grant.categories = categories
    return grant
}
