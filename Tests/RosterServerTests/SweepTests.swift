// What ends by time alone: right at once for whoever asks, and a fact of the history a little later.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Sweeps", .timeLimit(.minutes(5)))
struct SweepTests {
    @Test("4.1: a license that ended frees its seat at once; the sweep makes one entry of it, and changes no answer")
    func license() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let bob = try await tenant.member("bob@example.com")
            let assigned = try await tenant.client.licenses.assign {
                $0.organizationID = tenant.organization
                $0.memberID = bob.memberID
                $0.productID = "sales_navigator"
                $0.period = .with { $0.endTime = Timestamp(nanosecondsSince1970: Int64((Date.now.timeIntervalSince1970 + 0.5) * 1e9)) }
            }
            let revision = try #require(assigned.result?.revision)
            func seats() async throws(RosterError) -> GetSeatSummaryResponse {
                try await tenant.client.licenses.getSeatSummary { $0.organizationID = tenant.organization }
            }
            // Once it has ended; the node's own round may come first.
            var now = try await seats()
            for _ in 0..<600 where now.revision == revision {
                try await Task.sleep(for: .milliseconds(50))
                await server.node.sweep()
                now = try await seats()
            }
            #expect(now.revision == revision + 1 && now.total?.pending == 0)
            await server.node.sweep()
            #expect(try await seats().revision == revision + 1)
        }
    }
}
