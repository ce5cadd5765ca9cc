// Why something was refused: the names that ErrorInfo and access decisions carry.

public import Wire

/// The cause of a refusal, for programs: UPPER_SNAKE_CASE, in the domain `roster.v1` (product.md 4.3).
public struct Reason: WireText, CustomStringConvertible {
    public let name: String

    public init(_ name: String) { self.name = name }
    public init() { name = "" }

    /// The domain of every reason in an ErrorInfo.
    public static let domain = "roster.v1"

    public var description: String { name }

    // MARK: INVALID_ARGUMENT
    public static let invalidEmail = Reason("INVALID_EMAIL")
    public static let batchTooLarge = Reason("BATCH_TOO_LARGE")
    public static let requestIDReused = Reason("REQUEST_ID_REUSED")
    public static let badFilter = Reason("BAD_FILTER")
    public static let pageTokenMismatch = Reason("PAGE_TOKEN_MISMATCH")
    public static let malformedID = Reason("MALFORMED_ID")
    public static let unknownPermission = Reason("UNKNOWN_PERMISSION")
    /// A field is missing, out of its range, or not what it should be; the BadRequest says which.
    public static let invalidField = Reason("INVALID_FIELD")

    // MARK: FAILED_PRECONDITION
    public static let planFeatureUnavailable = Reason("PLAN_FEATURE_UNAVAILABLE")
    public static let featureNotEnabled = Reason("FEATURE_NOT_ENABLED")
    public static let ownerImmutable = Reason("OWNER_IMMUTABLE")
    public static let alreadyOwnsOrganization = Reason("ALREADY_OWNS_ORGANIZATION")
    public static let selfModification = Reason("SELF_MODIFICATION")
    public static let categoryNotAvailable = Reason("CATEGORY_NOT_AVAILABLE")
    public static let seatType = Reason("SEAT_TYPE")
    public static let roleInUse = Reason("ROLE_IN_USE")
    public static let seatsInUse = Reason("SEATS_IN_USE")
    public static let invitationExpired = Reason("INVITATION_EXPIRED")
    public static let invitationRevoked = Reason("INVITATION_REVOKED")
    public static let invitationAlreadyAccepted = Reason("INVITATION_ALREADY_ACCEPTED")
    public static let accountDeactivated = Reason("ACCOUNT_DEACTIVATED")
    public static let subaccountDepth = Reason("SUBACCOUNT_DEPTH")
    public static let planStale = Reason("PLAN_STALE")
    /// The resource isn't in a state in which this can be done; the PreconditionFailure says which it would need.
    public static let wrongState = Reason("WRONG_STATE")

    // MARK: PERMISSION_DENIED
    public static let missingPermission = Reason("MISSING_PERMISSION")
    public static let roleCeiling = Reason("ROLE_CEILING")
    public static let notConnectionOwner = Reason("NOT_CONNECTION_OWNER")

    // MARK: NOT_FOUND: one reason and one text for unknown and foreign
    public static let notFound = Reason("NOT_FOUND")

    // MARK: RESOURCE_EXHAUSTED
    public static let seatsExhausted = Reason("SEATS_EXHAUSTED")
    public static let quotaExceeded = Reason("QUOTA_EXCEEDED")
    public static let assignmentCapReached = Reason("ASSIGNMENT_CAP_REACHED")
    public static let rateLimited = Reason("RATE_LIMITED")
    public static let messageTooLarge = Reason("MESSAGE_TOO_LARGE")
    public static let storageFull = Reason("STORAGE_FULL")

    // MARK: ABORTED
    public static let revisionMismatch = Reason("REVISION_MISMATCH")

    // MARK: ALREADY_EXISTS
    public static let emailInUse = Reason("EMAIL_IN_USE")
    public static let nameInUse = Reason("NAME_IN_USE")
    public static let alreadyAssigned = Reason("ALREADY_ASSIGNED")

    // MARK: OUT_OF_RANGE
    public static let revisionCompacted = Reason("REVISION_COMPACTED")
    public static let revisionInFuture = Reason("REVISION_IN_FUTURE")

    // MARK: UNAUTHENTICATED: one reason and one text for every cause
    public static let unauthenticated = Reason("UNAUTHENTICATED")

    // MARK: Of the server itself; with other codes the reason is the code's name
    /// INTERNAL, UNKNOWN: no gRPC request, or no message of the method's type.
    public static let malformedRequest = Reason("MALFORMED_REQUEST")

    // MARK: Access decisions only: answers, never errors
    /// The subject is no member of the organization.
    public static let notAMember = Reason("NOT_A_MEMBER")
    /// The resource is unknown to the subject, or hidden from it.
    public static let noAccess = Reason("NO_ACCESS")
    /// The member is pending, suspended or removed.
    public static let memberNotActive = Reason("MEMBER_NOT_ACTIVE")
    /// What would have granted it is outside its period.
    public static let grantExpired = Reason("GRANT_EXPIRED")
}

extension Reason {
    public init(utf8 bytes: UnsafeRawBufferPointer) throws(WireError) {
        guard let name = String(validating: bytes, as: UTF8.self) else { throw WireError(.invalidUTF8) }
        self.init(name)
    }

    public var utf8Count: Int { name.utf8.count }

    public func write(utf8 bytes: UnsafeMutableRawBufferPointer) { bytes.copyBytes(from: name.utf8) }

    public static func random(using generator: inout some RandomNumberGenerator) -> Reason {
        Reason("REASON_\(UInt16.random(in: 0...99, using: &generator))")
    }
}
