// Sub-accounts through the server: who creates, sees and enters them, and that they live and die with their tree.

import Loops
import RosterAPI
import RosterClient
import Testing

@testable import RosterServer

@Suite("Sub-accounts")
struct SubaccountsTests {
    @Test("row 15: creation is on by default in some plans; others upgrade first")
    func plans() async throws {
        try await World().run { server in
            for (plan, isIncluded) in [("CORE", false), ("TEAM", false), ("ADVANCED", true), ("ADVANCED_PLUS", false), ("ENTERPRISE", true), ("CUSTOM", true)] {
                let tenant = try await server.tenant("\(plan)@example.com", plan: plan)
                func create(_ name: String) async throws(RosterError) -> Subaccount? {
                    try await tenant.client.subaccounts.create { request in
                        request.organizationID = tenant.organization
                        request.name = name
                        request.limits = .with { $0.perMonth = 10 }
                    }.subaccount
                }
                if !isIncluded {
                    let refused = try await refusal { try await create("Paris") }
                    #expect(refused.code == .failedPrecondition && refused.reason == .planFeatureUnavailable, "\(plan)")
                    // CORE lacks more than that.
                    #expect(refused.metadata["feature"] == (plan == "CORE" ? "ACCOUNT_CENTER" : "SUBACCOUNTS"))
                    _ = try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "ENTERPRISE" }
                }
                let made = try #require(try await create("Paris"), "\(plan)")
                #expect(made.organization?.parentID == tenant.organization && made.organization?.kind == .child && made.depth == 2)
                let got = try await tenant.client.subaccounts.get { $0.organizationID = tenant.organization; $0.subaccountID = made.organization?.organizationID ?? OrganizationID() }
                #expect(got.subaccount == made)
                // A downgrade leaves it, says so, and stops further ones.
                let down = try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "TEAM" }
                #expect(down.lostFeatures.first { $0.feature == .subaccounts }?.uses == 1)
                #expect(try await refusal { try await create("Lyon") }.reason == .planFeatureUnavailable)
                #expect(try await tenant.client.subaccounts.list { $0.organizationID = tenant.organization }.subaccounts.count == 1)
                await tenant.client.close()
            }
        }
    }

    /// A parent with two sub-accounts, one of which has one below; each with a manager of its own.
    private struct Tree {
        let tenant: Tenant
        let (paris, lyon, inner): (OrganizationID, OrganizationID, OrganizationID)
        var members: [OrganizationID: MemberID] = [:]

        init(_ server: Running) async throws {
            tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            paris = try await tenant.subaccount("Paris")
            lyon = try await tenant.subaccount("Lyon")
            inner = try await tenant.subaccount("Inner", below: paris)
            for (name, organization) in [("paris", paris), ("lyon", lyon), ("inner", inner)] {
                members[organization] = try await tenant.member("m@\(name).example.com") { $0.organizationID = organization; $0.role = .manager }.memberID
            }
        }

        /// What a call of one member to one organization ends with; OK is nil.
        func reason(_ member: MemberID, _ organization: OrganizationID) async -> String? {
            var request = ListMembersRequest()
            request.organizationID = organization
            do throws(RosterError) {
                _ = try await tenant.client.acting(for: .member(member)).members.list(request)
                return nil
            } catch {
                return error.reason?.name ?? error.code.name
            }
        }
    }

    @Test("rows 101, 102 (partial): members of a sub-account see it and what lies below; parents' administrators see all; siblings nothing")
    func relations() async throws {
        try await World().run { server in
            let tree = try await Tree(server)
            let tenant = tree.tenant
            let all = [tenant.organization, tree.paris, tree.lyon, tree.inner]
            for organization in all { #expect(await tree.reason(tenant.owner, organization) == nil) }
            let paris = try #require(tree.members[tree.paris])
            #expect(await tree.reason(paris, tree.paris) == nil)
            // A manager holds nothing below, but is known there.
            #expect(await tree.reason(paris, tree.inner) == "MISSING_PERMISSION")
            #expect(await tree.reason(paris, tree.lyon) == "NOT_FOUND")
            #expect(await tree.reason(paris, tenant.organization) == "NOT_FOUND")
            _ = try await tenant.client.members.setOrganizationRole { $0.organizationID = tree.paris; $0.memberID = paris; $0.role = .coOwner }
            #expect(await tree.reason(paris, tree.inner) == nil)
            #expect(await tree.reason(paris, tree.lyon) == "NOT_FOUND")
            let inner = try #require(tree.members[tree.inner])
            for organization in [tenant.organization, tree.paris, tree.lyon] { #expect(await tree.reason(inner, organization) == "NOT_FOUND") }
            // The list of what lies below, from each account.
            func below(_ organization: OrganizationID, as member: MemberID) async throws -> [OrganizationID] {
                try await tenant.client.acting(for: .member(member)).subaccounts.list { $0.organizationID = organization }
                    .subaccounts.compactMap { $0.organization?.organizationID }
            }
            #expect(try await below(tenant.organization, as: tenant.owner) == [tree.paris, tree.lyon, tree.inner])
            #expect(try await below(tree.paris, as: paris) == [tree.inner])
            // Lyon is none of Paris's: unknown and hidden are the same.
            let client = try tenant.client.acting(for: .member(paris))
            let hidden = try await refusal { try await client.subaccounts.get { $0.organizationID = tree.paris; $0.subaccountID = tree.lyon } }
            let itself = try await refusal { try await client.subaccounts.get { $0.organizationID = tree.paris; $0.subaccountID = tree.paris } }
            #expect(hidden.code == .notFound && itself.code == .notFound && hidden.message == itself.message)
        }
    }

    @Test("a key bound to an account reaches what lies below, and nothing else; one of a sub-account lies in it")
    func keys() async throws {
        try await World().run { server in
            let tree = try await Tree(server)
            let tenant = tree.tenant
            let made = try await tenant.client.keys.create { request in
                request.organizationID = tree.paris
                request.name = "paris"
                request.permissions = [.membersRead, .actorsAssume, .organizationRead, .accessCheck]
                request.ceiling = 60
            }
            let client = try server.client(made.secret)
            for organization in [tree.paris, tree.inner] { #expect(try await client.members.list { $0.organizationID = organization }.members.count == 1) }
            for organization in [tree.lyon, tenant.organization] {
                #expect(try await refusal { try await client.members.list { $0.organizationID = organization } }.code == .notFound)
            }
            #expect(try await tenant.client.keys.list { $0.organizationID = tree.paris }.keys.count == 1)
            #expect(try await tenant.client.keys.list { $0.organizationID = tenant.organization }.keys.count == 1, "its own only")
            // Its people are those of its account and below.
            let inner = try #require(tree.members[tree.inner])
            let mine = try await client.acting(for: .member(inner)).organizations.listMyOrganizations { _ in }
            #expect(mine.memberships.map(\.organizationID) == [tree.inner])
            let lyon = try #require(tree.members[tree.lyon])
            #expect(try await refusal { try await client.acting(for: .member(lyon)).organizations.listMyOrganizations { _ in } }.code == .notFound)
            _ = try await tenant.client.keys.revoke { $0.organizationID = tree.paris; $0.keyID = made.key?.keyID ?? KeyID() }
            #expect(try await refusal { try await client.members.list { $0.organizationID = tree.paris } }.code == .unauthenticated)
        }
    }

    @Test("row 104: who leaves the account or a sub-account leaves its data and everybody else as they are")
    func leavers() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com") { $0.productIDs = ["sales_navigator"]; $0.profile = .with { $0.title = "Agent" } }
            let made = try await tenant.client.subaccounts.create { request in
                request.organizationID = tenant.organization
                request.name = "Paris"
                request.limits = .with { $0.perDay = 1 }
                request.members = [.with { $0.memberID = bob.memberID }, .with { $0.memberID = tenant.owner }]
            }
            let paris = try #require(made.subaccount?.organization?.organizationID)
            let below = try #require(made.members.first)
            func people(_ organization: OrganizationID) async throws -> [Member] {
                try await tenant.client.members.list { $0.organizationID = organization }.members
            }
            let (accountBefore, parisBefore) = (try await people(tenant.organization), try await people(paris))
            // From the sub-account: the account is as it was, and so is everybody else there.
            let gone = try await tenant.client.members.remove { $0.organizationID = paris; $0.memberID = below.memberID }
            #expect(gone.member?.state == .removed && gone.member?.profile?.title == "Agent", "what it was stays to be read")
            #expect(try await people(tenant.organization) == accountBefore)
            #expect(try await people(paris) == parisBefore.filter { $0.memberID != below.memberID })
            _ = try await tenant.client.members.restore { $0.organizationID = paris; $0.memberID = below.memberID }
            // From the account: the sub-account is as it was.
            let before = try await people(paris)
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = bob.memberID }
            #expect(try await people(paris) == before)
            #expect(try await people(tenant.organization) == accountBefore.filter { $0.memberID != bob.memberID })
            #expect(try await tenant.client.licenses.getSeatSummary { $0.organizationID = tenant.organization }.total?.available == 20)
            let check = try await tenant.client.access.check { $0.organizationID = paris; $0.subject = .memberID(below.memberID); $0.permission = .organizationRead }
            #expect(check.allowed)
        }
    }

    @Test("filter and order of the list; every level is found again after a restart")
    func listing() async throws {
        let world = World()
        let (organization, key) = try await world.run { server in
            let tree = try await Tree(server)
            let (client, root) = (tree.tenant.client, tree.tenant.organization)
            func names(_ filter: String, _ order: String = "") async throws -> [String] {
                try await client.subaccounts.list { $0.organizationID = root; $0.filter = filter; $0.orderBy = order }.subaccounts.map { $0.organization?.name ?? "" }
            }
            #expect(try await names("depth = 2") == ["Paris", "Lyon"])
            #expect(try await names("parent_id = \"\(tree.paris)\"") == ["Inner"])
            #expect(try await names("state = ACTIVE AND members > 0", "name") == ["Inner", "Lyon", "Paris"])
            let first = try await client.subaccounts.list { $0.organizationID = root; $0.pageSize = 2 }
            #expect(first.totalSize == 3 && first.subaccounts.count == 2)
            #expect(try await client.subaccounts.list { $0.organizationID = root; $0.pageSize = 2; $0.pageToken = first.nextPageToken }.subaccounts.count == 1)
            // The same name once more, at once and as a dry run.
            let twice = try await refusal { try await tree.tenant.subaccount("LYON") }
            #expect(twice.code == .alreadyExists && twice.reason == .nameInUse)
            #expect(try await refusal { try await tree.tenant.subaccount("LYON") { $0.options = .with { $0.validateOnly = true } } }.reason == .nameInUse)
            return (root, server.key)
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            let listed = try await client.subaccounts.list { $0.organizationID = organization }
            #expect(listed.subaccounts.map { $0.organization?.name } == ["Paris", "Lyon", "Inner"] && listed.subaccounts.map(\.depth) == [2, 2, 3])
            // By the sub-account's own id, the tree not having been asked for by it before.
            let inner = try #require(listed.subaccounts.last?.organization?.organizationID)
            #expect(try await client.organizations.get { $0.organizationID = inner }.organization?.name == "Inner")
        }
        #expect(try AdministrationRequest.verify.carryOut(world.configuration).isOK)
    }
}
