// A running server: assembled here, started and stopped in the order of architecture 2.2.

import HTTP2
import Logging
import Loops
import RosterAPI
import RosterCore
import RosterStore
import RPC

/// One Roster server in this process. `start` returns when it listens; `stop` when everything acknowledged is on disk and nothing runs.
///
/// Both block and belong to a thread of their own (`main`, a test's), never to a loop.
public final class Node: Sendable {
    /// An address that is listened on.
    public struct Listening: Sendable {
        public let address: Configuration.Address
        public let isSecure: Bool
    }

    public let listening: [Listening]
    /// The text of the bootstrap key, at the first start on an empty data folder only; nobody can find it out again.
    public let bootstrapKey: String?

    private let configuration: Configuration
    let backend: Backend
    private let loops: LoopGroup
    private let server: RPCServer
    private let workers: Workers
    private let journalThread: WorkerThread
    private let maintenance: Maintenance
    private let admin: AdminSocket?
    private let logger: Logger

    private init(
        _ configuration: Configuration, listening: [Listening], bootstrapKey: String?, backend: Backend, loops: LoopGroup, server: RPCServer,
        workers: Workers, journalThread: WorkerThread, maintenance: Maintenance, admin: AdminSocket?, logger: Logger
    ) {
        self.configuration = configuration
        self.listening = listening
        self.bootstrapKey = bootstrapKey
        self.backend = backend
        self.loops = loops
        self.server = server
        self.workers = workers
        self.journalThread = journalThread
        self.maintenance = maintenance
        self.admin = admin
        self.logger = logger
    }

    /// Opens the data folder, loads what is needed to answer, and listens.
    public static func start(_ configuration: Configuration, logger: Logger = Logger(label: "roster")) throws -> Node {
        let configuration = try configuration.validated()
        let storage = try Storage.open(configuration)
        let workers = try Workers(configuration)
        let keys = KeyTable(callsPerSecond: configuration.callsPerSecondPerKey)
        let past = PastStates(snapshots: storage.snapshots, background: workers.background)
        let catalogue = configuration.catalogue(pepper: storage.pepper)
        let registry = TreeRegistry(
            journal: storage.journal, past: past, executors: workers.executors, loaders: workers.longReads, requestIDHours: configuration.requestIDHours,
            residentBytesMax: configuration.residentBytesMax
        ) { append in
            keys.apply(append.proposal.index)
            if !append.proposal.personalErasures.isEmpty { past.erased(in: append.proposal.tree, at: append.proposal.revision) }
            past.checkpoints.offer(Snapshot(append.version.state))
        }
        try Blocking.run(on: workers.longReads[0]) {
            try await keys.load(from: storage.journal)
            try await storage.snapshots?.tidy(for: storage.journal)
        }

        let loops = try LoopGroup(count: configuration.loops == 0 ? LoopGroup.processors : configuration.loops)
        let states = LoopStates(loops.loops)
        let longReads = LongReads(threads: workers.longReads, perOrganization: configuration.longReadsPerOrganization)
        let backend = Backend(
            journal: storage.journal, registry: registry, points: Points(journal: storage.journal, longReads: longReads, past: past), longReads: longReads,
            past: past, authenticator: Authenticator(table: keys, pepper: storage.pepper, loops: states), catalogue: catalogue,
            pepper: storage.pepper, pageTokenKey: catalogue.derivedKey(for: "page token"))
        let health = HealthService()
        let server = RPCServer(
            router: Services.router(backend, health: health, reflection: configuration.reflection), on: loops,
            hooks: ServerHooks(authenticate: { backend.authenticator.authenticate($0) }, malformed: TransportErrors.malformed, details: TransportErrors.details), limits: configuration.rpcLimits,
            http2Limits: configuration.http2Limits, health: health, logger: logger)
        let listening = try listen(server, configuration)
        let admin = configuration.journal == .sqlite
            ? try AdminSocket(path: configuration.adminSocketPath) { line in
                await Administration(
                    journal: storage.journal, catalogue: catalogue, requestRetention: configuration.requestRetention,
                    served: { registry.resident($0)?.cell.snapshot.state }
                ).answer(line)
            } : nil
        // Last of all that can fail: a key that is durable and never shown would lock everybody out (`roster bootstrap` is the way back).
        let bootstrapKey = try Blocking.run(on: workers.longReads[0]) {
            try await Bootstrap.key(registry: registry, journal: storage.journal, catalogue: catalogue, pepper: storage.pepper)
        }
        return Node(
            configuration, listening: listening, bootstrapKey: bootstrapKey, backend: backend, loops: loops, server: server, workers: workers,
            journalThread: storage.thread, maintenance: Maintenance(backend: backend, requestRetention: configuration.requestRetention, loops: states, on: loops.loops[0]), admin: admin, logger: logger)
    }

    /// Lets every tree without open calls leave memory, as if it were short.
    package func evictIdleTrees() {
        for actor in backend.registry.residentTrees where actor.cell.tree != .platform { backend.registry.forget(actor) }
    }

    /// Does now what the clock would have done by this time (nanoseconds since 1970).
    package func tidy(at now: Int64) async { await maintenance.tidy(at: now) }

    /// Has the trees in memory take note of what has ended by now.
    package func sweep() async { await Sweeps(backend: backend).run() }

    private static func listen(_ server: RPCServer, _ configuration: Configuration) throws -> [Listening] {
        var listening: [Listening] = []
        for address in configuration.plaintext {
            let bound = try server.listen(host: address.host, port: address.port)
            listening += bound.map { Listening(address: .init(host: $0.host, port: $0.port), isSecure: false) }
        }
        if let certificate = configuration.certificateFile, let key = configuration.privateKeyFile, !configuration.tls.isEmpty {
            let tls = try TLSContext.server(certificateChainFile: certificate, privateKeyFile: key)
            for address in configuration.tls {
                let bound = try server.listen(host: address.host, port: address.port, tls: tls)
                listening += bound.map { Listening(address: .init(host: $0.host, port: $0.port), isSecure: true) }
            }
        }
        return listening
    }

    /// NOT_SERVING → stop accepting → GOAWAY twice → calls end or are cancelled at the deadline → ledgers refuse → the journal commits
    /// what waits and closes → executors → loops last.
    public func stop() {
        maintenance.stop()
        admin?.stop()
        let (server, registry, journal) = (server, backend.registry, backend.journal)
        let drain = Int64(configuration.drainSeconds) * 1_000_000_000
        Blocking.run(on: workers.longReads[0]) {
            await server.drain(withinNanoseconds: drain)
            registry.closeAll()
            await journal.close()
        }
        // Acknowledgements of the last commits may still hop through an executor.
        journalThread.stop()
        workers.stop()
        loops.stop()
        logger.info("stopped")
    }
}
