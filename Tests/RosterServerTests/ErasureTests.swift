// What is left of what was erased, deleted or has come to its end: nothing.

import Foundation
import RosterAPI
import RosterClient
import Testing
import Wire

@Suite("Erasure and purge (architecture 3, decision 13; product 3.2)", .timeLimit(.minutes(5)))
struct ErasureTests {
    private static let secret = "Zerberus"

    /// Days from now in nanoseconds since 1970.
    private static func days(_ days: Double) -> Int64 { Int64((Date.now.timeIntervalSince1970 + days * 86_400) * 1e9) }

    @Test("after Erase no read of the past, no page and no replayed answer shows personal data", arguments: [false, true])
    func erased(evicting: Bool) async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let request = CreateMemberRequest.with {
                $0.organizationID = tenant.organization
                $0.email = "\(Self.secret)@example.com"
                $0.profile = .with { $0.familyName = Self.secret }
                $0.options = .with { $0.requestID = "create" }
            }
            let created = try await tenant.client.members.create(request)
            let member = try #require(created.member?.memberID)
            let time = try #require(created.result?.time)
            let before = try #require(created.result?.revision)
            // Past a checkpoint, so that there is one to forget.
            for number in 0..<70 { try await tenant.member("m\(number)@example.com") }
            let page = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.pageSize = 2 }
            _ = try await tenant.client.members.remove { $0.organizationID = tenant.organization; $0.memberID = member }
            let erased = try await tenant.client.members.erase { $0.organizationID = tenant.organization; $0.memberID = member }
            if evicting { server.node.evictIdleTrees() }
            #expect((erased.result?.revision ?? 0) > 64)

            for point: ReadPoint.Point in [.exactRevision(before), .exactRevision(before + 69), .atTime(time), .exactRevision((erased.result?.revision ?? 1) - 1)] {
                let got = try await tenant.client.members.get {
                    $0.organizationID = tenant.organization
                    $0.memberID = member
                    $0.point = .with { $0.point = point }
                }
                #expect(got.member?.memberID == member)
                #expect(!got.json().lowercased().contains(Self.secret.lowercased()))
                let listed = try await tenant.client.members.list {
                    $0.organizationID = tenant.organization
                    $0.point = .with { $0.point = point }
                    $0.filter = "state : *"
                    $0.pageSize = 1_000
                }
                #expect(listed.members.contains { $0.memberID == member })
                #expect(!listed.json().lowercased().contains(Self.secret.lowercased()))
            }
            let replayed = try await tenant.client.members.create(request)
            #expect(replayed.result?.replayed == true && replayed.member?.memberID == member)
            #expect(!replayed.json().lowercased().contains(Self.secret.lowercased()))
            let gone = try await refusal {
                try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.pageSize = 2; $0.pageToken = page.nextPageToken }
            }
            #expect(gone.reason == .revisionCompacted)
        }
    }

    @Test("a purged organization is gone with its keys, and its owner may own another")
    func purged() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let client = try server.client()
            _ = try await client.organizations.delete { $0.organizationID = tenant.organization }
            await server.node.tidy(at: Self.days(1))
            #expect(try await client.organizations.get { $0.organizationID = tenant.organization }.organization?.state == .deleted)
            await server.node.tidy(at: Self.days(366))
            // The purge goes on behind the round that began it; who asks meanwhile waits.
            #expect(try await refusal { try await client.organizations.get { $0.organizationID = tenant.organization } }.code == .notFound)
            var isKnown = true
            for _ in 0..<200 where isKnown {
                isKnown = try await refusal { try await tenant.client.members.list { $0.organizationID = tenant.organization } }.code != .unauthenticated
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(!isKnown)
            #expect(try await server.tenant("ada@example.com").organization != tenant.organization)
        }
    }

    @Test("the request id of a creation counts for its retention only")
    func requestClaims() async throws {
        try await World().run { server in
            let client = try server.client()
            func create() async throws(RosterError) -> CreateOrganizationResponse {
                try await client.organizations.create { $0.name = "Once"; $0.ownerEmail = "ada@example.com"; $0.plan = "TEAM"; $0.options = .with { $0.requestID = "once" } }
            }
            _ = try await create()
            await server.node.tidy(at: Self.days(0.9))
            #expect(try await create().result?.replayed == true)
            await server.node.tidy(at: Self.days(1.1))
            #expect(try await refusal { try await create() }.reason == .alreadyOwnsOrganization)
        }
    }
}
