// What a person is in an organization: the ladder of roles, and the kind of seat.

public import Wire

/// What a person is in an organization. Each role holds what the ones after it hold, CONNECTOR apart.
public struct OrganizationRole: WireEnum {
    public static let protoName = "roster.v1.OrganizationRole"
    public static let unspecified = OrganizationRole(rawValue: 0)
    /// Everything, and the only one who may transfer the organization. Exactly one in a root organization, none in a
    /// sub-account. Set by creation and by transfer only.
    public static let owner = OrganizationRole(rawValue: 1)
    /// Everything but the transfer: subscription, team, settings, resources.
    public static let coOwner = OrganizationRole(rawValue: 2)
    /// People, resources and settings. Reads the subscription, and may buy add-ons.
    public static let manager = OrganizationRole(rawValue: 3)
    /// Works with the resources it has a role on, and may connect new ones.
    public static let advancedMember = OrganizationRole(rawValue: 4)
    /// Works with the resources it has a role on.
    public static let member = OrganizationRole(rawValue: 5)
    /// A person from outside who connects own profiles and takes no paid seat. Only with the seat type LIMITED.
    public static let connector = OrganizationRole(rawValue: 6)
    /// A role of the organization's own; `custom_role_id` beside it says which. Needs the feature CUSTOM_ROLES.
    public static let custom = OrganizationRole(rawValue: 7)

    public static let cases: [(Int32, String)] = [
        (0, "ORGANIZATION_ROLE_UNSPECIFIED"), (1, "ORGANIZATION_ROLE_OWNER"), (2, "ORGANIZATION_ROLE_CO_OWNER"),
        (3, "ORGANIZATION_ROLE_MANAGER"), (4, "ORGANIZATION_ROLE_ADVANCED_MEMBER"), (5, "ORGANIZATION_ROLE_MEMBER"),
        (6, "ORGANIZATION_ROLE_CONNECTOR"), (7, "ORGANIZATION_ROLE_CUSTOM"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// Which kind of seat a member takes.
public struct SeatType: WireEnum {
    public static let protoName = "roster.v1.SeatType"
    public static let unspecified = SeatType(rawValue: 0)
    /// May hold licenses.
    public static let standard = SeatType(rawValue: 1)
    /// May hold none, isn't counted as a paid user, and is limited to its own connections.
    public static let limited = SeatType(rawValue: 2)
    /// May hold none: an administrator who doesn't use a product.
    public static let adminOnly = SeatType(rawValue: 3)

    public static let cases: [(Int32, String)] = [
        (0, "SEAT_TYPE_UNSPECIFIED"), (1, "SEAT_TYPE_STANDARD"), (2, "SEAT_TYPE_LIMITED"), (3, "SEAT_TYPE_ADMIN_ONLY"),
    ]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}
