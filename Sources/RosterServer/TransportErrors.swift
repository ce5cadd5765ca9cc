// Errors that the transport makes, in Roster's terms.

import RosterAPI
import RosterCore
import RPC
import WellKnown
import Wire

enum TransportErrors {
    /// An id that isn't one is MALFORMED_ID with its field's path; for everything else the transport's own answer will do (nil).
    static func malformed(_ error: WireError) -> RPCError? {
        guard error.kind == .malformedText else { return nil }
        return Refusal.malformedID(error.path).rpcError
    }

    /// The ErrorInfo that every error has (product 4.1), for one that no rule of Roster's made.
    static func details(_ error: RPCError) -> [AnyMessage] {
        let reason: Reason = switch error.fault {
        case .messageTooLarge, .headersTooLarge: .messageTooLarge
        case .malformedRequest: .malformedRequest
        case .tooManyCalls: .rateLimited
        case nil: Reason(error.code.name)
        }
        var info = ErrorInfo()
        info.reason = reason.name
        info.domain = Reason.domain
        return [AnyMessage(info)]
    }
}
