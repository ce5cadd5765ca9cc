// Refusal: why a call is not carried out, as the caller will see it (product.md 4.3).

public import RosterAPI

/// A fact that stands in the way of a call, with the gRPC code and the reason that the caller gets.
///
/// A refusal changes nothing and takes no revision. Its text names no id and no personal data.
public struct Refusal: Error, Sendable, Equatable {
    /// The gRPC status codes that rules use.
    public enum Code: Int32, Sendable {
        case invalidArgument = 3
        case notFound = 5
        case alreadyExists = 6
        case permissionDenied = 7
        case resourceExhausted = 8
        case failedPrecondition = 9
        case aborted = 10
        case outOfRange = 11
        case unavailable = 14
        case unauthenticated = 16
    }

    /// A field of the request that is wrong, for `google.rpc.BadRequest`.
    public struct Violation: Sendable, Equatable {
        public let field: String
        public let description: String
    }

    public let code: Code
    /// Of product.md 4.3; for the codes without reasons there, the code's own name.
    public let reason: Reason
    public let message: String
    /// For `google.rpc.ErrorInfo`.
    public var metadata: [String: String] = [:]
    public var violations: [Violation] = []
    /// How soon another try makes sense, in milliseconds, for `google.rpc.RetryInfo`; 0: no such advice.
    public var retryMilliseconds: Int32 = 0

    init(_ code: Code, _ reason: Reason, _ message: String) {
        self.code = code
        self.reason = reason
        self.message = message
    }
}

extension Refusal {
    private func with(_ key: String, _ value: String) -> Refusal {
        var refusal = self
        refusal.metadata[key] = value
        return refusal
    }

    // MARK: INVALID_ARGUMENT

    /// A field has a value that it can't have.
    public static func invalid(_ field: String, _ description: String) -> Refusal {
        var refusal = Refusal(.invalidArgument, .invalidField, "\(field): \(description)")
        refusal.violations = [Violation(field: field, description: description)]
        return refusal
    }

    public static func invalidEmail(_ field: String) -> Refusal {
        var refusal = Refusal(.invalidArgument, .invalidEmail, "\(field) is not an e-mail address")
        refusal.violations = [Violation(field: field, description: "not an e-mail address")]
        return refusal
    }

    public static func unknownPermission(_ field: String) -> Refusal {
        var refusal = Refusal(.invalidArgument, .unknownPermission, "\(field) names a permission that doesn't exist")
        refusal.violations = [Violation(field: field, description: "no such permission")]
        return refusal
    }

    public static func batchTooLarge(_ field: String, most: Int) -> Refusal {
        var refusal = Refusal(.invalidArgument, .batchTooLarge, "\(field) holds more than \(most) items")
        refusal.violations = [Violation(field: field, description: "at most \(most)")]
        return refusal
    }

    public static func requestIDReused() -> Refusal {
        Refusal(.invalidArgument, .requestIDReused, "the request id was used for another request")
    }

    // MARK: NOT_FOUND, PERMISSION_DENIED

    /// One text for what is unknown and what is not the caller's to see.
    public static func notFound() -> Refusal { Refusal(.notFound, .notFound, "not found") }

    public static func missingPermission(_ permission: Permission) -> Refusal {
        Refusal(.permissionDenied, .missingPermission, "the permission \(permission.text) is missing").with("permission", permission.text)
    }

    public static func roleCeiling() -> Refusal {
        Refusal(.permissionDenied, .roleCeiling, "the caller's authority does not reach that far")
    }

    // MARK: FAILED_PRECONDITION

    public static func ownerImmutable() -> Refusal {
        Refusal(.failedPrecondition, .ownerImmutable, "the owner can't be changed here; ownership is transferred")
    }

    public static func selfModification() -> Refusal {
        Refusal(.failedPrecondition, .selfModification, "nobody changes its own rights")
    }

    public static func accountDeactivated() -> Refusal {
        Refusal(.failedPrecondition, .accountDeactivated, "the organization is not active")
    }

