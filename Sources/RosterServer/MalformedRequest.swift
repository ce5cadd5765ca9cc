// A request that can't be decoded, as its caller is told.

import RosterCore
import RPC
import Wire

enum MalformedRequest {
    /// An id that isn't one is MALFORMED_ID with its field's path; for everything else the transport's own answer will do (nil).
    static func error(_ error: WireError) -> RPCError? {
        guard error.kind == .malformedText else { return nil }
        return Refusal.malformedID(error.path).rpcError
    }
}
