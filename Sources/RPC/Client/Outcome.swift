/// The one answer of a call whose requests are a stream: known once, waited for by whoever comes first.

/// `@unchecked Sendable`: used on the call's loop only.
final class Outcome: @unchecked Sendable {
    private(set) var value: Result<[UInt8], RPCError>?
    private var waiter: CheckedContinuation<Result<[UInt8], RPCError>, Never>?

    func set(_ value: Result<[UInt8], RPCError>) {
        self.value = value
        waiter?.resume(returning: value)
        waiter = nil
    }

    /// Waits for the answer. A cancelled call is answered, too, so this always ends.
    func wait(on call: ClientCall) async -> Result<[UInt8], RPCError> {
        await withCheckedContinuation { continuation in
            call.loop.executeNow {
                if let value = self.value { continuation.resume(returning: value) } else { self.waiter = continuation }
            }
        }
    }
}