    /// The plan lacks the feature, or the feature waits to be enabled.
    public static func featureMissing(_ feature: Feature, _ reason: Reason) -> Refusal {
        let name = (feature.name ?? "").hasPrefix("FEATURE_") ? String((feature.name ?? "").dropFirst(8)) : "\(feature.rawValue)"
        let text = reason == .featureNotEnabled ? "the feature \(name) is not enabled" : "the plan does not include \(name)"
        return Refusal(.failedPrecondition, reason, text).with("feature", name)
    }

    public static func alreadyOwnsOrganization() -> Refusal {
        Refusal(.failedPrecondition, .alreadyOwnsOrganization, "the person owns an organization already")
    }

    public static func categoryNotAvailable() -> Refusal {
        Refusal(.failedPrecondition, .categoryNotAvailable, "no product of the organization allows this administration category")
    }

    public static func seatType(_ text: String = "a member with this seat type holds no license") -> Refusal {
        Refusal(.failedPrecondition, .seatType, text)
    }

    /// Members hold the role, and nothing says what they get instead.
    public static func roleInUse(holders: Int) -> Refusal {
        Refusal(.failedPrecondition, .roleInUse, "members hold the role: name a replacement").with("holders", "\(holders)")
    }

    public static func seatsInUse(product: String, used: Int32) -> Refusal {
        Refusal(.failedPrecondition, .seatsInUse, "more seats are in use").with("product_id", product).with("used", "\(used)")
    }

    /// The account is on the last level that a tree can have.
    public static func subaccountDepth() -> Refusal {
        Refusal(.failedPrecondition, .subaccountDepth, "an account on level \(Family.depthMax) has no sub-accounts").with("depth", "\(Family.depthMax)")
    }

    public static func invitationExpired() -> Refusal { Refusal(.failedPrecondition, .invitationExpired, "the invitation is over; it can be sent again") }

    public static func invitationRevoked() -> Refusal { Refusal(.failedPrecondition, .invitationRevoked, "the invitation or its link was taken back") }

    public static func invitationAlreadyAccepted() -> Refusal {
        Refusal(.failedPrecondition, .invitationAlreadyAccepted, "the person is in already")
    }

    public static func planStale() -> Refusal {
        Refusal(.failedPrecondition, .planStale, "the plan would now have another outcome")
    }

    /// The resource is in a state in which this can't be done.
    public static func wrongState(_ text: String) -> Refusal { Refusal(.failedPrecondition, .wrongState, text) }

    // MARK: ALREADY_EXISTS, ABORTED

    public static func emailInUse() -> Refusal { Refusal(.alreadyExists, .emailInUse, "another member has this e-mail address") }

    public static func alreadyAssigned() -> Refusal { Refusal(.alreadyExists, .alreadyAssigned, "the member holds a license of this product") }

    public static func nameInUse(_ text: String) -> Refusal { Refusal(.alreadyExists, .nameInUse, text) }

    public static func revisionMismatch(current: Int64) -> Refusal {
        Refusal(.aborted, .revisionMismatch, "the revision is \(current)").with("revision", "\(current)")
    }

    // MARK: RESOURCE_EXHAUSTED, UNAVAILABLE

    public static func seatsExhausted(product: String) -> Refusal {
        Refusal(.resourceExhausted, .seatsExhausted, "no seat is available").with("product_id", product)
    }

    public static func assignmentCapReached(limit: Int32) -> Refusal {
        Refusal(.resourceExhausted, .assignmentCapReached, "the plan's assignments of this month are used up").with("limit", "\(limit)")
    }

    public static func quotaExceeded(_ quota: String) -> Refusal {
        Refusal(.resourceExhausted, .quotaExceeded, "the limit of \(quota) is reached").with("quota", quota)
    }

    /// The bound of undurable work is reached; nothing was decided.
    public static func overloaded() -> Refusal {
        var refusal = Refusal(.resourceExhausted, .rateLimited, "too many changes of this organization are waiting")
        refusal.retryMilliseconds = 100
        return refusal
    }

    public static func storageFull() -> Refusal {
        var refusal = Refusal(.resourceExhausted, .storageFull, "the storage is full")
        refusal.retryMilliseconds = 5000
        return refusal
    }

    /// The journal can't take the entry now, and whether it ever did is not known here.
    public static func unavailable() -> Refusal { Refusal(.unavailable, Reason("UNAVAILABLE"), "try again") }
}
