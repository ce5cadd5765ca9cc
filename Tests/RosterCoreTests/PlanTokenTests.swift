// Plan tokens: a plan is carried out once, by whoever asked for it.

import RosterAPI
import Testing

@testable import RosterCore

struct PlanTokenTests {
    /// Tries a request, and returns it with the token of its plan.
    private func planned<C: Command>(_ command: C.Type, _ world: inout Fixture, _ request: C.Request) throws -> C.Request {
        var request = request
        let token = try DryRun(world.call(command, request), on: world.state, at: world.now).token
        request.options = .with { $0.planToken = token }
        return request
    }

    private func reason<C: Command>(_ command: C.Type, _ world: inout Fixture, _ request: C.Request, by principal: Principal? = nil) throws -> Reason? {
        let answer = try world.carryOut(world.call(command, request, by: principal))
        if case .refused(let refusal) = answer { return refusal.reason }
        return nil
    }

    @Test("a member's plan carried out again is stale, even when its address is free: nobody comes back by it")
    func member() throws {
        var world = try Fixture()
        let organization = world.organization
        let create = try planned(Members.Create.self, &world, .with { $0.organizationID = organization; $0.email = "a@x.example" })
        #expect(try reason(Members.Create.self, &world, create) == nil)
        let member = try #require(world.node.memberByEmail["a@x.example"])
        #expect(world.setRole(member, .coOwner) == nil && world.remove(member) == nil)
        #expect(try reason(Members.Create.self, &world, create) == .planStale)
        #expect(world.node.members[member]?.record.state == .removed)
    }

    @Test("a key's plan carried out again is stale: a revoked key stays revoked")
    func key() throws {
        var world = try Fixture()
        let organization = world.organization
        let create = try planned(Keys.Create.self, &world, .with { request in
            request.organizationID = organization
            request.name = "loader"
            request.permissions = [.membersRead]
            request.ceiling = 20
        })
        #expect(try reason(Keys.Create.self, &world, create) == nil)
        let key = try #require(world.state.keys.keys.first)
        try world.send(Keys.Revoke.self) { $0.organizationID = organization; $0.keyID = key }
        #expect(try reason(Keys.Create.self, &world, create) == .planStale)
        #expect(world.state.keys[key]?.isActive(at: world.now) == false)
    }

    @Test("a license's plan carried out again is stale: a revoked license stays revoked")
    func license() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("a@x.example")
        let assign = try planned(Licenses.Assign.self, &world, .with { $0.organizationID = organization; $0.memberID = member; $0.productID = "sales_navigator" })
        #expect(try reason(Licenses.Assign.self, &world, assign) == nil)
        let license = try #require(world.node.assignments.keys.first)
        try world.send(Licenses.Revoke.self) { $0.organizationID = organization; $0.licenseID = license }
        #expect(try reason(Licenses.Assign.self, &world, assign) == .planStale)
        #expect(world.node.assignments[license]?.state == .revoked)
    }

    @Test("an organization's plan carried out again, on the tree that it made, is stale")
    func organization() throws {
        var world = try Fixture()
        var request = CreateOrganizationRequest.with { $0.name = "Second"; $0.ownerEmail = "b@x.example"; $0.plan = "TEAM" }
        let call = world.call(Organizations.Create.self, request)
        let token = try DryRun(call, on: TreeState(tree: call.newTree), at: noon).token
        request.options = .with { $0.planToken = token }
        let execution = world.call(Organizations.Create.self, request)
        #expect(execution.hasPlan && execution.newTree == call.newTree)
        var ledger = Ledger(state: TreeState(tree: call.newTree), epoch: 1)
        _ = ledger.submit(execution, at: noon)
        _ = ledger.appended(through: 1, epoch: 1, at: noon)
        guard case .refused(let refusal)? = ledger.submit(execution, at: noon).answers.first?.answer else { Issue.record("accepted"); return }
        #expect(refusal.reason == .planStale)
    }

    @Test("a token is good for its caller, method, organization and server only, and can't be made or changed")
    func binding() throws {
        var world = try Fixture()
        let organization = world.organization
        let create = try planned(Members.Create.self, &world, .with { $0.organizationID = organization; $0.email = "a@x.example" })
        let token = create.options?.planToken ?? ""
        let owner = world.acting(for: world.owner)
        #expect(try reason(Members.Create.self, &world, create, by: owner) == .invalidField, "another caller")
        #expect(world.refusal(Organizations.Delete.self) { $0.organizationID = organization; $0.options = .with { $0.planToken = token } }?.reason == .invalidField)
        for (index, character) in token.enumerated() where index % 7 == 0 {
            var changed = Array(token)
            changed[index] = character == "A" ? "B" : "A"
            var request = create
            request.options?.planToken = String(changed)
            #expect(try reason(Members.Create.self, &world, request) == .invalidField)
        }
        var other = world
        other.catalogue = Catalogue(pepper: [1])
        #expect(try reason(Members.Create.self, &other, create) == .invalidField, "another server's secret")
        #expect(try reason(Members.Create.self, &world, create) == nil)
    }

    @Test("a call counts with its size, with and without a request id; its id and body are found by nobody without the secret")
    func sizeAndHashes() throws {
        var world = try Fixture()
        let organization = world.organization
        var request = CreateMemberRequest.with { $0.organizationID = organization; $0.email = "a@x.example"; $0.profile = .with { $0.title = String(repeating: "x", count: 200) } }
        let plain = world.call(Members.Create.self, request)
        #expect(plain.byteCount == request.encoded().count + 512)
        request.options = .with { $0.requestID = "r" }
        let here = world.call(Members.Create.self, request)
        #expect(here.byteCount >= plain.byteCount)
        world.catalogue = Catalogue(pepper: [1])
        let elsewhere = world.call(Members.Create.self, request)
        #expect(here.requestKey != elsewhere.requestKey && here.requestDigest != elsewhere.requestDigest)
    }
}
