// The client against a scripted server: what it sends, repeats, pages and throws.

import RPC
import RosterClient
import Testing
import WellKnown
import Wire

@Suite("Client", .timeLimit(.minutes(5)))
struct ClientTests {
    @Test("a call of an area is typed, and carries key and person")
    func credentials() async throws {
        try await withScript { script in
            script.on(Methods.Members.get) { request, _ in .with { $0.member = .with { $0.memberID = request.memberID }; $0.revision = 7 } }
        } _: { client, server in
            var generator = SystemRandomNumberGenerator()
            let id = MemberID.random(using: &generator)
            let response = try await client.members.get { $0.memberID = id }
            #expect(response.member?.memberID == id)
            _ = try await client.acting(for: .member(id)).members.get(GetMemberRequest())
            _ = try await client.acting(for: .user(email: "ada@example.org")).call(Methods.Members.get, GetMemberRequest())
            #expect(server.calls.map(\.authorization) == ["Bearer rk_test", "Bearer rk_test", "Bearer rk_test"])
            #expect(server.calls.map(\.person) == [nil, id.text, "user:ada@example.org"])
        }
    }

    @Test("a mutation keeps one request id through repetitions, and a caller's own id is left alone")
    func requestIDs() async throws {
        try await withScript { script in
            script.on(Methods.Members.create) { (_, number) throws(RPCError) in
                if number < 3 { throw RPCError(.unavailable, "not now") }
                return .with { $0.result = .with { $0.revision = 9 } }
            }
        } _: { client, server in
            let response = try await client.members.create { $0.email = "ada@example.org" }
            #expect(response.result?.revision == 9)
            let ids = server.calls.map { $0.requestID ?? "" }
            #expect(ids.count == 3 && Set(ids).count == 1 && ids[0].utf8.count == 32)

            _ = try await client.members.create { $0.options = .with { $0.requestID = "mine" } }
            #expect(server.calls.last?.requestID == "mine")
            _ = try await client.members.create { _ in }
            #expect(server.calls.last?.requestID != ids[0])
        }
    }

