// What every mutation has in common: how it is to be carried out, and what it did.

public import WellKnown
public import Wire

/// How a mutation is to be carried out. All fields are optional.
public struct MutationOptions: Message {
    public static let protoName = "roster.v1.MutationOptions"
    /// Makes the call safe to repeat: the same id with the same request gives the first answer again and has no second
    /// effect, also after a crash. Up to 64 ASCII characters, unique for the caller within the organization; kept for 24
    /// hours. The same id with another request is INVALID_ARGUMENT with REQUEST_ID_REUSED. Only successes are kept.
    public var requestID = ""
    /// Try it: all checks and the response as it would be, with `result.plan`, and no effect. Ids made are provisional.
    public var validateOnly = false
    /// Refuse with ABORTED and REVISION_MISMATCH unless this is the revision of the resource that the request names, or of
    /// the organization where it doesn't name exactly one. 0: any.
    public var expectedRevision: Int64 = 0
    /// Why, for the history. Up to 512 bytes. Name no person here: it can't be erased.
    public var reason = ""
    /// `result.plan_token` of a dry run of this very request: carry out exactly that plan, with its ids, or refuse with
    /// FAILED_PRECONDITION and PLAN_STALE when the outcome would now be another.
    public var planToken = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "request_id", &requestID)
        try v.field(2, "validate_only", &validateOnly)
        try v.field(3, "expected_revision", &expectedRevision)
        try v.field(4, "reason", &reason)
        try v.field(5, "plan_token", &planToken)
    }
}

/// What a mutation did, or would do.
public struct MutationResult: Message {
    public static let protoName = "roster.v1.MutationResult"
    /// The revision of the organization's tree that it made; with `validate_only`, the one it was tried on.
    public var revision: Int64 = 0
    /// When it was recorded.
    public var time: Timestamp?
    /// The answer is that of an earlier call with the same request id.
    public var replayed = false
    /// With `validate_only`: what would happen.
    public var plan: Plan?
    /// With `validate_only`: give it to `options.plan_token` to carry out this plan.
    public var planToken = ""
    /// A secret that the first answer held was left out of this replayed one.
    public var secretWithheld = false

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "revision", &revision)
        try v.field(2, "time", &time)
        try v.field(3, "replayed", &replayed)
        try v.field(4, "plan", &plan)
        try v.field(5, "plan_token", &planToken)
        try v.field(6, "secret_withheld", &secretWithheld)
    }
}
