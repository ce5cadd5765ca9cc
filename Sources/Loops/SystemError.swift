// A failed system call.

internal import CLinux

/// A system call that failed, with its errno.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The call that failed, e.g. `bind`.
    public let call: String
    /// The errno.
    public let number: Int32

    public init(call: String, number: Int32) {
        self.call = call
        self.number = number
    }

    /// The error of the call that failed just now on this thread.
    public init(call: String) {
        self.init(call: call, number: clinux_errno())
    }

    /// The system's text for the errno, e.g. `Address already in use`.
    public var text: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress else { return "errno \(number)" }
            clinux_error_text(number, base, buffer.count)
            return String(cString: base)
        }
    }

    public var description: String { "\(call): \(text)" }
}
