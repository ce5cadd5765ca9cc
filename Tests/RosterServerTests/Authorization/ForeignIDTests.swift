// The attack with other tenants' ids: every id of every request, one at a time (reliability 5).

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown
import Wire

@Suite("Foreign ids", .timeLimit(.minutes(5)))
struct ForeignIDTests {
    /// What a caller sees of a call, byte for byte.
    private struct Seen: Equatable, Sendable {
        var code: Int32
        var message: String
        var details: [[UInt8]]
        var response: [UInt8]

        /// The same with an id in the place of another, in the answer.
        func naming(_ id: String, for other: String) -> Seen {
            var seen = self
            let (wanted, found) = (Array(id.utf8), Array(other.utf8))
            while let range = seen.response.firstRange(of: found) { seen.response.replaceSubrange(range, with: wanted) }
            return seen
        }
    }

    /// Answers, never errors: a stranger is NOT_A_MEMBER, an unknown resource NO_ACCESS (product 4.2). Whose id it is must not show in them.
    private static let answers = [
        "AccessService/Check", "AccessService/BatchCheck", "AccessService/Explain", "AccessService/ListEffectivePermissions",
        // Each report is answered by itself.
        "SettingsService/ReportCrmSyncStatus", "MailService/AckOutbox",
        "AccessService/ListAccessibleResources", "AccessService/ListMembersWithAccess",
    ]

    /// Items of a call, each with an answer of its own: who is unknown is told there, and the call goes on.
    private static let items = ["GroupService/AddMembers", "GroupService/RemoveMembers", "GroupService/ImportTags"]

    /// Things that no call makes yet.
    private static let notYet: Set<Substring> = []

    /// What an Update takes of the resource's message: the rest is the server's to say, and isn't read.
    private static func isRead(_ place: String, of method: String) -> Bool {
        if let last = place.split(separator: ".").last, notYet.contains(last) || place.hasPrefix("resource_roles") { return false }
        guard method.contains("/Update"), let dot = place.firstIndex(of: ".") else { return true }
        let field = place[place.index(after: dot)...]
        return field == "organization_id" || field == place[..<dot] + "_id"
    }

    @Test("every id of every request, swapped for another tenant's, is answered as one that doesn't exist: byte for byte")
    func attack() async throws {
        let table = try AuthorizationTable()
        try await World(AuthorizationWorld.plans).run { server in
            let world = try AuthorizationWorld(server, table)
            let (own, other) = (try await world.root("own"), try await world.root("other"))
            let client = try world.client(own.key)
            var swapped: [String: Set<String>] = [:]
            var swaps = 0
            let methods = try await server.servedMethods()
            for method in methods {
                for row in table.rows where "roster.v1." + row.method == method.name && !row.isPlatform && !row.isAboutPerson {
                    // What only a person can do, its owner does.
                    let caller = try row.needsActor ? client.acting(for: own.members["OWNER"].map { .member($0.memberID) }) : client
                    let (places, problems) = try await Self.attack(row, method, caller, own, other)
                    #expect(problems.isEmpty, "\(row.title):\n\(problems.joined(separator: "\n"))")
                    swapped[row.method, default: []].formUnion(places)
                    swaps += places.count
                }
            }
            #expect(swaps > 100)
            print("foreign ids: \(swaps) swapped")
            // No place for an id may be left out.
            for method in methods where !Self.isAboutNoOrganization(method, table) {
                let name = String(method.name.dropFirst("roster.v1.".count))
                let left = try Self.places(of: method).filter { Self.isRead($0, of: name) }.subtracting(swapped[name] ?? [])
                #expect(left.isEmpty, "\(name): no row of Tests/Worlds/authorization.txt fills in \(left.sorted())")
            }
            await world.close()
        }
    }

    private static func isAboutNoOrganization(_ method: any AnyMethod, _ table: AuthorizationTable) -> Bool {
        table.rows.contains { "roster.v1." + $0.method == method.name && ($0.isPlatform || $0.isAboutPerson) }
    }

    private static func places<M: AnyMethod>(of _: M) throws -> Set<String> { try IDPlaces.of(M.Request.self) }

    /// Sends one kind of call with each of its ids swapped; tells which places those were, without indices, and what was wrong.
    private static func attack<M: AnyMethod>(
        _ row: AuthorizationTable.Row, _ method: M, _ client: RosterClient, _ own: Account, _ other: Account
    ) async throws -> (places: Set<String>, problems: [String]) {
        // The key has no member of its own; anybody's will do.
        func things(_ account: Account) -> [String: String] { account.things.merging(["self": account.things["member"] ?? ""]) { old, _ in old } }
        // What is the invited person's alone is asked for by that person.
        let client = row.isInvitee ? try client.acting(for: .user(email: own.things["invitee"] ?? "")) : client
        let request = try M.Request(json: try row.template.json(method, things: things(own)))
        var problems: [String] = []
        // The call itself must reach its target, or the comparison would prove nothing.
        let sound = try await see(method, request, client)
        if sound.code == 3 || sound.code == 5 || sound.code == 12 { problems.append("is refused as it stands: \(sound.code) \(sound.message)") }
        var places: Set<String> = []
        for (place, id) in try IDWalk.ids(in: request).enumerated() {
            let names = things(own).filter { $0.value == id.text }.map(\.key)
            guard let counterpart = names.compactMap({ things(other)[$0] }).first else {
                problems.append("\(id.path): the other tenant has nothing like it")
                continue
            }
            let foreign = try await see(method, try IDWalk.replacing(place, in: request, with: counterpart), client)
            let random = random(like: id.text)
            let unknown = try await see(method, try IDWalk.replacing(place, in: request, with: random), client)
            // An answer may name the item as the request did.
            if foreign != unknown.naming(counterpart, for: random) { problems.append("\(id.path): another tenant's \(foreign.code) \(foreign.message), a random one \(unknown.code) \(unknown.message)") }
            let isItem = items.contains(row.method) && id.path.contains("member_ids")
            let isAnswer = (answers.contains(row.method) || isItem) && id.path != "organization_id"
            if foreign.code != (isAnswer ? 0 : 5) { problems.append("\(id.path): \(foreign.code) \(foreign.message)") }
            let error = unknown.message + unknown.details.map { String(decoding: $0, as: UTF8.self) }.joined()
            if error.contains(random) {
                problems.append("\(id.path): the answer repeats an id")
            }
            places.insert(id.path.replacing(/\[\d+\]/, with: ""))
        }
        return (places, problems)
    }

    /// An id of the same kind that nothing has.
    private static func random(like text: String) -> String {
        var generator = SystemRandomNumberGenerator()
        return String(text.prefix(4)) + MemberID.random(using: &generator).text.dropFirst(4)
    }

    private static func see<M: AnyMethod>(_ method: M, _ request: M.Request, _ client: RosterClient) async throws -> Seen {
        do throws(RosterError) {
            let response = try await client.call(method, request)
            // A plan's token is random.
            guard var mutation = response as? any MutatingResponse else { return Seen(code: 0, message: "", details: [], response: response.encoded()) }
            mutation.result?.planToken = ""
            return Seen(code: 0, message: "", details: [], response: mutation.encoded())
        } catch {
            return Seen(code: error.code.rawValue, message: error.message, details: error.details.map { $0.encoded() }, response: [])
        }
    }
}
