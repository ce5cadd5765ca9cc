// Time: the wall clock for facts, the monotonic clock for durations.

internal import CLinux

/// The time of day.
public enum WallClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z. May step backwards when the machine's clock is set.
    public static func now() -> Int64 { read(CLOCK_REALTIME) }
}

/// A clock that never steps: what timers and deadlines are measured on. On a loop, read ``EventLoop/now`` instead.
public enum MonotonicClock {
    /// Nanoseconds since an arbitrary point (CLOCK_MONOTONIC).
    public static func now() -> Int64 { read(CLOCK_MONOTONIC) }
}

private func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
