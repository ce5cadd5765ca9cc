// Who gets, gives back, lays aside and hands on a license: the messages of the mutations of LicenseService.

public import Wire

/// The request of ``Methods/Licenses/assign``.
public struct AssignLicenseRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.AssignLicenseRequest"
    public var organizationID = OrganizationID()
    /// One member.
    public var memberID = MemberID()
    public var productID = ""
    /// When it counts; it takes its seat from now on. Absent: until it is revoked.
    public var period: Period?
    /// Instead of `member_id`: several members, none twice. Beyond 2000: INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var memberIDs: [MemberID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "member_id", &memberID)
        try v.field(3, "product_id", &productID)
        try v.field(4, "period", &period)
        try v.field(5, "member_ids", &memberIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/assign``.
public struct AssignLicenseResponse: MutatingResponse {
    public static let protoName = "roster.v1.AssignLicenseResponse"
    /// The first, and the only one where one member was named.
    public var assignment: LicenseAssignment?
    /// All that were made, in the order of the request.
    public var assignments: [LicenseAssignment] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignment", &assignment)
        try v.field(2, "assignments", &assignments)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Licenses/revoke``.
public struct RevokeLicenseRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RevokeLicenseRequest"
    public var organizationID = OrganizationID()
    /// One license.
    public var licenseID = LicenseID()
    /// Instead of `license_id`: several, none twice. Beyond 2000: INVALID_ARGUMENT with BATCH_TOO_LARGE.
    public var licenseIDs: [LicenseID] = []
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "license_id", &licenseID)
        try v.field(3, "license_ids", &licenseIDs)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/revoke``.
public struct RevokeLicenseResponse: MutatingResponse {
    public static let protoName = "roster.v1.RevokeLicenseResponse"
    /// The first, and the only one where one license was named.
    public var assignment: LicenseAssignment?
    /// All that were revoked, in the order of the request.
    public var assignments: [LicenseAssignment] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignment", &assignment)
        try v.field(2, "assignments", &assignments)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Licenses/reassign``.
public struct ReassignLicenseRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ReassignLicenseRequest"
    public var organizationID = OrganizationID()
    /// Whose seat is freed.
    public var licenseID = LicenseID()
    /// Who gets it.
    public var memberID = MemberID()
    /// When the new license counts. Absent: until it is revoked.
    public var period: Period?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "license_id", &licenseID)
        try v.field(3, "member_id", &memberID)
        try v.field(4, "period", &period)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/reassign``.
public struct ReassignLicenseResponse: MutatingResponse {
    public static let protoName = "roster.v1.ReassignLicenseResponse"
    /// The new license, PENDING.
    public var assignment: LicenseAssignment?
    /// The old one, REVOKED.
    public var revoked: LicenseAssignment?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignment", &assignment)
        try v.field(2, "revoked", &revoked)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Licenses/activate``.
public struct ActivateLicenseRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ActivateLicenseRequest"
    public var organizationID = OrganizationID()
    public var licenseID = LicenseID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "license_id", &licenseID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/activate``.
public struct ActivateLicenseResponse: MutatingResponse {
    public static let protoName = "roster.v1.ActivateLicenseResponse"
    public var assignment: LicenseAssignment?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignment", &assignment)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Licenses/park``.
public struct ParkLicenseRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ParkLicenseRequest"
    public var organizationID = OrganizationID()
    public var licenseID = LicenseID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "license_id", &licenseID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/park``.
public struct ParkLicenseResponse: MutatingResponse {
    public static let protoName = "roster.v1.ParkLicenseResponse"
    public var assignment: LicenseAssignment?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignment", &assignment)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Licenses/unpark``.
public struct UnparkLicenseRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UnparkLicenseRequest"
    public var organizationID = OrganizationID()
    public var licenseID = LicenseID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "license_id", &licenseID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Licenses/unpark``.
public struct UnparkLicenseResponse: MutatingResponse {
    public static let protoName = "roster.v1.UnparkLicenseResponse"
    public var assignment: LicenseAssignment?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "assignment", &assignment)
        try v.field(15, "result", &result)
    }
}
