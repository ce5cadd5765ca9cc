// Durable mutations a second: a closed loop of member creations, each with an address of its own.

import ArgumentParser
import Foundation
import RosterAPI
import RosterClient
import Synchronization

struct Mutations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutations", abstract: "Creates members as fast as they become durable.",
        discussion: "Needs a platform-wide key in ROSTER_API_KEY: it makes the organizations itself.")

    @Option(help: "The server, host:port.") var address: String
    @Option(help: "How many organizations share the load.") var organizations = 64
    @Option(help: "Calls at once, over all connections.") var inFlight = 256
    @Option(help: "Connections.") var connections = 4
    @Option(help: "How long it is measured.") var seconds = 10.0
    @Option(help: "How long it runs before that.") var warmUpSeconds = 1.0

    func validate() throws {
        guard organizations > 0, connections > 0, inFlight >= connections, seconds > 0, warmUpSeconds >= 0 else {
            throw ValidationError("Every number is above 0, and there are at least as many calls as connections.")
        }
    }

    mutating func run() throws {
        guard let key = ProcessInfo.processInfo.environment["ROSTER_API_KEY"] else { throw ValidationError("ROSTER_API_KEY is not set.") }
        guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...]) else {
            throw ValidationError("The server's address is host:port.")
        }
        let configuration = ClientConfiguration(host: String(address[..<colon]), port: port, key: key)
        let load = MutationLoad(
            clients: try (0..<connections).map { _ in try RosterClient(configuration) }, organizations: organizations, inFlight: inFlight,
            seconds: seconds, warmUpSeconds: warmUpSeconds)
        let outcome = Mutex<Result<MutationLoad.Figures, any Error>?>(nil)
        let ended = DispatchSemaphore(value: 0)
        Task {
            let result: Result<MutationLoad.Figures, any Error>
            do { result = .success(try await load.run()) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            ended.signal()
        }
        ended.wait()
        if let result = outcome.withLock({ $0 }) { print(try result.get().json) }
    }
}

struct MutationLoad: Sendable {
    let clients: [RosterClient]
    let organizations: Int
    let inFlight: Int
    let seconds: Double
    let warmUpSeconds: Double

    struct Figures: Sendable {
        var seconds: Double
        /// Of the calls answered within the time measured.
        var latencies: [Duration]
        /// All that were answered, before and after it as well.
        var calls: Int

        var json: String {
            let sorted = latencies.sorted()
            func milliseconds(_ rank: Double) -> Double {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(rank * Double(sorted.count)))] / .milliseconds(1)
            }
            return """
                {"mutations": \(sorted.count), "calls": \(calls), "per_s": \(Double(sorted.count) / seconds), \
                "p50_ms": \(milliseconds(0.5)), "p99_ms": \(milliseconds(0.99)), "max_ms": \(milliseconds(1))}
                """
        }
    }

    func run() async throws -> Figures {
        // Addresses of an earlier run on the same database must not be met again.
        let run = UInt64.random(in: 0...UInt64.max)
        let ids = try await makeOrganizations(run)
        let clock = ContinuousClock()
        let begin = clock.now + .seconds(warmUpSeconds)
        let end = begin + .seconds(seconds)
        let (latencies, calls) = try await withThrowingTaskGroup(of: (latencies: [Duration], calls: Int).self) { group in
            for caller in 0..<inFlight {
                let (client, organization) = (clients[caller % clients.count], ids[caller % ids.count])
                group.addTask {
                    var latencies: [Duration] = []
                    var number = 0
                    while true {
                        let asked = clock.now
                        if asked >= end { return (latencies, number) }
                        number += 1
                        let request = CreateMemberRequest.with {
                            $0.organizationID = organization
                            $0.email = "m\(caller).\(number).\(run)@example.com"
                            $0.profile = .with { $0.givenName = "Zoë" }
                            $0.withoutLicense = true
                        }
                        _ = try await client.call(Methods.Members.create, request)
                        let answered = clock.now
                        if answered >= begin, answered <= end { latencies.append(answered - asked) }
                    }
                }
            }
            var all: (latencies: [Duration], calls: Int) = ([], 0)
            for try await one in group {
                all.latencies += one.latencies
                all.calls += one.calls
            }
            return all
        }
        return Figures(seconds: seconds, latencies: latencies, calls: calls)
    }

    private func makeOrganizations(_ run: UInt64) async throws -> [OrganizationID] {
        var ids: [OrganizationID] = []
        for number in 0..<organizations {
            let request = CreateOrganizationRequest.with {
                $0.name = "Load \(number)"
                $0.ownerEmail = "owner\(number).\(run)@example.com"
                $0.plan = "ENTERPRISE"
            }
            guard let made = try await clients[0].call(Methods.Organizations.create, request).organization else { continue }
            ids.append(made.organizationID)
        }
        return ids
    }
}
