// Bounds: over them a caller gets a status, never a hang (promise P6).

import RosterAPI
import RosterClient
import Testing
import Wire

/// A GetMember whose point is no message.
private struct Malformed: Message {
    static let protoName = "test.Malformed"
    var point = "zzzz"
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) { try v.field(14, "point", &point) }
}

@Suite("Overload", .timeLimit(.minutes(5)))
struct OverloadTests {
    @Test("a key's calls of a second are bounded: RATE_LIMITED with RetryInfo, and others go on")
    func tokenBucket() async throws {
        try await World { $0.callsPerSecondPerKey = 100 }.run { server in
            let tenant = try await server.tenant("ada@example.com")
            let made = try await tenant.client.keys.create { $0.organizationID = tenant.organization; $0.name = "busy"; $0.permissions = [.accessCheck] }
            let client = try server.client(made.secret)
            var limited: RosterError?
            for _ in 0..<2_000 where limited == nil {
                do throws(RosterError) {
                    _ = try await client.access.check { $0.organizationID = tenant.organization; $0.permission = .accessCheck }
                } catch {
                    limited = error
                }
            }
            #expect(limited?.code == .resourceExhausted)
            #expect(limited?.reason == .rateLimited)
            #expect(limited?.retryDelay != nil)
            _ = try await tenant.client.organizations.get { $0.organizationID = tenant.organization }
        }
    }

    @Test("what the transport refuses has an ErrorInfo, too")
    func transport() async throws {
        try await World { $0.messageBytesMax = 65_536 }.run { server in
            let client = try server.client()
            let large = try await refusal { try await client.organizations.create { $0.name = String(repeating: "x", count: 100_000) } }
            #expect(large.code == .resourceExhausted && large.reason == .messageTooLarge)
            func call(_ service: String, _ name: String) async throws(RosterError) -> GetMemberResponse {
                try await client.call(MethodDescriptor<Malformed, GetMemberResponse>(service: service, name: name, shape: .unary, noSideEffects: true), Malformed())
            }
            let malformed = try await refusal { try await call("roster.v1.MemberService", "Get") }
            #expect(malformed.code == .internal && malformed.reason == .malformedRequest)
            let unknown = try await refusal { try await call("roster.v1.MemberService", "Sing") }
            #expect(unknown.code == .unimplemented && unknown.reason?.name == "UNIMPLEMENTED")
        }
    }

    @Test("more mutations than an organization may have waiting: each is done, or refused undecided with RetryInfo", .timeLimit(.minutes(2)))
    func waitingMutations() async throws {
        try await World { $0.streamsPerConnectionMax = 4_000 }.run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 0)
            let clients = try (0..<4).map { _ in try server.client(tenant.key) }
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<4_000 {
                    group.addTask {
                        do throws(RosterError) {
                            _ = try await clients[number % 4].members.create { $0.organizationID = tenant.organization; $0.email = "m\(number)@example.com" }
                            return true
                        } catch {
                            guard error.code == .resourceExhausted, error.reason == .rateLimited else { throw error }
                            return false
                        }
                    }
                }
                return try await group.reduce(into: (done: 0, refused: 0)) { if $1 { $0.done += 1 } else { $0.refused += 1 } }
            }
            #expect(outcomes.done + outcomes.refused == 4_000)
            // What was refused has no effect, what was done is there.
            let members = try await tenant.client.members.list { $0.organizationID = tenant.organization }
            #expect(members.totalSize == Int64(outcomes.done + 1))
        }
    }

    @Test("dry runs wait in their organization's line, which is bounded; calls of the organization go on")
    func dryRuns() async throws {
        try await World { $0.longReadsPerOrganization = 1 }.run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 0)
            for number in 0..<50 { try await tenant.member("m\(number)@example.com") }
            let planned = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<400 {
                    group.addTask {
                        do throws(RosterError) {
                            return try await tenant.client.organizations.changePlan { $0.organizationID = tenant.organization; $0.plan = "CORE"; $0.options = .with { $0.validateOnly = true } }.result?.plan != nil
                        } catch {
                            guard error.reason == .rateLimited, error.retryDelay != nil else { throw error }
                            return false
                        }
                    }
                }
                _ = try await tenant.member("meanwhile@example.com")
                return try await group.reduce(into: 0) { if $1 { $0 += 1 } }
            }
            #expect(planned > 0)
        }
    }

    @Test("evicted trees come back whole")
    func eviction() async throws {
        try await World { $0.residentBytesMax = 1 << 20 }.run { server in
            let tenants = try await withThrowingTaskGroup(of: Tenant.self) { group in
                for number in 0..<20 { group.addTask { try await server.tenant("o\(number)@example.com") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in tenants {
                    group.addTask {
                        for number in 0..<30 {
                            try await tenant.member("m\(number)@example.com")
                            if number % 5 == 0 { server.node.evictIdleTrees() }
                        }
                        let listed = try await tenant.client.members.list { $0.organizationID = tenant.organization }
                        #expect(listed.totalSize == 31)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
