// How a failed call is told, and the statuses the program ends with.

import RosterClient
import WellKnown
import Wire

enum Failure {
    /// The answer is "no" (`access check`).
    static let denied: Int32 = 1
    /// Some rows of an import failed.
    static let partial: Int32 = 3
    /// A call that failed ends with this and its status code: 15 for NOT_FOUND (5), 24 for UNAVAILABLE (14).
    static let call: Int32 = 10

    static let meaning = """
        Ends with 0; with 10 plus the gRPC status code when the call failed (15 for NOT_FOUND, 17 for PERMISSION_DENIED, 24 for \
        UNAVAILABLE); with 64 for a mistake in the arguments.
        """

    /// The messages that errors carry, so that they can be printed.
    static let details = TypeRegistry([
        ErrorInfo.self, BadRequest.self, PreconditionFailure.self, QuotaFailure.self, RetryInfo.self, RequestInfo.self, ResourceInfo.self,
        Help.self, LocalizedMessage.self, DebugInfo.self,
    ])
}

extension RosterError {
    /// The status, then a line for each detail: the reason first.
    var lines: [String] {
        let status = message.isEmpty ? code.name : "\(code.name): \(message)"
        let whence = origin.flatMap { $0.phase == .answered || message.contains($0.peer) ? nil : "  \($0.peer), \($0.phase.rawValue): \($0.cause)" }
        return [status] + [whence].compactMap { $0 } + details.map { "  " + Self.line($0) }
    }

    private static func line(_ detail: AnyMessage) -> String {
        if let info = try? detail.unpack(ErrorInfo.self) {
            return (["reason \(info.reason)"] + info.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
        }
        return detail.json(JSONOptions(types: Failure.details))
    }
}
