// Refusals as gRPC statuses with their google.rpc details.

import RosterCore
import RPC
import WellKnown

extension Refusal {
    /// What the caller gets (product 4.1): always an ErrorInfo of the domain `roster.v1`, and what else applies.
    var rpcError: RPCError {
        var info = ErrorInfo()
        info.reason = reason.name
        info.domain = "roster.v1"
        info.metadata = metadata
        var details = [AnyMessage(info)]
        if !violations.isEmpty {
            let fields = violations.map { BadRequest.FieldViolation(field: $0.field, description: $0.description) }
            details.append(AnyMessage(BadRequest(fieldViolations: fields)))
        }
        if code == .failedPrecondition {
            let violation = PreconditionFailure.Violation(type: reason.name, subject: "", description: message)
            details.append(AnyMessage(PreconditionFailure(violations: [violation])))
        }
        if code == .resourceExhausted {
            details.append(AnyMessage(QuotaFailure(violations: [.init(subject: "", description: message)])))
        }
        if retryMilliseconds > 0 {
            details.append(AnyMessage(RetryInfo(retryDelay: WellKnown.Duration(nanoseconds: Int64(retryMilliseconds) * 1_000_000))))
        }
        return RPCError(StatusCode(rawValue: code.rawValue) ?? .unknown, message, details: details)
    }
}
