// One short story: an organization is created and synchronised, asked who may do what, and synchronised again a week later.
//
//     ROSTER_ADDRESS=127.0.0.1:7500 ROSTER_API_KEY=rk_… swift run TeamSync

import Foundation
import RosterClient

@main
enum Main {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let address = (environment["ROSTER_ADDRESS"] ?? "127.0.0.1:7500").split(separator: ":")
        guard let key = environment["ROSTER_API_KEY"], address.count == 2, let port = UInt16(address[1]) else {
            print("Set ROSTER_API_KEY to a platform-wide key, and ROSTER_ADDRESS to host:port.")
            exit(2)
        }
        do {
            try await RosterClient.with(ClientConfiguration(host: String(address[0]), port: port, key: key), story)
        } catch let error as RosterError {
            print("The call failed: \(error)")
            exit(1)
        }
    }

    static func story(_ client: RosterClient) async throws {
        // A new owner each time: a person owns at most one organization.
        let owner = "owner-\(UInt32.random(in: 0...UInt32.max))@example.org"
        let created = try await client.organizations.create {
            $0.name = "Example Trading"
            $0.ownerEmail = owner
            $0.plan = "ADVANCED"
            $0.pools = [.with { $0.productID = Directory.product; $0.purchased = 5 }]
        }
        guard let organization = created.organization?.organizationID else { return }
        print("created \(organization)")

        let sync = TeamSync(client: client, organization: organization)
        print("first sync:  \(try await sync.run(Directory.today))")
        print("next week:   \(try await sync.run(Directory.nextWeek))")
        print("once more:   \(try await sync.run(Directory.nextWeek))")

        let seats = try await client.licenses.getSeatSummary { $0.organizationID = organization }
        print("seats:       \(seats.total?.purchased ?? 0) bought, \(seats.total?.available ?? 0) free")

        for employee in Directory.nextWeek {
            let answer = try await client.access.explain {
                $0.organizationID = organization
                $0.subject = .email(employee.email)
                $0.permission = .membersWrite
            }
            print("may \(employee.email) edit members? \(answer.allowed ? "yes" : "no, \(answer.reason)")")
        }

        do {
            try await client.members.create {
                $0.organizationID = organization
                $0.email = owner
            }
        } catch {
            guard error.reason == .emailInUse else { throw error }
            print("nobody is a member twice: \(error)")
        }
    }
}
