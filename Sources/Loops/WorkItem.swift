// One thing for a thread to run: a job of Swift's concurrency, or a closure.

enum WorkItem {
    case job(UnownedJob)
    case closure(@Sendable () -> Void)
}
