// BuiltInRole: the roles that every organization has, as ListRoles shows them.

public import RosterAPI

/// A role that every organization has.
public struct BuiltInRole: Sendable {
    public let level: PermissionLevel
    public let organizationRole: OrganizationRole
    public let resourceRole: ResourceRole
    /// In English, for people.
    public let name: String
    public let description: String
    public let permissions: PermissionSet

    private init(_ role: OrganizationRole, _ name: String, _ description: String) {
        level = .organization
        organizationRole = role
        resourceRole = .unspecified
        self.name = name
        self.description = description
        permissions = role.permissions
    }

    private init(_ role: ResourceRole, _ name: String, _ description: String, _ permissions: PermissionSet) {
        level = .resource
        organizationRole = .unspecified
        resourceRole = role
        self.name = name
        self.description = description
        self.permissions = permissions
    }

    /// Both ladders from the top.
    public static let all: [BuiltInRole] = [
        BuiltInRole(.owner, "Owner", "Everything, and the only one who may transfer the organization."),
        BuiltInRole(.coOwner, "Co-owner", "Everything but the transfer: subscription, team, settings, resources."),
        BuiltInRole(.manager, "Manager", "People, resources and settings. Reads the subscription, and may buy add-ons."),
        BuiltInRole(.advancedMember, "Advanced member", "Works with the resources it has a role on, and may connect new ones."),
        BuiltInRole(.member, "Member", "Works with the resources it has a role on."),
        BuiltInRole(.connector, "Connector", "A person from outside who connects own profiles and takes no paid seat."),
        BuiltInRole(.admin, "Admin", "Everything.", .resourceAdmin),
        BuiltInRole(.editor, "Editor", "Everything but configuration.", .resourceEditor),
        BuiltInRole(.moderator, "Moderator", "The whole inbox, and scheduling without publishing.", .resourceModerator),
        BuiltInRole(.guest, "Guest", "Reads.", .resourceGuest),
    ]
}
