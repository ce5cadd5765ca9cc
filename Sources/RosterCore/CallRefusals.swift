// Refusals that a call meets around its rule: credentials, fairness, filters, pages and points (product.md 4.1, 4.3).

import RosterAPI

extension Refusal {
    /// One text for every cause, so that an attacker learns nothing.
    public static func unauthenticated() -> Refusal {
        Refusal(.unauthenticated, .unauthenticated, "the credential is missing or not valid")
    }

    /// The key's calls of this second, or the organization's long reads, are used up.
    public static func rateLimited(retryMilliseconds: Int32) -> Refusal {
        var refusal = Refusal(.resourceExhausted, .rateLimited, "too many calls")
        refusal.retryMilliseconds = max(1, retryMilliseconds)
        return refusal
    }

    public static func malformedID(_ field: String) -> Refusal {
        var refusal = Refusal(.invalidArgument, .malformedID, "\(field) is not an id of its kind")
        refusal.violations = [Violation(field: field, description: "not an id of its kind")]
        return refusal
    }

    public static func badFilter(_ field: String, _ description: String) -> Refusal {
        var refusal = Refusal(.invalidArgument, .badFilter, "\(field): \(description)")
        refusal.violations = [Violation(field: field, description: description)]
        return refusal
    }

    public static func pageTokenMismatch() -> Refusal {
        var refusal = Refusal(.invalidArgument, .pageTokenMismatch, "page_token belongs to another listing")
        refusal.violations = [Violation(field: "page_token", description: "belongs to another listing")]
        return refusal
    }

    /// The point asked for can no longer be shown.
    public static func revisionCompacted() -> Refusal {
        Refusal(.outOfRange, .revisionCompacted, "this point is no longer kept; begin again")
    }

    public static func revisionInFuture(newest: Int64) -> Refusal {
        var refusal = Refusal(.outOfRange, .revisionInFuture, "the newest revision is \(newest)")
        refusal.metadata["revision"] = "\(newest)"
        return refusal
    }
}
