// Keys through the socket: what they open, and when they stop.

import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Keys", .timeLimit(.minutes(5)))
struct KeysTests {
    @Test("a revocation works at the next call of a connection that was just served")
    func revocation() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            for _ in 0..<20 {
                let made = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "short"; $0.permissions = [.accessCheck] }
                let client = try server.client(made.secret)
                func check() async throws(RosterError) -> Bool {
                    try await client.access.check { $0.organizationID = tenant.organization; $0.permission = .accessCheck }.allowed
                }
                #expect(try await check())
                _ = try await tenant.client.keys.revoke { $0.organizationID = tenant.organization; $0.keyID = made.key?.keyID ?? KeyID() }
                #expect(try await refusal { try await check() }.code == .unauthenticated)
                await client.close()
            }
        }
    }

    @Test("a rotated key's old secret ends at once, or with its overlap; the new one opens", .timeLimit(.minutes(2)))
    func rotation() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let made = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "turning"; $0.permissions = [.accessCheck] }
            func opens(_ secret: String) async throws -> Bool {
                let client = try server.client(secret)
                do throws(RosterError) {
                    _ = try await client.access.check { $0.organizationID = tenant.organization; $0.permission = .accessCheck }
                    return true
                } catch {
                    #expect(error.code == .unauthenticated)
                    return false
                }
            }
            let overlapping = try await tenant.client.keys.rotate {
                $0.organizationID = tenant.organization
                $0.keyID = made.key?.keyID ?? KeyID()
                $0.overlap = .init(seconds: 3_600)
            }
            #expect(try await opens(made.secret))
            #expect(try await opens(overlapping.secret))
            let short = try await tenant.client.keys.rotate {
                $0.organizationID = tenant.organization
                $0.keyID = made.key?.keyID ?? KeyID()
                $0.overlap = .init(seconds: 1)
            }
            #expect(try await opens(made.secret) == false)
            // The overlap ends by the clock and nothing else, so this is asked until it has.
            while try await opens(overlapping.secret) { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await opens(short.secret))
            let again = try await tenant.client.keys.rotate { $0.organizationID = tenant.organization; $0.keyID = made.key?.keyID ?? KeyID() }
            #expect(try await opens(short.secret) == false)
            #expect(try await opens(again.secret))
        }
    }

    @Test("a secret is shown once: replays and dry runs leave it out")
    func secrets() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            var request = CreateKeyRequest()
            request.organizationID = tenant.organization
            request.name = "once"
            request.permissions = [.accessCheck]
            request.options = .with { $0.validateOnly = true }
            #expect(try await tenant.client.keys.create(request).secret.isEmpty)
            request.options = .with { $0.requestID = "key-1" }
            #expect(try await tenant.client.keys.create(request).secret.hasPrefix("rk_"))
            let again = try await tenant.client.keys.create(request)
            #expect(again.secret.isEmpty && again.result?.secretWithheld == true && again.key?.name == "once")
        }
    }

    @Test("nobody makes a key that may do more than itself, and a tenant's key makes none for the platform")
    func ceiling() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let small = try await tenant.client.keys.create {
                $0.organizationID = tenant.organization
                $0.name = "small"
                $0.permissions = [.keysManage, .membersRead]
                $0.ceiling = 40
            }
            let client = try server.client(small.secret)
            for (permissions, ceiling) in [([Permission.membersWrite], 40), ([.membersRead], 60)] as [([Permission], Int32)] {
                let refused = try await refusal {
                    try await client.keys.create { $0.organizationID = tenant.organization; $0.name = "x"; $0.permissions = permissions; $0.ceiling = ceiling }
                }
                #expect(refused.reason == .roleCeiling)
            }
            let platform = try await refusal { try await tenant.client.keys.create { $0.organizationID = .platform; $0.name = "x"; $0.permissions = [.membersRead] } }
            #expect(platform.code == .notFound)
            let listed = try await server.client().keys.list { $0.organizationID = .platform }
            #expect(listed.keys.map(\.name) == ["bootstrap"])
        }
    }
}
