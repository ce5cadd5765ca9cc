// Keys: made, changed, rotated and revoked within one's own authority.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct KeysTests {
    private func create(_ world: inout Fixture, by principal: Principal? = nil, ceiling: Int32 = 60, _ permissions: [Permission] = [.membersRead]) -> Refusal? {
        let organization = world.organization
        return world.refusal(Keys.Create.self, by: principal) { request in
            request.organizationID = organization
            request.name = "loader"
            request.permissions = permissions
            request.ceiling = ceiling
        }
    }

    @Test("nobody makes a key that may do more than oneself")
    func ceiling() throws {
        var world = try Fixture()
        let owner = world.acting(for: world.owner)
        let coOwner = world.acting(for: try world.member("co@lumen.example", .coOwner))
        let manager = world.acting(for: try world.member("m@lumen.example", .manager))
        #expect(create(&world, by: owner, ceiling: 100) == nil)
        #expect(create(&world, by: coOwner, ceiling: 81)?.reason == .roleCeiling)
        #expect(create(&world, by: coOwner, [.organizationTransfer])?.reason == .roleCeiling)
        #expect(create(&world, by: coOwner, [.actorsAssume])?.reason == .roleCeiling)
        #expect(create(&world, by: manager)?.reason == .missingPermission)
        #expect(create(&world, [.platformKeys])?.reason == .invalidField)
        #expect(create(&world, [Permission(named: "members.fly")])?.reason == .unknownPermission)
        #expect(create(&world, [.membersRead, .membersRead])?.reason == .invalidField)
        #expect(create(&world, ceiling: 101)?.reason == .invalidField)
    }

    @Test("a key's life: the secret's hash is in the entry only, an overlap keeps the previous one, a revoked key is over")
    func life() throws {
        var world = try Fixture()
        let organization = world.organization
        let created = try #require(world.send(Keys.Create.self) { request in
            request.organizationID = organization
            request.name = "loader"
            request.permissions = [.membersWrite, .membersRead]
            request.ceiling = 60
        }.key)
        #expect(created.permissions == [.membersRead, .membersWrite] && created.state == .active)
        let id = created.keyID
        #expect(world.state.keys[id]?.secretHash == Array("hash of \(id)".utf8))
        let events = try Entry(journal: #require(world.journal.last).entry).events
        #expect(!String(decoding: events.flatMap { $0.encoded() }, as: UTF8.self).contains("hash of"))
        try world.send(Keys.Rotate.self) { $0.organizationID = organization; $0.keyID = id; $0.overlap = .with { $0.seconds = 60 } }
        #expect(world.state.keys[id]?.previousSecretHash == Array("hash of \(id)".utf8))
        #expect(world.state.keys[id]?.previousSecretExpireTime == noon + 60 * second)
        #expect(world.refusal(Keys.Rotate.self) { $0.organizationID = organization; $0.keyID = id; $0.overlap = .with { $0.seconds = 604_801 } }?.reason == .invalidField)
        let tomorrow = Timestamp(nanosecondsSince1970: noon + day)
        let updated = try world.send(Keys.Update.self) { request in
            request.key = .with { $0.organizationID = organization; $0.keyID = id; $0.name = "importer"; $0.expireTime = tomorrow }
        }
        #expect(updated.key?.name == "importer" && updated.key?.permissions.count == 2)
        world.now += day
        #expect(world.state.keys[id]?.message(at: world.now).state == .expired)
        #expect(world.refusal(Keys.Update.self) { $0.key = .with { $0.organizationID = organization; $0.keyID = id; $0.name = "x" } }?.reason == .wrongState)
        world.now -= 2 * day  // The wall clock goes back; recorded times don't.
        try world.send(Keys.Revoke.self) { $0.organizationID = organization; $0.keyID = id }
        #expect(world.refusal(Keys.Revoke.self) { $0.organizationID = organization; $0.keyID = id }?.reason == .wrongState)
        #expect(world.journal.last?.index == [.removeKey(id)])
        #expect(world.refusal(Keys.Revoke.self) { $0.organizationID = organization; $0.keyID = KeyID(high: 1, low: 99) }?.reason == .notFound)
    }

    @Test("an owner ends and renews every key of its organization; a key gives no other key more than it has, and doesn't change itself")
    func lifeOfStrongerKeys() throws {
        var world = try Fixture()
        let organization = world.organization
        let owner = world.acting(for: world.owner)
        let coOwner = world.acting(for: try world.member("co@lumen.example", .coOwner))
        #expect(create(&world, by: coOwner, ceiling: 80, [.inboxRead, .membersRead]) == nil, "holds ADMIN on every resource")
        #expect(create(&world, by: owner, [.actorsAssume])?.reason == .roleCeiling, "no person holds it")
        #expect(create(&world, ceiling: 80, [.actorsAssume, .inboxRead]) == nil)
        let strong = try #require(world.state.keys.values.first { $0.permissions.contains(.actorsAssume) }).keyID
        func rotate(_ principal: Principal) -> Refusal? {
            world.refusal(Keys.Rotate.self, by: principal) { $0.organizationID = organization; $0.keyID = strong }
        }
        #expect(rotate(owner) == nil)
        #expect(rotate(coOwner)?.reason == .roleCeiling, "would be shown the secret of a key that may do more")
        let keeper = Principal(keyID: KeyID(high: 9, low: 9), keyOrganization: organization, permissions: [.keysManage], ceiling: 80)
        #expect(rotate(keeper)?.reason == .roleCeiling)
        let low = Principal(keyID: KeyID(high: 9, low: 9), keyOrganization: organization, permissions: [.keysManage], ceiling: 60)
        func revoke(_ principal: Principal) -> Refusal? {
            world.refusal(Keys.Revoke.self, by: principal) { $0.organizationID = organization; $0.keyID = strong }
        }
        #expect(revoke(low)?.reason == .roleCeiling)
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        #expect(rotate(owner)?.reason == .accountDeactivated)
        #expect(revoke(keeper) == nil, "also while the organization is deleted")
    }

    @Test("a key doesn't change itself, and makes none that lives longer")
    func ownExpiry() throws {
        var world = try Fixture()
        let organization = world.organization
        let end = noon + day
        let id = try #require(world.send(Keys.Create.self) { request in
            request.organizationID = organization
            request.name = "keeper"
            request.permissions = [.keysManage, .membersRead]
            request.ceiling = 80
            request.expireTime = Timestamp(nanosecondsSince1970: end)
        }.key).keyID
        let keeper = Principal(try #require(world.state.keys[id]))
        func make(_ expiry: Int64?) -> Refusal? {
            world.refusal(Keys.Create.self, by: keeper) { request in
                request.organizationID = organization
                request.name = "child"
                request.permissions = [.membersRead]
                request.expireTime = expiry.map { Timestamp(nanosecondsSince1970: $0) }
            }
        }
        #expect(make(nil)?.reason == .roleCeiling && make(end + 1)?.reason == .roleCeiling)
        #expect(make(end) == nil)
        let child = try #require(world.state.keyOrder.first { $0 != id })
        func update(_ key: KeyID, _ fill: (inout Key) -> Void) -> Refusal? {
            world.refusal(Keys.Update.self, by: keeper) { request in
                request.key = .with { $0.organizationID = organization; $0.keyID = key; fill(&$0) }
            }
        }
        #expect(update(child) { $0.name = "renamed" } == nil)
        #expect(update(child) { $0.expireTime = Timestamp(nanosecondsSince1970: end + 1) }?.reason == .roleCeiling)
        #expect(update(id) { $0.name = "itself" }?.reason == .selfModification)
        try world.send(Keys.Rotate.self, by: keeper) { $0.organizationID = organization; $0.keyID = id }
        try world.send(Keys.Revoke.self, by: keeper) { $0.organizationID = organization; $0.keyID = id }
    }

    @Test("the platform's tree holds platform-wide keys, for platform-wide keys with platform.keys only")
    func platform() throws {
        var ledger = Ledger(state: TreeState(tree: .platform), epoch: 1)
        func create(_ principal: Principal, _ ticket: UInt64) -> Answer? {
            let request = CreateKeyRequest.with { request in
                request.organizationID = .platform
                request.name = "bootstrap"
                request.permissions = [.platformOrganizations, .platformKeys]
                request.ceiling = 100
            }
            let call = Call(Keys.Create.self, request, by: principal, ticket: ticket, seed: Seed(milliseconds: 1, random: (ticket, 2)), catalogue: catalogue) { _ in [1] }
            let effects = ledger.submit(call, at: noon)
            guard let append = effects.appends.first else { return effects.answers.first?.answer }
            return ledger.appended(through: append.proposal.revision, epoch: 1, at: noon).answers.first?.answer
        }
        guard case .committed? = create(bootstrap, 1) else { Issue.record("refused"); return }
        guard case .refused(let acting)? = create(bootstrap.acting(for: .member(MemberID(high: 1, low: 1))), 2) else { Issue.record("accepted"); return }
        #expect(acting.reason == .notFound)
        let weak = Principal(keyID: KeyID(high: 1, low: 1), keyOrganization: .platform, permissions: [.keysManage], ceiling: 100)
        guard case .refused(let missing)? = create(weak, 3) else { Issue.record("accepted"); return }
        #expect(missing.metadata["permission"] == "platform.keys")
        #expect(ledger.durable.state.keys.count == 1)
    }
}
