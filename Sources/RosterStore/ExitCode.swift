// How the process ends when durability is in doubt.

internal import Glibc

/// Exit codes of the store, in the numbers of sysexits.h.
public enum StoreExitCode {
    /// A write or a sync of the journal failed for another reason than full storage (EX_IOERR).
    ///
    /// What the kernel kept of it is unknown, and a second sync would report success all the same, so nothing can be promised any
    /// more: the process ends at once, answers nothing, and finds out at its next start what is on the disk (promise P7).
    public static let durabilityInDoubt: Int32 = 74
}

/// Ends the process: no handlers, no flushing, no answer to anybody.
func endProcess(durabilityInDoubt cause: String) -> Never {
    let line = "roster: the journal's durability is in doubt, so the process ends: \(cause)\n"
    _ = line.utf8CString.withUnsafeBufferPointer { write(2, $0.baseAddress, $0.count - 1) }
    _exit(StoreExitCode.durabilityInDoubt)
}