    @Test("repetitions end: after so many attempts, or at the deadline, with the last error and the request id")
    func bounds() async throws {
        try await withScript { script in
            script.on(Methods.Members.remove) { (_, _) throws(RPCError) in throw RPCError(.unavailable, "never") }
        } _: { client, server in
            let error = await #expect(throws: RosterError.self) { try await client.members.remove { _ in } }
            #expect(error?.code == .unavailable)
            #expect(error?.requestID == server.calls.first?.requestID)
            #expect(error?.outcomeIsUnknown == true)
            #expect(server.calls.count == 5)

            var patient = RetryPolicy()
            patient.attemptsMax = 10
            patient.delayInitial = .milliseconds(400)
            let before = ContinuousClock.now
            await #expect(throws: RosterError.self) {
                try await client.waiting(.seconds(4), retries: patient).members.remove { _ in }
            }
            // Ten attempts with growing pauses would take far longer than the deadline.
            #expect(ContinuousClock.now - before < .seconds(12))
            // An attempt has only what the one before it had left.
            let left = server.calls.dropFirst(5).compactMap(\.timeLeft)
            #expect(left.count >= 2 && left[1] < left[0])

            let attempts = server.calls.count
            await #expect(throws: RosterError.self) { try await client.waiting(.seconds(10), retries: .never).members.remove { _ in } }
            #expect(server.calls.count == attempts + 1)
        }
    }

    @Test("a refusal isn't repeated, and arrives with status, reason, metadata and details")
    func refusals() async throws {
        try await withScript { script in
            script.on(Methods.Keys.revoke) { (_, _) throws(RPCError) in
                throw refusal(.permissionDenied, .missingPermission, ["permission": "keys.manage"])
            }
        } _: { client, server in
            let error = await #expect(throws: RosterError.self) { try await client.keys.revoke { _ in } }
            #expect(error?.code == .permissionDenied)
            #expect(error?.reason == .missingPermission)
            #expect(error?.metadata == ["permission": "keys.manage"])
            #expect(error?.details.count == 1)
            #expect(error?.outcomeIsUnknown == false)
            #expect(error.map { "\($0)" } == "PERMISSION_DENIED/MISSING_PERMISSION: refused")
            #expect(server.calls.count == 1)
        }
    }

    @Test("a mutation called without the table, and so without a request id, isn't repeated when it may have had an effect")
    func noRequestID() async throws {
        try await withScript { script in
            script.on(Methods.Members.create) { (_, _) throws(RPCError) in throw RPCError(.unavailable, "perhaps") }
        } _: { client, server in
            await #expect(throws: RosterError.self) { try await client.call(Methods.Members.create.descriptor, CreateMemberRequest()) }
            #expect(server.calls.map(\.requestID) == [nil])
        }
    }

    @Test("what the server asks to repeat is repeated, and not before it wants")
    func retryInfo() async throws {
        try await withScript { script in
            script.on(Methods.Licenses.assign) { (_, number) throws(RPCError) in
                if number == 1 { throw refusal(.resourceExhausted, .rateLimited, retryAfter: 60_000_000) }
                throw refusal(.resourceExhausted, .seatsExhausted)
            }
        } _: { client, server in
            let before = ContinuousClock.now
            let error = await #expect(throws: RosterError.self) { try await client.licenses.assign { _ in } }
            #expect(error?.reason == .seatsExhausted)
            #expect(ContinuousClock.now - before >= .milliseconds(60))
            #expect(server.calls.count == 2)
            #expect(Set(server.calls.map(\.requestID)).count == 1)
        }
    }

    @Test("a list is paged until its end, each page asked for with the token of the one before")
    func paging() async throws {
        try await withScript { script in
            script.on(Methods.Members.list) { request, _ in
                let page = Int(request.pageToken.dropFirst(4)) ?? 0
                return .with {
                    $0.members = page == 1 ? [] : (0..<Int(request.pageSize)).map { item in .with { $0.email = "\(page)-\(item)" } }
                    $0.nextPageToken = page < 3 ? "page\(page + 1)" : ""
                    $0.revision = 5
                    $0.totalSize = 6
                }
            }
        } _: { client, server in
            var emails: [String] = []
            for try await member in client.members.list.items({ $0.pageSize = 2 }) { emails.append(member.email) }
            // The second page is empty, as a filter may make it: that isn't the end.
            #expect(emails == ["0-0", "0-1", "2-0", "2-1", "3-0", "3-1"])
            #expect(server.calls.map { $0.pageToken ?? "" } == ["", "page1", "page2", "page3"])

            var revisions: [Int64] = []
            for try await page in client.members.list.pages({ $0.pageSize = 2 }) { revisions.append(page.revision) }
            #expect(revisions == [5, 5, 5, 5])
        }
    }

    @Test("a server that isn't there is UNAVAILABLE, and certainly didn't act")
    func absent() async throws {
        var configuration = ClientConfiguration(port: 1, key: "rk_test")
        configuration.retries = .never
        try await RosterClient.with(configuration) { client in
            let error = await #expect(throws: RosterError.self) { try await client.members.create { _ in } }
            #expect(error?.code == .unavailable)
            #expect(error?.reason == nil)
            #expect(error?.outcomeIsUnknown == false)
        }
    }

    @Test("a closed client refuses calls instead of hanging")
    func closed() async throws {
        let client = try RosterClient(ClientConfiguration(port: 1))
        await client.close()
        await client.close()
        let error = await #expect(throws: RosterError.self) { try await client.waiting(nil, retries: .never).access.check { _ in } }
        #expect(error?.code == .unavailable)
    }

    @Test("a key that doesn't fit a header is refused at once, without being named")
    func badKey() {
        let error = #expect(throws: RosterError.self) { try RosterClient(ClientConfiguration(key: "rk_secret\nx")) }
        #expect(error?.code == .invalidArgument)
        #expect(error.map { "\($0)".contains("secret") } == false)
    }
}

@Suite("Retry policy", .timeLimit(.minutes(5)))
struct RetryPolicyTests {
    @Test("delays double up to the longest, and vary by a fifth")
    func delays() async throws {
        // Seen from outside: five attempts at 2, 4, 8 and 16 ms take at least 24 ms.
        try await withScript { script in
            script.on(Methods.Access.check) { (_, _) throws(RPCError) in throw RPCError(.unavailable) }
        } _: { client, server in
            let before = ContinuousClock.now
            await #expect(throws: RosterError.self) { try await client.access.check { _ in } }
            #expect(ContinuousClock.now - before >= .milliseconds(24))
            #expect(server.calls.count == 5)
        }
    }
}

@Suite("Streams", .timeLimit(.minutes(5)))
struct StreamTests {
    @Test("a stream is read until it ends or is left, and fails as other calls do")
    func health() async throws {
        let health = HealthService()
        try await withScript { script in
            script.router.add(health)
        } _: { client, _ in
            health.set(.serving, for: "")
            let status = try await client.stream(HealthMethods.watch, HealthCheckRequest()) { statuses in
                for try await response in statuses { return response.status }
                return .unknown
            }
            #expect(status == .serving)
            #expect(try await client.call(HealthMethods.check, HealthCheckRequest()).status == .serving)

            let missing = MethodDescriptor<HealthCheckRequest, HealthCheckResponse>(
                service: "roster.v1.Nothing", name: "Watch", shape: .serverStreaming)
            let error = await #expect(throws: RosterError.self) {
                try await client.stream(missing, HealthCheckRequest()) { statuses in for try await _ in statuses {} }
            }
            #expect(error?.code == .unimplemented)
        }
    }
}
