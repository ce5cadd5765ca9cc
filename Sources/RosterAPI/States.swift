// The states that organizations, members and licenses go through.

public import Wire

/// What an organization is in its tree.
public struct OrganizationKind: WireEnum {
    public static let protoName = "roster.v1.OrganizationKind"
    public static let unspecified = OrganizationKind(rawValue: 0)
    /// A customer's account, with an owner and a subscription.
    public static let root = OrganizationKind(rawValue: 1)
    /// A sub-account below another organization.
    public static let child = OrganizationKind(rawValue: 2)

    public static let cases: [(Int32, String)] = [
        (0, "ORGANIZATION_KIND_UNSPECIFIED"), (1, "ORGANIZATION_KIND_ROOT"), (2, "ORGANIZATION_KIND_CHILD"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The states of an organization.
public struct OrganizationState: WireEnum {
    public static let protoName = "roster.v1.OrganizationState"
    public static let unspecified = OrganizationState(rawValue: 0)
    public static let active = OrganizationState(rawValue: 1)
    /// A sub-account switched off by its parent: readable, nobody may act in it.
    public static let deactivated = OrganizationState(rawValue: 2)
    /// Deleted, and restorable until its purge time.
    public static let deleted = OrganizationState(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "ORGANIZATION_STATE_UNSPECIFIED"), (1, "ORGANIZATION_STATE_ACTIVE"), (2, "ORGANIZATION_STATE_DEACTIVATED"),
        (3, "ORGANIZATION_STATE_DELETED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The states of a member.
public struct MemberState: WireEnum {
    public static let protoName = "roster.v1.MemberState"
    public static let unspecified = MemberState(rawValue: 0)
    /// Invited, and not in yet.
    public static let pending = MemberState(rawValue: 1)
    public static let active = MemberState(rawValue: 2)
    /// May do nothing, and keeps its seats.
    public static let suspended = MemberState(rawValue: 3)
    /// Gone, with its licenses and grants. What remains serves reports and the history.
    public static let removed = MemberState(rawValue: 4)

    public static let cases: [(Int32, String)] = [
        (0, "MEMBER_STATE_UNSPECIFIED"), (1, "MEMBER_STATE_PENDING"), (2, "MEMBER_STATE_ACTIVE"), (3, "MEMBER_STATE_SUSPENDED"),
        (4, "MEMBER_STATE_REMOVED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// The states of a license.
public struct LicenseState: WireEnum {
    public static let protoName = "roster.v1.LicenseState"
    public static let unspecified = LicenseState(rawValue: 0)
    /// Assigned, and not used yet. Takes a seat.
    public static let pending = LicenseState(rawValue: 1)
    /// In use. Takes a seat.
    public static let active = LicenseState(rawValue: 2)
    /// Laid aside with the work kept. Takes no seat.
    public static let parked = LicenseState(rawValue: 3)
    /// Taken back.
    public static let revoked = LicenseState(rawValue: 4)

    public static let cases: [(Int32, String)] = [
        (0, "LICENSE_STATE_UNSPECIFIED"), (1, "LICENSE_STATE_PENDING"), (2, "LICENSE_STATE_ACTIVE"), (3, "LICENSE_STATE_PARKED"),
        (4, "LICENSE_STATE_REVOKED"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
