// The ceiling rule (product.md 3.3, 3) where somebody could go around it: by an address, by a key, by what was offered before.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct DetoursTests {
    private func rebind(_ world: inout Fixture, _ member: MemberID, in organization: OrganizationID, to address: String, by principal: Principal? = nil) -> Reason? {
        world.refusal(Members.Update.self, by: principal) { request in
            request.member = .with { $0.organizationID = organization; $0.memberID = member; $0.email = address }
        }?.reason
    }

    @Test("nobody in a sub-account gets FULL, or gives it, by the address of somebody who administers from above, now or later")
    func borrowedAddress() throws {
        var world = try Fixture()
        let paris = try world.subaccount("Paris")
        let (manager, bob) = (try world.member("manager@paris.example", .manager, in: paris), try world.member("bob@paris.example", in: paris))
        let coOwner = try world.member("co@paris.example", .coOwner, in: paris)
        try world.member("full@lumen.example", admin: fullAdmin)
        var later = fullAdmin
        later.period = Validity(start: noon + day).period
        try world.member("later@lumen.example", admin: later)
        let away = try world.member("away@lumen.example", .coOwner)
        #expect(world.suspend(away) == nil)
        try world.member("plain@lumen.example", .manager)
        let acting = world.acting(for: manager)
        for address in ["olivia@lumen.example", "full@lumen.example", "later@lumen.example", "away@lumen.example"] {
            for member in [manager, bob] { #expect(rebind(&world, member, in: paris, to: address, by: acting) == .roleCeiling, "\(address)") }
        }
        // Of anybody else it is only data.
        #expect(rebind(&world, manager, in: paris, to: "plain@lumen.example", by: acting) == nil)
        #expect(!world.check(.adminsManage, of: .member(manager), in: paris).allowed)
        // Whoever is FULL gives it.
        #expect(rebind(&world, bob, in: paris, to: "full@lumen.example", by: world.acting(for: coOwner)) == nil)
        #expect(world.check(.adminsManage, of: .member(bob), in: paris).allowed)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
    }

    @Test("a key that counts as FULL is made, changed and opened by FULL only, never by a custom role of that rank")
    func keys() throws {
        var world = try Fixture(plan: "CUSTOM")
        let organization = world.organization
        let role = try world.role("Keeper", .keysManage, .adminsManage, .organizationUpdate, .membersManageRoles)
        let kim = try world.member("kim@lumen.example")
        #expect(world.give(kim, role) == nil)
        let acting = world.acting(for: kim)
        func create(_ ceiling: Int32, by principal: Principal) -> Reason? {
            world.refusal(Keys.Create.self, by: principal) { request in
                request.organizationID = organization
                request.name = "K"
                request.permissions = [.adminsManage, .organizationUpdate]
                request.ceiling = ceiling
            }?.reason
        }
        #expect(create(80, by: acting) == .roleCeiling)
        #expect(create(79, by: acting) == nil)
        #expect(create(80, by: world.acting(for: try world.member("full@lumen.example", admin: fullAdmin))) == nil)
        let strong = try #require(world.state.keys.values.first { $0.ceiling == 80 }).keyID
        #expect(world.refusal(Keys.Rotate.self, by: acting) { $0.organizationID = organization; $0.keyID = strong }?.reason == .roleCeiling)
        let weak = try #require(world.state.keys.values.first { $0.ceiling == 79 }).keyID
        let raised = world.refusal(Keys.Update.self, by: acting) { request in
            request.key = .with { $0.organizationID = organization; $0.keyID = weak; $0.ceiling = 80 }
        }
        #expect(raised?.reason == .roleCeiling)
        // What the key would have been good for: rules that only FULL widens.
        let key = try #require(world.state.keys[weak])
        let policies = world.refusal(Organizations.Update.self, by: Principal(key)) { request in
            request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.literalRoleAssignment = true } }
        }
        #expect(policies?.reason == .roleCeiling)
    }

    @Test("an invitation is taken up again by whoever could invite so now, whatever its inviter could")
    func offers() throws {
        var world = try Fixture()
        let organization = world.organization
        let coOwner = try world.member("co@lumen.example", .coOwner)
        let result = try #require(world.invite("ana@x.example", by: world.acting(for: coOwner)) { $0.role = .coOwner; $0.admin = fullAdmin }.results.first)
        let people = world.acting(for: try world.member("people@lumen.example", admin: subAdmin(.usersLicenses)))
        let manager = world.acting(for: try world.member("m@lumen.example", .manager))
        func resend(_ principal: Principal) -> Reason? {
            world.refusal(Invitations.Resend.self, by: principal) { $0.organizationID = organization; $0.invitationID = result.invitationID }?.reason
        }
        #expect(resend(people) == nil, "a reminder gives nothing")
        // Another's address can't be put there by whoever is below.
        #expect(rebind(&world, result.memberID, in: organization, to: "mine@x.example", by: people) == .roleCeiling)
        world.now = noon + 61 * day
        #expect(resend(people) == .missingPermission)
        #expect(resend(manager) == .missingPermission)
        // Who gave it has lost it since.
        #expect(world.setRole(coOwner, .manager) == nil)
        #expect(resend(world.acting(for: coOwner)) == .missingPermission)
        #expect(resend(world.acting(for: world.owner)) == nil)
        // Who comes back after a removal comes back with a role and nothing else.
        #expect(world.remove(result.memberID) == nil)
        #expect(world.restore(result.memberID, by: people) == nil)
        #expect(world.node.members[result.memberID]?.permissions(at: world.now) == .everyMember)
    }

    @Test("one call makes one entry, and no entry grows without a bound")
    func bounds() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        var resources: [ResourceID] = []
        for number in 0..<60 { resources.append(try world.connect("\(number)")) }
        let request = InviteRequest.with { request in
            request.organizationID = organization
            request.text = (0..<2_000).map { "m\($0)@x.example" }.joined(separator: " ")
            request.resourceRoles = resources.map { resource in .with { $0.resourceID = resource; $0.role = .guest } }
        }
        let revision = world.state.revision
        var atomic = request
        atomic.mode = .atomic
        #expect(world.refusal(Inviting.Invite.self) { $0 = atomic }?.reason == .batchTooLarge)
        #expect(world.state.revision == revision)
        let answer = try world.send(Inviting.Invite.self) { $0 = request }
        #expect(answer.invited > 1_000 && answer.invited < 2_000 && answer.results.count == 2_000)
        #expect(answer.results.prefix(Int(answer.invited)).allSatisfy { $0.error == nil } && answer.results.last?.error?.code == StatusCodeNumber.invalidArgument)
        #expect(try Entry(journal: try #require(world.journal.last?.entry)).events.count <= 100_000)
        // The others come with the next call.
        let rest = try world.send(Inviting.Invite.self) { $0 = request }
        #expect(rest.invited + answer.invited == 2_000)
    }
}

private enum StatusCodeNumber { static let invalidArgument: Int32 = 3 }
