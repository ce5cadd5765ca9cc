// The ids of Roster's resources, each a type of its own.

public enum OrganizationTag: IdentifierTag {
    @inlinable public static var prefix: StaticString { "org_" }
    @inlinable public static var knowsPlatform: Bool { true }
}

public enum MemberTag: IdentifierTag { @inlinable public static var prefix: StaticString { "mem_" } }
public enum GroupTag: IdentifierTag { @inlinable public static var prefix: StaticString { "grp_" } }
public enum InvitationTag: IdentifierTag { @inlinable public static var prefix: StaticString { "inv_" } }
public enum LicenseTag: IdentifierTag { @inlinable public static var prefix: StaticString { "lic_" } }
public enum RoleTag: IdentifierTag { @inlinable public static var prefix: StaticString { "rol_" } }
public enum ResourceTag: IdentifierTag { @inlinable public static var prefix: StaticString { "res_" } }
public enum WorkspaceTag: IdentifierTag { @inlinable public static var prefix: StaticString { "wsp_" } }
public enum KeyTag: IdentifierTag { @inlinable public static var prefix: StaticString { "key_" } }
public enum RuleTag: IdentifierTag { @inlinable public static var prefix: StaticString { "rul_" } }
public enum MailTag: IdentifierTag { @inlinable public static var prefix: StaticString { "eml_" } }
public enum OperationTag: IdentifierTag { @inlinable public static var prefix: StaticString { "opn_" } }

public typealias OrganizationID = Identifier<OrganizationTag>
public typealias MemberID = Identifier<MemberTag>
public typealias GroupID = Identifier<GroupTag>
public typealias InvitationID = Identifier<InvitationTag>
public typealias LicenseID = Identifier<LicenseTag>
public typealias RoleID = Identifier<RoleTag>
public typealias ResourceID = Identifier<ResourceTag>
public typealias WorkspaceID = Identifier<WorkspaceTag>
public typealias KeyID = Identifier<KeyTag>
/// A rule that puts members into a group.
public typealias RuleID = Identifier<RuleTag>
/// A mail that waits to be delivered.
public typealias MailID = Identifier<MailTag>
public typealias OperationID = Identifier<OperationTag>

extension Identifier where Tag == OrganizationTag {
    /// `org_platform`: the reserved ledger of platform-wide keys and of calls without an organization.
    @inlinable public static var platform: OrganizationID { reserved }
    @inlinable public var isPlatform: Bool { self == Self.reserved }
}
