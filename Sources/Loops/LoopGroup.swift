// The loops of a process.

internal import CLinux
internal import Synchronization

/// A fixed number of event loops, one a core by default.
public final class LoopGroup: Sendable {
    public let loops: [EventLoop]
    private let turn = Atomic<Int>(0)

    /// The processors that this process may use.
    public static var processors: Int { Int(clinux_processors()) }

    /// Starts `count` loops (at least one). Throws when the process is out of descriptors or threads.
    public init(count: Int = LoopGroup.processors, name: String = "loop") throws(SystemError) {
        var loops: [EventLoop] = []
        for index in 0..<max(1, count) {
            do {
                loops.append(try EventLoop(name: "\(name)-\(index)"))
            } catch {
                for loop in loops { loop.stop() }
                throw error
            }
        }
        self.loops = loops
    }

    /// The loops in turn.
    public func next() -> EventLoop {
        let (old, _) = turn.wrappingAdd(1, ordering: .relaxed)
        return loops[Int(UInt(bitPattern: old) % UInt(loops.count))]
    }

    /// Stops every loop and waits for its thread; not from one of the loops.
    public func stop() {
        for loop in loops { loop.stop() }
    }
}
