// Who may call a method: judged once for all methods, in the state the call finds.

/// What a caller must show. A key must hold the permission itself, and with an actor so must the actor (product.md 4.1).
public enum Guard: Hashable, Sendable {
    /// The permission, at the organization addressed.
    case permission(Permission)
    /// The permission, held by the person who is acted for: a key by itself is never enough.
    case actor(Permission)
    /// As `permission`; where `org_platform` is addressed, the other permission and a platform-wide key.
    case keyring(organization: Permission, platform: Permission)
    /// The permission, and a platform-wide key.
    case platform(Permission)
    /// `own` when the request is about whoever calls, else `others`. The request is `SubjectScoped`, or says for itself
    /// which of its parts are about whom (BatchCheck).
    case subject(own: Permission, others: Permission)
    /// Any key that acts for a person.
    case person
    /// A key that acts for a person by address, in an organization whose member that person need not be: whether it was
    /// invited there is the method's own question.
    case invitee
}
