// Refusals as gRPC statuses with their google.rpc details.

import RosterCore
import RPC

extension Refusal {
    /// What the caller gets (product 4.1).
    var rpcError: RPCError { RPCError(StatusCode(rawValue: code.rawValue) ?? .unknown, message, details: details) }
}
