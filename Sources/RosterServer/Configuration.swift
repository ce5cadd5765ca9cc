// What an operator can decide about a node, with defaults.

import HTTP2
import RosterCore
import RPC

/// Everything an operator can decide about a node, with defaults that serve a small installation as they are.
///
/// Filled from three layers: flags go over environment variables, environment variables over the file (`Settings`).
public struct Configuration: Sendable {
    /// An address to listen on. Port 0 takes any free port; `Node` tells which.
    public struct Address: Sendable, Equatable, CustomStringConvertible {
        public var host: String
        public var port: UInt16

        public init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }

        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    public enum JournalKind: String, Sendable {
        /// One SQLite file in the data folder.
        case sqlite
        /// Nothing outlives the process: for tests and trials.
        case memory
    }

    /// Where the database, the snapshots, the pepper and the admin socket lie. Made (0700) when missing.
    public var dataFolder = "roster-data"
    public var journal = JournalKind.sqlite
    /// HTTP/2 without TLS, by prior knowledge.
    public var plaintext: [Address] = []
    public var tls: [Address] = []
    /// PEM files; needed where `tls` is not empty.
    public var certificateFile: String?
    public var privateKeyFile: String?
    /// The secret that API keys are hashed with, outside the database. Default: `pepper` in the data folder, made (0600) at first start.
    public var pepperFile: String?

    /// Event loops; 0: one a core.
    public var loops = 0
    /// Threads that decide mutations; 0: one per four cores, at least one.
    public var organizationExecutors = 0
    /// Threads for lists and old revisions.
    public var longReadThreads = 1

    public var messageBytesMax = 4 << 20
    public var connectionsMax = 10_000
    public var streamsPerConnectionMax = 250
    public var headerListBytesMax = 16 << 10
    /// How long a drain waits for calls that run.
    public var drainSeconds = 10

    /// How long a committed answer can be had again by its request id.
    public var requestIDHours = 24
    /// How long an invitation lasts from when it was last sent.
    public var invitationDays = 60
    /// What links of invitations begin with. Empty: whoever hands a link out completes it.
    public var invitationLinkBaseURL = ""
    public var callsPerSecondPerKey = 50_000
    public var longReadsPerOrganization = 2
    /// Trees kept in memory, by their estimated bytes; the least recently used leave first.
    public var residentBytesMax = 1 << 30
    public var reflection = true
    /// `trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`.
    public var logLevel = "info"

    /// Plans and products (product 3.5); the file's replace shipped ones of the same name.
    public var plans = Catalogue.shippedPlans
    public var products = Catalogue.shippedProducts

    /// Instead of ``invitationDays``, in nanoseconds: tests don't wait for days.
    package var invitationLifetime: Int64?

    public init() {}

    var pepperPath: String { pepperFile ?? dataFolder + "/pepper" }
    /// The Unix socket that `roster backup` and `roster verify` speak to.
    public var adminSocketPath: String { dataFolder + "/admin.sock" }

    /// ``requestIDHours`` in nanoseconds.
    var requestRetention: Int64 { Int64(requestIDHours) * 3_600 * 1_000_000_000 }

    func catalogue(pepper: [UInt8]) -> Catalogue {
        var catalogue = Catalogue(plans: plans, products: products, pepper: pepper)
        catalogue.invitationLifetime = invitationLifetime ?? Int64(invitationDays) * 24 * 3_600 * 1_000_000_000
        catalogue.linkBaseURL = invitationLinkBaseURL
        return catalogue
    }

    var rpcLimits: RPCLimits {
        var limits = RPCLimits()
        limits.receiveMessageBytesMax = messageBytesMax
        limits.headerListBytesMax = headerListBytesMax
        limits.runningHandlersPerConnectionMax = streamsPerConnectionMax
        return limits
    }

    var http2Limits: HTTP2Limits {
        var limits = HTTP2Limits()
        limits.connections = connectionsMax
        limits.concurrentStreams = streamsPerConnectionMax
        return limits
    }

    /// What can't work together, before anything is opened.
    func validated() throws(ConfigurationProblem) -> Configuration {
        guard !plaintext.isEmpty || !tls.isEmpty else { throw ConfigurationProblem("no address to listen on") }
        guard tls.isEmpty || (certificateFile != nil && privateKeyFile != nil) else {
            throw ConfigurationProblem("tls.listen needs tls.certificate_file and tls.private_key_file")
        }
        return self
    }
}

/// A setting that can't be understood, told in the operator's words.
public struct ConfigurationProblem: Error, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
