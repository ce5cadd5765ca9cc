// What every mutation promises: request ids, dry runs and their plans, expected revisions.

import RosterAPI
import RosterClient
import Testing

@Suite("Mutations (product 4.1)", .timeLimit(.minutes(5)))
struct MutationsTests {
    @Test("the same request id gives the first answer again, also after a restart; another body is REQUEST_ID_REUSED")
    func requestID() async throws {
        let world = World()
        var request = CreateMemberRequest()
        request.email = "once@example.com"
        request.options = .with { $0.requestID = "load-1" }
        let (key, organization, first) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            request.organizationID = tenant.organization
            let first = try await tenant.client.members.create(request)
            #expect(first.result?.replayed == false)
            // The answer is that of its own revision, whatever came after.
            _ = try await tenant.client.members.update {
                $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = first.member?.memberID ?? MemberID(); $0.profile = .with { $0.title = "Later" } }
            }
            let again = try await tenant.client.members.create(request)
            #expect(again.result?.replayed == true)
            #expect(again.member == first.member)
            #expect(again.result?.revision == first.result?.revision)
            return (tenant.key, tenant.organization, first)
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            let again = try await client.members.create(request)
            #expect(again.result?.replayed == true)
            #expect(again.member == first.member)
            var other = request
            other.email = "twice@example.com"
            #expect(try await refusal { try await client.members.create(other) }.reason == .requestIDReused)
            // Refusals are not kept: the id is free for the next try.
            var refused = other
            refused.options?.requestID = "load-2"
            refused.role = .owner
            _ = try await refusal { try await client.members.create(refused) }
            refused.role = .member
            #expect(try await client.members.create(refused).result?.replayed == false)
            _ = organization
        }
    }

    @Test("duplicates in flight join: one effect, equal answers")
    func joined() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let answers = try await withThrowingTaskGroup(of: CreateMemberResponse.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        try await tenant.client.members.create {
                            $0.organizationID = tenant.organization
                            $0.email = "same@example.com"
                            $0.options = .with { $0.requestID = "same" }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.compactMap { $0.member?.memberID }).count == 1)
            #expect(answers.count { $0.result?.replayed == false } == 1)
        }
    }

    @Test("a creation under one request id makes one organization, also after a restart")
    func creation() async throws {
        let world = World()
        let request = CreateOrganizationRequest.with {
            $0.name = "Once"
            $0.ownerEmail = "once@example.com"
            $0.plan = "TEAM"
            $0.options = .with { $0.requestID = "make-once" }
        }
        let (key, first) = try await world.run { server in
            let first = try await server.client().organizations.create(request)
            let again = try await server.client().organizations.create(request)
            #expect(again.result?.replayed == true)
            #expect(again.organization == first.organization)
            return (server.key, first)
        }
        try await world.run(key: key) { server in
            let again = try await server.client().organizations.create(request)
            #expect(again.organization == first.organization)
            var other = request
            other.name = "Twice"
            #expect(try await refusal { try await server.client().organizations.create(other) }.reason == .requestIDReused)
            #expect(try await server.client().organizations.list { _ in }.organizations.count == 1)
        }
    }

    @Test("a dry run tells its plan and changes nothing; the plan token carries out exactly it, with its ids")
    func plan() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            var request = CreateMemberRequest()
            request.organizationID = tenant.organization
            request.email = "planned@example.com"
            request.role = .manager
            request.productIDs = ["sales_navigator"]
            request.options = .with { $0.validateOnly = true }
            let tried = try await tenant.client.members.create(request)
            let plan = try #require(tried.result?.plan)
            #expect(!plan.events.isEmpty)
            #expect(plan.seats.first.map { $0.usedAfter - $0.usedBefore } == 1)
            #expect(plan.membersGaining == 1)
            #expect(try await tenant.client.members.list { $0.organizationID = tenant.organization }.totalSize == 1)
            // Something that doesn't touch the outcome leaves the plan fresh.
            try await tenant.member("bystander@example.com")
            request.options = .with { $0.planToken = tried.result?.planToken ?? "" }
            let done = try await tenant.client.members.create(request)
            #expect(done.member?.memberID == tried.member?.memberID)
            #expect(done.result?.plan == nil)
        }
    }

    @Test("a plan whose outcome would now be another is PLAN_STALE, and one of another request is refused")
    func stale() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com")
            var request = SetOrganizationRoleRequest()
            request.organizationID = tenant.organization
            request.memberID = bob.memberID
            request.role = .manager
            request.options = .with { $0.validateOnly = true }
            let token = try #require(try await tenant.client.members.setOrganizationRole(request).result?.planToken)
            _ = try await tenant.client.members.setOrganizationRole {
                $0.organizationID = tenant.organization
                $0.memberID = bob.memberID
                $0.role = .advancedMember
            }
            request.options = .with { $0.planToken = token }
            #expect(try await refusal { try await tenant.client.members.setOrganizationRole(request) }.reason == .planStale)
        }
    }

    @Test("a creation by plan is carried out once: its repetition is answered, another try is PLAN_STALE, and the tree lives on")
    func plannedCreation() async throws {
        let world = World()
        var request = CreateOrganizationRequest.with { $0.name = "Planned"; $0.ownerEmail = "plan@example.com"; $0.plan = "TEAM"; $0.options = .with { $0.validateOnly = true } }
        let key = try await world.run { server in
            let client = try server.client()
            let tried = try await client.organizations.create(request)
            request.options = .with { $0.planToken = tried.result?.planToken ?? ""; $0.requestID = "planned" }
            // All at once: one makes it, all get the same answer.
            let answers = try await withThrowingTaskGroup(of: CreateOrganizationResponse.self) { group in
                for _ in 0..<8 { group.addTask { [request] in try await client.organizations.create(request) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let organization = try #require(tried.organization?.organizationID)
            #expect(Set(answers.compactMap { $0.organization?.organizationID }) == [organization])
            #expect(answers.count { $0.result?.replayed == false } == 1)
            var other = request
            other.options?.requestID = "again"
            #expect(try await refusal { try await client.organizations.create(other) }.reason == .planStale)
            other.options?.requestID = ""
            #expect(try await refusal { try await client.organizations.create(other) }.reason == .planStale)
            // The live tree was not disturbed.
            _ = try await client.organizations.update { $0.organization = .with { $0.organizationID = organization; $0.name = "Alive" } }
            return server.key
        }
        try await world.run(key: key) { server in
            let again = try await server.client().organizations.create(request)
            #expect(again.result?.replayed == true && again.organization?.name == "Planned")
        }
    }

    @Test("row 86: a dry run sees who owns an organization already")
    func dryClaims() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            _ = try await server.tenant("eve@example.com")
            let dry = MutationOptions.with { $0.validateOnly = true }
            let create = try await refusal {
                try await server.client().organizations.create { $0.name = "Second"; $0.ownerEmail = "eve@example.com"; $0.plan = "TEAM"; $0.options = dry }
            }
            #expect(create.reason == .alreadyOwnsOrganization)
            let own = try tenant.client.acting(for: .member(tenant.owner))
            func rename(_ email: String) async throws(RosterError) -> UpdateMemberResponse {
                try await own.members.update { $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = tenant.owner; $0.email = email }; $0.options = dry }
            }
            #expect(try await refusal { try await rename("eve@example.com") }.reason == .alreadyOwnsOrganization)
            #expect(try await rename("ada2@example.com").result?.plan != nil)
        }
    }

    @Test("expected_revision: the named resource's, REVISION_MISMATCH with the current one")
    func expectedRevision() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com")
            func update(_ title: String, expecting revision: Int64) async throws(RosterError) -> UpdateMemberResponse {
                try await tenant.client.members.update {
                    $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = bob.memberID; $0.profile = .with { $0.title = title } }
                    $0.options = .with { $0.expectedRevision = revision }
                }
            }
            // Another resource's change doesn't count.
            try await tenant.member("eve@example.com")
            let updated = try await update("First", expecting: bob.revision)
            let refused = try await refusal { try await update("Second", expecting: bob.revision) }
            #expect(refused.code == .aborted)
            #expect(refused.reason == .revisionMismatch)
            #expect(refused.metadata["revision"] == "\(updated.member?.revision ?? 0)")
        }
    }

    @Test("options that can't be are INVALID_ARGUMENT")
    func options() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            for options: MutationOptions in [
                .with { $0.requestID = String(repeating: "x", count: 65) }, .with { $0.requestID = "é" },
                .with { $0.reason = String(repeating: "x", count: 513) }, .with { $0.expectedRevision = -1 }, .with { $0.planToken = "no token" },
            ] {
                let refused = try await refusal { try await tenant.member("x@example.com") { $0.options = options } }
                #expect(refused.code == .invalidArgument)
                #expect(refused.badRequest?.fieldViolations.isEmpty == false)
            }
        }
    }
}
