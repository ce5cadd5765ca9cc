// The request to end: SIGTERM and SIGINT, waited for by a synchronous main.

internal import CLinux

/// SIGTERM and SIGINT as something to wait for.
public enum TerminationSignal {
    /// Keeps the signals from ending the process. Call first in `main`, before any thread starts, so that all inherit it.
    public static func block() { clinux_block_termination_signals() }

    /// Waits for SIGTERM or SIGINT and returns its number. Blocks the calling thread; ``block()`` must have been called.
    public static func wait() -> Int32 { clinux_wait_termination_signal() }
}
