// RefusalStatus: a refusal with its google.rpc details, as callers get it for a call or for one item of many (product.md 4.1).

import RosterAPI
public import WellKnown

extension Refusal {
    /// Always an ErrorInfo of the domain `roster.v1`, and what else applies.
    public var details: [AnyMessage] {
        var info = ErrorInfo()
        info.reason = reason.name
        info.domain = Reason.domain
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
        return details
    }

    /// The refusal of one item among many.
    public var status: Status { Status(code: code.rawValue, message: message, details: details) }
}
