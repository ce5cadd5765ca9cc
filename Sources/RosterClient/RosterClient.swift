// The way in for Swift services: typed calls of every method of Roster.

@_exported public import RosterAPI
@_exported public import struct WellKnown.FieldMask
@_exported public import struct WellKnown.Timestamp
public import RPC
public import Wire

/// A client of one Roster server. Copies share its connection; usable from any task.
///
///     let client = try RosterClient(ClientConfiguration(host: "roster.internal", key: "rk_…"))
///     let created = try await client.members.create {
///         $0.organizationID = organization
///         $0.email = "ada@example.org"
///         $0.role = .manager
///     }
///     for try await member in client.members.list.items({ $0.organizationID = organization }) { … }
///     await client.close()
///
/// A mutation gets a request id unless it has one, and is repeated under it when the server can't be reached
/// (``RetryPolicy``). Cancelling the task cancels the call; what the server had already decided stays decided.
public struct RosterClient: Sendable {
    private let connection: Connection
    /// Settings that a copy may change.
    private var callSettings: CallSettings

    /// Makes a client. It connects with its first call.
    ///
    /// Throws INVALID_ARGUMENT for settings that can't work: a key or an address that doesn't fit a header, a file of
    /// authorities that can't be read.
    public init(_ configuration: ClientConfiguration) throws(RosterError) {
        callSettings = try CallSettings(configuration)
        connection = try Connection(configuration)
    }

    /// Runs `body` with a client, and closes it afterwards.
    public static func with<Value>(
        _ configuration: ClientConfiguration, _ body: (RosterClient) async throws -> Value
    ) async throws -> Value {
        let client = try RosterClient(configuration)
        do {
            let value = try await body(client)
            await client.close()
            return value
        } catch {
            await client.close()
            throw error
        }
    }

    /// Lets open calls end, then closes the connection. Later calls are UNAVAILABLE.
    public func close() async { await connection.close() }

    /// The same connection, acting for a person; nil: as the service itself.
    public func acting(for person: Person?) throws(RosterError) -> RosterClient {
        var client = self
        client.callSettings = try callSettings.acting(for: person)
        return client
    }

    /// The same connection with another patience.
    public func waiting(_ timeout: Swift.Duration?, retries: RetryPolicy? = nil) -> RosterClient {
        var client = self
        client.callSettings.timeout = timeout
        if let retries { client.callSettings.retries = retries }
        return client
    }

    // MARK: Calls

    public var organizations: Area<Methods.Organizations> { Area(self) }
    public var subaccounts: Area<Methods.Subaccounts> { Area(self) }
    public var members: Area<Methods.Members> { Area(self) }
    public var invitations: Area<Methods.Invitations> { Area(self) }
    public var licenses: Area<Methods.Licenses> { Area(self) }
    public var roles: Area<Methods.Roles> { Area(self) }
    public var resources: Area<Methods.Resources> { Area(self) }
    public var groups: Area<Methods.Groups> { Area(self) }
    public var access: Area<Methods.Access> { Area(self) }
    public var mail: Area<Methods.Mail> { Area(self) }
    public var settings: Area<Methods.Settings> { Area(self) }
    public var keys: Area<Methods.Keys> { Area(self) }

    /// Calls any method of the table.
    public func call<Request: Message, Response: Message>(
        _ method: some AnyMethod<Request, Response>, _ request: Request
    ) async throws(RosterError) -> Response {
        var request = request
        let requestID = method.kind == .mutation ? RequestID.settle(in: &request) : nil
        do {
            return try await call(method.descriptor, request, isRepeatable: true)
        } catch {
            var error = error
            error.requestID = requestID
            throw error
        }
    }

    /// Calls any other unary method, such as the health check. It is repeated only if it has no side effects, or if the
    /// server certainly didn't act.
    public func call<Request: Message, Response: Message>(
        _ method: MethodDescriptor<Request, Response>, _ request: Request
    ) async throws(RosterError) -> Response {
        try await call(method, request, isRepeatable: method.noSideEffects)
    }

    private func call<Request: Message, Response: Message>(
        _ method: MethodDescriptor<Request, Response>, _ request: Request, isRepeatable: Bool
    ) async throws(RosterError) -> Response {
        let clock = ContinuousClock()
        let end = callSettings.timeout.map { clock.now + $0 }
        var attempts = 0
        while true {
            let failure: RosterError
            do throws(RPCError) {
                let timeLeft = end.map { max($0 - clock.now, .zero) }
                try connection.begin()
                defer { connection.end() }
                return try await connection.channel.unary(method, request, options: callSettings.options(timeLeft: timeLeft))
            } catch {
                failure = RosterError(error)
            }
            attempts += 1
            guard isRepeatable || failure.origin?.serverMayHaveActed == false,
                let delay = callSettings.retries.delay(after: attempts, failure), end.map({ clock.now + delay < $0 }) ?? true,
                (try? await clock.sleep(for: delay)) != nil
            else { throw failure }
            connection.retry()
        }
    }

    /// Calls a method that answers with a stream, and leaves it when `body` returns. Never repeated.
    public func stream<Request: Message, Response: Message, Value: Sendable>(
        _ method: MethodDescriptor<Request, Response>, _ request: Request,
        _ body: (ResponseStream<Response>) async throws -> Value
    ) async throws -> Value {
        do {
            try connection.begin()
            defer { connection.end() }
            return try await connection.channel.serverStreaming(method, request, options: callSettings.options(timeLeft: callSettings.timeout), body)
        } catch let error as RPCError {
            throw RosterError(error)
        }
    }
}
