// The threads of a node beside its loops (architecture 2.2).

import Loops

struct Workers: Sendable {
    /// Decide and evolve; a tree always on the same one.
    let executors: [WorkerThread]
    /// Lists, old revisions, loads.
    let longReads: [WorkerThread]

    init(_ configuration: Configuration) throws(SystemError) {
        let count = configuration.organizationExecutors == 0 ? max(1, LoopGroup.processors / 4) : configuration.organizationExecutors
        executors = try Workers.threads("organizations", count)
        longReads = try Workers.threads("long-reads", max(1, configuration.longReadThreads))
    }

    private static func threads(_ name: String, _ count: Int) throws(SystemError) -> [WorkerThread] {
        var threads: [WorkerThread] = []
        for index in 0..<count { threads.append(try WorkerThread(name: "\(name)-\(index)")) }
        return threads
    }

    /// The long-read thread that also does the node's own slow work: snapshots, evictions, purges.
    var background: WorkerThread { longReads[longReads.count - 1] }

    /// What is queued still runs.
    func stop() {
        for thread in executors + longReads { thread.stop() }
    }
}
