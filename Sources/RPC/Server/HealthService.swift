/// `grpc.health.v1.Health`: says which services answer (wire H1).
import Synchronization
public import WellKnown

/// The statuses of a server's services; the empty name is the whole server. Register it with ``Router/add(_:)``.
public final class HealthService: Sendable {
    public typealias ServingStatus = HealthCheckResponse.ServingStatus

    private struct State {
        var statuses: [String: ServingStatus] = ["": .serving]
        var watchers: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var watcherCount: UInt64 = 0
        var isShutDown = false
    }
    private let state = Mutex(State())

    /// At most this many services are listed; more is RESOURCE_EXHAUSTED (gRFC A90).
    public static let listMax = 100

    public init() {}

    /// Sets a service's status and tells its watchers. Without effect after ``shutDown()``.
    public func set(_ status: ServingStatus, for service: String) {
        let watchers = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            guard !state.isShutDown, state.statuses[service] != status else { return [] }
            state.statuses[service] = status
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield() }
    }

    /// Every service becomes NOT_SERVING for good: the first step of a drain, before GOAWAY.
    public func shutDown() {
        let watchers = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            for service in state.statuses.keys { state.statuses[service] = .notServing }
            state.isShutDown = true
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield() }
    }

    /// The status of a service, nil when it is unknown.
    public func status(of service: String) -> ServingStatus? {
        state.withLock { $0.statuses[service] }
    }

    func check(_ request: HealthCheckRequest) throws(RPCError) -> HealthCheckResponse {
        guard let status = status(of: request.service) else { throw RPCError(.notFound, "unknown service \(request.service)") }
        return HealthCheckResponse(status: status)
    }

    func list() throws(RPCError) -> HealthListResponse {
        let statuses = state.withLock { $0.statuses }
        guard statuses.count <= Self.listMax else { throw RPCError(.resourceExhausted, "more than \(Self.listMax) services") }
        var response = HealthListResponse()
        response.statuses = statuses.mapValues(HealthCheckResponse.init(status:))
        return response
    }

    /// Writes the status at once and whenever it is another one, until the caller goes.
    func watch(_ service: String, _ writer: ResponseWriter<HealthCheckResponse>) async throws {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.watcherCount += 1
            state.watchers[state.watcherCount] = continuation
            return state.watcherCount
        }
        defer { state.withLock { _ = $0.watchers.removeValue(forKey: id) } }
        continuation.yield()
        var last: ServingStatus?
        for await _ in changes {
            let status = status(of: service) ?? .serviceUnknown
            guard status != last else { continue }
            last = status
            try await writer.write(HealthCheckResponse(status: status))
        }
    }
}

extension Router {
    /// Registers the health service; it asks for no credentials.
    public mutating func add(_ health: HealthService) {
        read(HealthMethods.check, anonymous: true) { (request, _) throws(RPCError) in try health.check(request) }
        read(HealthMethods.list, anonymous: true) { (_, _) throws(RPCError) in try health.list() }
        serverStreaming(HealthMethods.watch, anonymous: true) { request, writer, _ in try await health.watch(request.service, writer) }
    }
}
