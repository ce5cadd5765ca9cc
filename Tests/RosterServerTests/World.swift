// A real server over loopback and the bundled client: what the tests of this target stand on.

import Foundation
import RosterAPI
import RosterClient
import RosterServer
import RosterStore
import TestThreads
import Testing

/// A data folder that outlives its server, so that a test can stop and start it.
final class World: Sendable {
    let folder: String
    let configuration: Configuration

    init(_ adjust: (inout Configuration) -> Void = { _ in }) {
        folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString)").path
        var configuration = Configuration()
        configuration.dataFolder = folder
        configuration.plaintext = [.init(host: "127.0.0.1", port: 0)]
        configuration.loops = 2
        configuration.organizationExecutors = 1
        configuration.drainSeconds = 1
        adjust(&configuration)
        self.configuration = configuration
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs `body` beside a server; the key is the bootstrap key of the first run.
    func run<Value>(key: String? = nil, _ body: (Running) async throws -> Value) async throws -> Value {
        let node = try await onOwnThread { [configuration] in try Node.start(configuration) }
        let running = Running(node: node, key: key ?? node.bootstrapKey ?? "")
        do {
            let value = try await body(running)
            await onOwnThread { node.stop() }
            return value
        } catch {
            await onOwnThread { node.stop() }
            throw error
        }
    }
}

/// A server that runs.
struct Running: Sendable {
    let node: Node
    let key: String

    var port: UInt16 { node.listening.first?.address.port ?? 0 }

    /// A client without repetitions: a test wants the first answer.
    func client(_ key: String? = nil, as person: Person? = nil) throws -> RosterClient {
        var configuration = ClientConfiguration(host: "127.0.0.1", port: port, key: key ?? self.key)
        configuration.person = person
        configuration.retries.attemptsMax = 1
        return try RosterClient(configuration)
    }

    /// An organization with seats, and a key bound to it that may do everything there.
    func tenant(_ owner: String, plan: String = "ADVANCED", seats: Int32 = 20) async throws -> Tenant {
        let client = try client()
        let created = try await client.organizations.create {
            $0.name = "The company of \(owner)"
            $0.ownerEmail = owner
            $0.plan = plan
            $0.pools = [.with { $0.productID = "sales_navigator"; $0.purchased = seats }]
        }
        let organization = try #require(created.organization?.organizationID)
        let key = try await client.keys.create {
            $0.organizationID = organization
            $0.name = "tenant"
            $0.permissions = PermissionSet.all.permissions.filter { !$0.text.hasPrefix("platform.") }
            $0.ceiling = 100
        }
        await client.close()
        return Tenant(
            organization: organization, owner: try #require(created.owner?.memberID), key: key.secret, keyID: try #require(key.key?.keyID),
            client: try self.client(key.secret))
    }
}

struct Tenant: Sendable {
    let organization: OrganizationID
    let owner: MemberID
    let key: String
    let keyID: KeyID
    let client: RosterClient

    /// A new member.
    @discardableResult
    func member(_ email: String, _ fill: (inout CreateMemberRequest) -> Void = { _ in }) async throws -> Member {
        var request = CreateMemberRequest()
        request.organizationID = organization
        request.email = email
        fill(&request)
        return try #require(try await client.members.create(request).member)
    }
}

extension Tenant {
    /// A new sub-account, below the organization itself or another sub-account of it.
    @discardableResult
    func subaccount(_ name: String, below parent: OrganizationID? = nil, _ fill: (inout CreateSubaccountRequest) -> Void = { _ in }) async throws -> OrganizationID {
        var request = CreateSubaccountRequest()
        request.organizationID = parent ?? organization
        request.name = name
        request.limits = .with { $0.perDay = 1_000 }
        fill(&request)
        return try #require(try await client.subaccounts.create(request).subaccount?.organization?.organizationID)
    }
}

/// The failure of a call that must fail.
func refusal<Value>(_ body: () async throws -> Value, sourceLocation: SourceLocation = #_sourceLocation) async throws -> RosterError {
    do {
        _ = try await body()
    } catch let error as RosterError {
        return error
    }
    Issue.record("the call was not refused", sourceLocation: sourceLocation)
    throw CancellationError()
}

/// What a call ends with: OK, or the reason of its refusal.
func outcome<Value>(_ body: () async throws -> Value) async throws -> String {
    do {
        _ = try await body()
        return "OK"
    } catch let error as RosterError {
        return error.reason?.name ?? error.code.name
    }
}

extension Running {
    /// The methods that this server answers.
    func servedMethods() async throws -> [any AnyMethod] {
        var configuration = ClientConfiguration(host: "127.0.0.1", port: port)
        configuration.retries.attemptsMax = 1
        return try await RosterClient.with(configuration) { client in
            func isServed<M: AnyMethod>(_ method: M) async -> Bool {
                do throws(RosterError) {
                    _ = try await client.call(method, M.Request())
                    return true
                } catch {
                    return error.code != .unimplemented
                }
            }
            var served: [any AnyMethod] = []
            for method in Methods.all { if await isServed(method) { served.append(method) } }
            return served
        }
    }
}
