// Points of reads, pages of lists, and what stays the same while others write.

import RosterAPI
import RosterClient
import Testing

@Suite("Reads (product 4.1)", .timeLimit(.minutes(5)))
struct ReadsTests {
    @Test("points: newest, an exact revision, a time, at least a revision; also from the journal after a restart")
    func points() async throws {
        let world = World()
        let (key, organization, bob, before, after) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com") { $0.profile = .with { $0.title = "Clerk" } }
            let before = bob.revision
            let updated = try await tenant.client.members.update {
                $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = bob.memberID; $0.profile = .with { $0.title = "Chief" } }
            }
            return (tenant.key, tenant.organization, bob.memberID, before, updated)
        }
        let now = try #require(after.result?.revision)
        let time = try #require(after.result?.time)
        try await world.run(key: key) { server in
            let client = try server.client()
            func title(_ point: ReadPoint.Point?) async throws -> (String?, Int64) {
                let response = try await client.members.get {
                    $0.organizationID = organization
                    $0.memberID = bob
                    $0.point = point.map { point in .with { $0.point = point } }
                }
                return (response.member?.profile?.title, response.revision)
            }
            #expect(try await title(nil) == ("Chief", now))
            #expect(try await title(.exactRevision(before)) == ("Clerk", before))
            #expect(try await title(.exactRevision(now)) == ("Chief", now))
            #expect(try await title(.atTime(time)) == ("Chief", now))
            #expect(try await title(.atTime(time.advanced(byNanoseconds: -1))) == ("Clerk", before))
            #expect(try await title(.atLeastRevision(now)) == ("Chief", now))
            #expect(try await refusal { try await title(.exactRevision(now + 1)) }.reason == .revisionInFuture)
            #expect(try await refusal { try await title(.exactRevision(1)) }.code == .notFound)
            #expect(try await refusal { try await title(.exactRevision(0)) }.code == .invalidArgument)
            // Waits for a revision that another call brings.
            async let later = title(.atLeastRevision(now + 1))
            _ = try await client.members.recordLogin { $0.organizationID = organization; $0.memberID = bob }
            #expect(try await later.1 == now + 1)
            let patient = client.waiting(.milliseconds(200))
            let late = try await refusal {
                try await patient.members.get { $0.organizationID = organization; $0.memberID = bob; $0.point = .with { $0.point = .atLeastRevision(now + 100) } }
            }
            #expect(late.code == .deadlineExceeded)
        }
    }

    @Test("10,000 members come page by page, complete and without duplicates, while others write", .timeLimit(.minutes(5)))
    func pages() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 0)
            let count = 10_000
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<64 {
                    group.addTask {
                        for number in stride(from: lane, to: count, by: 64) { try await tenant.member("m\(number)@example.com") { $0.profile = .with { $0.title = "T\(number % 7)" } } }
                    }
                }
                try await group.waitForAll()
            }
            for (filter, order, expected) in [("", "", count + 1), ("", "email desc", count + 1), ("profile.title = T3", "profile.title, email", (count + 3) / 7)] {
                let writing = Task {
                    var number = 0
                    while !Task.isCancelled {
                        number += 1
                        _ = try? await tenant.member("late\(number)-\(order.count)-\(filter.count)@example.com") { $0.profile = .with { $0.title = "T3" } }
                    }
                    return number
                }
                var seen: [Member] = []
                var revisions: Set<Int64> = []
                var total: Set<Int64> = []
                for try await page in tenant.client.members.list.pages({
                    $0.organizationID = tenant.organization
                    $0.pageSize = 777
                    $0.filter = filter.isEmpty ? "email : \"m\" OR email : ada" : filter
                    $0.orderBy = order
                }) {
                    seen += page.members.filter { !$0.email.hasPrefix("late") }
                    revisions.insert(page.revision)
                    total.insert(page.totalSize)
                }
                writing.cancel()
                _ = await writing.value
                #expect(revisions.count == 1)
                #expect(total.count == 1)
                #expect(seen.count == expected)
                #expect(Set(seen.map(\.memberID)).count == expected)
                if order == "email desc" { #expect(seen.map(\.email) == seen.map(\.email).sorted(by: >)) }
            }
        }
    }

    @Test("a page token is its own listing's: another filter, another caller, a forged one, a gone one")
    func tokens() async throws {
        let world = World()
        let (key, token, organization) = try await world.run { server in
            let (tenant, other) = (try await server.tenant("ada@example.com"), try await server.tenant("eve@example.com"))
            for number in 0..<5 { try await tenant.member("m\(number)@example.com") }
            func page(_ token: String, _ filter: String = "", _ client: RosterClient? = nil, _ organization: OrganizationID? = nil) async throws(RosterError) -> ListMembersResponse {
                try await (client ?? tenant.client).members.list {
                    $0.organizationID = organization ?? tenant.organization
                    $0.pageSize = 2
                    $0.pageToken = token
                    $0.filter = filter
                }
            }
            let first = try await page("")
            #expect(first.totalSize == 6 && first.members.count == 2)
            let second = try await page(first.nextPageToken)
            #expect(Set(first.members.map(\.memberID)).isDisjoint(with: second.members.map(\.memberID)))
            #expect(try await refusal { try await page(first.nextPageToken, "role = MEMBER") }.reason == .pageTokenMismatch)
            #expect(try await refusal { try await page(first.nextPageToken + "0") }.reason == .pageTokenMismatch)
            #expect(try await refusal { try await page(first.nextPageToken, "", other.client, other.organization) }.reason == .pageTokenMismatch)
            return (tenant.key, first.nextPageToken, tenant.organization)
        }
        try await world.run(key: key) { server in
            let gone = try await refusal { try await server.client().members.list { $0.organizationID = organization; $0.pageSize = 2; $0.pageToken = token } }
            // Pins live as long as the process, the key that signs tokens longer: the token is known, its listing gone.
            #expect(gone.reason == .revisionCompacted)
        }
    }

    @Test("at_least_revision answers with the rights of the moment of the answer")
    func rightsAfterWaiting() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com") { $0.role = .manager }
            let weak = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "weak"; $0.permissions = [.membersRead, .organizationRead] }
            let now = try #require(weak.result?.revision)
            func owner(_ client: RosterClient, _ revision: Int64) async throws(RosterError) -> GetMemberResponse {
                try await client.members.get { $0.organizationID = tenant.organization; $0.memberID = tenant.owner; $0.point = .with { $0.point = .atLeastRevision(revision) } }
            }
            let (byKey, byMember) = try (server.client(weak.secret), tenant.client.acting(for: .member(bob.memberID)))
            _ = try await owner(byKey, now)
            _ = try await owner(byMember, now)
            async let key = refusal { try await owner(byKey, now + 2) }
            async let member = refusal { try await owner(byMember, now + 2) }
            try await Task.sleep(for: .milliseconds(200))
            _ = try await tenant.client.keys.revoke { $0.organizationID = tenant.organization; $0.keyID = weak.key?.keyID ?? KeyID() }
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = bob.memberID }
            #expect(try await key.code == .unauthenticated)
            #expect(try await member.code == .notFound)
        }
    }

    @Test("an address that is one's own now was another's then: that needs access.check_others")
    func ownAddress() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com") { $0.role = .manager }
            let eve = try await tenant.member("eve@example.com")
            func rename(_ member: MemberID, _ email: String) async throws {
                _ = try await tenant.client.members.update { $0.member = .with { $0.organizationID = tenant.organization; $0.memberID = member; $0.email = email } }
            }
            try await rename(bob.memberID, "bob2@example.com")
            try await rename(eve.memberID, "bob@example.com")
            let client = try tenant.client.acting(for: .member(eve.memberID))
            func check(_ revision: Int64?) async throws(RosterError) -> CheckResponse {
                try await client.access.check {
                    $0.organizationID = tenant.organization
                    $0.subject = .email("bob@example.com")
                    $0.permission = .membersRead
                    $0.point = revision.map { revision in .with { $0.point = .exactRevision(revision) } }
                }
            }
            #expect(try await check(nil).allowed == false)
            let refused = try await refusal { try await check(bob.revision) }
            #expect(refused.reason == .missingPermission && refused.metadata["permission"] == "access.check_others")
            // A batch is judged question by question, at the newest state.
            func batch(_ client: RosterClient, _ subjects: [Subject?]) async throws(RosterError) -> BatchCheckResponse {
                try await client.access.batchCheck {
                    $0.organizationID = tenant.organization
                    $0.checks = subjects.map { subject in .with { $0.subject = subject; $0.permission = .membersRead } }
                }
            }
            #expect(try await batch(client, [nil, .memberID(eve.memberID), .email("bob@example.com")]).results.count == 3)
            #expect(try await refusal { try await batch(client, [nil, .memberID(bob.memberID)]) }.metadata["permission"] == "access.check_others")
            let others = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "others"; $0.permissions = [.accessCheckOthers] }
            let auditor = try server.client(others.secret)
            #expect(try await batch(auditor, [.memberID(bob.memberID)]).results.first?.allowed == true)
            #expect(try await refusal { try await batch(auditor, [.memberID(bob.memberID), nil]) }.metadata["permission"] == "access.check")
        }
    }

    @Test("a list over several organizations goes on after a restart")
    func indexTokens() async throws {
        let world = World()
        let (key, first) = try await world.run { server in
            for number in 0..<3 { _ = try await server.tenant("o\(number)@example.com") }
            return (server.key, try await server.client().organizations.list { $0.pageSize = 2 })
        }
        try await world.run(key: key) { server in
            let second = try await server.client().organizations.list { $0.pageSize = 2; $0.pageToken = first.nextPageToken }
            #expect(second.organizations.count == 1 && second.totalSize == 3)
            #expect(Set((first.organizations + second.organizations).map(\.organizationID)).count == 3)
        }
    }

    @Test("members are filtered and ordered, by fields the list knows", arguments: [
        ("role = MANAGER", "", ["bob"]),
        ("role = ORGANIZATION_ROLE_MANAGER", "", ["bob"]),
        ("last_login_time : *", "", ["eve"]),
        ("NOT last_login_time : *", "email desc", ["zed", "bob", "ada"]),
        ("state = REMOVED", "", ["gone"]),
        ("licenses.product_id : sales_navigator", "", ["bob"]),
        ("profile.title : cHIEF", "", ["zed"]),
        ("profile.attributes.desk = 7", "", ["zed"]),
        ("", "profile.attributes.desk, email", ["zed", "ada", "bob", "eve"]),
        ("", "last_login_time, email", ["eve", "ada", "bob", "zed"]),
        ("", "role desc, email", ["eve", "zed", "bob", "ada"]),
    ])
    func filters(filter: String, order: String, expected: [String]) async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            try await tenant.member("bob@example.com") { $0.role = .manager; $0.productIDs = ["sales_navigator"] }
            let eve = try await tenant.member("eve@example.com")
            try await tenant.member("zed@example.com") { $0.profile = .with { $0.title = "Chief of Staff"; $0.attributes = ["desk": "7"] } }
            let gone = try await tenant.member("gone@example.com")
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = gone.memberID }
            _ = try await tenant.client.members.recordLogin { $0.organizationID = tenant.organization; $0.memberID = eve.memberID }
            let listed = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = filter; $0.orderBy = order }
            #expect(listed.members.map { String($0.email.prefix { $0 != "@" }) } == expected)
            #expect(listed.totalSize == Int64(expected.count))
        }
    }

    @Test("a filter or an order that can't be is BAD_FILTER; a negative page size is refused, a large one held")
    func badQueries() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            func list(_ fill: (inout ListMembersRequest) -> Void) async throws(RosterError) -> ListMembersResponse {
                var request = ListMembersRequest()
                request.organizationID = tenant.organization
                fill(&request)
                return try await tenant.client.members.list(request)
            }
            #expect(try await refusal { try await list { $0.filter = "shoe_size = 3" } }.reason == .badFilter)
            #expect(try await refusal { try await list { $0.orderBy = "email sideways" } }.reason == .badFilter)
            for filter in ["role = BOSS", "create_time > yesterday", "role > MEMBER", "crm_sync.status = FINE", "licenses.state : ON"] {
                #expect(try await refusal { try await list { $0.filter = filter } }.reason == .badFilter, "\(filter)")
            }
            let unknown = try await refusal { try await server.client().organizations.list { $0.filter = "state = AWAKE" } }
            #expect(unknown.reason == .badFilter)
            #expect(try await refusal { try await list { $0.pageSize = -1 } }.code == .invalidArgument)
            #expect(try await list { $0.pageSize = 5_000 }.members.count == 1)
        }
    }
}
