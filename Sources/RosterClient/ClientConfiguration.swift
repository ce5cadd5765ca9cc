// Where the server is, who calls, and how patiently.

/// The settings of a ``RosterClient``.
public struct ClientConfiguration: Sendable {
    /// A name or an address.
    public var host: String
    public var port: UInt16
    public var security: TransportSecurity
    /// `rk_…`: the key of this service. nil for health and reflection only.
    public var key: String?
    /// Whom the service acts for; needs a key with `actors.assume`. nil: it acts as itself.
    public var person: Person?
    /// Sent with every call beside these, such as the ids of a trace.
    public var metadata: [(name: String, value: String)] = []
    /// How long a call may take in all, repetitions included. nil: without end.
    public var timeout: Swift.Duration? = .seconds(30)
    public var retries = RetryPolicy()

    public init(host: String = "127.0.0.1", port: UInt16 = 7500, security: TransportSecurity = .plaintext, key: String? = nil) {
        self.host = host
        self.port = port
        self.security = security
        self.key = key
    }
}

/// How the connection is protected.
public enum TransportSecurity: Sendable, Hashable {
    /// HTTP/2 by prior knowledge, unprotected: inside one machine or a trusted network.
    case plaintext
    /// TLS 1.2 or 1.3. Trusts the system's authorities, or only those of a PEM file. The server's certificate must name the host.
    case tls(authoritiesFile: String? = nil)
}

/// The person a service acts for: the metadata `roster-actor` (product.md 4.1). Its rights are the person's and the key's together.
public enum Person: Sendable, Hashable, CustomStringConvertible {
    /// A member of the organization addressed, or of one above it.
    case member(MemberID)
    /// Whoever has this e-mail address: for calls without an organization, and in an organization its member with that address.
    case user(email: String)

    /// As it travels: `mem_…` or `user:<e-mail>`.
    public var description: String {
        switch self {
        case .member(let id): id.text
        case .user(let email): "user:\(email)"
        }
    }
}
