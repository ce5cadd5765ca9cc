// What every call of a client carries: credential, person, patience.

internal import RPC

struct CallSettings: Sendable {
    var timeout: Swift.Duration?
    var retries: RetryPolicy
    private var key: String?
    private var further: [(name: String, value: String)]
    private var metadata = Metadata()

    init(_ configuration: ClientConfiguration) throws(RosterError) {
        timeout = configuration.timeout
        retries = configuration.retries
        key = configuration.key
        further = configuration.metadata
        self = try acting(for: configuration.person)
    }

    func acting(for person: Person?) throws(RosterError) -> CallSettings {
        var settings = self
        settings.metadata = Metadata()
        do {
            if let key { try settings.metadata.add("authorization", "Bearer \(key)") }
            for (name, value) in further { try settings.metadata.add(name, value) }
            if let person { try settings.metadata.add("roster-actor", person.description) }
        } catch {
            // The value isn't said: it may be the key.
            throw RosterError(RPCError(.invalidArgument, "the key, the person or the metadata doesn't fit a header"))
        }
        return settings
    }

    func options(timeLeft: Swift.Duration?) -> CallOptions {
        CallOptions(timeout: timeLeft, metadata: metadata)
    }
}
