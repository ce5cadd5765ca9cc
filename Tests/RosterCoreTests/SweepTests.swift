// Sweep: what has ended by time alone gets its fact, and nobody sees a difference (product.md 4.1).

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct SweepTests {
    private func sweep(_ world: inout Fixture) throws -> [GrantExpired] {
        world.tickets += 1
        let call = Call(Sweep(), ticket: world.tickets, seed: Seed(milliseconds: 1, random: (world.tickets, 4)), catalogue: world.catalogue)
        guard case .committed(let version, _) = try world.carryOut(call) else { return [] }
        #expect(version.entry?.header?.method == "" && version.entry?.header?.actor == EntryActor())
        return (version.entry?.events ?? []).compactMap { event in if case .grantExpired(let fact)? = event.fact { fact } else { nil } }
    }

    /// One of each kind, ending at noon + 10 s, + 20 s and so on.
    private func world() throws -> (Fixture, member: MemberID, key: KeyID) {
        var world = try Fixture()
        let organization = world.organization
        let member = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "a@x.example"
            request.role = .manager
            request.rolePeriod = Validity(end: noon + 10 * second).period
            request.admin = .with { $0.level = .full; $0.period = Validity(end: noon + 20 * second).period }
        }.member).memberID
        #expect(world.assign(member, until: noon + 30 * second) == nil)
        let key = try #require(world.send(Keys.Create.self) { request in
            request.organizationID = organization
            request.name = "loader"
            request.permissions = [.membersRead]
            request.expireTime = Timestamp(nanosecondsSince1970: noon + 50 * second)
        }.key).keyID
        try world.send(Keys.Rotate.self) { $0.organizationID = organization; $0.keyID = key; $0.overlap = .with { $0.seconds = 40 } }
        return (world, member, key)
    }

    @Test("each end gets one fact with its time, when it has come and not before")
    func each() throws {
        var (world, member, key) = try world()
        let license = try #require(world.node.assignments.keys.first)
        #expect(try sweep(&world) == [])
        var facts: [GrantExpired] = []
        for seconds in stride(from: 10, through: 50, by: 10) {
            let end = noon + Int64(seconds) * second
            #expect(world.state.nextExpiry == end)
            world.now = end - 1
            #expect(try sweep(&world) == [])
            world.now = end
            let before = Answers(world.state, world.organization, at: end)
            let found = try sweep(&world)
            #expect(Answers(world.state, world.organization, at: end).difference(from: before) == nil)
            #expect(found.map(\.effectiveTime?.nanosecondsSince1970) == [end])
            facts += found
        }
        #expect(facts.map(\.kind) == [.role, .administration, .license, .previousSecret, .key])
        #expect(facts.map(\.memberID) == [member, member, member, MemberID(), MemberID()])
        #expect(facts[2].licenseID == license && facts[4].keyID == key)
        #expect(world.state.nextExpiry == nil)
        let record = try #require(world.node.members[member]?.record)
        #expect(record.role == .member && record.adminLevel == .unspecified && record.licenses == [])
        #expect(world.node.assignments[license]?.state == .revoked && world.state.keys[key]?.secretHash == [])
        #expect(world.journal.last?.index == [.removeKey(key)])
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).nextExpiry == nil)
    }

    @Test("a refusal goes on to say GRANT_EXPIRED, until the next grant")
    func reasons() throws {
        var (world, member, _) = try world()
        world.now = noon + day
        #expect(world.check(.membersManageRoles, of: member).reason == .grantExpired)
        #expect(try sweep(&world).count == 5)
        #expect(world.check(.membersManageRoles, of: member).reason == .grantExpired)
        #expect(world.check(.adminsManage, of: member).reason == .grantExpired)
        #expect(world.remove(member) == nil && world.restore(member) == nil)
        #expect(world.check(.adminsManage, of: member).reason == .missingPermission)
    }

    @Test("many ends take several entries, and a late sweep follows a removal, a revocation and a deletion")
    func bounded() throws {
        var world = try Fixture(seats: 2000)
        for index in 0..<Sweep.expiriesMax + 3 {
            let member = try world.member("m\(index)@x.example")
            #expect(world.assign(member, until: noon + second) == nil)
            if index == 0 { #expect(world.remove(member) == nil) }
        }
        let organization = world.organization
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        world.now = noon + 2 * second
        #expect(try sweep(&world).count == Sweep.expiriesMax)
        #expect(try sweep(&world).count == 2)
        #expect(try sweep(&world) == [] && world.state.nextExpiry == nil)
    }
}
